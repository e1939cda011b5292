/* Every conversation of tests/cases/dialogues: in packets, byte by byte, and cut off anywhere. */
#include "test.h"

#include <dirent.h>
#include <stdio.h>

#include "core/base/alloc.h"
#include "core/smtp/dialogue.h"

static const char folder[] = "tests/cases/dialogues";

enum {
	MAX_STEPS = 32,
	MAX_LINE = 512,
	MIN_CASES = 40, /* a test that finds no cases must not pass */
};

enum step_kind {
	SERVER,
	CLIENT,
	QUIT,
};

struct step {
	enum step_kind kind;
	struct scn_text text;
};

/* How it must stand at the end: "READY started 220". */
struct script {
	char name[256];
	struct step steps[MAX_STEPS];
	size_t step_count;
	char whole[MAX_LINE];
	char bytewise[MAX_LINE];
};

static void add_step(struct script *s, enum step_kind kind)
{
	assert_true(s->step_count < MAX_STEPS);
	s->steps[s->step_count++] = (struct step){ .kind = kind };
}

/* What one server says without a word from us is one packet. */
static struct scn_text *packet(struct script *s)
{
	if (s->step_count == 0 || s->steps[s->step_count - 1].kind != SERVER)
		add_step(s, SERVER);
	return &s->steps[s->step_count - 1].text;
}

static void add_escaped(struct scn_text *to, const char *text)
{
	for (const char *p = text; *p; p++) {
		unsigned byte;

		if (p[0] == '\\' && p[1] == 'x' && sscanf(p + 2, "%2x", &byte) == 1) {
			scn_text_char(to, (char)byte);
			p += 3;
		} else if (p[0] == '\\' && (p[1] == 'n' || p[1] == 'r')) {
			scn_text_char(to, p[1] == 'n' ? '\n' : '\r');
			p++;
		} else {
			scn_text_char(to, *p);
		}
	}
}

static void read_line(struct script *s, const char *line)
{
	struct scn_text *text;

	if (line[0] == 'S' || line[0] == 's') {
		text = packet(s);
		add_escaped(text, line + 2);
		scn_text_add(text, line[0] == 'S' ? "\r\n" : "");
	} else if (line[0] == 'C') {
		add_step(s, CLIENT);
		scn_text_printf(&s->steps[s->step_count - 1].text, "%s\r\n", line + 2);
	} else if (strcmp(line, "quit") == 0) {
		add_step(s, QUIT);
	} else if (line[0] == '=') {
		strcpy(s->whole, line + 2);
		strcpy(s->bytewise, line + 2);
	} else if (line[0] == '1') {
		strcpy(s->bytewise, line + 2);
	} else if (line[0] != '#') {
		fail_msg("%s: %s", s->name, line);
	}
}

static void script_read(struct script *s, const char *name)
{
	char line[MAX_LINE];
	char path[512];
	FILE *file;

	*s = (struct script){ 0 };
	snprintf(s->name, sizeof(s->name), "%s", name);
	snprintf(path, sizeof(path), "%s/%s", folder, name);
	file = fopen(path, "r");
	assert_non_null(file);
	while (fgets(line, sizeof(line), file)) {
		line[strcspn(line, "\n")] = 0;
		read_line(s, line);
	}
	fclose(file);
	if (!s->whole[0])
		fail_msg("%s says no end", name);
}

static void script_finish(struct script *s)
{
	for (size_t i = 0; i < s->step_count; i++)
		scn_text_finish(&s->steps[i].text);
}

static void feed(struct scn_smtp_dialogue *d, struct scn_bytes packet)
{
	size_t used = 1;

	while (packet.len > 0 && used > 0) {
		used = scn_smtp_feed(d, packet);
		assert_true(used <= packet.len);
		packet.at += used;
		packet.len -= used;
	}
}

static void server_says(struct scn_smtp_dialogue *d, const struct scn_text *text, size_t piece)
{
	for (size_t at = 0; at < text->len; at += piece) {
		size_t len = text->len - at < piece ? text->len - at : piece;

		feed(d, (struct scn_bytes){ (const uint8_t *)text->at + at, len });
	}
}

static void standing(const struct scn_smtp_dialogue *d, struct scn_text *out)
{
	scn_text_printf(out, "%s %s %d%s", scn_smtp_state_name(d->state),
		scn_smtp_outcome_name(d->outcome), d->reply_code,
		d->ehlo.starttls_masked ? " masked" : "");
}

