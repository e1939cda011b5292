/* Causes in the dialogue before TLS: STARTTLS not offered, refused, or followed by something else. */
#include <string.h>

#include "core/base/alloc.h"
#include "core/base/language.h"
#include "core/judge/case.h"
#include "core/judge/remedy.h"

/* The sentence with what the server said in it, in quotes and safe to print, or with the words for
 * nothing said; heap. */
static char *say_reply(const char *format, const char *reply, const char *nothing)
{
	struct scn_text quote = { 0 }, text = { 0 };

	if (reply) {
		scn_text_add(&quote, "\"");
		scn_text_peer(&quote, reply, strcspn(reply, "\r\n"));
		scn_text_add(&quote, "\"");
	} else {
		scn_text_add(&quote, nothing);
	}
	scn_text_printf(&text, format, scn_text_str(&quote));
	scn_text_finish(&quote);
	return scn_text_take(&text);
}

static bool not_offered(const struct scn_case *c)
{
	return c->facts->smtp.starttls == SCN_STARTTLS_NOT_OFFERED;
}

bool scn_detect_starttls_masked(const struct scn_case *c)
{
	return not_offered(c) && c->facts->smtp.starttls_masked;
}

void scn_explain_starttls_masked(const struct scn_case *c, struct scn_verdict *v)
{
	v->summary = scn_strdup(scn_tr("A device in between hides STARTTLS."));
	v->why = scn_strdup(scn_tr("The EHLO answer has XXXXXXXA where STARTTLS would stand: a "
				   "firewall that inspects SMTP rewrites it."));
	v->proof = scn_strdup(scn_tr("EHLO answer with XXXXXXXA, seen twice"));
}

void scn_remedy_starttls_masked(struct scn_case *c, struct scn_verdict *v)
{
	scn_remedy_on(v, SCN_SIDE_SERVER, SCN_CHANGE_REPAIR_PATH,
		scn_tr("switch off the SMTP inspection of the firewall before the server (Cisco: "
		       "no inspect esmtp, or allow-tls)"));
}

bool scn_detect_no_esmtp(const struct scn_case *c)
{
	return not_offered(c) && c->facts->smtp.no_ehlo;
}

void scn_explain_no_esmtp(const struct scn_case *c, struct scn_verdict *v)
{
	v->summary = scn_strdup(scn_tr("The server refuses EHLO, so STARTTLS cannot be seen."));
	v->why = scn_strdup(scn_tr("It answers only HELO, which lists no extensions. Either it "
				   "knows no ESMTP, or something in between refuses the command."));
	v->proof = scn_strdup(scn_tr("EHLO refused and HELO accepted, seen twice"));
}

void scn_remedy_no_esmtp(struct scn_case *c, struct scn_verdict *v)
{
	scn_remedy_on(v, SCN_SIDE_SERVER, SCN_CHANGE_OFFER_STARTTLS,
		scn_tr("let the server answer EHLO, and offer STARTTLS there"));
}

bool scn_detect_starttls_not_offered(const struct scn_case *c)
{
	return not_offered(c);
}

void scn_explain_starttls_not_offered(const struct scn_case *c, struct scn_verdict *v)
{
	v->summary = scn_strdup(scn_tr("The server does not offer STARTTLS."));
	v->why = scn_strdup(
		scn_tr("The EHLO answer has no STARTTLS line, so no client can start TLS."));
	v->proof = scn_strdup(scn_tr("EHLO answer without STARTTLS, seen twice"));
}

void scn_remedy_starttls_not_offered(struct scn_case *c, struct scn_verdict *v)
{
	scn_remedy_on(v, SCN_SIDE_SERVER, SCN_CHANGE_OFFER_STARTTLS,
		scn_tr("offer STARTTLS: install a certificate and switch TLS on"));
}

bool scn_detect_starttls_refused(const struct scn_case *c)
{
	return c->facts->smtp.starttls == SCN_STARTTLS_REFUSED;
}

void scn_explain_starttls_refused(const struct scn_case *c, struct scn_verdict *v)
{
	v->summary = scn_strdup(scn_tr("The server offers STARTTLS and then refuses it."));
	v->why = say_reply(scn_tr("It answered STARTTLS with %s. Most often its certificate or "
				  "private key cannot be read."),
		c->facts->smtp.starttls_reply, scn_tr("an error"));
	v->proof = scn_strdup(scn_tr("STARTTLS refused, every time"));
}

void scn_remedy_starttls_refused(struct scn_case *c, struct scn_verdict *v)
{
	scn_remedy_on(v, SCN_SIDE_SERVER, SCN_CHANGE_REPAIR_STARTTLS,
		scn_tr("look into the server's log: certificate and key must exist, be readable "
		       "and belong together"));
}

bool scn_detect_not_tls(const struct scn_case *c)
{
	return c->facts->smtp.starttls == SCN_STARTTLS_NOT_TLS;
}

void scn_explain_not_tls(const struct scn_case *c, struct scn_verdict *v)
{
	v->summary =
		scn_strdup(scn_tr("The server says 220 to STARTTLS and then does not speak TLS."));
	v->why =
		say_reply(scn_tr("After the 220 came %s. Clients report \"wrong version number\"."),
			c->facts->smtp.starttls_reply, scn_tr("bytes that are not TLS"));
	v->proof = scn_strdup(scn_tr("plain text after 220, every time"));
}

void scn_remedy_not_tls(struct scn_case *c, struct scn_verdict *v)
{
	scn_remedy_on(v, SCN_SIDE_SERVER, SCN_CHANGE_REPAIR_SERVICE,
		scn_tr("repair what answers STARTTLS there (a proxy or a content filter), or do "
		       "not offer it"));
}
