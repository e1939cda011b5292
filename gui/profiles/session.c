#include "gui/profiles/session.h"

#include "gui/clock.h"

struct _AppSession {
	GObject parent;
	AppProfiles *profiles;
	AppProfile *profile, *base;
	struct scn_edit *edit;
	guint pending; /* source that will write the file */
};

enum {
	SIGNAL_CHANGED,
	SIGNAL_SAID,
	SIGNAL_COUNT,
};
static guint signals[SIGNAL_COUNT];

/* Steps that follow each other quickly (a row that is moved along) are one file. */
#define WRITE_AFTER_MS 400

G_DEFINE_FINAL_TYPE(AppSession, app_session, G_TYPE_OBJECT)

static void app_session_dispose(GObject *object)
{
	AppSession *session = APP_SESSION(object);

	if (session->pending)
		app_session_flush(session);
	g_clear_object(&session->profile);
	g_clear_object(&session->base);
	g_clear_object(&session->profiles);
	G_OBJECT_CLASS(app_session_parent_class)->dispose(object);
}

static void app_session_finalize(GObject *object)
{
	scn_edit_free(APP_SESSION(object)->edit);
	G_OBJECT_CLASS(app_session_parent_class)->finalize(object);
}

static void app_session_class_init(AppSessionClass *class)
{
	G_OBJECT_CLASS(class)->dispose = app_session_dispose;
	G_OBJECT_CLASS(class)->finalize = app_session_finalize;
	signals[SIGNAL_CHANGED] = g_signal_new("changed", APP_TYPE_SESSION, G_SIGNAL_RUN_LAST, 0,
		NULL, NULL, NULL, G_TYPE_NONE, 0);
	signals[SIGNAL_SAID] = g_signal_new("said", APP_TYPE_SESSION, G_SIGNAL_RUN_LAST, 0, NULL,
		NULL, NULL, G_TYPE_NONE, 1, G_TYPE_STRING);
}

static void app_session_init(AppSession *session)
{
}

char *app_session_date(void)
{
	g_autoptr(GDateTime) now = g_date_time_new_from_unix_utc(app_clock_now());

	return g_date_time_format(now, "%Y-%m-%d");
}

AppSession *app_session_new(AppProfiles *profiles, AppProfile *profile)
{
	AppSession *session = g_object_new(APP_TYPE_SESSION, NULL);
	g_autofree char *date = app_session_date();
	char *base_id = scn_profile_base_id(app_profile_get(profile));
	AppProfile *base = base_id ? app_profiles_find(profiles, base_id) : NULL;

	session->profiles = g_object_ref(profiles);
	session->profile = g_object_ref(profile);
	g_set_object(&session->base, base);
	session->edit =
		scn_edit_new(app_profile_get(profile), base ? app_profile_get(base) : NULL, date);
	free(base_id);
	return session;
}

const struct scn_profile *app_session_get_defaults(AppSession *session)
{
	const struct scn_profile *p = scn_edit_profile(session->edit);
	AppProfile *defaults = session->base;

	if (p->not_set.base)
		defaults = app_profiles_find(session->profiles, p->not_set.base);
	else if (p->not_set.versions || p->not_set.suites || p->not_set.groups)
		return NULL;
	return defaults && scn_profile_is_schannel(p) ? app_profile_get(defaults) : NULL;
}

AppProfile *app_session_get_profile(AppSession *session)
{
	return session->profile;
}

AppProfile *app_session_get_base(AppSession *session)
{
	return session->base;
}

gboolean app_session_get_editable(AppSession *session)
{
	return app_profile_get_editable(session->profile);
}

struct scn_edit *app_session_get_edit(AppSession *session)
{
	return session->edit;
}

void app_session_flush(AppSession *session)
{
	g_autoptr(GError) error = NULL;

	if (!session->pending)
		return;
	g_clear_handle_id(&session->pending, g_source_remove);
	if (!app_profiles_save(session->profiles, session->profile, &error))
		g_signal_emit(session, signals[SIGNAL_SAID], 0, error->message);
}

void app_session_forget(AppSession *session)
{
	g_clear_handle_id(&session->pending, g_source_remove);
}

static gboolean write_now(gpointer user)
{
	app_session_flush(user);
	return G_SOURCE_REMOVE;
}

static void publish(AppSession *session)
{
	app_profile_set(session->profile, scn_profile_copy(scn_edit_profile(session->edit)));
	g_clear_handle_id(&session->pending, g_source_remove);
	session->pending = g_timeout_add(WRITE_AFTER_MS, write_now, session);
	g_signal_emit(session, signals[SIGNAL_CHANGED], 0);
}

gboolean app_session_stepped(AppSession *session, gboolean ok, struct scn_text *said)
{
	if (ok)
		publish(session);
	if (said && said->len) {
		g_autofree char *sentence = g_strchomp(g_strdup(scn_text_str(said)));

		g_signal_emit(session, signals[SIGNAL_SAID], 0, sentence);
	}
	if (said)
		scn_text_finish(said);
	return ok;
}

void app_session_undo(AppSession *session)
{
	app_session_stepped(session, scn_edit_undo(session->edit), NULL);
}

void app_session_redo(AppSession *session)
{
	app_session_stepped(session, scn_edit_redo(session->edit), NULL);
}
