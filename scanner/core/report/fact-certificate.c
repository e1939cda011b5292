/* The certificates, each with a heading and its rows, and what their keys are good for. */
#include <string.h>

#include "core/base/alloc.h"
#include "core/base/language.h"
#include "core/report/fact-private.h"
#include "core/report/text-parts.h"

enum {
	SOON_DAYS = 30, /* a certificate that ends within them is worth a mark */
	DAY = 86400,
	WEAK_RSA = 2048, /* fewer bits are below 112 bits of security (NIST SP 800-57) */
};

static scn_unixtime now_of(const struct scn_fact_view *view)
{
	return view->document->finished ? view->document->finished : view->document->started;
}

/* ---- parts of one certificate ---- */

typedef void part_fn(const struct scn_fact_view *view, const struct scn_certificate_fact *c,
	struct scn_fact *fact);

static bool is_rsa(const struct scn_certificate_fact *c)
{
	return c->key == SCN_SCHEME_KEY_RSA || c->key == SCN_SCHEME_KEY_RSA_PSS;
}

static void key_part(const struct scn_fact_view *view, const struct scn_certificate_fact *c,
	struct scn_fact *fact)
{
	(void)view;
	if (!c->key_word)
		return;
	for (const char *k = c->key_word; *k; k++)
		scn_text_char(&fact->value, *k >= 'a' && *k <= 'z' ? (char)(*k - 'a' + 'A') : *k);
	if (c->curve) {
		scn_text_char(&fact->value, ' ');
		scn_text_group(&fact->value, c->curve);
	} else if (c->bits) {
		scn_text_printf(&fact->value, " %u", c->bits);
	}
	scn_fact_say(fact,
		is_rsa(c) && c->bits && c->bits < WEAK_RSA ? SCN_FACT_WEAK : SCN_FACT_GOOD, "");
}

static void names_part(const struct scn_fact_view *view, const struct scn_certificate_fact *c,
	struct scn_fact *fact)
{
	(void)view;
	for (size_t i = 0; i < c->name_count; i++) {
		scn_fact_and(&fact->value, ", ");
		scn_text_peer_str(&fact->value, c->names[i]);
	}
	scn_fact_say(fact, SCN_FACT_PLAIN,
		fact->value.len ? ""
				: scn_tr("none that a program may compare (no subjectAltName)"));
}

static void match_part(const struct scn_fact_view *view, const struct scn_certificate_fact *c,
	struct scn_fact *fact)
{
	(void)view;
	if (c->name_matches == SCN_ACCEPTED)
		scn_fact_say(fact, SCN_FACT_GOOD, scn_tr("matches"));
	else if (c->name_matches == SCN_REJECTED)
		scn_fact_say(fact, SCN_FACT_WEAK, scn_tr("does not match"));
}

static void peer_words(struct scn_fact *fact, const char *words)
{
	if (!words || !*words)
		return;
	scn_text_peer_str(&fact->value, words);
	scn_fact_say(fact, SCN_FACT_PLAIN, "");
}

static void issuer_part(const struct scn_fact_view *view, const struct scn_certificate_fact *c,
	struct scn_fact *fact)
{
	(void)view;
	peer_words(fact, c->issuer);
	if (c->self_issued && fact->value.len)
		scn_text_add(&fact->value, scn_tr(" (signed by itself)"));
}

static void signature_part(const struct scn_fact_view *view, const struct scn_certificate_fact *c,
	struct scn_fact *fact)
{
	(void)view;
	peer_words(fact, c->signature);
	if (c->signature &&
		(scn_contains(c->signature, "sha1") || scn_contains(c->signature, "md5")))
		scn_fact_worsen(fact, SCN_FACT_WEAK);
}

