#include "gui/views/dialogue-save.h"

#include <glib/gi18n.h>
#include <string.h>

#include "gui/widgets/a11y.h"
#include "gui/widgets/save-file.h"

struct _AppDialogueSave {
	AdwBin parent;
	AppContext *context;
	AppDialogue *dialogue;
	GtkWidget *button, *popover, *mask, *capture;
};

G_DEFINE_FINAL_TYPE(AppDialogueSave, app_dialogue_save, ADW_TYPE_BIN)

static gboolean is_masked(AppDialogueSave *save)
{
	return gtk_check_button_get_active(GTK_CHECK_BUTTON(save->mask));
}

static GBytes *take_text(char *take)
{
	return take ? g_bytes_new_take(take, strlen(take)) : NULL;
}

static GBytes *make_text(AppDialogueSave *save, GError **error)
{
	return take_text(app_dialogue_make_text(save->dialogue, is_masked(save)));
}

static GBytes *make_json(AppDialogueSave *save, GError **error)
{
	return take_text(app_dialogue_make_json(save->dialogue, is_masked(save)));
}

static GBytes *make_capture(AppDialogueSave *save, GError **error)
{
	return app_dialogue_make_capture(save->dialogue, error);
}

static const struct {
	const char *title, *name;
	GBytes *(*make)(AppDialogueSave *save, GError **error);
} kinds[] = {
	{ N_("Save as Text…"), "dialogue.txt", make_text },
	{ N_("Save as JSON…"), "dialogue.json", make_json },
	{ N_("Save as Capture (pcapng)…"), "dialogue.pcapng", make_capture },
};

static void on_kind(GtkWidget *button, AppDialogueSave *save)
{
	guint kind = GPOINTER_TO_UINT(g_object_get_data(G_OBJECT(button), "kind"));
	g_autoptr(GError) error = NULL;
	GBytes *bytes = kinds[kind].make(save, &error);

	gtk_popover_popdown(GTK_POPOVER(save->popover));
	if (bytes)
		app_save_file(GTK_WIDGET(save), kinds[kind].name, bytes);
	else if (error)
		app_complain(GTK_WIDGET(save), _("The file was not written"), error->message);
}

/* A capture holds the addresses in its packets and the names in its records. */
static void on_mask(AppDialogueSave *save)
{
	gtk_widget_set_sensitive(save->capture, !is_masked(save));
}

static GtkWidget *make_menu(AppDialogueSave *save)
{
	GtkWidget *box = gtk_box_new(GTK_ORIENTATION_VERTICAL, 3);

	save->mask = gtk_check_button_new_with_mnemonic(_("_Mask addresses"));
	gtk_widget_set_margin_bottom(save->mask, 6);
	g_signal_connect_swapped(save->mask, "toggled", G_CALLBACK(on_mask), save);
	gtk_box_append(GTK_BOX(box), save->mask);
	for (guint i = 0; i < G_N_ELEMENTS(kinds); i++) {
		GtkWidget *button = gtk_button_new_with_label(_(kinds[i].title));

		gtk_widget_add_css_class(button, "flat");
		gtk_widget_set_halign(gtk_button_get_child(GTK_BUTTON(button)), GTK_ALIGN_START);
		g_object_set_data(G_OBJECT(button), "kind", GUINT_TO_POINTER(i));
		g_signal_connect(button, "clicked", G_CALLBACK(on_kind), save);
		gtk_box_append(GTK_BOX(box), button);
		save->capture = button; /* the last one */
	}
	return box;
}

static void app_dialogue_save_init(AppDialogueSave *save)
{
	save->popover = gtk_popover_new();
	gtk_popover_set_child(GTK_POPOVER(save->popover), make_menu(save));
	save->button = g_object_new(GTK_TYPE_MENU_BUTTON, "icon-name", "app-save-symbolic",
		"popover", save->popover, "tooltip-text", _("Save dialogue"), NULL);
	gtk_widget_add_css_class(save->button, "flat");
	app_name(save->button, _("Save dialogue"));
	app_name(gtk_widget_get_first_child(save->button), _("Save dialogue"));
	adw_bin_set_child(ADW_BIN(save), save->button);
}

static void app_dialogue_save_dispose(GObject *object)
{
	AppDialogueSave *save = APP_DIALOGUE_SAVE(object);

	g_clear_object(&save->context);
	g_clear_object(&save->dialogue);
	G_OBJECT_CLASS(app_dialogue_save_parent_class)->dispose(object);
}

static void app_dialogue_save_class_init(AppDialogueSaveClass *class)
{
	G_OBJECT_CLASS(class)->dispose = app_dialogue_save_dispose;
}

GtkWidget *app_dialogue_save_new(AppContext *context, AppDialogue *dialogue)
{
	AppDialogueSave *save = g_object_new(APP_TYPE_DIALOGUE_SAVE, NULL);

	save->context = g_object_ref(context);
	save->dialogue = g_object_ref(dialogue);
	return GTK_WIDGET(save);
}
