#include "core/report/state.h"

#include <string.h>

#include "core/base/language.h"
#include "core/report/text-parts.h"

enum {
	SMTP_PORT = 25,
	SUBMISSION_PORT = 587,
	AT_MOST = 12, /* servers that are listed one by one */
};

/* ---- targets whose servers could not be found ---- */

struct kind {
	const char *id;
	const char *title;   /* %s: the target or the server */
	const char *several; /* of several servers, all alike; or NULL */
	const char *text;    /* %1$s: the server, %2$u: its port; NULL: said elsewhere */
	unsigned tries;
};

static const struct kind target_kinds[] = {
	{ "bad-target", SCN_MARK("\xE2\x80\x9C%s\xE2\x80\x9D is not a domain or a server"), NULL,
		NULL, SCN_TRY_OTHER },
	{ "dns-failed", SCN_MARK("The mail servers of %s could not be looked up"), NULL, NULL,
		SCN_TRY_AGAIN },
	{ "dns-no-server", SCN_MARK("%s has no mail server"), NULL,
		SCN_MARK("It has neither an MX record nor an address."),
		SCN_TRY_OTHER | SCN_TRY_AGAIN },
	{ "dns-no-such-domain", SCN_MARK("%s does not exist"), NULL,
		SCN_MARK("Check the spelling."), SCN_TRY_OTHER | SCN_TRY_AGAIN },
	{ "dns-null-mx", SCN_MARK("%s says that it accepts no mail"), NULL,
		SCN_MARK("Its only MX record is the null MX (RFC 7505), so nobody delivers mail to "
			 "it and there is nothing to test."),
		SCN_TRY_OTHER },
	{ "stopped", SCN_MARK("Nothing was tested for %s"), NULL,
		SCN_MARK("The scan was stopped before the first server was found."),
		SCN_TRY_AGAIN },
	{ "not-tested", SCN_MARK("Nothing was tested for %s"), NULL, NULL, SCN_TRY_AGAIN },
};

static const struct kind *target_kind(const char *error_id)
{
	size_t last = sizeof(target_kinds) / sizeof(target_kinds[0]) - 1;

	for (size_t i = 0; error_id && i < last; i++)
		if (strcmp(target_kinds[i].id, error_id) == 0)
			return &target_kinds[i];
	return &target_kinds[last];
}

static void target_state(const struct scn_target_result *target, struct scn_state *out)
{
	const struct kind *kind = target_kind(target->error_id);
	struct scn_text name = { 0 };

	scn_text_peer_str(&name, target->input);
	out->id = kind->id;
	out->tries = kind->tries;
	scn_text_printf(&out->title, scn_tr(kind->title), scn_text_str(&name));
	if (kind->text)
		scn_text_add(&out->text, scn_tr(kind->text));
	else if (target->error_text)
		scn_text_add(&out->text, scn_tr(target->error_text));
	scn_text_finish(&name);
}

/* ---- servers ---- */

enum trouble {
	NOT_TESTED,
	REFUSED,
	TIMED_OUT,
	CLOSED,
	NOT_NOW,
	NOT_US,
	UNREACHABLE,
	NOT_OFFERED,
	MASKED,
	NO_EHLO,
	STARTTLS_LATER,
	STARTTLS_REFUSED,
	NOT_TLS,
};

#define UNENCRYPTED "Mail to it travels unencrypted, and senders that require TLS cannot deliver."