static void fingerprint_part(const struct scn_fact_view *view, const struct scn_certificate_fact *c,
	struct scn_fact *fact)
{
	(void)view;
	for (size_t i = 0; c->sha256 && c->sha256[i] && c->sha256[i + 1]; i += 2) {
		scn_fact_and(&fact->value, ":");
		for (size_t k = i; k < i + 2; k++) {
			char digit = c->sha256[k];

			scn_text_char(&fact->value,
				digit >= 'a' && digit <= 'f' ? (char)(digit - 'a' + 'A') : digit);
		}
	}
	if (fact->value.len)
		scn_fact_say(fact, SCN_FACT_PLAIN, "");
}

static void from_part(const struct scn_fact_view *view, const struct scn_certificate_fact *c,
	struct scn_fact *fact)
{
	if (!c->not_before)
		return;
	scn_text_date(&fact->value, c->not_before);
	scn_fact_say(fact, c->not_before > now_of(view) ? SCN_FACT_BAD : SCN_FACT_PLAIN, "");
}

static void add_days(struct scn_text *out, long long days)
{
	unsigned long count = (unsigned long)(days < 0 ? -days : days);

	scn_text_printf(out,
		days < 0 ? scn_tr_n(", over for %lu day", ", over for %lu days", count)
			 : scn_tr_n(", %lu day left", ", %lu days left", count),
		count);
}

/* In a cell only the days of one that ends soon. */
static void until_part(const struct scn_fact_view *view, const struct scn_certificate_fact *c,
	struct scn_fact *fact)
{
	scn_unixtime left = c->not_after - now_of(view);
	long long days = (long long)(left / DAY) - (left < 0 && left % DAY != 0);
	bool soon = left < (scn_unixtime)SOON_DAYS * DAY;

	if (!c->not_after)
		return;
	scn_text_date(&fact->value, c->not_after);
	scn_text_add(&fact->detail, scn_text_str(&fact->value));
	add_days(&fact->detail, days);
	if (soon)
		add_days(&fact->value, days);
	scn_fact_say(fact, left < 0 ? SCN_FACT_BAD : soon ? SCN_FACT_WEAK : SCN_FACT_GOOD, "");
}

static void chain_part(const struct scn_fact_view *view, const struct scn_certificate_fact *c,
	struct scn_fact *fact)
{
	static const struct {
		const char *words;
		enum scn_fact_mark mark;
	} trusts[] = {
		[SCN_TRUST_UNKNOWN] = { NULL, SCN_FACT_NOT_TESTED },
		[SCN_TRUST_TRUSTED] = { SCN_MARK("trusted"), SCN_FACT_GOOD },
		[SCN_TRUST_EXPIRED] = { SCN_MARK("expired"), SCN_FACT_WEAK },
		[SCN_TRUST_NOT_YET_VALID] = { SCN_MARK("not valid yet"), SCN_FACT_WEAK },
		[SCN_TRUST_SELF_SIGNED] = { SCN_MARK("self-signed"), SCN_FACT_WEAK },
		[SCN_TRUST_UNKNOWN_ISSUER] = { SCN_MARK("issuer not known here"), SCN_FACT_WEAK },
		[SCN_TRUST_INCOMPLETE] = { SCN_MARK("an intermediate certificate is missing"),
			SCN_FACT_WEAK },
		[SCN_TRUST_WRONG_PURPOSE] = { SCN_MARK("not for TLS servers"), SCN_FACT_WEAK },
		[SCN_TRUST_WEAK] = { SCN_MARK("a key or signature is too weak"), SCN_FACT_WEAK },
		[SCN_TRUST_OTHER] = { SCN_MARK("does not verify"), SCN_FACT_WEAK },
	};

	(void)view;
	if (c->trust != SCN_TRUST_UNKNOWN) {
		scn_fact_say(fact, trusts[c->trust].mark, scn_tr(trusts[c->trust].words));
		if (c->trust != SCN_TRUST_TRUSTED && c->chain) {
			scn_text_printf(&fact->detail, "%s: ", scn_text_str(&fact->value));
			scn_text_peer_str(&fact->detail, c->chain);
		}
	} else if (c->chain) {
		peer_words(fact, c->chain); /* of a scan saved before the verifier had words */
	}
}

