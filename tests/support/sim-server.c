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

	return suite && strstr(suite->cipher, "CHACHA20");
}

static bool choose_suite(const struct sim_server *s, const struct scn_hello_spec *hello,
	enum scn_version version, scn_suite_code *code_out)
{
	const struct sim_version *v = &s->versions[version];

	*code_out = hello->suites[0];
	if (s->chacha_first && is_chacha(*code_out) && sim_accepts(s, version, *code_out))
		return true;
	for (size_t i = 0; s->client_order && i < hello->suite_count; i++) {
		*code_out = hello->suites[i];
		if (sim_accepts(s, version, *code_out) && is_read(s, hello, *code_out))
			return true;
	}
	for (size_t i = 0; !s->client_order && i < v->count; i++) {
		*code_out = v->suites[i];
		if (is_read(s, hello, *code_out))
			return true;
	}
	return false;
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

	if (s->version_intolerant && is_too_new(s, offered_version(hello))) {
		r->end = SCN_END_HELLO_CLOSED;
		return;
	}
	if (hello->form == SCN_HELLO_SSL2 || version == SCN_VERSION_NONE) {
		refuse(s, flight, r);
		return;
	}
	found = choose_suite(s, hello, version, &code);
	if (s->reads_bytes && hello_len(hello) > s->reads_bytes) {
		r->end = SCN_END_HELLO_SILENT;
	} else if (found || s->always_first) {
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
static enum scn_probe_end fault(struct sim_server *s)
{
	static const enum scn_probe_end ends[] = { SCN_END_GREETING_REFUSED,
		SCN_END_GREETING_CLOSED, SCN_END_DIALOGUE_CLOSED, SCN_END_HELLO_CLOSED,
		SCN_END_CONNECT_REFUSED };

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

/* One connection of the plan, from its beginning to its end. */
static void connect_once(struct sim_server *s, struct scn_plan *plan, scn_time now)
{
	struct scn_smtp_dialogue smtp = { 0 };
	struct scn_flight_facts flight = { .version = SCN_VERSION_NONE };
	struct scn_probe_result r = { .flight = &flight, .smtp = &smtp };
	struct scn_question *question = NULL;

	s->connections++;
	r.end = fault(s);
	r.smtp_code = r.end == SCN_END_GREETING_REFUSED ? 421 : 0;
	if (r.end == SCN_END_NONE || r.end == SCN_END_HELLO_CLOSED)
		question = scn_plan_ask(plan, now);
	r.question = question;
	r.asked = question != NULL;
	r.reset = true;
	if (!question && (r.end == SCN_END_NONE || r.end == SCN_END_HELLO_CLOSED)) {
		r.end = SCN_END_UNUSED;
	} else if (r.end == SCN_END_NONE) {
		s->asked++;
		r.reset = false;
		answer(s, scn_hello_spec(question->hello), &flight, &r);
	}
	scn_plan_learn(plan, &r, now);
	scn_question_free(question);
}

void sim_run(struct sim_server *server, struct scn_plan *plan, unsigned slots)
{
	scn_time now = SCN_SECOND, until = SCN_NEVER;
	unsigned open = 0;

	while (!scn_plan_done(plan) && server->connections < 5000) {
		while (open < slots && scn_plan_may_open(plan, open, open, now, &until)) {
			scn_plan_opened(plan, now);
			open++;
		}
		if (open) {
			open--;
			connect_once(server, plan, now);
			now += 10 * SCN_MS;
		} else {
			now = until == SCN_NEVER || until <= now ? now + SCN_SECOND : until;
		}
	}
	/* What is warm still is ended unused. */
	while (open--)
		server->connections++;
}
