/*
 * A fact of a server as a row, and several servers side by side. Immutable copies of what the engine says
 * (core/report/fact-table); nothing is decided here.
 */
#ifndef GUI_MODEL_FACT_H
#define GUI_MODEL_FACT_H

#include <gio/gio.h>

#include "core/report/fact-table.h"
#include "gui/model/profile.h"
#include "gui/model/server.h"

#define APP_TYPE_FACT (app_fact_get_type())
G_DECLARE_FINAL_TYPE(AppFact, app_fact, APP, FACT, GObject)

AppFact *app_fact_new(const struct scn_fact *fact);
const char *app_fact_get_id(AppFact *fact);
enum scn_fact_group app_fact_get_group(AppFact *fact);
/* Rows with the same number are of one certificate, the first is its heading; 0: none. */
guint app_fact_get_certificate(AppFact *fact);
const char *app_fact_get_label(AppFact *fact);
const char *app_fact_get_value(AppFact *fact); /* a few words */
const char *app_fact_get_words(AppFact *fact); /* all of them */
const char *app_fact_get_note(AppFact *fact);  /* what it means for the client; "" */
AppStatus app_fact_get_status(AppFact *fact);
/* "Versions: TLS 1.2, TLS 1.3." g_free. */
char *app_fact_copy_text(AppFact *fact);
/* Do both stand in the same place? Then one can take the other's words. */
gboolean app_fact_is_same_row(AppFact *a, AppFact *b);

/* All of one server, as the client sees them; client may be NULL. AppFact, g_ptr_array_unref. */
GPtrArray *app_facts_of(AppServer *server, AppProfile *client, enum scn_dialect names);

#define APP_TYPE_FACT_ROW (app_fact_row_get_type())
G_DECLARE_FINAL_TYPE(AppFactRow, app_fact_row, APP, FACT_ROW, GObject)

/* A server at a time, with the title of its column. Not owned. */
struct app_fact_column {
	AppDocument *document;
	const struct scn_server_result *result;
	const char *title;
};

/* Signal "changed": it took the words of another. */
const char *app_fact_row_get_label(AppFactRow *row);
gboolean app_fact_row_get_differs(AppFactRow *row);
AppFact *app_fact_row_get_cell(AppFactRow *row, guint column); /* borrowed; NULL: no such column */
/* "Versions, differs: mx1 TLS 1.2, 1.3; mx2 TLS 1.2". g_free. */
char *app_fact_row_sentence(AppFactRow *row);
char *app_fact_row_copy_text(AppFactRow *row); /* the cells, with tabs between; g_free */

/* Fill a store of AppFactRow: rows that stay keep their place, and the focus. */
void app_fact_rows_fill(GListStore *store, const struct app_fact_column *columns, guint count,
	enum scn_dialect names);

#endif
