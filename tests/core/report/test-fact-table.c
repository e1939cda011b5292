/* Facts as rows: what is not known is never a no, what differs is proved, a peer's words are harmless. */
#include "test.h"

#include <stdio.h>

#include "core/base/alloc.h"
#include "core/base/language.h"
#include "core/judge/diagnose.h"
#include "core/report/fact-table.h"
#include "core/report/report.h"
#include "files.h"

#define DAY ((scn_unixtime)86400)
#define NOW ((scn_unixtime)20000 * DAY)

static struct scn_document *load(const char *name)
{
	struct scn_text path = { 0 }, text = { 0 }, error = { 0 };
	struct scn_document *d;

	scn_text_printf(&path, "tests/cases/reports/%s/input.json", name);
	test_read_file(scn_text_str(&path), &text);
	d = scn_document_load(text.at, text.len, name, &error);
	assert_non_null(d);
	scn_text_finish(&path);
	scn_text_finish(&text);
	scn_text_finish(&error);
	return d;
}

static struct scn_fact_view view_of(const struct scn_document *d, size_t server)
{
	return (struct scn_fact_view){ .document = d, .server = d->targets[0]->servers[server] };
}

static const struct scn_fact *find(const struct scn_fact_list *list, const char *id)
{
	for (size_t i = 0; i < list->count; i++)
		if (strcmp(list->items[i].id, id) == 0)
			return &list->items[i];
	return NULL;
}

static const struct scn_fact_row *find_row(const struct scn_fact_table *table, const char *id)
{
	for (size_t i = 0; i < table->row_count; i++)
		if (strcmp(table->rows[i].id, id) == 0)
			return &table->rows[i];
	return NULL;
}

static void test_rows_of_a_saved_scan(void **state)
{
	static const struct {
		size_t server;
		const char *id, *words;
		enum scn_fact_mark mark;
	} cases[] = {
		{ 0, "starttls", "Offered after EHLO.", SCN_FACT_GOOD },
		{ 0, "software", "Postfix, as its greeting says", SCN_FACT_PLAIN },
		{ 0, "key-type", "RSA; whether ECDSA too is not tested.", SCN_FACT_NOT_TESTED },
		{ 0, "dh", "no DHE", SCN_FACT_NO },
		{ 0, "groups", "x25519, secp256r1. First choice: x25519.", SCN_FACT_GOOD },
		{ 0, "schemes",
			"rsa_pss_rsae_sha256, rsa_pss_rsae_sha384, rsa_pkcs1_sha256; 1 not tested",
			SCN_FACT_NOT_TESTED },
		{ 0, "certificate-chain", "trusted", SCN_FACT_PLAIN },
		{ 1, "versions", "TLS 1.0, TLS 1.1, TLS 1.2. Rejected: SSL 2.0, SSL 3.0, TLS 1.3.",
			SCN_FACT_WEAK },
		{ 1, "dh", "DHE with 1024 bits; the prime is not a well-known one", SCN_FACT_WEAK },
		{ 2, "versions",
			"TLS 1.2. Not tested: SSL 2.0, SSL 3.0, TLS 1.0, TLS 1.1, TLS 1.3.",
			SCN_FACT_NOT_TESTED },
		{ 2, "ems", "not tested", SCN_FACT_NOT_TESTED },
	};
	struct scn_document *d = load("three-mx");

	for (size_t i = 0; i < SCN_COUNT(cases); i++) {
		struct scn_fact_view view = view_of(d, cases[i].server);
		struct scn_fact_list list = scn_server_fact_list(&view);
		const struct scn_fact *fact = find(&list, cases[i].id);

		print_message("%s\n", cases[i].id);
		assert_non_null(fact);
		assert_string_equal(scn_fact_words(fact), cases[i].words);
		assert_int_equal(fact->mark, cases[i].mark);
		scn_fact_list_finish(&list);
	}
	scn_document_free(d);
}

