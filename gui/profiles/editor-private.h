/* What the files of the editor share. */
#ifndef GUI_PROFILES_EDITOR_PRIVATE_H
#define GUI_PROFILES_EDITOR_PRIVATE_H

#include "gui/profiles/editor.h"

struct _AppEditor {
	GtkBox parent;
	AppContext *context;
	AppSession *session;
	GSimpleActionGroup *actions;
	GtkWidget *back, *title, *compare_button;
	GtkWidget *built_in, *message, *message_text;
	GtkWidget *pages, *compare, *effect;
	GtkWidget *versions[SCN_VERSION_COUNT], *unset_tags[SCN_VERSION_COUNT];
	GtkWidget *lists[SCN_EDIT_LIST_COUNT], *expanders[SCN_EDIT_LIST_COUNT];
	GtkWidget *suites_tools, *policy;
	AdwToast *toast; /* offers to undo the last step */
	gboolean filling;
};

/* "… removed [Undo]", until the next step. */
void app_editor_offer_undo(AppEditor *editor, const char *text);
void app_editor_toast(AppEditor *editor, const char *text);
/* A sentence that stays until the next step. NULL: none. */
void app_editor_say(AppEditor *editor, const char *sentence);
void app_editor_open(AppEditor *editor, AppProfile *profile);

/* ---- editor-actions.c ---- */
void app_editor_add_actions(AppEditor *editor);
void app_editor_update_actions(AppEditor *editor);
GMenuModel *app_editor_templates_menu(AppEditor *editor);
GMenuModel *app_editor_more_menu(void);

/* ---- editor-sections.c ---- */
GtkWidget *app_editor_sections(AppEditor *editor);
void app_editor_fill_sections(AppEditor *editor);

#endif
