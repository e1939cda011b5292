/*
 * Causes behind the server's choice: what it selected is outside the limits of the client, of which the
 * hello says nothing; or the handshake does not complete.
 */
#include <string.h>

#include "core/base/alloc.h"
#include "core/base/language.h"
#include "core/judge/case.h"
#include "core/judge/lookup.h"
#include "core/judge/remedy.h"
#include "core/registry/extension.h"

enum {
	GOOD_DH_BITS = 2048,
	GOOD_RSA_BITS = 2048,
	LEAST_DH_BITS = 1024, /* nobody should be told to accept less */
};

enum bound {
	AT_LEAST,
	AT_MOST,
};

static struct scn_change server_change(enum scn_change_kind kind, uint32_t value)
{
	return (struct scn_change){
		.side = SCN_SIDE_SERVER, .kind = kind, .values = { value }, .value_count = 1
	};
}

/* ---- the size of the DH group ---- */

/* The DH group that this client would get. */
static uint16_t dh_bits(const struct scn_case *c)
{
	if (scn_case_selected(c))
		return c->replay->dh_bits;
	return c->facts->dh.bits;
}

/* Would the server choose a DHE suite for this client? */
static bool is_dhe(const struct scn_case *c)
{
	struct scn_outcome outcome;

	if (scn_case_selected(c))
		return c->replay->dh_bits != 0;
	outcome = scn_negotiate(c->profile, c->facts);
	return outcome.works == SCN_REJECTED && outcome.suite && outcome.suite->kx == SCN_KX_DHE;
}

bool scn_detect_dh_too_small(const struct scn_case *c)
{
	uint16_t bits = dh_bits(c);

	return bits && bits < c->profile->limits.dh_min && is_dhe(c);
}

bool scn_detect_dh_too_large(const struct scn_case *c)
{
	uint32_t most = c->profile->limits.dh_max;

	return most && dh_bits(c) > most && is_dhe(c);
}

static void explain_dh(
	const struct scn_case *c, struct scn_verdict *v, enum bound bound, uint32_t limit)
{
	struct scn_text text = { 0 };
	const char *name = c->facts->dh.bits == dh_bits(c) ? c->facts->dh.name : NULL;

	scn_text_printf(&text,
		bound == AT_LEAST ? scn_tr("The server uses a DH group of %1$u bits; the client "
					   "wants at least %2$u.")
				  : scn_tr("The server uses a DH group of %1$u bits; the client "
					   "wants at most %2$u."),
		dh_bits(c), limit);
	v->summary = scn_text_take(&text);
	if (name)
		scn_text_printf(&text, scn_tr("DHE with %1$u bits, %2$s"), dh_bits(c), name);
	else
		scn_text_printf(&text, scn_tr("DHE with %u bits"), dh_bits(c));
	v->server_side = scn_text_take(&text);
	scn_text_printf(&text,
		bound == AT_LEAST ? scn_tr("at least %u bits for DHE")
				  : scn_tr("at most %u bits for DHE"),
		limit);
	v->client_side = scn_text_take(&text);
	v->why = scn_strdup(scn_tr("The hello cannot say how large the group has to be, so the "
				   "server does not know, and the client ends the handshake."));
}

void scn_explain_dh_too_small(const struct scn_case *c, struct scn_verdict *v)
{
	explain_dh(c, v, AT_LEAST, c->profile->limits.dh_min);
}

void scn_explain_dh_too_large(const struct scn_case *c, struct scn_verdict *v)
{
	explain_dh(c, v, AT_MOST, c->profile->limits.dh_max);
}

/* A server that has something better chooses it once DHE is not offered. */
static void without_dhe(struct scn_case *c, struct scn_verdict *v)
{
	struct scn_change change = { .side = SCN_SIDE_CLIENT,
		.kind = SCN_CHANGE_REMOVE_KEY_EXCHANGE,
		.values = { SCN_KX_DHE },
		.value_count = 1 };

	scn_remedy_reasoned(c, v, &change, SCN_STRENGTH_GOOD,
		scn_tr("do not offer DHE suites: without them the server chooses something else"));
}

void scn_remedy_dh_too_small(struct scn_case *c, struct scn_verdict *v)
{
	struct scn_change larger = server_change(SCN_CHANGE_LARGER_DH,
		c->profile->limits.dh_min > GOOD_DH_BITS ? c->profile->limits.dh_min
							 : GOOD_DH_BITS);
	struct scn_change lower = { .side = SCN_SIDE_CLIENT,
		.kind = SCN_CHANGE_LOWER_DH_LIMIT,
		.values = { dh_bits(c) },
		.value_count = 1 };

	scn_remedy_plain(v, &larger, SCN_STRENGTH_GOOD,
		scn_tr("use a DH group of 2048 bits (ffdhe2048), or prefer ECDHE"));
	without_dhe(c, v);
	if (dh_bits(c) >= LEAST_DH_BITS)
		scn_remedy_plain(v, &lower, SCN_STRENGTH_WEAK,
			scn_tr("accept smaller DH groups (weak: only until the server is "
			       "changed)"));
}

