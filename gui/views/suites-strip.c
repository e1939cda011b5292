#include "gui/views/suites-strip.h"

#include <string.h>

#include <glib/gi18n.h>

#include "gui/views/suites-why.h"
#include "gui/widgets/tooltip.h"

struct _AppSuitesStrip {
	GtkBox parent;
	AppContext *context;
	AppSuiteRow *row;
	scn_versions versions;
	GtkWidget *name, *details, *button;
	GtkWidget *
		back; /* weak: who has the keyboard again when the popover closes; NULL: the button */
};

G_DEFINE_FINAL_TYPE(AppSuitesStrip, app_suites_strip, GTK_TYPE_BOX)

/* "0xC028 · RFC 5289 · OpenSSL ECDHE-RSA-AES256-SHA384 · …"; g_free. */
static char *details_of(AppSuiteRow *row)
{
	const struct scn_suite *suite = app_suite_row_get(row)->suite;
	g_autofree char *code = app_suite_row_code_text(row);
	g_autofree char *reference = app_suite_row_reference(row);
	GString *text = g_string_new(code);

	if (*reference)
		g_string_append_printf(text, " · %s", reference);
	for (guint i = 0; suite && i < G_N_ELEMENTS(app_suites_dialects); i++) {
		const char *name = scn_suite_name(suite, app_suites_dialects[i].dialect);

		/* The strip begins with IANA's. */
		if (name && app_suites_dialects[i].dialect != SCN_DIALECT_IANA)
			g_string_append_printf(
				text, " · %s %s", app_suites_dialects[i].title, name);
	}
	return g_string_free(text, FALSE);
}

static void fill(AppSuitesStrip *strip)
{
	g_autofree char *name = NULL, *details = NULL;

	gtk_widget_set_sensitive(strip->button, strip->row != NULL);
	gtk_widget_set_visible(strip->details, strip->row != NULL);
	if (!strip->row) {
		gtk_label_set_text(GTK_LABEL(strip->name), _("No suite is chosen."));
		return;
	}
	name = app_suite_row_name(strip->row, SCN_DIALECT_IANA);
	details = details_of(strip->row);
	gtk_label_set_text(GTK_LABEL(strip->name), name);
	gtk_label_set_text(GTK_LABEL(strip->details), details);
	app_set_tooltip(strip->details, details);
}

void app_suites_strip_set_row(AppSuitesStrip *strip, AppSuiteRow *row, scn_versions versions)
{
	strip->versions = versions;
	if (!g_set_object(&strip->row, row))
		return;
	gtk_menu_button_popdown(GTK_MENU_BUTTON(strip->button));
	fill(strip);
}

static void on_closed(AppSuitesStrip *strip)
{
	if (strip->back && gtk_widget_get_mapped(strip->back))
		gtk_widget_grab_focus(strip->back);
	g_clear_weak_pointer(&strip->back);
}

static void make_popover(GtkMenuButton *button, gpointer user)
{
	AppSuitesStrip *strip = user;
	GtkWidget *popover = GTK_WIDGET(gtk_menu_button_get_popover(button));

	if (!popover) {
		popover = gtk_popover_new();
		gtk_menu_button_set_popover(button, popover);
		g_signal_connect_object(
			popover, "closed", G_CALLBACK(on_closed), strip, G_CONNECT_SWAPPED);
	}
	gtk_popover_set_child(GTK_POPOVER(popover),
		app_suites_why_new(strip->context, strip->row, strip->versions));
}

void app_suites_strip_show_why(AppSuitesStrip *strip)
{
	GtkRoot *root = gtk_widget_get_root(GTK_WIDGET(strip));

	if (!strip->row)
		return;
	g_set_weak_pointer(&strip->back, root ? gtk_root_get_focus(root) : NULL);
	gtk_menu_button_popup(GTK_MENU_BUTTON(strip->button));
}

void app_suites_strip_set_context(AppSuitesStrip *strip, AppContext *context)
{
	g_set_object(&strip->context, context);
}

static void app_suites_strip_dispose(GObject *object)
{
	AppSuitesStrip *strip = APP_SUITES_STRIP(object);

	g_clear_weak_pointer(&strip->back);
	g_clear_object(&strip->row);
	g_clear_object(&strip->context);
	G_OBJECT_CLASS(app_suites_strip_parent_class)->dispose(object);
}

static void app_suites_strip_class_init(AppSuitesStripClass *class)
{
	GtkWidgetClass *widget_class = GTK_WIDGET_CLASS(class);

	G_OBJECT_CLASS(class)->dispose = app_suites_strip_dispose;
	gtk_widget_class_set_template_from_resource(
		widget_class, "/org/handfast/Handfast/views/suites-strip.ui");
	gtk_widget_class_bind_template_child(widget_class, AppSuitesStrip, name);
	gtk_widget_class_bind_template_child(widget_class, AppSuitesStrip, details);
	gtk_widget_class_bind_template_child(widget_class, AppSuitesStrip, button);
}

static void app_suites_strip_init(AppSuitesStrip *strip)
{
	gtk_widget_init_template(GTK_WIDGET(strip));
	gtk_menu_button_set_create_popup_func(
		GTK_MENU_BUTTON(strip->button), make_popover, strip, NULL);
	fill(strip);
}
