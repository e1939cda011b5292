/* The table's model: what is shown, counted and in which order, while a scan runs and the user looks. */
#include "test.h"

#include "core/base/alloc.h"
#include "gui/model/suite-model.h"

/* Rows of a table in the order of the engine, written as letters: the code, then who has the suite
 * (c both, s server, k client, ? not tested, - nobody). TLS_RSA_* of the letters A to F are weak. */
static scn_suite_code code_of(char letter)
{
	static const scn_suite_code codes[] = { 0x1301, 0x1302, 0xC02F, 0xC030, 0x002F, 0x0035 };

	return codes[letter - 'A'];
}

static char letter_of(scn_suite_code code)
{
	for (char letter = 'A'; letter <= 'F'; letter++)
		if (code_of(letter) == code)
			return letter;
	return '!';
}

static enum scn_match match_of(char mark)
{
	static const struct {
		char mark;
		enum scn_match match;
	} marks[] = { { 'c', SCN_MATCH_COMMON }, { 's', SCN_MATCH_SERVER_ONLY },
		{ 'k', SCN_MATCH_CLIENT_ONLY }, { '?', SCN_MATCH_UNKNOWN },
		{ '-', SCN_MATCH_NONE } };

	for (size_t i = 0; i < SCN_COUNT(marks); i++)
		if (marks[i].mark == mark)
			return marks[i].match;
	fail_msg("no such mark: %c", mark);
	return SCN_MATCH_NONE;
}

static void fill(AppSuiteModel *model, const char *rows, gboolean running)
{
	struct scn_suite_table table = { 0 };

	for (; *rows; rows += 2) {
		struct scn_suite_row row = { .code = code_of(rows[0]), .match = match_of(rows[1]) };

		row.suite = scn_suite_by_code(row.code);
		SCN_APPEND(table.rows, table.row_count, row);
	}
	app_suite_model_fill(model, &table, running);
	scn_suite_table_finish(&table);
}

static void check_shown(AppSuiteModel *model, const char *letters)
{
	GListModel *shown = app_suite_model_get_shown(model);
	g_autoptr(GString) text = g_string_new(NULL);

	for (guint i = 0; i < g_list_model_get_n_items(shown); i++) {
		g_autoptr(AppSuiteRow) row = g_list_model_get_item(shown, i);

		g_string_append_c(text, letter_of(app_suite_row_get_code(row)));
	}
	assert_string_equal(text->str, letters);
}

/* ---- filters ---- */

static void counts_and_filters(void **state)
{
	static const struct {
		AppSuitesFilterKind filter;
		guint count;
		const char *shown;
	} rows[] = {
		{ APP_SUITES_ALL, 6, "ABCDEF" },
		{ APP_SUITES_COMMON, 2, "BC" },
		{ APP_SUITES_SERVER_ONLY, 1, "A" },
		{ APP_SUITES_CLIENT_ONLY, 1, "D" },
		{ APP_SUITES_NOT_TESTED, 1, "E" },
		{ APP_SUITES_WEAK, 2, "EF" },
	};
	g_autoptr(AppSuiteModel) model = app_suite_model_new();

	(void)state;
	fill(model, "AsBcCcDkE?F-", FALSE);
	for (size_t i = 0; i < SCN_COUNT(rows); i++) {
		app_suite_model_set_filter(model, rows[i].filter);
		assert_int_equal(app_suite_model_get_count(model, rows[i].filter), rows[i].count);
		check_shown(model, rows[i].shown);
	}
}

static void searches_all_names(void **state)
{
	static const struct {
		const char *text, *shown;
	} rows[] = {
		{ "", "ABCDEF" },
		{ "gcm", "ABCD" },
		{ "0xc02f", "C" },
		{ "ECDHE-RSA-AES256", "D" },     /* OpenSSL's name */
		{ "RSA_AES_128_CBC_SHA1", "E" }, /* GnuTLS's */
		{ "nothing", "" },
	};
	g_autoptr(AppSuiteModel) model = app_suite_model_new();

	(void)state;
	fill(model, "AsBcCcDkE?F-", FALSE);
	for (size_t i = 0; i < SCN_COUNT(rows); i++) {
		app_suite_model_set_search(model, rows[i].text);
		check_shown(model, rows[i].shown);
	}
}

