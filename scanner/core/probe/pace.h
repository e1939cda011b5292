/*
 * How many connections at once, and when the next one: rate, back-off, budget. Pure: time is an
 * argument. At every sign that the server wants less (enum scn_throttle_sign) it goes to one at a time and
 * waits, as told or longer each time; then it carefully returns, one connection more after some that went
 * well. What the server was seen to refuse twice is a limit, and it stays below it:
 *
 *   at once      so many connections open were served, one more never
 *   by time      refused although nothing else was open, until some time had passed: evenly spaced from then on
 */
#ifndef SCN_CORE_PROBE_PACE_H
#define SCN_CORE_PROBE_PACE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "core/base/time.h"
#include "core/facts/throttle.h"

enum {
	SCN_PACE_MAX_OPEN =
		16, /* connections at once that are told apart; what comes above teaches nothing */
};

/* A wait that a server asks for is kept to up to this; who asks for more is left alone. */
#define SCN_PACE_LONGEST_TOLD (300 * SCN_SECOND)

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

/* How a connection ended, as far as the pace goes. */
struct scn_pace_end {
	scn_time opened; /* what scn_pace_opened was told; 0: the oldest one that is open */
	enum scn_throttle_sign sign; /* NONE: nothing speaks against the next one */
	bool served;                 /* it got to "220 ready" */
	bool asked;                  /* and got a question */
	scn_time told;               /* the server asked to wait so long; 0: it did not */
};

struct scn_pace_level {
	uint16_t served, refused; /* connections that were opened when so many were open */
};

struct scn_pace {
	struct scn_pace_options options;
	/* Private. */
	unsigned allowed; /* slots at present, 1 … limit or options.slots */
	unsigned limit;   /* kept to; 0 = none known */
	unsigned failures_in_row, successes_in_row;
	unsigned hit_slots, hits; /* so often in a row it returned to so many slots in vain */
	uint32_t opened;
	bool slowed;    /* was ever slowed down */
	bool dismissed; /* told to wait for longer than we do */
	scn_time started, not_before;
	scn_time
		last_failure; /* of connections that were opened before, a failure is the same one */
	scn_time waiting_from, waiting_until, waited;
	/* Between two waits: how long, how many were served. */
	scn_time cycle_started;
	unsigned cycle_served;
	scn_time gap, gap_kept; /* between two connections: at present, and as learned */
	bool gap_needed;        /* with less it was refused again */
	/* A server may count connections that are over for a moment more: then for so long we do too. */
	scn_time settle;
	scn_time ended[SCN_PACE_MAX_OPEN]; /* the last ones, in a ring */
	unsigned ended_at;
	struct {
		scn_time opened;
		unsigned level; /* it was the so-manieth */
		bool behind;    /* another one had just ended */
	} open[SCN_PACE_MAX_OPEN];
	size_t open_count;
	struct scn_pace_level levels[SCN_PACE_MAX_OPEN + 1];
};

void scn_pace_init(struct scn_pace *p, const struct scn_pace_options *options, scn_time now);
/* May a connection be opened now, with `open` open already? If not, *until_out says when to ask
 * again (SCN_NEVER: when another connection ends). */
bool scn_pace_may_open(struct scn_pace *p, unsigned open, scn_time now, scn_time *until_out);
void scn_pace_opened(struct scn_pace *p, scn_time now);
/* A connection is over. */
void scn_pace_ended(struct scn_pace *p, const struct scn_pace_end *end, scn_time now);
/* So many connections at once were served, one more never, as far as was seen; 0: no such limit. */
unsigned scn_pace_limit(const struct scn_pace *p);
/* The budget is used up, or there were too many failures in a row: stop, what is unknown stays
 * unknown. The sentence says which; NULL as long as it goes on. */
const char *scn_pace_exhausted(const struct scn_pace *p, scn_time now);

#endif
