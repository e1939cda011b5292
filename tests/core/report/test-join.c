/* Results of several runs: what makes a block, and what two blocks of one target become. */
#include "test.h"

#include <stdio.h>

#include "core/base/alloc.h"
#include "core/report/join.h"

#define START "{\"event\":\"scan-start\",\"mode\":\"check\",\"clients\":[\"a\",\"b\"],\"shard\":"
#define WHOLE START "null,\"started\":\"2026-01-31T12:00:00Z\"}\n"
#define END                                                                                        \
	"{\"event\":\"scan-end\",\"finished\":\"2026-01-31T12:30:00Z\",\"state\":\"complete\"}\n"

#define AT(target, n, preference)                                                                  \
	"\"target\":\"" target "\",\"host\":\"mx" n ".example\",\"preference\":" preference        \
	",\"address\":\"192.0.2." n "\",\"port\":25"
#define PAIR(target, n, preference, verdict)                                                       \
	"{\"event\":\"pair\"," AT(target, n, preference) ",\"pair\":{\"verdict\":\"" verdict       \
							 "\"}}\n"
#define OVER(target, n, preference)                                                                \
	"{\"event\":\"server-end\"," AT(target, n, preference) ",\"reach\":\"ok\",\"smtp\":{"      \
							       "\"starttls\":\"offered\"}}\n"
#define SERVER(target, n, preference, verdict)                                                     \
	PAIR(target, n, preference, verdict) OVER(target, n, preference)
#define TARGET(target, worst, state, error)                                                        \
	"{\"event\":\"target-end\",\"target\":\"" target                                           \
	"\",\"kind\":\"domain\",\"worst\":\"" worst "\",\"state\":\"" state "\",\"error\":" error  \
	",\"note\":null}\n"

#define T "a.example"
#define DNS_FAILED                                                                                 \
	TARGET(T, "unknown", "complete", "{\"id\":\"dns-failed\",\"text\":\"Try again.\"}")
#define DONE(worst) TARGET(T, worst, "complete", "null")

/* ---- reading ---- */

static const struct {
	const char *what, *text;
	size_t blocks, left_out, open;
	bool whole, differs;
} files[] = {
	{ "nothing", "", 0, 0, 0, false, false },
	{ "a whole run", WHOLE SERVER(T, "1", "10", "works") DONE("works") END, 1, 0, 0, true,
		false },
	{ "without an end", WHOLE SERVER(T, "1", "10", "works") DONE("works"), 1, 0, 0, false,
		false },
	{ "a target without an end", WHOLE SERVER(T, "1", "10", "works"), 0, 0, 2, false, false },
	{ "gone on with, the cut target again",
		WHOLE PAIR(T, "1", "10", "works") WHOLE SERVER(T, "1", "10", "works") DONE("works")
			END,
		1, 1, 0, true, false },
	{ "a line that was cut, then more",
		WHOLE "{\"event\":\"pair\",\"tar" WHOLE SERVER(T, "1", "10", "works") DONE("works")
			END,
		1, 1, 0, true, false },
	{ "two targets mixed",
		WHOLE PAIR(T, "1", "10", "works") PAIR("b.example", "2", "10", "works")
			OVER(T, "1", "10") OVER("b.example", "2", "10") DONE("works")
				TARGET("b.example", "works", "complete", "null") END,
		2, 0, 0, true, false },
	{ "no start", SERVER(T, "1", "10", "works") DONE("works") END, 0, 3, 0, true, false },
	{ "other things", "{}\n[]\n\nhello\n{\"event\":\"pair\"}\n", 0, 5, 0, false, false },
	{ "two shards in one file", START "\"1/2\"}\n" START "\"2/2\"}\n" END, 0, 0, 0, true,
		true },
};

/* The lines one by one; the last may have no end. */
static size_t read_text(struct scn_blocks *reader, const char *text, struct scn_block *blocks)
{
	size_t count = 0;

	while (*text) {
		size_t len = strcspn(text, "\n");

		len += text[len] == '\n';
		if (scn_blocks_line(reader, text, len, &blocks[count]) == SCN_GOT)
			count++;
		text += len;
	}
	return count;
}

static void test_files(void **state)
{
	for (size_t i = 0; i < SCN_COUNT(files); i++) {
		struct scn_blocks reader = { 0 };
		struct scn_block blocks[4] = { 0 };

		print_message("  %s\n", files[i].what);
		assert_int_equal(read_text(&reader, files[i].text, blocks), files[i].blocks);
		assert_int_equal(reader.left_out, files[i].left_out);
		assert_int_equal(scn_blocks_open_lines(&reader), files[i].open);
		assert_int_equal(reader.whole, files[i].whole);
		assert_int_equal(reader.differs, files[i].differs);
		for (size_t n = 0; n < SCN_COUNT(blocks); n++)
			scn_block_finish(&blocks[n]);
		scn_blocks_finish(&reader);
	}
}

