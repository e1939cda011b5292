#include "gui/views/dialogue-list.h"

#include <glib/gi18n.h>

#include "gui/widgets/a11y.h"
#include "gui/widgets/line.h"
#include "gui/widgets/status.h"

enum {
	TIME_WIDTH = 44,
	SPEAKER_WIDTH = 66,
	LAYER_WIDTH = 40,
};

struct _AppDialogueList {
	GtkBox parent;
	GtkWidget *view;
	GtkCustomFilter *filter;
	GtkSingleSelection *selection;
	AppDialogueFilter shows;
};

G_DEFINE_FINAL_TYPE(AppDialogueList, app_dialogue_list, GTK_TYPE_BOX)

/* ---- one row ---- */

/* How a row looks, by its severity and who speaks. */
struct look {
	const char *icon, *class, *text_class, *speaker;
};

static struct look look_of(AppDialogueEntry *entry)
{
	static const struct look comments[] = {
		[SCN_ROW_PLAIN] = { "app-bulb-symbolic", NULL, NULL, NULL },
		[SCN_ROW_NOTE] = { "app-bulb-symbolic", "app-row-note", NULL, NULL },
		[SCN_ROW_WARNING] = { "app-warning-symbolic", "app-row-warning", "app-strong",
			NULL },
		[SCN_ROW_ERROR] = { "app-cross-symbolic", "app-row-error", "app-strong", NULL },
	};
	gboolean warns = app_dialogue_entry_get_severity(entry) >= SCN_ROW_WARNING;
	struct look look = { NULL, warns ? "app-row-warning" : NULL, "app-mono", NULL };

	switch (app_dialogue_entry_get_direction(entry)) {
	case SCN_FROM_US:
		look.icon = "app-to-server-symbolic";
		look.speaker = _("client");
		return look;
	case SCN_FROM_SERVER:
		look.icon = warns ? "app-warning-symbolic" : "app-to-client-symbolic";
		look.speaker = _("server");
		return look;
	default:
		return comments[app_dialogue_entry_get_severity(entry)];
	}
}

static GtkWidget *label_new(int width, const char *class)
{
	GtkWidget *label = g_object_new(
		GTK_TYPE_LABEL, "xalign", 0.0, "yalign", 0.0, "width-request", width, NULL);

	if (class)
		gtk_widget_add_css_class(label, class);
	return label;
}

/* time | icon and speaker | layer | text */
static void on_setup(GtkSignalListItemFactory *factory, GtkListItem *item)
{
	GtkWidget *row = app_line_new(6);
	GtkWidget *icon = g_object_new(GTK_TYPE_IMAGE, "valign", GTK_ALIGN_START, "accessible-role",
		GTK_ACCESSIBLE_ROLE_PRESENTATION, NULL);
	GtkWidget *text = label_new(-1, NULL);

	g_object_set(text, "wrap", TRUE, "wrap-mode", PANGO_WRAP_WORD_CHAR, "hexpand", TRUE, NULL);
	app_line_add(row, label_new(TIME_WIDTH, "app-row-time"));
	app_line_add(row, icon);
	app_line_add(row, label_new(SPEAKER_WIDTH - 22, "app-row-small"));
	app_line_add(row, label_new(LAYER_WIDTH, "app-row-small"));
	app_line_add(row, text);
	gtk_widget_add_css_class(row, "app-dialogue-row");
	gtk_list_item_set_child(item, row);
}

/* Long names of suites are cut anywhere, without a hyphen that was not said. */
static void set_text(GtkWidget *label, const char *text)
{
	g_autoptr(PangoAttrList) attributes = pango_attr_list_new();

	pango_attr_list_insert(attributes, pango_attr_insert_hyphens_new(FALSE));
	gtk_label_set_attributes(GTK_LABEL(label), attributes);
	gtk_label_set_text(GTK_LABEL(label), text);
}