/* Of a server of which nothing is known no row may say no. */
static void test_unknown_is_never_no(void **state)
{
	struct scn_document d = { .finished = NOW };
	struct scn_target_result *target = scn_document_add_target(&d, "firma.example");
	struct scn_fact_view view = { .document = &d, .server = scn_target_add_server(target) };
	struct scn_fact_list list = scn_server_fact_list(&view);
	struct scn_fact_table table;

	assert_true(list.count > 8);
	for (size_t i = 0; i < list.count; i++) {
		print_message("%s\n", list.items[i].id);
		assert_int_equal(list.items[i].mark, SCN_FACT_NOT_TESTED);
	}
	table = scn_compare_facts((struct scn_fact_view[]){ view, view, view }, 3);
	for (size_t r = 0; r < table.row_count; r++) {
		assert_false(table.rows[r].differs);
		assert_int_equal(table.rows[r].cells[1].mark, SCN_FACT_NOT_TESTED);
	}
	scn_fact_table_finish(&table);
	scn_fact_list_finish(&list);
	scn_document_finish(&d);
}

/* ---- differs ---- */

static void versions(struct scn_server_facts *f, const char *statuses)
{
	for (int v = 0; v < SCN_VERSION_COUNT; v++)
		f->versions[v].status = statuses[v] == '+'   ? SCN_ACCEPTED
					: statuses[v] == '-' ? SCN_REJECTED
							     : SCN_UNKNOWN;
}

static void certificate(struct scn_server_facts *f, int days, enum scn_known matches)
{
	struct scn_certificate_fact c = { .key = SCN_SCHEME_KEY_RSA,
		.key_word = "rsa",
		.bits = 2048,
		.not_after = NOW + days * DAY,
		.name_matches = matches,
		.der = (uint8_t *)"x",
		.der_len = 1 };

	scn_facts_add_certificate(f, &c);
}

static struct scn_fact_table compare(
	struct scn_document documents[2], void (*fill)(struct scn_server_facts *f, int which))
{
	struct scn_fact_view views[2];

	for (int i = 0; i < 2; i++) {
		struct scn_target_result *target;

		documents[i] = (struct scn_document){ .finished = NOW + i * DAY };
		target = scn_document_add_target(&documents[i], "firma.example");
		views[i] = (struct scn_fact_view){ .document = &documents[i],
			.server = scn_target_add_server(target) };
		fill(&target->servers[0]->facts, i);
	}
	return scn_compare_facts(views, 2);
}

static void fill_versions_differ(struct scn_server_facts *f, int which)
{
	versions(f, which ? "?--++?" : "?----+");
}

static void fill_versions_open(struct scn_server_facts *f, int which)
{
	versions(f, which ? "?---++" : "?---+?");
}

static void fill_suites_differ(struct scn_server_facts *f, int which)
{
	versions(f, "?---+-");
	scn_facts_set_suite(f, SCN_TLS1_2, which ? 0xC02F : 0xC030, SCN_ACCEPTED, 1);
	scn_facts_set_suite(f, SCN_TLS1_2, which ? 0xC030 : 0xC02F, SCN_REJECTED, 1);
}

static void fill_suites_open(struct scn_server_facts *f, int which)
{
	versions(f, "?---+-");
	scn_facts_set_suite(f, SCN_TLS1_2, 0xC030, SCN_ACCEPTED, 1);
	scn_facts_set_suite(f, SCN_TLS1_2, 0xC02F, which ? SCN_ACCEPTED : SCN_UNKNOWN, 1);
}

static void fill_same_date(struct scn_server_facts *f, int which)
{
	(void)which;
	certificate(f, 8, SCN_ACCEPTED);
}

static void fill_other_date(struct scn_server_facts *f, int which)
{
	certificate(f, which ? 300 : 200, SCN_ACCEPTED);
}

static void fill_name(struct scn_server_facts *f, int which)
{
	certificate(f, 200, which ? SCN_REJECTED : SCN_ACCEPTED);
}

static void fill_name_open(struct scn_server_facts *f, int which)
{
	certificate(f, 200, which ? SCN_REJECTED : SCN_UNKNOWN);
}

