#include "gui/help-text.h"

#include <string.h>

static const struct {
	const char *mark, *open, *close;
} spans[] = {
	{ "**", "<b>", "</b>" }, /* before the single star */
	{ "*", "<i>", "</i>" },
	{ "`", "<tt>", "</tt>" },
};

static const struct {
	const char *mark;
	AppHelpKind kind;
} kinds[] = {
	{ "## ", APP_HELP_HEADING },
	{ "- ", APP_HELP_ITEM },
	{ "", APP_HELP_PARAGRAPH },
};

static void add_escaped(GString *markup, const char *text, gsize len)
{
	g_autofree char *escaped = g_markup_escape_text(text, (gssize)len);

	g_string_append(markup, escaped);
}

/* The span that begins at `text`, its end at *end; -1: none begins here. */
static int span_at(const char *text, const char **end)
{
	for (guint i = 0; i < G_N_ELEMENTS(spans); i++) {
		gsize len = strlen(spans[i].mark);

		if (!g_str_has_prefix(text, spans[i].mark))
			continue;
		*end = strstr(text + len, spans[i].mark);
		return *end ? (int)i : -1;
	}
	return -1;
}

static char *to_markup(const char *text)
{
	GString *markup = g_string_new(NULL);

	while (*text) {
		const char *end = NULL;
		int span = span_at(text, &end);

		if (span < 0) {
			gsize len = (gsize)(g_utf8_next_char(text) - text);

			add_escaped(markup, text, len);
			text += len;
			continue;
		}
		text += strlen(spans[span].mark);
		g_string_append(markup, spans[span].open);
		add_escaped(markup, text, (gsize)(end - text));
		g_string_append(markup, spans[span].close);
		text = end + strlen(spans[span].mark);
	}
	return g_string_free(markup, FALSE);
}

static void block_free(gpointer data)
{
	AppHelpBlock *block = data;

	g_free(block->markup);
	g_free(block);
}

static void topic_free(gpointer data)
{
	AppHelpTopic *topic = data;

	g_free(topic->title);
	g_ptr_array_unref(topic->blocks);
	g_free(topic);
}

static AppHelpTopic *topic_new(const char *title)
{
	AppHelpTopic *topic = g_new0(AppHelpTopic, 1);

	topic->title = g_strdup(title);
	topic->blocks = g_ptr_array_new_with_free_func(block_free);
	return topic;
}

static AppHelpBlock *block_new(const char *line)
{
	AppHelpBlock *block = g_new0(AppHelpBlock, 1);
	guint i = 0;

	while (!g_str_has_prefix(line, kinds[i].mark))
		i++;
	block->kind = kinds[i].kind;
	block->markup = to_markup(line + strlen(kinds[i].mark));
	return block;
}

GPtrArray *app_help_text_read(const char *text)
{
	GPtrArray *topics = g_ptr_array_new_with_free_func(topic_free);
	g_auto(GStrv) lines = g_strsplit(text, "\n", -1);
	AppHelpTopic *topic = NULL;

	for (guint i = 0; lines[i]; i++) {
		if (g_str_has_prefix(lines[i], "# ")) {
			topic = topic_new(lines[i] + 2);
			g_ptr_array_add(topics, topic);
		} else if (topic && lines[i][0]) {
			g_ptr_array_add(topic->blocks, block_new(lines[i]));
		}
	}
	return topics;
}
