/* Reading a profile file. One static function a kind of value; scn_profile_load walks the keys. */
#include "core/profile/profile-json.h"

#include <stdlib.h>
#include <string.h>

#include "core/base/alloc.h"
#include "core/base/bytes.h"
#include "core/base/json.h"
#include "core/base/language.h"
#include "core/profile/profile-check.h"
#include "core/profile/profile-names.h"

static const char *const top_keys[] = { "schema", "id", "name", "platform", "role", "note",
	"sources", "versions", "versions_rsa_only", "suites", "groups", "signature_schemes",
	"key_shares", "extensions", "point_formats", "alpn", "session_id_len", "record_version",
	"ssl2_form", "sends_sni", "hello", "limits", "requires", "verifies", "after_failure",
	"not_set", NULL };
static const char *const source_keys[] = { "kind", "what", "reference", "date", NULL };
static const char *const extension_keys[] = { "type", "body", NULL };
static const char *const limit_keys[] = { "dh_min", "dh_max", "rsa_min", "rsa_max", NULL };
static const char *const not_set_keys[] = { "base", "versions", "lists", NULL };
static const char *const require_keys[] = { "secure_renegotiation", "extended_master_secret",
	"key_usage", NULL };

enum {
	BITS_MAX = 65536, /* of a key; more is a typing mistake */
};

/* A string that must not be empty. */
static char *read_text(struct scn_json_reader *r, const struct scn_json *object, const char *key)
{
	const char *text = scn_json_need_string(r, object, key, SCN_JSON_REQUIRED);

	if (text && !*text)
		scn_json_complain(r, scn_json_get(object, key), scn_tr("must not be empty"));
	return scn_strdup(text);
}

static char *read_optional_text(
	struct scn_json_reader *r, const struct scn_json *object, const char *key)
{
	return scn_strdup(scn_json_need_string(r, object, key, SCN_JSON_OPTIONAL));
}

/* One of the words that word(0), word(1) … give; the list ends at count. */
static int read_word(struct scn_json_reader *r, const struct scn_json *object, const char *key,
	const char *(*word)(int), int count)
{
	const char *text = scn_json_need_string(r, object, key, SCN_JSON_REQUIRED);
	struct scn_text list = { 0 };

	for (int i = 0; text && i < count; i++) {
		if (strcmp(text, word(i)) == 0) {
			scn_text_finish(&list);
			return i;
		}
		scn_text_printf(&list, "%s\"%s\"", i ? ", " : "", word(i));
	}
	if (text)
		scn_json_complain(r, scn_json_get(object, key), scn_tr("expected one of %s"),
			scn_text_str(&list));
	scn_text_finish(&list);
	return 0;
}

static const char *source_word(int i)
{
	return scn_source_word((enum scn_source_kind)i);
}

static const char *verifies_word(int i)
{
	return scn_verifies_word((enum scn_verifies)i);
}

static const char *after_failure_word(int i)
{
	return scn_after_failure_word((enum scn_after_failure)i);
}

/* The elements of an array, none if it is missing; at most SCN_PROFILE_MAX_SUITES. */
static const struct scn_json *elements(
	struct scn_json_reader *r, const struct scn_json *object, const char *key)
{
	const struct scn_json *array = scn_json_need_array(r, object, key, SCN_JSON_OPTIONAL);

	if (scn_json_count(array) <= SCN_PROFILE_MAX_SUITES)
		return scn_json_first(array);
	scn_json_complain(
		r, array, scn_tr("expected at most %d elements"), (int)SCN_PROFILE_MAX_SUITES);
	return NULL;
}

/* A name of the vocabulary; complains and gives 0 if it is none. */
static uint32_t read_code(
	struct scn_json_reader *r, const struct scn_json *at, const struct scn_vocabulary *words)
{
	const char *text = scn_json_string(at);
	uint32_t code = 0;
	const char *nearest;

	if (!text) {
		scn_json_complain(r, at, scn_tr("expected a name (%s)"), scn_tr(words->what));
		return 0;
	}
	if (scn_vocabulary_parse(words, text, &code))
		return code;
	nearest = scn_vocabulary_nearest(words, text);
	if (nearest)
		scn_json_complain(r, at, scn_tr("no %s is called \"%s\"; did you mean \"%s\"?"),
			scn_tr(words->what), text, nearest);
	else
		scn_json_complain(r, at,
			scn_tr("no %s is called \"%s\"; a name or 0x1234 is expected"),
			scn_tr(words->what), text);
	return 0;
}

