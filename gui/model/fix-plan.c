#include "gui/model/fix-plan.h"

#include <string.h>

#include <glib/gi18n.h>

#include "core/base/language.h"
#include "core/report/message.h"
#include "gui/catalogue.h"

struct _AppFixPlan {
	GObject parent;
	AppServer *server;
	AppDocument *document; /* keeps the facts alive */
	GPtrArray *clients;    /* AppProfile */
	GHashTable *wishes;    /* id: wanted or not, as the user said */
	enum scn_dialect names;
	enum scn_goal goal;
	enum scn_side side;
	const struct scn_export_format *format;
	struct scn_fix_plan plan;
	gboolean planned;
};

G_DEFINE_FINAL_TYPE(AppFixPlan, app_fix_plan, G_TYPE_OBJECT)

static guint changed_signal;

static void forget(AppFixPlan *plan)
{
	if (plan->planned)
		scn_fix_plan_finish(&plan->plan);
	plan->planned = FALSE;
}

static void app_fix_plan_finalize(GObject *object)
{
	AppFixPlan *plan = APP_FIX_PLAN(object);

	forget(plan);
	g_clear_object(&plan->server);
	g_clear_pointer(&plan->document, app_document_unref);
	g_ptr_array_unref(plan->clients);
	g_hash_table_unref(plan->wishes);
	G_OBJECT_CLASS(app_fix_plan_parent_class)->finalize(object);
}

static void app_fix_plan_class_init(AppFixPlanClass *class)
{
	G_OBJECT_CLASS(class)->finalize = app_fix_plan_finalize;
	changed_signal = g_signal_new("changed", APP_TYPE_FIX_PLAN, G_SIGNAL_RUN_LAST, 0, NULL,
		NULL, NULL, G_TYPE_NONE, 0);
}

static void app_fix_plan_init(AppFixPlan *plan)
{
	plan->clients = g_ptr_array_new_with_free_func(g_object_unref);
	plan->wishes = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
	plan->side = SCN_SIDE_SERVER;
	plan->format = scn_export_format_find("postfix");
}

AppFixPlan *app_fix_plan_new(void)
{
	return g_object_new(APP_TYPE_FIX_PLAN, NULL);
}

/* ---- asking the engine ---- */

static void ask(AppFixPlan *plan)
{
	guint count = plan->clients->len;
	g_autofree const struct scn_profile **profiles =
		g_new0(const struct scn_profile *, count + 1);
	g_autofree bool *wanted = g_new0(bool, count + 1);
	struct scn_fix_request request = { .clients = profiles,
		.wanted = wanted,
		.client_count = count,
		.side = plan->side,
		.goal = plan->goal,
		.format = plan->format,
		.names = plan->names };

	forget(plan);
	for (guint i = 0; i < count; i++) {
		profiles[i] = app_profile_get(g_ptr_array_index(plan->clients, i));
		wanted[i] = app_fix_plan_get_wanted(plan, i);
	}
	if (plan->server && count) {
		request.facts = app_server_get_facts(plan->server);
		scn_fix_plan(&request, &plan->plan);
		plan->planned = TRUE;
	}
	g_signal_emit(plan, changed_signal, 0);
}

/* ---- what it is about ---- */

static gboolean has_client(AppFixPlan *plan, AppProfile *client)
{
	return g_ptr_array_find(plan->clients, client, NULL);
}

static void set_clients(AppFixPlan *plan, AppProfile *first, GListModel *others)
{
	guint count = others ? g_list_model_get_n_items(others) : 0;

	g_ptr_array_set_size(plan->clients, 0);
	if (first)
		g_ptr_array_add(plan->clients, g_object_ref(first));
	for (guint i = 0; first && i < count; i++) {
		AppProfile *client = g_list_model_get_item(others, i);

		if (has_client(plan, client))
			g_object_unref(client);
		else
			g_ptr_array_add(plan->clients, client);
	}
}

static void begin_with_what_fits(AppFixPlan *plan, AppProfile *client)
{
	const struct scn_verdict *pair =
		app_pair_get_verdict(app_server_get_pair(plan->server, client));

	plan->side = scn_fix_side(pair);
	plan->format = scn_fix_format(app_profile_get(client), plan->side);
}

