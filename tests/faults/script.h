/*
 * A scenario of the faulty server, read from a *.script file: what is expected of a scanner (`name:
 * value` lines), then what the server does, step by step. The language is described in README.md.
 */
#ifndef FAULTS_SCRIPT_H
#define FAULTS_SCRIPT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "core/base/bytes.h"
#include "core/base/text.h"

/* A place in the bytes of a step, which may move from connection to connection. */
struct fault_place {
	size_t low,
		high; /* high 0: no place; low < high: the n-th connection takes the n-th place */
	bool each;    /* every place from 1 to the last, by turns */
};

/* How bytes are sent. Zeroed: all at once. */
struct fault_manner {
	struct fault_place split; /* a pause there */
	struct fault_place cut;   /* what is behind is never sent */
	struct fault_place joint; /* the TLS record ends there and a second one goes on */
	size_t fragment;          /* payload of each TLS record */
	size_t by;                /* bytes at a time; 0: all */
	unsigned gap_ms;          /* between two of those */
	bool forever;             /* again and again */
};

enum fault_step_kind {
	FAULT_SEND,
	FAULT_LINE,  /* wait for a line of the client */
	FAULT_HELLO, /* wait for a whole ClientHello */
	FAULT_PAUSE,
	FAULT_SILENCE, /* read, and never answer */
	FAULT_RELAY, /* the bytes of the server behind; the end of what it sends is the next step */
	FAULT_CLOSE,
	FAULT_RESET,
};

struct fault_step {
	enum fault_step_kind kind;
	struct fault_manner manner;
	struct scn_builder bytes;
	unsigned pause_ms;
};

/* Which connections a list of steps is for. */
enum fault_case_kind {
	FAULT_CASE_DEFAULT,
	FAULT_CASE_EVERY, /* each n-th */
	FAULT_CASE_FIRST, /* the first n */
	FAULT_CASE_AFTER, /* all after n */
	FAULT_CASE_OPEN,  /* those that find more than n open, themselves included */
	FAULT_CASE_SHARE, /* n of 100, drawn from a fixed sequence */
};

struct fault_case {
	enum fault_case_kind kind;
	unsigned long number;
	struct fault_step *steps;
	size_t step_count;
};

enum fault_listen {
	FAULT_LISTEN,
	FAULT_LISTEN_REFUSE,
	FAULT_LISTEN_SILENT
};

struct fault_script {
	char *name; /* of the file, without folder and ending */
	enum fault_listen listen;
	struct fault_case *cases;
	size_t case_count;
};

/* False: *error says where and what is wrong, and the script need not be finished. */
bool fault_script_load(struct fault_script *script, const char *path, struct scn_text *error);
void fault_script_finish(struct fault_script *script);

/* The case for a connection: number from 1, `open` connections including this one. Never NULL. */
const struct fault_case *fault_script_case(
	const struct fault_script *script, size_t number, size_t open);
/* Where the place lies for the n-th connection (from 1) in len bytes; len if there is none. */
size_t fault_place_at(const struct fault_place *place, size_t number, size_t len);

#endif
