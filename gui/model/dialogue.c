#include "gui/model/dialogue.h"

#include <glib/gi18n.h>
#include <gtk/gtk.h>

#include "core/capture/pcapng.h"
#include "core/tls/decode.h"

/* ---- a row ---- */

struct _AppDialogueEntry {
	GObject parent;
	enum scn_direction direction;
	enum scn_layer layer;
	enum scn_row_severity severity;
	char *text, *time, *name;
	GBytes *bytes;
};

G_DEFINE_FINAL_TYPE(AppDialogueEntry, app_dialogue_entry, G_TYPE_OBJECT)

static void app_dialogue_entry_finalize(GObject *object)
{
	AppDialogueEntry *entry = APP_DIALOGUE_ENTRY(object);

	g_free(entry->text);
	g_free(entry->time);
	g_free(entry->name);
	g_clear_pointer(&entry->bytes, g_bytes_unref);
	G_OBJECT_CLASS(app_dialogue_entry_parent_class)->finalize(object);
}

static void app_dialogue_entry_class_init(AppDialogueEntryClass *class)
{
	G_OBJECT_CLASS(class)->finalize = app_dialogue_entry_finalize;
}

static void app_dialogue_entry_init(AppDialogueEntry *entry)
{
}

/* Who speaks, as a sentence begins. */
static char *make_name(const AppDialogueEntry *entry)
{
	static const char *const comments[] = {
		[SCN_ROW_PLAIN] = N_("comment"),
		[SCN_ROW_NOTE] = N_("note"),
		[SCN_ROW_WARNING] = N_("warning"),
		[SCN_ROW_ERROR] = N_("error"),
	};

	if (entry->direction == SCN_COMMENT)
		/* Translators: seconds, kind of comment, its text */
		return g_strdup_printf(_("%1$s seconds, %2$s: %3$s"), entry->time,
			_(comments[entry->severity]), entry->text);
	/* Translators: seconds, client or server, layer (SMTP, TLS), its text */
	return g_strdup_printf(_("%1$s seconds, %2$s, %3$s: %4$s"), entry->time,
		entry->direction == SCN_FROM_US ? _("client") : _("server"),
		scn_layer_title(entry->layer), entry->text);
}

static AppDialogueEntry *entry_new(const struct scn_dialogue_row *row)
{
	AppDialogueEntry *entry = g_object_new(APP_TYPE_DIALOGUE_ENTRY, NULL);

	entry->direction = row->direction;
	entry->layer = row->layer;
	entry->severity = row->severity;
	entry->text = g_strdup(row->text);
	entry->time = g_strdup_printf("%" G_GINT64_FORMAT ".%03d", (gint64)(row->at / SCN_SECOND),
		(int)(row->at / SCN_MS % 1000));
	if (row->bytes.at)
		entry->bytes = g_bytes_new(row->bytes.at, row->bytes.len);
	entry->name = make_name(entry);
	return entry;
}

enum scn_direction app_dialogue_entry_get_direction(AppDialogueEntry *entry)
{
	return entry->direction;
}

enum scn_layer app_dialogue_entry_get_layer(AppDialogueEntry *entry)
{
	return entry->layer;
}

enum scn_row_severity app_dialogue_entry_get_severity(AppDialogueEntry *entry)
{
	return entry->severity;
}

const char *app_dialogue_entry_get_text(AppDialogueEntry *entry)
{
	return entry->text;
}

const char *app_dialogue_entry_get_time(AppDialogueEntry *entry)
{
	return entry->time;
}

const char *app_dialogue_entry_get_name(AppDialogueEntry *entry)
{
	return entry->name;
}

GBytes *app_dialogue_entry_get_bytes(AppDialogueEntry *entry)
{
	return entry->bytes;
}

static void decode(AppDialogueEntry *entry, struct scn_decoded *out)
{
	gsize len;
	const uint8_t *at = g_bytes_get_data(entry->bytes, &len);

	scn_record_decode((struct scn_bytes){ at, len }, out);
}

char *app_dialogue_entry_make_title(AppDialogueEntry *entry)
{
	struct scn_decoded decoded;
	char *title;

	if (!entry->bytes)
		return g_strdup(entry->direction == SCN_COMMENT ? _("Comment")
								: scn_layer_title(entry->layer));
	decode(entry, &decoded);
	title = g_strdup(scn_text_str(&decoded.title));
	scn_decoded_finish(&decoded);
	return title;
}

