#include "gui/model/profile.h"

#include <glib/gi18n.h>

#include "core/base/alloc.h"

struct _AppProfile {
	GObject parent;
	struct scn_profile *inside;
	char *title;
	gboolean editable, stranger;
	gint64 changed;
};

enum {
	PROP_ID = 1,
	PROP_NAME,
	PROP_PLATFORM,
	PROP_TITLE,
	PROP_SOURCE_KIND,
	PROP_EDITABLE,
	PROP_COUNT,
};
static GParamSpec *properties[PROP_COUNT];
static guint changed_signal;

G_DEFINE_FINAL_TYPE(AppProfile, app_profile, G_TYPE_OBJECT)

static void app_profile_get_property(GObject *object, guint id, GValue *value, GParamSpec *spec)
{
	AppProfile *profile = APP_PROFILE(object);

	switch (id) {
	case PROP_ID:
		g_value_set_string(value, app_profile_get_id(profile));
		break;
	case PROP_NAME:
		g_value_set_string(value, app_profile_get_name(profile));
		break;
	case PROP_PLATFORM:
		g_value_set_string(value, app_profile_get_platform(profile));
		break;
	case PROP_TITLE:
		g_value_set_string(value, app_profile_get_title(profile));
		break;
	case PROP_SOURCE_KIND:
		g_value_set_string(value, app_profile_get_source_kind(profile));
		break;
	case PROP_EDITABLE:
		g_value_set_boolean(value, profile->editable);
		break;
	default:
		G_OBJECT_WARN_INVALID_PROPERTY_ID(object, id, spec);
	}
}

static void app_profile_finalize(GObject *object)
{
	AppProfile *profile = APP_PROFILE(object);

	scn_profile_free(profile->inside);
	g_free(profile->title);
	G_OBJECT_CLASS(app_profile_parent_class)->finalize(object);
}

static void app_profile_class_init(AppProfileClass *class)
{
	GObjectClass *object_class = G_OBJECT_CLASS(class);
	const GParamFlags flags = G_PARAM_READABLE | G_PARAM_STATIC_STRINGS;
	static const char *const strings[] = {
		[PROP_ID] = "id",
		[PROP_NAME] = "name",
		[PROP_PLATFORM] = "platform",
		[PROP_TITLE] = "title",
		[PROP_SOURCE_KIND] = "source-kind",
	};

	object_class->get_property = app_profile_get_property;
	object_class->finalize = app_profile_finalize;
	for (guint i = PROP_ID; i <= PROP_SOURCE_KIND; i++)
		properties[i] = g_param_spec_string(strings[i], NULL, NULL, NULL, flags);
	properties[PROP_EDITABLE] = g_param_spec_boolean("editable", NULL, NULL, FALSE, flags);
	g_object_class_install_properties(object_class, PROP_COUNT, properties);
	changed_signal = g_signal_new("changed", APP_TYPE_PROFILE, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
		NULL, G_TYPE_NONE, 0);
}

static void app_profile_init(AppProfile *profile)
{
}

static void take(AppProfile *profile, struct scn_profile *inside)
{
	scn_profile_free(profile->inside);
	profile->inside = inside;
	g_free(profile->title);
	profile->title = inside->platform && inside->platform[0]
				 ? g_strdup_printf("%s, %s", inside->name, inside->platform)
				 : g_strdup(inside->name);
}

AppProfile *app_profile_new(struct scn_profile *take_profile, gboolean editable)
{
	AppProfile *profile = g_object_new(APP_TYPE_PROFILE, NULL);

	profile->editable = editable;
	take(profile, take_profile);
	return profile;
}

AppProfile *app_profile_new_stranger(const char *id, const char *name)
{
	struct scn_profile *inside = scn_alloc(1, sizeof(*inside));
	AppProfile *profile;

	inside->id = scn_strdup(id);
	inside->name = scn_strdup(name);
	profile = app_profile_new(inside, FALSE);
	profile->stranger = TRUE;
	return profile;
}

gboolean app_profile_is_stranger(AppProfile *profile)
{
	return profile->stranger;
}

void app_profile_set(AppProfile *profile, struct scn_profile *take_profile)
{
	take(profile, take_profile);
	profile->changed = g_get_real_time() / G_USEC_PER_SEC;
	for (guint i = PROP_NAME; i <= PROP_SOURCE_KIND; i++)
		g_object_notify_by_pspec(G_OBJECT(profile), properties[i]);
	g_signal_emit(profile, changed_signal, 0);
}

const struct scn_profile *app_profile_get(AppProfile *profile)
{
	return profile->stranger ? NULL : profile->inside;
}

const char *app_profile_get_id(AppProfile *profile)
{
	return profile->inside->id;
}

const char *app_profile_get_name(AppProfile *profile)
{
	return profile->inside->name;
}

const char *app_profile_get_platform(AppProfile *profile)
{
	return profile->inside->platform ? profile->inside->platform : "";
}

const char *app_profile_get_title(AppProfile *profile)
{
	return profile->title;
}

const char *app_profile_get_source_kind(AppProfile *profile)
{
	static const char *const words[] = {
		[SCN_SOURCE_CAPTURED] = N_("captured"),
		[SCN_SOURCE_DOCUMENTED] = N_("documented"),
		[SCN_SOURCE_DERIVED] = N_("derived"),
		[SCN_SOURCE_ESTIMATED] = N_("estimated"),
	};

	if (profile->stranger)
		return _("not known here");
	if (profile->editable)
		return _("mine");
	if (profile->inside->source_count == 0)
		return _("estimated");
	return _(words[profile->inside->sources[0].kind]);
}

gboolean app_profile_get_editable(AppProfile *profile)
{
	return profile->editable;
}

gint64 app_profile_get_changed(AppProfile *profile)
{
	return profile->changed;
}

void app_profile_set_changed(AppProfile *profile, gint64 changed)
{
	profile->changed = changed;
}
