/*
 * A document of the engine that several objects may hold: counted, never changed after it was made. Main
 * thread and worker threads.
 */
#ifndef GUI_MODEL_DOCUMENT_H
#define GUI_MODEL_DOCUMENT_H

#include <glib.h>

#include "scanner.h"

typedef struct app_document AppDocument;

/* Takes what is inside of a document on the heap. */
AppDocument *app_document_new(struct scn_document *take_document);
AppDocument *app_document_ref(AppDocument *document);
void app_document_unref(AppDocument *document);
const struct scn_document *app_document_get(const AppDocument *document);

G_DEFINE_AUTOPTR_CLEANUP_FUNC(AppDocument, app_document_unref)

#endif
