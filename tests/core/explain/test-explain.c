/*
 * Logs, bounces and replies: every text of the table is recognised by itself; the samples of
 * tests/cases/explain (NAME.txt) say what the files beside them say (NAME.80). To write those anew
 * after a wanted change: GOLDEN_UPDATE=1, then read the diff.
 */
#include "test.h"

#include <glob.h>
#include <stdio.h>
#include <sys/stat.h>

#include "core/explain/alerts.h"
#include "core/explain/write.h"
#include "files.h"

#define CASES "tests/cases/explain/"

static const struct scn_explain_look at_80 = { .width = 80 };

/* ---- the table ---- */

/* Rows of one text (many servers say "220 2.0.0 Ready to start TLS") may stand for each other. */
static bool stands_for(const struct scn_reply_row *found, const struct scn_reply_row *row)
{
	return found == row || (found->category == row->category && found->said_by == row->said_by);
}

static void test_every_row_is_recognised_by_its_own_text(void **state)
{
	size_t count, exact = 0;
	const struct scn_reply_row *rows = scn_reply_rows(&count);

	assert_true(count > 200);
	for (size_t i = 0; i < count; i++) {
		struct scn_explanation e;
		bool found = false;

		scn_explain(rows[i].text, strlen(rows[i].text), &e);
		for (size_t f = 0; f < e.finding_count; f++)
			for (size_t r = 0; r < e.findings[f].row_count; r++) {
				found |= stands_for(e.findings[f].rows[r], &rows[i]);
				exact += e.findings[f].rows[r] == &rows[i];
			}
		if (!found)
			fail_msg("%s is not recognised: %s (got %s)", rows[i].id, rows[i].text,
				e.finding_count && e.findings[0].row_count
					? e.findings[0].rows[0]->id
					: "nothing");
		scn_explanation_finish(&e);
	}
	/* Not all of them may hide behind another one. */
	assert_true(exact > count * 8 / 10);
}

/* The text of a product's own row, in a line that this product wrote, is that row. */
static void test_ids_are_unique_and_texts_are_told(void **state)
{
	size_t count;
	const struct scn_reply_row *rows = scn_reply_rows(&count);

	for (size_t i = 0; i < count; i++) {
		assert_true(rows[i].text[0] && rows[i].pattern[0] && rows[i].stage[0]);
		for (size_t k = 0; k < i; k++)
			assert_string_not_equal(rows[i].id, rows[k].id);
	}
	for (int c = 0; c < SCN_CATEGORY_COUNT; c++) {
		const struct scn_category *category = scn_category((enum scn_category_id)c);

		assert_non_null(category->word);
		assert_non_null(category->title);
		assert_true(c == SCN_CATEGORY_OK || category->advice[0]);
	}
}

static void each_id(const char *list, void (*check)(const char *id))
{
	while (*list) {
		size_t len = strcspn(list, ",");
		char id[64] = { 0 };

		assert_true(len < sizeof(id));
		memcpy(id, list, len);
		check(id);
		list += len + (list[len] == ',');
	}
}

static void has_page(const char *id)
{
	if (!scn_cause_page(id))
		fail_msg("cause %s has no page in docs/causes", id);
}

static void test_causes_have_pages(void **state)
{
	size_t count;
	const struct scn_reply_row *rows = scn_reply_rows(&count);

	for (size_t i = 0; i < count; i++)
		each_id(rows[i].causes, has_page);
	for (int code = 0; code < 256; code++)
		for (int reader = SCN_SAID_BY_EITHER; reader <= SCN_SAID_BY_CLIENT; reader++)
			each_id(scn_alert_causes(code, (enum scn_said_by)reader), has_page);
}

/* ---- samples ---- */

/* A line may only be too long where it holds one word (behind its indent) or a command to copy. */
static void check_widths(const char *name, const struct scn_text *text, unsigned width)
{
	char *copy = strdup(scn_text_str(text));

	for (char *line = strtok(copy, "\n"); line; line = strtok(NULL, "\n")) {
		const char *word = line + strspn(line, " ");

		if (scn_text_columns(line) > width && strchr(word, ' ') &&
			!strstr(line, "handfast "))
			fail_msg("%s: longer than %u columns: %s", name, width, line);
	}
	free(copy);
}

