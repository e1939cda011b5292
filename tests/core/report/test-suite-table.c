/* Suites × versions × clients: rows, their order, and who has what. */
#include "test.h"

#include "core/base/alloc.h"
#include "core/base/text.h"
#include "core/report/suite-table.h"

enum {
	AES256_13 = 0x1302,
	AES128_13 = 0x1301,
	CHACHA_13 = 0x1303,
	GCM256 = 0xC030,
	GCM128 = 0xC02F,
	CBC = 0xC014, /* TLS 1.0 to 1.2 */
	CBC_SHA2 = 0xC028,
	DES3 = 0x000A,
	RC4 = 0x0005,
	NAMELESS = 0xEAEB,
	SIGNAL = 0x00FF,
	PROBE = 7,
	VERSION_PROBE = 9,
};

/* ---- a server and clients in a row ---- */

struct fact {
	enum scn_version version;
	scn_suite_code code;
	enum scn_known status;
	uint16_t rank;
};

static void learn(struct scn_server_facts *facts, const struct fact *fact)
{
	struct scn_suite_fact *suite =
		scn_facts_set_suite(facts, fact->version, fact->code, fact->status, PROBE);

	suite->rank = fact->rank;
}

static void reject_version(struct scn_server_facts *facts, enum scn_version version)
{
	facts->versions[version].status = SCN_REJECTED;
	facts->versions[version].probe = VERSION_PROBE;
}

#define CLIENT(versions_, ...)                                                                     \
	{                                                                                          \
		.id = (char *)"client", .versions = (versions_),                                   \
		.suites = (scn_suite_code[]){ __VA_ARGS__ },                                       \
		.suite_count = SCN_COUNT(((scn_suite_code[]){ __VA_ARGS__ }))                      \
	}

#define UP_TO_12                                                                                   \
	(SCN_VERSION_BIT(SCN_TLS1_0) | SCN_VERSION_BIT(SCN_TLS1_1) | SCN_VERSION_BIT(SCN_TLS1_2))
#define ONLY_12  SCN_VERSION_BIT(SCN_TLS1_2)
#define UP_TO_13 (UP_TO_12 | SCN_VERSION_BIT(SCN_TLS1_3))

/* ---- who has a suite ---- */

