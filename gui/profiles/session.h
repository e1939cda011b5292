/*
 * One of the user's profiles while its editor is open: the engine's edit with its steps, published and saved a
 * moment after each. A built-in profile has one too, which nobody steps.
 */
#ifndef GUI_PROFILES_SESSION_H
#define GUI_PROFILES_SESSION_H

#include "core/profile/edit.h"
#include "gui/model/profiles.h"

#define APP_TYPE_SESSION (app_session_get_type())
G_DECLARE_FINAL_TYPE(AppSession, app_session, APP, SESSION, GObject)

/* Signal "changed": a step was made. Signal "said" (const char *): a sentence about the last step. */
AppSession *app_session_new(AppProfiles *profiles, AppProfile *profile);
AppProfile *app_session_get_profile(AppSession *session);
AppProfile *app_session_get_base(AppSession *session); /* NULL: none is known */
/* The Windows whose defaults count where nothing is set. NULL: none is known, or it is no Windows. */
const struct scn_profile *app_session_get_defaults(AppSession *session);
gboolean app_session_get_editable(AppSession *session);
/* The engine's; whoever makes a step calls app_session_stepped. */
struct scn_edit *app_session_get_edit(AppSession *session);
/* ok: there is one more; said: what the engine says of it, is cleared. Gives back ok. */
gboolean app_session_stepped(AppSession *session, gboolean ok, struct scn_text *said);
void app_session_undo(AppSession *session);
void app_session_redo(AppSession *session);
/* Write now what waits to be written. */
void app_session_flush(AppSession *session);
/* The profile was removed: nothing is written any more. */
void app_session_forget(AppSession *session);

/* Today, as profiles write it: "2026-01-31". g_free. */
char *app_session_date(void);

#endif
