/* One connection from the first event to every possible end, with a clock and a server made of rows. */
#include "test.h"

#include <stdio.h>

#include "core/base/alloc.h"
#include "core/probe/probe.h"
#include "fake-handshake.h"

enum step_kind {
	STEP_END, /* zero: no more steps */
	CONNECTED,
	REFUSED,
	CONNECT_RESET,
	CONNECT_TIMED_OUT,
	UNREACHABLE,
	SAY,     /* text from the server */
	SAY_HEX, /* bytes from the server */
	FIN,
	RST,
	WAIT,      /* ms pass, without an event */
	TICK,      /* the deadline comes */
	LEAVE,     /* not needed any more */
	ASK_HELLO, /* a question with a hand-made hello */
	ASK_SSL2,
	ASK_HANDSHAKE,
	ASK_NOTHING, /* a handshake that the library refuses to begin */
};

enum {
	MAX_STEPS = 12,
	START = 1000, /* of the clock, seconds; not 0 */
};

struct step {
	enum step_kind kind;
	const char *text;
	int ms;
};

struct row {
	const char *name;
	struct step steps[MAX_STEPS];
	enum scn_probe_end end;
	int smtp_code;
	bool asked, reset;
	const char *last_said; /* the end of all that we sent; NULL: not looked at */
};

#include "probe-rows.inc"

/* ---- playing a row ---- */

struct play {
	struct scn_probe *probe;
	scn_time now;
	struct scn_text sent;
};

static struct scn_question *hello_question(uint16_t version)
{
	static const scn_suite_code tls[] = { 0xC02F, 0x009C };
	static const scn_suite_code ssl2[] = { 0x010080 };
	bool old = version == 0x0002;
	struct scn_hello_spec spec = {
		.form = old ? SCN_HELLO_SSL2 : SCN_HELLO_RECORD,
		.legacy_version = version,
		.suites = old ? ssl2 : tls,
		.suite_count = old ? SCN_COUNT(ssl2) : SCN_COUNT(tls),
	};
	struct scn_question *q = scn_alloc(1, sizeof(*q));

	q->kind = SCN_QUESTION_REPLAY;
	q->purpose = scn_strdup("test");
	q->hello = scn_hello_copy(&spec);
	return q;
}

static struct scn_question *handshake_question(const struct scn_handshake_backend *backend)
{
	struct scn_question *q = scn_alloc(1, sizeof(*q));
	uint16_t *groups = scn_alloc(1, sizeof(*groups));

	groups[0] = 29;
	q->kind = SCN_QUESTION_HANDSHAKE;
	q->purpose = scn_strdup("test");
	q->backend = backend;
	q->order.groups = groups;
	q->order.group_count = 1;
	q->order.server_name = scn_strdup("mx.example");
	return q;
}

static void take_output(struct play *play)
{
	struct scn_bytes out = scn_probe_output(play->probe);

	scn_text_addn(&play->sent, (const char *)out.at, out.len);
	scn_probe_sent(play->probe);
	assert_int_equal(scn_probe_output(play->probe).len, 0);
}

static void feed(struct play *play, enum scn_event_kind kind, enum scn_close_reason reason)
{
	struct scn_probe_event event = { .kind = kind, .reason = reason };

	scn_probe_feed(play->probe, &event, play->now);
	take_output(play);
}

/* In pieces of at most `piece` bytes. */
static void feed_bytes(struct play *play, struct scn_bytes bytes, size_t piece)
{
	for (size_t at = 0; at < bytes.len; at += piece) {
		size_t len = bytes.len - at < piece ? bytes.len - at : piece;
		struct scn_probe_event event = {
			.kind = SCN_EVENT_BYTES,
			.bytes = { bytes.at + at, len },
		};

		scn_probe_feed(play->probe, &event, play->now);
		take_output(play);
	}
}

static void say(struct play *play, const struct step *step, size_t piece)
{
	struct scn_builder bytes = { 0 };

	if (step->kind == SAY)
		scn_build_bytes(&bytes,
			(struct scn_bytes){ (const uint8_t *)step->text, strlen(step->text) });
	else
		assert_true(scn_build_hex(&bytes, step->text));
	feed_bytes(play, scn_built(&bytes), piece);
	scn_builder_finish(&bytes);
}

