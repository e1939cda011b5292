#include "gui/model/server.h"

#include <string.h>

#include "core/base/language.h"
#include "core/judge/must-work.h"
#include "gui/model/text.h"

struct _AppServer {
	GObject parent;
	AppDocument *document;
	const struct scn_server_result *result; /* inside of the document */
	gboolean running;
	char *title, *short_title;
	GHashTable *pairs; /* id of a client → struct kept */
};

/* A pair, and by which profile it was judged: an edited one is judged anew. */
struct kept {
	AppPair *pair;
	AppProfile *client;
	gulong changed;
};

enum {
	PROP_TITLE = 1,
	PROP_SHORT_TITLE,
	PROP_COUNT,
};
static GParamSpec *properties[PROP_COUNT];
static guint changed_signal;

G_DEFINE_FINAL_TYPE(AppServer, app_server, G_TYPE_OBJECT)

static void kept_free(gpointer data)
{
	struct kept *kept = data;

	g_signal_handler_disconnect(kept->client, kept->changed);
	g_object_unref(kept->client);
	g_object_unref(kept->pair);
	g_free(kept);
}

static void app_server_get_property(GObject *object, guint id, GValue *value, GParamSpec *spec)
{
	AppServer *server = APP_SERVER(object);

	if (id == PROP_TITLE)
		g_value_set_string(value, server->title);
	else if (id == PROP_SHORT_TITLE)
		g_value_set_string(value, server->short_title);
	else
		G_OBJECT_WARN_INVALID_PROPERTY_ID(object, id, spec);
}

static void app_server_finalize(GObject *object)
{
	AppServer *server = APP_SERVER(object);

	g_hash_table_unref(server->pairs);
	app_document_unref(server->document);
	g_free(server->title);
	g_free(server->short_title);
	G_OBJECT_CLASS(app_server_parent_class)->finalize(object);
}

