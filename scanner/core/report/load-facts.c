#include <stdlib.h>
#include <string.h>

#include "core/base/alloc.h"
#include "core/base/language.h"
#include "core/report/json-parts.h"
#include "core/report/load.h"
#include "core/registry/suite.h"
#include "core/report/report.h"

static const char *reach_at(int i)
{
	return i ? scn_reach_word((enum scn_reach)i) : NULL;
}

/* "offered" stands for NOT_TLS too, which has a field of its own. */
static const char *starttls_at(int i)
{
	return scn_starttls_word((enum scn_starttls)i);
}

static const char *order_at(int i)
{
	return scn_order_word((enum scn_order)i);
}

static const char *answer_at(int i)
{
	return scn_answer_word((enum scn_answer)i);
}

static const char *direction_at(int i)
{
	return scn_direction_word((enum scn_direction)i);
}

static const char *layer_at(int i)
{
	return scn_layer_word((enum scn_layer)i);
}

/* Words of scn_certificate_fact.key_word, in the order of enum scn_scheme_key. */
static const char *key_at(int i)
{
	return scn_scheme_key_word((enum scn_scheme_key)i);
}

static const struct scn_load_words reach_words = { reach_at, SCN_REACH_UNREACHABLE + 1,
	SCN_REACH_UNKNOWN };
static const struct scn_load_words starttls_words = { starttls_at, SCN_STARTTLS_REFUSED + 1,
	SCN_STARTTLS_UNKNOWN };
static const struct scn_load_words order_words = { order_at, SCN_ORDER_CLIENT + 1,
	SCN_ORDER_UNKNOWN };
static const struct scn_load_words answer_words = { answer_at, SCN_ANSWER_NOT_TLS + 1,
	SCN_ANSWER_NONE };
static const struct scn_load_words direction_words = { direction_at, SCN_COMMENT + 1, SCN_FROM_US };
static const struct scn_load_words layer_words = { layer_at, SCN_LAYER_TLS + 1, SCN_LAYER_TCP };
static const char *trust_at(int i)
{
	return scn_trust_word((enum scn_trust)i);
}

static const char *tlsa_at(int i)
{
	return scn_tlsa_word((enum scn_tlsa_status)i);
}

static const char *dane_at(int i)
{
	return scn_dane_word((enum scn_dane)i);
}

static const char *throttle_at(int i)
{
	return scn_throttle_word((enum scn_throttle_sign)i);
}

static const struct scn_load_words throttle_words = { throttle_at, SCN_THROTTLE_COUNT,
	SCN_THROTTLE_NONE };
static const struct scn_load_words trust_words = { trust_at, SCN_TRUST_OTHER + 1,
	SCN_TRUST_UNKNOWN };
static const struct scn_load_words tlsa_words = { tlsa_at, SCN_TLSA_BOGUS + 1, SCN_TLSA_UNKNOWN };
static const struct scn_load_words dane_words = { dane_at, SCN_DANE_UNUSABLE + 1,
	SCN_DANE_UNKNOWN };
static const struct scn_load_words key_words = { key_at, SCN_SCHEME_KEY_OTHER + 1,
	SCN_SCHEME_KEY_OTHER };

static uint32_t number(struct scn_load *l, const struct scn_json *json, const char *key)
{
	return (uint32_t)scn_load_count(l, json, key, UINT32_MAX);
}

static uint16_t small(struct scn_load *l, const struct scn_json *json, const char *key)
{
	return (uint16_t)scn_load_count(l, json, key, UINT16_MAX);
}

static uint16_t code16(struct scn_load *l, const struct scn_json *json, const char *key)
{
	return (uint16_t)scn_load_code(l, json, key, UINT16_MAX);
}

static bool flag(struct scn_load *l, const struct scn_json *json, const char *key)
{
	return scn_json_need_bool(&l->json, json, key, SCN_JSON_OPTIONAL);
}

static enum scn_known status(struct scn_load *l, const struct scn_json *json)
{
	return (enum scn_known)scn_load_word(l, json, "status", &scn_load_status_words);
}