void scn_remedy_dh_too_large(struct scn_case *c, struct scn_verdict *v)
{
	uint32_t most = c->profile->limits.dh_max;
	struct scn_change smaller =
		server_change(SCN_CHANGE_SMALLER_DH, most >= GOOD_DH_BITS ? GOOD_DH_BITS : most);

	scn_remedy_plain(v, &smaller, most >= GOOD_DH_BITS ? SCN_STRENGTH_GOOD : SCN_STRENGTH_WEAK,
		most >= GOOD_DH_BITS
			? scn_tr("use a DH group of 2048 bits (ffdhe2048), or prefer ECDHE")
			: scn_tr("prefer ECDHE; a DH group that this client takes is weak"));
	without_dhe(c, v);
	scn_remedy_on(v, SCN_SIDE_CLIENT, SCN_CHANGE_UPDATE_SOFTWARE,
		scn_tr("update the TLS library: it limits the size of DH groups"));
}

/* ---- the size of the RSA key ---- */

/* Did, or would, the server show its RSA key to this client? 0 = no, or not known. */
static uint16_t rsa_bits(const struct scn_case *c)
{
	const struct scn_suite *suite;

	if (scn_case_selected(c)) {
		suite = scn_suite_by_code(c->replay->suite);
		/* A TLS 1.3 suite does not say which key: sure only where there is no other. */
		if (!suite || (suite->auth == SCN_AUTH_ANY &&
				      scn_server_has_key(c->facts, SCN_AUTH_ECDSA)))
			return 0;
		return suite->auth == SCN_AUTH_RSA || suite->auth == SCN_AUTH_ANY
			       ? scn_rsa_bits(c->facts)
			       : 0;
	}
	suite = scn_negotiate(c->profile, c->facts).suite;
	return suite && suite->auth == SCN_AUTH_RSA ? scn_rsa_bits(c->facts) : 0;
}

bool scn_detect_rsa_too_small(const struct scn_case *c)
{
	uint16_t bits = rsa_bits(c);

	return bits && bits < c->profile->limits.rsa_min;
}

bool scn_detect_rsa_too_large(const struct scn_case *c)
{
	return c->profile->limits.rsa_max && rsa_bits(c) > c->profile->limits.rsa_max;
}

static void explain_rsa(
	const struct scn_case *c, struct scn_verdict *v, enum bound bound, uint32_t limit)
{
	struct scn_text text = { 0 };

	scn_text_printf(&text,
		bound == AT_LEAST ? scn_tr("The server's RSA key has %1$u bits; the client wants "
					   "at least %2$u.")
				  : scn_tr("The server's RSA key has %1$u bits; the client wants "
					   "at most %2$u."),
		rsa_bits(c), limit);
	v->summary = scn_text_take(&text);
	scn_text_printf(&text, scn_tr("RSA key of %u bits"), rsa_bits(c));
	v->server_side = scn_text_take(&text);
	scn_text_printf(&text,
		bound == AT_LEAST ? scn_tr("at least %u bits for RSA")
				  : scn_tr("at most %u bits for RSA"),
		limit);
	v->client_side = scn_text_take(&text);
	v->why = scn_strdup(scn_tr("The client looks at the certificate and ends the handshake; it "
				   "does so also where it verifies nothing else."));
}

void scn_explain_rsa_too_small(const struct scn_case *c, struct scn_verdict *v)
{
	explain_rsa(c, v, AT_LEAST, c->profile->limits.rsa_min);
}

void scn_explain_rsa_too_large(const struct scn_case *c, struct scn_verdict *v)
{
	explain_rsa(c, v, AT_MOST, c->profile->limits.rsa_max);
}

void scn_remedy_rsa_too_small(struct scn_case *c, struct scn_verdict *v)
{
	struct scn_change change = server_change(SCN_CHANGE_LARGER_KEY, GOOD_RSA_BITS);

	scn_remedy_plain(v, &change, SCN_STRENGTH_GOOD,
		scn_tr("install a certificate with an RSA key of 2048 bits or an ECDSA key on "
		       "P-256"));
}

