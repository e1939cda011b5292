#include "core/smtp/dialogue.h"

#include <string.h>

#include "core/base/alloc.h"

enum {
	NOT_SMTP_MAX_LEN = 128, /* bytes that are kept of what was not a reply */
};

enum {
	SHUTTING_DOWN =
		421, /* RFC 5321 section 3.8: in answer to anything, then the server closes */
};

void scn_smtp_init(struct scn_smtp_dialogue *d, const char *ehlo_name)
{
	*d = (struct scn_smtp_dialogue){ .state = SCN_SMTP_GREETING };
	scn_text_add(&d->name, ehlo_name);
}

void scn_smtp_finish(struct scn_smtp_dialogue *d)
{
	scn_reply_finish(&d->reply);
	scn_text_finish(&d->out);
	scn_text_finish(&d->name);
	scn_text_finish(&d->last_reply);
	scn_text_finish(&d->decision);
	scn_text_finish(&d->ehlo_lines);
	scn_text_finish(&d->greeting);
}

static void greeting_reply(struct scn_smtp_dialogue *d);
static void ehlo_reply(struct scn_smtp_dialogue *d);
static void helo_reply(struct scn_smtp_dialogue *d);
static void starttls_reply(struct scn_smtp_dialogue *d);
static void quit_reply(struct scn_smtp_dialogue *d);

/* One row a state: what is said on entering it, and who reads the answer. */
static const struct {
	const char *name;
	const char *command; /* NULL: nothing is said */
	bool named;          /* the command is followed by our name */
	void (*reply)(struct scn_smtp_dialogue *d);
} states[] = {
	[SCN_SMTP_GREETING] = { "GREETING", NULL, false, greeting_reply },
	[SCN_SMTP_EHLO] = { "EHLO", "EHLO", true, ehlo_reply },
	[SCN_SMTP_HELO] = { "HELO", "HELO", true, helo_reply },
	[SCN_SMTP_STARTTLS] = { "STARTTLS", "STARTTLS", false, starttls_reply },
	[SCN_SMTP_READY] = { "READY", NULL, false, NULL },
	[SCN_SMTP_QUIT] = { "QUIT", "QUIT", false, quit_reply },
	[SCN_SMTP_OVER] = { "OVER", NULL, false, NULL },
};

static void enter(struct scn_smtp_dialogue *d, enum scn_smtp_state state)
{
	d->state = state;
	if (!states[state].command)
		return;
	scn_text_add(&d->out, states[state].command);
	if (states[state].named)
		scn_text_printf(&d->out, " %s", scn_text_str(&d->name));
	scn_text_add(&d->out, "\r\n");
}

static void decide(
	struct scn_smtp_dialogue *d, enum scn_smtp_outcome outcome, enum scn_smtp_state next)
{
	d->outcome = outcome;
	d->reply_code = d->reply.code;
	scn_text_clear(&d->decision);
	scn_reply_keep(&d->decision, &d->reply.raw);
	enter(d, d->reply.code == SHUTTING_DOWN ? SCN_SMTP_OVER : next);
}

static void not_smtp(struct scn_smtp_dialogue *d)
{
	d->reply.code = 0;
	scn_text_clear(&d->out);
	decide(d, SCN_SMTP_NOT_SMTP, SCN_SMTP_OVER);
}

static void greeting_reply(struct scn_smtp_dialogue *d)
{
	switch (d->reply.code / 100) {
	case 2:
		scn_reply_keep(&d->greeting, &d->reply.raw);
		enter(d, SCN_SMTP_EHLO);
		return;
	case 3:
		not_smtp(d);
		return;
	default:
		scn_reply_keep(&d->greeting, &d->reply.raw);
		decide(d, SCN_SMTP_GREETING_REFUSED, SCN_SMTP_QUIT);
	}
}

/* Is this how a server refuses EHLO that knows only HELO? RFC 5321 section 4.1.4 names 500, 501,
 * 502 and 550; 504 was seen as well. */
static bool knows_no_ehlo(int code)
{
	static const int codes[] = { 500, 501, 502, 504, 550 };

	for (size_t i = 0; i < SCN_COUNT(codes); i++)
		if (codes[i] == code)
			return true;
	return false;
}

static void ehlo_reply(struct scn_smtp_dialogue *d)
{
	/* A second greeting: some servers send two 220 lines that are both a last one. */
	if (d->reply.code == 220)
		return;
	if (knows_no_ehlo(d->reply.code)) {
		enter(d, SCN_SMTP_HELO);
		return;
	}
	if (d->reply.code / 100 != 2) {
		decide(d, SCN_SMTP_EHLO_REFUSED, SCN_SMTP_QUIT);
		return;
	}
	scn_reply_keep(&d->ehlo_lines, &d->reply.text);
	d->ehlo = scn_ehlo_read(&d->reply);
	if (d->ehlo.starttls)
		enter(d, SCN_SMTP_STARTTLS);
	else
		decide(d, SCN_SMTP_NOT_OFFERED, SCN_SMTP_QUIT);
}

/* HELO has no keywords, so STARTTLS cannot be offered in its answer. */
static void helo_reply(struct scn_smtp_dialogue *d)
{
	bool welcome = d->reply.code / 100 == 2;

	decide(d, welcome ? SCN_SMTP_NOT_OFFERED : SCN_SMTP_EHLO_REFUSED, SCN_SMTP_QUIT);
}

