/* One line of a list of a profile: handle, check box, name, tags, place. */
#ifndef GUI_PROFILES_EDIT_ROW_H
#define GUI_PROFILES_EDIT_ROW_H

#include <gtk/gtk.h>

#include "core/profile/edit.h"

#define APP_TYPE_EDIT_ROW (app_edit_row_get_type())
G_DECLARE_FINAL_TYPE(AppEditRow, app_edit_row, APP, EDIT_ROW, GtkListBoxRow)

struct app_edit_line {
	enum scn_edit_list list;
	struct scn_edit_row row;
	struct scn_edit_mark mark;
	enum scn_dialect names;
	gboolean editable;
	gboolean unset; /* the list is left to Windows */
	guint of;       /* rows in all */
};

/* Signal "toggled": the check box was clicked. */
GtkWidget *app_edit_row_new(void);
void app_edit_row_set(AppEditRow *row, const struct app_edit_line *line);

#endif
