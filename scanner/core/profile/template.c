#include "core/profile/template.h"

#include <stdlib.h>
#include <string.h>

#include "core/base/alloc.h"
#include "core/base/language.h"
#include "core/profile/profile-fit.h"
#include "core/registry/group.h"
#include "core/registry/scheme.h"

/* ---- what each allows ---- */

static bool is_usual(const struct scn_suite *s)
{
	bool kx = s->kx == SCN_KX_RSA || s->kx == SCN_KX_DHE || s->kx == SCN_KX_ECDHE ||
		  s->kx == SCN_KX_TLS13;
	bool auth = s->auth == SCN_AUTH_RSA || s->auth == SCN_AUTH_ECDSA ||
		    s->auth == SCN_AUTH_DSS || s->auth == SCN_AUTH_ANY;

	return s->status == SCN_SUITE_IANA && kx && auth && scn_suite_selectable(s);
}

static bool has_sha2(const struct scn_scheme *s)
{
	return strncmp(s->hash, "SHA256", 6) == 0 || strncmp(s->hash, "SHA384", 6) == 0 ||
	       strncmp(s->hash, "SHA512", 6) == 0;
}

static bool is_brainpool(const char *name)
{
	return strstr(name, "brainpool") != NULL;
}

/* RFC 9325 section 4.2: ephemeral ECDH with AEAD, no truncated tags; and TLS 1.3. */
static bool modern_suite(const struct scn_suite *s)
{
	return is_usual(s) && s->strength == SCN_STRENGTH_GOOD && s->kx != SCN_KX_DHE &&
	       (strstr(s->cipher, "GCM") || strstr(s->cipher, "CHACHA20"));
}

static bool modern_group(const struct scn_group *g)
{
	return g->code == SCN_GROUP_X25519 || g->code == SCN_GROUP_SECP256R1 ||
	       g->code == SCN_GROUP_SECP384R1;
}

static bool modern_scheme(const struct scn_scheme *s)
{
	return has_sha2(s) && !is_brainpool(s->name) &&
	       (s->key == SCN_SCHEME_KEY_RSA || s->key == SCN_SCHEME_KEY_ECDSA);
}

/* NIST SP 800-52r2 section 3.3.1: AES only, forward secret. */
static bool fips_suite(const struct scn_suite *s)
{
	bool kx = s->kx == SCN_KX_DHE || s->kx == SCN_KX_ECDHE || s->kx == SCN_KX_TLS13;

	return is_usual(s) && kx && s->auth != SCN_AUTH_DSS && strncmp(s->cipher, "AES_", 4) == 0 &&
	       s->likelihood > 1;
}

/* The same, section 3.4.2. */
static bool fips_group(const struct scn_group *g)
{
	return g->kind == SCN_GROUP_FFDHE ||
	       (g->code >= SCN_GROUP_SECP256R1 && g->code <= SCN_GROUP_SECP521R1);
}

static bool fips_scheme(const struct scn_scheme *s)
{
	return has_sha2(s) && !is_brainpool(s->name) &&
	       (s->key == SCN_SCHEME_KEY_RSA || s->key == SCN_SCHEME_KEY_RSA_PSS ||
		       s->key == SCN_SCHEME_KEY_ECDSA);
}

static bool every_suite(const struct scn_suite *s)
{
	return is_usual(s) && s->strength != SCN_STRENGTH_BROKEN && s->likelihood > 1;
}

static bool every_group(const struct scn_group *g)
{
	return g->likelihood > 3 &&
	       (g->kind == SCN_GROUP_EC_PRIME || g->kind == SCN_GROUP_MONTGOMERY ||
		       g->kind == SCN_GROUP_FFDHE);
}

static bool every_scheme(const struct scn_scheme *s)
{
	return !s->grease && s->key != SCN_SCHEME_KEY_OTHER && s->key != SCN_SCHEME_KEY_DSA &&
	       strcmp(s->hash, "MD5") != 0 && !is_brainpool(s->name);
}

#define TLS(minor) SCN_VERSION_BIT(SCN_TLS1_##minor)

static const struct allowed {
	scn_versions versions;
	bool (*suite)(const struct scn_suite *s);
	bool (*group)(const struct scn_group *g);
	bool (*scheme)(const struct scn_scheme *s);
} allowed[] = {
	{ TLS(2) | TLS(3), modern_suite, modern_group, modern_scheme },
	{ TLS(2) | TLS(3), fips_suite, fips_group, fips_scheme },
	{ TLS(0) | TLS(1) | TLS(2) | TLS(3), every_suite, every_group, every_scheme },
};

/* Same rows as above. */
static const struct scn_profile_template templates[SCN_COUNT(allowed)] = {
	{ "modern", SCN_MARK("Modern (RFC 9325)") },
	{ "fips", SCN_MARK("FIPS 140 (NIST SP 800-52)") },
	{ "everything", SCN_MARK("Everything On") },
};