static const struct {
	const char *what;
	struct fact facts[3]; /* code 0: no more */
	scn_versions rejected;
	scn_versions client;
	scn_suite_code offers, asked;
	enum scn_match match;
} matches[] = {
	{ "both at 1.2", { { SCN_TLS1_2, CBC, SCN_ACCEPTED, 1 } }, 0, UP_TO_12, CBC, CBC,
		SCN_MATCH_COMMON },
	{ "both at 1.0, refused at 1.2",
		{ { SCN_TLS1_2, CBC, SCN_REJECTED, 0 }, { SCN_TLS1_0, CBC, SCN_ACCEPTED, 1 } }, 0,
		UP_TO_12, CBC, CBC, SCN_MATCH_COMMON },
	{ "both, at no version together",
		{ { SCN_TLS1_2, CBC, SCN_REJECTED, 0 }, { SCN_TLS1_0, CBC, SCN_ACCEPTED, 1 } }, 0,
		ONLY_12, CBC, CBC, SCN_MATCH_APART },
	{ "accepted at 1.0, not tested at the client's version",
		{ { SCN_TLS1_0, CBC, SCN_ACCEPTED, 1 } }, 0, ONLY_12, CBC, CBC, SCN_MATCH_UNKNOWN },
	{ "only the server", { { SCN_TLS1_2, GCM256, SCN_ACCEPTED, 1 } }, 0, UP_TO_12, CBC, GCM256,
		SCN_MATCH_SERVER_ONLY },
	{ "only the client, every version refused", { { 0 } }, SCN_VERSIONS_ALL, UP_TO_12, CBC, CBC,
		SCN_MATCH_CLIENT_ONLY },
	{ "refused at 1.2, the others not tested", { { SCN_TLS1_2, CBC, SCN_REJECTED, 0 } }, 0,
		UP_TO_12, CBC, CBC, SCN_MATCH_UNKNOWN },
	{ "refused where the client is", { { SCN_TLS1_2, CBC, SCN_REJECTED, 0 } }, 0, ONLY_12, CBC,
		CBC, SCN_MATCH_CLIENT_ONLY },
	{ "asked, no answer", { { SCN_TLS1_2, CBC, SCN_UNKNOWN, 0 } }, 0, ONLY_12, CBC, CBC,
		SCN_MATCH_UNKNOWN },
	{ "nothing asked at all", { { 0 } }, 0, UP_TO_12, CBC, CBC, SCN_MATCH_UNKNOWN },
	{ "nobody, and nothing asked", { { 0 } }, 0, UP_TO_12, CBC, GCM256, SCN_MATCH_NONE },
	{ "nobody, refused", { { SCN_TLS1_2, RC4, SCN_REJECTED, 0 } }, 0, UP_TO_12, CBC, RC4,
		SCN_MATCH_NONE },
	{ "in the list of a client without TLS 1.3", { { SCN_TLS1_3, AES256_13, SCN_ACCEPTED, 1 } },
		0, UP_TO_12, AES256_13, AES256_13, SCN_MATCH_SERVER_ONLY },
	{ "accepted where the registry does not expect it",
		{ { SCN_TLS1_1, GCM256, SCN_ACCEPTED, 1 } }, SCN_VERSION_BIT(SCN_TLS1_2), UP_TO_12,
		GCM256, GCM256, SCN_MATCH_COMMON },
	{ "a code without a name", { { SCN_TLS1_2, NAMELESS, SCN_ACCEPTED, 1 } }, 0, ONLY_12,
		NAMELESS, NAMELESS, SCN_MATCH_COMMON },
};

static void tells_who_has_a_suite(void **state)
{
	(void)state;
	for (size_t i = 0; i < SCN_COUNT(matches); i++) {
		struct scn_server_facts facts;
		struct scn_profile client = CLIENT(matches[i].client, matches[i].offers);
		enum scn_match match;

		scn_server_facts_init(&facts);
		for (size_t f = 0; f < 3 && matches[i].facts[f].code; f++)
			learn(&facts, &matches[i].facts[f]);
		for (int v = 0; v < SCN_VERSION_COUNT; v++)
			if (matches[i].rejected & SCN_VERSION_BIT(v))
				reject_version(&facts, (enum scn_version)v);
		match = scn_suite_match(&facts, &client, matches[i].asked);
		if (match != matches[i].match)
			fail_msg("%s: %d, not %d", matches[i].what, match, matches[i].match);
		scn_server_facts_finish(&facts);
	}
}

/* ---- a whole table ---- */

/* A server with TLS 1.3 and 1.2, its own order at 1.2; 1.1 is not tested, 1.0 refused, SSL refused. */
static void server(struct scn_server_facts *facts)
{
	static const struct fact known[] = {
		{ SCN_TLS1_2, GCM128, SCN_ACCEPTED, 2 },
		{ SCN_TLS1_2, GCM256, SCN_ACCEPTED, 1 },
		{ SCN_TLS1_2, CBC_SHA2, SCN_REJECTED, 0 },
		{ SCN_TLS1_2, CBC, SCN_REJECTED, 0 },
		{ SCN_TLS1_2, RC4, SCN_REJECTED, 0 },
		{ SCN_TLS1_2, DES3, SCN_UNKNOWN, 0 },
		{ SCN_TLS1_3, AES128_13, SCN_ACCEPTED, 0 },
		{ SCN_TLS1_3, AES256_13, SCN_ACCEPTED, 0 },
	};

	scn_server_facts_init(facts);
	for (size_t i = 0; i < SCN_COUNT(known); i++)
		learn(facts, &known[i]);
	facts->versions[SCN_TLS1_2].order = SCN_ORDER_SERVER;
	facts->versions[SCN_TLS1_3].order = SCN_ORDER_CLIENT;
	reject_version(facts, SCN_SSL2);
	reject_version(facts, SCN_SSL3);
	reject_version(facts, SCN_TLS1_0);
}