/* A row moves to another filter while the scan goes on; what is gone is gone. */
static void follows_the_scan(void **state)
{
	g_autoptr(AppSuiteModel) model = app_suite_model_new();

	(void)state;
	app_suite_model_set_filter(model, APP_SUITES_NOT_TESTED);
	fill(model, "C?D?E?", TRUE);
	check_shown(model, "CDE");
	fill(model, "DcC?", TRUE);
	check_shown(model, "C");
	assert_int_equal(app_suite_model_get_count(model, APP_SUITES_COMMON), 1);
	fill(model, "DcCk", FALSE);
	check_shown(model, "");
	assert_int_equal(app_suite_model_get_count(model, APP_SUITES_ALL), 2);
}

/* The object of a row stays, so that what is selected stays selected. */
static void keeps_its_rows(void **state)
{
	g_autoptr(AppSuiteModel) model = app_suite_model_new();
	g_autoptr(AppSuiteRow) before = NULL, after = NULL;

	(void)state;
	fill(model, "C?D?", TRUE);
	before = g_list_model_get_item(app_suite_model_get_shown(model), 1);
	fill(model, "DcC?", TRUE);
	after = g_list_model_get_item(app_suite_model_get_shown(model), 0);
	assert_ptr_equal(before, after);
	assert_int_equal(app_suite_row_match_status(after), APP_STATUS_WORKS);
}

/* ---- order ---- */

static int by_code(gconstpointer a, gconstpointer b, gpointer user)
{
	scn_suite_code left = app_suite_row_get_code((gpointer)a);
	scn_suite_code right = app_suite_row_get_code((gpointer)b);

	return (left > right) - (left < right);
}

static void stands_still_while_held(void **state)
{
	g_autoptr(AppSuiteModel) model = app_suite_model_new();

	(void)state;
	fill(model, "C?D?E?", TRUE);
	app_suite_model_hold(model, TRUE);
	fill(model, "DsAsE?C?", TRUE);
	check_shown(model, "CDEA");
	fill(model, "BsDsAsE?C?", TRUE);
	check_shown(model, "CDEAB");
	app_suite_model_hold(model, FALSE);
	check_shown(model, "BDAEC");
}

/* Also rows that a filter hid when the user came keep their places. */
static void hidden_rows_have_places(void **state)
{
	g_autoptr(AppSuiteModel) model = app_suite_model_new();

	(void)state;
	app_suite_model_set_filter(model, APP_SUITES_COMMON);
	fill(model, "CkDcE?", TRUE);
	app_suite_model_hold(model, TRUE);
	fill(model, "EcDcCk", TRUE);
	app_suite_model_set_filter(model, APP_SUITES_ALL);
	check_shown(model, "CDE");
}

/* A click on a header orders the rows, held or not. */
static void headers_sort(void **state)
{
	g_autoptr(AppSuiteModel) model = app_suite_model_new();
	g_autoptr(GtkSorter) sorter = GTK_SORTER(gtk_custom_sorter_new(NULL, NULL, NULL));

	(void)state;
	app_suite_model_set_sorter(model, sorter);
	fill(model, "DcEkAsCc", TRUE);
	check_shown(model, "DEAC");
	app_suite_model_hold(model, TRUE);
	gtk_custom_sorter_set_sort_func(GTK_CUSTOM_SORTER(sorter), by_code, NULL, NULL);
	check_shown(model, "EACD");
	fill(model, "FkDcEkAsCc", TRUE);
	check_shown(model, "EACDF");
	app_suite_model_hold(model, FALSE);
	check_shown(model, "EFACD");
}

/* ---- in slices ---- */

static void fill_all(AppSuiteModel *model)
{
	struct scn_suite_table table = { 0 };
	size_t count;
	const struct scn_suite *suites = scn_suites(&count);

	for (size_t i = 0; i < count; i++) {
		struct scn_suite_row row = { .code = suites[i].code, .suite = &suites[i] };

		SCN_APPEND(table.rows, table.row_count, row);
	}
	app_suite_model_fill(model, &table, FALSE);
	scn_suite_table_finish(&table);
}

