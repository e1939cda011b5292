/* Writing a profile file: every value that is not the default, in the order of the struct. */
#include "core/profile/profile-json.h"

#include <stdio.h>

#include "core/base/json.h"
#include "core/profile/profile-names.h"

static struct scn_json *hex(const uint8_t *bytes, size_t len)
{
	struct scn_text text = { 0 };
	struct scn_json *json;

	scn_text_hex(&text, (struct scn_bytes){ bytes, len });
	json = scn_json_from_string(scn_text_str(&text));
	scn_text_finish(&text);
	return json;
}

static struct scn_json *word(const struct scn_vocabulary *words, uint32_t code)
{
	struct scn_text text = { 0 };
	struct scn_json *json;

	scn_vocabulary_print(words, code, &text);
	json = scn_json_from_string(scn_text_str(&text));
	scn_text_finish(&text);
	return json;
}

static void put_codes16(struct scn_json *root, const char *key, const struct scn_vocabulary *words,
	const uint16_t *codes, size_t count)
{
	struct scn_json *array = scn_json_put(root, key, scn_json_array());

	for (size_t i = 0; i < count; i++)
		scn_json_push(array, word(words, codes[i]));
}

/* Newest first, as clients list them. */
static void put_versions(struct scn_json *root, const char *key, scn_versions set)
{
	struct scn_json *array = scn_json_put(root, key, scn_json_array());

	for (int version = SCN_VERSION_COUNT - 1; version >= 0; version--) {
		if (set & SCN_VERSION_BIT(version))
			scn_json_push(array,
				scn_json_from_string(scn_version_word((enum scn_version)version)));
	}
}

static void put_sources(struct scn_json *root, const struct scn_profile *profile)
{
	struct scn_json *array = scn_json_put(root, "sources", scn_json_array());

	for (size_t i = 0; i < profile->source_count; i++) {
		const struct scn_source *source = &profile->sources[i];
		struct scn_json *json = scn_json_push(array, scn_json_object());

		scn_json_put(json, "kind", scn_json_from_string(scn_source_word(source->kind)));
		scn_json_put(json, "what", scn_json_from_string(source->what));
		scn_json_put(json, "reference", scn_json_from_string(source->reference));
		scn_json_put(json, "date", scn_json_from_string(source->date));
	}
}

static void put_extensions(struct scn_json *root, const struct scn_profile *profile)
{
	struct scn_json *array = scn_json_put(root, "extensions", scn_json_array());

	for (size_t i = 0; i < profile->extension_count; i++) {
		const struct scn_profile_extension *extension = &profile->extensions[i];
		struct scn_json *json;

		if (!extension->body) {
			scn_json_push(array, word(&scn_extension_words, extension->code));
			continue;
		}
		json = scn_json_push(array, scn_json_object());
		scn_json_put(json, "type", word(&scn_extension_words, extension->code));
		scn_json_put(json, "body", hex(extension->body, extension->body_len));
	}
}

static void put_offer(struct scn_json *root, const struct scn_profile *profile)
{
	struct scn_json *array;

	put_versions(root, "versions", profile->versions);
	if (profile->versions_rsa_only)
		put_versions(root, "versions_rsa_only", profile->versions_rsa_only);
	array = scn_json_put(root, "suites", scn_json_array());
	for (size_t i = 0; i < profile->suite_count; i++)
		scn_json_push(array, word(&scn_suite_words, profile->suites[i]));
	put_codes16(root, "groups", &scn_group_words, profile->groups, profile->group_count);
	put_codes16(root, "signature_schemes", &scn_scheme_words, profile->schemes,
		profile->scheme_count);
	if (profile->key_share_count)
		put_codes16(root, "key_shares", &scn_group_words, profile->key_shares,
			profile->key_share_count);
	put_extensions(root, profile);
	if (profile->point_format_count) {
		array = scn_json_put(root, "point_formats", scn_json_array());
		for (size_t i = 0; i < profile->point_format_count; i++)
			scn_json_push(array, scn_json_from_int(profile->point_formats[i]));
	}
	if (profile->alpn_count) {
		array = scn_json_put(root, "alpn", scn_json_array());
		for (size_t i = 0; i < profile->alpn_count; i++)
			scn_json_push(array, scn_json_from_string(profile->alpn[i]));
	}
}

