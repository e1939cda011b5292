#include "gui/widgets/tab-order.h"

#include <adwaita.h>

/* Marks of a list: that it is one stop, and the row that was left (only compared). */
static const char one_key[] = "app-one-stop", left_key[] = "app-row-left";

static gboolean is_one(GtkWidget *widget)
{
	return g_object_get_data(G_OBJECT(widget), one_key) != NULL;
}

/* ---- which widgets are stops ---- */

typedef GType type_function(void);

static gboolean is_any(GtkWidget *widget, type_function *const *types, guint count)
{
	for (guint i = 0; i < count; i++)
		if (g_type_is_a(G_OBJECT_TYPE(widget), types[i]()))
			return TRUE;
	return FALSE;
}

/* They take the keyboard for what is inside of them, or for a handle (GtkPaned). */
static gboolean is_frame(GtkWidget *widget)
{
	static type_function *const types[] = { gtk_flow_box_get_type, gtk_list_box_get_type,
		gtk_list_view_get_type, gtk_column_view_get_type, gtk_paned_get_type,
		gtk_scrolled_window_get_type };

	return is_any(widget, types, G_N_ELEMENTS(types));
}

/* What is inside takes the keyboard for it, or is not there for the keyboard. */
static gboolean is_whole(GtkWidget *widget)
{
	static type_function *const types[] = { gtk_button_get_type, gtk_editable_get_type,
		gtk_text_view_get_type };

	return is_one(widget) || is_any(widget, types, G_N_ELEMENTS(types));
}

/* Of a group of radio buttons only the chosen one; the arrow keys go to the others. */
static gboolean is_other_choice(GtkWidget *widget)
{
	return GTK_IS_CHECK_BUTTON(widget) &&
	       gtk_accessible_get_accessible_role(GTK_ACCESSIBLE(widget)) ==
		       GTK_ACCESSIBLE_ROLE_RADIO &&
	       !gtk_check_button_get_active(GTK_CHECK_BUTTON(widget));
}

/* The titles of columns are in a row that looks like any other. */
static gboolean is_head(GtkWidget *widget)
{
	GtkWidget *parent = gtk_widget_get_parent(widget);

	return GTK_IS_COLUMN_VIEW(parent) && !is_one(widget);
}

static gboolean is_stop(GtkWidget *widget)
{
	/* An entry does not, but the text inside. */
	if (is_one(widget) || GTK_IS_EDITABLE(widget))
		return TRUE;
	return gtk_widget_get_focusable(widget) && !is_frame(widget) && !is_head(widget) &&
	       !is_other_choice(widget);
}

/* ---- their order ---- */

static int by_place(gconstpointer a, gconstpointer b)
{
	GtkWidget *one = *(GtkWidget *const *)a, *other = *(GtkWidget *const *)b;
	graphene_rect_t left, right;

	if (!gtk_widget_compute_bounds(one, gtk_widget_get_parent(one), &left) ||
		!gtk_widget_compute_bounds(other, gtk_widget_get_parent(other), &right))
		return 0;
	return (left.origin.x > right.origin.x) - (left.origin.x < right.origin.x);
}

static GPtrArray *children_of(GtkWidget *widget)
{
	GPtrArray *children = g_ptr_array_new();

	for (GtkWidget *child = gtk_widget_get_first_child(widget); child;
		child = gtk_widget_get_next_sibling(child))
		g_ptr_array_add(children, child);
	/* Theirs stand one above the other, not in the order of the screen. */
	if (ADW_IS_FLAP(widget) || ADW_IS_LEAFLET(widget))
		g_ptr_array_sort(children, by_place);
	return children;
}

static void gather(GtkWidget *widget, GPtrArray *stops)
{
	guint before = stops->len;
	g_autoptr(GPtrArray) children = NULL;

	if (!gtk_widget_get_mapped(widget) || !gtk_widget_is_sensitive(widget) ||
		!gtk_widget_get_can_focus(widget))
		return;
	if (is_stop(widget))
		g_ptr_array_add(stops, widget);
	if (is_whole(widget))
		return;
	children = children_of(widget);
	for (guint i = 0; i < children->len; i++)
		if (!GTK_IS_NATIVE(children->pdata[i]))
			gather(children->pdata[i], stops);
	/* So that one can scroll what nothing else scrolls. */
	if (GTK_IS_SCROLLED_WINDOW(widget) && gtk_widget_get_focusable(widget) &&
		stops->len == before)
		g_ptr_array_add(stops, widget);
}

