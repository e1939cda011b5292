#include "gui/model/document.h"

struct app_document {
	gatomicrefcount refs;
	struct scn_document *inside;
};

AppDocument *app_document_new(struct scn_document *take_document)
{
	AppDocument *document = g_new0(AppDocument, 1);

	g_atomic_ref_count_init(&document->refs);
	document->inside = take_document;
	return document;
}

AppDocument *app_document_ref(AppDocument *document)
{
	g_atomic_ref_count_inc(&document->refs);
	return document;
}

void app_document_unref(AppDocument *document)
{
	if (!document || !g_atomic_ref_count_dec(&document->refs))
		return;
	scn_document_free(document->inside);
	g_free(document);
}

const struct scn_document *app_document_get(const AppDocument *document)
{
	return document->inside;
}
