#include "core/report/json-parts.h"
#include "core/report/report.h"

#include <string.h>

/* JSON Lines: one event a line with the words of the document. An event about a server carries its
 * host, preference, address and port. */

static void put_string(struct scn_json *json, const char *key, const char *value)
{
	scn_json_put(json, key, scn_json_from_string(value));
}

/* With these words a run that was broken off can be gone on with. */
static void put_list(struct scn_json *json, const struct scn_line_list *list)
{
	struct scn_json *clients = scn_json_put(json, "clients", scn_json_array());

	for (size_t i = 0; i < list->client_count; i++)
		scn_json_push(clients, scn_json_from_string(list->clients[i]));
	put_string(json, "shard", list->shard);
}

static void put_count(struct scn_json *json, const char *key, uint64_t count)
{
	scn_json_put(json, key, scn_json_from_int((int64_t)count));
}

static void put_counts(struct scn_json *json, const struct scn_line_list *list)
{
	struct scn_json *counts = scn_json_put(json, "counts", scn_json_object());

	put_count(counts, "targets", list->targets);
	put_count(counts, "works", list->works);
	put_count(counts, "weak", list->weak);
	put_count(counts, "fails", list->fails);
	put_count(counts, "unknown", list->unknown);
	put_count(counts, "errors", list->errors);
}

static void target_end(const struct scn_line_event *event, struct scn_json *json)
{
	const struct scn_target_result *target = event->target;
	struct scn_json *error = scn_json_null();

	if (!target || !event->findings) {
		scn_json_free(error);
		return;
	}
	if (target->error_id) {
		scn_json_free(error);
		error = scn_json_object();
		put_string(error, "id", target->error_id);
		put_string(error, "text", target->error_text);
	}
	put_string(json, "kind", target->domain ? "domain" : "server");
	put_string(json, "worst", scn_verdict_word(scn_findings_worst(event->findings)));
	put_string(json, "state", event->partial ? "partial" : "complete");
	scn_json_put(json, "error", error);
	put_string(json, "note", target->note);
}

static void scan_start(const struct scn_line_event *event, struct scn_json *json)
{
	const struct scn_document *d = event->document;
	struct scn_json *targets;

	put_string(json, "schema", "handfast/scan/1");
	scn_json_put(json, "tool", scn_json_tool());
	if (event->list)
		put_list(json, event->list);
	if (!d)
		return;
	put_string(json, "mode", scn_mode_word(d->mode));
	scn_json_put(json, "demo", scn_json_from_bool(d->demo));
	scn_json_put(json, "started", scn_json_time(d->started));
	targets = scn_json_put(json, "targets", scn_json_array());
	for (size_t i = 0; i < d->target_count; i++)
		scn_json_push(targets, scn_json_from_string(d->targets[i]->input));
}

static void server(const struct scn_line_event *event, struct scn_json *json)
{
	const struct scn_server_facts *facts;

	if (!event->server)
		return;
	facts = &event->server->facts;
	put_string(json, "reach",
		facts->reach == SCN_REACH_UNKNOWN ? NULL : scn_reach_word(facts->reach));
	scn_json_put(json, "smtp", scn_json_smtp(&facts->smtp));
}

static void probe(const struct scn_line_event *event, struct scn_json *json)
{
	if (event->probe)
		scn_json_put(json, "probe", scn_json_probe(event->probe));
}

static void suite(const struct scn_line_event *event, struct scn_json *json)
{
	put_string(json, "version", scn_version_word(event->version));
	if (event->suite)
		scn_json_put(json, "suite", scn_json_suite(event->suite));
}

static struct scn_json *version_facts(const struct scn_server_facts *facts)
{
	struct scn_json *array = scn_json_array();

	for (int v = SCN_VERSION_COUNT - 1; v >= 0; v--) {
		struct scn_json *json = scn_json_push(array, scn_json_object());

		put_string(json, "version", scn_version_word((enum scn_version)v));
		put_string(json, "status", scn_known_word(facts->versions[v].status));
		put_string(json, "order", scn_order_word(facts->versions[v].order));
	}
	return array;
}

/* The value of a named fact; names without one of their own give null. */
static struct scn_json *fact_value(const char *name, const struct scn_server_facts *facts)
{
	static const struct {
		const char *name;
		struct scn_json *(*value)(const struct scn_server_facts *facts);
	} values[] = {
		{ "certificate", scn_json_certificates },
		{ "groups", scn_json_groups },
		{ "limits", scn_json_limits },
		{ "signature_schemes", scn_json_schemes },
		{ "versions", version_facts },
	};

