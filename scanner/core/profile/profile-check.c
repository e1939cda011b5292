#include "core/profile/profile-check.h"

#include <ctype.h>
#include <string.h>

#include "core/base/alloc.h"
#include "core/base/language.h"
#include "core/profile/hello-check.h"
#include "core/profile/profile-fit.h"
#include "core/registry/extension.h"
#include "core/registry/group.h"

enum {
	ID_MAX_LEN = 64,
};

typedef bool check(const struct scn_profile *p, struct scn_text *why);

static bool wrong(struct scn_text *why, const char *sentence)
{
	scn_text_add(why, sentence);
	return false;
}

static bool is_id(const char *id)
{
	size_t len = strlen(id);

	for (size_t i = 0; i < len; i++) {
		unsigned char c = (unsigned char)id[i];

		if (!islower(c) && !isdigit(c) && (i == 0 || !strchr("-.", c)))
			return false;
	}
	return len > 0;
}

/* An id is a file name and an argument on a command line. */
static bool id_is_plain(const struct scn_profile *p, struct scn_text *why)
{
	if (!is_id(p->id))
		return wrong(why, scn_tr("an id is made of a-z, 0-9, '-' and '.', such as "
					 "exchange-2019"));
	return strlen(p->id) <= ID_MAX_LEN || wrong(why, scn_tr("an id has at most 64 characters"));
}

static bool role_is_known(const struct scn_profile *p, struct scn_text *why)
{
	static const char *const roles[] = { "sender", "submitter", "library", "tool" };

	for (size_t i = 0; i < SCN_COUNT(roles); i++) {
		if (strcmp(p->role, roles[i]) == 0)
			return true;
	}
	return wrong(
		why, scn_tr("expected one of \"sender\", \"submitter\", \"library\", \"tool\""));
}

static bool has_source(const struct scn_profile *p, struct scn_text *why)
{
	bool captured = false;

	for (size_t i = 0; i < p->source_count; i++)
		captured |= p->sources[i].kind == SCN_SOURCE_CAPTURED;
	if (p->source_count == 0)
		return wrong(why, scn_tr("a profile names at least one source"));
	if (p->hello && !captured)
		return wrong(why, scn_tr("a hello needs a source of kind \"captured\""));
	return true;
}

static bool has_versions(const struct scn_profile *p, struct scn_text *why)
{
	return p->versions || wrong(why, scn_tr("expected at least one version"));
}

static bool rsa_only_is_offered(const struct scn_profile *p, struct scn_text *why)
{
	for (int v = 0; v < SCN_VERSION_COUNT; v++) {
		enum scn_version version = (enum scn_version)v;

		if (!(p->versions_rsa_only & SCN_VERSION_BIT(v)))
			continue;
		if (!scn_profile_offers_version(p, version)) {
			scn_text_printf(why, scn_tr("%s is not among the versions"),
				scn_version_word(version));
			return false;
		}
		if (!scn_profile_has_static_rsa(p, version)) {
			scn_text_printf(why, scn_tr("no suite with static RSA exists at %s"),
				scn_version_word(version));
			return false;
		}
	}
	return true;
}

static bool has_suite_at(const struct scn_profile *p, enum scn_version version)
{
	for (size_t i = 0; i < p->suite_count; i++) {
		const struct scn_suite *suite = scn_suite_by_code(p->suites[i]);

		if (suite && scn_suite_in_version(suite, version))
			return true;
	}
	return false;
}

/* What was captured may be odd; what somebody wrote down is a mistake then. */
static bool every_version_has_a_suite(const struct scn_profile *p, struct scn_text *why)
{
	if (p->hello)
		return true;
	for (int v = 0; v < SCN_VERSION_COUNT; v++) {
		enum scn_version version = (enum scn_version)v;

		if (!scn_profile_offers_version(p, version) || has_suite_at(p, version))
			continue;
		scn_text_printf(why, scn_tr("%s is offered, but none of the suites exists there"),
			scn_version_word(version));
		return false;
	}
	return true;
}

/* RFC 8446 section 4.2.8: a share belongs to a group that is offered. */
static bool key_shares_are_groups(const struct scn_profile *p, struct scn_text *why)
{
	for (size_t i = 0; i < p->key_share_count; i++) {
		const struct scn_group *group = scn_group_by_code(p->key_shares[i]);

		if (!scn_profile_offers_group(p, p->key_shares[i]))
			return wrong(why, scn_tr("a key share needs its group among the groups"));
		if (!p->hello && (!group || (group->client_share_len == 0 &&
						    group->kind != SCN_GROUP_GREASE)))
			return wrong(why, scn_tr("no key share is known for one of these groups"));
	}
	if (p->key_share_count && !scn_profile_offers_version(p, SCN_TLS1_3))
		return wrong(why, scn_tr("key shares need TLS1.3 among the versions"));
	return true;
}