static void starttls_reply(struct scn_smtp_dialogue *d)
{
	switch (d->reply.code / 100) {
	case 2:
		decide(d, SCN_SMTP_STARTED, SCN_SMTP_READY);
		return;
	case 3:
		not_smtp(d);
		return;
	case 4:
		decide(d, SCN_SMTP_STARTTLS_TEMPFAIL, SCN_SMTP_QUIT);
		return;
	default:
		decide(d, SCN_SMTP_STARTTLS_REFUSED, SCN_SMTP_QUIT);
	}
}

/* The answer to a command before QUIT may come first. */
static void quit_reply(struct scn_smtp_dialogue *d)
{
	if (d->reply.code == 221 || d->reply.code == SHUTTING_DOWN)
		enter(d, SCN_SMTP_OVER);
}

static void got_reply(struct scn_smtp_dialogue *d)
{
	bool early = d->out.len > 0;

	scn_text_clear(&d->last_reply);
	scn_reply_keep(&d->last_reply, &d->reply.raw);
	d->reply_count++;
	if (early && d->reply.code != SHUTTING_DOWN)
		return;
	scn_text_clear(&d->out); /* what was not sent yet is not worth it any more */
	states[d->state].reply(d);
}

/* Keep the beginning of what came, more than the first wrong byte, so that a person can see what it
 * is: "SSH-2.0-…", "HTTP/1.1 400 …". */
static void got_noise(struct scn_smtp_dialogue *d, struct scn_bytes more)
{
	size_t len = more.len < NOT_SMTP_MAX_LEN ? more.len : NOT_SMTP_MAX_LEN;

	scn_text_addn(&d->reply.raw, (const char *)more.at, len);
	scn_text_clear(&d->last_reply);
	scn_reply_keep(&d->last_reply, &d->reply.raw);
	d->reply_count++;
	if (d->state == SCN_SMTP_QUIT)
		enter(d, SCN_SMTP_OVER);
	else
		not_smtp(d);
}

/* RFC 3207 section 4.2 lets nothing stand between the 220 and TLS: whoever added this hopes that it is
 * taken for a reply inside TLS. Only a server that is going away (421) may say so at any time. */
static void got_more(struct scn_smtp_dialogue *d, struct scn_bytes more)
{
	if (more.len >= 3 && memcmp(more.at, "421", 3) == 0)
		d->reply_code = SHUTTING_DOWN;
	else
		d->outcome = SCN_SMTP_INJECTED;
	enter(d, SCN_SMTP_OVER);
}

size_t scn_smtp_feed(struct scn_smtp_dialogue *d, struct scn_bytes bytes)
{
	enum scn_parse parsed;
	size_t used;

	if (!states[d->state].reply || bytes.len == 0)
		return 0;
	parsed = scn_reply_feed(&d->reply, bytes, &used);
	if (parsed == SCN_MORE)
		return used;
	if (parsed == SCN_BAD) {
		got_noise(d, (struct scn_bytes){ bytes.at + used, bytes.len - used });
		used = bytes.len;
	} else {
		got_reply(d);
	}
	if (d->state == SCN_SMTP_READY && used < bytes.len)
		got_more(d, (struct scn_bytes){ bytes.at + used, bytes.len - used });
	scn_reply_finish(&d->reply);
	return used;
}

const struct scn_text *scn_smtp_unfinished(const struct scn_smtp_dialogue *d)
{
	return &d->reply.raw;
}

const char *scn_smtp_output(const struct scn_smtp_dialogue *d)
{
	return scn_text_str(&d->out);
}

void scn_smtp_sent(struct scn_smtp_dialogue *d)
{
	scn_text_clear(&d->out);
}

void scn_smtp_quit(struct scn_smtp_dialogue *d)
{
	bool may_speak = d->state == SCN_SMTP_EHLO || d->state == SCN_SMTP_HELO ||
			 d->state == SCN_SMTP_STARTTLS;

	if (d->state == SCN_SMTP_QUIT)
		return;
	scn_text_clear(&d->out);
	enter(d, may_speak ? SCN_SMTP_QUIT : SCN_SMTP_OVER);
}

const char *scn_smtp_state_name(enum scn_smtp_state state)
{
	return states[state].name;
}

const char *scn_smtp_outcome_name(enum scn_smtp_outcome outcome)
{
	static const char *const names[] = {
		[SCN_SMTP_UNDECIDED] = "undecided",
		[SCN_SMTP_STARTED] = "started",
		[SCN_SMTP_GREETING_REFUSED] = "greeting-refused",
		[SCN_SMTP_EHLO_REFUSED] = "ehlo-refused",
		[SCN_SMTP_NOT_OFFERED] = "not-offered",
		[SCN_SMTP_STARTTLS_TEMPFAIL] = "starttls-tempfail",
		[SCN_SMTP_STARTTLS_REFUSED] = "starttls-refused",
		[SCN_SMTP_NOT_SMTP] = "not-smtp",
		[SCN_SMTP_INJECTED] = "injected",
	};

	return names[outcome];
}