static void check_sample(const char *path)
{
	struct scn_text input = { 0 }, got = { 0 }, golden = { 0 }, narrow = { 0 };
	const struct scn_explain_look at_60 = { .width = 60 };
	struct scn_explanation e;

	test_read_file(path, &input);
	scn_explain(input.at, input.len, &e);
	if (scn_explanation_empty(&e))
		fail_msg("%s: nothing is understood", path);
	scn_explain_text(&e, &at_80, &got);
	scn_explain_text(&e, &at_60, &narrow);
	scn_text_addn(&golden, path, strlen(path) - strlen(".txt"));
	scn_text_add(&golden, ".80");
	test_golden(scn_text_str(&golden), &got);
	check_widths(path, &got, 80);
	check_widths(path, &narrow, 60);
	scn_explanation_finish(&e);
	scn_text_finish(&input);
	scn_text_finish(&got);
	scn_text_finish(&golden);
	scn_text_finish(&narrow);
}

static void test_samples(void **state)
{
	glob_t found;

	assert_int_equal(glob(CASES "*.txt", 0, NULL, &found), 0);
	assert_true(found.gl_pathc >= 10);
	for (size_t i = 0; i < found.gl_pathc; i++)
		check_sample(found.gl_pathv[i]);
	globfree(&found);
}

/* ---- one line a case: product, who says it, first cause, next command ---- */

static const struct {
	const char *line;
	const char *product;
	enum scn_said_by said_by;
	const char *cause; /* the likeliest; NULL: none */
	const char *next;  /* the first command; NULL: none */
} lines[] = {
	{ "Nov 24 12:00:00 mx.firma.example postfix/smtpd[9]: SSL_accept error from "
	  "a.example[192.0.2.9]: -1",
		"Postfix", SCN_SAID_BY_SERVER, NULL, "handfast check mx.firma.example:25" },
	{ "Nov 24 12:00:00 out postfix/smtp[9]: SSL_connect error to mx.b.example[192.0.2.1]:2525: "
	  "lost connection",
		"Postfix", SCN_SAID_BY_CLIENT, "closed-after-starttls",
		"handfast check mx.b.example:2525" },
	{ "host mx.b.example[192.0.2.1] said: 530 5.7.0 Must issue a STARTTLS command first", NULL,
		SCN_SAID_BY_CLIENT, NULL, "handfast check mx.b.example:25" },
	{ "454 4.7.0 TLS not available due to local problem", "Postfix", SCN_SAID_BY_SERVER,
		"starttls-refused", "handfast check THE-SERVER:25" },
	{ "postfix/smtp[1]: warning: TLS library problem: error:0A00018A:SSL routines::dh key too "
	  "small:x.c:1:",
		"Postfix", SCN_SAID_BY_CLIENT, "dh-too-small", "handfast check THE-SERVER:25" },
	{ "STARTTLS=client, error: connect failed=-1, reason=dh key too small, SSL_error=1",
		"Sendmail", SCN_SAID_BY_CLIENT, "dh-too-small", "handfast check THE-SERVER:25" },
	{ "alert 40", NULL, SCN_SAID_BY_EITHER, "no-common-suite", "handfast check THE-SERVER:25" },
	{ "36874", "Schannel", SCN_SAID_BY_EITHER, "no-common-suite",
		"handfast check THE-SERVER:25" },
	{ "A fatal alert was received from the remote endpoint. The TLS protocol defined fatal "
	  "alert code is 70.",
		"Schannel", SCN_SAID_BY_EITHER, "no-common-version",
		"handfast check THE-SERVER:25" },
	{ "421 4.7.0 mx.b.example Error: too many connections", NULL, SCN_SAID_BY_SERVER, NULL,
		"handfast check THE-SERVER:25 --slow" },
	{ "Info: DCID 30 TLS success protocol TLSv1.2 cipher ECDHE-RSA-AES256-GCM-SHA384",
		"Cisco ESA", SCN_SAID_BY_CLIENT, NULL, NULL },
	{ "=> b@c.example R=dnslookup T=remote_smtp H=mx.c.example [192.0.2.3] "
	  "X=TLS1.2:ECDHE_SECP256R1__RSA_SHA256__AES_128_GCM:128 CV=yes",
		"Exim", SCN_SAID_BY_CLIENT, NULL, NULL },
	{ "SSL_connect error to -rf.example[192.0.2.1]:25: -1", "Postfix", SCN_SAID_BY_CLIENT, NULL,
		"handfast check 192.0.2.1:25" },
	{ "SSL_connect error to $(id).example: -1", NULL, SCN_SAID_BY_EITHER, NULL, NULL },
};