static const struct kind server_kinds[] = {
	[NOT_TESTED] = { "not-tested", SCN_MARK("%s was not tested"),
		SCN_MARK("No server was tested"), NULL, SCN_TRY_AGAIN },
	[REFUSED] = { "refused", SCN_MARK("%s refused the connection"),
		SCN_MARK("All servers refused the connection"),
		SCN_MARK("Nothing was tested: no connection to port %2$u of %1$s came about."),
		SCN_TRY_AGAIN | SCN_TRY_PORT_587 },
	[TIMED_OUT] = { "timed-out", SCN_MARK("%s did not answer"), SCN_MARK("No server answered"),
		SCN_MARK("Nothing was tested: no connection to port %2$u of %1$s came about in "
			 "time."),
		SCN_TRY_AGAIN | SCN_TRY_PORT_587 },
	[CLOSED] = { "closed", SCN_MARK("%s closed the connection before its greeting"),
		SCN_MARK("All servers closed the connection before their greeting"),
		SCN_MARK("Nothing was tested. A server that does not like the address we come from "
			 "may do so, and one that is overloaded."),
		SCN_TRY_AGAIN | SCN_TRY_DIALOGUE },
	[NOT_NOW] = { "greeting-temporary", SCN_MARK("%s takes no mail at present"),
		SCN_MARK("No server takes mail at present"),
		SCN_MARK("Nothing was tested. A reply that begins with 4 is temporary: try again "
			 "later."),
		SCN_TRY_AGAIN | SCN_TRY_DIALOGUE },
	[NOT_US] = { "greeting-refused", SCN_MARK("%s wants no mail from this address"),
		SCN_MARK("No server wants mail from this address"),
		SCN_MARK("Nothing was tested. Servers turn addresses away that are on a block list "
			 "or have no name in DNS."),
		SCN_TRY_AGAIN | SCN_TRY_DIALOGUE },
	[UNREACHABLE] = { "unreachable", SCN_MARK("%s cannot be reached"),
		SCN_MARK("No server can be reached"), NULL, SCN_TRY_AGAIN },
	[NOT_OFFERED] = { "starttls-not-offered", SCN_MARK("STARTTLS is not offered"),
		SCN_MARK("No server offers STARTTLS"),
		SCN_MARK("%1$s answered EHLO on port %2$u without STARTTLS, so no cipher suite "
			 "could be tested. " UNENCRYPTED),
		SCN_TRY_AGAIN | SCN_TRY_PORT_587 | SCN_TRY_DIALOGUE },
	[MASKED] = { "starttls-masked", SCN_MARK("Something in between hides STARTTLS"),
		SCN_MARK("Something in between hides STARTTLS"),
		SCN_MARK("The answer of %1$s to EHLO on port %2$u has XXXXXXXA in the place of "
			 "STARTTLS. A firewall overwrites it; the server itself may offer it."),
		SCN_TRY_AGAIN | SCN_TRY_PORT_587 | SCN_TRY_DIALOGUE },
	[NO_EHLO] = { "no-esmtp", SCN_MARK("%s refuses EHLO"), SCN_MARK("All servers refuse EHLO"),
		SCN_MARK("Without EHLO nobody can see STARTTLS, so no cipher suite could be "
			 "tested. " UNENCRYPTED),
		SCN_TRY_AGAIN | SCN_TRY_DIALOGUE },
	[STARTTLS_LATER] = { "starttls-temporary",
		SCN_MARK("%s offers STARTTLS but refuses to start it"),
		SCN_MARK("All servers refuse to start TLS"),
		SCN_MARK("It calls that temporary, but said so every time. No cipher suite was "
			 "tested."),
		SCN_TRY_AGAIN | SCN_TRY_DIALOGUE },
	[STARTTLS_REFUSED] = { "starttls-refused",
		SCN_MARK("%s offers STARTTLS but refuses to start it"),
		SCN_MARK("All servers refuse to start TLS"),
		SCN_MARK("No cipher suite could be tested. " UNENCRYPTED),
		SCN_TRY_AGAIN | SCN_TRY_DIALOGUE },
	[NOT_TLS] = { "not-tls", SCN_MARK("%s did not speak TLS after STARTTLS"),
		SCN_MARK("No server spoke TLS after STARTTLS"),
		SCN_MARK("It agreed to start TLS, and what followed is not TLS. No cipher suite "
			 "could be tested."),
		SCN_TRY_AGAIN | SCN_TRY_DIALOGUE },
};

