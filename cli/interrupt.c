#include "cli/interrupt.h"

#include <signal.h>
#include <stddef.h>
#include <unistd.h>

enum {
	SIGNAL_CODE = 128
}; /* and the signal's number: what shells say of it */

/* What the handler may touch. */
static cli_interrupt_fn *stop_it;
static void *it;
static volatile sig_atomic_t caught;

static void on_signal(int number)
{
	if (caught)
		_exit(SIGNAL_CODE + number); /* the second time */
	caught = number;
	if (stop_it)
		stop_it(it);
}

void cli_interrupt_watch(cli_interrupt_fn *stop, void *what)
{
	struct sigaction action = { .sa_handler = stop ? on_signal : SIG_DFL };

	stop_it = stop;
	it = what;
	sigaction(SIGINT, &action, NULL);
	sigaction(SIGTERM, &action, NULL);
}

int cli_interrupt_code(void)
{
	return caught ? SIGNAL_CODE + (int)caught : 0;
}
