#include "core/report/json-parts.h"

#include <string.h>

#include "core/base/bytes.h"
#include "core/registry/group.h"

const char *scn_direction_word(enum scn_direction direction)
{
	static const char *const words[] = {
		[SCN_FROM_US] = "client",
		[SCN_FROM_SERVER] = "server",
		[SCN_COMMENT] = "comment",
	};

	return words[direction];
}

const char *scn_layer_word(enum scn_layer layer)
{
	static const char *const words[] = {
		[SCN_LAYER_TCP] = "tcp",
		[SCN_LAYER_SMTP] = "smtp",
		[SCN_LAYER_TLS] = "tls",
	};

	return words[layer];
}

const char *scn_mode_word(enum scn_document_mode mode)
{
	return mode == SCN_MODE_SCAN ? "scan" : "check";
}

static void put_string(struct scn_json *object, const char *key, const char *value)
{
	scn_json_put(object, key, scn_json_from_string(value));
}

static void put_int(struct scn_json *object, const char *key, int64_t value)
{
	scn_json_put(object, key, scn_json_from_int(value));
}

static void put_bool(struct scn_json *object, const char *key, bool value)
{
	scn_json_put(object, key, scn_json_from_bool(value));
}

/* 0 means "none" or "not known" and is null. */
static void put_count(struct scn_json *object, const char *key, int64_t value)
{
	scn_json_put(object, key, value ? scn_json_from_int(value) : scn_json_null());
}

static void put_code(struct scn_json *object, const char *key, uint16_t code)
{
	char text[SCN_SUITE_CODE_LEN];

	scn_suite_code_text(code, text);
	put_string(object, key, code ? text : NULL);
}

static const char *group_name(uint16_t code)
{
	const struct scn_group *group = scn_group_by_code(code);

	return group ? group->name : NULL;
}

static const char *scheme_name(uint16_t code)
{
	const struct scn_scheme *scheme = scn_scheme_by_code(code);

	return scheme ? scheme->name : NULL;
}

struct scn_json *scn_json_tool(void)
{
	struct scn_json *tool = scn_json_object();

	put_string(tool, "name", "handfast");
	put_string(tool, "version", SCN_VERSION);
	return tool;
}

struct scn_json *scn_json_time(scn_unixtime when)
{
	char text[SCN_UTC_LEN];

	scn_utc_text(when, text);
	return when ? scn_json_from_string(text) : scn_json_null();
}

struct scn_json *scn_json_known(enum scn_known known)
{
	return known == SCN_UNKNOWN ? scn_json_null() : scn_json_from_bool(known == SCN_ACCEPTED);
}

static struct scn_json *strings(char *const *items, size_t count)
{
	struct scn_json *array = scn_json_array();

	for (size_t i = 0; i < count; i++)
		scn_json_push(array, scn_json_from_string(items[i]));
	return array;
}

struct scn_json *scn_json_smtp(const struct scn_smtp_fact *smtp)
{
	struct scn_json *json = scn_json_object();

	put_string(json, "greeting", smtp->greeting);
	scn_json_put(json, "ehlo", strings(smtp->ehlo, smtp->ehlo_count));
	put_string(json, "starttls",
		scn_starttls_word(smtp->starttls == SCN_STARTTLS_NOT_TLS ? SCN_STARTTLS_OFFERED
									 : smtp->starttls));
	put_bool(json, "not_tls", smtp->starttls == SCN_STARTTLS_NOT_TLS);
	put_string(json, "starttls_reply", smtp->starttls_reply);
	put_bool(json, "starttls_masked", smtp->starttls_masked);
	put_bool(json, "no_ehlo", smtp->no_ehlo);
	put_bool(json, "closes_at_220", smtp->closes_at_220);
	scn_json_put(json, "required", scn_json_known(smtp->required));
	return json;
}

struct scn_json *scn_json_suite(const struct scn_suite_fact *fact)
{
	const struct scn_suite *suite = scn_suite_by_code(fact->code);
	struct scn_json *json = scn_json_object();
	char code[SCN_SUITE_CODE_LEN];

	scn_suite_code_text(fact->code, code);
	put_string(json, "code", code);
	put_string(json, "name", suite ? suite->name : NULL);
	put_string(json, "status", scn_known_word(fact->status));
	put_count(json, "rank", fact->rank);
	if (fact->equal != SCN_UNKNOWN)
		scn_json_put(json, "equal", scn_json_known(fact->equal));
	put_count(json, "probe", fact->probe);
	if (fact->found) {
		put_int(json, "found", fact->found);
		put_bool(json, "backwards", fact->backwards);
	}
	/* The many rejected ones are kept short. */
	if (!suite || fact->status == SCN_REJECTED)
		return json;
	put_string(json, "strength", scn_strength_word(suite->strength));
	put_string(json, "openssl", suite->openssl);
	put_string(json, "gnutls", suite->gnutls);
	put_string(json, "schannel", suite->schannel);
	return json;
}

