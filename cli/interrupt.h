/*
 * Ctrl-C and SIGTERM: the first one asks what is under way to stop and keep what it has, the second one leaves
 * at once.
 */
#ifndef CLI_INTERRUPT_H
#define CLI_INTERRUPT_H

/* From now on `stop` is called with `what`, from a signal handler; NULL: the signals end the program again. */
typedef void cli_interrupt_fn(void *what);
void cli_interrupt_watch(cli_interrupt_fn *stop, void *what);
/* The exit code that tells of the signal that was caught; 0: none was. */
int cli_interrupt_code(void);

#endif