static void app_server_class_init(AppServerClass *class)
{
	GObjectClass *object_class = G_OBJECT_CLASS(class);
	const GParamFlags flags = G_PARAM_READABLE | G_PARAM_STATIC_STRINGS;

	object_class->get_property = app_server_get_property;
	object_class->finalize = app_server_finalize;
	properties[PROP_TITLE] = g_param_spec_string("title", NULL, NULL, NULL, flags);
	properties[PROP_SHORT_TITLE] = g_param_spec_string("short-title", NULL, NULL, NULL, flags);
	g_object_class_install_properties(object_class, PROP_COUNT, properties);
	changed_signal = g_signal_new(
		"changed", APP_TYPE_SERVER, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void app_server_init(AppServer *server)
{
	server->pairs = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, kept_free);
}

static char *title_of(const struct scn_server_facts *facts)
{
	g_autofree char *host = app_peer_text(facts->host);

	if (facts->preference < 0)
		return g_strdup_printf("%s : %u", host, facts->port);
	return g_strdup_printf("%s : %u  (MX %d)", host, facts->port, facts->preference);
}

/* "mx1 (10)"; an address and a name without an MX record keep their port: "127.0.0.1:2525". */
static char *short_title_of(const struct scn_server_facts *facts)
{
	g_autofree char *host = app_peer_text(facts->host);
	char *dot = strchr(host, '.');

	if (facts->preference < 0)
		return facts->port == SCN_DEFAULT_PORT
			       ? g_steal_pointer(&host)
			       : g_strdup_printf("%s:%u", host, facts->port);
	if (dot)
		*dot = 0;
	return g_strdup_printf("%s (%d)", host, facts->preference);
}

/* Another address of the same name stands beside it. */
static gboolean has_twin(const struct scn_document *d, const struct scn_server_facts *facts)
{
	guint same = 0;

	for (size_t t = 0; t < d->target_count; t++)
		for (size_t s = 0; s < d->targets[t]->server_count; s++) {
			const struct scn_server_facts *other = &d->targets[t]->servers[s]->facts;

			same += g_strcmp0(other->host, facts->host) == 0 &&
				other->port == facts->port;
		}
	return same > 1;
}

static void add_address(char **title, const char *address)
{
	g_autofree char *alone = *title, *shown = app_peer_text(address);

	*title = g_strdup_printf("%s %s", alone, shown);
}

AppServer *app_server_new(AppDocument *document, const struct scn_server_result *result)
{
	AppServer *server = g_object_new(APP_TYPE_SERVER, NULL);

	server->document = app_document_ref(document);
	server->result = result;
	server->title = title_of(&result->facts);
	server->short_title = short_title_of(&result->facts);
	if (result->facts.address && has_twin(app_document_get(document), &result->facts)) {
		add_address(&server->title, result->facts.address);
		add_address(&server->short_title, result->facts.address);
	}
	return server;
}

void app_server_update(AppServer *server, AppDocument *document,
	const struct scn_server_result *result, gboolean running)
{
	AppDocument *old = server->document;

	server->document = app_document_ref(document);
	server->result = result;
	server->running = running;
	g_hash_table_remove_all(server->pairs);
	app_document_unref(old);
	g_signal_emit(server, changed_signal, 0);
}

const struct scn_server_result *app_server_get_result(AppServer *server)
{
	return server->result;
}

const struct scn_server_facts *app_server_get_facts(AppServer *server)
{
	return &server->result->facts;
}

AppDocument *app_server_get_document(AppServer *server)
{
	return server->document;
}

const char *app_server_get_title(AppServer *server)
{
	return server->title;
}

const char *app_server_get_short_title(AppServer *server)
{
	return server->short_title;
}

gboolean app_server_get_running(AppServer *server)
{
	return server->running;
}

static void on_client_changed(AppProfile *client, gpointer user)
{
	AppServer *server = user;

	g_hash_table_remove(server->pairs, app_profile_get_id(client));
}

static AppPair *keep(AppServer *server, AppProfile *client, AppPair *take_pair)
{
	struct kept *kept = g_new0(struct kept, 1);

	kept->pair = take_pair;
	kept->client = g_object_ref(client);
	kept->changed = g_signal_connect(client, "changed", G_CALLBACK(on_client_changed), server);
	g_hash_table_insert(server->pairs, g_strdup(app_profile_get_id(client)), kept);
	return kept->pair;
}

/* The saved verdict of this client; NULL: there is none. */
static const struct scn_verdict *saved_verdict(AppServer *server, AppProfile *client)
{
	const struct scn_server_result *r = server->result;

	for (size_t i = 0; i < r->pair_count; i++)
		if (strcmp(r->pairs[i].profile_id, app_profile_get_id(client)) == 0)
			return &r->pairs[i];
	return NULL;
}

/* An answer to an older form of the client's hello says nothing of the present one. */
static gboolean changed_since(AppServer *server, AppProfile *client)
{
	gint64 changed = app_profile_get_changed(client);

	return changed && changed >= app_document_get(server->document)->started;
}

static void judge(AppServer *server, AppProfile *client, struct scn_verdict *out)
{
	const struct scn_profile *profile = app_profile_get(client);
	struct scn_server_facts *facts;

	if (!changed_since(server, client)) {
		scn_judge(profile, app_server_get_facts(server), out);
		return;
	}
	facts = scn_server_after_all(app_server_get_facts(server), profile, NULL, 0);
	scn_judge(profile, facts, out);
	scn_server_after_free(facts);
}

AppPair *app_server_get_pair(AppServer *server, AppProfile *client)
{
	struct kept *kept = g_hash_table_lookup(server->pairs, app_profile_get_id(client));
	const struct scn_verdict *saved = saved_verdict(server, client);
	struct scn_verdict *verdict;

	if (kept && kept->client == client)
		return kept->pair;
	/* What the file says, as the command line shows it; judged anew from the same facts where the
	 * user reads another language, and its lists are known. */
	if (saved && (app_profile_is_stranger(client) ||
			     (!scn_language_get().one && !changed_since(server, client))))
		return keep(server, client,
			app_pair_new_saved(server->document, saved, server->running));
	verdict = g_new0(struct scn_verdict, 1);
	verdict->kind = SCN_VERDICT_UNKNOWN;
	if (!app_profile_is_stranger(client))
		judge(server, client, verdict);
	return keep(server, client, app_pair_new(verdict, server->running));
}
