/* Causes in the lists of both sides: versions, suites, key types, groups, signature schemes. */
#include <stdlib.h>
#include <string.h>

#include "core/base/alloc.h"
#include "core/base/language.h"
#include "core/judge/case.h"
#include "core/judge/lookup.h"
#include "core/judge/remedy.h"
#include "core/judge/words.h"
#include "core/registry/alert.h"

/* ---- no common version ---- */

bool scn_detect_no_common_version(const struct scn_case *c)
{
	for (int v = 0; v < SCN_VERSION_COUNT; v++)
		if (scn_profile_offers_version(c->profile, (enum scn_version)v) &&
			c->facts->versions[v].status != SCN_REJECTED)
			return false;
	return true;
}

void scn_explain_no_common_version(const struct scn_case *c, struct scn_verdict *v)
{
	struct scn_text server = { 0 }, client = { 0 }, why = { 0 };

	scn_say_versions(scn_server_versions(c->facts), &server);
	scn_say_versions(c->profile->versions, &client);
	scn_text_printf(&why, scn_tr("The server accepts %1$s, the client offers %2$s."),
		scn_text_str(&server), scn_text_str(&client));
	v->summary = scn_strdup(scn_tr("No protocol version in common."));
	v->server_side = scn_text_take(&server);
	v->client_side = scn_text_take(&client);
	v->why = scn_text_take(&why);
}

void scn_remedy_no_common_version(struct scn_case *c, struct scn_verdict *v)
{
	scn_remedy_versions(c, v);
}

/* ---- no common suite, and its special form: the wrong kind of key ---- */

static bool no_suite(const struct scn_case *c)
{
	return c->version != SCN_VERSION_NONE && c->common.both_count == 0 &&
	       c->common.maybe_count == 0;
}

/* The same but for the key that proves who the server is? */
static bool differ_in_key(const struct scn_suite *a, const struct scn_suite *b)
{
	return a && b && a->kx == b->kx && strcmp(a->cipher, b->cipher) == 0 &&
	       strcmp(a->mac, b->mac) == 0 &&
	       ((a->auth == SCN_AUTH_RSA && b->auth == SCN_AUTH_ECDSA) ||
		       (a->auth == SCN_AUTH_ECDSA && b->auth == SCN_AUTH_RSA));
}

/* The key of the server that this client cannot use; SCN_AUTH_NULL where that is not the matter. */
static enum scn_auth unusable_key(const struct scn_case *c)
{
	scn_suite_code *codes;
	const scn_suite_code *offered;
	size_t count = scn_facts_accepted(c->facts, c->version, &codes);
	size_t offered_count = scn_profile_suites_at(c->profile, c->version, &offered);
	enum scn_auth auth = SCN_AUTH_NULL;

	for (size_t i = 0; i < count; i++)
		for (size_t k = 0; k < offered_count; k++)
			if (differ_in_key(
				    scn_suite_by_code(codes[i]), scn_suite_by_code(offered[k])))
				auth = scn_suite_by_code(codes[i])->auth;
	free(codes);
	free((void *)offered);
	return auth;
}

bool scn_detect_key_type(const struct scn_case *c)
{
	enum scn_auth auth = no_suite(c) ? unusable_key(c) : SCN_AUTH_NULL;
	enum scn_auth other = auth == SCN_AUTH_RSA ? SCN_AUTH_ECDSA : SCN_AUTH_RSA;

	/* With both kinds of key the matter would not be the key. */
	return auth != SCN_AUTH_NULL && !scn_server_has_key(c->facts, other);
}

static char *none_of_those(const char *offered, size_t count)
{
	struct scn_text text = { 0 };

	scn_text_printf(&text,
		scn_tr_n("%1$s, none of those %2$zu", "%1$s, none of those %2$zu", count), offered,
		count);
	return scn_text_take(&text);
}

static void say_both_suites(const struct scn_case *c, struct scn_verdict *v)
{
	scn_suite_code *codes;
	const scn_suite_code *offered;
	size_t count = scn_facts_accepted(c->facts, c->version, &codes);
	size_t offered_count = scn_profile_suites_at(c->profile, c->version, &offered);
	struct scn_text server = { 0 }, client = { 0 };

	scn_say_suites(codes, count, scn_version_title(c->version), &server);
	scn_say_suites(offered, offered_count, NULL, &client);
	v->server_side = scn_text_take(&server);
	if (count)
		v->client_side = none_of_those(scn_text_str(&client), count);
	else
		v->client_side = scn_text_take(&client);
	scn_text_finish(&client);
	free(codes);
	free((void *)offered);
}

