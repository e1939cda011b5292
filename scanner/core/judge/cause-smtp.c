/* Causes in the dialogue before TLS: STARTTLS not offered, refused, or followed by something else. */
#include <stdlib.h>

#include "core/base/alloc.h"
#include "core/judge/case.h"
#include "core/judge/remedy.h"

/* What the server said, made safe to print, in quotes. */
static void quote(const char *reply, struct scn_text *out)
{
	size_t len = 0;

	while (reply[len] && reply[len] != '\n' && reply[len] != '\r')
		len++;
	scn_text_add(out, "\"");
	scn_text_peer(out, reply, len);
	scn_text_add(out, "\"");
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
	v->summary = scn_strdup("A device in between hides STARTTLS.");
	v->why = scn_strdup("The EHLO answer has XXXXXXXA where STARTTLS would stand: a firewall "
			    "that inspects SMTP rewrites it.");
	v->proof = scn_strdup("EHLO answer with XXXXXXXA, seen twice");
}

void scn_remedy_starttls_masked(struct scn_case *c, struct scn_verdict *v)
{
	scn_remedy_on(v, SCN_SIDE_SERVER, SCN_CHANGE_REPAIR_PATH,
		"switch off the SMTP inspection of the firewall before the server (Cisco: no "
		"inspect "
		"esmtp, or allow-tls)");
}

bool scn_detect_no_esmtp(const struct scn_case *c)
{
	return not_offered(c) && c->facts->smtp.no_ehlo;
}

void scn_explain_no_esmtp(const struct scn_case *c, struct scn_verdict *v)
{
	v->summary = scn_strdup("The server refuses EHLO, so STARTTLS cannot be seen.");
	v->why = scn_strdup("It answers only HELO, which lists no extensions. Either it knows no "
			    "ESMTP, or something in between refuses the command.");
	v->proof = scn_strdup("EHLO refused and HELO accepted, seen twice");
}

void scn_remedy_no_esmtp(struct scn_case *c, struct scn_verdict *v)
{
	scn_remedy_on(v, SCN_SIDE_SERVER, SCN_CHANGE_OFFER_STARTTLS,
		"let the server answer EHLO, and offer STARTTLS there");
}

bool scn_detect_starttls_not_offered(const struct scn_case *c)
{
	return not_offered(c);
}

void scn_explain_starttls_not_offered(const struct scn_case *c, struct scn_verdict *v)
{
	v->summary = scn_strdup("The server does not offer STARTTLS.");
	v->why = scn_strdup("The EHLO answer has no STARTTLS line, so no client can start TLS.");
	v->proof = scn_strdup("EHLO answer without STARTTLS, seen twice");
}

void scn_remedy_starttls_not_offered(struct scn_case *c, struct scn_verdict *v)
{
	scn_remedy_on(v, SCN_SIDE_SERVER, SCN_CHANGE_OFFER_STARTTLS,
		"offer STARTTLS: install a certificate and switch TLS on");
}

bool scn_detect_starttls_refused(const struct scn_case *c)
{
	return c->facts->smtp.starttls == SCN_STARTTLS_REFUSED;
}

void scn_explain_starttls_refused(const struct scn_case *c, struct scn_verdict *v)
{
	struct scn_text why = { 0 };

	v->summary = scn_strdup("The server offers STARTTLS and then refuses it.");
	scn_text_add(&why, "It answered STARTTLS with ");
	if (c->facts->smtp.starttls_reply)
		quote(c->facts->smtp.starttls_reply, &why);
	else
		scn_text_add(&why, "an error");
	scn_text_add(&why, ". Most often its certificate or private key cannot be read.");
	v->why = scn_text_take(&why);
	v->proof = scn_strdup("STARTTLS refused, every time");
}

void scn_remedy_starttls_refused(struct scn_case *c, struct scn_verdict *v)
{
	scn_remedy_on(v, SCN_SIDE_SERVER, SCN_CHANGE_REPAIR_STARTTLS,
		"look into the server's log: certificate and key must exist, be readable and "
		"belong "
		"together");
}

bool scn_detect_not_tls(const struct scn_case *c)
{
	return c->facts->smtp.starttls == SCN_STARTTLS_NOT_TLS;
}

void scn_explain_not_tls(const struct scn_case *c, struct scn_verdict *v)
{
	struct scn_text why = { 0 };

	v->summary = scn_strdup("The server says 220 to STARTTLS and then does not speak TLS.");
	scn_text_add(&why, "After the 220 came ");
	if (c->facts->smtp.starttls_reply)
		quote(c->facts->smtp.starttls_reply, &why);
	else
		scn_text_add(&why, "bytes that are not TLS");
	scn_text_add(&why, ". Clients report \"wrong version number\".");
	v->why = scn_text_take(&why);
	v->proof = scn_strdup("plain text after 220, every time");
}

void scn_remedy_not_tls(struct scn_case *c, struct scn_verdict *v)
{
	scn_remedy_on(v, SCN_SIDE_SERVER, SCN_CHANGE_REPAIR_SERVICE,
		"repair what answers STARTTLS there (a proxy or a content filter), or do not offer "
		"it");
}
