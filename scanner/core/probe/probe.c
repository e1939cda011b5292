#include "core/probe/probe-private.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "core/base/alloc.h"

/* Postscreen greets after 6 s, tarpits after up to 30 s; RFC 5321 section 4.5.3.2 would allow
 * minutes. */
const struct scn_probe_timeouts scn_probe_default_timeouts = {
	.connect = 10 * SCN_SECOND,
	.greeting = 35 * SCN_SECOND,
	.reply = 20 * SCN_SECOND,
	.flight = 20 * SCN_SECOND,
	.warm = 10 * SCN_SECOND,
	.quit = 1 * SCN_SECOND,
};

struct scn_probe *scn_probe_new(
	const char *ehlo_name, const struct scn_probe_timeouts *timeouts, scn_time now)
{
	struct scn_probe *p = scn_alloc(1, sizeof(*p));

	p->timeouts = *timeouts;
	if (p->timeouts.quit == 0)
		p->timeouts.quit = scn_probe_default_timeouts.quit;
	p->started = now;
	scn_smtp_init(&p->smtp, ehlo_name);
	scn_probe_enter(p, CONNECT);
	return p;
}

void scn_probe_keep_no_lines(struct scn_probe *p)
{
	p->transcript.off = true;
}

void scn_probe_free(struct scn_probe *p)
{
	if (!p)
		return;
	scn_transcript_finish(&p->transcript);
	scn_builder_finish(&p->out);
	scn_builder_finish(&p->received);
	scn_builder_finish(&p->plain);
	scn_reply_finish(&p->inner);
	scn_handshake_result_finish(&p->handshake_result);
	if (p->handshake)
		p->question->backend->free(p->handshake);
	scn_flight_finish(&p->flight);
	scn_question_free(p->question);
	scn_smtp_finish(&p->smtp);
	free(p);
}

static void dialogue_bytes(struct scn_probe *p, struct scn_bytes bytes);
static void warm_bytes(struct scn_probe *p, struct scn_bytes bytes);
static void quit_plain(struct scn_probe *p);

/* One row a state: who reads bytes, how it ends when the server closes or says nothing in time,
 * and how we take our leave when the probe is not wanted any more. A warm connection is closed
 * without a word: QUIT would be plain text where TLS has to be (RFC 3207 section 4), and an alert
 * before any hello is an unexpected_message to OpenSSL. */
static const struct {
	const char *waiting_for;
	void (*bytes)(struct scn_probe *p, struct scn_bytes bytes);
	enum scn_probe_end closed;
	enum scn_probe_end silent;
	void (*leave)(struct scn_probe *p); /* NULL: just close */
} states[STATE_COUNT] = {
	[CONNECT] = { "the connection", NULL, SCN_END_CONNECT_REFUSED, SCN_END_CONNECT_TIMED_OUT,
		NULL },
	[GREETING] = { "the greeting", dialogue_bytes, SCN_END_GREETING_CLOSED,
		SCN_END_GREETING_SILENT, quit_plain },
	[DIALOGUE] = { "the reply", dialogue_bytes, SCN_END_DIALOGUE_CLOSED,
		SCN_END_DIALOGUE_SILENT, quit_plain },
	[WARM] = { "a question", warm_bytes, SCN_END_WARM_CLOSED, SCN_END_UNUSED, NULL },
	[HELLO] = { "the answer to the ClientHello", scn_probe_hello_bytes, SCN_END_HELLO_CLOSED,
		SCN_END_HELLO_SILENT, scn_probe_cancel_tls },
	[HANDSHAKE] = { "the next step of the handshake", scn_probe_handshake_bytes,
		SCN_END_HANDSHAKE_BROKEN, SCN_END_HANDSHAKE_BROKEN, scn_probe_close_handshake },
	[INNER] = { "the reply inside TLS", scn_probe_inner_bytes, SCN_END_COMPLETED_NO_SMTP,
		SCN_END_COMPLETED_NO_SMTP, scn_probe_leave_inner },
	[QUIT] = { "the reply to QUIT", dialogue_bytes, SCN_END_UNUSED, SCN_END_UNUSED, NULL },
	[END] = { "nothing", NULL, SCN_END_NONE, SCN_END_NONE, NULL },
};