char *app_dialogue_entry_make_detail(AppDialogueEntry *entry)
{
	struct scn_decoded decoded;
	char *tree;

	if (!entry->bytes)
		return g_strdup(entry->text);
	decode(entry, &decoded);
	tree = g_strdup(scn_text_str(&decoded.tree));
	scn_decoded_finish(&decoded);
	return tree;
}

enum {
	HEX_WIDTH = 8,
};

char *app_dialogue_entry_make_hex(AppDialogueEntry *entry)
{
	GString *out;
	gsize len;
	const uint8_t *at;

	if (!entry->bytes)
		return NULL;
	at = g_bytes_get_data(entry->bytes, &len);
	out = g_string_new(NULL);
	for (gsize line = 0; line < len; line += HEX_WIDTH) {
		g_string_append_printf(out, "%04x ", (guint)line);
		for (gsize i = line; i < line + HEX_WIDTH; i++)
			if (i < len)
				g_string_append_printf(out, " %02x", at[i]);
			else
				g_string_append(out, "   ");
		g_string_append(out, "  ");
		for (gsize i = line; i < len && i < line + HEX_WIDTH; i++)
			g_string_append_c(out, g_ascii_isprint(at[i]) ? (char)at[i] : '.');
		g_string_append_c(out, '\n');
	}
	return g_string_free(out, FALSE);
}

/* ---- the dialogue ---- */

struct _AppDialogue {
	GObject parent;
	AppServer *server;
	AppDocument *document; /* keeps facts and record alive */
	AppPair *pair;
	struct scn_dialogue dialogue; /* record NULL: nothing is shown */
	GListStore *entries;
	GtkStringList *titles;
	GArray *numbers; /* of the titles */
};

G_DEFINE_FINAL_TYPE(AppDialogue, app_dialogue, G_TYPE_OBJECT)

static void forget(AppDialogue *dialogue)
{
	g_clear_object(&dialogue->server);
	g_clear_object(&dialogue->pair);
	g_clear_pointer(&dialogue->document, app_document_unref);
	dialogue->dialogue = (struct scn_dialogue){ 0 };
}

static void app_dialogue_finalize(GObject *object)
{
	AppDialogue *dialogue = APP_DIALOGUE(object);

	forget(dialogue);
	g_clear_object(&dialogue->entries);
	g_clear_object(&dialogue->titles);
	g_array_unref(dialogue->numbers);
	G_OBJECT_CLASS(app_dialogue_parent_class)->finalize(object);
}

static void app_dialogue_class_init(AppDialogueClass *class)
{
	G_OBJECT_CLASS(class)->finalize = app_dialogue_finalize;
}

static void app_dialogue_init(AppDialogue *dialogue)
{
	dialogue->entries = g_list_store_new(APP_TYPE_DIALOGUE_ENTRY);
	dialogue->titles = gtk_string_list_new(NULL);
	dialogue->numbers = g_array_new(FALSE, FALSE, sizeof(uint32_t));
}

AppDialogue *app_dialogue_new(void)
{
	return g_object_new(APP_TYPE_DIALOGUE, NULL);
}

/* While a scan runs only what is new is appended, so that a selection stays. */
static void fill_titles(AppDialogue *dialogue, const struct scn_server_facts *facts, gboolean same)
{
	guint old = dialogue->numbers->len, count = 0;

	if (!same) {
		gtk_string_list_splice(dialogue->titles, 0, old, NULL);
		g_array_set_size(dialogue->numbers, 0);
		old = 0;
	}
	for (size_t i = 0; facts && i < facts->probe_count; i++) {
		struct scn_text title = { 0 };

		if (!facts->probes[i].line_count || count++ < old)
			continue;
		scn_probe_title(facts, &facts->probes[i], &title);
		gtk_string_list_append(dialogue->titles, scn_text_str(&title));
		g_array_append_val(dialogue->numbers, facts->probes[i].number);
		scn_text_finish(&title);
	}
}

static void fill_entries(AppDialogue *dialogue)
{
	g_autoptr(GPtrArray) entries = g_ptr_array_new_with_free_func(g_object_unref);
	struct scn_dialogue_row *rows = NULL;
	size_t count =
		dialogue->dialogue.record ? scn_dialogue_rows(&dialogue->dialogue, &rows) : 0;

	for (size_t i = 0; i < count; i++)
		g_ptr_array_add(entries, entry_new(&rows[i]));
	g_list_store_splice(dialogue->entries, 0,
		g_list_model_get_n_items(G_LIST_MODEL(dialogue->entries)), entries->pdata,
		entries->len);
	scn_dialogue_rows_free(rows, count);
}