void scn_remedy_rsa_too_large(struct scn_case *c, struct scn_verdict *v)
{
	struct scn_change change = server_change(SCN_CHANGE_SMALLER_KEY, GOOD_RSA_BITS);

	scn_remedy_plain(v, &change, SCN_STRENGTH_GOOD,
		scn_tr("install a certificate with an RSA key of 2048 or 3072 bits"));
}

/* ---- signatures of TLS 1.0 and 1.1 ---- */

/* The version and suite that the server chooses, or would choose, for this client. */
static struct scn_outcome choice(const struct scn_case *c)
{
	struct scn_outcome outcome;

	if (!scn_case_selected(c))
		return scn_negotiate(c->profile, c->facts);
	outcome = (struct scn_outcome){ .version = c->replay->version,
		.suite = scn_suite_by_code(c->replay->suite) };
	return outcome;
}

bool scn_detect_legacy_signature(const struct scn_case *c)
{
	struct scn_outcome chosen = choice(c);

	return chosen.suite && chosen.version < SCN_TLS1_2 && scn_suite_is_signed(chosen.suite) &&
	       !scn_suite_usable_at(c->profile, chosen.suite->code, chosen.version);
}

void scn_explain_legacy_signature(const struct scn_case *c, struct scn_verdict *v)
{
	struct scn_text text = { 0 };
	struct scn_outcome chosen = choice(c);

	scn_text_printf(&text,
		scn_tr("The server chooses %s, whose signatures the client refuses."),
		scn_version_title(chosen.version));
	v->summary = scn_text_take(&text);
	scn_text_printf(&text, scn_tr("%1$s with %2$s"), scn_version_title(chosen.version),
		chosen.suite->name);
	v->server_side = scn_text_take(&text);
	v->client_side = scn_strdup(scn_tr("offers that version, takes no SHA-1 signatures"));
	v->why = scn_strdup(
		scn_tr("Up to TLS 1.1 the key exchange is signed with SHA-1 (and MD5). OpenSSL 3 "
		       "at security level 1 or higher refuses that: \"legacy sigalg disallowed\". "
		       "Static RSA suites are not signed and would do."));
}

void scn_remedy_legacy_signature(struct scn_case *c, struct scn_verdict *v)
{
	struct scn_change version = server_change(SCN_CHANGE_ADD_VERSION, SCN_TLS1_2);
	struct scn_change lower = { .side = SCN_SIDE_CLIENT, .kind = SCN_CHANGE_UPDATE_SOFTWARE };

	if (scn_profile_offers_version(c->profile, SCN_TLS1_2))
		scn_remedy_plain(v, &version, SCN_STRENGTH_GOOD, scn_tr("allow TLS 1.2"));
	scn_remedy_plain(v, &lower, SCN_STRENGTH_WEAK,
		scn_tr("let the client use security level 0 for this server (OpenSSL: @SECLEVEL=0; "
		       "weak: only until the server is updated)"));
}

/* ---- extensions that the client insists on ---- */

/* TLS 1.3 has neither renegotiation nor another master secret. */
static enum scn_known answered(const struct scn_case *c, bool in_replay, enum scn_known in_facts)
{
	struct scn_outcome outcome;

	if (scn_case_selected(c)) {
		if (c->replay->version >= SCN_TLS1_3)
			return SCN_ACCEPTED;
		return in_replay ? SCN_ACCEPTED : SCN_REJECTED;
	}
	outcome = scn_negotiate(c->profile, c->facts);
	return outcome.version >= SCN_TLS1_3 ? SCN_ACCEPTED : in_facts;
}

bool scn_detect_reneg_missing(const struct scn_case *c)
{
	return c->profile->requires_secure_renegotiation &&
	       answered(c, c->replay && c->replay->secure_renegotiation,
		       c->facts->secure_renegotiation) == SCN_REJECTED;
}

void scn_explain_reneg_missing(const struct scn_case *c, struct scn_verdict *v)
{
	v->summary = scn_strdup(
		scn_tr("The server lacks secure renegotiation; the client insists on it."));
	v->why = scn_strdup(
		scn_tr("The ServerHello does not answer renegotiation_info (RFC 5746). OpenSSL 3 "
		       "ends the handshake then: \"unsafe legacy renegotiation disabled\"."));
	v->server_side = scn_strdup(scn_tr("does not answer renegotiation_info"));
	v->client_side = scn_strdup(scn_tr("requires secure renegotiation"));
}

