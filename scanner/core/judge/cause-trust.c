/* What a sender that verifies is not satisfied with: the chain, the name, TLSA records. */
#include <string.h>

#include "core/base/alloc.h"
#include "core/base/language.h"
#include "core/judge/case.h"
#include "core/judge/lookup.h"
#include "core/judge/remedy.h"
#include "core/judge/words.h"
#include "core/judge/trust.h"

/* ---- which certificate, and does this client look at it? ---- */

static bool fits_suite(const struct scn_case *c, const struct scn_certificate_fact *certificate)
{
	const struct scn_suite *suite =
		scn_case_selected(c) ? scn_suite_by_code(c->replay->suite) : NULL;

	if (scn_case_selected(c) && c->replay->key_known)
		return certificate->key == c->replay->key;
	if (!suite || suite->auth == SCN_AUTH_ANY)
		return true;
	return (suite->auth == SCN_AUTH_RSA) == (certificate->key == SCN_SCHEME_KEY_RSA ||
							certificate->key == SCN_SCHEME_KEY_RSA_PSS);
}

/* The one that was verified counts before the one that was only seen. */
static const struct scn_certificate_fact *certificate_of(const struct scn_case *c)
{
	const struct scn_certificate_fact *seen = NULL;

	for (size_t i = 0; i < c->facts->certificate_count; i++) {
		const struct scn_certificate_fact *certificate = &c->facts->certificates[i];

		if (!fits_suite(c, certificate))
			continue;
		if (certificate->trust != SCN_TRUST_UNKNOWN)
			return certificate;
		seen = seen ? seen : certificate;
	}
	return seen;
}

static bool uses_dane(const struct scn_case *c)
{
	return c->profile->verifies == SCN_VERIFIES_DANE;
}

/* Without secure records, and with unusable ones only, a DANE client takes any certificate. */
static bool looks_at_chain(const struct scn_case *c)
{
	return c->profile->verifies == SCN_VERIFIES_CHAIN ||
	       c->profile->verifies == SCN_VERIFIES_NAME;
}

/* TLSA records are of names: an address has none, so there is nothing to look up. */
static bool may_have_tlsa(const struct scn_case *c)
{
	const struct scn_server_facts *f = c->facts;

	return f->host && f->address && strcmp(f->host, f->address) != 0 && strchr(f->host, '.');
}

/* Saved scans of before had one result for all certificates. */
static enum scn_dane dane_of(const struct scn_case *c)
{
	const struct scn_certificate_fact *certificate = certificate_of(c);

	return certificate && certificate->dane != SCN_DANE_UNKNOWN ? certificate->dane
								    : c->facts->tlsa.dane;
}

const char *scn_trust_open(const struct scn_case *c)
{
	const struct scn_certificate_fact *certificate = certificate_of(c);

	if (looks_at_chain(c) && (!certificate || certificate->trust == SCN_TRUST_UNKNOWN))
		return scn_tr("This client verifies the certificate, and the certificate could not "
			      "be verified here: no handshake was completed.");
	if (c->profile->verifies == SCN_VERIFIES_NAME && certificate->trust == SCN_TRUST_TRUSTED &&
		certificate->name_matches == SCN_UNKNOWN)
		return scn_tr("This client verifies the name in the certificate, and that was not "
			      "compared.");
	if (uses_dane(c) && may_have_tlsa(c) && c->facts->tlsa.status == SCN_TLSA_UNKNOWN)
		return scn_tr("This client looks for TLSA records, and whether there are any could "
			      "not be found out here.");
	if (uses_dane(c) && c->facts->tlsa.status == SCN_TLSA_SECURE &&
		dane_of(c) == SCN_DANE_UNKNOWN)
		return scn_tr("This client compares the certificate with TLSA records, and that "
			      "could not be done here: no handshake was completed.");
	return NULL;
}

/* ---- chains ---- */

static bool chain_is(const struct scn_case *c, enum scn_trust trust)
{
	const struct scn_certificate_fact *certificate = certificate_of(c);

	return looks_at_chain(c) && certificate && certificate->trust == trust;
}

