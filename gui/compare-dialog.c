#include "gui/compare-dialog.h"

#include <string.h>

#include <adwaita.h>
#include <glib/gi18n.h>

#include "gui/widgets/a11y.h"

/* What the dialog offers: scans, in the order of its drop-down. */
struct choice {
	AppContext *context;
	GPtrArray *scans;
	GtkWidget *drop_down;
};

static void choice_free(gpointer data)
{
	struct choice *choice = data;

	g_object_unref(choice->context);
	g_ptr_array_unref(choice->scans);
	g_free(choice);
}

static char *name_of(AppScan *scan)
{
	g_autoptr(GDateTime) started = g_date_time_new_from_unix_local(app_scan_get_started(scan));
	g_autofree char *date = g_date_time_format(started, "%x %H:%M");

	return g_strdup_printf("%s, %s", app_scan_get_title(scan), date);
}

static gboolean is_same_target(AppScan *a, AppScan *b)
{
	return g_strv_equal(app_scan_get_targets(a), app_scan_get_targets(b));
}

/* Those of the same target first, each newest first; a scan that runs can be compared when it is over. */
static GPtrArray *others(AppContext *context)
{
	GListModel *history = G_LIST_MODEL(app_context_get_history(context));
	AppScan *shown = app_context_get_scan(context);
	GPtrArray *scans = g_ptr_array_new_with_free_func(g_object_unref);

	for (int same = TRUE; same >= FALSE; same--)
		for (guint i = 0; i < g_list_model_get_n_items(history); i++) {
			g_autoptr(AppScan) scan = g_list_model_get_item(history, i);

			if (scan != shown && app_scan_get_state(scan) != APP_SCAN_RUNNING &&
				is_same_target(scan, shown) == same)
				g_ptr_array_add(scans, g_steal_pointer(&scan));
		}
	return scans;
}

static GtkWidget *new_drop_down(GPtrArray *scans)
{
	GtkStringList *names = gtk_string_list_new(NULL);
	GtkWidget *drop_down;

	for (guint i = 0; i < scans->len; i++)
		gtk_string_list_take(names, name_of(scans->pdata[i]));
	drop_down = gtk_drop_down_new(G_LIST_MODEL(names),
		gtk_property_expression_new(GTK_TYPE_STRING_OBJECT, NULL, "string"));
	gtk_drop_down_set_enable_search(GTK_DROP_DOWN(drop_down), TRUE);
	app_name_drop_down(drop_down, _("The other scan"));
	return drop_down;
}

static void on_response(struct choice *choice, const char *response)
{
	guint at = gtk_drop_down_get_selected(GTK_DROP_DOWN(choice->drop_down));

	if (strcmp(response, "compare") != 0 || at >= choice->scans->len)
		return;
	app_context_set_compared(choice->context, choice->scans->pdata[at]);
	app_context_show_view(choice->context, "server");
}

static void say_there_is_none(GtkWindow *parent)
{
	GtkWidget *dialog = adw_message_dialog_new(parent, _("There Is No Other Scan"),
		_("Scan the same domain again, for example after a change, to compare both."));

	adw_message_dialog_add_response(ADW_MESSAGE_DIALOG(dialog), "close", _("Close"));
	gtk_window_present(GTK_WINDOW(dialog));
}

void app_compare_ask(GtkWindow *parent, AppContext *context)
{
	struct choice *choice;
	GPtrArray *scans = others(context);
	GtkWidget *dialog;

	if (!scans->len) {
		g_ptr_array_unref(scans);
		say_there_is_none(parent);
		return;
	}
	dialog = adw_message_dialog_new(parent, _("Compare With"),
		_("The scan that is shown and the one chosen here stand side by side."));
	choice = g_new0(struct choice, 1);
	choice->context = g_object_ref(context);
	choice->scans = scans;
	choice->drop_down = new_drop_down(scans);
	adw_message_dialog_set_extra_child(ADW_MESSAGE_DIALOG(dialog), choice->drop_down);
	adw_message_dialog_add_responses(
		ADW_MESSAGE_DIALOG(dialog), "cancel", _("Cancel"), "compare", _("Compare"), NULL);
	adw_message_dialog_set_response_appearance(
		ADW_MESSAGE_DIALOG(dialog), "compare", ADW_RESPONSE_SUGGESTED);
	adw_message_dialog_set_default_response(ADW_MESSAGE_DIALOG(dialog), "compare");
	adw_message_dialog_set_close_response(ADW_MESSAGE_DIALOG(dialog), "cancel");
	g_object_set_data_full(G_OBJECT(dialog), "choice", choice, choice_free);
	g_signal_connect_swapped(dialog, "response", G_CALLBACK(on_response), choice);
	gtk_window_present(GTK_WINDOW(dialog));
}
