/*
 * One connection of a server as the engine tells it: a GListModel of AppDialogueEntry, filled anew when another
 * connection, client or server is looked at. Nothing here is decided by us: rows, comments and their severity are
 * those of core/report/dialogue-rows, the decoded trees those of core/tls/decode.
 */
#ifndef GUI_MODEL_DIALOGUE_H
#define GUI_MODEL_DIALOGUE_H

#include <gio/gio.h>

#include "core/report/dialogue-rows.h"
#include "gui/model/pair.h"
#include "gui/model/server.h"

/* A row. Immutable. */
#define APP_TYPE_DIALOGUE_ENTRY (app_dialogue_entry_get_type())
G_DECLARE_FINAL_TYPE(AppDialogueEntry, app_dialogue_entry, APP, DIALOGUE_ENTRY, GObject)

enum scn_direction app_dialogue_entry_get_direction(AppDialogueEntry *entry);
enum scn_layer app_dialogue_entry_get_layer(AppDialogueEntry *entry);
enum scn_row_severity app_dialogue_entry_get_severity(AppDialogueEntry *entry);
const char *app_dialogue_entry_get_text(AppDialogueEntry *entry);
const char *app_dialogue_entry_get_time(AppDialogueEntry *entry); /* "0.137" */
/* "0.137 seconds, server, TLS: Alert fatal handshake_failure (40)" */
const char *app_dialogue_entry_get_name(AppDialogueEntry *entry);
GBytes *app_dialogue_entry_get_bytes(AppDialogueEntry *entry); /* borrowed; NULL: none */
/* "ClientHello"; the decoded tree, or the words themselves. g_free. */
char *app_dialogue_entry_make_title(AppDialogueEntry *entry);
char *app_dialogue_entry_make_detail(AppDialogueEntry *entry);
/* Lines of 8 bytes: place, hex, characters; NULL: there are none. g_free. */
char *app_dialogue_entry_make_hex(AppDialogueEntry *entry);

#define APP_TYPE_DIALOGUE (app_dialogue_get_type())
G_DECLARE_FINAL_TYPE(AppDialogue, app_dialogue, APP, DIALOGUE, GObject)

AppDialogue *app_dialogue_new(void);
/* probe: its number, 0: the one of the pair. server NULL: nothing to show. */
void app_dialogue_set(AppDialogue *dialogue, AppServer *server, AppPair *pair, uint32_t probe);
GListModel *app_dialogue_get_entries(AppDialogue *dialogue); /* borrowed */
/* The number of the connection that is shown; 0: none. */
uint32_t app_dialogue_get_probe(AppDialogue *dialogue);
/* All connections with words, as "Probe 3 of 118: …"; numbers: of each. */
GListModel *app_dialogue_get_titles(AppDialogue *dialogue); /* borrowed GtkStringList */
guint app_dialogue_get_position(
	AppDialogue *dialogue); /* of the shown one; GTK_INVALID_LIST_POSITION */
uint32_t app_dialogue_get_number(AppDialogue *dialogue, guint position);

/* What "copy" and "save" write. g_free. NULL: nothing is shown. */
char *app_dialogue_make_text(AppDialogue *dialogue, gboolean masked);
char *app_dialogue_make_json(AppDialogue *dialogue, gboolean masked);
/* A capture file; NULL with a sentence where it cannot be made. */
GBytes *app_dialogue_make_capture(AppDialogue *dialogue, GError **error);

#endif
