#include "gui/model/text.h"

#include <string.h>

#include <glib.h>

char *app_take_text(struct scn_text *text)
{
	char *copy = g_strdup(scn_text_str(text));

	scn_text_finish(text);
	return copy;
}

char *app_peer_text(const char *raw)
{
	struct scn_text text = { 0 };

	scn_text_peer(&text, raw, strlen(raw));
	return app_take_text(&text);
}