static void put_form(struct scn_json *root, const struct scn_profile *profile)
{
	char version[8];

	scn_json_put(root, "session_id_len", scn_json_from_int(profile->session_id_len));
	if (profile->record_version) {
		snprintf(version, sizeof(version), "0x%04X", profile->record_version);
		scn_json_put(root, "record_version", scn_json_from_string(version));
	}
	if (profile->ssl2_form)
		scn_json_put(root, "ssl2_form", scn_json_from_bool(true));
	scn_json_put(root, "sends_sni", scn_json_from_bool(profile->sends_sni));
	scn_json_put(root, "hello",
		profile->hello ? hex(profile->hello, profile->hello_len) : scn_json_null());
}

static void put_bits(struct scn_json *limits, const char *key, uint32_t bits)
{
	if (bits)
		scn_json_put(limits, key, scn_json_from_int(bits));
}

static void put_policy(struct scn_json *root, const struct scn_profile *profile)
{
	struct scn_json *limits = scn_json_put(root, "limits", scn_json_object());
	struct scn_json *requires;

	put_bits(limits, "dh_min", profile->limits.dh_min);
	put_bits(limits, "dh_max", profile->limits.dh_max);
	put_bits(limits, "rsa_min", profile->limits.rsa_min);
	put_bits(limits, "rsa_max", profile->limits.rsa_max);
	requires = scn_json_put(root, "requires", scn_json_object());
	scn_json_put(requires, "secure_renegotiation",
		scn_json_from_bool(profile->requires_secure_renegotiation));
	scn_json_put(requires, "extended_master_secret",
		scn_json_from_bool(profile->requires_extended_master_secret));
	if (profile->requires_key_usage)
		scn_json_put(requires, "key_usage", scn_json_from_bool(true));
	scn_json_put(root, "verifies", scn_json_from_string(scn_verifies_word(profile->verifies)));
	scn_json_put(root, "after_failure",
		scn_json_from_string(scn_after_failure_word(profile->after_failure)));
}

/* Only where something is not set; who it is that would set it does not matter else. */
static void put_not_set(struct scn_json *root, const struct scn_not_set *not_set)
{
	struct scn_json *json, *lists;

	if (!not_set->base && !not_set->versions && !not_set->suites && !not_set->groups)
		return;
	json = scn_json_put(root, "not_set", scn_json_object());
	scn_json_put(json, "base",
		not_set->base ? scn_json_from_string(not_set->base) : scn_json_null());
	put_versions(json, "versions", not_set->versions);
	lists = scn_json_put(json, "lists", scn_json_array());
	if (not_set->suites)
		scn_json_push(lists, scn_json_from_string("suites"));
	if (not_set->groups)
		scn_json_push(lists, scn_json_from_string("groups"));
}

void scn_profile_save(const struct scn_profile *profile, struct scn_text *out)
{
	struct scn_json *root = scn_json_object();

	scn_json_put(root, "schema", scn_json_from_string(SCN_PROFILE_SCHEMA));
	scn_json_put(root, "id", scn_json_from_string(profile->id));
	scn_json_put(root, "name", scn_json_from_string(profile->name));
	scn_json_put(root, "platform", scn_json_from_string(profile->platform));
	scn_json_put(root, "role", scn_json_from_string(profile->role));
	if (profile->note)
		scn_json_put(root, "note", scn_json_from_string(profile->note));
	put_sources(root, profile);
	put_offer(root, profile);
	put_form(root, profile);
	put_policy(root, profile);
	put_not_set(root, &profile->not_set);
	scn_json_print(root, SCN_JSON_INDENTED, out);
	scn_text_char(out, '\n');
	scn_json_free(root);
}
