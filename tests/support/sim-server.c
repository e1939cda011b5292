#include "sim-server.h"

#include <assert.h>
#include <string.h>

#include "core/registry/extension.h"

unsigned sim_random(uint64_t *state, unsigned below)
{
	*state = *state * 6364136223846793005U + 1442695040888963407U;
	return (unsigned)(*state >> 33) % below;
}

bool sim_accepts(const struct sim_server *server, enum scn_version version, scn_suite_code code)
{
	const struct sim_version *v = &server->versions[version];

	for (size_t i = 0; i < v->count; i++)
		if (v->suites[i] == code)
			return true;
	return false;
}

/* The newest version that a hello offers. */
static enum scn_version offered_version(const struct scn_hello_spec *hello)
{
	for (size_t i = 0; i < hello->extension_count; i++)
		if (hello->extensions[i].code == SCN_EXT_SUPPORTED_VERSIONS)
			return SCN_TLS1_3;
	return scn_version_from_wire(hello->legacy_version);
}

/* The server takes the newest version of its own that is not newer than the offer; TLS 1.3 alone is
 * offered without older ones. */
static enum scn_version choose_version(const struct sim_server *s, enum scn_version offered)
{
	if (offered == SCN_TLS1_3)
		return s->versions[SCN_TLS1_3].count ? SCN_TLS1_3 : SCN_VERSION_NONE;
	for (int v = (int)offered; v >= SCN_SSL3; v--)
		if (s->versions[v].count)
			return (enum scn_version)v;
	return SCN_VERSION_NONE;
}

static bool is_read(
	const struct sim_server *s, const struct scn_hello_spec *hello, scn_suite_code code)
{
	size_t count = s->reads_suites && s->reads_suites < hello->suite_count ? s->reads_suites
									       : hello->suite_count;

	for (size_t i = 0; i < count; i++)
		if (hello->suites[i] == code)
			return true;
	return false;
}

static bool is_chacha(scn_suite_code code)
{
	const struct scn_suite *suite = scn_suite_by_code(code);

	return suite && suite->openssl && strncmp(suite->cipher, "CHACHA20", 8) == 0;
}

/* OpenSSL looks at the first suite that it knows, which need not be enabled. */
static bool begins_with_chacha(const struct scn_hello_spec *hello)
{
	for (size_t i = 0; i < hello->suite_count; i++) {
		const struct scn_suite *suite = scn_suite_by_code(hello->suites[i]);

		if (suite && suite->openssl)
			return is_chacha(suite->code);
	}
	return false;
}

static bool choose_clients(const struct sim_server *s, const struct scn_hello_spec *hello,
	enum scn_version version, scn_suite_code *code_out)
{
	for (size_t i = 0; i < hello->suite_count; i++) {
		*code_out = hello->suites[i];
		if (sim_accepts(s, version, *code_out) && is_read(s, hello, *code_out))
			return true;
	}
	return false;
}

static size_t place_in(const struct scn_hello_spec *hello, scn_suite_code code)
{
	size_t i = 0;

	while (i < hello->suite_count && hello->suites[i] != code)
		i++;
	return i;
}

/* Its own first choice; among equals the one that the client names first. */
static bool choose_own(const struct sim_server *s, const struct scn_hello_spec *hello,
	const struct sim_version *v, scn_suite_code *code_out)
{
	bool found = false;

	for (size_t i = 0; i < v->count; i++) {
		if (found && !v->equal[i])
			return true;
		if (!is_read(s, hello, v->suites[i]))
			continue;
		if (!found || place_in(hello, v->suites[i]) < place_in(hello, *code_out))
			*code_out = v->suites[i];
		found = true;
	}
	return found;
}

static bool choose_suite(const struct sim_server *s, const struct scn_hello_spec *hello,
	enum scn_version version, scn_suite_code *code_out)
{
	const struct sim_version *v = &s->versions[version];

	if (s->client_order)
		return choose_clients(s, hello, version, code_out);
	for (size_t i = 0; s->chacha_first && begins_with_chacha(hello) && i < v->count; i++) {
		*code_out = v->suites[i];
		if (is_chacha(*code_out) && is_read(s, hello, *code_out))
			return true;
	}
	return choose_own(s, hello, v, code_out);
}