static void test_differs(void **state)
{
	static const struct {
		void (*fill)(struct scn_server_facts *f, int which);
		const char *id;
		bool differs;
	} cases[] = {
		{ fill_versions_differ, "versions", true },
		{ fill_versions_open, "versions", false },
		{ fill_suites_differ, "tls12-suites", true }, /* though both have one */
		{ fill_suites_differ, "tls13-suites", false },
		{ fill_suites_open, "tls12-suites", false },
		{ fill_same_date, "valid", false }, /* though a day less is left */
		{ fill_other_date, "valid", true },
		{ fill_name, "name", true },
		{ fill_name_open, "name", false },
	};

	for (size_t i = 0; i < SCN_COUNT(cases); i++) {
		struct scn_document documents[2];
		struct scn_fact_table table = compare(documents, cases[i].fill);

		print_message("%zu %s\n", i, cases[i].id);
		assert_int_equal(find_row(&table, cases[i].id)->differs, cases[i].differs);
		scn_fact_table_finish(&table);
		scn_document_finish(&documents[0]);
		scn_document_finish(&documents[1]);
	}
}

/* ---- keys ---- */

static void test_kinds_of_keys(void **state)
{
	static const struct {
		const char *versions;
		enum scn_known rsa, ecdsa; /* of the suites of TLS 1.2 */
		const char *words;
	} cases[] = {
		{ "----+-", SCN_ACCEPTED, SCN_REJECTED,
			"Only RSA. Suites with ECDSA cannot be used with this server." },
		{ "----+-", SCN_REJECTED, SCN_ACCEPTED,
			"Only ECDSA. Suites with RSA cannot be used with this server." },
		{ "----+-", SCN_ACCEPTED, SCN_ACCEPTED, "RSA and ECDSA." },
		{ "----+-", SCN_ACCEPTED, SCN_UNKNOWN, "RSA; whether ECDSA too is not tested." },
		{ "---?+-", SCN_ACCEPTED, SCN_REJECTED, "RSA; whether ECDSA too is not tested." },
		{ "---++-", SCN_REJECTED, SCN_ACCEPTED, "ECDSA; whether RSA too is not tested." },
		{ "----+-", SCN_UNKNOWN, SCN_UNKNOWN, "not tested" },
		{ "-----+", SCN_UNKNOWN, SCN_UNKNOWN, "not tested" },
	};

	for (size_t i = 0; i < SCN_COUNT(cases); i++) {
		struct scn_document d = { .finished = NOW };
		struct scn_target_result *target = scn_document_add_target(&d, "firma.example");
		struct scn_fact_view view = { .document = &d,
			.server = scn_target_add_server(target) };
		struct scn_server_facts *f = &target->servers[0]->facts;
		struct scn_fact_list list;

		versions(f, cases[i].versions);
		scn_facts_set_suite(f, SCN_TLS1_2, 0xC030, cases[i].rsa, 1);
		scn_facts_set_suite(f, SCN_TLS1_2, 0xC02C, cases[i].ecdsa, 1);
		list = scn_server_fact_list(&view);
		print_message("%zu\n", i);
		assert_string_equal(scn_fact_words(find(&list, "key-type")), cases[i].words);
		scn_fact_list_finish(&list);
		scn_document_finish(&d);
	}
}

/* ---- dates ---- */

static void test_days_left(void **state)
{
	static const struct {
		int days;
		const char *cell, *row;
		enum scn_fact_mark mark;
	} cases[] = {
		{ 200, "2025-04-22", "2025-04-22, 200 days left", SCN_FACT_GOOD },
		{ 30, "2024-11-03", "2024-11-03, 30 days left", SCN_FACT_GOOD },
		{ 29, "2024-11-02, 29 days left", "2024-11-02, 29 days left", SCN_FACT_WEAK },
		{ 1, "2024-10-05, 1 day left", "2024-10-05, 1 day left", SCN_FACT_WEAK },
		{ 0, "2024-10-04, 0 days left", "2024-10-04, 0 days left", SCN_FACT_WEAK },
		{ -1, "2024-10-03, over for 1 day", "2024-10-03, over for 1 day", SCN_FACT_BAD },
	};

	for (size_t i = 0; i < SCN_COUNT(cases); i++) {
		struct scn_document d = { .finished = NOW };
		struct scn_target_result *target = scn_document_add_target(&d, "firma.example");
		struct scn_fact_view view = { .document = &d,
			.server = scn_target_add_server(target) };
		struct scn_fact_list list;
		struct scn_fact_table table;

		certificate(&target->servers[0]->facts, cases[i].days, SCN_UNKNOWN);
		list = scn_server_fact_list(&view);
		table = scn_compare_facts(&view, 1);
		assert_string_equal(scn_fact_words(find(&list, "certificate-until")), cases[i].row);
		assert_string_equal(
			scn_text_str(&find_row(&table, "valid")->cells[0].value), cases[i].cell);
		assert_int_equal(find(&list, "certificate-until")->mark, cases[i].mark);
		/* What is wrong inside shows on the closed heading. */
		assert_int_equal(find(&list, "certificate")->mark, cases[i].mark);
		scn_fact_table_finish(&table);
		scn_fact_list_finish(&list);
		scn_document_finish(&d);
	}
}