/* Wherever a run is killed: the blocks before that place are there, nothing else is, nothing breaks. */
static void test_cut_anywhere(void **state)
{
	static const char text[] = WHOLE SERVER(T, "1", "10", "works") DONE("works")
		SERVER("b.example", "2", "10", "fails")
			TARGET("b.example", "fails", "complete", "null") END;
	static const char first[] = WHOLE SERVER(T, "1", "10", "works") DONE("works");
	const size_t second_len = sizeof(text) - sizeof(END);

	for (size_t len = 0; len < sizeof(text); len++) {
		struct scn_blocks reader = { 0 };
		struct scn_block blocks[2] = { 0 };
		char *part = scn_strndup(text, len);

		assert_int_equal(read_text(&reader, part, blocks),
			(len >= sizeof(first) - 1) + (len >= second_len));
		assert_int_equal(reader.whole, len == sizeof(text) - 1);
		free(part);
		for (size_t n = 0; n < SCN_COUNT(blocks); n++)
			scn_block_finish(&blocks[n]);
		scn_blocks_finish(&reader);
	}
}

static void test_head(void **state)
{
	struct scn_blocks reader = { 0 };
	struct scn_block blocks[1];

	read_text(&reader, WHOLE END, blocks);
	assert_string_equal(reader.head.mode, "check");
	assert_string_equal(reader.head.clients, "a b");
	assert_string_equal(reader.head.shard, "");
	assert_int_equal(reader.head.started, 1769860800);
	assert_int_equal(reader.finished, 1769862600);
	scn_blocks_finish(&reader);
}

/* ---- joining ---- */

/* Results of one target; each text is the run of a worker. */
static const struct {
	const char *what;
	const char *runs[3];  /* without start; "1" first: shard 1/2 … "-": no shard */
	const char *expected; /* every line */
} joins[] = {
	{ "one alone stays as it is",
		{ "-" SERVER(T, "2", "10", "works") SERVER(T, "1", "20", "works") DONE("works") },
		SERVER(T, "2", "10", "works") SERVER(T, "1", "20", "works") DONE("works") },
	{ "servers of two shards, in MX order, the worst verdict",
		{ "1" SERVER(T, "1", "20", "works") DONE("works"),
			"2" SERVER(T, "2", "10", "fails") DONE("fails") },
		SERVER(T, "2", "10", "fails") SERVER(T, "1", "20", "works") DONE("fails") },
	{ "unknown is worse than weak",
		{ "1" SERVER(T, "1", "20", "unknown") DONE("unknown"),
			"2" SERVER(T, "2", "10", "weak") DONE("weak") },
		SERVER(T, "2", "10", "weak") SERVER(T, "1", "20", "unknown") DONE("unknown") },
	{ "the same twice is there once",
		{ "-" SERVER(T, "1", "10", "works") DONE("works"),
			"-" SERVER(T, "1", "10", "works") DONE("works") },
		SERVER(T, "1", "10", "works") DONE("works") },
	{ "the later of two answers",
		{ "-" SERVER(T, "1", "10", "works") DONE("works"),
			"-" SERVER(T, "1", "10", "weak") DONE("weak") },
		SERVER(T, "1", "10", "weak") DONE("weak") },
	{ "a later unknown takes nothing away",
		{ "-" SERVER(T, "1", "10", "fails") DONE("fails"),
			"-" SERVER(T, "1", "10", "unknown") DONE("unknown") },
		SERVER(T, "1", "10", "fails") DONE("fails") },
	{ "a server of two names is two",
		{ "1" SERVER(T, "1", "10", "works") DONE("works"),
			"1" SERVER(T, "2", "10", "works") DONE("works") },
		SERVER(T, "1", "10", "works") SERVER(T, "2", "10", "works") DONE("works") },
	{ "stopped, then whole",
		{ "1" SERVER(T, "1", "10", "unknown") TARGET(T, "unknown", "partial", "null"),
			"1" SERVER(T, "1", "10", "works") DONE("works") },
		SERVER(T, "1", "10", "works") DONE("works") },
	{ "stopped in one shard is stopped",
		{ "1" TARGET(T, "unknown", "partial", "null"),
			"2" SERVER(T, "1", "10", "works") DONE("works") },
		SERVER(T, "1", "10", "works") TARGET(T, "unknown", "partial", "null") },
	{ "a look-up that failed, then not",
		{ "-" DNS_FAILED, "-" SERVER(T, "1", "10", "works") DONE("works") },
		SERVER(T, "1", "10", "works") DONE("works") },
	{ "a look-up that failed in one shard: its servers are missing",
		{ "1" DNS_FAILED, "2" SERVER(T, "1", "10", "works") DONE("works") },
		SERVER(T, "1", "10", "works") DNS_FAILED },
	{ "a look-up that failed everywhere", { "1" DNS_FAILED, "2" DNS_FAILED }, DNS_FAILED },
	{ "a full answer rather than a reference",
		{ "-" SERVER(T, "1", "10", "works") DONE("works"),
			"-{\"event\":\"server-end\"," AT(T, "1",
				"10") ",\"reach\":\"ok\",\"smtp\":{"
				      "\"starttls\":\"offered\"},\"same_as\":\"b.example\"}\n" DONE(
					      "works") },
		SERVER(T, "1", "10", "works") DONE("works") },
	{ "a reference says nothing of STARTTLS, its pairs do",
		{ "1" PAIR(T, "1", "10", "works") "{\"event\":\"server-end\"," AT(T, "1",
			  "10") ",\"reach\":\"ok\",\"same_as\":\"b.example\"}\n" DONE("works"),
			"2" SERVER(T, "2", "20", "works") DONE("works") },
		PAIR(T, "1", "10", "works") "{\"event\":\"server-end\"," AT(
			T, "1", "10") ",\"reach\":\"ok\",\"same_as\":\"b.example\"}\n" SERVER(T,
			"2", "20", "works") DONE("works") },
	{ "what only the last line knew fails",
		{ "1" SERVER(T, "1", "10", "works") DONE("fails"),
			"2" SERVER(T, "2", "20", "works") DONE("works") },
		SERVER(T, "1", "10", "works") SERVER(T, "2", "20", "works") DONE("fails") },
	{ "no STARTTLS fails without a pair",
		{ "1{\"event\":\"server-end\"," AT(
			  T, "1", "10") ",\"reach\":\"ok\",\"smtp\":{"
					"\"starttls\":\"not-offered\"}}\n" DONE("fails"),
			"2" SERVER(T, "2", "20", "works") DONE("works") },
		"{\"event\":\"server-end\"," AT(T, "1",
			"10") ",\"reach\":\"ok\",\"smtp\":{"
			      "\"starttls\":\"not-offered\"}}\n" SERVER(T, "2", "20", "works")
				      DONE("fails") },
	{ "a server that was not reached is unknown, not a failure",
		{ "1{\"event\":\"server-end\"," AT(T, "1", "10") ",\"reach\":\"timed-out\"}\n" DONE(
			  "unknown"),
			"2" SERVER(T, "2", "20", "works") DONE("works") },
		"{\"event\":\"server-end\"," AT(T, "1", "10") ",\"reach\":\"timed-out\"}\n" SERVER(
			T, "2", "20", "works") DONE("unknown") },
	{ "what only the last line knew stays unknown",
		{ "1" SERVER(T, "1", "10", "works") DONE("unknown"),
			"2" SERVER(T, "2", "20", "works") DONE("works") },
		SERVER(T, "1", "10", "works") SERVER(T, "2", "20", "works") DONE("unknown") },
};