void app_fix_plan_set_pair(AppFixPlan *plan, AppServer *server, AppProfile *client,
	GListModel *clients, enum scn_dialect names)
{
	AppProfile *before = plan->clients->len ? g_ptr_array_index(plan->clients, 0) : NULL;
	gboolean other = plan->server != server || before != client;

	if (g_set_object(&plan->server, server) && other)
		g_hash_table_remove_all(plan->wishes);
	g_clear_pointer(&plan->document, app_document_unref);
	if (server)
		plan->document = app_document_ref(app_server_get_document(server));
	set_clients(plan, client, clients);
	plan->names = names;
	if (other && server && client)
		begin_with_what_fits(plan, client);
	ask(plan);
}

void app_fix_plan_set_goal(AppFixPlan *plan, enum scn_goal goal)
{
	if (plan->goal == goal)
		return;
	plan->goal = goal;
	ask(plan);
}

void app_fix_plan_set_side(AppFixPlan *plan, enum scn_side side)
{
	if (plan->side == side)
		return;
	plan->side = side;
	if (plan->clients->len)
		plan->format =
			scn_fix_format(app_profile_get(g_ptr_array_index(plan->clients, 0)), side);
	ask(plan);
}

void app_fix_plan_set_format(AppFixPlan *plan, const struct scn_export_format *format)
{
	if (plan->format == format)
		return;
	plan->format = format;
	ask(plan);
}

void app_fix_plan_set_wanted(AppFixPlan *plan, guint client, gboolean wanted)
{
	const char *id = app_profile_get_id(app_fix_plan_get_client(plan, client));

	if (app_fix_plan_get_wanted(plan, client) == wanted)
		return;
	g_hash_table_insert(plan->wishes, g_strdup(id), GINT_TO_POINTER(wanted));
	ask(plan);
}

enum scn_goal app_fix_plan_get_goal(AppFixPlan *plan)
{
	return plan->goal;
}

enum scn_side app_fix_plan_get_side(AppFixPlan *plan)
{
	return plan->side;
}

const struct scn_export_format *app_fix_plan_get_format(AppFixPlan *plan)
{
	return plan->format;
}

guint app_fix_plan_get_client_count(AppFixPlan *plan)
{
	return plan->clients->len;
}

AppProfile *app_fix_plan_get_client(AppFixPlan *plan, guint client)
{
	return g_ptr_array_index(plan->clients, client);
}

/* Unless the user says otherwise: the client that is asked about, and whoever works today. */
gboolean app_fix_plan_get_wanted(AppFixPlan *plan, guint client)
{
	AppProfile *profile = app_fix_plan_get_client(plan, client);
	gpointer wish;
	AppStatus status;

	if (g_hash_table_lookup_extended(plan->wishes, app_profile_get_id(profile), NULL, &wish))
		return GPOINTER_TO_INT(wish);
	if (client == 0 || !plan->server)
		return client == 0;
	status = app_pair_get_status(app_server_get_pair(plan->server, profile));
	return status == APP_STATUS_WORKS || status == APP_STATUS_WEAK;
}

AppServer *app_fix_plan_get_server(AppFixPlan *plan)
{
	return plan->server;
}

const struct scn_fix_plan *app_fix_plan_get(AppFixPlan *plan)
{
	return plan->planned ? &plan->plan : NULL;
}

/* ---- the other side ---- */

/* English is in the program itself. */
static gboolean is_english(const char *language)
{
	return strcmp(language, "en") == 0;
}

gboolean app_fix_plan_has_language(const char *language)
{
	g_autoptr(AppCatalogue) catalogue =
		is_english(language) ? NULL : app_catalogue_open(language);

	return catalogue || is_english(language);
}

char *app_fix_plan_make_message(AppFixPlan *plan, enum scn_side reader, const char *language)
{
	const struct scn_document *document =
		plan->document ? app_document_get(plan->document) : NULL;
	struct scn_language before = scn_language_get();
	g_autoptr(AppCatalogue) catalogue =
		is_english(language) ? NULL : app_catalogue_open(language);
	struct scn_text subject = { 0 }, body = { 0 };
	struct scn_message_input input = { .side = reader };
	char *message = NULL;

	if (!document || !plan->clients->len)
		return NULL;
	input.profile = app_profile_get(g_ptr_array_index(plan->clients, 0));
	input.facts = app_server_get_facts(plan->server);
	input.when = document->started;
	scn_language_set(catalogue ? app_catalogue_language(catalogue) : NULL);
	if (scn_report_message(&input, &subject, &body))
		message = g_strdup_printf("%s\n\n%s", scn_text_str(&subject), scn_text_str(&body));
	scn_language_set(&before);
	scn_text_finish(&subject);
	scn_text_finish(&body);
	return message;
}
