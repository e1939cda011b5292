#include "gui/widgets/a11y.h"

#include <string.h>

#include <adwaita.h>
#include <glib/gi18n.h>

void app_name(GtkWidget *widget, const char *name)
{
	gtk_accessible_update_property(
		GTK_ACCESSIBLE(widget), GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
}

/* ---- rows ---- */

enum {
	CELL_DEPTH = 1,
	ROW_DEPTH = 2, /* GtkColumnViewCell, then GtkListItemWidget */
};

/* Where the child keeps the name of its ancestor at that depth until it has one. */
static const char *const name_keys[] = {
	[CELL_DEPTH] = "app-cell-name",
	[ROW_DEPTH] = "app-row-name",
};

static void name_ancestor(GtkWidget *child, int depth, const char *name)
{
	for (; child && depth > 0; depth--)
		child = gtk_widget_get_parent(child);
	if (child)
		app_name(child, name);
}

struct naming {
	GWeakRef child;
	int depth;
};

static void naming_free(gpointer data)
{
	struct naming *naming = data;

	g_weak_ref_clear(&naming->child);
	g_free(naming);
}

static gboolean name_later(gpointer data)
{
	struct naming *naming = data;
	g_autoptr(GtkWidget) child = g_weak_ref_get(&naming->child);

	if (child)
		name_ancestor(child, naming->depth,
			g_object_get_data(G_OBJECT(child), name_keys[naming->depth]));
	return G_SOURCE_REMOVE;
}

/* A cell is bound before it is put into its row. */
static void name_soon(GtkWidget *child, int depth, const char *name)
{
	struct naming *naming;

	if (g_strcmp0(g_object_get_data(G_OBJECT(child), name_keys[depth]), name) == 0)
		return; /* it has it, or will */
	naming = g_new0(struct naming, 1);
	g_object_set_data_full(G_OBJECT(child), name_keys[depth], g_strdup(name), g_free);
	g_weak_ref_init(&naming->child, child);
	naming->depth = depth;
	g_idle_add_full(G_PRIORITY_HIGH_IDLE, name_later, naming, naming_free);
}

void app_name_row(GtkWidget *cell_child, const char *name)
{
	name_soon(cell_child, ROW_DEPTH, name);
}

void app_name_cell(GtkWidget *cell_child, const char *name)
{
	name_soon(cell_child, CELL_DEPTH, name);
}

static void name_titles(GtkWidget *header, GListModel *columns)
{
	GtkWidget *title = gtk_widget_get_first_child(header);

	for (guint i = 0; title && i < g_list_model_get_n_items(columns); i++) {
		g_autoptr(GtkColumnViewColumn) column = g_list_model_get_item(columns, i);

		app_name(title, gtk_column_view_column_get_title(column));
		title = gtk_widget_get_next_sibling(title);
	}
}

void app_name_table(GtkColumnView *view, const char *name)
{
	GtkWidget *header = gtk_widget_get_first_child(GTK_WIDGET(view));

	app_name(GTK_WIDGET(view), name);
	app_name(header, name);
	app_name(gtk_widget_get_last_child(GTK_WIDGET(view)), name);
	name_titles(header, gtk_column_view_get_columns(view));
}

void app_name_drop_down(GtkWidget *drop_down, const char *name)
{
	GtkWidget *button = gtk_widget_get_first_child(drop_down);

	app_name(drop_down, name);
	if (button)
		app_name(button, name);
}

/* ---- pages ---- */

static void set_hidden(GtkWidget *page, gboolean hidden)
{
	gtk_accessible_update_state(GTK_ACCESSIBLE(page), GTK_ACCESSIBLE_STATE_HIDDEN, hidden, -1);
}

static void on_map(GtkWidget *page, gpointer data)
{
	set_hidden(page, FALSE);
}

static void on_unmap(GtkWidget *page, gpointer data)
{
	set_hidden(page, TRUE);
}

void app_hide_unmapped(GtkWidget *page)
{
	g_signal_connect(page, "map", G_CALLBACK(on_map), NULL);
	g_signal_connect(page, "unmap", G_CALLBACK(on_unmap), NULL);
	set_hidden(page, !gtk_widget_get_mapped(page));
}

void app_name_split_arrow(GtkWidget *split_button, const char *name)
{
	GtkWidget *child = gtk_widget_get_first_child(split_button);

	while (child && !GTK_IS_MENU_BUTTON(child))
		child = gtk_widget_get_next_sibling(child);
	if (child)
		app_name(child, name); /* its button is labelled by it */
}

typedef GType type_function(void);

static type_function *const paging[] = {
	adw_flap_get_type,
	adw_leaflet_get_type,
	adw_squeezer_get_type,
	adw_view_stack_get_type,
	gtk_revealer_get_type,
	gtk_stack_get_type,
};

static gboolean has_pages(GtkWidget *widget)
{
	for (guint i = 0; i < G_N_ELEMENTS(paging); i++)
		if (g_type_is_a(G_OBJECT_TYPE(widget), paging[i]()))
			return TRUE;
	return FALSE;
}

/* The label that has the mnemonic names the button already. */
static void name_without_mnemonic(GtkButton *button)
{
	if (gtk_button_get_use_underline(button) && GTK_IS_LABEL(gtk_button_get_child(button)))
		gtk_accessible_reset_property(
			GTK_ACCESSIBLE(button), GTK_ACCESSIBLE_PROPERTY_LABEL);
}

/* The one that a GtkDropDown makes for itself. */
static void name_search(GtkWidget *entry)
{
	if (gtk_widget_get_ancestor(entry, GTK_TYPE_DROP_DOWN))
		app_name(entry, _("Find in the list"));
}

/* Its name is that of a class otherwise; the button inside has a name already. */
static void name_menu_button(GtkMenuButton *button)
{
	const char *label = gtk_menu_button_get_label(button);
	g_auto(GStrv) parts = label ? g_strsplit(label, "_", -1) : NULL;
	g_autofree char *plain = parts ? g_strjoinv("", parts) : NULL;

	if (plain)
		app_name(GTK_WIDGET(button), plain);
}

/* What a drop-down shows on its button looks like an item of a list. */
static void leave_to_button(GtkWidget *item)
{
	if (gtk_widget_get_ancestor(item, GTK_TYPE_TOGGLE_BUTTON) &&
		gtk_widget_get_ancestor(item, GTK_TYPE_DROP_DOWN))
		gtk_widget_set_focusable(item, FALSE);
}

/* What scrolls in it takes the keyboard where no button of the page does. */
static void name_status_page(AdwStatusPage *page)
{
	app_name(gtk_widget_get_first_child(GTK_WIDGET(page)), adw_status_page_get_title(page));
}

static void keep_status_page_named(AdwStatusPage *page)
{
	name_status_page(page);
	g_signal_handlers_disconnect_by_func(page, name_status_page, NULL); /* of an earlier time */
	g_signal_connect(page, "notify::title", G_CALLBACK(name_status_page), NULL);
}

/* What the libraries leave to be read as the name of a class. Ours are presentational from the beginning. */
static void mend_names(GtkWidget *widget)
{
	gboolean drawn = GTK_IS_IMAGE(widget) || GTK_IS_SCROLLBAR(widget);

	if (drawn && gtk_accessible_get_accessible_role(GTK_ACCESSIBLE(widget)) !=
			     GTK_ACCESSIBLE_ROLE_PRESENTATION)
		set_hidden(widget, TRUE);
	if (GTK_IS_MENU_BUTTON(widget))
		name_menu_button(GTK_MENU_BUTTON(widget));
	if (ADW_IS_VIEW_SWITCHER(widget))
		app_name(widget, _("Views"));
	if (ADW_IS_STATUS_PAGE(widget))
		keep_status_page_named(ADW_STATUS_PAGE(widget));
	if (GTK_IS_PANED(widget))
		gtk_widget_set_focusable(widget, FALSE); /* for a key that we use ourselves */
	if (strcmp(G_OBJECT_TYPE_NAME(widget), "GtkListItemWidget") == 0)
		leave_to_button(widget);
}

static gboolean after_map(
	GSignalInvocationHint *hint, guint count, const GValue *values, gpointer data)
{
	GtkWidget *widget = g_value_get_object(&values[0]);
	GtkWidget *parent = gtk_widget_get_parent(widget);

	if (GTK_IS_WINDOW(widget) && !GTK_IS_DIALOG(widget))
		app_order_tabs(GTK_WINDOW(widget));
	if (parent && has_pages(parent))
		set_hidden(widget, FALSE);
	mend_names(widget);
	if (GTK_IS_BUTTON(widget))
		name_without_mnemonic(GTK_BUTTON(widget));
	if (GTK_IS_SEARCH_ENTRY(widget))
		name_search(widget);
	if (!has_pages(widget))
		return TRUE;
	/* Pages that were never seen are not told to be unmapped. */
	for (GtkWidget *page = gtk_widget_get_first_child(widget); page;
		page = gtk_widget_get_next_sibling(page))
		set_hidden(page, !gtk_widget_get_mapped(page));
	return TRUE;
}

static gboolean after_unmap(
	GSignalInvocationHint *hint, guint count, const GValue *values, gpointer data)
{
	GtkWidget *widget = g_value_get_object(&values[0]);
	GtkWidget *parent = gtk_widget_get_parent(widget);

	if (parent && has_pages(parent))
		set_hidden(widget, TRUE);
	return TRUE;
}

void app_mend_accessibility(void)
{
	GTypeClass *class = g_type_class_ref(GTK_TYPE_WIDGET); /* now the signals are known */

	g_signal_add_emission_hook(
		g_signal_lookup("map", GTK_TYPE_WIDGET), 0, after_map, NULL, NULL);
	g_signal_add_emission_hook(
		g_signal_lookup("unmap", GTK_TYPE_WIDGET), 0, after_unmap, NULL, NULL);
	g_type_class_unref(class);
}

/* ---- rows that were chosen elsewhere ---- */

void app_show_selected(GtkWidget *list, guint position)
{
	GtkWidget *row = gtk_widget_get_first_child(list);

	gtk_widget_activate_action(list, "list.scroll-to-item", "u", position);
	if (!gtk_widget_get_focus_child(list))
		return;
	while (row && !(gtk_widget_get_state_flags(row) & GTK_STATE_FLAG_SELECTED))
		row = gtk_widget_get_next_sibling(row);
	if (row)
		gtk_widget_grab_focus(row);
}
