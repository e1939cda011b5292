#include "core/probe/pace.h"

enum {
	RETURN_AFTER = 4,  /* successes in a row before one more slot is tried */
	REFUSED_TWICE = 2, /* at the same number of connections: a limit */
	ALONE_SERVED = 10, /* of so many single connections at most one is sent away by accident */
	GAP_FAILURES = 4,  /* in a row: no accident, it wants time */
	GAP_SERVED = 8,    /* fewer say nothing about a rate */
	GAP_HALVE_AFTER = 16, /* successes in a row; where that is wrong, once only */
};

#define SETTLE_FIRST (50 * SCN_MS)
#define SETTLE_MOST  (200 * SCN_MS)

const struct scn_pace_options scn_pace_defaults = {
	.slots = 2,
	.max_connections = 1000,
	.max_time = 900 * SCN_SECOND,
	.max_failures = 8,
	.first_wait = SCN_SECOND,
	.longest_wait = 30 * SCN_SECOND,
};

/* What may as well be a fault of the line is tried again sooner. */
static const struct {
	unsigned wait_percent; /* of the first wait */
	bool crowded;          /* may mean: too many at once */
} signs[SCN_THROTTLE_COUNT] = {
	[SCN_THROTTLE_421] = { 100, true },
	[SCN_THROTTLE_450] = { 100, true },
	[SCN_THROTTLE_451] = { 100, true },
	[SCN_THROTTLE_454] = { 100, true },
	[SCN_THROTTLE_554] = { 100, true },
	[SCN_THROTTLE_REPLY] = { 100, true },
	[SCN_THROTTLE_REFUSED] = { 100, true },
	[SCN_THROTTLE_TIMED_OUT] = { 100, true },
	[SCN_THROTTLE_RESET] = { 25, true },
	[SCN_THROTTLE_CLOSED_GREETING] = { 25, true },
	[SCN_THROTTLE_CLOSED_DIALOGUE] = { 25, true },
	[SCN_THROTTLE_CLOSED_STARTTLS] = { 25, true },
	[SCN_THROTTLE_SILENT] = { 100, true },
	[SCN_THROTTLE_SLOW] = { 0, false },
	[SCN_THROTTLE_WITHDRAWN] = { 100, false },
};

static scn_time least(scn_time a, scn_time b)
{
	return a < b ? a : b;
}

static void not_before(struct scn_pace *p, scn_time when)
{
	if (when > p->not_before)
		p->not_before = when;
}

void scn_pace_init(struct scn_pace *p, const struct scn_pace_options *options, scn_time now)
{
	*p = (struct scn_pace){
		.options = *options,
		.allowed = options->slots,
		.started = now,
		.not_before = now,
		.cycle_started = now,
	};
}

static scn_time last_moment(const struct scn_pace *p)
{
	return p->started + p->options.max_time;
}

/* How many ended within that time, and when the first of them did. */
static unsigned just_ended(
	const struct scn_pace *p, scn_time within, scn_time now, scn_time *first_out)
{
	unsigned count = 0;

	*first_out = SCN_NEVER;
	for (size_t i = 0; i < SCN_PACE_MAX_OPEN; i++) {
		if (!p->ended[i] || p->ended[i] + within <= now)
			continue;
		*first_out = least(*first_out, p->ended[i]);
		count++;
	}
	return count;
}

bool scn_pace_may_open(struct scn_pace *p, unsigned open, scn_time now, scn_time *until_out)
{
	scn_time first;
	unsigned settling = just_ended(p, p->settle, now, &first);

	*until_out = SCN_NEVER;
	if (open >= p->allowed)
		return false;
	if (open + settling >= p->allowed) {
		*until_out = first + p->settle;
		return false;
	}
	if (now < p->not_before) {
		*until_out = least(p->not_before, last_moment(p));
		return false;
	}
	return true;
}

/* ---- which connection it was ---- */

void scn_pace_opened(struct scn_pace *p, scn_time now)
{
	scn_time first;

	p->opened++;
	not_before(p, now + (p->options.pause > p->gap ? p->options.pause : p->gap));
	if (p->waiting_until) {
		p->waited += least(now, p->waiting_until) - p->waiting_from;
		p->waiting_until = 0;
	}
	if (p->open_count == SCN_PACE_MAX_OPEN)
		return;
	p->open[p->open_count].opened = now;
	p->open[p->open_count].level = (unsigned)p->open_count + 1;
	p->open[p->open_count].behind = just_ended(p, SETTLE_MOST, now, &first) > 0;
	p->open_count++;
}

struct which {
	scn_time opened;
	unsigned level; /* 0: it was not counted */
	bool behind;
};

/* Forget an open connection. Of several that were opened at the same moment, the first ones are those that
 * a server serves. */
static struct which take(struct scn_pace *p, const struct scn_pace_end *end)
{
	struct which which = { .opened = end->opened };
	size_t at = 0;

	while (end->opened && at < p->open_count && p->open[at].opened != end->opened)
		at++;
	while (!end->served && at + 1 < p->open_count && p->open[at + 1].opened == end->opened)
		at++;
	if (at == p->open_count)
		return which;
	which = (struct which){ p->open[at].opened, p->open[at].level, p->open[at].behind };
	p->open_count--;
	for (; at < p->open_count; at++)
		p->open[at] = p->open[at + 1];
	return which;
}

/* ---- it went well ---- */