static void add_cell(struct scn_text *t, const struct scn_suite_cell *cell)
{
	if (cell->status == SCN_ACCEPTED && cell->rank)
		scn_text_printf(t, "#%u", cell->rank);
	else if (cell->status == SCN_ACCEPTED)
		scn_text_add(t, "yes");
	else if (!cell->defined)
		scn_text_char(t, '.');
	else
		scn_text_add(t, cell->status == SCN_REJECTED ? "no" : "?");
}

/* "C030 com . ? ? #1 . o*": code, match, TLS 1.0 to 1.3, clients. */
static void row_text(struct scn_text *t, const struct scn_suite_row *row, size_t client_count)
{
	static const char *const words[] = { "-", "com", "srv", "cli", "apart", "?" };

	scn_text_printf(t, "%04X %s", row->code, words[row->match]);
	for (int v = SCN_TLS1_0; v <= SCN_TLS1_3; v++) {
		scn_text_char(t, ' ');
		add_cell(t, &row->at[v]);
	}
	scn_text_char(t, ' ');
	for (size_t i = 0; i < client_count; i++) {
		scn_text_char(t, row->clients[i].offers ? 'o' : '-');
		scn_text_add(t, row->clients[i].chosen ? "*" : "");
	}
}

static void check_rows(const struct scn_suite_table *table, size_t client_count,
	const char *const *rows, size_t count)
{
	struct scn_text text = { 0 };

	for (size_t i = 0; i < table->row_count && i < count; i++) {
		scn_text_clear(&text);
		row_text(&text, &table->rows[i], client_count);
		assert_string_equal(scn_text_str(&text), rows[i]);
	}
	assert_int_equal(table->row_count, count);
	scn_text_finish(&text);
}

static struct scn_profile first = CLIENT(UP_TO_12, CBC_SHA2, GCM128, SIGNAL, CBC);
static struct scn_profile second = CLIENT(UP_TO_13, AES128_13, DES3, GCM256);

static void shows_what_is_used(void **state)
{
	static const char *const rows[] = {
		/* In no order of the server's own: the order in which they were found. */
		"1301 srv . . . yes -o",
		"1302 srv . . . yes --",
		"C030 srv . . #1 . -o",
		"C02F com . . #2 . o*-",
		/* Not accepted, in the clients' order. */
		"C028 cli . . no . o-",
		"C014 ? no ? no . o-",
		"000A - no ? ? . -o",
	};
	struct scn_verdict verdict = { .suite_known = true, .suite = GCM128 };
	const struct scn_suite_client clients[] = { { &first, &verdict }, { &second, NULL } };
	struct scn_server_facts facts;
	struct scn_suite_table table;

	(void)state;
	server(&facts);
	scn_suite_table_make(&table, &facts, clients, 2, SCN_SUITE_ROWS_USED);
	check_rows(&table, 2, rows, SCN_COUNT(rows));
	assert_int_equal(table.order[SCN_TLS1_2], SCN_ORDER_SERVER);
	assert_int_equal(table.order[SCN_TLS1_3], SCN_ORDER_CLIENT);
	assert_int_equal(table.status[SCN_TLS1_3], SCN_ACCEPTED);
	assert_int_equal(table.status[SCN_TLS1_1], SCN_UNKNOWN);
	assert_int_equal(table.status[SCN_TLS1_0], SCN_REJECTED);
	assert_int_equal(table.versions, SCN_VERSIONS_ALL & ~3U);
	scn_suite_table_finish(&table);
	scn_server_facts_finish(&facts);
}