struct seen {
	guint changes, most;
};

static void count_change(GListModel *shown, guint at, guint gone, guint come, gpointer user)
{
	struct seen *seen = user;

	(void)shown;
	(void)at;
	(void)gone;
	seen->changes++;
	seen->most = MAX(seen->most, come);
}

/* A view makes widgets for what comes at once: never all rows of a long table, and yet all of them soon. */
static void long_tables_come_in_slices(void **state)
{
	g_autoptr(AppSuiteModel) model = app_suite_model_new();
	GListModel *shown = app_suite_model_get_shown(model);
	struct seen seen = { 0 };
	guint all;

	(void)state;
	g_signal_connect(shown, "items-changed", G_CALLBACK(count_change), &seen);
	fill_all(model);
	all = app_suite_model_get_count(model, APP_SUITES_ALL);
	assert_int_equal(seen.changes, 1);
	assert_true(g_list_model_get_n_items(shown) < all / 4);
	while (g_list_model_get_n_items(shown) < all)
		assert_true(g_main_context_iteration(NULL, TRUE));
	assert_true(seen.most < all / 4);
}

/* ---- sentences ---- */

static void rows_read_as_sentences(void **state)
{
	static const char *const clients[] = { "Exchange 2016", "Postfix 3.7", NULL };
	const scn_versions shown = SCN_VERSION_BIT(SCN_TLS1_2) | SCN_VERSION_BIT(SCN_TLS1_1);
	struct scn_suite_row row = { .code = 0xC028,
		.suite = scn_suite_by_code(0xC028),
		.match = SCN_MATCH_CLIENT_ONLY,
		.clients = { { .offers = true } } };
	g_autoptr(AppSuiteRow) object = NULL;
	g_autofree char *rejected = NULL, *chosen = NULL, *pending = NULL;

	(void)state;
	row.at[SCN_TLS1_2] = (struct scn_suite_cell){ .defined = true, .status = SCN_REJECTED };
	object = app_suite_row_new(&row);
	rejected = app_suite_row_sentence(object, SCN_DIALECT_IANA, shown, clients);
	assert_string_equal(rejected,
		"TLS_ECDHE_RSA_WITH_AES_256_CBC_SHA384, client only, rejected with TLS 1.2, "
		"offered by Exchange 2016, weak");
	row.match = SCN_MATCH_COMMON;
	row.clients[0].chosen = row.clients[1].offers = true;
	row.at[SCN_TLS1_2] =
		(struct scn_suite_cell){ .defined = true, .status = SCN_ACCEPTED, .rank = 3 };
	assert_true(app_suite_row_set(object, &row, FALSE));
	assert_false(app_suite_row_set(object, &row, FALSE));
	chosen = app_suite_row_sentence(object, SCN_DIALECT_OPENSSL, shown, clients);
	assert_string_equal(chosen,
		"ECDHE-RSA-AES256-SHA384, in common, accepted with TLS 1.2 (the server's choice "
		"number 3), offered by Exchange 2016, Postfix 3.7, chosen for this pair, weak");
	row = (struct scn_suite_row){ .code = 0xEAEB, .match = SCN_MATCH_UNKNOWN };
	row.at[SCN_TLS1_2].defined = true;
	app_suite_row_set(object, &row, TRUE);
	pending = app_suite_row_sentence(object, SCN_DIALECT_OPENSSL, shown, clients);
	assert_string_equal(pending,
		"0xEAEB (no OpenSSL name), testing…, still being tested with TLS 1.2, not known");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(counts_and_filters),
		cmocka_unit_test(searches_all_names),
		cmocka_unit_test(follows_the_scan),
		cmocka_unit_test(keeps_its_rows),
		cmocka_unit_test(stands_still_while_held),
		cmocka_unit_test(hidden_rows_have_places),
		cmocka_unit_test(headers_sort),
		cmocka_unit_test(long_tables_come_in_slices),
		cmocka_unit_test(rows_read_as_sentences),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
