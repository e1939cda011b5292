#include "gui/model/history.h"

#include <string.h>

#include <glib/gstdio.h>

#include "gui/clock.h"
#include "gui/settings.h"
#include "io/store.h"
#include "saved.h"

struct _AppHistory {
	GObject parent;
	GPtrArray *scans;   /* newest first */
	GPtrArray *removed; /* out of the list, their files are still there */
	GQueue files;       /* not loaded yet */
	guint loading;
};

static void list_model_init(GListModelInterface *interface);

G_DEFINE_FINAL_TYPE_WITH_CODE(AppHistory, app_history, G_TYPE_OBJECT,
	G_IMPLEMENT_INTERFACE(G_TYPE_LIST_MODEL, list_model_init))

static GType get_item_type(GListModel *model)
{
	return APP_TYPE_SCAN;
}

static guint get_n_items(GListModel *model)
{
	return APP_HISTORY(model)->scans->len;
}

static gpointer get_item(GListModel *model, guint at)
{
	AppHistory *history = APP_HISTORY(model);

	return at < history->scans->len ? g_object_ref(history->scans->pdata[at]) : NULL;
}

static void list_model_init(GListModelInterface *interface)
{
	interface->get_item_type = get_item_type;
	interface->get_n_items = get_n_items;
	interface->get_item = get_item;
}

static void app_history_finalize(GObject *object)
{
	AppHistory *history = APP_HISTORY(object);

	g_clear_handle_id(&history->loading, g_source_remove);
	g_queue_clear_full(&history->files, g_free);
	g_ptr_array_unref(history->scans);
	g_ptr_array_unref(history->removed);
	G_OBJECT_CLASS(app_history_parent_class)->finalize(object);
}

static void app_history_class_init(AppHistoryClass *class)
{
	G_OBJECT_CLASS(class)->finalize = app_history_finalize;
}

static void app_history_init(AppHistory *history)
{
	history->scans = g_ptr_array_new_with_free_func(g_object_unref);
	g_queue_init(&history->files);
	history->removed = g_ptr_array_new_with_free_func(g_object_unref);
}

/* Older than the user wants to keep. */
static gboolean is_too_old(AppScan *scan)
{
	gint64 days = app_settings_get_int(app_settings_get(), "history.keep-days");
	const gint64 day = 24 * 60 * 60;

	return days > 0 && app_scan_get_started(scan) < app_clock_now() - days * day;
}

/* A file that cannot be read is left where it is; it says why when it is opened by hand. */
static gboolean load_next(AppHistory *history)
{
	g_autofree char *path = g_queue_pop_head(&history->files);
	g_autoptr(AppScan) scan = path ? app_scan_load(path, NULL) : NULL;

	if (scan && is_too_old(scan)) {
		g_unlink(path);
	} else if (scan) {
		app_history_add(history, scan);
	}
	return !g_queue_is_empty(&history->files);
}

static gboolean on_idle(gpointer user)
{
	AppHistory *history = user;

	if (load_next(history))
		return G_SOURCE_CONTINUE;
	history->loading = 0;
	return G_SOURCE_REMOVE;
}

/* Ids begin with their time, so the last name is the newest. */
static void list_files(AppHistory *history, const char *folder)
{
	char **names = NULL;
	size_t count = scn_store_list(folder, ".json", &names);

	for (size_t i = 0; i < count; i++) {
		g_queue_push_head(&history->files, g_build_filename(folder, names[i], NULL));
		free(names[i]);
	}
	free(names);
}

/* The newest is there at once, for the window to show; the others come while nothing else is to do. */
AppHistory *app_history_new(void)
{
	AppHistory *history = g_object_new(APP_TYPE_HISTORY, NULL);
	struct scn_text folder = { 0 };

	scn_saved_folder(&folder);
	if (folder.len)
		list_files(history, scn_text_str(&folder));
	while (history->scans->len == 0 && load_next(history)) {
	}
	if (!g_queue_is_empty(&history->files))
		history->loading = g_idle_add_full(G_PRIORITY_LOW, on_idle, history, NULL);
	scn_text_finish(&folder);
	return history;
}

/* Where it belongs by its time. */
static guint place_of(AppHistory *history, AppScan *scan)
{
	guint at = 0;

	while (at < history->scans->len &&
		app_scan_get_started(history->scans->pdata[at]) > app_scan_get_started(scan))
		at++;
	return at;
}

void app_history_add(AppHistory *history, AppScan *scan)
{
	guint at = place_of(history, scan);

	if (g_ptr_array_find(history->scans, scan, NULL))
		return;
	g_ptr_array_insert(history->scans, (gint)at, g_object_ref(scan));
	g_list_model_items_changed(G_LIST_MODEL(history), at, 0, 1);
}

void app_history_remove(AppHistory *history, AppScan *scan)
{
	guint at;

	if (!g_ptr_array_find(history->scans, scan, &at))
		return;
	g_ptr_array_add(history->removed, g_object_ref(scan));
	g_ptr_array_remove_index(history->scans, at);
	g_list_model_items_changed(G_LIST_MODEL(history), at, 1, 0);
}

void app_history_restore(AppHistory *history, AppScan *scan)
{
	guint at;

	if (!g_ptr_array_find(history->removed, scan, &at))
		return;
	app_history_add(history, scan);
	g_ptr_array_remove_index(history->removed, at);
}

void app_history_purge(AppHistory *history)
{
	for (guint i = 0; i < history->removed->len; i++) {
		const char *path = app_scan_get_path(history->removed->pdata[i]);

		if (path)
			g_unlink(path);
	}
	g_ptr_array_set_size(history->removed, 0);
}
