#include <string.h>

#include "core/base/alloc.h"
#include "core/base/language.h"
#include "core/judge/diagnose.h"
#include "core/report/load.h"
#include "core/report/report.h"

static const char *verdict_at(int i)
{
	return scn_verdict_word((enum scn_verdict_kind)i);
}

static const char *side_at(int i)
{
	return scn_side_word((enum scn_side)i);
}

static const char *change_at(int i)
{
	return scn_change_word((enum scn_change_kind)i);
}

static const struct scn_load_words verdict_words = { verdict_at, SCN_VERDICT_FAILS + 1,
	SCN_VERDICT_UNKNOWN };
static const struct scn_load_words side_words = { side_at, SCN_SIDE_SERVER + 1, SCN_SIDE_CLIENT };
static const struct scn_load_words change_words = { change_at, SCN_CHANGE_KIND_COUNT,
	SCN_CHANGE_ADD_SUITE };

/* The largest value of a change: what reads them indexes tables with it. */
static int64_t most_value(enum scn_change_kind kind)
{
	switch (kind) {
	case SCN_CHANGE_ADD_SUITE:
	case SCN_CHANGE_REMOVE_SUITE:
		return SCN_SUITE_CODE_MAX;
	case SCN_CHANGE_ADD_VERSION:
	case SCN_CHANGE_REMOVE_VERSION:
		return SCN_VERSION_COUNT - 1;
	case SCN_CHANGE_ADD_KEY_TYPE:
	case SCN_CHANGE_REMOVE_KEY_TYPE:
		return SCN_SCHEME_KEY_OTHER;
	case SCN_CHANGE_REMOVE_KEY_EXCHANGE:
		return SCN_KX_OTHER;
	default:
		return UINT16_MAX;
	}
}

static void load_values(struct scn_load *l, const struct scn_json *json, struct scn_change *change)
{
	const struct scn_json *code = scn_load_list(l, json, "codes", SCN_CHANGE_MAX_VALUES);
	int64_t most = most_value(change->kind);

	for (; code; code = scn_json_next(code)) {
		int64_t value = scn_json_int(code);

		if (!scn_json_is_number(code) || value < 0 || value > most) {
			scn_json_complain(&l->json, code,
				scn_tr("expected a whole number from 0 to %lld"), (long long)most);
			return;
		}
		change->values[change->value_count++] = (uint32_t)value;
	}
}

static void load_with(struct scn_load *l, const struct scn_json *json, struct scn_change *change)
{
	const struct scn_json *code = scn_load_list(l, json, "with", SCN_CHANGE_MAX_WITH);

	for (; code && scn_json_reader_ok(&l->json); code = scn_json_next(code)) {
		const char *text = scn_json_is_string(code) ? scn_json_string(code) : NULL;
		const struct scn_suite *suite = text ? scn_suite_find(text) : NULL;

		if (!suite) {
			scn_json_complain(&l->json, code, scn_tr("expected the code of a suite"));
			return;
		}
		change->with[change->with_count++] = suite->code;
	}
}

static struct scn_change load_change(struct scn_load *l, const struct scn_json *json)
{
	struct scn_change change = {
		.side = (enum scn_side)scn_load_word(l, json, "side", &side_words),
		.kind = (enum scn_change_kind)scn_load_word(l, json, "change", &change_words),
	};

	load_values(l, json, &change);
	load_with(l, json, &change);
	return change;
}

static struct scn_fix load_fix(struct scn_load *l, const struct scn_json *json)
{
	struct scn_fix fix = {
		.evidence = (enum scn_evidence)scn_load_word(
			l, json, "evidence", &scn_load_evidence_words),
		.strength = (enum scn_strength)scn_load_word(
			l, json, "strength", &scn_load_strength_words),
		.text = scn_load_safe(l, json, "text"),
	};

	const struct scn_json *then = scn_json_get(json, "then");

	fix.change = load_change(l, json);
	if (scn_json_is_object(then)) {
		fix.has_then = true;
		fix.then = load_change(l, then);
	}
	return fix;
}

/* A cause that this version does not know leaves its sentences. */
static const char *load_cause(struct scn_load *l, const struct scn_json *json, const char *key)
{
	const char *id = scn_json_need_string(&l->json, json, key, SCN_JSON_OPTIONAL);
	size_t count;
	const struct scn_cause *causes = scn_causes(&count);

	for (size_t i = 0; id && i < count; i++)
		if (strcmp(causes[i].id, id) == 0)
			return causes[i].id;
	return NULL;
}

static void load_pair(struct scn_load *l, const struct scn_json *json, struct scn_verdict *pair)
{
	const struct scn_json *fix = scn_load_list(l, json, "fixes", SCN_LOAD_MAX_FIXES);

	scn_json_need_string(&l->json, json, "profile", SCN_JSON_REQUIRED);
	scn_json_need_string(&l->json, json, "verdict", SCN_JSON_REQUIRED);
	pair->profile_id = scn_load_safe(l, json, "profile");
	pair->profile_name = scn_load_safe(l, json, "name");
	pair->kind = (enum scn_verdict_kind)scn_load_word(l, json, "verdict", &verdict_words);
	pair->version =
		(enum scn_version)scn_load_word(l, json, "version", &scn_load_version_words);
	pair->suite = scn_load_code(l, json, "suite", SCN_SUITE_CODE_MAX);
	pair->suite_known = scn_json_is_string(scn_json_get(json, "suite"));
	pair->group = (uint16_t)scn_load_code(l, json, "group_code", UINT16_MAX);
	pair->scheme = (uint16_t)scn_load_code(l, json, "scheme_code", UINT16_MAX);
	pair->cause = load_cause(l, json, "cause");
	pair->second_cause = load_cause(l, json, "second_cause");
	pair->evidence =
		(enum scn_evidence)scn_load_word(l, json, "evidence", &scn_load_evidence_words);
	pair->proof = scn_load_safe(l, json, "proof");
	pair->summary = scn_load_safe(l, json, "summary");
	pair->server_side = scn_load_safe(l, json, "server_side");
	pair->client_side = scn_load_safe(l, json, "client_side");
	pair->why = scn_load_safe(l, json, "why");
	pair->mail = scn_load_safe(l, json, "mail");
	pair->weak = scn_load_safe(l, json, "weak");
	for (; fix; fix = scn_json_next(fix))
		SCN_APPEND(pair->fixes, pair->fix_count, load_fix(l, fix));
}

static void load_counter(struct scn_load *l, const struct scn_json *json, struct scn_verdict *pair)
{
	const struct scn_json *counter = scn_json_get(json, "counter_probe");

	if (!scn_json_is_object(counter))
		return;
	pair->counter_id = scn_load_safe(l, counter, "id");
	pair->counter = scn_load_safe(l, counter, "text");
	pair->counter_answer =
		(enum scn_known)scn_load_word(l, counter, "answer", &scn_load_status_words);
}

void scn_load_pairs(
	struct scn_load *l, const struct scn_json *server, struct scn_server_result *result)
{
	const struct scn_json *json = scn_load_list(l, server, "pairs", SCN_LOAD_MAX_PAIRS);

	for (; json && scn_json_reader_ok(&l->json); json = scn_json_next(json)) {
		struct scn_verdict *pair;

		SCN_APPEND(result->pairs, result->pair_count, (struct scn_verdict){ 0 });
		pair = &result->pairs[result->pair_count - 1];
		load_pair(l, json, pair);
		load_counter(l, json, pair);
	}
}