static void play(const struct script *s, size_t piece, const char *expected)
{
	struct scn_smtp_dialogue d;
	struct scn_text end = { 0 };

	scn_smtp_init(&d, "probe.example");
	for (size_t i = 0; i < s->step_count; i++) {
		const struct step *step = &s->steps[i];

		if (step->kind == SERVER) {
			server_says(&d, &step->text, piece);
		} else if (step->kind == QUIT) {
			scn_smtp_quit(&d);
		} else {
			if (strcmp(scn_smtp_output(&d), scn_text_str(&step->text)) != 0)
				fail_msg(
					"%s, step %zu: we say %s", s->name, i, scn_smtp_output(&d));
			scn_smtp_sent(&d);
		}
	}
	standing(&d, &end);
	if (strcmp(scn_text_str(&end), expected) != 0)
		fail_msg("%s, in pieces of %zu: %s", s->name, piece, scn_text_str(&end));
	assert_string_equal(scn_smtp_output(&d), "");
	scn_text_finish(&end);
	scn_smtp_finish(&d);
}

/* The first `len` bytes of a packet alone decide nothing that the whole would contradict. */
static void play_cut_short(const struct script *s)
{
	const struct step *first = &s->steps[0];

	if (first->kind != SERVER)
		return;
	for (size_t len = 0; len + 1 < first->text.len; len++) {
		struct scn_smtp_dialogue d;

		scn_smtp_init(&d, "probe.example");
		server_says(&d, &(struct scn_text){ first->text.at, len }, 7);
		if (d.state == SCN_SMTP_GREETING)
			assert_int_equal(d.outcome, SCN_SMTP_UNDECIDED);
		assert_int_not_equal(d.outcome, SCN_SMTP_STARTED);
		scn_smtp_finish(&d);
	}
}

static size_t each_script(void (*visit)(const struct script *s))
{
	DIR *dir = opendir(folder);
	size_t count = 0;

	assert_non_null(dir);
	for (struct dirent *entry; (entry = readdir(dir));) {
		const char *dot = strrchr(entry->d_name, '.');
		struct script s;

		if (!dot || strcmp(dot, ".txt") != 0)
			continue;
		script_read(&s, entry->d_name);
		visit(&s);
		script_finish(&s);
		count++;
	}
	closedir(dir);
	return count;
}

static void in_packets(const struct script *s)
{
	play(s, SIZE_MAX, s->whole);
}

static void byte_by_byte(const struct script *s)
{
	play(s, 1, s->bytewise);
}

static void test_dialogue_in_packets(void **state)
{
	assert_true(each_script(in_packets) >= MIN_CASES);
}

static void test_dialogue_byte_by_byte(void **state)
{
	assert_true(each_script(byte_by_byte) >= MIN_CASES);
}

static void test_dialogue_cut_short(void **state)
{
	assert_true(each_script(play_cut_short) >= MIN_CASES);
}

static void say(struct scn_smtp_dialogue *d, const char *text)
{
	feed(d, (struct scn_bytes){ (const uint8_t *)text, strlen(text) });
	scn_smtp_sent(d);
}

static void test_dialogue_keeps_what_was_said(void **state)
{
	struct scn_smtp_dialogue d;

	scn_smtp_init(&d, "a");
	say(&d, "220-mx.example\r\n220 hello\r\n");
	assert_string_equal(scn_text_str(&d.greeting), "220-mx.example\n220 hello");
	say(&d, "250-mx.example\r\n250 STARTTLS\r\n");
	assert_string_equal(scn_text_str(&d.ehlo_lines), "mx.example\nSTARTTLS");
	assert_string_equal(scn_text_str(&d.last_reply), "250-mx.example\n250 STARTTLS");
	assert_int_equal(d.reply_count, 2);
	say(&d, "454-not\r\n45");
	assert_string_equal(scn_text_str(scn_smtp_unfinished(&d)), "454-not\n45");
	assert_int_equal(d.reply_count, 2);
	scn_smtp_finish(&d);
}

static void test_dialogue_shows_what_is_not_smtp(void **state)
{
	struct scn_smtp_dialogue d;

	scn_smtp_init(&d, "a");
	say(&d, "HTTP/1.1 400 Bad Request\r\n\r\n");
	assert_int_equal(d.outcome, SCN_SMTP_NOT_SMTP);
	assert_string_equal(scn_text_str(&d.last_reply), "HTTP/1.1 400 Bad Request\r\n\r\n");
	scn_smtp_finish(&d);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_dialogue_in_packets),
		cmocka_unit_test(test_dialogue_byte_by_byte),
		cmocka_unit_test(test_dialogue_cut_short),
		cmocka_unit_test(test_dialogue_keeps_what_was_said),
		cmocka_unit_test(test_dialogue_shows_what_is_not_smtp),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