static void check_line(size_t i)
{
	char *next[SCN_EXPLAIN_MAX_NEXT];
	struct scn_explanation e;
	const struct scn_finding *f;
	size_t count;

	scn_explain(lines[i].line, strlen(lines[i].line), &e);
	assert_int_equal(e.finding_count, lines[i].next || lines[i].product ? 1 : e.finding_count);
	if (e.finding_count == 0) {
		scn_explanation_finish(&e);
		return;
	}
	f = &e.findings[0];
	if (lines[i].product && (!f->product || strcmp(f->product, lines[i].product) != 0))
		fail_msg("%s: product %s", lines[i].line, f->product ? f->product : "-");
	assert_int_equal(f->said_by, lines[i].said_by);
	if (lines[i].cause && (!f->cause_count || strcmp(f->causes[0], lines[i].cause) != 0))
		fail_msg("%s: cause %s", lines[i].line, f->cause_count ? f->causes[0] : "-");
	if ((f->cause_count > 0) != (lines[i].cause != NULL))
		fail_msg("%s: cause %s", lines[i].line, f->cause_count ? f->causes[0] : "-");
	count = scn_finding_next(f, next);
	if ((count > 0) != (lines[i].next != NULL))
		fail_msg("%s: next %s", lines[i].line, count ? next[0] : "-");
	if (count)
		assert_string_equal(next[0], lines[i].next);
	while (count)
		free(next[--count]);
	scn_explanation_finish(&e);
}

static void test_lines(void **state)
{
	for (size_t i = 0; i < sizeof(lines) / sizeof(lines[0]); i++)
		check_line(i);
}

/* What real programs wrote while a failure was reproduced, each with the cause that it had: it has to be
 * among those that are proposed. Lines that only say that something failed are not here: for them nothing
 * is proposed. */
static void check_observed(const char *cause, const char *line)
{
	struct scn_explanation e;
	bool proposed = false;

	scn_explain(line, strlen(line), &e);
	for (size_t i = 0; i < e.finding_count; i++)
		for (size_t c = 0; c < e.findings[i].cause_count; c++)
			proposed |= strcmp(e.findings[i].causes[c], cause) == 0;
	if (!proposed)
		fail_msg("%s is not proposed for: %s", cause, line);
	scn_explanation_finish(&e);
}

static void test_observed_failures(void **state)
{
	struct scn_text text = { 0 };
	size_t count = 0;

	test_read_file(CASES "observed.tsv", &text);
	for (char *line = strtok(text.at, "\n"); line; line = strtok(NULL, "\n")) {
		char *tab = strchr(line, '\t');

		assert_non_null(tab);
		*tab = 0;
		check_observed(line, tab + 1);
		count++;
	}
	assert_true(count >= 100);
	scn_text_finish(&text);
}

static void test_other_texts_are_not_understood(void **state)
{
	static const char *const texts[] = { "", "hello world", "\n\n\n",
		"the connection refused to die", "Subject: 220 days", "certificate-expiredness",
		"Received: nothing" };

	for (size_t i = 0; i < sizeof(texts) / sizeof(texts[0]); i++) {
		struct scn_explanation e;

		scn_explain(texts[i], strlen(texts[i]), &e);
		if (!scn_explanation_empty(&e))
			fail_msg("understood: %s", texts[i]);
		scn_explanation_finish(&e);
	}
}

/* ---- hostile input ---- */

/* Nothing of the input reaches the terminal as it is. */
static void check_harmless(const struct scn_explanation *e)
{
	struct scn_text text = { 0 }, json = { 0 };

	scn_explain_text(e, &at_80, &text);
	scn_explain_json(e, &json);
	for (size_t i = 0; i < text.len; i++)
		assert_true((unsigned char)text.at[i] >= 0x20 || text.at[i] == '\n');
	for (size_t i = 0; i < json.len; i++)
		assert_true((unsigned char)json.at[i] >= 0x20 || json.at[i] == '\n');
	scn_text_finish(&text);
	scn_text_finish(&json);
}

static void test_hostile_bytes_are_escaped(void **state)
{
	static const char text[] =
		"SSL_connect error to mx\x1b[31m.example[192.0.2.1]:25: -1\x1b]0;x\x07\n"
		"Received: from \x1b[2J.example ([192.0.2.1]) by b\xff.example with ESMTPS; x\n"
		"SSL_accept error from a.example[192.0.2.1]: -1 \xe2\x80\xae\0 end\n";
	struct scn_explanation e;

	scn_explain(text, sizeof(text) - 1, &e);
	assert_int_equal(e.hop_count, 1);
	assert_true(e.finding_count >= 1);
	check_harmless(&e);
	scn_explanation_finish(&e);
}