static struct scn_json *version_words(scn_versions versions)
{
	struct scn_json *array = scn_json_array();

	for (int v = 0; v < SCN_VERSION_COUNT; v++)
		if (versions & SCN_VERSION_BIT(v))
			scn_json_push(
				array, scn_json_from_string(scn_version_word((enum scn_version)v)));
	return array;
}

struct scn_json *scn_json_groups(const struct scn_server_facts *facts)
{
	struct scn_json *array = scn_json_array();

	for (size_t i = 0; i < facts->group_count; i++) {
		const struct scn_group_fact *fact = &facts->groups[i];
		struct scn_json *json = scn_json_push(array, scn_json_object());

		put_code(json, "code", fact->code);
		put_string(json, "name", group_name(fact->code));
		put_string(json, "status", scn_known_word(fact->status));
		put_count(json, "rank", fact->rank);
		put_count(json, "probe", fact->probe);
		scn_json_put(json, "versions", version_words(fact->versions));
	}
	return array;
}

struct scn_json *scn_json_schemes(const struct scn_server_facts *facts)
{
	struct scn_json *array = scn_json_array();

	for (size_t i = 0; i < facts->scheme_count; i++) {
		const struct scn_scheme_fact *fact = &facts->schemes[i];
		struct scn_json *json = scn_json_push(array, scn_json_object());

		put_code(json, "code", fact->code);
		put_string(json, "name", scheme_name(fact->code));
		put_string(json, "status", scn_known_word(fact->status));
		put_count(json, "rank", fact->rank);
		put_count(json, "probe", fact->probe);
	}
	return array;
}

struct scn_json *scn_json_dh(const struct scn_dh_fact *dh)
{
	struct scn_json *json;

	if (dh->bits == 0)
		return scn_json_null();
	json = scn_json_object();
	put_int(json, "bits", dh->bits);
	put_string(json, "group", dh->name);
	put_count(json, "probe", dh->probe);
	return json;
}

static void put_hex(struct scn_json *object, const char *key, const uint8_t *at, size_t len)
{
	struct scn_text hex = { 0 };

	scn_text_hex(&hex, (struct scn_bytes){ at, at ? len : 0 });
	put_string(object, key, at ? scn_text_str(&hex) : NULL);
	scn_text_finish(&hex);
}

static struct scn_json *certificate(const struct scn_certificate_fact *fact)
{
	struct scn_json *json = scn_json_object();

	put_string(json, "key", fact->key_word);
	put_int(json, "bits", fact->bits);
	put_code(json, "curve", fact->curve);
	put_string(json, "curve_name", fact->curve ? group_name(fact->curve) : NULL);
	put_string(json, "signature", fact->signature);
	put_string(json, "subject", fact->subject);
	put_string(json, "issuer", fact->issuer);
	scn_json_put(json, "names", strings(fact->names, fact->name_count));
	scn_json_put(json, "not_before", scn_json_time(fact->not_before));
	scn_json_put(json, "not_after", scn_json_time(fact->not_after));
	put_bool(json, "self_issued", fact->self_issued);
	put_bool(json, "must_staple", fact->must_staple);
	scn_json_put(json, "key_usage",
		fact->has_key_usage ? scn_json_from_int(fact->key_usage) : scn_json_null());
	put_string(json, "trust", scn_trust_word(fact->trust));
	put_string(json, "dane", scn_dane_word(fact->dane));
	put_string(json, "chain", fact->chain);
	scn_json_put(json, "name_matches", scn_json_known(fact->name_matches));
	put_string(json, "sha256", fact->sha256);
	put_hex(json, "der", fact->der, fact->der_len);
	return json;
}

struct scn_json *scn_json_certificates(const struct scn_server_facts *facts)
{
	struct scn_json *array = scn_json_array();

	for (size_t i = 0; i < facts->certificate_count; i++)
		scn_json_push(array, certificate(&facts->certificates[i]));
	return array;
}

struct scn_json *scn_json_tlsa(const struct scn_tlsa_fact *tlsa)
{
	struct scn_json *json = scn_json_object();
	struct scn_json *records;