static void load_smtp(struct scn_load *l, const struct scn_json *server, struct scn_smtp_fact *smtp)
{
	const struct scn_json *json =
		scn_json_need_object(&l->json, server, "smtp", SCN_JSON_OPTIONAL);
	const struct scn_json *line = scn_load_list(l, json, "ehlo", SCN_LOAD_MAX_EHLO);

	if (!json)
		return;
	smtp->greeting = scn_load_raw(l, json, "greeting");
	for (; line; line = scn_json_next(line))
		SCN_APPEND(smtp->ehlo, smtp->ehlo_count, scn_load_item(l, line));
	smtp->starttls = (enum scn_starttls)scn_load_word(l, json, "starttls", &starttls_words);
	if (flag(l, json, "not_tls"))
		smtp->starttls = SCN_STARTTLS_NOT_TLS;
	smtp->starttls_reply = scn_load_raw(l, json, "starttls_reply");
	smtp->starttls_masked = flag(l, json, "starttls_masked");
	smtp->no_ehlo = flag(l, json, "no_ehlo");
	smtp->closes_at_220 = flag(l, json, "closes_at_220");
	smtp->required = scn_load_known(l, json, "required");
}

static void load_suites(struct scn_load *l, const struct scn_json *version, enum scn_version v,
	struct scn_server_facts *facts)
{
	const struct scn_json *json = scn_load_list(l, version, "suites", SCN_LOAD_MAX_SUITES);

	for (; json; json = scn_json_next(json)) {
		scn_suite_code code = scn_load_code(l, json, "code", SCN_SUITE_CODE_MAX);
		enum scn_known known = status(l, json);
		struct scn_suite_fact *fact;

		scn_json_need_string(&l->json, json, "code", SCN_JSON_REQUIRED);
		if (!scn_json_reader_ok(&l->json))
			return;
		fact = scn_facts_set_suite(facts, v, code, known, number(l, json, "probe"));
		fact->rank = small(l, json, "rank");
		fact->equal = scn_load_known(l, json, "equal");
		fact->found = small(l, json, "found");
		fact->backwards = flag(l, json, "backwards");
	}
}

static size_t suites_of(enum scn_version v)
{
	size_t count, found = 0;
	const struct scn_suite *all = scn_suites(&count);

	for (size_t i = 0; i < count; i++)
		found += scn_suite_in_version(&all[i], v);
	return found;
}

/* A short report tells only the number of what was rejected. Where that, with what was accepted, makes up every suite
 * of the version, all that the file does not name was rejected; otherwise it stays unknown. */
static void add_rejected(struct scn_load *l, const struct scn_json *version, enum scn_version v,
	struct scn_server_facts *facts)
{
	size_t accepted = number(l, version, "accepted"), rejected = number(l, version, "rejected");
	struct scn_suite_counts named = scn_facts_count(facts, v);
	size_t count;
	const struct scn_suite *all = scn_suites(&count);

	if (rejected <= named.rejected || accepted != named.accepted || named.unknown ||
		number(l, version, "unknown") || accepted + rejected != suites_of(v))
		return;
	for (size_t i = 0; i < count; i++)
		if (scn_suite_in_version(&all[i], v) && !scn_facts_suite(facts, v, all[i].code))
			scn_facts_set_suite(facts, v, all[i].code, SCN_REJECTED, 0);
}

static void load_versions(
	struct scn_load *l, const struct scn_json *server, struct scn_server_facts *facts)
{
	const struct scn_json *json = scn_load_list(l, server, "versions", SCN_VERSION_COUNT);

	for (; json && scn_json_reader_ok(&l->json); json = scn_json_next(json)) {
		enum scn_version v = (enum scn_version)scn_load_word(
			l, json, "version", &scn_load_version_words);
		struct scn_version_fact *fact;

		scn_json_need_string(&l->json, json, "version", SCN_JSON_REQUIRED);
		if (v == SCN_VERSION_NONE)
			return;
		fact = &facts->versions[v];
		load_suites(l, json, v, facts);
		add_rejected(l, json, v, facts);
		/* After the suites: what the file says of the version stands. */
		fact->status = status(l, json);
		fact->probe = number(l, json, "probe");
		fact->order = (enum scn_order)scn_load_word(l, json, "order", &order_words);
		fact->chacha_priority = scn_load_known(l, json, "chacha_priority");
	}
}