/* "certificate of CN mail.example.com, issued by Example CA" */
static void describe(const struct scn_case *c, struct scn_verdict *v)
{
	const struct scn_certificate_fact *certificate = certificate_of(c);
	struct scn_text subject = { 0 }, issuer = { 0 }, text = { 0 };

	if (certificate->subject)
		scn_text_peer(&subject, certificate->subject, strlen(certificate->subject));
	if (certificate->issuer)
		scn_text_peer(&issuer, certificate->issuer, strlen(certificate->issuer));
	scn_text_printf(&text, scn_tr("certificate of %1$s, issued by %2$s"),
		scn_text_str(&subject), scn_text_str(&issuer));
	scn_text_finish(&subject);
	scn_text_finish(&issuer);
	v->server_side = scn_text_take(&text);
	v->client_side = scn_strdup(c->profile->verifies == SCN_VERIFIES_NAME
					    ? scn_tr("verifies the chain and the name")
					    : scn_tr("verifies the chain"));
	if (certificate->chain) {
		scn_text_printf(&text,
			scn_tr("verified with the certificates this system trusts: %s"),
			certificate->chain);
		v->proof = scn_text_take(&text);
	}
}

#define CHAIN_CAUSE(name, trust)                                                                   \
	bool scn_detect_##name(const struct scn_case *c)                                           \
	{                                                                                          \
		return chain_is(c, trust);                                                         \
	}

CHAIN_CAUSE(certificate_expired, SCN_TRUST_EXPIRED)
CHAIN_CAUSE(certificate_not_yet_valid, SCN_TRUST_NOT_YET_VALID)
CHAIN_CAUSE(certificate_self_signed, SCN_TRUST_SELF_SIGNED)
CHAIN_CAUSE(certificate_unknown_issuer, SCN_TRUST_UNKNOWN_ISSUER)
CHAIN_CAUSE(certificate_incomplete_chain, SCN_TRUST_INCOMPLETE)
CHAIN_CAUSE(certificate_wrong_purpose, SCN_TRUST_WRONG_PURPOSE)
CHAIN_CAUSE(certificate_weak, SCN_TRUST_WEAK)
CHAIN_CAUSE(certificate_not_verified, SCN_TRUST_OTHER)

void scn_explain_certificate_expired(const struct scn_case *c, struct scn_verdict *v)
{
	scn_say(v, scn_tr("The server's certificate has expired, and this client verifies it."),
		scn_tr("Senders that do not verify go on with it, so the trouble shows with a few "
		       "partners only."));
	describe(c, v);
}

void scn_remedy_certificate_expired(struct scn_case *c, struct scn_verdict *v)
{
	scn_remedy_on(v, SCN_SIDE_SERVER, SCN_CHANGE_REPLACE_CERTIFICATE,
		scn_tr("renew the certificate, and restart the service that still has the old "
		       "one"));
}

void scn_explain_certificate_not_yet_valid(const struct scn_case *c, struct scn_verdict *v)
{
	scn_say(v, scn_tr("The server's certificate is not valid yet."),
		scn_tr("Its first day lies in the future. Either it was installed too early, or "
		       "one of the clocks is wrong: compare the clocks of both sides first."));
	describe(c, v);
}

void scn_remedy_certificate_not_yet_valid(struct scn_case *c, struct scn_verdict *v)
{
	scn_remedy_on(v, SCN_SIDE_SERVER, SCN_CHANGE_REPLACE_CERTIFICATE,
		scn_tr("correct the clock, or install a certificate that is valid now"));
}

void scn_explain_certificate_self_signed(const struct scn_case *c, struct scn_verdict *v)
{
	scn_say(v,
		scn_tr("The server's certificate is signed by itself, and this client verifies "
		       "it."),
		scn_tr("Nobody vouches for it. Senders that do not verify go on all the same."));
	describe(c, v);
}

void scn_remedy_certificate_self_signed(struct scn_case *c, struct scn_verdict *v)
{
	scn_remedy_on(v, SCN_SIDE_SERVER, SCN_CHANGE_REPLACE_CERTIFICATE,
		scn_tr("install a certificate of a public CA (Let's Encrypt is one)"));
	scn_remedy_on(v, SCN_SIDE_CLIENT, SCN_CHANGE_TRUST,
		scn_tr("trust this very certificate for this partner"));
}

void scn_explain_certificate_unknown_issuer(const struct scn_case *c, struct scn_verdict *v)
{
	scn_say(v, scn_tr("The issuer of the server's certificate is not trusted."),
		scn_tr("The chain ends at an issuer that this system does not know. A sender with "
		       "other trusted roots may see it otherwise."));
	describe(c, v);
	v->evidence = SCN_EVIDENCE_COMPUTED; /* the client's roots cannot be seen from here */
}