static scn_time timeout(const struct scn_probe *p)
{
	const scn_time of[STATE_COUNT] = {
		[CONNECT] = p->timeouts.connect,
		[GREETING] = p->timeouts.greeting,
		[DIALOGUE] = p->timeouts.reply,
		[WARM] = p->timeouts.warm,
		[HELLO] = p->timeouts.flight,
		[HANDSHAKE] = p->timeouts.flight,
		[INNER] = p->timeouts.reply,
		[QUIT] = p->timeouts.quit,
	};

	return of[p->state];
}

static scn_time now(const struct scn_probe *p)
{
	return p->started + p->transcript.now;
}

void scn_probe_enter(struct scn_probe *p, enum probe_state state)
{
	if (p->state == WARM)
		p->warm_time = now(p) - p->entered;
	if (state == WARM)
		p->ready_time = p->transcript.now > 0 ? p->transcript.now : 1;
	p->state = state;
	p->entered = now(p);
	p->deadline = state == END ? SCN_NEVER : now(p) + timeout(p);
}

static void decide(struct scn_probe *p, enum scn_probe_end end)
{
	if (p->end == SCN_END_NONE)
		p->end = end;
}

void scn_probe_finish(struct scn_probe *p, enum scn_probe_end end)
{
	decide(p, end);
	p->ended = now(p);
	if (p->connect_time > 0 && !p->closed)
		scn_transcript_note(&p->transcript, SCN_LAYER_TCP, "closed by us");
	scn_probe_enter(p, END);
}

/* ---- SMTP in plain text ---- */

static void say_command(struct scn_probe *p)
{
	const char *command = scn_smtp_output(&p->smtp);

	if (!command[0])
		return;
	scn_build_bytes(&p->out, (struct scn_bytes){ (const uint8_t *)command, strlen(command) });
	scn_transcript_smtp(&p->transcript, SCN_FROM_US, command);
	scn_smtp_sent(&p->smtp);
}

static void dialogue_ended(struct scn_probe *p)
{
	if (p->end == SCN_END_NONE)
		p->smtp_code = p->smtp.reply_code;
	decide(p, scn_probe_end_of_dialogue(&p->smtp));
}

/* The dialogue is in another state than before: so are we. */
static void follow_dialogue(struct scn_probe *p)
{
	say_command(p);
	switch (p->smtp.state) {
	case SCN_SMTP_GREETING:
		return;
	case SCN_SMTP_EHLO:
	case SCN_SMTP_HELO:
	case SCN_SMTP_STARTTLS:
		scn_probe_enter(p, DIALOGUE);
		return;
	case SCN_SMTP_READY:
		scn_probe_enter(p, WARM);
		return;
	case SCN_SMTP_QUIT:
		dialogue_ended(p);
		scn_probe_enter(p, QUIT);
		return;
	case SCN_SMTP_OVER:
		dialogue_ended(p);
		scn_probe_finish(p, p->end);
		return;
	}
}

static void keep_plain(struct scn_probe *p, struct scn_bytes bytes)
{
	struct scn_builder rest = { 0 };

	scn_build_bytes(&rest, bytes);
	scn_transcript_rest(&p->transcript, SCN_FROM_SERVER, &rest);
}

static void time_reply(struct scn_probe *p, bool whole)
{
	if (!p->reply_since)
		p->reply_since = now(p);
	if (!whole)
		return;
	if (now(p) - p->reply_since > p->slowest_reply)
		p->slowest_reply = now(p) - p->reply_since;
	p->reply_since = 0;
}

/* A tarpit answers, a byte now and then: it is not silent, but there is an end to patience. */
static void be_patient(struct scn_probe *p)
{
	scn_time more = now(p) + timeout(p), last = p->entered + SCN_PROBE_PATIENCE * timeout(p);

	p->deadline = more < last ? more : last;
}

