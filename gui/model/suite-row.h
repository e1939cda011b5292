/*
 * One suite of the table: a row of the engine's struct scn_suite_table, with the words that a person reads. The
 * row object stays while a scan runs; what is inside is replaced ("changed").
 */
#ifndef GUI_MODEL_SUITE_ROW_H
#define GUI_MODEL_SUITE_ROW_H

#include <glib-object.h>

#include "core/report/suite-table.h"
#include "gui/widgets/status.h"

#define APP_TYPE_SUITE_ROW (app_suite_row_get_type())
G_DECLARE_FINAL_TYPE(AppSuiteRow, app_suite_row, APP, SUITE_ROW, GObject)

/* Property "search-key", read-only: code point and names in all dialects. Signal "changed". */
AppSuiteRow *app_suite_row_new(const struct scn_suite_row *row);
/* running: what is not known may still come. True if anything is different now ("changed" was emitted). */
gboolean app_suite_row_set(AppSuiteRow *row, const struct scn_suite_row *from, gboolean running);
const struct scn_suite_row *app_suite_row_get(AppSuiteRow *row); /* borrowed */
scn_suite_code app_suite_row_get_code(AppSuiteRow *row);
/* Places in the engine's order, and while the user is at the table; gui/model/suite-model.c keeps them. */
guint app_suite_row_get_position(AppSuiteRow *row);
void app_suite_row_set_position(AppSuiteRow *row, guint position);
guint app_suite_row_get_held(AppSuiteRow *row);
void app_suite_row_set_held(AppSuiteRow *row, guint held);

/* Marks of cells. */
AppStatus app_suite_row_status_at(AppSuiteRow *row, enum scn_version version);
AppStatus app_suite_row_match_status(AppSuiteRow *row);
AppStatus app_suite_row_strength_status(AppSuiteRow *row);

/* Words; translated. */
const char *app_suite_row_match_word(AppSuiteRow *row);
const char *app_suite_row_strength_word(AppSuiteRow *row);
/* "CBC mode"; "" where nothing is weak. */
const char *app_suite_row_weakness(AppSuiteRow *row);

/* As the dialect writes it, "0xC0A0 (no OpenSSL name)" where it has no name. g_free. */
char *app_suite_row_name(AppSuiteRow *row, enum scn_dialect names);
char *app_suite_row_code_text(AppSuiteRow *row);
/* "RFC 5289, RFC 8996"; g_free. */
char *app_suite_row_reference(AppSuiteRow *row);

/* The row in a sentence, for those who do not see it. clients: titles of the shown ones. g_free. */
char *app_suite_row_sentence(AppSuiteRow *row, enum scn_dialect names, scn_versions versions,
	const char *const *clients);

#endif