void scn_remedy_certificate_unknown_issuer(struct scn_case *c, struct scn_verdict *v)
{
	scn_remedy_on(v, SCN_SIDE_SERVER, SCN_CHANGE_REPLACE_CERTIFICATE,
		scn_tr("install a certificate of a public CA"));
	scn_remedy_on(v, SCN_SIDE_CLIENT, SCN_CHANGE_TRUST,
		scn_tr("add the issuer to the trusted roots"));
}

void scn_explain_certificate_incomplete_chain(const struct scn_case *c, struct scn_verdict *v)
{
	scn_say(v, scn_tr("The server does not send its intermediate certificate."),
		scn_tr("It sends its own certificate alone, and that says where the one of its "
		       "issuer is to be found. Mail servers do not fetch what is missing, as "
		       "browsers do."));
	describe(c, v);
	v->evidence = SCN_EVIDENCE_COMPUTED; /* it may be a private root that the client knows */
}

void scn_remedy_certificate_incomplete_chain(struct scn_case *c, struct scn_verdict *v)
{
	scn_remedy_on(v, SCN_SIDE_SERVER, SCN_CHANGE_SEND_CHAIN,
		scn_tr("send the intermediate certificate too (the file fullchain.pem instead of "
		       "cert.pem)"));
}

void scn_explain_certificate_wrong_purpose(const struct scn_case *c, struct scn_verdict *v)
{
	scn_say(v, scn_tr("The server's certificate is not for TLS servers."),
		scn_tr("Its extended key usage lacks serverAuth, so clients that verify refuse "
		       "it."));
	describe(c, v);
}

void scn_remedy_certificate_wrong_purpose(struct scn_case *c, struct scn_verdict *v)
{
	scn_remedy_on(v, SCN_SIDE_SERVER, SCN_CHANGE_REPLACE_CERTIFICATE,
		scn_tr("install a certificate with the extended key usage serverAuth"));
}

void scn_explain_certificate_weak(const struct scn_case *c, struct scn_verdict *v)
{
	scn_say(v, scn_tr("A key or a signature in the server's chain is too weak."),
		scn_tr("Verifying clients of today want RSA keys of 2048 bits and no SHA-1 or MD5 "
		       "signatures."));
	describe(c, v);
}

void scn_remedy_certificate_weak(struct scn_case *c, struct scn_verdict *v)
{
	scn_remedy_on(v, SCN_SIDE_SERVER, SCN_CHANGE_REPLACE_CERTIFICATE,
		scn_tr("install a certificate with a key of 2048 bits (RSA) or on P-256, signed "
		       "with SHA-256"));
}

void scn_explain_certificate_not_verified(const struct scn_case *c, struct scn_verdict *v)
{
	scn_say(v, scn_tr("The server's certificate does not verify."),
		scn_tr("The verifier's own words stand below; other verifiers may use others."));
	describe(c, v);
}

void scn_remedy_certificate_not_verified(struct scn_case *c, struct scn_verdict *v)
{
	scn_remedy_on(v, SCN_SIDE_SERVER, SCN_CHANGE_REPLACE_CERTIFICATE,
		scn_tr("install a certificate of a public CA, with its chain"));
}

/* ---- the name ---- */

bool scn_detect_certificate_wrong_name(const struct scn_case *c)
{
	const struct scn_certificate_fact *certificate = certificate_of(c);

	return c->profile->verifies == SCN_VERIFIES_NAME && certificate &&
	       certificate->name_matches == SCN_REJECTED;
}

void scn_explain_certificate_wrong_name(const struct scn_case *c, struct scn_verdict *v)
{
	const struct scn_certificate_fact *certificate = certificate_of(c);
	struct scn_text host = { 0 }, names = { 0 }, text = { 0 };

	scn_say(v, scn_tr("The server's certificate is for another name."), NULL);
	describe(c, v);
	scn_text_peer(&host, c->facts->host, strlen(c->facts->host));
	for (size_t i = 0; i < certificate->name_count && i < 4; i++) {
		scn_text_add(&names, i ? ", " : "");
		scn_text_peer(&names, certificate->names[i], strlen(certificate->names[i]));
	}
	scn_text_printf(&text,
		certificate->name_count
			? scn_tr("The server is called %1$s; its certificate is for %2$s.")
			: scn_tr("The server is called %1$s; its certificate is for no DNS name at "
				 "all."),
		scn_text_str(&host), scn_text_str(&names));
	v->why = scn_text_take(&text);
	scn_text_finish(&host);
	scn_text_finish(&names);
}

