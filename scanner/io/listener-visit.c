/* SMTP (RFC 5321) as far as a client needs it to come to STARTTLS (RFC 3207) and to send one mail. */
#include "io/listener-visit.h"

#include <poll.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/socket.h>
#include <time.h>

#include "core/base/alloc.h"
#include "core/base/language.h"
#include "core/base/time.h"
#include "core/capture/finder.h"

enum {
	CHUNK_LEN = 4096,
	DRAIN_MS = 500, /* for what a client still sends after our goodbye */
	SUBJECT_MAX_LEN = 200,
	ALERT = 21,
	USER_CANCELED = 90,
	TLS1_0 = 0x0301,
};

struct scn_visit {
	int fd;
	scn_time deadline;
	struct scn_tls_server *server;
	struct scn_tls_session *tls; /* NULL while in plain text */
	uint8_t input[CHUNK_LEN];    /* read, not yet looked at */
	size_t input_at, input_len;
	struct scn_text line;
	struct scn_finder finder;   /* of the hello */
	struct scn_builder started; /* all bytes since STARTTLS */
	struct scn_text ehlo, subject, why;
	bool refused; /* asked for a mail without TLS */
	bool mail, recipient;
	struct scn_heard heard;
};

struct scn_visit *scn_visit_new(int fd, const char *address, struct scn_tls_server *tls)
{
	struct scn_visit *v = scn_alloc(1, sizeof(*v));

	v->fd = fd;
	v->server = tls;
	v->heard.address = address;
	return v;
}

void scn_visit_free(struct scn_visit *v)
{
	scn_tls_session_free(v->tls);
	scn_finder_finish(&v->finder);
	scn_builder_finish(&v->started);
	scn_text_finish(&v->line);
	scn_text_finish(&v->ehlo);
	scn_text_finish(&v->subject);
	scn_text_finish(&v->why);
	free(v);
}

/* ---- bytes, with limits of time ---- */

static scn_time now(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return t.tv_sec * SCN_SECOND + t.tv_nsec;
}

static bool wait_for(struct scn_visit *v, short events)
{
	struct pollfd wait = { .fd = v->fd, .events = events };
	scn_time left = v->deadline - now();
	scn_time most = SCN_LISTENER_WAIT_S * SCN_SECOND;

	if (left <= 0)
		return false;
	return poll(&wait, 1, (int)((left < most ? left : most) / SCN_MS) + 1) > 0;
}

static size_t receive(void *user, uint8_t *into, size_t len)
{
	struct scn_visit *v = user;
	ssize_t got = wait_for(v, POLLIN) ? recv(v->fd, into, len, 0) : 0;

	return got > 0 ? (size_t)got : 0;
}

static bool send_bytes(void *user, struct scn_bytes bytes)
{
	struct scn_visit *v = user;
	size_t done = 0;

	while (done < bytes.len && wait_for(v, POLLOUT)) {
		ssize_t sent = send(v->fd, bytes.at + done, bytes.len - done, MSG_NOSIGNAL);

		if (sent <= 0)
			return false;
		done += (size_t)sent;
	}
	return done == bytes.len;
}

static bool say(struct scn_visit *v, const char *text)
{
	struct scn_bytes bytes = { (const uint8_t *)text, strlen(text) };

	return v->tls ? scn_tls_session_write(v->tls, bytes) : send_bytes(v, bytes);
}

static bool fill(struct scn_visit *v)
{
	v->input_at = 0;
	v->input_len = v->tls ? scn_tls_session_read(v->tls, v->input, sizeof(v->input))
			      : receive(v, v->input, sizeof(v->input));
	return v->input_len > 0;
}

/* One line without its end, cut at its limit; false at the end of the connection. */
static bool read_line(struct scn_visit *v)
{
	scn_text_clear(&v->line);
	while (v->input_at < v->input_len || fill(v)) {
		uint8_t byte = v->input[v->input_at++];

		if (byte == '\n')
			return true;
		if (byte != '\r' && byte && v->line.len < SCN_LISTENER_MAX_LINE)
			scn_text_char(&v->line, (char)byte);
	}
	return false;
}

/* ---- TLS ---- */

