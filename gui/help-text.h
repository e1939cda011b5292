/*
 * The user's guide: reads the small text form of gui/help/ into topics and blocks, and nothing else; what shows them is
 * gui/help-window. The form: "# Topic", "## Heading", "- item", paragraphs of one line, blank lines between; in a line
 * **strong**, *emphasised* and `typed`.
 */
#ifndef GUI_HELP_TEXT_H
#define GUI_HELP_TEXT_H

#include <glib.h>

typedef enum {
	APP_HELP_PARAGRAPH,
	APP_HELP_HEADING,
	APP_HELP_ITEM,
} AppHelpKind;

typedef struct {
	AppHelpKind kind;
	char *markup; /* of Pango */
} AppHelpBlock;

typedef struct {
	char *title;
	GPtrArray *blocks; /* AppHelpBlock */
} AppHelpTopic;

/* AppHelpTopic in their order; g_ptr_array_unref frees all. */
GPtrArray *app_help_text_read(const char *text);

#endif