static void tick(struct play *play)
{
	struct scn_probe_event event = { .kind = SCN_EVENT_TICK };
	bool over = scn_probe_over(play->probe);

	/* A tick that comes too early changes nothing. */
	play->now = scn_probe_deadline(play->probe) - 1;
	scn_probe_feed(play->probe, &event, play->now);
	assert_int_equal(scn_probe_over(play->probe), over);
	play->now++;
	feed(play, SCN_EVENT_TICK, SCN_CLOSE_EOF);
}

static void wait_ms(struct play *play, int ms)
{
	play->now += ms * SCN_MS;
	assert_true(play->now < scn_probe_deadline(play->probe));
}

static void ask(struct play *play, struct scn_question *take_question)
{
	assert_true(scn_probe_warm(play->probe));
	assert_false(scn_probe_asked(play->probe));
	scn_probe_ask(play->probe, take_question, play->now);
	assert_true(scn_probe_asked(play->probe));
	assert_false(scn_probe_warm(play->probe));
	take_output(play);
}

static void step(struct play *play, const struct step *step, size_t piece)
{
	static const struct {
		enum scn_event_kind kind;
		enum scn_close_reason reason;
	} events[] = {
		[CONNECTED] = { SCN_EVENT_CONNECTED, SCN_CLOSE_EOF },
		[REFUSED] = { SCN_EVENT_CONNECT_FAILED, SCN_CLOSE_REFUSED },
		[CONNECT_RESET] = { SCN_EVENT_CONNECT_FAILED, SCN_CLOSE_RESET },
		[CONNECT_TIMED_OUT] = { SCN_EVENT_CONNECT_FAILED, SCN_CLOSE_TIMED_OUT },
		[UNREACHABLE] = { SCN_EVENT_CONNECT_FAILED, SCN_CLOSE_UNREACHABLE },
		[FIN] = { SCN_EVENT_CLOSED, SCN_CLOSE_EOF },
		[RST] = { SCN_EVENT_CLOSED, SCN_CLOSE_RESET },
		[LEAVE] = { SCN_EVENT_QUIT, SCN_CLOSE_EOF },
	};

	play->now += 12 * SCN_MS;
	switch (step->kind) {
	case SAY:
	case SAY_HEX:
		say(play, step, piece);
		return;
	case WAIT:
		wait_ms(play, step->ms);
		return;
	case TICK:
		tick(play);
		return;
	case ASK_HELLO:
		ask(play, hello_question(0x0303));
		return;
	case ASK_SSL2:
		ask(play, hello_question(0x0002));
		return;
	case ASK_HANDSHAKE:
		ask(play, handshake_question(&fake_backend));
		return;
	case ASK_NOTHING:
		ask(play, handshake_question(&fake_refusing_backend));
		return;
	default:
		feed(play, events[step->kind].kind, events[step->kind].reason);
	}
}

static struct play play_row(const struct row *row, size_t piece)
{
	struct play play = { .now = START * SCN_SECOND };

	play.probe = scn_probe_new("probe.example", &scn_probe_default_timeouts, play.now);
	for (size_t i = 0; i < MAX_STEPS && row->steps[i].kind != STEP_END; i++) {
		if (scn_probe_over(play.probe))
			fail_msg("%s: over before step %zu: %s", row->name, i,
				scn_probe_end_name(scn_probe_result(play.probe).end));
		step(&play, &row->steps[i], piece);
	}
	return play;
}

static void play_finish(struct play *play)
{
	scn_text_finish(&play->sent);
	scn_probe_free(play->probe);
}

static bool ends_with(const char *text, const char *end)
{
	size_t len = strlen(text), end_len = strlen(end);

	return len >= end_len && strcmp(text + len - end_len, end) == 0;
}

static void check(const struct row *row, const struct play *play)
{
	struct scn_probe_result r = scn_probe_result(play->probe);

	if (!scn_probe_over(play->probe) || r.end != row->end)
		fail_msg("%s: %s", row->name, scn_probe_end_name(r.end));
	if (r.smtp_code != row->smtp_code || r.asked != row->asked || r.reset != row->reset)
		fail_msg("%s: code %d, asked %d, reset %d", row->name, r.smtp_code, r.asked,
			r.reset);
	if (row->last_said && !ends_with(scn_text_str(&play->sent), row->last_said))
		fail_msg("%s: we said %s", row->name, scn_text_str(&play->sent));
	if (row->last_said && !row->last_said[0])
		assert_int_equal(play->sent.len, 0);
	assert_int_equal(r.bytes_sent, play->sent.len);
	assert_int_equal(scn_probe_deadline(play->probe), SCN_NEVER);
	assert_int_equal(r.duration, play->now - START * SCN_SECOND);
	assert_non_null(r.smtp);
	assert_non_null(r.flight);
	if (row->steps[0].kind != LEAVE)
		assert_true(r.line_count > 0);
	assert_false(scn_probe_warm(play->probe));
}

