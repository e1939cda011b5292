#include "gui/model/pair.h"

struct _AppPair {
	GObject parent;
	const struct scn_verdict *verdict; /* in the document, or the one that is our own: */
	struct scn_verdict *own;
	AppDocument *document;
	gboolean running;
};

G_DEFINE_FINAL_TYPE(AppPair, app_pair, G_TYPE_OBJECT)

static void app_pair_finalize(GObject *object)
{
	AppPair *pair = APP_PAIR(object);

	if (pair->own)
		scn_verdict_finish(pair->own);
	g_free(pair->own);
	app_document_unref(pair->document);
	G_OBJECT_CLASS(app_pair_parent_class)->finalize(object);
}

static void app_pair_class_init(AppPairClass *class)
{
	G_OBJECT_CLASS(class)->finalize = app_pair_finalize;
}

static void app_pair_init(AppPair *pair)
{
}

AppPair *app_pair_new(struct scn_verdict *take_verdict, gboolean running)
{
	AppPair *pair = g_object_new(APP_TYPE_PAIR, NULL);

	pair->own = take_verdict;
	pair->verdict = take_verdict;
	pair->running = running;
	return pair;
}

AppPair *app_pair_new_saved(
	AppDocument *document, const struct scn_verdict *verdict, gboolean running)
{
	AppPair *pair = g_object_new(APP_TYPE_PAIR, NULL);

	pair->document = app_document_ref(document);
	pair->verdict = verdict;
	pair->running = running;
	return pair;
}

const struct scn_verdict *app_pair_get_verdict(AppPair *pair)
{
	return pair->verdict;
}

AppStatus app_pair_get_status(AppPair *pair)
{
	if (pair->running && pair->verdict->kind == SCN_VERDICT_UNKNOWN)
		return APP_STATUS_PENDING;
	return app_status_of_verdict(pair->verdict->kind);
}