static size_t hello_len(const struct scn_hello_spec *hello)
{
	struct scn_builder b = { 0 };
	size_t len;

	scn_hello_build(hello, &b);
	len = b.len;
	scn_builder_finish(&b);
	return len;
}

static void refuse(
	const struct sim_server *s, struct scn_flight_facts *flight, struct scn_probe_result *r)
{
	r->end = s->closes_for_no ? SCN_END_HELLO_CLOSED : SCN_END_ALERT;
	flight->alert_level = 2;
	flight->alert_code = s->internal_error ? 80 : 40;
}

static bool is_too_new(const struct sim_server *s, enum scn_version offered)
{
	for (int v = (int)offered; v < SCN_VERSION_COUNT; v++)
		if (s->versions[v].count)
			return false;
	return true;
}

static void answer(struct sim_server *s, const struct scn_hello_spec *hello,
	struct scn_flight_facts *flight, struct scn_probe_result *r)
{
	enum scn_version version = choose_version(s, offered_version(hello));
	scn_suite_code code = 0;
	bool found;

	if (s->reads_bytes && hello_len(hello) > s->reads_bytes) {
		r->end = SCN_END_HELLO_SILENT;
		return;
	}
	if (s->version_intolerant && is_too_new(s, offered_version(hello))) {
		r->end = SCN_END_HELLO_CLOSED;
		return;
	}
	if (hello->form == SCN_HELLO_SSL2 || version == SCN_VERSION_NONE) {
		refuse(s, flight, r);
		if (s->names_version && flight->alert_code == 40)
			flight->alert_code = 70;
		return;
	}
	found = choose_suite(s, hello, version, &code);
	if (found || s->always_first) {
		r->end = SCN_END_SELECTED;
		flight->selected = true;
		flight->version = version;
		flight->suite = found ? code : s->versions[version].suites[0];
		flight->suite_offered = found;
		flight->version_offered = true;
	} else {
		refuse(s, flight, r);
	}
}

/* A connection that never gets to "220 ready", or is reset behind the hello. */
static enum scn_probe_end fault(struct sim_server *s, unsigned open)
{
	static const enum scn_probe_end ends[] = { SCN_END_GREETING_REFUSED,
		SCN_END_GREETING_CLOSED, SCN_END_DIALOGUE_CLOSED, SCN_END_HELLO_CLOSED,
		SCN_END_CONNECT_REFUSED };

	if (s->most_open && open > s->most_open)
		return SCN_END_GREETING_REFUSED;
	if (s->refusing) {
		s->refusing--;
		return SCN_END_GREETING_REFUSED;
	}
	if (s->connections_before_421 && s->connections % (s->connections_before_421 + 1) == 0) {
		s->refusing = 2;
		return SCN_END_GREETING_REFUSED;
	}
	if (sim_random(&s->random, 100) >= s->fault_percent)
		return SCN_END_NONE;
	return ends[sim_random(&s->random, 5)];
}

/* ---- connections ---- */

enum {
	MAX_SLOTS = 64,
	MAX_CONNECTIONS = 5000,
	TRIPS_TO_READY = 4,
	TRIPS_TO_FAULT = 2,
};

enum stage {
	COMING, /* to "220 ready", or to its fault */
	WARM,   /* without a question */
	ASKED,  /* until the answer */
	ENDING, /* QUIT is said */
};

struct connection {
	enum stage stage;
	scn_time due; /* of what comes next; never for WARM */
	enum scn_probe_end fault;
	struct scn_question *question;
	struct scn_flight_facts flight;
	struct scn_probe_result result;
};

struct world {
	struct sim_server *server;
	struct scn_plan *plan;
	scn_time now, until;
	struct connection open[MAX_SLOTS];
	unsigned count;
};

static unsigned unasked(const struct world *w)
{
	unsigned count = 0;

	for (unsigned i = 0; i < w->count; i++)
		count += w->open[i].stage != ASKED;
	return count;
}

