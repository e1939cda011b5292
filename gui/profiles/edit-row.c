#include "gui/profiles/edit-row.h"

#include <glib/gi18n.h>

#include "gui/profiles/words.h"
#include "gui/widgets/a11y.h"
#include "gui/widgets/tooltip.h"

struct _AppEditRow {
	GtkListBoxRow parent;
	GtkWidget *check, *handle, *name, *tags, *place;
	gboolean filling;
};

static guint toggled_signal;

G_DEFINE_FINAL_TYPE(AppEditRow, app_edit_row, GTK_TYPE_LIST_BOX_ROW)

static void app_edit_row_class_init(AppEditRowClass *class)
{
	toggled_signal = g_signal_new("toggled", APP_TYPE_EDIT_ROW, G_SIGNAL_RUN_LAST, 0, NULL,
		NULL, NULL, G_TYPE_NONE, 0);
}

static void on_check(AppEditRow *row)
{
	if (!row->filling)
		g_signal_emit(row, toggled_signal, 0);
}

static void app_edit_row_init(AppEditRow *row)
{
	GtkWidget *line = gtk_box_new(GTK_ORIENTATION_HORIZONTAL, 12);

	/* Space on the row toggles: the box itself takes no focus, and no Tab (can-focus, not focusable). */
	row->check = g_object_new(
		GTK_TYPE_CHECK_BUTTON, "can-focus", FALSE, "valign", GTK_ALIGN_CENTER, NULL);
	row->handle = g_object_new(GTK_TYPE_IMAGE, "icon-name", "app-drag-handle-symbolic",
		"accessible-role", GTK_ACCESSIBLE_ROLE_PRESENTATION, NULL);
	row->name = g_object_new(GTK_TYPE_LABEL, "xalign", 0.0, "hexpand", TRUE, "ellipsize",
		PANGO_ELLIPSIZE_MIDDLE, NULL);
	row->tags = gtk_box_new(GTK_ORIENTATION_HORIZONTAL, 6);
	row->place = g_object_new(GTK_TYPE_LABEL, "xalign", 1.0, "width-chars", 3, NULL);
	gtk_widget_add_css_class(row->place, "dim-label");
	gtk_widget_add_css_class(row->place, "numeric");
	gtk_box_append(GTK_BOX(line), row->check);
	gtk_box_append(GTK_BOX(line), row->handle);
	gtk_box_append(GTK_BOX(line), row->name);
	gtk_box_append(GTK_BOX(line), row->tags);
	gtk_box_append(GTK_BOX(line), row->place);
	gtk_widget_add_css_class(line, "app-edit-line");
	gtk_list_box_row_set_child(GTK_LIST_BOX_ROW(row), line);
	gtk_list_box_row_set_activatable(GTK_LIST_BOX_ROW(row), FALSE);
	g_signal_connect_swapped(row->check, "toggled", G_CALLBACK(on_check), row);
}

GtkWidget *app_edit_row_new(void)
{
	return g_object_new(APP_TYPE_EDIT_ROW, NULL);
}

static void add_tag(AppEditRow *row, const char *text, const char *class, GString *words)
{
	if (!text)
		return;
	gtk_box_append(GTK_BOX(row->tags), app_tag_new(text, class));
	g_string_append_printf(words, ", %s", text);
}

void app_edit_row_set(AppEditRow *row, const struct app_edit_line *line)
{
	g_autofree char *name = app_code_name(line->list, line->row.code, line->names);
	g_autoptr(GString) words = g_string_new(name);
	int at = gtk_list_box_row_get_index(GTK_LIST_BOX_ROW(row)) + 1;
	g_autofree char *place = g_strdup_printf("%d", at);
	const char *class, *tag = app_code_tag(line->list, line->row.code, &class);
	g_autofree char *moved = NULL;
	GtkWidget *child;

	while ((child = gtk_widget_get_first_child(row->tags)))
		gtk_box_remove(GTK_BOX(row->tags), child);
	add_tag(row, tag, class, words);
	moved = app_mark_tag(&line->mark, &class);
	add_tag(row, moved, class, words);
	add_tag(row, line->unset ? _("default") : NULL, NULL, words);
	app_check_dim(row->check, line->unset);
	row->filling = TRUE;
	gtk_check_button_set_active(GTK_CHECK_BUTTON(row->check), line->row.on);
	row->filling = FALSE;
	gtk_widget_set_sensitive(row->check, line->editable);
	gtk_widget_set_visible(row->handle, line->editable);
	gtk_label_set_label(GTK_LABEL(row->name), name);
	app_set_tooltip(row->name, name);
	gtk_label_set_label(GTK_LABEL(row->place), line->row.on ? place : "–");
	g_string_append_printf(words, ", %s", line->row.on ? _("on") : _("off"));
	g_string_append(words, ", ");
	g_string_append_printf(words, _("place %1$d of %2$u"), at, line->of);
	app_name(GTK_WIDGET(row), words->str);
	app_name(row->check, line->row.on ? _("Offered") : _("Not offered"));
}