void scn_remedy_certificate_wrong_name(struct scn_case *c, struct scn_verdict *v)
{
	scn_remedy_on(v, SCN_SIDE_SERVER, SCN_CHANGE_REPLACE_CERTIFICATE,
		scn_tr("install a certificate with the name that the MX record has"));
}

/* ---- DANE ---- */

bool scn_detect_dane_bogus(const struct scn_case *c)
{
	return uses_dane(c) && c->facts->tlsa.status == SCN_TLSA_BOGUS;
}

void scn_explain_dane_bogus(const struct scn_case *c, struct scn_verdict *v)
{
	struct scn_text why = { 0 };

	v->summary = scn_strdup(scn_tr("The TLSA records do not pass DNSSEC."));
	if (c->facts->tlsa.detail)
		scn_text_printf(&why,
			scn_tr("A DANE client cannot know whether the answer was forged, so it "
			       "waits. The validator says: %s."),
			c->facts->tlsa.detail);
	else
		scn_text_add(&why, scn_tr("A DANE client cannot know whether the answer was "
					  "forged, so it waits."));
	v->why = scn_text_take(&why);
	v->proof = scn_strdup(scn_tr("TLSA look-up with DNSSEC: bogus, while the root verifies"));
}

void scn_remedy_dane_bogus(struct scn_case *c, struct scn_verdict *v)
{
	scn_remedy_on(v, SCN_SIDE_SERVER, SCN_CHANGE_CORRECT_DNS,
		scn_tr("sign the zone again, and look whether its DS record at the parent fits"));
}

bool scn_detect_dane_no_starttls(const struct scn_case *c)
{
	return uses_dane(c) && c->facts->tlsa.status == SCN_TLSA_SECURE &&
	       c->facts->smtp.starttls == SCN_STARTTLS_NOT_OFFERED;
}

void scn_explain_dane_no_starttls(const struct scn_case *c, struct scn_verdict *v)
{
	scn_say(v, scn_tr("TLSA records are published, but STARTTLS is not offered."),
		scn_tr("The records promise TLS. To a DANE client its absence is an attack, so the "
		       "mail waits. Either TLS was switched off, or something in between hides "
		       "it."));
	v->proof =
		scn_strdup(scn_tr("secure TLSA records, EHLO answer without STARTTLS, seen twice"));
}

void scn_remedy_dane_no_starttls(struct scn_case *c, struct scn_verdict *v)
{
	scn_remedy_on(v, SCN_SIDE_SERVER, SCN_CHANGE_OFFER_STARTTLS,
		scn_tr("offer STARTTLS, or take the TLSA records away"));
}

static bool dane_is(const struct scn_case *c, enum scn_dane dane)
{
	return uses_dane(c) && c->facts->tlsa.status == SCN_TLSA_SECURE && dane_of(c) == dane;
}

static void describe_records(const struct scn_case *c, struct scn_verdict *v)
{
	const struct scn_tlsa_fact *tlsa = &c->facts->tlsa;
	struct scn_text list = { 0 }, text = { 0 };

	for (size_t i = 0; i < tlsa->record_count && i < 4; i++)
		scn_text_printf(&list, "%s%u %u %u", i ? ", " : "", tlsa->records[i].usage,
			tlsa->records[i].selector, tlsa->records[i].matching);
	scn_text_printf(&text,
		scn_tr_n("%1$zu TLSA record: %2$s", "%1$zu TLSA records: %2$s", tlsa->record_count),
		tlsa->record_count, scn_text_str(&list));
	scn_text_finish(&list);
	v->server_side = scn_text_take(&text);
	v->client_side = scn_strdup(scn_tr("verifies by DANE"));
	v->proof = scn_strdup(scn_tr("the chain that was sent, compared with the TLSA records"));
}

bool scn_detect_dane_mismatch(const struct scn_case *c)
{
	return dane_is(c, SCN_DANE_MISMATCH);
}

void scn_explain_dane_mismatch(const struct scn_case *c, struct scn_verdict *v)
{
	scn_say(v, scn_tr("The certificate does not match the TLSA records."),
		scn_tr("Most often the key or certificate was renewed and the record was not; or "
		       "the record (usage 2) is of a CA whose certificate the server does not "
		       "send."));
	describe_records(c, v);
}