static void test_probe_every_row(void **state)
{
	for (size_t i = 0; i < SCN_COUNT(rows); i++) {
		struct play play = play_row(&rows[i], SIZE_MAX);

		check(&rows[i], &play);
		play_finish(&play);
	}
}

/* The same rows must reach each end that the header names. */
static void test_probe_every_end_is_reached(void **state)
{
	for (int end = SCN_END_NONE + 1; end <= SCN_END_HANDSHAKE_BROKEN; end++) {
		size_t i = 0;

		while (i < SCN_COUNT(rows) && rows[i].end != (enum scn_probe_end)end)
			i++;
		if (i == SCN_COUNT(rows))
			fail_msg("no row ends with %s", scn_probe_end_name(end));
	}
}

/* Hellos answered in pieces of any size give the same end. Other rows depend on packets. */
static void test_probe_flights_in_pieces(void **state)
{
	for (size_t i = 0; i < SCN_COUNT(rows); i++) {
		if (rows[i].end != SCN_END_SELECTED && rows[i].end != SCN_END_ALERT &&
			rows[i].end != SCN_END_SSL2 && rows[i].end != SCN_END_STARTTLS_REFUSED)
			continue;
		for (size_t piece = 1; piece < 20; piece++) {
			struct play play = play_row(&rows[i], piece);

			check(&rows[i], &play);
			play_finish(&play);
		}
	}
}

/* Nothing that happens after the end changes it. */
static void test_probe_is_deaf_after_the_end(void **state)
{
	for (size_t i = 0; i < SCN_COUNT(rows); i++) {
		struct play play = play_row(&rows[i], SIZE_MAX);

		for (int kind = SCN_EVENT_CONNECTED; kind <= SCN_EVENT_QUIT; kind++) {
			struct scn_probe_event event = {
				.kind = (enum scn_event_kind)kind,
				.bytes = { (const uint8_t *)"421 x\r\n", 7 },
			};

			scn_probe_feed(play.probe, &event, play.now + SCN_SECOND);
		}
		check(&rows[i], &play);
		play_finish(&play);
	}
}

static const struct row *row_named(const char *name)
{
	for (size_t i = 0; i < SCN_COUNT(rows); i++)
		if (strcmp(rows[i].name, name) == 0)
			return &rows[i];
	fail_msg("no row %s", name);
	return NULL;
}

/* Times in ms, then < > or *, then the layer and the text. */
static void dialogue_text(const struct scn_probe_result *r, struct scn_text *out)
{
	static const char marks[] = { '>', '<', '*' };
	static const char *const layers[] = { "TCP", "SMTP", "TLS" };

	for (size_t i = 0; i < r->line_count; i++) {
		const struct scn_line *line = &r->lines[i];

		scn_text_printf(out, "%d %c %s ", (int)(line->at / SCN_MS), marks[line->direction],
			layers[line->layer]);
		if (line->bytes)
			scn_text_printf(out, "(%zu) ", line->len);
		scn_text_printf(out, "%s\n", line->text);
	}
}

static void check_dialogue(const char *name, const char *expected)
{
	struct play play = play_row(row_named(name), SIZE_MAX);
	struct scn_probe_result r = scn_probe_result(play.probe);
	struct scn_text text = { 0 };

	dialogue_text(&r, &text);
	assert_string_equal(scn_text_str(&text), expected);
	scn_text_finish(&text);
	play_finish(&play);
}

#define READY_LINES                                                                                \
	"12 * TCP connected after 12 ms\n"                                                         \
	"24 < SMTP 220 mx.example ESMTP\n"                                                         \
	"24 > SMTP EHLO probe.example\n"                                                           \
	"36 < SMTP 250-mx.example\n250 STARTTLS\n"                                                 \
	"36 > SMTP STARTTLS\n"                                                                     \
	"48 < SMTP 220 go\n"

