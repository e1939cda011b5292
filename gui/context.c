#include "gui/context.h"

struct _AppContext {
	GObject parent;
	AppHistory *history;
	AppProfiles *profiles;
	AppScan *scan, *compared;
	AppProfile *client;
	AppServer *server;
	AppWidthClass width_class;
	enum scn_dialect names;
	uint32_t probe;
	int goal;
	guint pending; /* source that will say "changed" */
	gint64 told;   /* when it said so last, µs */
};

enum {
	PROP_SCAN = 1,
	PROP_CLIENT,
	PROP_SERVER,
	PROP_WIDTH_CLASS,
	PROP_NAMES,
	PROP_COUNT,
};
static GParamSpec *properties[PROP_COUNT];

enum {
	SIGNAL_CHANGED,
	SIGNAL_SHOW_VIEW,
	SIGNAL_TOAST,
	SIGNAL_COUNT,
};
static guint signals[SIGNAL_COUNT];

#define LEAST_BETWEEN_US (G_USEC_PER_SEC / 10)

G_DEFINE_FINAL_TYPE(AppContext, app_context, G_TYPE_OBJECT)

/* ---- "changed" ---- */

static gboolean tell(gpointer user)
{
	AppContext *context = user;

	context->pending = 0;
	context->told = g_get_monotonic_time();
	g_signal_emit(context, signals[SIGNAL_CHANGED], 0);
	return G_SOURCE_REMOVE;
}

/* Soon, but not more than ten times a second. */
static void changed(AppContext *context)
{
	gint64 wait = context->told + LEAST_BETWEEN_US - g_get_monotonic_time();

	if (context->pending)
		return;
	if (wait <= 0)
		context->pending = g_idle_add(tell, context);
	else
		context->pending = g_timeout_add((guint)(wait / 1000) + 1, tell, context);
}

static void notify(AppContext *context, guint property)
{
	g_object_notify_by_pspec(G_OBJECT(context), properties[property]);
	changed(context);
}

/* ---- the object ---- */

static void app_context_get_property(GObject *object, guint id, GValue *value, GParamSpec *spec)
{
	AppContext *context = APP_CONTEXT(object);

	switch (id) {
	case PROP_SCAN:
		g_value_set_object(value, context->scan);
		break;
	case PROP_CLIENT:
		g_value_set_object(value, context->client);
		break;
	case PROP_SERVER:
		g_value_set_object(value, context->server);
		break;
	case PROP_WIDTH_CLASS:
		g_value_set_int(value, context->width_class);
		break;
	case PROP_NAMES:
		g_value_set_int(value, context->names);
		break;
	default:
		G_OBJECT_WARN_INVALID_PROPERTY_ID(object, id, spec);
	}
}

static void app_context_set_property(
	GObject *object, guint id, const GValue *value, GParamSpec *spec)
{
	AppContext *context = APP_CONTEXT(object);

	switch (id) {
	case PROP_SCAN:
		app_context_set_scan(context, g_value_get_object(value));
		break;
	case PROP_CLIENT:
		app_context_set_client(context, g_value_get_object(value));
		break;
	case PROP_SERVER:
		app_context_set_server(context, g_value_get_object(value));
		break;
	case PROP_WIDTH_CLASS:
		app_context_set_width_class(context, (AppWidthClass)g_value_get_int(value));
		break;
	case PROP_NAMES:
		app_context_set_names(context, (enum scn_dialect)g_value_get_int(value));
		break;
	default:
		G_OBJECT_WARN_INVALID_PROPERTY_ID(object, id, spec);
	}
}

static void app_context_dispose(GObject *object)
{
	AppContext *context = APP_CONTEXT(object);

	g_clear_handle_id(&context->pending, g_source_remove);
	g_clear_object(&context->server);
	g_clear_object(&context->client);
	g_clear_object(&context->scan);
	g_clear_object(&context->compared);
	g_clear_object(&context->history);
	g_clear_object(&context->profiles);
	G_OBJECT_CLASS(app_context_parent_class)->dispose(object);
}

static void app_context_class_init(AppContextClass *class)
{
	GObjectClass *object_class = G_OBJECT_CLASS(class);
	const GParamFlags flags =
		G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS | G_PARAM_EXPLICIT_NOTIFY;

	object_class->get_property = app_context_get_property;
	object_class->set_property = app_context_set_property;
	object_class->dispose = app_context_dispose;
	properties[PROP_SCAN] = g_param_spec_object("scan", NULL, NULL, APP_TYPE_SCAN, flags);
	properties[PROP_CLIENT] =
		g_param_spec_object("client", NULL, NULL, APP_TYPE_PROFILE, flags);
	properties[PROP_SERVER] = g_param_spec_object("server", NULL, NULL, APP_TYPE_SERVER, flags);
	properties[PROP_WIDTH_CLASS] = g_param_spec_int(
		"width-class", NULL, NULL, 0, APP_WIDTH_WIDE, APP_WIDTH_WIDE, flags);
	properties[PROP_NAMES] =
		g_param_spec_int("names", NULL, NULL, 0, SCN_DIALECT_COUNT - 1, 0, flags);
	g_object_class_install_properties(object_class, PROP_COUNT, properties);
	signals[SIGNAL_CHANGED] = g_signal_new("changed", APP_TYPE_CONTEXT, G_SIGNAL_RUN_LAST, 0,
		NULL, NULL, NULL, G_TYPE_NONE, 0);
	signals[SIGNAL_SHOW_VIEW] = g_signal_new("show-view", APP_TYPE_CONTEXT, G_SIGNAL_RUN_LAST,
		0, NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_STRING);
	signals[SIGNAL_TOAST] = g_signal_new("toast", APP_TYPE_CONTEXT, G_SIGNAL_RUN_LAST, 0, NULL,
		NULL, NULL, G_TYPE_NONE, 1, G_TYPE_STRING);
}