static size_t read_codes(struct scn_json_reader *r, const struct scn_json *object, const char *key,
	const struct scn_vocabulary *words, uint32_t **codes_out)
{
	uint32_t *codes = NULL;
	size_t count = 0;

	for (const struct scn_json *at = elements(r, object, key); at && scn_json_reader_ok(r);
		at = scn_json_next(at)) {
		uint32_t code = read_code(r, at, words);

		for (size_t i = 0; i < count && scn_json_reader_ok(r); i++) {
			if (codes[i] == code)
				scn_json_complain(r, at, scn_tr("the %s \"%s\" is there twice"),
					scn_tr(words->what), scn_json_string(at));
		}
		SCN_APPEND(codes, count, code);
	}
	*codes_out = codes;
	return count;
}

static size_t read_codes16(struct scn_json_reader *r, const struct scn_json *object,
	const char *key, const struct scn_vocabulary *words, uint16_t **codes_out)
{
	uint32_t *codes;
	size_t count = read_codes(r, object, key, words, &codes);

	*codes_out = count ? scn_alloc(count, sizeof(**codes_out)) : NULL;
	for (size_t i = 0; i < count; i++)
		(*codes_out)[i] = (uint16_t)codes[i];
	free(codes);
	return count;
}

static scn_versions read_versions(
	struct scn_json_reader *r, const struct scn_json *object, const char *key)
{
	scn_versions set = 0;

	for (const struct scn_json *at = elements(r, object, key); at; at = scn_json_next(at)) {
		const char *text = scn_json_string(at);
		enum scn_version version = text ? scn_version_parse(text) : SCN_VERSION_NONE;

		if (version == SCN_VERSION_NONE)
			scn_json_complain(r, at,
				scn_tr("expected one of SSL2, SSL3, TLS1.0, TLS1.1, TLS1.2, "
				       "TLS1.3"));
		else if (set & SCN_VERSION_BIT(version))
			scn_json_complain(r, at, scn_tr("the version %s is there twice"), text);
		else
			set |= SCN_VERSION_BIT(version);
	}
	return set;
}

static void read_hex(
	struct scn_json_reader *r, const struct scn_json *at, uint8_t **bytes_out, size_t *len_out)
{
	struct scn_builder bytes = { 0 };

	if (scn_json_string(at) && !scn_build_hex(&bytes, scn_json_string(at)))
		scn_json_complain(r, at, scn_tr("expected an even number of hexadecimal digits"));
	*bytes_out = bytes.data;
	*len_out = bytes.len;
}

static void read_sources(
	struct scn_json_reader *r, const struct scn_json *root, struct scn_profile *profile)
{
	scn_json_need_array(r, root, "sources", SCN_JSON_REQUIRED);
	for (const struct scn_json *at = elements(r, root, "sources"); at && scn_json_reader_ok(r);
		at = scn_json_next(at)) {
		struct scn_source source = { 0 };

		scn_json_only(r, at, source_keys);
		source.kind = (enum scn_source_kind)read_word(
			r, at, "kind", source_word, SCN_SOURCE_ESTIMATED + 1);
		source.what = read_text(r, at, "what");
		source.reference = read_text(r, at, "reference");
		source.date = read_optional_text(r, at, "date");
		SCN_APPEND(profile->sources, profile->source_count, source);
	}
}

/* "name", or {"type": "name", "body": "hex"} where the body is not made from the lists. */
static struct scn_profile_extension read_extension(
	struct scn_json_reader *r, const struct scn_json *at)
{
	struct scn_profile_extension extension = { 0 };

	if (!scn_json_is_object(at)) {
		extension.code = (uint16_t)read_code(r, at, &scn_extension_words);
		return extension;
	}
	scn_json_only(r, at, extension_keys);
	if (scn_json_need_string(r, at, "type", SCN_JSON_REQUIRED))
		extension.code =
			(uint16_t)read_code(r, scn_json_get(at, "type"), &scn_extension_words);
	if (scn_json_need_string(r, at, "body", SCN_JSON_REQUIRED))
		read_hex(r, scn_json_get(at, "body"), &extension.body, &extension.body_len);
	if (!extension.body)
		extension.body = scn_alloc(1, 1); /* an empty body, not a built one */
	return extension;
}

static void read_extensions(
	struct scn_json_reader *r, const struct scn_json *root, struct scn_profile *profile)
{
	for (const struct scn_json *at = elements(r, root, "extensions");
		at && scn_json_reader_ok(r); at = scn_json_next(at)) {
		struct scn_profile_extension extension = read_extension(r, at);

		for (size_t i = 0; i < profile->extension_count; i++) {
			if (profile->extensions[i].code == extension.code)
				scn_json_complain(r, at, scn_tr("this extension is there twice"));
		}
		SCN_APPEND(profile->extensions, profile->extension_count, extension);
	}
}