void scn_explain_key_type(const struct scn_case *c, struct scn_verdict *v)
{
	bool ecdsa = unusable_key(c) == SCN_AUTH_ECDSA;

	v->summary = scn_strdup(ecdsa ? scn_tr("The server has an ECDSA certificate; the client "
					       "offers RSA suites only.")
				      : scn_tr("The server has an RSA certificate; the client "
					       "offers ECDSA suites only."));
	v->why = scn_strdup(scn_tr("Up to TLS 1.2 a cipher suite names the kind of the server's "
				   "key. The suites of both sides differ in nothing else."));
	say_both_suites(c, v);
}

void scn_remedy_key_type(struct scn_case *c, struct scn_verdict *v)
{
	bool ecdsa = unusable_key(c) == SCN_AUTH_ECDSA;
	struct scn_change change = { .side = SCN_SIDE_SERVER,
		.kind = SCN_CHANGE_ADD_KEY_TYPE,
		.values = { ecdsa ? SCN_SCHEME_KEY_RSA : SCN_SCHEME_KEY_ECDSA },
		.value_count = 1 };

	scn_remedy_plain(v, &change, SCN_STRENGTH_GOOD,
		ecdsa ? scn_tr("install an RSA certificate beside the ECDSA one")
		      : scn_tr("install an ECDSA certificate beside the RSA one"));
	scn_remedy_client_suite(c, v);
}

bool scn_detect_no_common_suite(const struct scn_case *c)
{
	return no_suite(c);
}

void scn_explain_no_common_suite(const struct scn_case *c, struct scn_verdict *v)
{
	struct scn_text text = { 0 };

	scn_text_printf(&text, scn_tr("No cipher suite in common. Both sides support %s."),
		scn_version_title(c->version));
	v->summary = scn_text_take(&text);
	say_both_suites(c, v);
	scn_text_printf(&text, scn_tr("The server accepts %1$s. The client offers %2$s."),
		v->server_side, v->client_side);
	v->why = scn_text_take(&text);
}

void scn_remedy_no_common_suite(struct scn_case *c, struct scn_verdict *v)
{
	scn_remedy_server_suite(c, v);
	scn_remedy_client_suite(c, v);
}

/* ---- the suites fit, the curve of the key does not ---- */

/* Every suite that both have needs a certificate that this client cannot use. */
bool scn_detect_key_curve(const struct scn_case *c)
{
	if (c->version == SCN_VERSION_NONE || c->version == SCN_TLS1_3 ||
		c->common.both_count == 0 || c->common.maybe_count)
		return false;
	for (size_t i = 0; i < c->common.both_count; i++) {
		const struct scn_suite *suite = scn_suite_by_code(c->common.both[i]);

		if (scn_common_key(c->profile, c->facts, c->version, suite->auth) != SCN_REJECTED)
			return false;
	}
	return true;
}

static uint16_t key_curve(const struct scn_case *c)
{
	for (size_t i = 0; i < c->facts->certificate_count; i++)
		if (c->facts->certificates[i].curve)
			return c->facts->certificates[i].curve;
	return 0;
}

void scn_explain_key_curve(const struct scn_case *c, struct scn_verdict *v)
{
	struct scn_text server = { 0 }, client = { 0 }, text = { 0 };
	uint16_t curve = key_curve(c);

	scn_say_groups(&curve, 1, &server);
	scn_say_groups(c->profile->groups, c->profile->group_count, &client);
	v->summary = scn_strdup(scn_tr("The client does not know the curve of the server's key."));
	scn_text_printf(&text, scn_tr("an ECDSA key on %s"), scn_text_str(&server));
	v->server_side = scn_text_take(&text);
	scn_text_printf(&text, scn_tr("knows %s"), scn_text_str(&client));
	v->client_side = scn_text_take(&text);
	scn_text_printf(&text,
		scn_tr("The server has an ECDSA key on %1$s; the client knows %2$s. Up to TLS 1.2 "
		       "the curve of the key has to be among the client's groups (RFC 8422 section "
		       "5.1)."),
		scn_text_str(&server), scn_text_str(&client));
	v->why = scn_text_take(&text);
	scn_text_finish(&server);
	scn_text_finish(&client);
}