static const struct scn_probe_record *pick(
	const struct scn_server_facts *facts, const struct scn_verdict *pair, uint32_t probe)
{
	const struct scn_probe_record *record = scn_probe_by_number(facts, probe);

	return record ? record : scn_dialogue_pick(facts, pair ? pair->profile_id : NULL);
}

void app_dialogue_set(AppDialogue *dialogue, AppServer *server, AppPair *pair, uint32_t probe)
{
	gboolean same = server && dialogue->server == server;
	uint32_t before = app_dialogue_get_probe(dialogue);
	gboolean same_pair = dialogue->pair == pair;
	size_t lines = dialogue->dialogue.record ? dialogue->dialogue.record->line_count : 0;

	g_object_ref(dialogue);
	if (server)
		g_object_ref(server);
	if (pair)
		g_object_ref(pair);
	forget(dialogue);
	if (server) {
		dialogue->document = app_document_ref(app_server_get_document(server));
		dialogue->dialogue.facts = app_server_get_facts(server);
		dialogue->dialogue.pair = pair ? app_pair_get_verdict(pair) : NULL;
		dialogue->dialogue.record =
			pick(dialogue->dialogue.facts, dialogue->dialogue.pair, probe);
	}
	dialogue->server = server;
	dialogue->pair = pair;
	fill_titles(dialogue, dialogue->dialogue.facts, same);
	/* The same words again would only lose the selection. */
	if (!same || !same_pair || before != app_dialogue_get_probe(dialogue) ||
		(dialogue->dialogue.record && dialogue->dialogue.record->line_count != lines))
		fill_entries(dialogue);
	g_object_unref(dialogue);
}

GListModel *app_dialogue_get_entries(AppDialogue *dialogue)
{
	return G_LIST_MODEL(dialogue->entries);
}

GListModel *app_dialogue_get_titles(AppDialogue *dialogue)
{
	return G_LIST_MODEL(dialogue->titles);
}

uint32_t app_dialogue_get_probe(AppDialogue *dialogue)
{
	return dialogue->dialogue.record ? dialogue->dialogue.record->number : 0;
}

uint32_t app_dialogue_get_number(AppDialogue *dialogue, guint position)
{
	return position < dialogue->numbers->len
		       ? g_array_index(dialogue->numbers, uint32_t, position)
		       : 0;
}

guint app_dialogue_get_position(AppDialogue *dialogue)
{
	uint32_t number = app_dialogue_get_probe(dialogue);

	for (guint i = 0; number && i < dialogue->numbers->len; i++)
		if (g_array_index(dialogue->numbers, uint32_t, i) == number)
			return i;
	return GTK_INVALID_LIST_POSITION;
}

/* ---- for others ---- */

static char *take(struct scn_text *text)
{
	char *copy = g_strdup(scn_text_str(text));

	scn_text_finish(text);
	return copy;
}

char *app_dialogue_make_text(AppDialogue *dialogue, gboolean masked)
{
	struct scn_dialogue d = dialogue->dialogue;
	struct scn_text_options options = { .width = SCN_WIDTH_DEFAULT };
	struct scn_text text = { 0 };

	if (!d.record)
		return NULL;
	d.masked = masked;
	scn_report_dialogue(&d, &options, &text);
	return take(&text);
}

char *app_dialogue_make_json(AppDialogue *dialogue, gboolean masked)
{
	struct scn_dialogue d = dialogue->dialogue;
	struct scn_text text = { 0 };

	if (!d.record)
		return NULL;
	d.masked = masked;
	scn_dialogue_json(&d, &text);
	return take(&text);
}

GBytes *app_dialogue_make_capture(AppDialogue *dialogue, GError **error)
{
	const struct scn_dialogue *d = &dialogue->dialogue;
	struct scn_builder bytes = { 0 };

	if (!d->record || !scn_pcapng_write(d->facts, d->record, &bytes)) {
		g_set_error_literal(error, G_IO_ERROR, G_IO_ERROR_INVALID_DATA,
			_("The address of this server is not known, so there is no capture file "
			  "to write."));
		return NULL;
	}
	return g_bytes_new_take(bytes.data, bytes.len);
}