static void dialogue_bytes(struct scn_probe *p, struct scn_bytes bytes)
{
	enum scn_smtp_state before = p->smtp.state;

	while (bytes.len > 0) {
		unsigned replies = p->smtp.reply_count;
		size_t used = scn_smtp_feed(&p->smtp, bytes);

		if (used == 0)
			break;
		time_reply(p, replies != p->smtp.reply_count);
		if (replies != p->smtp.reply_count)
			scn_transcript_smtp(
				&p->transcript, SCN_FROM_SERVER, scn_text_str(&p->smtp.last_reply));
		bytes = (struct scn_bytes){ bytes.at + used, bytes.len - used };
	}
	keep_plain(p, bytes);
	if (before != p->smtp.state)
		follow_dialogue(p);
	else if (p->state != QUIT)
		be_patient(p);
}

static void quit_plain(struct scn_probe *p)
{
	decide(p, SCN_END_UNUSED);
	scn_smtp_quit(&p->smtp);
	follow_dialogue(p);
}

/* Whatever comes before the ClientHello is not about TLS: mostly "421 timeout exceeded". */
static void warm_bytes(struct scn_probe *p, struct scn_bytes bytes)
{
	struct scn_reply reply = { 0 };
	size_t used;

	if (scn_reply_feed(&reply, bytes, &used) == SCN_GOT)
		p->smtp_code = reply.code;
	scn_reply_finish(&reply);
	keep_plain(p, bytes);
	scn_probe_finish(p, SCN_END_WARM_CLOSED);
}

/* ---- events ---- */

static void connected(struct scn_probe *p)
{
	if (p->state != CONNECT)
		return;
	p->connect_time = p->transcript.now > 0 ? p->transcript.now : 1;
	scn_transcript_note(&p->transcript, SCN_LAYER_TCP, "connected after %lld ms",
		(long long)(p->connect_time / SCN_MS));
	scn_probe_enter(p, GREETING);
}

static void connect_failed(struct scn_probe *p, enum scn_close_reason reason)
{
	static const struct {
		enum scn_probe_end end;
		const char *note;
	} failures[] = {
		[SCN_CLOSE_EOF] = { SCN_END_GREETING_CLOSED, "connection closed at once" },
		[SCN_CLOSE_RESET] = { SCN_END_GREETING_CLOSED, "connection reset at once" },
		[SCN_CLOSE_REFUSED] = { SCN_END_CONNECT_REFUSED, "connection refused" },
		[SCN_CLOSE_TIMED_OUT] = { SCN_END_CONNECT_TIMED_OUT,
			"no answer to the connection" },
		[SCN_CLOSE_UNREACHABLE] = { SCN_END_UNREACHABLE, "host or network unreachable" },
		[SCN_CLOSE_OTHER] = { SCN_END_UNREACHABLE, "the connection could not be made" },
	};

	if (p->state != CONNECT)
		return;
	scn_transcript_note(&p->transcript, SCN_LAYER_TCP, "%s", failures[reason].note);
	p->reset = reason == SCN_CLOSE_REFUSED || reason == SCN_CLOSE_RESET;
	scn_probe_finish(p, failures[reason].end);
}

/* What was cut off by a close or a time-out is shown too. */
static void keep_unfinished(struct scn_probe *p)
{
	const struct scn_text *reply =
		p->state == INNER ? &p->inner.raw : scn_smtp_unfinished(&p->smtp);
	struct scn_text shown = { 0 };

	scn_reply_keep(&shown, reply);
	if (shown.len > 0)
		scn_transcript_smtp(&p->transcript, SCN_FROM_SERVER, scn_text_str(&shown));
	scn_text_finish(&shown);
	scn_transcript_rest(&p->transcript, SCN_FROM_SERVER, &p->received);
}