void scn_remedy_key_curve(struct scn_case *c, struct scn_verdict *v)
{
	struct scn_change replace = { .side = SCN_SIDE_SERVER,
		.kind = SCN_CHANGE_ADD_KEY_TYPE,
		.values = { SCN_SCHEME_KEY_RSA },
		.value_count = 1 };
	struct scn_change add = { .side = SCN_SIDE_CLIENT,
		.kind = SCN_CHANGE_ADD_GROUP,
		.values = { key_curve(c) },
		.value_count = 1 };

	scn_remedy_plain(v, &replace, SCN_STRENGTH_GOOD,
		scn_tr("use a key on P-256 (secp256r1), or install an RSA certificate beside it"));
	scn_case_try(c, &add);
	scn_remedy_tried(c, v, &add, SCN_STRENGTH_GOOD, scn_tr("enable that curve"));
}

/* ---- suites are there, but nothing to exchange or to sign with ---- */

bool scn_detect_no_common_group(const struct scn_case *c)
{
	if (c->version == SCN_VERSION_NONE || c->common.both_count == 0 || c->common.maybe_count)
		return false;
	for (size_t i = 0; i < c->common.both_count; i++) {
		const struct scn_suite *suite = scn_suite_by_code(c->common.both[i]);

		if (!scn_suite_has_ecdhe(suite) && suite->kx != SCN_KX_TLS13)
			return false;
	}
	return scn_common_group(c->profile, c->facts, c->version) == SCN_REJECTED;
}

void scn_explain_no_common_group(const struct scn_case *c, struct scn_verdict *v)
{
	struct scn_text server = { 0 }, client = { 0 }, why = { 0 };
	uint16_t *codes;
	size_t count = scn_server_groups(c->facts, &codes);

	scn_say_groups(codes, count, &server);
	scn_say_groups(c->profile->groups, c->profile->group_count, &client);
	scn_text_printf(&why,
		scn_tr("Every suite that both have needs a curve or group; the server uses %1$s, "
		       "the client offers %2$s."),
		scn_text_str(&server), scn_text_str(&client));
	v->summary = scn_strdup(scn_tr("No group for the key exchange in common."));
	v->server_side = scn_text_take(&server);
	v->client_side = scn_text_take(&client);
	v->why = scn_text_take(&why);
	free(codes);
}

void scn_remedy_no_common_group(struct scn_case *c, struct scn_verdict *v)
{
	scn_remedy_groups(c, v);
}

/* Every suite that both have is signed with a key for which no scheme is common. */
bool scn_detect_no_common_scheme(const struct scn_case *c)
{
	if (c->version != SCN_TLS1_2 || c->common.both_count == 0 || c->common.maybe_count)
		return false;
	for (size_t i = 0; i < c->common.both_count; i++) {
		const struct scn_suite *suite = scn_suite_by_code(c->common.both[i]);

		if (!scn_suite_is_signed(suite) ||
			scn_common_scheme(c->profile, c->facts, suite->auth) != SCN_REJECTED)
			return false;
	}
	return true;
}

void scn_explain_no_common_scheme(const struct scn_case *c, struct scn_verdict *v)
{
	struct scn_text server = { 0 }, client = { 0 }, why = { 0 };
	uint16_t *codes;
	size_t count = scn_server_schemes(c->facts, &codes);

	scn_say_schemes(codes, count, &server);
	scn_say_schemes(c->profile->schemes, c->profile->scheme_count, &client);
	scn_text_printf(&why, scn_tr("The server signs with %1$s, the client accepts %2$s."),
		scn_text_str(&server), scn_text_str(&client));
	v->summary = scn_strdup(scn_tr("No signature scheme in common."));
	v->server_side = scn_text_take(&server);
	v->client_side = scn_text_take(&client);
	v->why = scn_text_take(&why);
	free(codes);
}

void scn_remedy_no_common_scheme(struct scn_case *c, struct scn_verdict *v)
{
	scn_remedy_schemes(c, v);
}
