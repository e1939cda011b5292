/* Names and tags of what stands in the lists of a profile, from the engine's registry. */
#ifndef GUI_PROFILES_WORDS_H
#define GUI_PROFILES_WORDS_H

#include <gtk/gtk.h>

#include "core/profile/edit.h"

/* The name of a code in the given naming, IANA's where that has none, or "0x1234". g_free. */
char *app_code_name(enum scn_edit_list list, uint32_t code, enum scn_dialect names);
/* "weak", "broken", "signal" …; NULL: nothing to say. class_out: of app_tag_new. */
const char *app_code_tag(enum scn_edit_list list, uint32_t code, const char **class_out);
/* "off, was on", "moved up 2", "new"; NULL: as in the base. g_free. */
char *app_mark_tag(const struct scn_edit_mark *mark, const char **class_out);
/* A small rounded label. class: "app-tag-weak" …, or NULL. */
GtkWidget *app_tag_new(const char *text, const char *class);
/* "TLS 1.0, TLS 1.1, cipher suites": what is left to Windows. NULL: nothing. g_free. */
char *app_not_set_summary(const struct scn_profile *profile);
/* A check box that shows a default, not a setting. */
void app_check_dim(GtkWidget *check, gboolean dim);
/* Buttons with a mnemonic, which a screen reader does not read out ("_Undo Undo" without this). */
GtkWidget *app_button_new(const char *label);
GtkWidget *app_toggle_new(const char *label);
/* "P-256, P-384": the first few names of what is on. g_free. */
char *app_list_summary(const struct scn_edit *edit, enum scn_edit_list list);

#endif
