#include "gui/test-state.h"

#include <string.h>

#include "gui/clock.h"

#define GROUP "state"

static const struct {
	const char *name;
	AppScanState state;
} states[] = {
	{ "running", APP_SCAN_RUNNING },
	{ "done", APP_SCAN_DONE },
	{ "stopped", APP_SCAN_STOPPED },
	{ "failed", APP_SCAN_FAILED },
};

static char *text_of(GKeyFile *file, const char *key)
{
	return g_key_file_get_string(file, GROUP, key, NULL);
}

static AppScan *add_scan(AppContext *context, const char *folder, const char *name, GError **error)
{
	g_autofree char *path = g_canonicalize_filename(name, folder);
	AppScan *scan = app_scan_load(path, error);

	if (scan)
		app_history_add(app_context_get_history(context), scan);
	return scan;
}

static gboolean add_history(AppContext *context, GKeyFile *file, const char *folder, GError **error)
{
	g_auto(GStrv) names = g_key_file_get_string_list(file, GROUP, "history", NULL, NULL);

	for (char **name = names; name && *name; name++) {
		g_autoptr(AppScan) scan = add_scan(context, folder, *name, error);

		if (!scan)
			return FALSE;
	}
	return TRUE;
}

static void set_progress(AppScan *scan, GKeyFile *file)
{
	g_autofree char *text = text_of(file, "text"), *stage = text_of(file, "stage");
	g_autofree char *detail = text_of(file, "detail");

	app_scan_set_progress(
		scan, &(struct app_progress){
			      .fraction = g_key_file_get_double(file, GROUP, "fraction", NULL),
			      .waiting = g_key_file_get_boolean(file, GROUP, "waiting", NULL),
			      .text = text ? text : "",
			      .stage = stage ? stage : "",
			      .detail = detail ? detail : "",
		      });
}

static void set_state(AppScan *scan, GKeyFile *file)
{
	g_autofree char *name = text_of(file, "state"), *error = text_of(file, "error");

	for (guint i = 0; name && i < G_N_ELEMENTS(states); i++)
		if (strcmp(states[i].name, name) == 0)
			app_scan_set_state(scan, states[i].state, error);
	if (app_scan_get_state(scan) == APP_SCAN_RUNNING)
		set_progress(scan, file);
}

static void choose_pair(AppContext *context, AppScan *scan, GKeyFile *file)
{
	g_autofree char *id = text_of(file, "client");
	AppProfile *client = id ? app_profiles_find(app_context_get_profiles(context), id) : NULL;
	int number = g_key_file_get_integer(file, GROUP, "server", NULL);

	if (client)
		app_context_set_client(context, client);
	if (g_key_file_has_key(file, GROUP, "server", NULL)) {
		g_autoptr(AppServer) server =
			number > 0 ? g_list_model_get_item(
					     app_scan_get_servers(scan), (guint)number - 1)
				   : NULL;

		app_context_set_server(context, server);
	}
}

gboolean app_test_state_apply(AppContext *context, const char *path, GError **error)
{
	g_autoptr(GKeyFile) file = g_key_file_new();
	g_autofree char *folder = g_path_get_dirname(path), *name = NULL, *view = NULL;
	g_autoptr(AppScan) scan = NULL;

	if (!g_key_file_load_from_file(file, path, G_KEY_FILE_NONE, error))
		return FALSE;
	app_clock_freeze(g_key_file_get_int64(file, GROUP, "now", NULL));
	if (!add_history(context, file, folder, error))
		return FALSE;
	name = text_of(file, "scan");
	if (name) {
		scan = add_scan(context, folder, name, error);
		if (!scan)
			return FALSE;
		set_state(scan, file);
		app_context_set_scan(context, scan);
		choose_pair(context, scan, file);
	}
	view = text_of(file, "view");
	if (view)
		app_context_show_view(context, view);
	return TRUE;
}
