/*
 * A client profile: built in (locked) or the user's own. The engine's struct is inside and is replaced as a
 * whole when it is edited ("changed").
 */
#ifndef GUI_MODEL_PROFILE_H
#define GUI_MODEL_PROFILE_H

#include <glib-object.h>

#include "scanner.h"

#define APP_TYPE_PROFILE (app_profile_get_type())
G_DECLARE_FINAL_TYPE(AppProfile, app_profile, APP, PROFILE, GObject)

/*
 * Properties, all read-only and notified: id, name ("Exchange 2019"), platform ("Windows Server 2019"), title
 * (both: "Exchange 2019, Windows Server 2019"), source-kind ("documented"; "mine" for the user's own), editable.
 * Signal "changed": the lists inside are others now.
 */
AppProfile *app_profile_new(struct scn_profile *take_profile, gboolean editable);
/* A client of which only a scan knows: a name, and no lists. Nobody may judge by it. */
AppProfile *app_profile_new_stranger(const char *id, const char *name);
gboolean app_profile_is_stranger(AppProfile *profile);
/* Borrowed, until the profile changes. NULL: a stranger. */
const struct scn_profile *app_profile_get(AppProfile *profile);
const char *app_profile_get_id(AppProfile *profile);
const char *app_profile_get_name(AppProfile *profile);
const char *app_profile_get_platform(AppProfile *profile);
const char *app_profile_get_title(AppProfile *profile);
/* "documented", "captured", "estimated", "mine"; translated. */
const char *app_profile_get_source_kind(AppProfile *profile);
gboolean app_profile_get_editable(AppProfile *profile);
/* When it was edited last, seconds since 1970; 0: never (built in). */
gint64 app_profile_get_changed(AppProfile *profile);
void app_profile_set_changed(AppProfile *profile, gint64 changed);
/* Other lists; emits "changed". The id stays. It counts as edited now. */
void app_profile_set(AppProfile *profile, struct scn_profile *take_profile);

#endif