static void read_point_formats(
	struct scn_json_reader *r, const struct scn_json *root, struct scn_profile *profile)
{
	for (const struct scn_json *at = elements(r, root, "point_formats");
		at && scn_json_reader_ok(r); at = scn_json_next(at)) {
		int64_t value = scn_json_int(at);

		if (!scn_json_is_number(at) || value < 0 || value > 255 ||
			scn_json_double(at) != (double)value)
			scn_json_complain(r, at, scn_tr("expected a whole number from 0 to 255"));
		SCN_APPEND(profile->point_formats, profile->point_format_count, (uint8_t)value);
	}
}

static void read_alpn(
	struct scn_json_reader *r, const struct scn_json *root, struct scn_profile *profile)
{
	for (const struct scn_json *at = elements(r, root, "alpn"); at && scn_json_reader_ok(r);
		at = scn_json_next(at)) {
		const char *text = scn_json_string(at);

		if (!text || !*text || strlen(text) > 255)
			scn_json_complain(
				r, at, scn_tr("expected a protocol name of 1 to 255 bytes"));
		else
			SCN_APPEND(profile->alpn, profile->alpn_count, scn_strdup(text));
	}
}

static uint16_t read_record_version(struct scn_json_reader *r, const struct scn_json *root)
{
	const char *text = scn_json_need_string(r, root, "record_version", SCN_JSON_OPTIONAL);
	uint32_t code = 0;

	if (text && !scn_code_parse(text, 0xFFFF, &code))
		scn_json_complain(r, scn_json_get(root, "record_version"),
			scn_tr("expected a record version such as \"0x0301\""));
	return (uint16_t)code;
}

static void read_offer(
	struct scn_json_reader *r, const struct scn_json *root, struct scn_profile *profile)
{
	scn_json_need_array(r, root, "versions", SCN_JSON_REQUIRED);
	scn_json_need_array(r, root, "suites", SCN_JSON_REQUIRED);
	profile->versions = read_versions(r, root, "versions");
	profile->versions_rsa_only = read_versions(r, root, "versions_rsa_only");
	profile->suite_count = read_codes(r, root, "suites", &scn_suite_words, &profile->suites);
	profile->group_count = read_codes16(r, root, "groups", &scn_group_words, &profile->groups);
	profile->scheme_count =
		read_codes16(r, root, "signature_schemes", &scn_scheme_words, &profile->schemes);
	profile->key_share_count =
		read_codes16(r, root, "key_shares", &scn_group_words, &profile->key_shares);
	read_extensions(r, root, profile);
	read_point_formats(r, root, profile);
	read_alpn(r, root, profile);
	profile->session_id_len =
		(uint8_t)scn_json_need_int(r, root, "session_id_len", SCN_JSON_OPTIONAL, 0, 32);
	profile->record_version = read_record_version(r, root);
	profile->ssl2_form = scn_json_need_bool(r, root, "ssl2_form", SCN_JSON_OPTIONAL);
	profile->sends_sni = scn_json_need_bool(r, root, "sends_sni", SCN_JSON_OPTIONAL);
	scn_json_need_string(r, root, "hello", SCN_JSON_OPTIONAL);
	read_hex(r, scn_json_get(root, "hello"), &profile->hello, &profile->hello_len);
}

static uint32_t read_bits(struct scn_json_reader *r, const struct scn_json *limits, const char *key)
{
	return (uint32_t)scn_json_need_int(r, limits, key, SCN_JSON_OPTIONAL, 0, BITS_MAX);
}

static void read_policy(
	struct scn_json_reader *r, const struct scn_json *root, struct scn_profile *profile)
{
	const struct scn_json *limits = scn_json_need_object(r, root, "limits", SCN_JSON_OPTIONAL);
	const struct scn_json *requires =
		scn_json_need_object(r, root, "requires", SCN_JSON_OPTIONAL);