static scn_versions load_version_set(struct scn_load *l, const struct scn_json *json)
{
	const struct scn_json *word = scn_load_list(l, json, "versions", SCN_VERSION_COUNT);
	scn_versions set = 0;

	for (; word; word = scn_json_next(word)) {
		const char *text = scn_json_string(word);
		enum scn_version v = text ? scn_version_parse(text) : SCN_VERSION_NONE;

		if (v == SCN_VERSION_NONE)
			scn_json_complain(
				&l->json, word, scn_tr("expected a version such as \"TLS1.2\""));
		else
			set |= SCN_VERSION_BIT(v);
	}
	return set;
}

static void load_groups(
	struct scn_load *l, const struct scn_json *server, struct scn_server_facts *facts)
{
	const struct scn_json *json = scn_load_list(l, server, "groups", SCN_LOAD_MAX_CODES);

	for (; json && scn_json_reader_ok(&l->json); json = scn_json_next(json)) {
		struct scn_group_fact *fact = scn_facts_set_group(facts, SCN_TLS1_3,
			code16(l, json, "code"), status(l, json), number(l, json, "probe"));

		fact->rank = small(l, json, "rank");
		fact->versions = load_version_set(l, json);
	}
}

static void load_schemes(
	struct scn_load *l, const struct scn_json *server, struct scn_server_facts *facts)
{
	const struct scn_json *json =
		scn_load_list(l, server, "signature_schemes", SCN_LOAD_MAX_CODES);

	for (; json && scn_json_reader_ok(&l->json); json = scn_json_next(json)) {
		struct scn_scheme_fact *fact = scn_facts_set_scheme(
			facts, code16(l, json, "code"), status(l, json), number(l, json, "probe"));

		fact->rank = small(l, json, "rank");
	}
}

static void load_dh(struct scn_load *l, const struct scn_json *server, struct scn_dh_fact *dh)
{
	const struct scn_json *json =
		scn_json_need_object(&l->json, server, "dh", SCN_JSON_OPTIONAL);

	if (!json)
		return;
	dh->bits = small(l, json, "bits");
	dh->name = scn_load_safe(l, json, "group");
	dh->probe = number(l, json, "probe");
}

static struct scn_certificate_fact load_certificate(struct scn_load *l, const struct scn_json *json)
{
	struct scn_certificate_fact c = { 0 };
	const struct scn_json *name = scn_load_list(l, json, "names", SCN_LOAD_MAX_NAMES);

	c.key = (enum scn_scheme_key)scn_load_word(l, json, "key", &key_words);
	c.key_word = key_at((int)c.key);
	c.bits = small(l, json, "bits");
	c.curve = code16(l, json, "curve");
	c.signature = scn_load_safe(l, json, "signature");
	c.subject = scn_load_raw(l, json, "subject");
	c.issuer = scn_load_raw(l, json, "issuer");
	for (; name; name = scn_json_next(name))
		SCN_APPEND(c.names, c.name_count, scn_load_item(l, name));
	c.not_before = scn_load_time(l, json, "not_before");
	c.not_after = scn_load_time(l, json, "not_after");
	c.self_issued = flag(l, json, "self_issued");
	c.must_staple = flag(l, json, "must_staple");
	c.has_key_usage = scn_json_is_number(scn_json_get(json, "key_usage"));
	c.key_usage = c.has_key_usage ? small(l, json, "key_usage") : 0;
	c.trust = (enum scn_trust)scn_load_word(l, json, "trust", &trust_words);
	c.dane = (enum scn_dane)scn_load_word(l, json, "dane", &dane_words);
	c.chain = scn_load_safe(l, json, "chain");
	c.name_matches = scn_load_known(l, json, "name_matches");
	c.sha256 = scn_load_safe(l, json, "sha256");
	c.der = scn_load_hex(l, json, "der", &c.der_len);
	return c;
}

static void load_tlsa(struct scn_load *l, const struct scn_json *server, struct scn_tlsa_fact *tlsa)
{
	const struct scn_json *json =
		scn_json_need_object(&l->json, server, "tlsa", SCN_JSON_OPTIONAL);
	const struct scn_json *record;

	if (!json)
		return;
	tlsa->status = (enum scn_tlsa_status)scn_load_word(l, json, "status", &tlsa_words);
	tlsa->dane = (enum scn_dane)scn_load_word(l, json, "dane", &dane_words);
	tlsa->detail = scn_load_safe(l, json, "detail");
	record = scn_load_list(l, json, "records", SCN_TLSA_MAX_RECORDS);
	for (; record && scn_json_reader_ok(&l->json); record = scn_json_next(record)) {
		struct scn_tlsa_record r = {
			.usage = (uint8_t)scn_load_count(l, record, "usage", UINT8_MAX),
			.selector = (uint8_t)scn_load_count(l, record, "selector", UINT8_MAX),
			.matching = (uint8_t)scn_load_count(l, record, "matching", UINT8_MAX),
		};

		r.data = scn_load_hex(l, record, "data", &r.len);
		SCN_APPEND(tlsa->records, tlsa->record_count, r);
	}
}

