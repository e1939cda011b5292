#include "gui/test-layout.h"

#include <adwaita.h>

#include <math.h>

#define SLACK 2.0 /* pixels: borders and rounding */

struct search {
	GString *out;
	GtkWindow *window;
};

typedef GType type_function(void);

/* Parents that show only a part of their children, and move them. */
static type_function *const moving[] = {
	gtk_viewport_get_type,
	gtk_scrolled_window_get_type,
	gtk_list_base_get_type,
	gtk_column_view_get_type,
	gtk_text_get_type,
	gtk_text_view_get_type,
	adw_flap_get_type,
	adw_leaflet_get_type,
	gtk_revealer_get_type,
	gtk_stack_get_type,
	adw_view_stack_get_type,
	NULL,
};

static gboolean is_one_of(GtkWidget *widget, type_function *const *types)
{
	for (; *types; types++)
		if (g_type_is_a(G_OBJECT_TYPE(widget), (*types)()))
			return TRUE;
	return FALSE;
}

static gboolean is_scrolled(GtkWidget *widget)
{
	for (; widget; widget = gtk_widget_get_parent(widget))
		if (is_one_of(widget, moving))
			return TRUE;
	return FALSE;
}

static void append_path(GString *out, GtkWidget *widget)
{
	GtkWidget *parent = gtk_widget_get_parent(widget);

	if (parent) {
		append_path(out, parent);
		g_string_append_c(out, '/');
	}
	g_string_append(out, gtk_widget_get_name(widget));
}

static void append_text(GString *out, const char *text)
{
	for (; *text; text++)
		g_string_append_c(out, *text == '\n' || *text == '\t' ? ' ' : *text);
}

static void found(struct search *s, const char *kind, GtkWidget *widget, const char *text)
{
	graphene_rect_t box;

	if (!gtk_widget_compute_bounds(widget, GTK_WIDGET(s->window), &box))
		return;
	g_string_append_printf(s->out, "%s\t", kind);
	append_text(s->out, gtk_window_get_title(s->window) ? gtk_window_get_title(s->window) : "");
	g_string_append_c(s->out, '\t');
	append_path(s->out, widget);
	g_string_append_printf(s->out, "\t%.0f %.0f %.0f %.0f\t", box.origin.x, box.origin.y,
		box.size.width, box.size.height);
	append_text(s->out, text);
	g_string_append_c(s->out, '\n');
}

static void look_at_label(struct search *s, GtkLabel *label)
{
	PangoLayout *layout = gtk_label_get_layout(label);
	const char *text = gtk_label_get_text(label);
	GtkWidget *widget = GTK_WIDGET(label);
	int width, height;

	if (!*text)
		return;
	found(s, gtk_widget_is_sensitive(widget) ? "label" : "disabled", widget, text);
	pango_layout_get_pixel_size(layout, &width, &height);
	if (pango_layout_is_ellipsized(layout))
		found(s, "ellipsised", widget, text);
	else if (width > gtk_widget_get_width(widget) + SLACK ||
		 height > gtk_widget_get_height(widget) + SLACK)
		found(s, "cut", widget, text);
}

static gboolean sticks_out(GtkWidget *widget, GtkWidget *of)
{
	graphene_rect_t box;

	if (!gtk_widget_compute_bounds(widget, of, &box))
		return FALSE;
	return box.origin.x < -SLACK || box.origin.y < -SLACK ||
	       box.origin.x + box.size.width > gtk_widget_get_width(of) + SLACK ||
	       box.origin.y + box.size.height > gtk_widget_get_height(of) + SLACK;
}

static void look_at(struct search *s, GtkWidget *widget)
{
	GtkWidget *parent = gtk_widget_get_parent(widget);

	if (!gtk_widget_get_mapped(widget) || GTK_IS_NATIVE(widget) != !parent)
		return;
	if (parent && !is_one_of(parent, moving) && sticks_out(widget, parent))
		found(s, "outside", widget, "");
	else if (parent && !is_scrolled(widget) && sticks_out(widget, GTK_WIDGET(s->window)))
		found(s, "beyond", widget, "");
	if (GTK_IS_LABEL(widget))
		look_at_label(s, GTK_LABEL(widget));
	/* The parts of a scrollbar are the toolkit's, and of no words. */
	if (GTK_IS_SCROLLBAR(widget))
		return;
	for (GtkWidget *child = gtk_widget_get_first_child(widget); child;
		child = gtk_widget_get_next_sibling(child))
		look_at(s, child);
}

static void on_test_layout(GSimpleAction *action, GVariant *path, gpointer data)
{
	g_autoptr(GString) out = g_string_new(NULL);
	GListModel *windows = gtk_window_get_toplevels();

	for (guint i = 0; i < g_list_model_get_n_items(windows); i++) {
		g_autoptr(GtkWindow) window = g_list_model_get_item(windows, i);
		struct search s = { .out = out, .window = window };

		look_at(&s, GTK_WIDGET(window));
	}
	g_file_set_contents(g_variant_get_string(path, NULL), out->str, (gssize)out->len, NULL);
}

void app_test_layout_install(GApplication *application)
{
	g_autoptr(GSimpleAction) action = NULL;

	if (!g_getenv("HANDFAST_TEST"))
		return;
	action = g_simple_action_new("test-layout", G_VARIANT_TYPE_STRING);
	g_signal_connect(action, "activate", G_CALLBACK(on_test_layout), NULL);
	g_action_map_add_action(G_ACTION_MAP(application), G_ACTION(action));
}