void scn_remedy_reneg_missing(struct scn_case *c, struct scn_verdict *v)
{
	struct scn_change lower = { .side = SCN_SIDE_CLIENT, .kind = SCN_CHANGE_UPDATE_SOFTWARE };

	scn_remedy_on(v, SCN_SIDE_SERVER, SCN_CHANGE_UPDATE_SOFTWARE,
		scn_tr("update the TLS library of the server (or the load balancer before it): RFC "
		       "5746 is of 2010"));
	scn_remedy_plain(v, &lower, SCN_STRENGTH_WEAK,
		scn_tr("allow old servers (OpenSSL: Options = UnsafeLegacyServerConnect; weak: "
		       "only until the server is updated)"));
}

bool scn_detect_ems_missing(const struct scn_case *c)
{
	return c->profile->requires_extended_master_secret &&
	       scn_profile_has_extension(c->profile, SCN_EXT_EXTENDED_MASTER_SECRET) &&
	       answered(c, c->replay && c->replay->extended_master_secret,
		       c->facts->extended_master_secret) == SCN_REJECTED;
}

void scn_explain_ems_missing(const struct scn_case *c, struct scn_verdict *v)
{
	v->summary = scn_strdup(
		scn_tr("The server lacks the extended master secret; the client insists on it."));
	v->why = scn_strdup(scn_tr("The ServerHello does not answer extended_master_secret (RFC "
				   "7627). Clients in FIPS mode end the handshake then."));
	v->server_side = scn_strdup(scn_tr("does not answer extended_master_secret"));
	v->client_side = scn_strdup(scn_tr("requires the extended master secret"));
}

void scn_remedy_ems_missing(struct scn_case *c, struct scn_verdict *v)
{
	scn_remedy_on(v, SCN_SIDE_SERVER, SCN_CHANGE_UPDATE_SOFTWARE,
		scn_tr("update the TLS library of the server, or allow TLS 1.3"));
	scn_remedy_on(v, SCN_SIDE_CLIENT, SCN_CHANGE_UPDATE_SOFTWARE,
		scn_tr("do not insist on the extended master secret for this server (leave FIPS "
		       "mode, or tls1-prf-ems-check = 0)"));
}

/* ---- handshakes that do not complete ---- */

static bool is_not_completed(const struct scn_case *c)
{
	return scn_case_selected(c) && c->replay->completed == SCN_REJECTED;
}

bool scn_detect_client_certificate_required(const struct scn_case *c)
{
	return is_not_completed(c) && c->replay->client_certificate_asked;
}

/* The sentence with what the library said of the failure in it; heap. */
static char *say_failure(const struct scn_case *c, const char *format)
{
	struct scn_text failure = { 0 }, text = { 0 };

	if (c->replay->failure)
		scn_text_peer(&failure, c->replay->failure, strlen(c->replay->failure));
	else
		scn_text_add(&failure, scn_tr("no reason given"));
	scn_text_printf(&text, format, scn_text_str(&failure));
	scn_text_finish(&failure);
	return scn_text_take(&text);
}

void scn_explain_client_certificate_required(const struct scn_case *c, struct scn_verdict *v)
{
	v->summary = scn_strdup(scn_tr("The server requires a client certificate."));
	v->why = say_failure(c, scn_tr("It asked for a certificate; a handshake without one ended "
				       "with: %s. With TLS 1.3 the client takes the handshake for "
				       "done and sees the refusal only when it speaks next."));
	v->server_side = scn_strdup(scn_tr("requires a certificate of the client"));
	v->client_side = scn_strdup(scn_tr("has none, as far as this profile says"));
}

void scn_remedy_client_certificate_required(struct scn_case *c, struct scn_verdict *v)
{
	scn_remedy_on(v, SCN_SIDE_SERVER, SCN_CHANGE_CLIENT_CERTIFICATE,
		scn_tr("do not require client certificates on the public SMTP port (asking for one "
		       "does no harm)"));
	scn_remedy_on(v, SCN_SIDE_CLIENT, SCN_CHANGE_CLIENT_CERTIFICATE,
		scn_tr("present a client certificate that the server trusts"));
}

bool scn_detect_handshake_not_completed(const struct scn_case *c)
{
	return is_not_completed(c);
}

void scn_explain_handshake_not_completed(const struct scn_case *c, struct scn_verdict *v)
{
	v->summary = scn_strdup(
		scn_tr("The server chooses a suite and then cannot complete the handshake."));
	v->why = say_failure(c, scn_tr("A real handshake with what it chose ended with: %s."));
}

void scn_remedy_handshake_not_completed(struct scn_case *c, struct scn_verdict *v)
{
	scn_remedy_on(v, SCN_SIDE_SERVER, SCN_CHANGE_REPAIR_SERVICE,
		scn_tr("look into the server's log for the same minute: most often a key that does "
		       "not belong to its certificate"));
}
