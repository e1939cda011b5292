#include <stdlib.h>

#include "core/registry/alert.h"
#include "core/report/json-parts.h"
#include "core/report/layout.h"
#include "core/report/report.h"

/* The document "handfast/scan/1"; docs/schema/scan-1.json describes it. */

static struct scn_json *suites(
	const struct scn_version_fact *version, const struct scn_json_options *options)
{
	struct scn_json *array = scn_json_array();
	const struct scn_suite_fact **sorted;
	size_t count = scn_sorted_suites(version, options->all, &sorted);

	for (size_t i = 0; i < count; i++)
		scn_json_push(array, scn_json_suite(sorted[i]));
	free(sorted);
	return array;
}

static struct scn_json *version(const struct scn_server_facts *facts, enum scn_version v,
	const struct scn_json_options *options)
{
	const struct scn_version_fact *fact = &facts->versions[v];
	struct scn_suite_counts counts = scn_facts_count(facts, v);
	struct scn_json *json = scn_json_object();

	scn_json_put(json, "version", scn_json_from_string(scn_version_word(v)));
	scn_json_put(json, "status", scn_json_from_string(scn_known_word(fact->status)));
	scn_json_put(json, "probe", fact->probe ? scn_json_from_int(fact->probe) : scn_json_null());
	scn_json_put(json, "order", scn_json_from_string(scn_order_word(fact->order)));
	if (fact->chacha_priority != SCN_UNKNOWN)
		scn_json_put(json, "chacha_priority", scn_json_known(fact->chacha_priority));
	scn_json_put(json, "suites", suites(fact, options));
	scn_json_put(json, "accepted", scn_json_from_int((int64_t)counts.accepted));
	scn_json_put(json, "rejected", scn_json_from_int((int64_t)counts.rejected));
	scn_json_put(json, "unknown", scn_json_from_int((int64_t)counts.unknown));
	return json;
}

static void put_code(struct scn_json *json, const char *key, scn_suite_code code)
{
	char text[SCN_SUITE_CODE_LEN];

	scn_suite_code_text(code, text);
	scn_json_put(json, key, scn_json_from_string(text));
}

static struct scn_json *replay(const struct scn_replay_fact *r)
{
	const struct scn_alert *alert = scn_alert_by_code(r->alert);
	bool refused = r->answer == SCN_ANSWER_ALERT;
	struct scn_json *json = scn_json_object();

	scn_json_put(json, "id", scn_json_from_string(r->id));
	scn_json_put(json, "answer", scn_json_from_string(scn_answer_word(r->answer)));
	scn_json_put(json, "repeated", scn_json_from_bool(r->repeated));
	scn_json_put(json, "version", scn_json_from_string(scn_version_word(r->version)));
	put_code(json, "suite", r->suite);
	scn_json_put(json, "offered", scn_json_from_bool(r->offered));
	put_code(json, "group", r->group);
	put_code(json, "scheme", r->scheme);
	scn_json_put(json, "dh_bits", scn_json_from_int(r->dh_bits));
	scn_json_put(json, "alert", scn_json_from_int(r->alert));
	scn_json_put(
		json, "alert_name", scn_json_from_string(refused && alert ? alert->name : NULL));
	scn_json_put(json, "warning", scn_json_from_int(r->warning));
	scn_json_put(json, "extended_master_secret", scn_json_from_bool(r->extended_master_secret));
	scn_json_put(json, "secure_renegotiation", scn_json_from_bool(r->secure_renegotiation));
	scn_json_put(
		json, "client_certificate_asked", scn_json_from_bool(r->client_certificate_asked));
	scn_json_put(json, "completed", scn_json_known(r->completed));
	scn_json_put(json, "completed_by", scn_json_from_string(r->completed_by));
	scn_json_put(json, "certificate_key",
		scn_json_from_string(r->key_known ? scn_scheme_key_word(r->key) : NULL));
	scn_json_put(json, "failure", scn_json_from_string(r->failure));
	scn_json_put(json, "probe", r->probe ? scn_json_from_int(r->probe) : scn_json_null());
	return json;
}