	if (strcmp(name, "dh") == 0)
		return scn_json_dh(&facts->dh);
	if (strcmp(name, "starttls") == 0)
		return scn_json_smtp(&facts->smtp);
	for (size_t i = 0; i < sizeof(values) / sizeof(values[0]); i++)
		if (strcmp(values[i].name, name) == 0)
			return values[i].value(facts);
	return scn_json_null();
}

static void fact(const struct scn_line_event *event, struct scn_json *json)
{
	put_string(json, "fact", event->fact);
	if (event->fact && event->server)
		scn_json_put(json, "value", fact_value(event->fact, &event->server->facts));
}

/* Of a server that was asked for another target: what was said there is not said again. */
static void short_pair(const struct scn_verdict *pair, struct scn_json *json)
{
	const struct scn_suite *suite = pair->suite_known ? scn_suite_by_code(pair->suite) : NULL;

	put_string(json, "profile", pair->profile_id);
	put_string(json, "verdict", scn_verdict_word(pair->kind));
	put_string(json, "version",
		pair->version == SCN_VERSION_NONE ? NULL : scn_version_word(pair->version));
	put_string(json, "suite_name", suite ? suite->name : NULL);
	put_string(json, "cause", pair->cause);
	put_string(json, "evidence", scn_evidence_word(pair->evidence));
}

static void pair(const struct scn_line_event *event, struct scn_json *json)
{
	if (event->same_as) {
		put_string(json, "same_as", event->same_as);
		short_pair(event->pair, scn_json_put(json, "pair", scn_json_object()));
		return;
	}
	if (event->pair)
		scn_json_put(json, "pair", scn_json_pair(event->pair));
}

static void warning(const struct scn_line_event *event, struct scn_json *json)
{
	put_string(json, "text", event->text);
}

static void server_end(const struct scn_line_event *event, struct scn_json *json)
{
	const struct scn_server_facts *facts;

	if (!event->server)
		return;
	facts = &event->server->facts;
	if (event->same_as) {
		put_string(json, "same_as", event->same_as);
		put_string(json, "reach",
			facts->reach == SCN_REACH_UNKNOWN ? NULL : scn_reach_word(facts->reach));
		return;
	}
	server(event, json);
	scn_json_put(json, "versions", version_facts(facts));
	scn_json_put(json, "throttled", scn_json_from_bool(facts->throttled));
	scn_json_put(json, "throttle", scn_json_throttle(facts));
	put_string(json, "incomplete", facts->incomplete);
	scn_json_put(json, "cost", scn_json_cost(&facts->cost));
}

static void scan_end(const struct scn_line_event *event, struct scn_json *json)
{
	const struct scn_document *d = event->document;

	if (!d)
		return;
	scn_json_put(json, "finished", scn_json_time(d->finished));
	put_string(json, "state", d->partial ? "partial" : "complete");
	if (event->list)
		put_counts(json, event->list);
}

static const struct {
	const char *word;
	void (*write)(const struct scn_line_event *event, struct scn_json *json);
} kinds[] = {
	[SCN_LINE_SCAN_START] = { "scan-start", scan_start },
	[SCN_LINE_SERVER] = { "server", server },
	[SCN_LINE_PROBE] = { "probe", probe },
	[SCN_LINE_SUITE] = { "suite", suite },
	[SCN_LINE_FACT] = { "fact", fact },
	[SCN_LINE_PAIR] = { "pair", pair },
	[SCN_LINE_WARNING] = { "warning", warning },
	[SCN_LINE_SERVER_END] = { "server-end", server_end },
	[SCN_LINE_TARGET_END] = { "target-end", target_end },
	[SCN_LINE_SCAN_END] = { "scan-end", scan_end },
};

void scn_report_line(const struct scn_line_event *event, struct scn_text *out)
{
	struct scn_json *json = scn_json_object();

	put_string(json, "event", kinds[event->kind].word);
	if (event->target)
		put_string(json, "target", event->target->input);
	if (event->server)
		scn_json_put_server(json, &event->server->facts);
	kinds[event->kind].write(event, json);
	scn_json_print_safely(json, SCN_JSON_LINE, out);
	/* One event, one line, whether or not the writer ends what it prints. */
	if (out->len == 0 || out->at[out->len - 1] != '\n')
		scn_text_char(out, '\n');
	scn_json_free(json);
}
