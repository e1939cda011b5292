/*
 * The embedded demo server: a real TLS server (OpenSSL) behind STARTTLS on loopback, in a thread of
 * its own. Needs no network and no file; keys and certificates are made at the start.
 */
#ifndef SCN_IO_DEMO_H
#define SCN_IO_DEMO_H

#include <stddef.h>
#include <stdint.h>

#include "core/base/text.h"

struct scn_demo_scenario {
	const char *id;             /* "exchange-2019" */
	const char *title;          /* one line: what kind of server this is */
	const char *const *clients; /* profile ids worth asking, ends with NULL */
};

/* The first one is the default. */
const struct scn_demo_scenario *scn_demo_scenarios(size_t *count_out);
const struct scn_demo_scenario *scn_demo_find(const char *id);

struct scn_demo;
/* Listens when it returns. NULL: the sentence is in *error_out. */
struct scn_demo *scn_demo_start(
	const struct scn_demo_scenario *scenario, struct scn_text *error_out);
uint16_t scn_demo_port(const struct scn_demo *demo);
/* Ends the thread; NULL is fine. */
void scn_demo_stop(struct scn_demo *demo);

#endif