/* ---- going ---- */

static gboolean contains(GtkWidget *widget, GtkWidget *focus)
{
	return focus && (focus == widget || gtk_widget_is_ancestor(focus, widget));
}

/* The innermost one; -1: none has the keyboard. */
static int find(GPtrArray *stops, GtkWidget *focus)
{
	for (int i = (int)stops->len - 1; i >= 0; i--)
		if (contains(stops->pdata[i], focus))
			return i;
	return -1;
}

static gboolean takes_keyboard(GtkWidget *row)
{
	return gtk_widget_get_mapped(row) && gtk_widget_is_sensitive(row) &&
	       gtk_widget_get_focusable(row);
}

/* The one that was left, or the selected one, or the first. */
static GtkWidget *row_to_enter(GtkWidget *list)
{
	gconstpointer left = g_object_get_data(G_OBJECT(list), left_key);
	GtkWidget *selected = GTK_WIDGET(gtk_list_box_get_selected_row(GTK_LIST_BOX(list)));
	GtkWidget *first = NULL;

	for (GtkWidget *row = gtk_widget_get_first_child(list); row;
		row = gtk_widget_get_next_sibling(row)) {
		if (!GTK_IS_LIST_BOX_ROW(row) || !takes_keyboard(row))
			continue;
		if (row == left)
			return row;
		first = first ? first : row;
	}
	return selected && takes_keyboard(selected) ? selected : first;
}

/* FALSE: it takes no keyboard, or hands it to the one that has it (a row that opens to the row inside of it). */
static gboolean enter(GtkWidget *stop)
{
	GtkRoot *root = gtk_widget_get_root(stop);
	GtkWidget *before = gtk_root_get_focus(root);
	GtkWidget *row = is_one(stop) && GTK_IS_LIST_BOX(stop) ? row_to_enter(stop) : NULL;

	if (row)
		gtk_widget_grab_focus(row);
	else if (is_one(stop))
		gtk_widget_child_focus(stop, GTK_DIR_TAB_FORWARD);
	else
		gtk_widget_grab_focus(stop);
	return gtk_root_get_focus(root) != before && contains(stop, gtk_root_get_focus(root));
}

static void remember_row(GtkWidget *stop)
{
	if (is_one(stop) && GTK_IS_LIST_BOX(stop))
		g_object_set_data(G_OBJECT(stop), left_key, gtk_widget_get_focus_child(stop));
}

static void move(GtkWindow *window, int by)
{
	g_autoptr(GPtrArray) stops = g_ptr_array_new();
	int count, at;

	gather(GTK_WIDGET(window), stops);
	count = (int)stops->len;
	at = find(stops, gtk_window_get_focus(window));
	if (at >= 0)
		remember_row(stops->pdata[at]);
	else if (by < 0)
		at = 0;
	for (int tries = 0; tries < count; tries++) {
		at = (at + by + count) % count;
		if (enter(stops->pdata[at]))
			break;
	}
	gtk_window_set_focus_visible(window, TRUE);
}

static void on_move_focus(GtkWindow *window, GtkDirectionType direction)
{
	GtkWidget *focus = gtk_window_get_focus(window);

	if (direction != GTK_DIR_TAB_FORWARD && direction != GTK_DIR_TAB_BACKWARD)
		return;
	if (focus && gtk_widget_get_native(focus) != GTK_NATIVE(window))
		return; /* in a popover, which knows its way */
	g_signal_stop_emission_by_name(window, "move-focus");
	move(window, direction == GTK_DIR_TAB_FORWARD ? 1 : -1);
}

void app_order_tabs(GtkWindow *window)
{
	g_signal_handlers_disconnect_by_func(window, on_move_focus, NULL);
	g_signal_connect(window, "move-focus", G_CALLBACK(on_move_focus), NULL);
}

void app_one_tab_stop(GtkWidget *list)
{
	/* The rows without the titles of the columns. */
	if (GTK_IS_COLUMN_VIEW(list))
		list = gtk_widget_get_last_child(list);
	g_object_set_data(G_OBJECT(list), one_key, GINT_TO_POINTER(TRUE));
}