static const struct scn_profile_extension *find_extension(
	const struct scn_profile *p, uint16_t code)
{
	for (size_t i = 0; i < p->extension_count; i++) {
		if (p->extensions[i].code == code)
			return &p->extensions[i];
	}
	return NULL;
}

/* An extension that is made from a list is there exactly if the list is. */
static bool extensions_match_lists(const struct scn_profile *p, struct scn_text *why)
{
	bool tls13 = scn_profile_offers_version(p, SCN_TLS1_3);
	const struct {
		uint16_t code;
		const char *key;
		bool filled;
	} rules[] = {
		{ SCN_EXT_SERVER_NAME, "sends_sni", p->sends_sni },
		{ SCN_EXT_SUPPORTED_GROUPS, "groups", p->group_count > 0 },
		{ SCN_EXT_EC_POINT_FORMATS, "point_formats", p->point_format_count > 0 },
		{ SCN_EXT_SIGNATURE_ALGORITHMS, "signature_schemes", p->scheme_count > 0 },
		{ SCN_EXT_ALPN, "alpn", p->alpn_count > 0 },
		{ SCN_EXT_SUPPORTED_VERSIONS, "versions", tls13 },
		{ SCN_EXT_KEY_SHARE, "key_shares", tls13 },
	};

	for (size_t i = 0; i < SCN_COUNT(rules); i++) {
		const struct scn_profile_extension *extension = find_extension(p, rules[i].code);
		const char *name = scn_extension_by_code(rules[i].code)->name;

		if (extension && extension->body)
			scn_text_printf(why,
				scn_tr("%s is made from \"%s\" and has no body of its own"), name,
				rules[i].key);
		else if (extension && !rules[i].filled)
			scn_text_printf(why, scn_tr("%s is listed, but \"%s\" does not ask for it"),
				name, rules[i].key);
		else if (!extension && rules[i].filled)
			scn_text_printf(why, scn_tr("\"%s\" asks for %s, which is not listed"),
				rules[i].key, name);
		if (why->len)
			return false;
	}
	return true;
}

/* RFC 8446 section 4.2.11: what must be last and cannot be made up. */
static bool extensions_can_be_sent(const struct scn_profile *p, struct scn_text *why)
{
	if (p->ssl2_form && p->extension_count)
		return wrong(why, scn_tr("a hello in the form of SSL 2.0 has no extensions"));
	if (find_extension(p, SCN_EXT_PRE_SHARED_KEY))
		return wrong(why,
			scn_tr("pre_shared_key belongs to one session and cannot be in a profile"));
	return true;
}

static bool session_id_is_usual(const struct scn_profile *p, struct scn_text *why)
{
	return p->hello || p->session_id_len == 0 || p->session_id_len == 32 ||
	       wrong(why, "expected 0 or 32");
}

static bool limits_are_ranges(const struct scn_profile *p, struct scn_text *why)
{
	const struct scn_profile_limits *l = &p->limits;

	if ((l->dh_max && l->dh_min > l->dh_max) || (l->rsa_max && l->rsa_min > l->rsa_max))
		return wrong(why, scn_tr("a minimum is above its maximum"));
	return true;
}

static bool base_is_plain(const struct scn_profile *p, struct scn_text *why)
{
	if (!p->not_set.base || is_id(p->not_set.base))
		return true;
	return wrong(why, scn_tr("an id is made of a-z, 0-9, '-' and '.', such as exchange-2019"));
}

static const struct {
	const char *key;
	check *is_fine;
} checks[] = {
	{ "id", id_is_plain },
	{ "role", role_is_known },
	{ "sources", has_source },
	{ "versions", has_versions },
	{ "versions_rsa_only", rsa_only_is_offered },
	{ "suites", every_version_has_a_suite },
	{ "key_shares", key_shares_are_groups },
	{ "extensions", extensions_can_be_sent },
	{ "extensions", extensions_match_lists },
	{ "session_id_len", session_id_is_usual },
	{ "limits", limits_are_ranges },
	{ "hello", scn_profile_hello_agrees },
	{ "not_set", base_is_plain },
};

const char *scn_profile_check(const struct scn_profile *profile, struct scn_text *why)
{
	for (size_t i = 0; i < SCN_COUNT(checks); i++) {
		if (!checks[i].is_fine(profile, why))
			return checks[i].key;
	}
	return NULL;
}
