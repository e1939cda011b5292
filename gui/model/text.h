/* Texts of the engine as strings of GLib. */
#ifndef GUI_MODEL_TEXT_H
#define GUI_MODEL_TEXT_H

#include "scanner.h"

/* The words of an engine's text, which is empty afterwards. g_free. */
char *app_take_text(struct scn_text *text);
/* What the user typed, the DNS says or stood in a file that somebody sent: with everything strange escaped. g_free. */
char *app_peer_text(const char *raw);

#endif