static void load_certificates(
	struct scn_load *l, const struct scn_json *server, struct scn_server_facts *facts)
{
	const struct scn_json *json =
		scn_load_list(l, server, "certificates", SCN_LOAD_MAX_CERTIFICATES);

	for (; json; json = scn_json_next(json))
		SCN_APPEND(
			facts->certificates, facts->certificate_count, load_certificate(l, json));
}

static struct scn_replay_fact load_replay(struct scn_load *l, const struct scn_json *json)
{
	return (struct scn_replay_fact){
		.id = scn_load_safe(l, json, "id"),
		.answer = (enum scn_answer)scn_load_word(l, json, "answer", &answer_words),
		.repeated = flag(l, json, "repeated"),
		.version = (enum scn_version)scn_load_word(
			l, json, "version", &scn_load_version_words),
		.suite = scn_load_code(l, json, "suite", SCN_SUITE_CODE_MAX),
		.offered = flag(l, json, "offered"),
		.group = code16(l, json, "group"),
		.scheme = code16(l, json, "scheme"),
		.dh_bits = small(l, json, "dh_bits"),
		.alert = (uint8_t)scn_load_count(l, json, "alert", UINT8_MAX),
		.warning = (uint8_t)scn_load_count(l, json, "warning", UINT8_MAX),
		.extended_master_secret = flag(l, json, "extended_master_secret"),
		.secure_renegotiation = flag(l, json, "secure_renegotiation"),
		.client_certificate_asked = flag(l, json, "client_certificate_asked"),
		.completed = scn_load_known(l, json, "completed"),
		.completed_by = scn_load_safe(l, json, "completed_by"),
		.failure = scn_load_raw(l, json, "failure"),
		.key_known = scn_json_is_string(scn_json_get(json, "certificate_key")),
		.key = (enum scn_scheme_key)scn_load_word(l, json, "certificate_key", &key_words),
		.probe = number(l, json, "probe"),
	};
}

static void load_replays(
	struct scn_load *l, const struct scn_json *server, struct scn_server_facts *facts)
{
	const struct scn_json *json = scn_load_list(l, server, "replays", SCN_LOAD_MAX_REPLAYS);

	for (; json && scn_json_reader_ok(&l->json); json = scn_json_next(json)) {
		scn_json_need_string(&l->json, json, "id", SCN_JSON_REQUIRED);
		if (scn_json_reader_ok(&l->json))
			SCN_APPEND(facts->replays, facts->replay_count, load_replay(l, json));
	}
}

static struct scn_line load_line(struct scn_load *l, const struct scn_json *json)
{
	struct scn_line line = {
		.at = scn_load_count(l, json, "at_ns", SCN_LOAD_MAX_INT),
		.direction =
			(enum scn_direction)scn_load_word(l, json, "direction", &direction_words),
		.layer = (enum scn_layer)scn_load_word(l, json, "layer", &layer_words),
		.text = scn_load_raw(l, json, "text"),
	};

	line.bytes = scn_load_hex(l, json, "bytes", &line.len);
	return line;
}

static struct scn_probe_record load_probe(struct scn_load *l, const struct scn_json *json)
{
	struct scn_probe_record probe = {
		.number = number(l, json, "number"),
		.purpose = scn_load_safe(l, json, "purpose"),
		.outcome = scn_load_safe(l, json, "outcome"),
		.started = scn_load_time(l, json, "started"),
		.duration = scn_load_count(l, json, "duration_ns", SCN_LOAD_MAX_INT),
	};
	const struct scn_json *line = scn_load_list(l, json, "lines", SCN_LOAD_MAX_LINES);

	for (; line; line = scn_json_next(line))
		SCN_APPEND(probe.lines, probe.line_count, load_line(l, line));
	return probe;
}

