/*
 * What the program remembers: a key file in the user's configuration folder (handfast/gui.ini), written when
 * something changes.
 */
#ifndef GUI_SETTINGS_H
#define GUI_SETTINGS_H

#include <glib-object.h>

#define APP_TYPE_SETTINGS (app_settings_get_type())
G_DECLARE_FINAL_TYPE(AppSettings, app_settings, APP, SETTINGS, GObject)

AppSettings *app_settings_get(void); /* the one of the program; borrowed */
/* Signal "changed::GROUP.KEY". Keys and their defaults: the table in settings.c. */
int app_settings_get_int(AppSettings *settings, const char *key);
void app_settings_set_int(AppSettings *settings, const char *key, int value);
char *app_settings_get_string(AppSettings *settings, const char *key); /* g_free */
void app_settings_set_string(AppSettings *settings, const char *key, const char *value);
char **app_settings_get_list(
	AppSettings *settings, const char *key); /* g_strfreev; NULL: not set */
void app_settings_set_list(AppSettings *settings, const char *key, const char *const *value);

#endif