	if (limits)
		scn_json_only(r, limits, limit_keys);
	if (requires)
		scn_json_only(r, requires, require_keys);
	profile->limits.dh_min = read_bits(r, limits, "dh_min");
	profile->limits.dh_max = read_bits(r, limits, "dh_max");
	profile->limits.rsa_min = read_bits(r, limits, "rsa_min");
	profile->limits.rsa_max = read_bits(r, limits, "rsa_max");
	profile->requires_secure_renegotiation =
		scn_json_need_bool(r, requires, "secure_renegotiation", SCN_JSON_OPTIONAL);
	profile->requires_extended_master_secret =
		scn_json_need_bool(r, requires, "extended_master_secret", SCN_JSON_OPTIONAL);
	profile->requires_key_usage =
		scn_json_need_bool(r, requires, "key_usage", SCN_JSON_OPTIONAL);
	profile->verifies = (enum scn_verifies)read_word(
		r, root, "verifies", verifies_word, SCN_VERIFIES_DANE + 1);
	profile->after_failure = (enum scn_after_failure)read_word(
		r, root, "after_failure", after_failure_word, SCN_AFTER_QUEUE + 1);
}

static void read_unset_lists(
	struct scn_json_reader *r, const struct scn_json *object, struct scn_not_set *out)
{
	const struct {
		const char *word;
		bool *flag;
	} lists[] = { { "suites", &out->suites }, { "groups", &out->groups } };

	for (const struct scn_json *at = elements(r, object, "lists"); at && scn_json_reader_ok(r);
		at = scn_json_next(at)) {
		const char *text = scn_json_string(at);
		size_t i = 0;

		while (text && i < SCN_COUNT(lists) && strcmp(text, lists[i].word) != 0)
			i++;
		if (!text || i == SCN_COUNT(lists))
			scn_json_complain(
				r, at, scn_tr("expected one of %s"), "\"suites\", \"groups\"");
		else if (*lists[i].flag)
			scn_json_complain(r, at, scn_tr("the list \"%s\" is there twice"), text);
		else
			*lists[i].flag = true;
	}
}

static void read_not_set(
	struct scn_json_reader *r, const struct scn_json *root, struct scn_profile *profile)
{
	const struct scn_json *object = scn_json_need_object(r, root, "not_set", SCN_JSON_OPTIONAL);
	struct scn_not_set *out = &profile->not_set;

	if (!object)
		return;
	scn_json_only(r, object, not_set_keys);
	if (!scn_json_get(object, "base"))
		scn_json_complain(r, object,
			scn_tr("expected \"base\", the id of a client or null where it is not "
			       "known"));
	out->base = read_optional_text(r, object, "base");
	scn_json_need_array(r, object, "versions", SCN_JSON_OPTIONAL);
	out->versions = read_versions(r, object, "versions");
	read_unset_lists(r, object, out);
}

static void read_profile(
	struct scn_json_reader *r, const struct scn_json *root, struct scn_profile *profile)
{
	const char *schema;

	scn_json_only(r, root, top_keys);
	schema = scn_json_need_string(r, root, "schema", SCN_JSON_REQUIRED);
	if (schema && strcmp(schema, SCN_PROFILE_SCHEMA) != 0)
		scn_json_complain(r, scn_json_get(root, "schema"), scn_tr("expected \"%s\""),
			SCN_PROFILE_SCHEMA);
	profile->id = read_text(r, root, "id");
	profile->name = read_text(r, root, "name");
	profile->platform = read_text(r, root, "platform");
	profile->role = read_text(r, root, "role");
	profile->note = read_optional_text(r, root, "note");
	read_sources(r, root, profile);
	read_offer(r, root, profile);
	read_policy(r, root, profile);
	read_not_set(r, root, profile);
}

static void check_profile(
	struct scn_json_reader *r, const struct scn_json *root, const struct scn_profile *profile)
{
	struct scn_text why = { 0 };
	const char *key = scn_profile_check(profile, &why);

	if (key)
		scn_json_complain(r, scn_json_get(root, key), "%s", scn_text_str(&why));
	scn_text_finish(&why);
}

struct scn_profile *scn_profile_load(
	const char *text, size_t len, const char *name, struct scn_text *error_out)
{
	struct scn_json_document *document;
	struct scn_json_reader r;
	struct scn_profile *profile;

	if (len > SCN_PROFILE_MAX_LEN) {
		scn_text_printf(error_out, scn_tr("%s: longer than a profile may be"), name);
		return NULL;
	}
	document = scn_json_parse(text, len, name, error_out);
	if (!document)
		return NULL;
	r = scn_json_reader(document, error_out);
	profile = scn_alloc(1, sizeof(*profile));
	read_profile(&r, scn_json_root(document), profile);
	if (scn_json_reader_ok(&r))
		check_profile(&r, scn_json_root(document), profile);
	if (!scn_json_reader_ok(&r)) {
		scn_profile_free(profile);
		profile = NULL;
	}
	scn_json_document_free(document);
	return profile;
}
