/*
 * How many connections at once, and when the next one: rate, back-off, budget. Pure: time is an
 * argument. It slows down at every sign that the server wants less (421, 450, 454, refused, closed
 * before the greeting), goes to one at a time, waits longer each time, and carefully returns.
 */
#ifndef SCN_CORE_PROBE_PACE_H
#define SCN_CORE_PROBE_PACE_H

#include <stdbool.h>
#include <stdint.h>

#include "core/base/time.h"

struct scn_pace_options {
	unsigned slots;           /* connections at once at most, -j (default 2) */
	scn_time pause;           /* between the starts of two connections */
	uint32_t max_connections; /* budget of this server */
	scn_time max_time;        /* budget of this server */
	unsigned max_failures;    /* in a row, without any connection that got to 220 ready */
	scn_time first_wait;      /* after the first sign; doubles up to longest_wait */
	scn_time longest_wait;
};
extern const struct scn_pace_options scn_pace_defaults;

struct scn_pace {
	struct scn_pace_options options;
	/* Private. */
	unsigned allowed; /* slots at present, 1 … options.slots */
	unsigned failures_in_row, successes_in_row;
	uint32_t opened;
	bool slowed; /* was ever slowed down */
	scn_time started, not_before;
};

void scn_pace_init(struct scn_pace *p, const struct scn_pace_options *options, scn_time now);
/* May a connection be opened now, with `open` open already? If not, *until_out says when to ask
 * again (SCN_NEVER: when another connection ends). */
bool scn_pace_may_open(struct scn_pace *p, unsigned open, scn_time now, scn_time *until_out);
void scn_pace_opened(struct scn_pace *p, scn_time now);
/* A connection got to "220 ready" or was answered. */
void scn_pace_success(struct scn_pace *p, scn_time now);
/* A connection was throttled, refused or broken before that. */
void scn_pace_failure(struct scn_pace *p, scn_time now);
/* The budget is used up, or there were too many failures in a row: stop, what is unknown stays
 * unknown. The sentence says which; NULL as long as it goes on. */
const char *scn_pace_exhausted(const struct scn_pace *p, scn_time now);

#endif
