/* The keywords of an EHLO answer that matter, however they are written. */
#include "test.h"

#include "core/base/alloc.h"
#include "core/smtp/ehlo.h"

enum {
	STARTTLS = 1,
	MASKED = 2,
	PIPELINING = 4,
	REQUIRETLS = 8,
	AUTH = 16,
};

static const struct {
	const char *lines; /* without codes; the first is the name */
	unsigned seen;
} rows[] = {
	{ "mx.example", 0 },
	{ "mx\nSTARTTLS", STARTTLS },
	{ "mx\nstarttls", STARTTLS },
	{ "mx\nStartTLS with words", STARTTLS },
	{ "mx\nSTARTTLS\tx", STARTTLS },
	{ "STARTTLS", 0 },
	{ "STARTTLS\nSIZE 10", 0 },
	{ "mx\nSTARTTLSX", 0 },
	{ "mx\nSTARTTL", 0 },
	{ "mx\nX-STARTTLS", 0 },
	{ "mx\n STARTTLS", 0 },
	{ "mx\nHELP STARTTLS", 0 },
	{ "mx\n\nSTARTTLS", STARTTLS },
	{ "mx\nSTARTTLS\n", STARTTLS },
	{ "mx\nPIPELINING\nSIZE\nREQUIRETLS\nAUTH PLAIN LOGIN\nSTARTTLS",
		STARTTLS | PIPELINING | REQUIRETLS | AUTH },
	{ "mx\nAUTH=LOGIN", AUTH },
	{ "mx\nXXXXXXXA", MASKED },
	{ "mx\nXXXXXXXX", MASKED },
	{ "mx\nxxxxxxxa", MASKED },
	{ "mx\nXXXXXXX", 0 },
	{ "mx\nXXXXXXXXA", 0 },
	{ "mx\nXXXXXXXA\nSTARTTLS", MASKED | STARTTLS },
};

static unsigned seen(const struct scn_ehlo *e)
{
	return (e->starttls ? STARTTLS : 0) | (e->starttls_masked ? MASKED : 0) |
	       (e->pipelining ? PIPELINING : 0) | (e->requiretls ? REQUIRETLS : 0) |
	       (e->auth ? AUTH : 0);
}

/* The rows as a server would write them. */
static void reply_from(const char *lines, struct scn_reply *reply)
{
	struct scn_text t = { 0 };
	const char *line = lines;
	size_t used;

	for (const char *end; (end = strchr(line, '\n')); line = end + 1) {
		scn_text_add(&t, "250-");
		scn_text_addn(&t, line, (size_t)(end - line));
		scn_text_add(&t, "\r\n");
	}
	scn_text_printf(&t, "250 %s\r\n", line);
	assert_int_equal(scn_reply_feed(reply, (struct scn_bytes){ (uint8_t *)t.at, t.len }, &used),
		SCN_GOT);
	scn_text_finish(&t);
}

static void test_ehlo_keywords(void **state)
{
	for (size_t i = 0; i < SCN_COUNT(rows); i++) {
		struct scn_reply reply = { 0 };
		struct scn_ehlo ehlo;

		reply_from(rows[i].lines, &reply);
		ehlo = scn_ehlo_read(&reply);
		if (seen(&ehlo) != rows[i].seen)
			fail_msg("%s: seen %u", rows[i].lines, seen(&ehlo));
		scn_reply_finish(&reply);
	}
}

static void test_ehlo_of_nothing(void **state)
{
	struct scn_reply empty = { 0 };
	struct scn_ehlo ehlo = scn_ehlo_read(&empty);

	assert_int_equal(seen(&ehlo), 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_ehlo_keywords),
		cmocka_unit_test(test_ehlo_of_nothing),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
