#include "core/judge/lookup.h"

#include "core/base/alloc.h"
#include "core/registry/group.h"
#include "core/registry/scheme.h"

bool scn_suite_usable_at(
	const struct scn_profile *profile, scn_suite_code code, enum scn_version version)
{
	const struct scn_suite *suite = scn_suite_by_code(code);

	if (!suite)
		return false;
	return !(profile->versions_rsa_only & SCN_VERSION_BIT(version)) || suite->kx == SCN_KX_RSA;
}

bool scn_suite_is_signed(const struct scn_suite *suite)
{
	return (suite->kx == SCN_KX_ECDHE || suite->kx == SCN_KX_DHE) &&
	       (suite->auth == SCN_AUTH_RSA || suite->auth == SCN_AUTH_ECDSA ||
		       suite->auth == SCN_AUTH_DSS);
}

/* Versions whose groups say something about this one: up to TLS 1.2 they are one setting. */
static bool speaks_for(scn_versions seen, enum scn_version version)
{
	bool tls13 = (seen & SCN_VERSION_BIT(SCN_TLS1_3)) != 0;
	bool older = (seen & (scn_versions)~SCN_VERSION_BIT(SCN_TLS1_3)) != 0;

	return version == SCN_TLS1_3 ? tls13 : older;
}

enum scn_known scn_common_group(const struct scn_profile *profile,
	const struct scn_server_facts *facts, enum scn_version version)
{
	bool used = false, refused = false, open = false;

	if (profile->group_count == 0)
		return SCN_ACCEPTED;
	for (size_t i = 0; i < facts->group_count; i++) {
		const struct scn_group_fact *group = &facts->groups[i];
		bool here = group->status == SCN_ACCEPTED && speaks_for(group->versions, version);
		bool offered = scn_profile_offers_group(profile, group->code);

		if (here && offered)
			return SCN_ACCEPTED;
		used |= here;
		refused |= group->status == SCN_REJECTED;
		open |= offered && group->status != SCN_REJECTED;
	}
	/* One that is used at this version and others that were refused: the list was asked to its
	 * end. A group of which only another version is known leaves the matter open. */
	return used && refused && !open ? SCN_REJECTED : SCN_UNKNOWN;
}

bool scn_scheme_is_for(uint16_t code, enum scn_auth auth)
{
	const struct scn_scheme *scheme = scn_scheme_by_code(code);

	if (!scheme)
		return false;
	switch (auth) {
	case SCN_AUTH_RSA:
		return scheme->key == SCN_SCHEME_KEY_RSA || scheme->key == SCN_SCHEME_KEY_RSA_PSS;
	case SCN_AUTH_ECDSA:
		return scheme->key == SCN_SCHEME_KEY_ECDSA ||
		       scheme->key == SCN_SCHEME_KEY_ED25519 || scheme->key == SCN_SCHEME_KEY_ED448;
	case SCN_AUTH_DSS:
		return scheme->key == SCN_SCHEME_KEY_DSA;
	default:
		return false;
	}
}

/* RFC 5246 section 7.4.1.4.1: a client without the extension means SHA-1. */
static bool offers_scheme(const struct scn_profile *profile, uint16_t code)
{
	if (profile->scheme_count == 0)
		return (code & 0xFF00) == 0x0200;
	return scn_profile_offers_scheme(profile, code);
}

enum scn_known scn_common_scheme(
	const struct scn_profile *profile, const struct scn_server_facts *facts, enum scn_auth auth)
{
	bool refused = false, open = false;

	for (size_t i = 0; i < facts->scheme_count; i++) {
		const struct scn_scheme_fact *scheme = &facts->schemes[i];

		if (!scn_scheme_is_for(scheme->code, auth))
			continue;
		refused |= scheme->status == SCN_REJECTED;
		if (!offers_scheme(profile, scheme->code))
			continue;
		if (scheme->status == SCN_ACCEPTED)
			return SCN_ACCEPTED;
		open |= scheme->status == SCN_UNKNOWN;
	}
	return refused && !open ? SCN_REJECTED : SCN_UNKNOWN;
}

