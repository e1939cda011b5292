#include "gui/views/dialogue-detail.h"

#include <string.h>

#include <glib/gi18n.h>

#include "gui/widgets/a11y.h"

enum {
	HEX_HEIGHT = 180,
	HANGING = -32, /* pixels by which lines that go on stand further in */
};

struct _AppDialogueDetail {
	GtkBox parent;
	AppContext *context;
	GtkWidget *title, *subtitle, *text, *certificate, *expander, *hex;
};

G_DEFINE_FINAL_TYPE(AppDialogueDetail, app_dialogue_detail, GTK_TYPE_BOX)

/* Read-only text that can be selected; never with a hyphen that is not in it. */
static GtkWidget *text_new(const char *name, GtkWrapMode wrap)
{
	GtkWidget *view = g_object_new(GTK_TYPE_TEXT_VIEW, "editable", FALSE, "cursor-visible",
		FALSE, "wrap-mode", wrap, "accepts-tab", FALSE, NULL);

	gtk_text_buffer_create_tag(gtk_text_view_get_buffer(GTK_TEXT_VIEW(view)), "whole",
		"insert-hyphens", FALSE, "indent", HANGING, NULL);
	gtk_widget_add_css_class(view, "app-mono");
	gtk_widget_add_css_class(view, "app-plain-text");
	app_name(view, name);
	return view;
}

static void set_text(GtkWidget *view, const char *text)
{
	GtkTextBuffer *buffer = gtk_text_view_get_buffer(GTK_TEXT_VIEW(view));
	GtkTextIter start;

	gtk_text_buffer_set_text(buffer, "", 0);
	gtk_text_buffer_get_start_iter(buffer, &start);
	gtk_text_buffer_insert_with_tags_by_name(buffer, &start, text, -1, "whole", NULL);
}

static char *subtitle_of(AppDialogueEntry *entry)
{
	GBytes *bytes = app_dialogue_entry_get_bytes(entry);
	guint size = bytes ? (guint)g_bytes_get_size(bytes) : 0;
	gboolean ours = app_dialogue_entry_get_direction(entry) == SCN_FROM_US;

	if (app_dialogue_entry_get_direction(entry) == SCN_COMMENT)
		return g_strdup(_("Said by Handfast"));
	if (!bytes)
		return g_strdup(ours ? _("Sent by client") : _("Sent by server"));
	return g_strdup_printf(
		ours ? ngettext("Sent by client, %u byte", "Sent by client, %u bytes", size)
		     : ngettext("Sent by server, %u byte", "Sent by server, %u bytes", size),
		size);
}

void app_dialogue_detail_show(AppDialogueDetail *detail, AppDialogueEntry *entry)
{
	g_autofree char *title = entry ? app_dialogue_entry_make_title(entry) : NULL;
	g_autofree char *subtitle = entry ? subtitle_of(entry) : NULL;
	g_autofree char *text = entry ? app_dialogue_entry_make_detail(entry) : NULL;
	g_autofree char *hex = entry ? app_dialogue_entry_make_hex(entry) : NULL;

	gtk_widget_set_sensitive(GTK_WIDGET(detail), entry != NULL);
	gtk_label_set_text(GTK_LABEL(detail->title), title ? title : "");
	gtk_label_set_text(GTK_LABEL(detail->subtitle), subtitle ? subtitle : "");
	gtk_widget_set_visible(detail->subtitle, subtitle && *subtitle);
	set_text(detail->text, text ? text : "");
	set_text(detail->hex, hex ? hex : "");
	gtk_widget_set_visible(detail->expander, hex != NULL);
	gtk_widget_set_visible(
		detail->certificate, hex && title && strstr(title, "Certificate") != NULL);
}

/* ---- building ---- */

static void on_certificate(AppDialogueDetail *detail)
{
	app_context_show_view(detail->context, "server");
}

static GtkWidget *label_new(const char *class)
{
	GtkWidget *label = g_object_new(GTK_TYPE_LABEL, "xalign", 0.0, "wrap", TRUE, "wrap-mode",
		PANGO_WRAP_WORD_CHAR, NULL);

	gtk_widget_add_css_class(label, class);
	return label;
}

static void build_bytes(AppDialogueDetail *detail)
{
	GtkWidget *scrolled = gtk_scrolled_window_new();

	detail->hex = text_new(_("Bytes"), GTK_WRAP_NONE);
	g_object_set(scrolled, "child", detail->hex, "min-content-height", HEX_HEIGHT, NULL);
	detail->expander = gtk_expander_new(_("Bytes"));
	app_name(detail->expander, _("Bytes"));
	gtk_expander_set_child(GTK_EXPANDER(detail->expander), scrolled);
	gtk_box_append(GTK_BOX(detail), detail->expander);
}

static void app_dialogue_detail_init(AppDialogueDetail *detail)
{
	GtkWidget *scrolled = gtk_scrolled_window_new();

	g_object_set(detail, "orientation", GTK_ORIENTATION_VERTICAL, "spacing", 6, NULL);
	gtk_widget_add_css_class(GTK_WIDGET(detail), "app-detail");
	detail->title = label_new("heading");
	detail->subtitle = label_new("dim-label");
	detail->text = text_new(_("Decoded"), GTK_WRAP_WORD_CHAR);
	g_object_set(scrolled, "child", detail->text, "vexpand", TRUE, "hscrollbar-policy",
		GTK_POLICY_NEVER, NULL);
	detail->certificate = gtk_button_new_with_label(_("Show Certificates"));
	gtk_widget_set_halign(detail->certificate, GTK_ALIGN_START);
	g_signal_connect_swapped(
		detail->certificate, "clicked", G_CALLBACK(on_certificate), detail);
	gtk_box_append(GTK_BOX(detail), detail->title);
	gtk_box_append(GTK_BOX(detail), detail->subtitle);
	gtk_box_append(GTK_BOX(detail), scrolled);
	gtk_box_append(GTK_BOX(detail), detail->certificate);
	build_bytes(detail);
}

static void app_dialogue_detail_dispose(GObject *object)
{
	g_clear_object(&APP_DIALOGUE_DETAIL(object)->context);
	G_OBJECT_CLASS(app_dialogue_detail_parent_class)->dispose(object);
}

static void app_dialogue_detail_class_init(AppDialogueDetailClass *class)
{
	G_OBJECT_CLASS(class)->dispose = app_dialogue_detail_dispose;
}

GtkWidget *app_dialogue_detail_new(AppContext *context)
{
	AppDialogueDetail *detail = g_object_new(APP_TYPE_DIALOGUE_DETAIL, NULL);

	detail->context = g_object_ref(context);
	app_dialogue_detail_show(detail, NULL);
	return GTK_WIDGET(detail);
}