static void test_probe_dialogue(void **state)
{
	check_dialogue("closed in the greeting", "12 * TCP connected after 12 ms\n"
						 "36 < SMTP 220 mx\n"
						 "36 * TCP closed by the server (FIN)\n");
	check_dialogue("injected", "12 * TCP connected after 12 ms\n"
				   "24 < SMTP 220 mx\n"
				   "24 > SMTP EHLO probe.example\n"
				   "36 < SMTP 250-mx\n250 STARTTLS\n"
				   "36 > SMTP STARTTLS\n"
				   "48 < SMTP 220 go\n"
				   "48 < SMTP 250 ok\n"
				   "48 * TCP closed by us\n");
	check_dialogue("alert", READY_LINES "60 > TLS (52) ClientHello TLS 1.2, 2 suites\n"
					    "72 < TLS (7) Alert fatal handshake_failure (40)\n"
					    "72 * TCP closed by us\n");
	check_dialogue("selected", READY_LINES "60 > TLS (52) ClientHello TLS 1.2, 2 suites\n"
					       "72 < TLS (47) ServerHello TLS 1.2 "
					       "TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256\n"
					       "72 < TLS (9) ServerHelloDone\n"
					       "72 > TLS (7) Alert warning user_canceled (90)\n"
					       "72 > TLS (7) Alert warning close_notify (0)\n"
					       "72 * TCP closed by us\n");
	check_dialogue("not TLS", READY_LINES "60 > TLS (52) ClientHello TLS 1.2, 2 suites\n"
					      "72 < SMTP 500 what?\n"
					      "72 * TCP closed by us\n");
	check_dialogue("silent inside",
		READY_LINES "60 > SMTP {hello}\n"
			    "72 < SMTP D\n"
			    "72 * TLS handshake completed: TLS 1.2, "
			    "TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256\n"
			    "72 > SMTP EHLO probe.example\n"
			    "20072 * TCP waited 20000 ms for the reply inside TLS in vain\n"
			    "20072 * TCP closed by us\n");
}

static void test_probe_dialogue_of_ssl2(void **state)
{
	check_dialogue("SSL 2.0",
		READY_LINES "60 > TLS (30) ClientHello SSL 2.0, 1 suite\n"
			    "72 < TLS (32) ServerHello SSL 2.0\n"
			    "72 * TLS SSL 2.0 SERVER-HELLO, kinds of our offer that it takes: 1\n"
			    "72 * TCP closed by us\n");
}

/* Who fills in only the times that he cares about still waits for the 221. */
static void test_probe_quit_has_a_default(void **state)
{
	struct scn_probe_timeouts timeouts = scn_probe_default_timeouts;
	struct play play = { .now = START * SCN_SECOND };
	struct step refusal = { SAY, "554 no\r\n" };

	timeouts.quit = 0;
	play.probe = scn_probe_new("a", &timeouts, play.now);
	feed(&play, SCN_EVENT_CONNECTED, SCN_CLOSE_EOF);
	say(&play, &refusal, SIZE_MAX);
	assert_false(scn_probe_over(play.probe));
	assert_int_equal(scn_probe_deadline(play.probe), play.now + SCN_SECOND);
	play_finish(&play);
}

static void test_probe_results_of_a_hello(void **state)
{
	struct play play = play_row(row_named("selected"), SIZE_MAX);
	struct scn_probe_result r = scn_probe_result(play.probe);

	assert_true(r.flight->selected);
	assert_int_equal(r.flight->suite, 0xC02F);
	assert_int_equal(r.connect_time, 12 * SCN_MS);
	assert_string_equal(r.question->purpose, "test");
	assert_null(r.handshake);
	assert_true(r.smtp->ehlo.starttls);
	play_finish(&play);
}

static void test_probe_results_of_a_handshake(void **state)
{
	struct play play = play_row(row_named("completed"), SIZE_MAX);
	struct scn_probe_result r = scn_probe_result(play.probe);

	assert_non_null(r.handshake);
	assert_int_equal(r.handshake->version, SCN_TLS1_2);
	assert_int_equal(r.handshake->certificate_count, 1);
	assert_null(r.handshake->failure);
	play_finish(&play);

	play = play_row(row_named("handshake failed"), SIZE_MAX);
	r = scn_probe_result(play.probe);
	assert_string_equal(r.handshake->failure, "the fake was told to fail");
	play_finish(&play);

	play = play_row(row_named("the library refuses"), SIZE_MAX);
	r = scn_probe_result(play.probe);
	assert_string_equal(r.handshake->failure, "the library cannot make this handshake");
	play_finish(&play);
}