static void test_limits(void **state)
{
	struct scn_text text = { 0 };
	struct scn_explanation e;

	for (int i = 0; i < SCN_EXPLAIN_MAX_FINDINGS + 50; i++)
		scn_text_printf(&text, "SSL_accept error from host%d.example[192.0.2.1]: -1\n", i);
	for (int i = 0; i < SCN_EXPLAIN_MAX_HOPS + 5; i++)
		scn_text_printf(
			&text, "Received: from a%d.example by b.example with ESMTPS; x\n", i);
	scn_text_fill(&text, 'x', SCN_EXPLAIN_MAX_LINE * 2);
	scn_explain(text.at, text.len, &e);
	assert_int_equal(e.finding_count, SCN_EXPLAIN_MAX_FINDINGS);
	assert_int_equal(e.hop_count, SCN_EXPLAIN_MAX_HOPS);
	assert_true(e.truncated);
	scn_explanation_finish(&e);
	scn_text_finish(&text);
}

static void test_the_same_again_is_counted(void **state)
{
	static const char text[] = "SSL_accept error from a.example[192.0.2.1]: -1\n"
				   "SSL_accept error from a.example[192.0.2.1]: -1\n"
				   "SSL_accept error from b.example[192.0.2.2]: -1\n";
	struct scn_explanation e;

	scn_explain(text, sizeof(text) - 1, &e);
	assert_int_equal(e.finding_count, 2);
	assert_int_equal(e.findings[0].count, 2);
	scn_explanation_finish(&e);
}

/* The library's reason in the next line is worth more than "handshake failed". */
static void test_reason_in_the_next_line(void **state)
{
	static const char text[] =
		"postfix/smtp[1]: SSL_connect error to mx.b.example[192.0.2.1]:25: -1\n"
		"postfix/smtp[1]: warning: TLS library problem: error:0A000152:SSL "
		"routines::unsafe legacy "
		"renegotiation disabled:../ssl/statem/extensions.c:893:\n";
	struct scn_explanation e;

	scn_explain(text, sizeof(text) - 1, &e);
	assert_int_equal(e.finding_count, 2);
	assert_int_equal(e.findings[0].cause_count, 1);
	assert_string_equal(e.findings[0].causes[0], "secure-renegotiation-missing");
	assert_string_equal(e.findings[1].host, "mx.b.example");
	scn_explanation_finish(&e);
}

/* Who goes away after TLS was set up did not fail at the handshake. */
static void test_no_cause_after_success(void **state)
{
	static const char text[] =
		"postfix/smtpd[7]: Anonymous TLS connection established from a.example[192.0.2.9]: "
		"TLSv1.3 with "
		"cipher TLS_AES_128_GCM_SHA256 (128/128 bits)\n"
		"postfix/smtpd[7]: lost connection after STARTTLS from a.example[192.0.2.9]\n"
		"postfix/smtpd[8]: lost connection after STARTTLS from b.example[192.0.2.8]\n";
	struct scn_explanation e;

	scn_explain(text, sizeof(text) - 1, &e);
	assert_int_equal(e.finding_count, 3);
	assert_int_equal(e.findings[1].cause_count, 0);
	assert_true(e.findings[2].cause_count > 0);
	scn_explanation_finish(&e);
}

/* A report cut at any byte is read without harm. */
static void test_cut_short(void **state)
{
	struct scn_text input = { 0 };

	test_read_file(CASES "bounce-exchange-base64.txt", &input);
	for (size_t len = 0; len < input.len; len += 7) {
		struct scn_explanation e;

		scn_explain(input.at, len, &e);
		check_harmless(&e);
		scn_explanation_finish(&e);
	}
	scn_text_finish(&input);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_every_row_is_recognised_by_its_own_text),
		cmocka_unit_test(test_ids_are_unique_and_texts_are_told),
		cmocka_unit_test(test_causes_have_pages),
		cmocka_unit_test(test_samples),
		cmocka_unit_test(test_lines),
		cmocka_unit_test(test_observed_failures),
		cmocka_unit_test(test_other_texts_are_not_understood),
		cmocka_unit_test(test_hostile_bytes_are_escaped),
		cmocka_unit_test(test_limits),
		cmocka_unit_test(test_the_same_again_is_counted),
		cmocka_unit_test(test_reason_in_the_next_line),
		cmocka_unit_test(test_no_cause_after_success),
		cmocka_unit_test(test_cut_short),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