static void load_probes(
	struct scn_load *l, const struct scn_json *server, struct scn_server_facts *facts)
{
	const struct scn_json *json = scn_load_list(l, server, "probes", SCN_LOAD_MAX_PROBES);

	for (; json; json = scn_json_next(json))
		SCN_APPEND(facts->probes, facts->probe_count, load_probe(l, json));
}

static void load_cost(struct scn_load *l, const struct scn_json *server, struct scn_cost *cost)
{
	const struct scn_json *json =
		scn_json_need_object(&l->json, server, "cost", SCN_JSON_OPTIONAL);

	if (!json)
		return;
	cost->connections = number(l, json, "connections");
	cost->enumeration = number(l, json, "enumeration");
	cost->order = number(l, json, "order");
	cost->details = number(l, json, "details");
	cost->replays = number(l, json, "replays");
	cost->handshakes = number(l, json, "handshakes");
	cost->warm_unused = number(l, json, "warm_unused");
	cost->failed = number(l, json, "failed");
	cost->bytes_sent = (uint64_t)scn_load_count(l, json, "bytes_sent", SCN_LOAD_MAX_INT);
	cost->bytes_received =
		(uint64_t)scn_load_count(l, json, "bytes_received", SCN_LOAD_MAX_INT);
	cost->elapsed = scn_load_count(l, json, "elapsed_ns", SCN_LOAD_MAX_INT);
}

static void load_throttle(
	struct scn_load *l, const struct scn_json *server, struct scn_throttle_fact *throttle)
{
	const struct scn_json *json =
		scn_json_need_object(&l->json, server, "throttle", SCN_JSON_OPTIONAL);

	if (!json)
		return;
	throttle->sign = (enum scn_throttle_sign)scn_load_word(l, json, "sign", &throttle_words);
	throttle->count = number(l, json, "count");
	throttle->limit = small(l, json, "limit");
	throttle->told = number(l, json, "told_seconds") * SCN_SECOND;
	throttle->waited = number(l, json, "waited_seconds") * SCN_SECOND;
	throttle->gap = number(l, json, "gap_ms") * SCN_MS;
}

static void load_behaviour(
	struct scn_load *l, const struct scn_json *server, struct scn_server_facts *facts)
{
	const struct scn_json *limits =
		scn_json_need_object(&l->json, server, "limits", SCN_JSON_OPTIONAL);

	facts->throttled = flag(l, server, "throttled");
	load_throttle(l, server, &facts->throttle);
	facts->incomplete = scn_load_safe(l, server, "incomplete");
	facts->extended_master_secret = (enum scn_known)scn_load_word(
		l, server, "extended_master_secret", &scn_load_status_words);
	facts->secure_renegotiation = (enum scn_known)scn_load_word(
		l, server, "secure_renegotiation", &scn_load_status_words);
	if (!limits)
		return;
	facts->suite_limit = small(l, limits, "suites");
	facts->hello_limit = small(l, limits, "hello_bytes");
	facts->chooses_unoffered = flag(l, limits, "chooses_unoffered");
	facts->closes_for_no = flag(l, limits, "closes_for_no");
}

void scn_load_facts(
	struct scn_load *l, const struct scn_json *server, struct scn_server_facts *facts)
{
	const struct scn_json *preference = scn_json_get(server, "preference");

	scn_json_need_string(&l->json, server, "host", SCN_JSON_REQUIRED);
	scn_json_need_string(&l->json, server, "address", SCN_JSON_REQUIRED);
	facts->host = scn_load_raw(l, server, "host");
	facts->address = scn_load_safe(l, server, "address");
	facts->port = small(l, server, "port");
	facts->preference = -1;
	if (preference && !scn_json_is_null(preference))
		facts->preference = small(l, server, "preference");
	facts->reach = (enum scn_reach)scn_load_word(l, server, "reach", &reach_words);
	facts->reach_detail = scn_load_raw(l, server, "reach_detail");
	load_smtp(l, server, &facts->smtp);
	load_versions(l, server, facts);
	load_groups(l, server, facts);
	load_schemes(l, server, facts);
	load_dh(l, server, &facts->dh);
	load_certificates(l, server, facts);
	load_tlsa(l, server, &facts->tlsa);
	load_replays(l, server, facts);
	load_probes(l, server, facts);
	load_behaviour(l, server, facts);
	load_cost(l, server, &facts->cost);
}