static void change_class(GtkWidget *widget, const char *prefix, const char *class)
{
	g_auto(GStrv) classes = gtk_widget_get_css_classes(widget);

	for (char **c = classes; *c; c++)
		if (g_str_has_prefix(*c, prefix))
			gtk_widget_remove_css_class(widget, *c);
	if (class)
		gtk_widget_add_css_class(widget, class);
}

static void on_bind(GtkSignalListItemFactory *factory, GtkListItem *item)
{
	AppDialogueEntry *entry = gtk_list_item_get_item(item);
	struct look look = look_of(entry);
	GtkWidget *row = gtk_list_item_get_child(item);
	GtkWidget *time = gtk_widget_get_first_child(row);
	GtkWidget *icon = gtk_widget_get_next_sibling(time);
	GtkWidget *speaker = gtk_widget_get_next_sibling(icon);
	GtkWidget *layer = gtk_widget_get_next_sibling(speaker);
	GtkWidget *text = gtk_widget_get_next_sibling(layer);
	gboolean said = look.speaker != NULL;

	gtk_label_set_text(GTK_LABEL(time), app_dialogue_entry_get_time(entry));
	gtk_image_set_from_icon_name(GTK_IMAGE(icon), look.icon);
	gtk_label_set_text(GTK_LABEL(speaker), said ? look.speaker : "");
	gtk_label_set_text(
		GTK_LABEL(layer), said ? scn_layer_title(app_dialogue_entry_get_layer(entry)) : "");
	set_text(text, app_dialogue_entry_get_text(entry));
	change_class(row, "app-row-", look.class);
	gtk_widget_remove_css_class(text, "app-mono");
	gtk_widget_remove_css_class(text, "app-strong");
	if (look.text_class)
		gtk_widget_add_css_class(text, look.text_class);
	app_name_cell(row, app_dialogue_entry_get_name(entry));
}

/* ---- what is shown ---- */

static gboolean matches(gpointer item, gpointer user)
{
	AppDialogueList *list = user;
	AppDialogueEntry *entry = item;
	gboolean comment = app_dialogue_entry_get_direction(entry) == SCN_COMMENT;

	switch (list->shows) {
	case APP_DIALOGUE_SMTP:
		return !comment && app_dialogue_entry_get_layer(entry) == SCN_LAYER_SMTP;
	case APP_DIALOGUE_TLS:
		return !comment && app_dialogue_entry_get_layer(entry) == SCN_LAYER_TLS;
	case APP_DIALOGUE_COMMENTS:
		return comment;
	default:
		return TRUE;
	}
}

void app_dialogue_list_set_filter(AppDialogueList *list, AppDialogueFilter filter)
{
	list->shows = filter;
	gtk_filter_changed(GTK_FILTER(list->filter), GTK_FILTER_CHANGE_DIFFERENT);
}

AppDialogueEntry *app_dialogue_list_get_selected(AppDialogueList *list)
{
	return gtk_single_selection_get_selected_item(list->selection);
}

static guint count_of(AppDialogueList *list)
{
	return g_list_model_get_n_items(G_LIST_MODEL(list->selection));
}

static void go_to(AppDialogueList *list, guint position)
{
	if (position >= count_of(list))
		return;
	gtk_single_selection_set_selected(list->selection, position);
	app_show_selected(list->view, position);
}

/* A list that has no size yet cannot scroll. */
static gboolean scroll_later(gpointer user)
{
	AppDialogueList *list = user;
	guint selected;

	if (!list->selection)
		return G_SOURCE_REMOVE; /* the window is gone */
	selected = gtk_single_selection_get_selected(list->selection);
	if (selected < count_of(list))
		gtk_widget_activate_action(list->view, "list.scroll-to-item", "u", selected);
	return G_SOURCE_REMOVE;
}

static void scroll_soon(AppDialogueList *list)
{
	g_idle_add_full(G_PRIORITY_LOW, scroll_later, g_object_ref(list), g_object_unref);
}

static gboolean is_problem(AppDialogueList *list, guint position)
{
	g_autoptr(AppDialogueEntry) entry =
		g_list_model_get_item(G_LIST_MODEL(list->selection), position);

	return app_dialogue_entry_get_severity(entry) >= SCN_ROW_WARNING;
}

