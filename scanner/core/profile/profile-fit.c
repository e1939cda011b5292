#include "core/profile/profile-fit.h"

#include <stdlib.h>
#include <string.h>

#include "core/base/alloc.h"
#include "core/base/language.h"
#include "core/registry/extension.h"
#include "core/registry/group.h"

static void remove_extension(struct scn_profile *p, uint16_t code)
{
	for (size_t i = 0; i < p->extension_count; i++) {
		if (p->extensions[i].code != code)
			continue;
		free(p->extensions[i].body);
		memmove(&p->extensions[i], &p->extensions[i + 1],
			(p->extension_count - i - 1) * sizeof(*p->extensions));
		p->extension_count--;
		return;
	}
}

/* Last, but before the padding, which fills up what is there. */
static void add_extension(struct scn_profile *p, uint16_t code)
{
	struct scn_profile_extension extension = { .code = code };
	size_t at = p->extension_count;

	if (scn_profile_has_extension(p, code))
		return;
	SCN_APPEND(p->extensions, p->extension_count, extension);
	for (; at > 0 && p->extensions[at - 1].code == SCN_EXT_PADDING; at--)
		p->extensions[at] = p->extensions[at - 1];
	p->extensions[at] = extension;
}

/* There exactly if its list asks for it. A hello in the form of SSL 2.0 has no extensions. */
static void fit_extension(struct scn_profile *p, uint16_t code, bool asked_for)
{
	if (asked_for && !p->ssl2_form)
		add_extension(p, code);
	else
		remove_extension(p, code);
}

static bool has_share(uint16_t code)
{
	const struct scn_group *group = scn_group_by_code(code);

	return group && group->tls13 && group->client_share_len;
}

/* RFC 8446 section 4.2.8: a share belongs to a group that is offered. */
static void fit_key_shares(struct scn_profile *p)
{
	size_t kept = 0;

	for (size_t i = 0; i < p->key_share_count; i++) {
		if (scn_profile_offers_group(p, p->key_shares[i]))
			p->key_shares[kept++] = p->key_shares[i];
	}
	p->key_share_count = kept;
	for (size_t i = 0; i < p->group_count && p->key_share_count == 0; i++) {
		if (has_share(p->groups[i]))
			SCN_APPEND(p->key_shares, p->key_share_count, p->groups[i]);
	}
}

/* RFC 8446 section 4.2: what belongs to TLS 1.3 alone comes and goes with it. */
static void fit_tls13(struct scn_profile *p)
{
	bool on = scn_profile_offers_version(p, SCN_TLS1_3);

	/* Not all clients of TLS 1.3 send it: it comes only with a TLS 1.3 that is new. */
	if (!on || !scn_profile_has_extension(p, SCN_EXT_SUPPORTED_VERSIONS))
		fit_extension(p, SCN_EXT_PSK_KEY_EXCHANGE_MODES, on);
	fit_extension(p, SCN_EXT_SUPPORTED_VERSIONS, on);
	fit_extension(p, SCN_EXT_KEY_SHARE, on);
	if (on)
		fit_key_shares(p);
	else
		p->key_share_count = 0;
}

/* Without an elliptic curve there is nothing to say about points (RFC 8422 section 5.1). */
static void fit_groups(struct scn_profile *p)
{
	fit_extension(p, SCN_EXT_SUPPORTED_GROUPS, p->group_count > 0);
	if (p->group_count)
		return;
	remove_extension(p, SCN_EXT_EC_POINT_FORMATS);
	p->point_format_count = 0;
}

bool scn_profile_has_static_rsa(const struct scn_profile *p, enum scn_version version)
{
	for (size_t i = 0; i < p->suite_count; i++) {
		const struct scn_suite *suite = scn_suite_by_code(p->suites[i]);

		if (suite && suite->kx == SCN_KX_RSA && scn_suite_in_version(suite, version))
			return true;
	}
	return false;
}

static void fit_rsa_only(struct scn_profile *p)
{
	p->versions_rsa_only &= p->versions;
	for (int v = SCN_SSL2; v <= SCN_TLS1_3; v++) {
		if (!scn_profile_has_static_rsa(p, (enum scn_version)v))
			p->versions_rsa_only &= (scn_versions)~SCN_VERSION_BIT(v);
	}
}

void scn_profile_drop_empty_versions(struct scn_profile *p, struct scn_text *notes)
{
	for (int v = SCN_SSL2; v <= SCN_TLS1_3; v++) {
		bool has = false;

		for (size_t i = 0; i < p->suite_count; i++) {
			const struct scn_suite *suite = scn_suite_by_code(p->suites[i]);

			has |= suite && scn_suite_in_version(suite, (enum scn_version)v);
		}
		if (has || !scn_profile_offers_version(p, (enum scn_version)v))
			continue;
		p->versions &= (scn_versions)~SCN_VERSION_BIT(v);
		scn_text_printf(notes, scn_tr("%s is left without a suite and not offered\n"),
			scn_version_title((enum scn_version)v));
	}
}

void scn_profile_fit(struct scn_profile *profile)
{
	fit_tls13(profile);
	fit_groups(profile);
	fit_extension(profile, SCN_EXT_SIGNATURE_ALGORITHMS, profile->scheme_count > 0);
	fit_extension(profile, SCN_EXT_SERVER_NAME, profile->sends_sni);
	fit_rsa_only(profile);
	free(profile->hello);
	profile->hello = NULL;
	profile->hello_len = 0;
}
