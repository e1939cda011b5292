#include "core/dialect/fit.h"

#include <stdlib.h>
#include <string.h>

#include "core/base/alloc.h"
#include "core/registry/extension.h"

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

/* RFC 8446 section 4.2: what belongs to TLS 1.3 alone goes with it. */
static void fit_tls13(struct scn_profile *p)
{
	static const uint16_t tls13[] = { SCN_EXT_SUPPORTED_VERSIONS, SCN_EXT_KEY_SHARE,
		SCN_EXT_PSK_KEY_EXCHANGE_MODES };
	size_t kept = 0;

	if (!scn_profile_offers_version(p, SCN_TLS1_3)) {
		for (size_t i = 0; i < SCN_COUNT(tls13); i++)
			remove_extension(p, tls13[i]);
		p->key_share_count = 0;
		return;
	}
	for (size_t i = 0; i < p->key_share_count; i++) {
		if (scn_profile_offers_group(p, p->key_shares[i]))
			p->key_shares[kept++] = p->key_shares[i];
	}
	p->key_share_count = kept;
	if (kept == 0 && p->group_count)
		SCN_APPEND(p->key_shares, p->key_share_count, p->groups[0]);
}

/* Without an elliptic curve there is nothing to say about points (RFC 8422 section 5.1). */
static void fit_groups(struct scn_profile *p)
{
	if (p->group_count)
		return;
	remove_extension(p, SCN_EXT_SUPPORTED_GROUPS);
	remove_extension(p, SCN_EXT_EC_POINT_FORMATS);
	p->point_format_count = 0;
}

void scn_dialect_drop_empty_versions(struct scn_profile *p, struct scn_text *notes)
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
		scn_text_printf(notes, "%s is left without a suite and not offered\n",
			scn_version_title((enum scn_version)v));
	}
}

void scn_dialect_fit(struct scn_profile *profile)
{
	fit_tls13(profile);
	fit_groups(profile);
	profile->versions_rsa_only &= profile->versions;
	free(profile->hello);
	profile->hello = NULL;
	profile->hello_len = 0;
}
