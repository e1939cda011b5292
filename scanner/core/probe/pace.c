#include "core/probe/pace.h"

enum {
	RETURN_AFTER = 4, /* successes in a row before one more slot is tried */
};

const struct scn_pace_options scn_pace_defaults = {
	.slots = 2,
	.max_connections = 1000,
	.max_time = 900 * SCN_SECOND,
	.max_failures = 8,
	.first_wait = SCN_SECOND,
	.longest_wait = 30 * SCN_SECOND,
};

void scn_pace_init(struct scn_pace *p, const struct scn_pace_options *options, scn_time now)
{
	*p = (struct scn_pace){
		.options = *options,
		.allowed = options->slots,
		.started = now,
		.not_before = now,
	};
}

bool scn_pace_may_open(struct scn_pace *p, unsigned open, scn_time now, scn_time *until_out)
{
	*until_out = SCN_NEVER;
	if (open >= p->allowed)
		return false;
	if (now < p->not_before) {
		*until_out = p->not_before;
		return false;
	}
	return true;
}

static void not_before(struct scn_pace *p, scn_time when)
{
	if (when > p->not_before)
		p->not_before = when;
}

void scn_pace_opened(struct scn_pace *p, scn_time now)
{
	p->opened++;
	not_before(p, now + p->options.pause);
}

/* One slot more after some successes in a row, never all at once: a server that counts connections
 * forgets them slowly. */
void scn_pace_success(struct scn_pace *p, scn_time now)
{
	p->failures_in_row = 0;
	if (p->allowed >= p->options.slots)
		return;
	if (++p->successes_in_row >= RETURN_AFTER) {
		p->allowed++;
		p->successes_in_row = 0;
	}
}

static scn_time wait_for(const struct scn_pace *p)
{
	scn_time wait = p->options.first_wait;

	for (unsigned i = 1; i < p->failures_in_row && wait < p->options.longest_wait; i++)
		wait *= 2;
	return wait < p->options.longest_wait ? wait : p->options.longest_wait;
}

void scn_pace_failure(struct scn_pace *p, scn_time now)
{
	p->slowed = true;
	p->allowed = 1;
	p->successes_in_row = 0;
	p->failures_in_row++;
	not_before(p, now + wait_for(p));
}

const char *scn_pace_exhausted(const struct scn_pace *p, scn_time now)
{
	if (p->failures_in_row >= p->options.max_failures)
		return "too many connections failed one after the other";
	if (p->opened >= p->options.max_connections)
		return "the budget of connections is used up";
	if (now - p->started >= p->options.max_time)
		return "the budget of time is used up";
	return NULL;
}