void scn_remedy_dane_mismatch(struct scn_case *c, struct scn_verdict *v)
{
	scn_remedy_on(v, SCN_SIDE_SERVER, SCN_CHANGE_CORRECT_DNS,
		scn_tr("publish the record of the present key (3 1 1), keep the key on renewals, "
		       "and add the next record before a key changes"));
	scn_remedy_on(v, SCN_SIDE_SERVER, SCN_CHANGE_SEND_CHAIN,
		scn_tr("with usage 2: send the certificate that the record is of"));
}

bool scn_detect_dane_untrusted(const struct scn_case *c)
{
	return dane_is(c, SCN_DANE_WRONG_NAME) || dane_is(c, SCN_DANE_EXPIRED) ||
	       dane_is(c, SCN_DANE_OTHER);
}

void scn_explain_dane_untrusted(const struct scn_case *c, struct scn_verdict *v)
{
	static const char *const whys[] = {
		[SCN_DANE_WRONG_NAME] =
			SCN_MARK("With usage 2 the certificate also needs the name of the server, "
				 "and it has another one. Usage 3 ignores names."),
		[SCN_DANE_EXPIRED] = SCN_MARK("With usage 2 the dates count too, and they have "
					      "passed. Usage 3 ignores dates."),
		[SCN_DANE_OTHER] = SCN_MARK(
			"With usage 2 the chain has to verify up to that CA, and it does not."),
	};

	scn_say(v, scn_tr("A TLSA record fits, but the chain under it does not verify."),
		scn_tr(whys[dane_of(c)]));
	describe_records(c, v);
}

void scn_remedy_dane_untrusted(struct scn_case *c, struct scn_verdict *v)
{
	scn_remedy_on(v, SCN_SIDE_SERVER, SCN_CHANGE_REPLACE_CERTIFICATE,
		scn_tr("renew the certificate with the right name"));
	scn_remedy_on(v, SCN_SIDE_SERVER, SCN_CHANGE_CORRECT_DNS,
		scn_tr("or publish a record of the server's own key (3 1 1)"));
}

/* ---- keyUsage: some libraries look at it even where they verify nothing ---- */

/* Does the handshake sign with the key, or encrypt to it? Known only after a choice. */
static uint16_t needed_usage(const struct scn_case *c)
{
	const struct scn_suite *suite =
		scn_case_selected(c) ? scn_suite_by_code(c->replay->suite) : NULL;

	if (!suite)
		return 0;
	if (suite->kx == SCN_KX_RSA)
		return SCN_KEY_USAGE_ENCIPHERMENT;
	return suite->kx == SCN_KX_TLS13 || scn_suite_is_signed(suite) ? SCN_KEY_USAGE_SIGNATURE
								       : 0;
}

bool scn_detect_key_usage(const struct scn_case *c)
{
	const struct scn_certificate_fact *certificate = certificate_of(c);
	uint16_t needed = needed_usage(c);

	return c->profile->requires_key_usage && certificate && certificate->has_key_usage &&
	       needed && !(certificate->key_usage & needed);
}

void scn_explain_key_usage(const struct scn_case *c, struct scn_verdict *v)
{
	bool signs = needed_usage(c) == SCN_KEY_USAGE_SIGNATURE;

	scn_say(v, scn_tr("The certificate does not allow what the handshake does with its key."),
		signs ? scn_tr("The chosen suite signs with the key, and keyUsage lacks "
			       "digitalSignature. GnuTLS and BoringSSL refuse that even where they "
			       "verify nothing; OpenSSL does not care.")
		      : scn_tr("The chosen suite encrypts to the key, and keyUsage lacks "
			       "keyEncipherment. GnuTLS and BoringSSL refuse that even where they "
			       "verify nothing."));
	v->server_side = scn_strdup(signs ? scn_tr("keyUsage without digitalSignature")
					  : scn_tr("keyUsage without keyEncipherment"));
}

void scn_remedy_key_usage(struct scn_case *c, struct scn_verdict *v)
{
	bool signs = needed_usage(c) == SCN_KEY_USAGE_SIGNATURE;

	scn_remedy_on(v, SCN_SIDE_SERVER, SCN_CHANGE_REPLACE_CERTIFICATE,
		signs ? scn_tr("install a certificate with the key usage digitalSignature")
		      : scn_tr("install a certificate with the key usage keyEncipherment, or "
			       "prefer ECDHE"));
}