/* RFC 8446 section 6.1: user_canceled says that nothing is wrong; close_notify follows it. */
static void cancel_politely(struct scn_visit *v)
{
	static const uint8_t codes[] = { USER_CANCELED, 0 };
	struct scn_builder alerts = { 0 };

	for (size_t i = 0; i < sizeof(codes); i++) {
		scn_build_u8(&alerts, ALERT);
		scn_build_u16(&alerts, TLS1_0);
		scn_build_u16(&alerts, 2);
		scn_build_u8(&alerts, 1); /* warning */
		scn_build_u8(&alerts, codes[i]);
	}
	if (!(v->finder.hello.data[0] & 0x80)) /* SSL 2.0 has no such alerts */
		send_bytes(v, scn_built(&alerts));
	scn_builder_finish(&alerts);
}

static void take_bytes(struct scn_visit *v)
{
	struct scn_bytes bytes = { v->input + v->input_at, v->input_len - v->input_at };

	scn_build_bytes(&v->started, bytes);
	scn_finder_feed(&v->finder, bytes);
	v->input_at = v->input_len;
}

/* Until the hello is whole, or cannot become one. */
static bool read_hello(struct scn_visit *v)
{
	do
		take_bytes(v);
	while (v->finder.state != SCN_FINDER_FOUND && v->finder.state != SCN_FINDER_OVER &&
		v->finder.state != SCN_FINDER_TEXT && fill(v));
	if (v->finder.state == SCN_FINDER_FOUND) {
		v->heard.hello = scn_built(&v->finder.hello);
		return true;
	}
	scn_text_add(&v->why, v->finder.state == SCN_FINDER_HELLO
				      ? scn_tr("the connection ended within the ClientHello")
			      : v->started.len
				      ? scn_tr("what came after STARTTLS is no ClientHello")
				      : scn_tr("nothing came after STARTTLS"));
	return false;
}

static bool complete(struct scn_visit *v)
{
	struct scn_tls_pipe pipe = { .receive = receive, .send = send_bytes, .user = v };
	struct scn_tls_session *tls = scn_tls_session_new(v->server, &pipe, scn_built(&v->started));

	if (!scn_tls_session_accept(tls, &v->why)) {
		scn_tls_session_free(tls);
		return false;
	}
	v->tls = tls;
	v->heard.version = scn_tls_session_version(tls);
	v->heard.suite = scn_tls_session_suite(tls);
	return true;
}

/* False: the connection is over, for good or bad. */
static bool on_hello(struct scn_visit *v)
{
	if (!read_hello(v))
		return false;
	if (v->server && v->finder.starttls)
		return complete(v);
	cancel_politely(v);
	return false;
}

static bool on_starttls(struct scn_visit *v, const char *argument)
{
	if (v->tls)
		return say(v, "503 5.5.1 TLS is active already\r\n");
	v->finder.state = SCN_FINDER_STARTTLS;
	if (!say(v, "220 2.0.0 Ready to start TLS\r\n"))
		return false;
	if (v->input_at == v->input_len && !fill(v)) {
		scn_text_add(&v->why, scn_tr("nothing came after STARTTLS"));
		return false;
	}
	return on_hello(v);
}

/* ---- the other commands ---- */

#define KEYWORDS "250-recorder.handfast.invalid\r\n250-PIPELINING\r\n250-8BITMIME\r\n"
#define IN_TLS   KEYWORDS "250 SIZE 33554432\r\n" /* SCN_LISTENER_MAX_MAIL */
#define IN_CLEAR KEYWORDS "250-STARTTLS\r\n250 SIZE 33554432\r\n"

static bool on_ehlo(struct scn_visit *v, const char *argument)
{
	scn_text_clear(&v->ehlo);
	scn_text_add(&v->ehlo, argument);
	return say(v, v->tls ? IN_TLS : IN_CLEAR);
}

static bool on_helo(struct scn_visit *v, const char *argument)
{
	scn_text_clear(&v->ehlo);
	scn_text_add(&v->ehlo, argument);
	return say(v, "250 recorder.handfast.invalid\r\n");
}

static bool on_mail(struct scn_visit *v, const char *argument)
{
	if (!v->tls) {
		v->refused = true;
		return say(v, "530 5.7.0 Must issue a STARTTLS command first\r\n");
	}
	v->mail = true;
	return say(v, "250 2.1.0 Ok\r\n");
}

static bool on_rcpt(struct scn_visit *v, const char *argument)
{
	if (!v->mail)
		return say(v, "503 5.5.1 MAIL first\r\n");
	v->recipient = true;
	return say(v, "250 2.1.5 Ok\r\n");
}