/* RFC 8446 section 4.2.3: a TLS 1.3 scheme for ECDSA names its curve. */
bool scn_scheme_fits_key(uint16_t code, const struct scn_certificate_fact *certificate)
{
	static const struct {
		uint16_t scheme, curve;
	} curves[] = {
		{ 0x0403, SCN_GROUP_SECP256R1 },
		{ 0x0503, SCN_GROUP_SECP384R1 },
		{ 0x0603, SCN_GROUP_SECP521R1 },
		{ 0x081A, SCN_GROUP_BRAINPOOLP256R1 },
		{ 0x081B, SCN_GROUP_BRAINPOOLP384R1 },
		{ 0x081C, SCN_GROUP_BRAINPOOLP512R1 },
	};
	const struct scn_scheme *scheme = scn_scheme_by_code(code);

	if (!scheme || !scheme->tls13_verify || scheme->key != certificate->key)
		return false;
	if (certificate->key == SCN_SCHEME_KEY_RSA_PSS)
		return code >= 0x0809;
	if (certificate->key != SCN_SCHEME_KEY_ECDSA)
		return true;
	for (size_t i = 0; i < SCN_COUNT(curves); i++)
		if (curves[i].scheme == code && curves[i].curve == certificate->curve)
			return true;
	return false;
}

static bool signs_for(const struct scn_certificate_fact *c, enum scn_auth auth)
{
	switch (auth) {
	case SCN_AUTH_ANY:
		return true;
	case SCN_AUTH_RSA:
		return c->key == SCN_SCHEME_KEY_RSA || c->key == SCN_SCHEME_KEY_RSA_PSS;
	case SCN_AUTH_ECDSA:
		return c->key == SCN_SCHEME_KEY_ECDSA || c->key == SCN_SCHEME_KEY_ED25519 ||
		       c->key == SCN_SCHEME_KEY_ED448;
	default:
		return false;
	}
}

static bool can_work_with(const struct scn_profile *profile, const struct scn_certificate_fact *c,
	enum scn_version version)
{
	if (version != SCN_TLS1_3)
		return c->key != SCN_SCHEME_KEY_ECDSA || !c->curve || profile->group_count == 0 ||
		       scn_profile_offers_group(profile, c->curve);
	for (size_t i = 0; i < profile->scheme_count; i++)
		if (scn_scheme_fits_key(profile->schemes[i], c))
			return true;
	return false;
}

enum scn_known scn_common_key(const struct scn_profile *profile,
	const struct scn_server_facts *facts, enum scn_version version, enum scn_auth auth)
{
	bool seen = false;

	for (size_t i = 0; i < facts->certificate_count; i++) {
		const struct scn_certificate_fact *c = &facts->certificates[i];

		if (!signs_for(c, auth))
			continue;
		if (can_work_with(profile, c, version))
			return SCN_ACCEPTED;
		seen = true;
	}
	/* In TLS 1.3 there may be another certificate that was never shown. */
	return seen && version != SCN_TLS1_3 ? SCN_REJECTED : SCN_UNKNOWN;
}

uint16_t scn_rsa_bits(const struct scn_server_facts *facts)
{
	for (size_t i = 0; i < facts->certificate_count; i++)
		if (facts->certificates[i].key == SCN_SCHEME_KEY_RSA)
			return facts->certificates[i].bits;
	return 0;
}

static bool has_certificate(const struct scn_server_facts *facts, enum scn_scheme_key key)
{
	for (size_t i = 0; i < facts->certificate_count; i++)
		if (facts->certificates[i].key == key)
			return true;
	return false;
}

bool scn_server_has_key(const struct scn_server_facts *facts, enum scn_auth auth)
{
	if (auth == SCN_AUTH_ANY)
		return true;
	if (auth == SCN_AUTH_RSA && has_certificate(facts, SCN_SCHEME_KEY_RSA))
		return true;
	if (auth == SCN_AUTH_ECDSA && has_certificate(facts, SCN_SCHEME_KEY_ECDSA))
		return true;
	for (int v = 0; v < SCN_VERSION_COUNT; v++) {
		const struct scn_version_fact *version = &facts->versions[v];

		for (size_t i = 0; i < version->suite_count; i++) {
			const struct scn_suite *suite = scn_suite_by_code(version->suites[i].code);

			if (version->suites[i].status == SCN_ACCEPTED && suite &&
				suite->auth == auth)
				return true;
		}
	}
	return false;
}

enum scn_version scn_common_version(
	const struct scn_profile *profile, const struct scn_server_facts *facts)
{
	for (int v = SCN_TLS1_3; v >= SCN_SSL2; v--) {
		if (!scn_profile_offers_version(profile, (enum scn_version)v))
			continue;
		if (facts->versions[v].status == SCN_ACCEPTED)
			return (enum scn_version)v;
		if (facts->versions[v].status == SCN_UNKNOWN)
			return SCN_VERSION_NONE;
	}
	return SCN_VERSION_NONE;
}