static const char *dane_words(enum scn_dane dane)
{
	static const char *const words[] = {
		[SCN_DANE_UNKNOWN] = SCN_MARK("not compared"),
		[SCN_DANE_MATCHES] = SCN_MARK("match the certificate"),
		[SCN_DANE_MISMATCH] = SCN_MARK("do not match the certificate"),
		[SCN_DANE_WRONG_NAME] = SCN_MARK("match, but the certificate has another name"),
		[SCN_DANE_EXPIRED] = SCN_MARK("match, but the certificate has expired"),
		[SCN_DANE_OTHER] = SCN_MARK("match, but the chain does not verify"),
		[SCN_DANE_UNUSABLE] = SCN_MARK("none that a mail server may use"),
	};

	return scn_tr(words[dane]);
}

static void dane_part(const struct scn_fact_view *view, const struct scn_certificate_fact *c,
	struct scn_fact *fact)
{
	(void)view;
	if (c->dane != SCN_DANE_UNKNOWN)
		scn_fact_say(fact, c->dane == SCN_DANE_MATCHES ? SCN_FACT_GOOD : SCN_FACT_BAD,
			dane_words(c->dane));
}

static void usage_part(const struct scn_fact_view *view, const struct scn_certificate_fact *c,
	struct scn_fact *fact)
{
	(void)view;
	if (!c->has_key_usage)
		return;
	if (c->key_usage & SCN_KEY_USAGE_SIGNATURE)
		scn_text_add(&fact->value, "digitalSignature");
	if (c->key_usage & SCN_KEY_USAGE_ENCIPHERMENT) {
		scn_fact_and(&fact->value, ", ");
		scn_text_add(&fact->value, "keyEncipherment");
	}
	scn_fact_say(fact, fact->value.len ? SCN_FACT_PLAIN : SCN_FACT_WEAK,
		fact->value.len ? "" : scn_tr("nothing that TLS needs"));
}

static void staple_part(const struct scn_fact_view *view, const struct scn_certificate_fact *c,
	struct scn_fact *fact)
{
	(void)view;
	if (c->must_staple)
		scn_fact_say(fact, SCN_FACT_PLAIN,
			scn_tr("The certificate asks for a stapled OCSP answer (must-staple)."));
}

static const struct part {
	const char *id, *label;
	part_fn *fill;
	bool always; /* else only where something is known */
} parts[] = {
	{ "certificate-names", SCN_MARK("Names"), names_part, true },
	{ "certificate-match", SCN_MARK("Name of the server"), match_part, true },
	{ "certificate-issuer", SCN_MARK("Issuer"), issuer_part, true },
	{ "certificate-sha256", SCN_MARK("SHA-256 fingerprint"), fingerprint_part, false },
	{ "certificate-key", SCN_MARK("Key"), key_part, true },
	{ "certificate-signature", SCN_MARK("Signature"), signature_part, true },
	{ "certificate-from", SCN_MARK("Valid from"), from_part, true },
	{ "certificate-until", SCN_MARK("Valid until"), until_part, true },
	{ "certificate-chain", SCN_MARK("Chain"), chain_part, true },
	{ "certificate-dane", SCN_MARK("TLSA records"), dane_part, false },
	{ "certificate-usage", SCN_MARK("Key usage"), usage_part, false },
	{ "certificate-staple", SCN_MARK("Stapling"), staple_part, false },
};

/* ---- the rows of a certificate ---- */

static struct scn_fact heading(
	const struct scn_fact_view *view, const struct scn_certificate_fact *c, unsigned number)
{
	static part_fn *const shown[] = { key_part, signature_part, until_part };
	struct scn_fact fact = { .id = "certificate",
		.group = SCN_FACTS_CERTIFICATE,
		.certificate = number,
		.extent = SCN_FACT_WHOLE,
		.mark = SCN_FACT_GOOD };

	if (c->subject && *c->subject)
		scn_text_peer_str(&fact.label, c->subject);
	else if (c->name_count)
		scn_text_peer_str(&fact.label, c->names[0]);
	else
		scn_text_add(&fact.label, scn_tr("Certificate without a name"));
	for (size_t i = 0; i < SCN_COUNT(shown); i++) {
		struct scn_fact part = { 0 };

		shown[i](view, c, &part);
		if (part.value.len) {
			scn_fact_and(&fact.value, " \xC2\xB7 ");
			if (shown[i] == until_part)
				scn_text_printf(&fact.value, scn_tr("valid until %s"),
					scn_fact_words(&part));
			else
				scn_text_add(&fact.value, scn_text_str(&part.value));
		}
		scn_fact_finish(&part);
	}
	return fact;
}