	put_string(json, "status", scn_tlsa_word(tlsa->status));
	put_string(json, "detail", tlsa->detail);
	put_string(json, "dane", scn_dane_word(tlsa->dane));
	records = scn_json_put(json, "records", scn_json_array());
	for (size_t i = 0; i < tlsa->record_count; i++) {
		const struct scn_tlsa_record *r = &tlsa->records[i];
		struct scn_json *record = scn_json_push(records, scn_json_object());

		put_int(record, "usage", r->usage);
		put_int(record, "selector", r->selector);
		put_int(record, "matching", r->matching);
		put_hex(record, "data", r->data, r->len);
	}
	return json;
}

static void put_change(struct scn_json *json, const struct scn_change *change)
{
	struct scn_json *values, *codes, *with;

	put_string(json, "side", scn_side_word(change->side));
	put_string(json, "change", scn_change_word(change->kind));
	values = scn_json_put(json, "values", scn_json_array());
	codes = scn_json_put(json, "codes", scn_json_array());
	for (size_t i = 0; i < change->value_count; i++) {
		struct scn_text value = { 0 };

		scn_change_value_text(change, i, &value);
		scn_json_push(values, scn_json_from_string(scn_text_str(&value)));
		scn_json_push(codes, scn_json_from_int(change->values[i]));
		scn_text_finish(&value);
	}
	with = scn_json_put(json, "with", scn_json_array());
	for (size_t i = 0; i < change->with_count; i++) {
		char code[SCN_SUITE_CODE_LEN];

		scn_suite_code_text(change->with[i], code);
		scn_json_push(with, scn_json_from_string(code));
	}
}

static struct scn_json *fix(const struct scn_fix *f)
{
	struct scn_json *json = scn_json_object();

	put_change(json, &f->change);
	if (f->has_then)
		put_change(scn_json_put(json, "then", scn_json_object()), &f->then);
	put_string(json, "evidence", scn_evidence_word(f->evidence));
	put_string(json, "strength", scn_strength_word(f->strength));
	put_string(json, "text", f->text);
	return json;
}

static void put_outcome(struct scn_json *json, const struct scn_verdict *pair)
{
	const struct scn_suite *suite = scn_suite_by_code(pair->suite);
	char code[SCN_SUITE_CODE_LEN];

	scn_suite_code_text(pair->suite, code);
	put_string(json, "version", scn_version_word(pair->version));
	put_string(json, "suite", pair->suite_known ? code : NULL);
	put_string(json, "suite_name", pair->suite_known && suite ? suite->name : NULL);
	put_string(json, "group", pair->group ? group_name(pair->group) : NULL);
	put_code(json, "group_code", pair->group);
	put_string(json, "scheme", pair->scheme ? scheme_name(pair->scheme) : NULL);
	put_code(json, "scheme_code", pair->scheme);
}

/* What proved the cause: the client's hello with one thing changed. */
static struct scn_json *counter_probe(const struct scn_verdict *pair)
{
	struct scn_json *json;

	if (!pair->counter_id)
		return scn_json_null();
	json = scn_json_object();
	put_string(json, "id", pair->counter_id);
	put_string(json, "answer", scn_known_word(pair->counter_answer));
	put_string(json, "text", pair->counter);
	return json;
}

struct scn_json *scn_json_pair(const struct scn_verdict *pair)
{
	struct scn_json *json = scn_json_object();
	struct scn_json *fixes;

	put_string(json, "profile", pair->profile_id);
	put_string(json, "name", pair->profile_name);
	put_string(json, "verdict", scn_verdict_word(pair->kind));
	put_outcome(json, pair);
	put_string(json, "cause", pair->cause);
	put_string(json, "second_cause", pair->second_cause);
	put_string(json, "evidence", scn_evidence_word(pair->evidence));
	put_string(json, "proof", pair->proof);
	scn_json_put(json, "counter_probe", counter_probe(pair));
	put_string(json, "summary", pair->summary);
	put_string(json, "server_side", pair->server_side);
	put_string(json, "client_side", pair->client_side);
	put_string(json, "why", pair->why);
	put_string(json, "mail", pair->mail);
	put_string(json, "weak", pair->weak);
	fixes = scn_json_put(json, "fixes", scn_json_array());
	for (size_t i = 0; i < pair->fix_count; i++)
		scn_json_push(fixes, fix(&pair->fixes[i]));
	return json;
}

struct scn_json *scn_json_cost(const struct scn_cost *cost)
{
	struct scn_json *json = scn_json_object();

	put_int(json, "connections", cost->connections);
	put_int(json, "enumeration", cost->enumeration);
	put_int(json, "order", cost->order);
	put_int(json, "details", cost->details);
	put_int(json, "replays", cost->replays);
	put_int(json, "handshakes", cost->handshakes);
	put_int(json, "warm_unused", cost->warm_unused);
	put_int(json, "failed", cost->failed);
	put_int(json, "bytes_sent", (int64_t)cost->bytes_sent);
	put_int(json, "bytes_received", (int64_t)cost->bytes_received);
	scn_json_put(json, "seconds", scn_json_from_double((double)cost->elapsed / 1e9));
	put_int(json, "elapsed_ns", cost->elapsed);
	return json;
}

