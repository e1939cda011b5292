#include "gui/help-window.h"

#include "gui/help-text.h"

#define HELP_PATH "/org/handfast/Handfast/help/"

struct _AppHelpWindow {
	AdwWindow parent;
	AdwLeaflet *leaflet;
	GtkListBox *list;
	GtkWidget *page;
	AdwWindowTitle *title;
	GtkStack *stack;
	GPtrArray *topics;
};

G_DEFINE_FINAL_TYPE(AppHelpWindow, app_help_window, ADW_TYPE_WINDOW)

static const struct {
	GtkAccessibleRole role;
	const char *css_class;
	int above; /* px */
} looks[] = {
	[APP_HELP_PARAGRAPH] = { GTK_ACCESSIBLE_ROLE_LABEL, "body", 6 },
	[APP_HELP_HEADING] = { GTK_ACCESSIBLE_ROLE_HEADING, "heading", 12 },
	[APP_HELP_ITEM] = { GTK_ACCESSIBLE_ROLE_LABEL, "body", 0 },
};

/* The text in the first of the user's languages that has one. */
static GBytes *load_text(void)
{
	const char *const *names = g_get_language_names();

	for (guint i = 0; names[i]; i++) {
		g_autofree char *path = g_strconcat(HELP_PATH, names[i], NULL);
		GBytes *text = g_resources_lookup_data(path, G_RESOURCE_LOOKUP_FLAGS_NONE, NULL);

		if (text)
			return text;
	}
	return g_resources_lookup_data(HELP_PATH "en", G_RESOURCE_LOOKUP_FLAGS_NONE, NULL);
}

static GtkWidget *text_label(const char *markup, AppHelpKind kind)
{
	return g_object_new(GTK_TYPE_LABEL, "accessible-role", looks[kind].role, "label", markup,
		"use-markup", TRUE, "wrap", TRUE, "xalign", 0.0, "hexpand", TRUE, "css-classes",
		(const char *[]){ looks[kind].css_class, NULL }, NULL);
}

static GtkWidget *make_block(const AppHelpBlock *block)
{
	GtkWidget *row = gtk_box_new(GTK_ORIENTATION_HORIZONTAL, 8);

	gtk_widget_set_margin_top(row, looks[block->kind].above);
	if (block->kind == APP_HELP_ITEM) {
		GtkWidget *bullet = g_object_new(GTK_TYPE_LABEL, "accessible-role",
			GTK_ACCESSIBLE_ROLE_PRESENTATION, "label", "•", "valign", GTK_ALIGN_START,
			NULL);

		gtk_widget_set_margin_start(row, 6);
		gtk_box_append(GTK_BOX(row), bullet);
	}
	gtk_box_append(GTK_BOX(row), text_label(block->markup, block->kind));
	return row;
}

/* The page can have the focus, so that the keys that scroll do. */
static GtkWidget *make_page(const AppHelpTopic *topic)
{
	GtkWidget *box = gtk_box_new(GTK_ORIENTATION_VERTICAL, 6);
	GtkWidget *clamp = g_object_new(ADW_TYPE_CLAMP, "maximum-size", 620, "child", box, NULL);
	GtkWidget *scroll = g_object_new(GTK_TYPE_SCROLLED_WINDOW, "hscrollbar-policy",
		GTK_POLICY_NEVER, "child", clamp, "focusable", TRUE, NULL);
	GtkWidget *heading =
		g_object_new(GTK_TYPE_LABEL, "accessible-role", GTK_ACCESSIBLE_ROLE_HEADING,
			"label", topic->title, "xalign", 0.0, "wrap", TRUE, NULL);

	gtk_widget_add_css_class(heading, "title-2");
	gtk_box_append(GTK_BOX(box), heading);
	for (guint i = 0; i < topic->blocks->len; i++)
		gtk_box_append(GTK_BOX(box), make_block(topic->blocks->pdata[i]));
	g_object_set(box, "margin-top", 18, "margin-bottom", 24, "margin-start", 18, "margin-end",
		18, NULL);
	gtk_accessible_update_property(
		GTK_ACCESSIBLE(scroll), GTK_ACCESSIBLE_PROPERTY_LABEL, topic->title, -1);
	return scroll;
}