static void add_parts(const struct scn_fact_view *view, const struct scn_certificate_fact *c,
	unsigned number, struct scn_fact_list *list)
{
	size_t head = list->count - 1;

	for (size_t i = 0; i < SCN_COUNT(parts); i++) {
		struct scn_fact fact = {
			.id = parts[i].id, .group = SCN_FACTS_CERTIFICATE, .certificate = number
		};

		parts[i].fill(view, c, &fact);
		if (!parts[i].always && fact.extent == SCN_FACT_NOTHING)
			continue;
		scn_text_add(&fact.label, scn_tr(parts[i].label));
		scn_fact_settle(&fact);
		scn_fact_consequence(view, &fact);
		if (fact.mark == SCN_FACT_WEAK || fact.mark == SCN_FACT_BAD)
			scn_fact_worsen(&list->items[head], fact.mark);
		SCN_APPEND(list->items, list->count, fact);
	}
}

void scn_add_certificate_facts(const struct scn_fact_view *view, struct scn_fact_list *list)
{
	const struct scn_server_facts *f = &view->server->facts;

	for (size_t i = 0; i < f->certificate_count; i++) {
		struct scn_fact head = heading(view, &f->certificates[i], (unsigned)i + 1);

		SCN_APPEND(list->items, list->count, head);
		add_parts(view, &f->certificates[i], (unsigned)i + 1, list);
	}
}

/* ---- cells: each certificate's part, one behind the other ---- */

static void each_certificate(const struct scn_fact_view *view, struct scn_fact *fact, part_fn *fill)
{
	const struct scn_server_facts *f = &view->server->facts;

	for (size_t i = 0; i < f->certificate_count; i++) {
		struct scn_fact part = { 0 };

		fill(view, &f->certificates[i], &part);
		if (i == 0)
			fact->extent = part.extent;
		else if (part.extent != fact->extent)
			fact->extent = SCN_FACT_PARTLY;
		scn_fact_settle(&part);
		scn_fact_worsen(fact, part.mark);
		scn_fact_and(&fact->value, ", ");
		scn_text_add(&fact->value, scn_text_str(&part.value));
		scn_fact_finish(&part);
	}
}

void scn_fact_key(const struct scn_fact_view *view, struct scn_fact *fact)
{
	each_certificate(view, fact, key_part);
}

void scn_fact_name(const struct scn_fact_view *view, struct scn_fact *fact)
{
	each_certificate(view, fact, match_part);
}

void scn_fact_chain(const struct scn_fact_view *view, struct scn_fact *fact)
{
	each_certificate(view, fact, chain_part);
}

void scn_fact_valid(const struct scn_fact_view *view, struct scn_fact *fact)
{
	each_certificate(view, fact, until_part);
}

/* ---- TLSA records of the server ---- */

static void add_records(const struct scn_tlsa_fact *tlsa, struct scn_text *out)
{
	for (size_t i = 0; i < tlsa->record_count; i++)
		scn_text_printf(out, "%s%u %u %u", i ? ", " : "", tlsa->records[i].usage,
			tlsa->records[i].selector, tlsa->records[i].matching);
}