static bool begins_with_4(const char *reply)
{
	return reply && reply[0] == '4';
}

static enum trouble starttls_trouble(const struct scn_smtp_fact *smtp)
{
	if (smtp->starttls == SCN_STARTTLS_NOT_TLS)
		return NOT_TLS;
	if (smtp->starttls == SCN_STARTTLS_REFUSED)
		return begins_with_4(smtp->starttls_reply) ? STARTTLS_LATER : STARTTLS_REFUSED;
	if (smtp->starttls_masked)
		return MASKED;
	return smtp->no_ehlo ? NO_EHLO : NOT_OFFERED;
}

static enum trouble trouble_of(const struct scn_server_facts *f)
{
	static const enum trouble unreached[] = {
		[SCN_REACH_UNKNOWN] = NOT_TESTED,
		[SCN_REACH_REFUSED] = REFUSED,
		[SCN_REACH_TIMED_OUT] = TIMED_OUT,
		[SCN_REACH_CLOSED] = CLOSED,
		[SCN_REACH_GREETING_REFUSED] = NOT_US,
		[SCN_REACH_UNREACHABLE] = UNREACHABLE,
	};

	if (f->reach == SCN_REACH_OK)
		return starttls_trouble(&f->smtp);
	if (f->reach == SCN_REACH_GREETING_REFUSED && begins_with_4(f->reach_detail))
		return NOT_NOW;
	return unreached[f->reach];
}

static void add_paragraph(struct scn_text *out, const char *text)
{
	if (!text || !*text)
		return;
	if (out->len)
		scn_text_char(out, '\n');
	scn_text_add(out, text);
}

/* What the server said, or why nothing came of it. */
static void add_reason(const struct scn_server_facts *f, enum trouble trouble, struct scn_text *out)
{
	bool greeted = trouble == NOT_NOW || trouble == NOT_US;
	struct scn_text words = { 0 }, line = { 0 };
	const char *said = greeted ? f->reach_detail : f->smtp.starttls_reply;
	size_t len = said ? strlen(said) : 0;

	while (len && (said[len - 1] == '\n' || said[len - 1] == '\r'))
		len--;
	scn_text_peer(&words, said, len);
	if (words.len) {
		scn_text_printf(
			&line, scn_tr("It said: \xE2\x80\x9C%s\xE2\x80\x9D"), scn_text_str(&words));
		add_paragraph(out, scn_text_str(&line));
	}
	if (trouble == NOT_TESTED)
		add_paragraph(out, f->incomplete);
	if (trouble == UNREACHABLE && f->address && f->address[0])
		add_paragraph(out, scn_tr("There is no way to its address from here."));
	else if (trouble == UNREACHABLE)
		add_paragraph(out, f->reach_detail ? scn_tr(f->reach_detail) : NULL);
	scn_text_finish(&words);
	scn_text_finish(&line);
}

static void add_hint(const struct scn_server_facts *f, enum trouble trouble, struct scn_text *out)
{
	if ((trouble == REFUSED || trouble == TIMED_OUT) && f->port == SMTP_PORT)
		add_paragraph(
			out, scn_tr("Port 25 is often blocked from offices and homes. Scan from a "
				    "mail server's network, or try the submission port."));
	if (trouble == NOT_OFFERED)
		add_paragraph(out,
			scn_tr("If you expected STARTTLS: some firewalls rewrite the EHLO reply "
			       "(look for 250-XXXXXXXA), and some servers offer it only to known "
			       "clients."));
}

static unsigned tries_of(const struct scn_server_facts *f, enum trouble trouble)
{
	unsigned tries = server_kinds[trouble].tries;

	if (f->port == SUBMISSION_PORT)
		tries &= ~(unsigned)SCN_TRY_PORT_587;
	return tries;
}