static void app_context_init(AppContext *context)
{
	context->width_class = APP_WIDTH_WIDE;
}

static AppProfile *first_client(AppProfiles *profiles)
{
	g_autoptr(AppProfile) first =
		g_list_model_get_item(app_profiles_get_client_set(profiles), 0);

	if (!first)
		first = g_list_model_get_item(G_LIST_MODEL(profiles), 0);
	return first; /* the list holds it */
}

AppContext *app_context_new(AppHistory *history, AppProfiles *profiles)
{
	AppContext *context = g_object_new(APP_TYPE_CONTEXT, NULL);

	context->history = g_object_ref(history);
	context->profiles = g_object_ref(profiles);
	app_context_set_client(context, first_client(profiles));
	g_signal_connect_object(app_profiles_get_client_set(profiles), "items-changed",
		G_CALLBACK(changed), context, G_CONNECT_SWAPPED);
	return context;
}

/* ---- what is shown ---- */

AppHistory *app_context_get_history(AppContext *context)
{
	return context->history;
}

AppProfiles *app_context_get_profiles(AppContext *context)
{
	return context->profiles;
}

AppScan *app_context_get_scan(AppContext *context)
{
	return context->scan;
}

void app_context_set_scan(AppContext *context, AppScan *scan)
{
	if (scan == context->scan)
		return;
	if (context->scan)
		g_signal_handlers_disconnect_by_func(context->scan, changed, context);
	g_set_object(&context->scan, scan);
	if (scan)
		g_signal_connect_object(
			scan, "changed", G_CALLBACK(changed), context, G_CONNECT_SWAPPED);
	context->probe = 0;
	g_clear_object(&context->compared);
	g_clear_object(&context->server);
	g_object_notify_by_pspec(G_OBJECT(context), properties[PROP_SERVER]);
	notify(context, PROP_SCAN);
}

AppProfile *app_context_get_client(AppContext *context)
{
	return context->client;
}

void app_context_set_client(AppContext *context, AppProfile *client)
{
	if (client == context->client)
		return;
	if (context->client)
		g_signal_handlers_disconnect_by_func(context->client, changed, context);
	g_set_object(&context->client, client);
	if (client)
		g_signal_connect_object(
			client, "changed", G_CALLBACK(changed), context, G_CONNECT_SWAPPED);
	context->probe = 0;
	notify(context, PROP_CLIENT);
}

AppServer *app_context_get_server(AppContext *context)
{
	return context->server;
}

AppServer *app_context_get_one_server(AppContext *context)
{
	g_autoptr(AppServer) first = NULL;

	if (context->server || !context->scan)
		return context->server;
	first = g_list_model_get_item(app_scan_get_servers(context->scan), 0);
	return first; /* the scan holds it */
}

void app_context_set_server(AppContext *context, AppServer *server)
{
	if (!g_set_object(&context->server, server))
		return;
	context->probe = 0;
	notify(context, PROP_SERVER);
}

AppPair *app_context_get_pair(AppContext *context)
{
	AppServer *server = app_context_get_one_server(context);

	return server && context->client ? app_server_get_pair(server, context->client) : NULL;
}

AppWidthClass app_context_get_width_class(AppContext *context)
{
	return context->width_class;
}

void app_context_set_width_class(AppContext *context, AppWidthClass width_class)
{
	if (width_class == context->width_class)
		return;
	context->width_class = width_class;
	notify(context, PROP_WIDTH_CLASS);
}

enum scn_dialect app_context_get_names(AppContext *context)
{
	return context->names;
}

void app_context_set_names(AppContext *context, enum scn_dialect names)
{
	if (names == context->names)
		return;
	context->names = names;
	notify(context, PROP_NAMES);
}

void app_context_show_view(AppContext *context, const char *name)
{
	g_signal_emit(context, signals[SIGNAL_SHOW_VIEW], 0, name);
}

void app_context_toast(AppContext *context, const char *text)
{
	g_signal_emit(context, signals[SIGNAL_TOAST], 0, text);
}

uint32_t app_context_get_probe(AppContext *context)
{
	return context->probe;
}

void app_context_set_probe(AppContext *context, uint32_t probe)
{
	context->probe = probe;
	changed(context);
}

AppScan *app_context_get_compared(AppContext *context)
{
	return context->compared;
}

void app_context_set_compared(AppContext *context, AppScan *scan)
{
	g_set_object(&context->compared, scan);
	changed(context);
}

int app_context_get_goal(AppContext *context)
{
	return context->goal;
}

void app_context_set_goal(AppContext *context, int goal)
{
	context->goal = goal;
	changed(context);
}