static void add_topic(AppHelpWindow *window, const AppHelpTopic *topic)
{
	GtkWidget *label = g_object_new(
		GTK_TYPE_LABEL, "label", topic->title, "xalign", 0.0, "wrap", TRUE, NULL);

	gtk_list_box_append(window->list, label);
	gtk_accessible_update_property(GTK_ACCESSIBLE(gtk_widget_get_parent(label)),
		GTK_ACCESSIBLE_PROPERTY_LABEL, topic->title, -1);
	gtk_stack_add_named(window->stack, make_page(topic), topic->title);
}

static void on_row_selected(GtkListBox *list, GtkListBoxRow *row, AppHelpWindow *window)
{
	AppHelpTopic *topic;

	if (!row)
		return;
	topic = window->topics->pdata[gtk_list_box_row_get_index(row)];
	gtk_stack_set_visible_child_name(window->stack, topic->title);
	adw_window_title_set_title(window->title, topic->title);
}

static void on_row_activated(GtkListBox *list, GtkListBoxRow *row, AppHelpWindow *window)
{
	adw_leaflet_set_visible_child(window->leaflet, window->page);
	gtk_widget_grab_focus(gtk_stack_get_visible_child(window->stack));
}

static void on_back(GtkButton *button, AppHelpWindow *window)
{
	adw_leaflet_navigate(window->leaflet, ADW_NAVIGATION_DIRECTION_BACK);
	gtk_widget_grab_focus(GTK_WIDGET(gtk_list_box_get_selected_row(window->list)));
}

static void app_help_window_finalize(GObject *object)
{
	g_ptr_array_unref(APP_HELP_WINDOW(object)->topics);
	G_OBJECT_CLASS(app_help_window_parent_class)->finalize(object);
}

static void app_help_window_class_init(AppHelpWindowClass *class)
{
	GtkWidgetClass *widget = GTK_WIDGET_CLASS(class);

	G_OBJECT_CLASS(class)->finalize = app_help_window_finalize;
	gtk_widget_class_set_template_from_resource(
		widget, "/org/handfast/Handfast/ui/help-window.ui");
	gtk_widget_class_bind_template_child(widget, AppHelpWindow, leaflet);
	gtk_widget_class_bind_template_child(widget, AppHelpWindow, list);
	gtk_widget_class_bind_template_child(widget, AppHelpWindow, page);
	gtk_widget_class_bind_template_child(widget, AppHelpWindow, title);
	gtk_widget_class_bind_template_child(widget, AppHelpWindow, stack);
	gtk_widget_class_bind_template_callback(widget, on_row_selected);
	gtk_widget_class_bind_template_callback(widget, on_row_activated);
	gtk_widget_class_bind_template_callback(widget, on_back);
	gtk_widget_class_add_binding_action(widget, GDK_KEY_Escape, 0, "window.close", NULL);
}

static void app_help_window_init(AppHelpWindow *window)
{
	g_autoptr(GBytes) text = load_text();
	g_autofree char *chars = g_strndup(g_bytes_get_data(text, NULL), g_bytes_get_size(text));

	window->topics = app_help_text_read(chars);
	gtk_widget_init_template(GTK_WIDGET(window));
	for (guint i = 0; i < window->topics->len; i++)
		add_topic(window, window->topics->pdata[i]);
	gtk_list_box_select_row(window->list, gtk_list_box_get_row_at_index(window->list, 0));
}

void app_help_window_present(GtkApplication *application)
{
	for (GList *i = gtk_application_get_windows(application); i; i = i->next)
		if (APP_IS_HELP_WINDOW(i->data)) {
			gtk_window_present(i->data);
			return;
		}
	gtk_window_present(g_object_new(APP_TYPE_HELP_WINDOW, "application", application, NULL));
}