/* "mx1.firma.example", with its address where that is another word. */
static void add_name(const struct scn_server_facts *f, struct scn_text *out)
{
	scn_text_peer_str(out, f->host ? f->host : f->address);
	if (f->host && f->address && f->address[0] && strcmp(f->host, f->address) != 0)
		scn_text_printf(out, " (%s)", f->address);
}

static void one_server_state(const struct scn_server_facts *f, struct scn_state *out)
{
	enum trouble trouble = trouble_of(f);
	const struct kind *kind = &server_kinds[trouble];
	struct scn_text name = { 0 };

	scn_text_peer_str(&name, f->host ? f->host : f->address);
	out->id = kind->id;
	out->tries = tries_of(f, trouble);
	scn_text_printf(&out->title, scn_tr(kind->title), scn_text_str(&name));
	if (kind->text)
		scn_text_printf(&out->text, scn_tr(kind->text), scn_text_str(&name), f->port);
	add_reason(f, trouble, &out->text);
	add_hint(f, trouble, &out->hint);
	scn_text_finish(&name);
}

/* ---- several ---- */

struct tally {
	struct scn_state *out;
	bool alike;
	enum trouble first;
	size_t count;
};

/* "mx1.firma.example (192.0.2.25): refused the connection" would glue a sentence together, so each line is
 * the title of that server's own page. */
static void add_server(struct tally *tally, const struct scn_server_facts *f)
{
	enum trouble trouble = trouble_of(f);
	struct scn_text name = { 0 }, line = { 0 };

	if (!tally->count)
		tally->first = trouble;
	tally->alike &= trouble == tally->first;
	tally->out->tries |= tries_of(f, trouble);
	if (++tally->count <= AT_MOST) {
		add_name(f, &name);
		scn_text_printf(&line, scn_tr(server_kinds[trouble].title), scn_text_str(&name));
		if (!strstr(server_kinds[trouble].title, "%s"))
			scn_text_printf(&line, ": %s", scn_text_str(&name));
		add_paragraph(&tally->out->text, scn_text_str(&line));
	}
	scn_text_finish(&name);
	scn_text_finish(&line);
}

static void several_state(const struct scn_document *d, struct scn_state *out)
{
	struct tally tally = { .out = out, .alike = true };
	const struct scn_server_facts *first = NULL;

	for (size_t i = 0; i < d->target_count; i++) {
		const struct scn_target_result *target = d->targets[i];

		for (size_t s = 0; s < target->server_count; s++) {
			first = first ? first : &target->servers[s]->facts;
			add_server(&tally, &target->servers[s]->facts);
		}
		if (!target->server_count) {
			struct scn_state one = { 0 };

			target_state(target, &one);
			add_paragraph(&out->text, scn_text_str(&one.title));
			out->tries |= one.tries;
			tally.alike = false;
			scn_state_finish(&one);
		}
	}
	out->id = tally.alike ? server_kinds[tally.first].id : "several";
	scn_text_add(&out->title, tally.alike ? scn_tr(server_kinds[tally.first].several)
					      : scn_tr("No server could be asked about TLS"));
	if (tally.alike)
		add_hint(first, tally.first, &out->hint);
}

bool scn_document_state(const struct scn_document *d, struct scn_state *out)
{
	size_t servers = 0;

	*out = (struct scn_state){ 0 };
	for (size_t i = 0; i < d->target_count; i++) {
		servers += d->targets[i]->server_count;
		for (size_t s = 0; s < d->targets[i]->server_count; s++)
			if (!scn_server_sick(d->targets[i]->servers[s]))
				return false;
	}
	if (!d->target_count)
		return false;
	if (d->target_count == 1 && servers == 0)
		target_state(d->targets[0], out);
	else if (d->target_count == 1 && servers == 1)
		one_server_state(&d->targets[0]->servers[0]->facts, out);
	else
		several_state(d, out);
	return true;
}

void scn_state_finish(struct scn_state *state)
{
	scn_text_finish(&state->title);
	scn_text_finish(&state->text);
	scn_text_finish(&state->hint);
}