static void shows_all_that_was_asked(void **state)
{
	struct scn_server_facts facts;
	struct scn_suite_table table;
	size_t found = 0;

	(void)state;
	server(&facts);
	scn_suite_table_make(&table, &facts, NULL, 0, SCN_SUITE_ROWS_ALL);
	assert_int_equal(table.row_count, 8);
	for (size_t i = 0; i < table.row_count; i++)
		found += table.rows[i].code == RC4 && table.rows[i].at[SCN_TLS1_2].defined;
	assert_int_equal(found, 1);
	scn_suite_table_finish(&table);
	scn_suite_table_make(&table, &facts, NULL, 0, SCN_SUITE_ROWS_USED);
	assert_int_equal(table.row_count, 4);
	scn_suite_table_finish(&table);
	scn_server_facts_finish(&facts);
}

/* As a report lists them: what is not known behind what is accepted at its version; what was refused, and what only
 * clients offer, only where all is asked for. */
static void lists_as_a_report(void **state)
{
	static const char *const rows[] = { "1301 com . . . yes o", "1302 srv . . . yes -",
		"C030 com . . #1 . o", "C02F srv . . #2 . -", "000A ? no ? ? . o",
		/* Refused, as it was asked. */
		"C028 - . . no . -", "C014 - no ? no . -", "0005 - no ? no . -",
		/* The client's. */
		"1303 ? . . . ? o" };
	struct scn_profile client = CLIENT(UP_TO_13, AES128_13, CHACHA_13, DES3, SIGNAL, GCM256);
	const struct scn_suite_client clients[] = { { &client, NULL } };
	struct scn_server_facts facts;
	struct scn_suite_table table;

	(void)state;
	server(&facts);
	scn_suite_table_make(&table, &facts, clients, 1, SCN_SUITE_ROWS_REPORT);
	check_rows(&table, 1, rows, 5);
	scn_suite_table_finish(&table);
	scn_suite_table_make(&table, &facts, clients, 1, SCN_SUITE_ROWS_REPORT_ALL);
	check_rows(&table, 1, rows, SCN_COUNT(rows));
	scn_suite_table_finish(&table);
	scn_server_facts_finish(&facts);
}

/* More clients than a row has room for: their suites are rows, their offers are told one by one. A client whose
 * profile is not at hand offers nothing, but what it ended up with is known. */
static void asks_for_more_clients(void **state)
{
	struct scn_profile last = CLIENT(UP_TO_13, CHACHA_13, GCM256);
	struct scn_verdict verdict = { .suite_known = true, .suite = GCM128 };
	const struct scn_suite_client clients[SCN_SUITE_TABLE_CLIENTS + 2] = {
		[0] = { NULL, &verdict },
		[SCN_SUITE_TABLE_CLIENTS + 1] = { &last, NULL },
	};
	struct scn_server_facts facts;
	struct scn_suite_table table;

	(void)state;
	server(&facts);
	scn_suite_table_make(
		&table, &facts, clients, SCN_COUNT(clients), SCN_SUITE_ROWS_REPORT_ALL);
	assert_int_equal(table.rows[table.row_count - 1].code, CHACHA_13);
	assert_int_equal(table.rows[3].code, GCM128);
	assert_true(table.rows[3].clients[0].chosen);
	assert_false(table.rows[3].clients[0].offers);
	assert_int_equal(scn_suite_offer(&facts, &clients[SCN_COUNT(clients) - 1], GCM256).versions,
		ONLY_12);
	assert_int_equal(scn_suite_offer(&facts, &clients[0], GCM256).versions, 0);
	scn_suite_table_finish(&table);
	scn_server_facts_finish(&facts);
}