/* ---- the client ---- */

static void test_consequences(void **state)
{
	static char name[] = "Exchange 2016";
	static scn_suite_code suites[] = { 0xC030, 0xC028 };
	static uint16_t groups[] = { 0x0017 };
	struct scn_profile client = { .id = name,
		.name = name,
		.versions = SCN_VERSION_BIT(SCN_TLS1_1) | SCN_VERSION_BIT(SCN_TLS1_2),
		.suites = suites,
		.suite_count = 2,
		.groups = groups,
		.group_count = 1,
		.requires_extended_master_secret = true };
	static const struct {
		const char *id, *note;
	} cases[] = {
		{ "versions", "In common with Exchange 2016: TLS 1.2." },
		{ "suites", "In common with Exchange 2016: 1 suite of TLS 1.2." },
		{ "groups", "In common with Exchange 2016: secp256r1." },
		{ "certificate-chain", "" },
		{ "ems", "" }, /* not tested: nothing follows from it */
	};
	struct scn_document *d = load("three-mx");
	struct scn_fact_view view = view_of(d, 0);
	struct scn_fact_list list;

	view.client = &client;
	list = scn_server_fact_list(&view);
	for (size_t i = 0; i < SCN_COUNT(cases); i++) {
		print_message("%s\n", cases[i].id);
		assert_string_equal(scn_text_str(&find(&list, cases[i].id)->note), cases[i].note);
	}
	scn_fact_list_finish(&list);
	scn_document_free(d);
}

/* Every cause is shown by one row, unless it is none of one row. */
static void test_causes_have_rows(void **state)
{
	static const char *const elsewhere[] = { "no-esmtp", "not-tls", "servers-differ",
		"every-hello-refused", "sni-refused", "sni-required", "alpn-refused",
		"extension-intolerance", "refused-without-visible-cause",
		"client-certificate-required", "handshake-not-completed" };
	static char name[] = "Exchange 2016";
	struct scn_profile client = { .id = name, .name = name };
	struct scn_document d = { .finished = NOW };
	struct scn_target_result *target = scn_document_add_target(&d, "firma.example");
	struct scn_server_facts *f = &scn_target_add_server(target)->facts;
	struct scn_fact_view view = {
		.document = &d, .server = target->servers[0], .client = &client
	};
	struct scn_certificate_fact c = { .key_word = "rsa",
		.has_key_usage = true,
		.key_usage = 1,
		.not_before = 1,
		.not_after = 2,
		.trust = SCN_TRUST_TRUSTED,
		.name_matches = SCN_ACCEPTED,
		.der = (uint8_t *)"x",
		.der_len = 1 };
	size_t count;
	const struct scn_cause *causes = scn_causes(&count);

	versions(f, "-----+");
	scn_facts_set_suite(f, SCN_TLS1_3, 0x1301, SCN_ACCEPTED, 1);
	scn_facts_set_group(f, SCN_TLS1_3, 0x1D, SCN_ACCEPTED, 1);
	scn_facts_set_scheme(f, 0x0804, SCN_ACCEPTED, 1);
	scn_facts_add_certificate(f, &c);
	f->smtp.starttls = SCN_STARTTLS_OFFERED;
	f->suite_limit = 64;
	f->dh.bits = 1024;
	f->tlsa.status = SCN_TLSA_BOGUS;
	for (size_t i = 0; i < count; i++) {
		struct scn_verdict v = { .kind = SCN_VERDICT_FAILS, .cause = causes[i].id };
		struct scn_fact_list list;
		size_t rows = 0, expected = 1;

		view.verdict = &v;
		list = scn_server_fact_list(&view);
		for (size_t k = 0; k < list.count; k++)
			if (strstr(scn_text_str(&list.items[k].note), "This is why")) {
				assert_int_equal(list.items[k].mark, SCN_FACT_BAD);
				rows++;
			}
		for (size_t k = 0; k < SCN_COUNT(elsewhere); k++)
			if (strcmp(elsewhere[k], causes[i].id) == 0)
				expected = 0;
		print_message("%s\n", causes[i].id);
		assert_int_equal(rows, expected);
		scn_fact_list_finish(&list);
	}
	scn_document_finish(&d);
}