static void read_run(const char *run, struct scn_block *block_out)
{
	struct scn_blocks reader = { 0 };
	struct scn_text text = { 0 };

	if (run[0] == '-')
		scn_text_add(&text, WHOLE);
	else
		scn_text_printf(&text, START "\"%c/2\"}\n", run[0]);
	scn_text_add(&text, run + 1);
	assert_int_equal(read_text(&reader, scn_text_str(&text), block_out), 1);
	scn_text_finish(&text);
	scn_blocks_finish(&reader);
}

static void test_joins(void **state)
{
	for (size_t i = 0; i < SCN_COUNT(joins); i++) {
		struct scn_block blocks[3] = { 0 }, about;
		struct scn_text lines = { 0 };
		size_t count = 0;

		print_message("  %s\n", joins[i].what);
		for (; count < 3 && joins[i].runs[count]; count++)
			read_run(joins[i].runs[count], &blocks[count]);
		scn_join_blocks(blocks, count, &lines, &about);
		assert_string_equal(scn_text_str(&lines), joins[i].expected);
		scn_text_finish(&lines);
		for (size_t n = 0; n < count; n++)
			scn_block_finish(&blocks[n]);
	}
}

/* What counts of targets and the exit code are made of. */
static void test_about(void **state)
{
	struct scn_block blocks[2] = { 0 }, about;
	struct scn_text lines = { 0 };

	read_run("1" DNS_FAILED, &blocks[0]);
	read_run("2" SERVER(T, "1", "10", "weak") DONE("weak"), &blocks[1]);
	scn_join_blocks(blocks, 2, &lines, &about);
	assert_true(about.findings.unknown && about.findings.weak && about.reached);
	assert_false(about.findings.nothing_reached || about.findings.fails || about.failed);
	scn_join_blocks(blocks, 1, &lines, &about);
	assert_true(about.failed && about.findings.nothing_reached);
	scn_text_finish(&lines);
	scn_block_finish(&blocks[0]);
	scn_block_finish(&blocks[1]);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_files),
		cmocka_unit_test(test_cut_anywhere),
		cmocka_unit_test(test_head),
		cmocka_unit_test(test_joins),
		cmocka_unit_test(test_about),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