const struct scn_profile_template *scn_profile_templates(size_t *count_out)
{
	*count_out = SCN_COUNT(templates);
	return templates;
}

bool scn_profile_is_windows(const struct scn_profile *profile)
{
	return !profile->file && strncmp(profile->id, "windows-", strlen("windows-")) == 0;
}

/* ---- the lists ---- */

static int best_suite_first(const void *a, const void *b)
{
	const struct scn_suite *x = scn_suite_by_code(*(const scn_suite_code *)a);
	const struct scn_suite *y = scn_suite_by_code(*(const scn_suite_code *)b);

	if ((x->min_version == SCN_TLS1_3) != (y->min_version == SCN_TLS1_3))
		return x->min_version == SCN_TLS1_3 ? -1 : 1;
	if (x->strength != y->strength)
		return (int)x->strength - (int)y->strength;
	if (x->effective_bits != y->effective_bits)
		return y->effective_bits - x->effective_bits;
	return (x->code > y->code) - (x->code < y->code);
}

static int likeliest_group_first(const void *a, const void *b)
{
	const struct scn_group *x = scn_group_by_code(*(const uint16_t *)a);
	const struct scn_group *y = scn_group_by_code(*(const uint16_t *)b);

	if (x->likelihood != y->likelihood)
		return y->likelihood - x->likelihood;
	return (x->code > y->code) - (x->code < y->code);
}

/* What TLS 1.3 takes stands first. */
static int newest_scheme_first(const void *a, const void *b)
{
	const struct scn_scheme *x = scn_scheme_by_code(*(const uint16_t *)a);
	const struct scn_scheme *y = scn_scheme_by_code(*(const uint16_t *)b);

	if (x->tls13_verify != y->tls13_verify)
		return x->tls13_verify ? -1 : 1;
	return (x->code > y->code) - (x->code < y->code);
}

/* A signal is no suite and stays. */
static void set_suites(struct scn_profile *p, const struct allowed *allow, bool schannel)
{
	const struct scn_suite *suites;
	scn_suite_code *codes = NULL;
	size_t count = 0, all;

	suites = scn_suites(&all);
	for (size_t i = 0; i < all; i++) {
		if (allow->suite(&suites[i]) && (!schannel || suites[i].schannel))
			SCN_APPEND(codes, count, suites[i].code);
	}
	qsort(codes, count, sizeof(*codes), best_suite_first);
	for (size_t i = 0; i < p->suite_count; i++) {
		const struct scn_suite *suite = scn_suite_by_code(p->suites[i]);

		if (suite && suite->status == SCN_SUITE_SCSV)
			SCN_APPEND(codes, count, suite->code);
	}
	free(p->suites);
	p->suites = codes;
	p->suite_count = count;
}

static void set_groups(struct scn_profile *p, const struct allowed *allow, bool schannel)
{
	size_t all;
	const struct scn_group *groups = scn_groups(&all);

	p->group_count = 0;
	for (size_t i = 0; i < all; i++) {
		if (allow->group(&groups[i]) && (!schannel || groups[i].schannel))
			SCN_APPEND(p->groups, p->group_count, groups[i].code);
	}
	qsort(p->groups, p->group_count, sizeof(*p->groups), likeliest_group_first);
}

static void set_schemes(struct scn_profile *p, const struct allowed *allow, bool schannel)
{
	size_t all;
	const struct scn_scheme *schemes = scn_schemes(&all);

	p->scheme_count = 0;
	for (size_t i = 0; i < all; i++) {
		if (allow->scheme(&schemes[i]) && (!schannel || schemes[i].schannel))
			SCN_APPEND(p->schemes, p->scheme_count, schemes[i].code);
	}
	qsort(p->schemes, p->scheme_count, sizeof(*p->schemes), newest_scheme_first);
}

struct scn_profile *scn_profile_from_template(const char *id, const struct scn_profile *client)
{
	bool schannel = scn_profile_is_schannel(client);
	size_t at = 0;
	struct scn_profile *p;
	struct scn_text notes = { 0 };

	while (at < SCN_COUNT(templates) && strcmp(templates[at].id, id) != 0)
		at++;
	if (at == SCN_COUNT(templates))
		return NULL;
	p = scn_profile_copy(client);
	scn_profile_set_all(p);
	p->ssl2_form = false;
	p->versions = allowed[at].versions;
	p->versions_rsa_only = 0;
	p->session_id_len = 32; /* RFC 8446 appendix D.4 */
	set_suites(p, &allowed[at], schannel);
	set_groups(p, &allowed[at], schannel);
	set_schemes(p, &allowed[at], schannel);
	scn_profile_drop_empty_versions(p, &notes);
	scn_profile_fit(p);
	scn_text_finish(&notes);
	return p;
}