static void note_subject(struct scn_visit *v)
{
	static const char name[] = "Subject:";
	const char *line = scn_text_str(&v->line), *value = line + strlen(name);

	if (v->subject.len || strncasecmp(line, name, strlen(name)) != 0)
		return;
	value += strspn(value, " \t");
	scn_text_addn(&v->subject, value, strnlen(value, SUBJECT_MAX_LEN));
}

/* The mail up to its dot; only the Subject is kept. */
static bool on_data(struct scn_visit *v, const char *argument)
{
	bool headers = true;
	size_t len = 0;

	if (!v->recipient)
		return say(v, "503 5.5.1 RCPT first\r\n");
	if (!say(v, "354 End data with <CR><LF>.<CR><LF>\r\n"))
		return false;
	while (read_line(v) && strcmp(scn_text_str(&v->line), ".") != 0) {
		headers &= v->line.len > 0;
		if (headers)
			note_subject(v);
		len += v->line.len + 1;
		if (len > SCN_LISTENER_MAX_MAIL)
			return false;
	}
	v->mail = v->recipient = false;
	return say(v, "250 2.0.0 Recorded and thrown away\r\n");
}

static bool on_rset(struct scn_visit *v, const char *argument)
{
	v->mail = v->recipient = false;
	return say(v, "250 2.0.0 Ok\r\n");
}

static bool on_noop(struct scn_visit *v, const char *argument)
{
	return say(v, "250 2.0.0 Ok\r\n");
}

static bool on_quit(struct scn_visit *v, const char *argument)
{
	say(v, "221 2.0.0 Bye\r\n");
	return false;
}

static const struct {
	const char *verb;
	bool (*answer)(struct scn_visit *v, const char *argument); /* false: over */
} commands[] = {
	{ "DATA", on_data },
	{ "EHLO", on_ehlo },
	{ "HELO", on_helo },
	{ "LHLO", on_ehlo },
	{ "MAIL", on_mail },
	{ "NOOP", on_noop },
	{ "QUIT", on_quit },
	{ "RCPT", on_rcpt },
	{ "RSET", on_rset },
	{ "STARTTLS", on_starttls },
};

static bool answer(struct scn_visit *v)
{
	const char *line = scn_text_str(&v->line);
	size_t len = strcspn(line, " ");

	for (size_t i = 0; i < SCN_COUNT(commands); i++) {
		if (strlen(commands[i].verb) == len &&
			strncasecmp(commands[i].verb, line, len) == 0)
			return commands[i].answer(v, line + len + strspn(line + len, " "));
	}
	return say(v, "502 5.5.1 Not known here\r\n");
}

/* Does the client begin with TLS, as on port 465? Then its hello is recorded all the same. */
static bool begins_with_tls(struct scn_visit *v)
{
	return fill(v) && (v->input[0] == 22 || v->input[0] & 0x80);
}

static void drain(struct scn_visit *v)
{
	uint8_t rest[CHUNK_LEN];

	shutdown(v->fd, SHUT_WR);
	v->deadline = now() + DRAIN_MS * SCN_MS;
	while (receive(v, rest, sizeof(rest)))
		;
}

static void explain_absence(struct scn_visit *v)
{
	if (v->heard.hello.len || v->why.len)
		return;
	scn_text_add(&v->why, v->refused ? scn_tr("it wanted to send without STARTTLS")
					 : scn_tr("it left without STARTTLS"));
}

void scn_visit_run(struct scn_visit *v)
{
	v->deadline = now() + SCN_LISTENER_VISIT_S * SCN_SECOND;
	if (say(v, "220 recorder.handfast.invalid ESMTP Handfast records how you start TLS\r\n")) {
		if (begins_with_tls(v))
			on_hello(v);
		else
			for (int i = 0; i < SCN_LISTENER_MAX_COMMANDS && read_line(v) && answer(v);
				i++)
				;
	}
	explain_absence(v);
	if (v->tls) {
		scn_tls_session_free(v->tls);
		v->tls = NULL;
	}
	drain(v);
}

static const char *or_null(const struct scn_text *text)
{
	return text->len ? scn_text_str(text) : NULL;
}

const struct scn_heard *scn_visit_heard(struct scn_visit *v)
{
	v->heard.ehlo = or_null(&v->ehlo);
	v->heard.subject = or_null(&v->subject);
	v->heard.why = or_null(&v->why);
	return &v->heard;
}