/* What proved a cell: the suite's own probe, or the one that refused the whole version. */
static void names_the_probe(void **state)
{
	const struct scn_suite_client clients[] = { { &first, NULL } };
	struct scn_server_facts facts;
	struct scn_suite_table table;
	const struct scn_suite_row *row;

	(void)state;
	server(&facts);
	scn_suite_table_make(&table, &facts, clients, 1, SCN_SUITE_ROWS_USED);
	row = &table.rows[table.row_count - 1];
	assert_int_equal(row->code, CBC);
	assert_int_equal(row->at[SCN_TLS1_2].probe, PROBE);
	assert_int_equal(row->at[SCN_TLS1_1].probe, 0);
	assert_int_equal(row->at[SCN_TLS1_0].probe, VERSION_PROBE);
	assert_true(scn_suite_row_weak(row));
	assert_false(scn_suite_row_weak(&table.rows[0]));
	scn_suite_table_finish(&table);
	scn_server_facts_finish(&facts);
}

/* A server about which nothing is known: every cell that can be is "not tested", none is "no". */
static void nothing_known_is_never_no(void **state)
{
	const struct scn_suite_client clients[] = { { &second, NULL } };
	struct scn_server_facts facts;
	struct scn_suite_table table;

	(void)state;
	scn_server_facts_init(&facts);
	scn_suite_table_make(&table, &facts, clients, 1, SCN_SUITE_ROWS_USED);
	assert_int_equal(table.row_count, 3);
	for (size_t i = 0; i < table.row_count; i++) {
		assert_int_equal(table.rows[i].match, SCN_MATCH_UNKNOWN);
		for (int v = 0; v < SCN_VERSION_COUNT; v++)
			assert_int_equal(table.rows[i].at[v].status, SCN_UNKNOWN);
	}
	scn_suite_table_finish(&table);
	scn_server_facts_finish(&facts);
}

/* SSL has a column only where there is something to see. */
static void old_versions_have_a_column(void **state)
{
	static const struct fact old = { SCN_SSL3, RC4, SCN_ACCEPTED, 1 };
	static const struct fact asked = { SCN_SSL2, 0x010080, SCN_UNKNOWN, 0 };
	struct scn_server_facts facts;
	struct scn_suite_table table;

	(void)state;
	server(&facts);
	learn(&facts, &old);
	facts.versions[SCN_SSL2].status = SCN_UNKNOWN;
	learn(&facts, &asked);
	scn_suite_table_make(&table, &facts, NULL, 0, SCN_SUITE_ROWS_USED);
	assert_int_equal(table.versions, SCN_VERSIONS_ALL);
	scn_suite_table_finish(&table);
	scn_server_facts_finish(&facts);
}

/* The places of what is accepted count from 1, the server's order or not; equals are marked. */
static void counts_places(void **state)
{
	struct scn_server_facts facts;
	struct scn_suite_table table;

	(void)state;
	server(&facts);
	scn_facts_set_suite(&facts, SCN_TLS1_2, GCM128, SCN_ACCEPTED, PROBE)->equal = SCN_ACCEPTED;
	scn_suite_table_make(&table, &facts, NULL, 0, SCN_SUITE_ROWS_USED);
	for (uint16_t i = 0; i < 4; i++) {
		enum scn_version version = i < 2 ? SCN_TLS1_3 : SCN_TLS1_2;

		assert_int_equal(table.rows[i].at[version].place, i % 2 + 1);
		assert_int_equal(table.rows[i].at[version].equal, i == 3);
	}
	scn_suite_table_finish(&table);
	scn_server_facts_finish(&facts);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(tells_who_has_a_suite),
		cmocka_unit_test(shows_what_is_used),
		cmocka_unit_test(shows_all_that_was_asked),
		cmocka_unit_test(lists_as_a_report),
		cmocka_unit_test(asks_for_more_clients),
		cmocka_unit_test(names_the_probe),
		cmocka_unit_test(nothing_known_is_never_no),
		cmocka_unit_test(old_versions_have_a_column),
		cmocka_unit_test(counts_places),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