static struct connection *find_warm(struct world *w)
{
	for (unsigned i = 0; i < w->count; i++)
		if (w->open[i].stage == WARM)
			return &w->open[i];
	return NULL;
}

static void put_question(struct world *w, struct connection *c)
{
	struct scn_probe_result *r = &c->result;

	c->stage = ASKED;
	c->flight = (struct scn_flight_facts){ .version = SCN_VERSION_NONE };
	*r = (struct scn_probe_result){ .question = c->question, .asked = true, .end = c->fault };
	r->reset = c->fault != SCN_END_NONE;
	if (c->fault == SCN_END_NONE) {
		w->server->asked++;
		answer(w->server, scn_hello_spec(c->question->hello), &c->flight, r);
	}
	c->due = w->now + (r->end == SCN_END_HELLO_SILENT ? SIM_TIME_OUT : SIM_ROUND_TRIP);
}

/* The connection is over: the plan learns from it. */
static void end_connection(struct world *w, struct connection *c)
{
	struct scn_smtp_dialogue smtp = { 0 };
	struct scn_question *question = c->question;
	struct scn_flight_facts flight = c->flight;
	struct scn_probe_result result = c->result;

	if (!result.asked) {
		result.end = c->fault == SCN_END_NONE || c->fault == SCN_END_HELLO_CLOSED
				     ? SCN_END_UNUSED
				     : c->fault;
		result.smtp_code = result.end == SCN_END_GREETING_REFUSED ? 421 : 0;
		result.reset = true;
	}
	result.flight = &flight;
	result.smtp = &smtp;
	*c = w->open[--w->count];
	if (w->server->watch)
		w->server->watch(w->server->user, &result, w->now - SCN_SECOND);
	scn_plan_learn(w->plan, &result, w->now);
	scn_question_free(question);
}

/* What the runner does after each event: questions to warm connections, QUIT to those that are not
 * needed any more, new connections. */
static void pump(struct world *w, unsigned slots)
{
	struct connection *c;

	while ((c = find_warm(w)) && (c->question = scn_plan_ask(w->plan, w->now)))
		put_question(w, c);
	while ((c = find_warm(w)) && !scn_plan_needs_warm(w->plan, unasked(w))) {
		c->stage = ENDING;
		c->due = w->now + SIM_ROUND_TRIP;
	}
	while (w->count < slots &&
		scn_plan_may_open(w->plan, w->count, unasked(w), w->now, &w->until)) {
		scn_plan_opened(w->plan, w->now);
		w->server->connections++;
		c = &w->open[w->count++];
		*c = (struct connection){ .fault = fault(w->server, w->count) };
		c->due = w->now + (c->fault == SCN_END_NONE || c->fault == SCN_END_HELLO_CLOSED
						  ? TRIPS_TO_READY
						  : TRIPS_TO_FAULT) *
					  SIM_ROUND_TRIP;
	}
}

static struct connection *find_due(struct world *w)
{
	struct connection *first = NULL;

	for (unsigned i = 0; i < w->count; i++)
		if (w->open[i].stage != WARM && (!first || w->open[i].due < first->due))
			first = &w->open[i];
	return first;
}

static void step(struct world *w)
{
	struct connection *c = find_due(w);

	if (!c || w->until < c->due) {
		w->now = w->until == SCN_NEVER || w->until <= w->now ? w->now + SCN_SECOND
								     : w->until;
		return;
	}
	w->now = c->due;
	if (c->stage != COMING || (c->fault != SCN_END_NONE && c->fault != SCN_END_HELLO_CLOSED)) {
		end_connection(w, c);
		return;
	}
	c->stage = WARM;
}

scn_time sim_run(struct sim_server *server, struct scn_plan *plan, unsigned slots)
{
	struct world w = { .server = server, .plan = plan, .now = SCN_SECOND, .until = SCN_NEVER };
	scn_time end;

	assert(slots <= MAX_SLOTS);
	pump(&w, slots);
	while (!scn_plan_done(plan) && server->connections < MAX_CONNECTIONS) {
		step(&w);
		pump(&w, slots);
	}
	end = w.now;
	while (w.count)
		end_connection(&w, &w.open[0]);
	return end - SCN_SECOND;
}