static void put_facts(struct scn_json *json, const struct scn_server_facts *facts,
	const struct scn_json_options *options)
{
	struct scn_json *versions, *replays, *probes;

	scn_json_put(json, "smtp", scn_json_smtp(&facts->smtp));
	versions = scn_json_put(json, "versions", scn_json_array());
	for (int v = SCN_VERSION_COUNT - 1; v >= 0; v--)
		scn_json_push(versions, version(facts, (enum scn_version)v, options));
	scn_json_put(json, "groups", scn_json_groups(facts));
	scn_json_put(json, "signature_schemes", scn_json_schemes(facts));
	scn_json_put(json, "dh", scn_json_dh(&facts->dh));
	scn_json_put(json, "certificates", scn_json_certificates(facts));
	scn_json_put(json, "tlsa", scn_json_tlsa(&facts->tlsa));
	scn_json_put(json, "extended_master_secret",
		scn_json_from_string(scn_known_word(facts->extended_master_secret)));
	scn_json_put(json, "secure_renegotiation",
		scn_json_from_string(scn_known_word(facts->secure_renegotiation)));
	replays = scn_json_put(json, "replays", scn_json_array());
	for (size_t i = 0; i < facts->replay_count; i++)
		scn_json_push(replays, replay(&facts->replays[i]));
	probes = scn_json_put(json, "probes", scn_json_array());
	for (size_t i = 0; i < facts->probe_count; i++)
		scn_json_push(probes, scn_json_probe(&facts->probes[i]));
}

static struct scn_json *server(
	const struct scn_server_result *result, const struct scn_json_options *options)
{
	const struct scn_server_facts *facts = &result->facts;
	struct scn_json *json = scn_json_object();
	struct scn_json *pairs;

	scn_json_put_server(json, facts);
	scn_json_put(json, "reach",
		facts->reach == SCN_REACH_UNKNOWN
			? scn_json_null()
			: scn_json_from_string(scn_reach_word(facts->reach)));
	scn_json_put(json, "reach_detail", scn_json_from_string(facts->reach_detail));
	put_facts(json, facts, options);
	pairs = scn_json_put(json, "pairs", scn_json_array());
	for (size_t i = 0; i < result->pair_count; i++)
		scn_json_push(pairs, scn_json_pair(&result->pairs[i]));
	scn_json_put(json, "throttled", scn_json_from_bool(facts->throttled));
	scn_json_put(json, "throttle", scn_json_throttle(facts));
	scn_json_put(json, "limits", scn_json_limits(facts));
	scn_json_put(json, "incomplete", scn_json_from_string(facts->incomplete));
	scn_json_put(json, "cost", scn_json_cost(&facts->cost));
	return json;
}

static struct scn_json *target(
	const struct scn_target_result *t, const struct scn_json_options *options)
{
	struct scn_json *json = scn_json_object();
	struct scn_json *error = scn_json_null(), *servers;

	if (t->error_id) {
		scn_json_free(error);
		error = scn_json_object();
		scn_json_put(error, "id", scn_json_from_string(t->error_id));
		scn_json_put(error, "text", scn_json_from_string(t->error_text));
	}
	scn_json_put(json, "input", scn_json_from_string(t->input));
	scn_json_put(json, "kind", scn_json_from_string(t->domain ? "domain" : "server"));
	scn_json_put(json, "error", error);
	scn_json_put(json, "note", scn_json_from_string(t->note));
	servers = scn_json_put(json, "servers", scn_json_array());
	for (size_t i = 0; i < t->server_count; i++)
		scn_json_push(servers, server(t->servers[i], options));
	return json;
}

void scn_report_json(
	const struct scn_document *d, const struct scn_json_options *options, struct scn_text *out)
{
	struct scn_json *json = scn_json_object();
	struct scn_json *targets;
	struct scn_text schema = { 0 };

	scn_text_printf(&schema, "%s%d", SCN_SCAN_SCHEMA, SCN_SCAN_SCHEMA_NUMBER);
	scn_json_put(json, "schema", scn_json_from_string(scn_text_str(&schema)));
	scn_json_put(json, "tool", scn_json_tool());
	scn_json_put(json, "id", scn_json_from_string(d->id));
	if (d->title)
		scn_json_put(json, "title", scn_json_from_string(d->title));
	scn_json_put(json, "mode", scn_json_from_string(scn_mode_word(d->mode)));
	scn_json_put(json, "demo", scn_json_from_bool(d->demo));
	scn_json_put(json, "started", scn_json_time(d->started));
	scn_json_put(json, "finished", scn_json_time(d->finished));
	scn_json_put(json, "state", scn_json_from_string(d->partial ? "partial" : "complete"));
	targets = scn_json_put(json, "targets", scn_json_array());
	for (size_t i = 0; i < d->target_count; i++)
		scn_json_push(targets, target(d->targets[i], options));
	scn_json_print_safely(json, SCN_JSON_INDENTED, out);
	scn_json_free(json);
	scn_text_finish(&schema);
}