static gboolean is_hello(AppDialogueList *list, guint position)
{
	g_autoptr(AppDialogueEntry) entry =
		g_list_model_get_item(G_LIST_MODEL(list->selection), position);

	return app_dialogue_entry_get_direction(entry) == SCN_FROM_US &&
	       app_dialogue_entry_get_bytes(entry);
}

void app_dialogue_list_select_first(AppDialogueList *list)
{
	guint count = count_of(list);

	for (guint i = 0; i < count; i++)
		if (is_hello(list, i)) {
			gtk_single_selection_set_selected(list->selection, i);
			scroll_soon(list);
			return;
		}
	if (count)
		gtk_single_selection_set_selected(list->selection, 0);
}

gboolean app_dialogue_list_next_problem(AppDialogueList *list, int step)
{
	guint count = count_of(list);
	guint start = gtk_single_selection_get_selected(list->selection);

	if (start >= count)
		start = step > 0 ? count - 1 : 0;
	for (guint i = 1; i <= count; i++) {
		guint position = (start + count + (guint)(step * (int)i % (int)count)) % count;

		if (is_problem(list, position)) {
			go_to(list, position);
			return TRUE;
		}
	}
	return FALSE;
}

/* ---- life ---- */

static void on_selected(AppDialogueList *list)
{
	g_signal_emit_by_name(list, "selected");
}

static void app_dialogue_list_dispose(GObject *object)
{
	AppDialogueList *list = APP_DIALOGUE_LIST(object);

	if (list->filter)
		gtk_custom_filter_set_filter_func(list->filter, NULL, NULL, NULL);
	g_clear_object(&list->filter);
	g_clear_object(&list->selection);
	G_OBJECT_CLASS(app_dialogue_list_parent_class)->dispose(object);
}

static void app_dialogue_list_class_init(AppDialogueListClass *class)
{
	G_OBJECT_CLASS(class)->dispose = app_dialogue_list_dispose;
	g_signal_new("selected", APP_TYPE_DIALOGUE_LIST, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
		G_TYPE_NONE, 0);
}

static void app_dialogue_list_init(AppDialogueList *list)
{
}

static GtkListItemFactory *factory_new(void)
{
	GtkListItemFactory *factory = gtk_signal_list_item_factory_new();

	g_signal_connect(factory, "setup", G_CALLBACK(on_setup), NULL);
	g_signal_connect(factory, "bind", G_CALLBACK(on_bind), NULL);
	return factory;
}

GtkWidget *app_dialogue_list_new(AppDialogue *dialogue)
{
	AppDialogueList *list = g_object_new(APP_TYPE_DIALOGUE_LIST, NULL);
	GtkWidget *scrolled = gtk_scrolled_window_new();
	GtkFilterListModel *filtered;

	list->filter = gtk_custom_filter_new(matches, list, NULL);
	filtered = gtk_filter_list_model_new(g_object_ref(app_dialogue_get_entries(dialogue)),
		GTK_FILTER(g_object_ref(list->filter)));
	list->selection = gtk_single_selection_new(G_LIST_MODEL(filtered));
	list->view = gtk_list_view_new(
		GTK_SELECTION_MODEL(g_object_ref(list->selection)), factory_new());
	g_signal_connect_object(list->selection, "notify::selected-item", G_CALLBACK(on_selected),
		list, G_CONNECT_SWAPPED);
	g_signal_connect_swapped(list->view, "map", G_CALLBACK(scroll_soon), list);
	gtk_widget_add_css_class(list->view, "app-dialogue-list");
	app_name(list->view, _("Dialogue"));
	app_one_tab_stop(list->view);
	g_object_set(scrolled, "child", list->view, "hexpand", TRUE, "vexpand", TRUE,
		"hscrollbar-policy", GTK_POLICY_NEVER, NULL);
	gtk_box_append(GTK_BOX(list), scrolled);
	return GTK_WIDGET(list);
}
