/*
 * What is known about the terminal, decided once at the start, and the progress line on stderr.
 * Nothing here knows what is being scanned.
 *
 *   struct cli_term_wishes wishes = { .color = cli_args_value(…), … };
 *   struct cli_term term = cli_term_look(&wishes);
 *   … options.width = term.width; options.color = term.color; options.ascii = term.ascii; …
 *
 *   struct cli_progress bar;
 *   cli_progress_init(&bar, stderr, cli_progress_mode(mode_word, &term), &term);
 *   cli_progress_show(&bar, &now_known, now);   as often as you like; it redraws ≤ 5 times a second
 *   cli_progress_end(&bar);                     erases the line; call before printing anything
 */
#ifndef CLI_TERM_H
#define CLI_TERM_H

#include <stdbool.h>
#include <stdio.h>

#include "scanner.h"

/* What the user asked for; NULL or 0: decide yourself. */
struct cli_term_wishes {
	const char *color; /* "auto", "always", "never" */
	unsigned width;    /* --width */
	bool ascii, plain;
};

/* What the environment says; a table test gives its own. Strings may be NULL. */
struct cli_term_facts {
	bool stdout_tty, stderr_tty;
	unsigned tty_columns; /* by ioctl, 0 = not known */
	const char *columns, *term, *no_color, *clicolor_force, *force_color;
	const char *locale; /* LC_ALL, else LC_CTYPE, else LANG */
};

struct cli_term {
	bool stdout_tty, stderr_tty;
	unsigned width; /* 20 to SCN_WIDTH_MAX */
	bool color;     /* on standard output */
	bool ascii;     /* only ASCII of our own */
	bool plain;
};

/* Ask the environment and decide. */
struct cli_term cli_term_look(const struct cli_term_wishes *wishes);
/* The decision alone: --color beats NO_COLOR beats CLICOLOR_FORCE and FORCE_COLOR; without any of
 * them a terminal that is not TERM=dumb gets colour. Width: --width, COLUMNS, the terminal, 80. */
struct cli_term cli_term_decide(
	const struct cli_term_wishes *wishes, const struct cli_term_facts *facts);

enum cli_progress_mode {
	CLI_PROGRESS_NONE,
	CLI_PROGRESS_BAR,   /* one line, rewritten */
	CLI_PROGRESS_LINES, /* one line a stage, for logs */
	CLI_PROGRESS_JSON,  /* JSON lines on standard error */
};
/* The words of --progress ("auto", "bar", "lines", "json", "none"; NULL is auto). Auto is a bar on a
 * terminal and nothing elsewhere. */
enum cli_progress_mode cli_progress_mode(const char *word, const struct cli_term *term);

/* One state of the work; strings are borrowed for the call and are safe to print. */
struct cli_progress_state {
	const char *host;  /* "mx2" */
	const char *stage; /* "TLS 1.2 suites" */
	unsigned server, server_count;
	unsigned answered, expected;
	bool waiting; /* backing off */
};

struct cli_progress {
	FILE *out;
	enum cli_progress_mode mode;
	unsigned width;
	/* Private. */
	bool drawn;              /* a bar stands on the line */
	scn_time next;           /* not redrawn before */
	scn_time stage_started;  /* of this server, for the time left */
	unsigned stage_answered; /* answered when it started */
	struct scn_text last;    /* server and stage of the last line */
};

void cli_progress_init(struct cli_progress *p, FILE *out, enum cli_progress_mode mode,
	const struct cli_term *term);
void cli_progress_show(
	struct cli_progress *p, const struct cli_progress_state *state, scn_time now);
void cli_progress_end(struct cli_progress *p);

#endif
