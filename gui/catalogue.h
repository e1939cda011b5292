/*
 * The catalogue of one language, whatever the program's own language is: for a text that is written for somebody
 * else. Reads the file that gettext reads (GNU .mo).
 */
#ifndef GUI_CATALOGUE_H
#define GUI_CATALOGUE_H

#include <glib.h>

#include "core/base/language.h"

typedef struct app_catalogue AppCatalogue;

/* "cs"; NULL: there is none. */
AppCatalogue *app_catalogue_open(const char *language);
/* From the bytes of a file; NULL: they are no catalogue. */
AppCatalogue *app_catalogue_read(GBytes *bytes);
void app_catalogue_free(AppCatalogue *catalogue);
/* Borrowed; for scn_language_set, while the catalogue is there. */
const struct scn_language *app_catalogue_language(AppCatalogue *catalogue);

G_DEFINE_AUTOPTR_CLEANUP_FUNC(AppCatalogue, app_catalogue_free)

#endif