/* ---- hostile words, other languages ---- */

static void assert_harmless(const struct scn_text *text)
{
	const char *at = scn_text_str(text);

	assert_int_equal(strlen(at), text->len);
	for (size_t left = text->len; left;) {
		uint32_t c;
		size_t len = scn_utf8(at, left, &c);

		assert_true(len > 0);
		assert_true(c >= 0x20 && c != 0x7F && !(c >= 0x80 && c < 0xA0));
		assert_true(!(c >= 0x202A && c <= 0x202E) && !(c >= 0x2066 && c <= 0x2069));
		at += len;
		left -= len;
	}
}

static void test_hostile_words(void **state)
{
	static char evil[] = "a\x1b[2J\nb\xff\xe2\x80\xae"
			     "c<b>";
	struct scn_document *d = load("hostile");
	struct scn_server_facts *f = &d->targets[0]->servers[0]->facts;
	struct scn_fact_view view = view_of(d, 0);
	struct scn_profile client = { .id = evil, .name = evil };
	struct scn_fact_list list;
	struct scn_fact_table table;

	free(f->smtp.greeting);
	f->smtp.greeting = scn_strdup(evil);
	free(f->certificates[0].chain);
	f->certificates[0].chain = scn_strdup(evil);
	f->certificates[0].trust = SCN_TRUST_OTHER;
	view.client = &client;
	list = scn_server_fact_list(&view);
	for (size_t i = 0; i < list.count; i++) {
		assert_harmless(&list.items[i].label);
		assert_harmless(&list.items[i].value);
		assert_harmless(&list.items[i].detail);
		assert_harmless(&list.items[i].note);
	}
	table = scn_compare_facts(&view, 1);
	for (size_t i = 0; i < table.row_count; i++)
		assert_harmless(&table.rows[i].cells[0].value);
	scn_fact_table_finish(&table);
	scn_fact_list_finish(&list);
	scn_document_free(d);
}

static const char *czech(void *context, const char *english)
{
	(void)context;
	return strcmp(english, "Versions") == 0     ? "Verze"
	       : strcmp(english, "not tested") == 0 ? "netestov\xC3\xA1no"
						    : NULL;
}

static const char *czech_many(
	void *context, const char *singular, const char *plural, unsigned long count)
{
	(void)context;
	(void)singular;
	(void)plural;
	(void)count;
	return NULL;
}

static void test_words_are_translated(void **state)
{
	struct scn_document *d = load("three-mx");
	struct scn_fact_view view = view_of(d, 2);
	struct scn_fact_list list;

	scn_language_set(&(struct scn_language){ .one = czech, .many = czech_many });
	list = scn_server_fact_list(&view);
	scn_language_set(NULL);
	assert_string_equal(scn_text_str(&find(&list, "versions")->label), "Verze");
	assert_string_equal(scn_fact_words(find(&list, "ems")), "netestov\xC3\xA1no");
	scn_fact_list_finish(&list);
	scn_document_free(d);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_rows_of_a_saved_scan),
		cmocka_unit_test(test_unknown_is_never_no),
		cmocka_unit_test(test_differs),
		cmocka_unit_test(test_kinds_of_keys),
		cmocka_unit_test(test_days_left),
		cmocka_unit_test(test_consequences),
		cmocka_unit_test(test_causes_have_rows),
		cmocka_unit_test(test_hostile_words),
		cmocka_unit_test(test_words_are_translated),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
