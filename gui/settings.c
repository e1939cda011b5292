#include "gui/settings.h"

#include <string.h>

struct _AppSettings {
	GObject parent;
	GKeyFile *file;
	char *path;
};

static guint changed_signal;

G_DEFINE_FINAL_TYPE(AppSettings, app_settings, G_TYPE_OBJECT)

/* What holds where the file says nothing. Lists have no default here. */
static const struct {
	const char *key, *value;
} defaults[] = {
	{ "window.width", "1280" },
	{ "window.height", "800" },
	{ "window.maximized", "0" },
	{ "window.sidebar", "1" },
	{ "window.view", "answer" },
	{ "window.client", "" },
	{ "scan.parallel", "2" },
	{ "scan.pause-ms", "0" },
	{ "scan.timeout-s", "0" },
	{ "scan.ehlo", "" },
	{ "scan.family", "0" },
	{ "scan.confirm", "1" },
	{ "scan.port", "25" },
	{ "display.names", "0" },
	{ "display.appearance", "0" },
	{ "history.keep-days", "0" },
	{ "fix.format", "" },
};

static const char *default_of(const char *key)
{
	for (guint i = 0; i < G_N_ELEMENTS(defaults); i++)
		if (strcmp(defaults[i].key, key) == 0)
			return defaults[i].value;
	return "";
}

static void app_settings_finalize(GObject *object)
{
	AppSettings *settings = APP_SETTINGS(object);

	g_key_file_unref(settings->file);
	g_free(settings->path);
	G_OBJECT_CLASS(app_settings_parent_class)->finalize(object);
}

static void app_settings_class_init(AppSettingsClass *class)
{
	G_OBJECT_CLASS(class)->finalize = app_settings_finalize;
	changed_signal = g_signal_new("changed", APP_TYPE_SETTINGS,
		G_SIGNAL_RUN_LAST | G_SIGNAL_DETAILED, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void app_settings_init(AppSettings *settings)
{
	settings->path = g_build_filename(g_get_user_config_dir(), "handfast", "gui.ini", NULL);
	settings->file = g_key_file_new();
	/* No file, or one that somebody broke: the defaults. */
	g_key_file_load_from_file(settings->file, settings->path, G_KEY_FILE_KEEP_COMMENTS, NULL);
}

AppSettings *app_settings_get(void)
{
	static AppSettings *only;

	if (!only)
		only = g_object_new(APP_TYPE_SETTINGS, NULL);
	return only;
}

/* "window.width" → group "window", key "width". */
static char *group_of(const char *key, const char **name_out)
{
	const char *dot = strchr(key, '.');

	*name_out = dot + 1;
	return g_strndup(key, dot - key);
}

static void written(AppSettings *settings, const char *key)
{
	g_autofree char *folder = g_path_get_dirname(settings->path);

	/* Where it cannot be written, it holds until the program ends: no reason to stop anybody. */
	g_mkdir_with_parents(folder, 0700);
	g_key_file_save_to_file(settings->file, settings->path, NULL);
	g_signal_emit(settings, changed_signal, g_quark_from_string(key));
}

char *app_settings_get_string(AppSettings *settings, const char *key)
{
	const char *name;
	g_autofree char *group = group_of(key, &name);
	char *value = g_key_file_get_string(settings->file, group, name, NULL);

	return value ? value : g_strdup(default_of(key));
}

void app_settings_set_string(AppSettings *settings, const char *key, const char *value)
{
	const char *name;
	g_autofree char *group = group_of(key, &name);
	g_autofree char *before = app_settings_get_string(settings, key);

	if (strcmp(before, value) == 0)
		return;
	g_key_file_set_string(settings->file, group, name, value);
	written(settings, key);
}

int app_settings_get_int(AppSettings *settings, const char *key)
{
	g_autofree char *value = app_settings_get_string(settings, key);

	return (int)CLAMP(g_ascii_strtoll(value, NULL, 10), G_MININT, G_MAXINT);
}

void app_settings_set_int(AppSettings *settings, const char *key, int value)
{
	g_autofree char *text = g_strdup_printf("%d", value);

	app_settings_set_string(settings, key, text);
}

char **app_settings_get_list(AppSettings *settings, const char *key)
{
	const char *name;
	g_autofree char *group = group_of(key, &name);

	return g_key_file_get_string_list(settings->file, group, name, NULL, NULL);
}

void app_settings_set_list(AppSettings *settings, const char *key, const char *const *value)
{
	const char *name;
	g_autofree char *group = group_of(key, &name);

	g_key_file_set_string_list(
		settings->file, group, name, value, g_strv_length((char **)value));
	written(settings, key);
}