void scn_fact_tlsa(const struct scn_fact_view *view, struct scn_fact *fact)
{
	const struct scn_tlsa_fact *tlsa = &view->server->facts.tlsa;

	add_records(tlsa, &fact->value);
	switch (tlsa->status) {
	case SCN_TLSA_UNKNOWN:
		if (tlsa->detail)
			scn_text_peer_str(&fact->value, tlsa->detail);
		return;
	case SCN_TLSA_NONE:
		scn_fact_say(fact, SCN_FACT_NO, scn_tr("none"));
		return;
	case SCN_TLSA_INSECURE:
		scn_fact_say(
			fact, SCN_FACT_NO, scn_tr(": not signed by DNSSEC, they do not count"));
		return;
	case SCN_TLSA_BOGUS:
		scn_fact_say(fact, SCN_FACT_BAD,
			scn_tr("do not pass DNSSEC: a sender that uses DANE waits"));
		return;
	case SCN_TLSA_SECURE:
		scn_text_add(&fact->value, ": ");
		scn_fact_say(fact,
			tlsa->dane == SCN_DANE_MATCHES   ? SCN_FACT_GOOD
			: tlsa->dane == SCN_DANE_UNKNOWN ? SCN_FACT_NOT_TESTED
							 : SCN_FACT_BAD,
			dane_words(tlsa->dane));
	}
}

/* ---- the kinds of keys ---- */

/* Accepted: a certificate or an accepted suite shows such a key. Rejected: every version up to TLS 1.2 that
 * is spoken was asked for such suites, and all were refused. */
static enum scn_known serves(const struct scn_server_facts *f, bool rsa)
{
	bool asked = false, open = false;

	for (size_t i = 0; i < f->certificate_count; i++)
		if (is_rsa(&f->certificates[i]) == rsa &&
			(rsa || f->certificates[i].key == SCN_SCHEME_KEY_ECDSA))
			return SCN_ACCEPTED;
	for (int v = SCN_SSL3; v <= SCN_TLS1_2; v++) {
		size_t found[] = { [SCN_UNKNOWN] = 0, [SCN_REJECTED] = 0, [SCN_ACCEPTED] = 0 };

		for (size_t i = 0; i < f->versions[v].suite_count; i++) {
			const struct scn_suite *suite =
				scn_suite_by_code(f->versions[v].suites[i].code);

			if (suite && suite->auth == (rsa ? SCN_AUTH_RSA : SCN_AUTH_ECDSA))
				found[f->versions[v].suites[i].status]++;
		}
		if (found[SCN_ACCEPTED])
			return SCN_ACCEPTED;
		if (f->versions[v].status == SCN_REJECTED)
			continue;
		asked = true;
		open |= found[SCN_UNKNOWN] || !found[SCN_REJECTED];
	}
	return asked && !open ? SCN_REJECTED : SCN_UNKNOWN;
}

void scn_fact_key_type(const struct scn_fact_view *view, struct scn_fact *fact)
{
	enum scn_known rsa = serves(&view->server->facts, true);
	enum scn_known ecdsa = serves(&view->server->facts, false);

	if (rsa == SCN_ACCEPTED && ecdsa == SCN_ACCEPTED)
		scn_fact_say(fact, SCN_FACT_GOOD, scn_tr("RSA and ECDSA."));
	else if (rsa == SCN_ACCEPTED && ecdsa == SCN_REJECTED)
		scn_fact_say(fact, SCN_FACT_NO,
			scn_tr("Only RSA. Suites with ECDSA cannot be used with this server."));
	else if (ecdsa == SCN_ACCEPTED && rsa == SCN_REJECTED)
		scn_fact_say(fact, SCN_FACT_NO,
			scn_tr("Only ECDSA. Suites with RSA cannot be used with this server."));
	else if (rsa == SCN_ACCEPTED)
		scn_text_add(&fact->value, scn_tr("RSA; whether ECDSA too is not tested."));
	else if (ecdsa == SCN_ACCEPTED)
		scn_text_add(&fact->value, scn_tr("ECDSA; whether RSA too is not tested."));
	if (rsa == SCN_ACCEPTED || ecdsa == SCN_ACCEPTED)
		fact->extent = fact->mark == SCN_FACT_PLAIN ? SCN_FACT_PARTLY : SCN_FACT_WHOLE;
}
