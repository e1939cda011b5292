#include "gui/target-entry.h"

#include <glib/gi18n.h>

#include "scanner.h"

struct _AppTargetEntry {
	GtkBox parent;
	GtkWidget *entry, *complaint;
};

static guint start_signal;

G_DEFINE_FINAL_TYPE(AppTargetEntry, app_target_entry, GTK_TYPE_BOX)

static gboolean grab_focus(GtkWidget *widget)
{
	return gtk_widget_grab_focus(APP_TARGET_ENTRY(widget)->entry);
}

static void app_target_entry_class_init(AppTargetEntryClass *class)
{
	GTK_WIDGET_CLASS(class)->grab_focus = grab_focus;
	start_signal = g_signal_new("start", APP_TYPE_TARGET_ENTRY, G_SIGNAL_RUN_LAST, 0, NULL,
		NULL, NULL, G_TYPE_NONE, 1, G_TYPE_STRING);
}

static void complain(AppTargetEntry *self, const char *sentence)
{
	gtk_label_set_label(GTK_LABEL(self->complaint), sentence ? sentence : "");
	gtk_widget_set_visible(self->complaint, sentence != NULL);
	gtk_accessible_update_state(GTK_ACCESSIBLE(self->entry), GTK_ACCESSIBLE_STATE_INVALID,
		sentence ? GTK_ACCESSIBLE_INVALID_TRUE : GTK_ACCESSIBLE_INVALID_FALSE, -1);
	if (sentence)
		gtk_widget_add_css_class(self->entry, "error");
	else
		gtk_widget_remove_css_class(self->entry, "error");
}

static gboolean is_good(AppTargetEntry *self, const char *word)
{
	struct scn_target target;
	struct scn_text error = { 0 };
	gboolean good = scn_target_parse(word, &target, &error);

	if (!good)
		complain(self, scn_text_str(&error));
	scn_text_finish(&error);
	return good;
}

/* All are looked at before any is started: nothing runs while a mistake is mended. */
static void on_start(AppTargetEntry *self)
{
	g_auto(GStrv) words =
		g_strsplit_set(gtk_editable_get_text(GTK_EDITABLE(self->entry)), " ,;\t\r\n", -1);
	gboolean any = FALSE;

	complain(self, NULL);
	for (char **word = words; *word; word++) {
		if (**word && !is_good(self, *word))
			return;
		any |= **word != 0;
	}
	if (!any) {
		gtk_widget_grab_focus(self->entry);
		return;
	}
	for (char **word = words; *word; word++)
		if (**word)
			g_signal_emit(self, start_signal, 0, *word);
	gtk_editable_set_text(GTK_EDITABLE(self->entry), "");
}

static void app_target_entry_init(AppTargetEntry *self)
{
	gtk_orientable_set_orientation(GTK_ORIENTABLE(self), GTK_ORIENTATION_VERTICAL);
	gtk_box_set_spacing(GTK_BOX(self), 3);
	self->entry = g_object_new(GTK_TYPE_ENTRY, "hexpand", TRUE, "primary-icon-name",
		"app-server-symbolic", "placeholder-text", _("Domain or mail server"), NULL);
	gtk_accessible_update_property(GTK_ACCESSIBLE(self->entry), GTK_ACCESSIBLE_PROPERTY_LABEL,
		_("Domain or mail server"), -1);
	g_signal_connect_swapped(self->entry, "activate", G_CALLBACK(on_start), self);
	self->complaint = g_object_new(GTK_TYPE_LABEL, "accessible-role", GTK_ACCESSIBLE_ROLE_ALERT,
		"wrap", TRUE, "xalign", 0.0, "visible", FALSE, NULL);
	gtk_widget_add_css_class(self->complaint, "error");
	gtk_widget_add_css_class(self->complaint, "caption");
}

GtkWidget *app_target_entry_new(const char *label)
{
	AppTargetEntry *self = g_object_new(APP_TYPE_TARGET_ENTRY, NULL);
	GtkWidget *line = gtk_box_new(GTK_ORIENTATION_HORIZONTAL, 0);
	GtkWidget *button = label ? gtk_button_new_with_label(label)
				  : gtk_button_new_from_icon_name("app-play-symbolic");

	if (!label) {
		gtk_widget_set_tooltip_text(button, _("Start the scan"));
		gtk_accessible_update_property(GTK_ACCESSIBLE(button),
			GTK_ACCESSIBLE_PROPERTY_LABEL, _("Start the scan"), -1);
	}
	gtk_widget_add_css_class(button, "suggested-action");
	gtk_widget_add_css_class(line, "linked");
	g_signal_connect_swapped(button, "clicked", G_CALLBACK(on_start), self);
	gtk_box_append(GTK_BOX(line), self->entry);
	gtk_box_append(GTK_BOX(line), button);
	gtk_box_append(GTK_BOX(self), line);
	gtk_box_append(GTK_BOX(self), self->complaint);
	return GTK_WIDGET(self);
}