static unsigned most_slots(const struct scn_pace *p)
{
	return p->limit && p->limit < p->options.slots ? p->limit : p->options.slots;
}

/* It was refused for a while and now it is not: so many in so much time, then, at equal distances. */
static void learn_gap(struct scn_pace *p, scn_time now)
{
	if (p->failures_in_row >= GAP_FAILURES && p->cycle_served >= GAP_SERVED) {
		p->gap_kept =
			least((now - p->cycle_started) / p->cycle_served, p->options.longest_wait);
		p->gap = p->gap_kept;
	}
	if (p->failures_in_row) {
		p->cycle_started = now;
		p->cycle_served = 0;
	}
	p->cycle_served++;
}

/* One slot more after some successes in a row, never all at once: a server that counts connections
 * forgets them slowly. */
static void return_slowly(struct scn_pace *p)
{
	p->successes_in_row++;
	if (!p->gap_needed && p->successes_in_row % GAP_HALVE_AFTER == 0)
		p->gap /= 2;
	if (p->successes_in_row % RETURN_AFTER)
		return;
	if (p->hit_slots == p->allowed)
		p->hits = 0;
	if (p->allowed < most_slots(p))
		p->allowed++;
}

static void success(struct scn_pace *p, const struct which *which, bool asked, scn_time now)
{
	p->levels[which->level].served++;
	/* What was inside already when another one was refused proves nothing for what comes. */
	if (which->opened < p->last_failure) {
		p->cycle_served++;
		return;
	}
	learn_gap(p, now);
	p->failures_in_row = 0;
	if (asked)
		return_slowly(p);
}

/* ---- it did not ---- */

static scn_time wait_for(const struct scn_pace *p, enum scn_throttle_sign sign)
{
	scn_time wait = p->options.first_wait * signs[sign].wait_percent / 100;

	for (unsigned i = 1; i < p->failures_in_row && wait < p->options.longest_wait; i++)
		wait *= 2;
	return least(wait, p->options.longest_wait);
}

static void wait_until(struct scn_pace *p, scn_time when, scn_time now)
{
	if (!p->waiting_until)
		p->waiting_from = now;
	if (when > p->waiting_until)
		p->waiting_until = when;
	not_before(p, when);
}

static void learn_limit(struct scn_pace *p, const struct which *which)
{
	struct scn_pace_level *l = &p->levels[which->level];

	/* So many were served before, and one had just ended: it was one too many only for a moment. */
	if (which->behind && l->served) {
		p->settle = p->settle ? least(2 * p->settle, SETTLE_MOST) : SETTLE_FIRST;
		return;
	}
	l->refused++;
	if (which->level < 2 || (p->limit && p->limit < which->level))
		return;
	if (l->refused >= REFUSED_TWICE && l->served == 0)
		p->limit = which->level - 1;
}

/* It had carefully returned to so many slots, and that was too many: the second time is the last one. */
static void learn_hit(struct scn_pace *p)
{
	if (!p->slowed || p->allowed < 2)
		return;
	p->hits = p->hit_slots == p->allowed ? p->hits + 1 : 1;
	p->hit_slots = p->allowed;
	if (p->hits >= REFUSED_TWICE)
		p->limit = p->allowed - 1;
}

static void slow_down(struct scn_pace *p)
{
	p->slowed = true;
	p->allowed = 1;
	p->successes_in_row = 0;
}

static void failure(
	struct scn_pace *p, const struct scn_pace_end *end, const struct which *which, scn_time now)
{
	if (signs[end->sign].crowded)
		learn_hit(p);
	if (which->level && signs[end->sign].crowded)
		learn_limit(p, which);
	slow_down(p);
	/* Several that were opened together and sent away together are one sign. */
	if (p->failures_in_row == 0 || which->opened >= p->last_failure)
		p->failures_in_row++;
	p->last_failure = now;
	if (p->gap < p->gap_kept) {
		p->gap = p->gap_kept;
		p->gap_needed = true;
	}
	wait_until(p, now + wait_for(p, end->sign), now);
	if (end->told > SCN_PACE_LONGEST_TOLD || now + end->told > last_moment(p))
		p->dismissed = true;
	else if (end->told)
		wait_until(p, now + end->told, now);
}

void scn_pace_ended(struct scn_pace *p, const struct scn_pace_end *end, scn_time now)
{
	struct which which = take(p, end);

	p->ended[p->ended_at++ % SCN_PACE_MAX_OPEN] = now;
	if (end->sign == SCN_THROTTLE_SLOW)
		slow_down(p);
	else if (end->sign)
		failure(p, end, &which, now);
	if (end->served && (!end->sign || end->sign == SCN_THROTTLE_SLOW))
		success(p, &which, end->asked && !end->sign, now);
}

/* A server that sends away a single connection now and then has other reasons than their number. */
unsigned scn_pace_limit(const struct scn_pace *p)
{
	const struct scn_pace_level *alone = &p->levels[1];

	return alone->refused * ALONE_SERVED <= alone->served ? p->limit : 0;
}

const char *scn_pace_exhausted(const struct scn_pace *p, scn_time now)
{
	if (p->dismissed)
		return "the server asked to come back later than there is time for";
	if (p->failures_in_row >= p->options.max_failures)
		return "too many connections failed one after the other";
	if (p->opened >= p->options.max_connections)
		return "the budget of connections is used up";
	if (now >= last_moment(p))
		return "the budget of time is used up";
	return NULL;
}
