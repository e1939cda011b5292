#include "gui/model/fact.h"

struct _AppFact {
	GObject parent;
	const char *id; /* static in the engine */
	enum scn_fact_group group;
	guint certificate;
	enum scn_fact_mark mark;
	char *label, *value, *words, *note;
};

G_DEFINE_FINAL_TYPE(AppFact, app_fact, G_TYPE_OBJECT)

static void app_fact_finalize(GObject *object)
{
	AppFact *fact = APP_FACT(object);

	g_free(fact->label);
	g_free(fact->value);
	g_free(fact->words);
	g_free(fact->note);
	G_OBJECT_CLASS(app_fact_parent_class)->finalize(object);
}

static void app_fact_class_init(AppFactClass *class)
{
	G_OBJECT_CLASS(class)->finalize = app_fact_finalize;
}

static void app_fact_init(AppFact *fact)
{
}

AppFact *app_fact_new(const struct scn_fact *from)
{
	AppFact *fact = g_object_new(APP_TYPE_FACT, NULL);

	fact->id = from->id;
	fact->group = from->group;
	fact->certificate = from->certificate;
	fact->mark = from->mark;
	fact->label = g_strdup(scn_text_str(&from->label));
	fact->value = g_strdup(scn_text_str(&from->value));
	fact->words = g_strdup(scn_fact_words(from));
	fact->note = g_strdup(scn_text_str(&from->note));
	return fact;
}

const char *app_fact_get_id(AppFact *fact)
{
	return fact->id;
}

enum scn_fact_group app_fact_get_group(AppFact *fact)
{
	return fact->group;
}

guint app_fact_get_certificate(AppFact *fact)
{
	return fact->certificate;
}

const char *app_fact_get_label(AppFact *fact)
{
	return fact->label;
}

const char *app_fact_get_value(AppFact *fact)
{
	return fact->value;
}

const char *app_fact_get_words(AppFact *fact)
{
	return fact->words;
}

const char *app_fact_get_note(AppFact *fact)
{
	return fact->note;
}

AppStatus app_fact_get_status(AppFact *fact)
{
	static const AppStatus statuses[] = {
		[SCN_FACT_PLAIN] = APP_STATUS_NONE,
		[SCN_FACT_GOOD] = APP_STATUS_WORKS,
		[SCN_FACT_NO] = APP_STATUS_REJECTED,
		[SCN_FACT_WEAK] = APP_STATUS_WEAK,
		[SCN_FACT_BAD] = APP_STATUS_FAILS,
		[SCN_FACT_NOT_TESTED] = APP_STATUS_UNKNOWN,
	};

	return statuses[fact->mark];
}

char *app_fact_copy_text(AppFact *fact)
{
	return g_strdup_printf(
		"%s: %s%s%s", fact->label, fact->words, fact->note[0] ? "\n" : "", fact->note);
}

gboolean app_fact_is_same_row(AppFact *a, AppFact *b)
{
	return g_str_equal(a->id, b->id) && a->certificate == b->certificate;
}

GPtrArray *app_facts_of(AppServer *server, AppProfile *client, enum scn_dialect names)
{
	GPtrArray *facts = g_ptr_array_new_with_free_func(g_object_unref);
	struct scn_fact_view view = {
		.document = app_document_get(app_server_get_document(server)),
		.server = app_server_get_result(server),
		.client = client ? app_profile_get(client) : NULL,
		.names = names,
	};
	struct scn_fact_list list;

	if (client)
		view.verdict = app_pair_get_verdict(app_server_get_pair(server, client));
	list = scn_server_fact_list(&view);
	for (size_t i = 0; i < list.count; i++)
		g_ptr_array_add(facts, app_fact_new(&list.items[i]));
	scn_fact_list_finish(&list);
	return facts;
}