/* A server that talks without end fills neither memory nor the document. */
static void test_probe_dialogue_limit(void **state)
{
	struct play play = play_row(&(struct row){ .steps = { { CONNECTED } } }, SIZE_MAX);
	struct step greeting = { SAY, "220 mx\r\n" };
	struct scn_probe_result r;

	for (int i = 0; i < 1000; i++)
		say(&play, &greeting, SIZE_MAX);
	r = scn_probe_result(play.probe);
	assert_int_equal(r.end, SCN_END_NONE);
	assert_int_equal(r.line_count, 200);
	assert_string_equal(r.lines[199].text, "what follows was not kept: too long");
	play_finish(&play);
}

/* One byte after the other, and never a whole greeting: there is an end to it. */
static void test_patience_ends(void **state)
{
	struct play play = { .now = START * SCN_SECOND };
	struct step begin = { SAY, "220-", 0 }, byte = { SAY, "m", 0 };

	play.probe = scn_probe_new("probe.example", &scn_probe_default_timeouts, play.now);
	feed(&play, SCN_EVENT_CONNECTED, SCN_CLOSE_EOF);
	for (int i = 0; i < 200 && !scn_probe_over(play.probe); i++) {
		play.now += SCN_SECOND;
		say(&play, i ? &byte : &begin, 1);
		feed(&play, SCN_EVENT_TICK, SCN_CLOSE_EOF);
	}
	assert_int_equal(scn_probe_result(play.probe).end, SCN_END_GREETING_SILENT);
	assert_true(scn_probe_result(play.probe).duration ==
		    SCN_PROBE_PATIENCE * scn_probe_default_timeouts.greeting);
	scn_probe_free(play.probe);
	scn_text_finish(&play.sent);
}

/* How long it took to 220 ready, and from the first byte of a reply to its last. */
static void test_times_of_a_tarpit(void **state)
{
	static const struct step steps[] = { { SAY, "2", 3000 }, { SAY, "20 mx\r\n", 5000 },
		{ SAY, "250-mx\r\n", 1000 }, { SAY, "250 STARTTLS\r\n", 4000 },
		{ SAY, "220 go\r\n", 1000 } };
	struct play play = { .now = START * SCN_SECOND };
	struct scn_probe_result result;

	play.probe = scn_probe_new("probe.example", &scn_probe_default_timeouts, play.now);
	feed(&play, SCN_EVENT_CONNECTED, SCN_CLOSE_EOF);
	for (size_t i = 0; i < SCN_COUNT(steps); i++) {
		play.now += steps[i].ms * SCN_MS;
		say(&play, &steps[i], 100);
	}
	play.now += 2 * SCN_SECOND;
	feed(&play, SCN_EVENT_CLOSED, SCN_CLOSE_EOF);
	result = scn_probe_result(play.probe);
	assert_int_equal(result.end, SCN_END_WARM_CLOSED);
	assert_true(result.started == START * SCN_SECOND);
	assert_true(result.ready_time == 14 * SCN_SECOND);
	assert_true(result.slowest_reply == 5 * SCN_SECOND);
	assert_true(result.warm_time == 2 * SCN_SECOND);
	scn_probe_free(play.probe);
	scn_text_finish(&play.sent);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_probe_every_row),
		cmocka_unit_test(test_probe_every_end_is_reached),
		cmocka_unit_test(test_probe_flights_in_pieces),
		cmocka_unit_test(test_probe_is_deaf_after_the_end),
		cmocka_unit_test(test_probe_dialogue),
		cmocka_unit_test(test_probe_dialogue_of_ssl2),
		cmocka_unit_test(test_probe_quit_has_a_default),
		cmocka_unit_test(test_probe_results_of_a_hello),
		cmocka_unit_test(test_probe_results_of_a_handshake),
		cmocka_unit_test(test_probe_dialogue_limit),
		cmocka_unit_test(test_patience_ends),
		cmocka_unit_test(test_times_of_a_tarpit),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
