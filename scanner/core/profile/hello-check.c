#include "core/profile/hello-check.h"

#include <string.h>

#include "core/base/alloc.h"
#include "core/base/language.h"
#include "core/registry/extension.h"
#include "core/tls/hello.h"

/* RFC 8446 section 4.2.1: supported_versions, where it is there, is all that counts; GREASE values
 * in it are no versions. Without it the newest version is all that a hello says. */
static bool versions_agree(const struct scn_profile *p, const struct scn_hello_spec *spec)
{
	scn_versions set = 0;

	for (size_t i = 0; i < spec->version_count; i++) {
		enum scn_version version = scn_version_from_wire(spec->versions[i]);

		if (version != SCN_VERSION_NONE)
			set |= SCN_VERSION_BIT(version);
	}
	if (spec->version_count)
		return set == p->versions;
	return scn_version_from_wire(spec->legacy_version) == scn_versions_newest(p->versions);
}

static bool suites_agree(const struct scn_profile *p, const struct scn_hello_spec *spec)
{
	return p->suite_count == spec->suite_count &&
	       memcmp(p->suites, spec->suites, p->suite_count * sizeof(p->suites[0])) == 0;
}

static bool codes_agree(
	const uint16_t *codes, size_t count, const uint16_t *in_hello, size_t in_hello_count)
{
	return count == in_hello_count &&
	       (count == 0 || memcmp(codes, in_hello, count * sizeof(codes[0])) == 0);
}

static bool groups_agree(const struct scn_profile *p, const struct scn_hello_spec *spec)
{
	return codes_agree(p->groups, p->group_count, spec->groups, spec->group_count);
}

static bool schemes_agree(const struct scn_profile *p, const struct scn_hello_spec *spec)
{
	return codes_agree(p->schemes, p->scheme_count, spec->schemes, spec->scheme_count);
}

static bool key_shares_agree(const struct scn_profile *p, const struct scn_hello_spec *spec)
{
	if (p->key_share_count != spec->key_share_count)
		return false;
	for (size_t i = 0; i < p->key_share_count; i++) {
		if (p->key_shares[i] != spec->key_shares[i].group)
			return false;
	}
	return true;
}

static bool extensions_agree(const struct scn_profile *p, const struct scn_hello_spec *spec)
{
	if (p->extension_count != spec->extension_count)
		return false;
	for (size_t i = 0; i < p->extension_count; i++) {
		if (p->extensions[i].code != spec->extensions[i].code)
			return false;
	}
	return true;
}

static bool point_formats_agree(const struct scn_profile *p, const struct scn_hello_spec *spec)
{
	return p->point_format_count == spec->point_format_count &&
	       (p->point_format_count == 0 ||
		       memcmp(p->point_formats, spec->point_formats, p->point_format_count) == 0);
}

static bool alpn_agrees(const struct scn_profile *p, const struct scn_hello_spec *spec)
{
	if (p->alpn_count != spec->alpn_count)
		return false;
	for (size_t i = 0; i < p->alpn_count; i++) {
		if (strcmp(p->alpn[i], spec->alpn[i]) != 0)
			return false;
	}
	return true;
}

static bool session_id_agrees(const struct scn_profile *p, const struct scn_hello_spec *spec)
{
	return p->session_id_len == spec->session_id_len;
}

static bool record_version_agrees(const struct scn_profile *p, const struct scn_hello_spec *spec)
{
	return p->ssl2_form || !p->record_version || p->record_version == spec->record_version;
}

static bool form_agrees(const struct scn_profile *p, const struct scn_hello_spec *spec)
{
	return p->ssl2_form == (spec->form == SCN_HELLO_SSL2);
}

static const struct {
	const char *key;
	bool (*agrees)(const struct scn_profile *p, const struct scn_hello_spec *spec);
} rules[] = {
	{ "ssl2_form", form_agrees },
	{ "versions", versions_agree },
	{ "suites", suites_agree },
	{ "extensions", extensions_agree },
	{ "groups", groups_agree },
	{ "signature_schemes", schemes_agree },
	{ "key_shares", key_shares_agree },
	{ "point_formats", point_formats_agree },
	{ "alpn", alpn_agrees },
	{ "session_id_len", session_id_agrees },
	{ "record_version", record_version_agrees },
};

bool scn_profile_hello_agrees(const struct scn_profile *profile, struct scn_text *why)
{
	struct scn_bytes wire = { profile->hello, profile->hello_len };
	struct scn_hello *hello = NULL;
	size_t consumed = 0;

	if (!profile->hello)
		return true;
	if (scn_hello_parse(wire, &hello, &consumed) != SCN_GOT) {
		scn_text_add(why, scn_tr("is not a whole ClientHello"));
		return false;
	}
	if (consumed != profile->hello_len)
		scn_text_add(why, scn_tr("something follows the ClientHello"));
	for (size_t i = 0; i < SCN_COUNT(rules) && why->len == 0; i++) {
		if (!rules[i].agrees(profile, scn_hello_spec(hello)))
			scn_text_printf(
				why, scn_tr("the hello and \"%s\" do not agree"), rules[i].key);
	}
	scn_hello_free(hello);
	return why->len == 0;
}