static void closed(struct scn_probe *p, enum scn_close_reason reason)
{
	bool hello = p->state == HELLO;

	keep_unfinished(p);
	p->closed = true;
	p->reset = reason == SCN_CLOSE_RESET;
	scn_transcript_note(&p->transcript, SCN_LAYER_TCP, "%s",
		p->reset ? "connection reset by the server (RST)" : "closed by the server (FIN)");
	scn_probe_finish(
		p, hello ? scn_probe_hello_end(p, states[HELLO].closed) : states[p->state].closed);
}

static void tick(struct scn_probe *p)
{
	enum probe_state state = p->state;

	if (now(p) < p->deadline)
		return;
	keep_unfinished(p);
	scn_transcript_note(&p->transcript, SCN_LAYER_TCP, "waited %lld ms for %s in vain",
		(long long)((now(p) - p->entered) / SCN_MS), states[state].waiting_for);
	if (state == HELLO)
		scn_probe_cancel_tls(p);
	scn_probe_finish(p, state == HELLO ? scn_probe_hello_end(p, states[HELLO].silent)
					   : states[state].silent);
}

static void leave(struct scn_probe *p)
{
	enum scn_probe_end end = SCN_END_UNUSED;

	if (p->state == QUIT)
		return;
	if (p->state == HELLO)
		end = scn_probe_hello_end(p, SCN_END_UNUSED);
	if (states[p->state].leave)
		states[p->state].leave(p);
	if (p->state != QUIT && p->state != END)
		scn_probe_finish(p, end);
}

void scn_probe_feed(struct scn_probe *p, const struct scn_probe_event *event, scn_time at)
{
	if (p->state == END)
		return;
	p->transcript.now = at - p->started;
	switch (event->kind) {
	case SCN_EVENT_CONNECTED:
		connected(p);
		return;
	case SCN_EVENT_CONNECT_FAILED:
		connect_failed(p, event->reason);
		return;
	case SCN_EVENT_BYTES:
		p->bytes_received += event->bytes.len;
		if (states[p->state].bytes && event->bytes.len > 0)
			states[p->state].bytes(p, event->bytes);
		return;
	case SCN_EVENT_CLOSED:
		closed(p, event->reason);
		return;
	case SCN_EVENT_TICK:
		tick(p);
		return;
	case SCN_EVENT_QUIT:
		leave(p);
		return;
	}
}

void scn_probe_ask(struct scn_probe *p, struct scn_question *take_question, scn_time at)
{
	assert(p->state == WARM && !p->question);
	p->transcript.now = at - p->started;
	p->question = take_question;
	scn_probe_start_question(p);
}

/* ---- what the driver asks ---- */

bool scn_probe_warm(const struct scn_probe *p)
{
	return p->state == WARM;
}

bool scn_probe_asked(const struct scn_probe *p)
{
	return p->question;
}

struct scn_bytes scn_probe_output(const struct scn_probe *p)
{
	return scn_built(&p->out);
}

void scn_probe_sent(struct scn_probe *p)
{
	p->bytes_sent += p->out.len;
	scn_builder_finish(&p->out);
}

scn_time scn_probe_deadline(const struct scn_probe *p)
{
	return p->deadline;
}

bool scn_probe_over(const struct scn_probe *p)
{
	return p->state == END;
}

struct scn_probe_result scn_probe_result(const struct scn_probe *p)
{
	bool handshake = p->question && !p->question->hello;

	return (struct scn_probe_result){
		.end = p->end,
		.asked = p->asked,
		.closed = p->closed,
		.reset = p->reset,
		.smtp_code = p->smtp_code,
		.question = p->question,
		.flight = &p->flight.facts,
		.handshake = handshake ? &p->handshake_result : NULL,
		.smtp = &p->smtp,
		.bytes_sent = p->bytes_sent,
		.bytes_received = p->bytes_received,
		.started = p->started,
		.ready_time = p->ready_time,
		.warm_time = p->warm_time,
		.slowest_reply = p->slowest_reply,
		.duration = p->state == END ? p->ended - p->started : p->transcript.now,
		.connect_time = p->connect_time,
		.lines = p->transcript.lines,
		.line_count = p->transcript.line_count,
	};
}