struct scn_json *scn_json_limits(const struct scn_server_facts *facts)
{
	struct scn_json *json = scn_json_object();

	put_count(json, "suites", facts->suite_limit);
	put_count(json, "hello_bytes", facts->hello_limit);
	put_bool(json, "chooses_unoffered", facts->chooses_unoffered);
	put_bool(json, "closes_for_no", facts->closes_for_no);
	return json;
}

/* Whole seconds, never less than it was. */
static int64_t seconds(scn_time time)
{
	return (time + SCN_SECOND - 1) / SCN_SECOND;
}

struct scn_json *scn_json_throttle(const struct scn_server_facts *facts)
{
	const struct scn_throttle_fact *throttle = &facts->throttle;
	struct scn_json *json;

	if (!facts->throttled)
		return scn_json_null();
	json = scn_json_object();
	put_string(json, "sign", scn_throttle_word(throttle->sign));
	put_int(json, "count", throttle->count);
	put_count(json, "limit", throttle->limit);
	put_count(json, "told_seconds", seconds(throttle->told));
	put_int(json, "waited_seconds", seconds(throttle->waited));
	put_count(json, "gap_ms", throttle->gap / SCN_MS);
	return json;
}

static struct scn_json *dialogue_line(const struct scn_line *line)
{
	struct scn_json *json = scn_json_object();

	put_int(json, "at_ns", line->at);
	put_string(json, "direction", scn_direction_word(line->direction));
	put_string(json, "layer", scn_layer_word(line->layer));
	put_string(json, "text", line->text);
	put_hex(json, "bytes", line->bytes, line->len);
	return json;
}

struct scn_json *scn_json_probe(const struct scn_probe_record *probe)
{
	struct scn_json *json = scn_json_object();
	struct scn_json *lines;

	put_int(json, "number", probe->number);
	put_string(json, "purpose", probe->purpose);
	put_string(json, "outcome", probe->outcome);
	scn_json_put(json, "started", scn_json_time(probe->started));
	put_int(json, "duration_ns", probe->duration);
	lines = scn_json_put(json, "lines", scn_json_array());
	for (size_t i = 0; i < probe->line_count; i++)
		scn_json_push(lines, dialogue_line(&probe->lines[i]));
	return json;
}

void scn_json_put_server(struct scn_json *object, const struct scn_server_facts *facts)
{
	put_string(object, "host", facts->host);
	scn_json_put(object, "preference",
		facts->preference < 0 ? scn_json_null() : scn_json_from_int(facts->preference));
	put_string(object, "address", facts->address);
	put_int(object, "port", facts->port);
}

/* The code point of a well-formed UTF-8 sequence of two or three bytes; 0 for any other byte. */
static unsigned code_point(const char *text, size_t *len)
{
	unsigned char a = (unsigned char)text[0];

	*len = a >= 0xE0 && a < 0xF0 ? 3 : a >= 0xC0 && a < 0xE0 ? 2 : 1;
	if (*len == 3)
		return (a & 0xFU) << 12 | (text[1] & 0x3FU) << 6 | (text[2] & 0x3FU);
	if (*len == 2)
		return (a & 0x1FU) << 6 | (text[1] & 0x3FU);
	return a == 0x7F ? a : 0;
}

static bool disturbs(unsigned c)
{
	return (c >= 0x7F && c < 0xA0) || (c >= 0x200B && c <= 0x200F) ||
	       (c >= 0x2028 && c <= 0x202E) || (c >= 0x2060 && c <= 0x2069) || c == 0xFEFF;
}

/* ASCII, but for the control characters. */
static size_t plain_run(const char *text)
{
	size_t n = 0;

	while (text[n] >= ' ' && text[n] <= '~')
		n++;
	return n;
}

void scn_json_print_safely(
	const struct scn_json *json, enum scn_json_style style, struct scn_text *out)
{
	struct scn_text raw = { 0 };
	const char *text;

	scn_json_print(json, style, &raw);
	text = scn_text_str(&raw);
	while (*text) {
		size_t len = plain_run(text);
		unsigned c;

		scn_text_addn(out, text, len);
		text += len;
		if (!*text)
			break;
		c = code_point(text, &len);
		if (disturbs(c))
			scn_text_printf(out, "\\u%04x", c);
		else
			scn_text_addn(out, text, len);
		text += len;
	}
	scn_text_finish(&raw);
}
