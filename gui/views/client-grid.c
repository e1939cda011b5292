#include "gui/views/client-grid.h"

#include <glib/gi18n.h>

#include "gui/views/client-cell.h"
#include "gui/views/client-chooser.h"
#include "gui/widgets/a11y.h"
#include "gui/widgets/wheel.h"

enum {
	WHOLE_UP_TO = 3
}; /* servers; with more a cell has room for the version only */

struct _AppClientGrid {
	GtkBox parent;
	AppContext *context;
	GtkWidget *head, *empty, *frame, *chooser;
	GtkColumnView *view;
	GtkSingleSelection *selection;
	GPtrArray *columns;  /* struct column of each server, in order */
	GHashTable *bound;   /* GtkListItem → struct column, of all cells that are shown */
	struct column *name; /* the first column */
	gboolean filling;    /* the selection changes by our own doing */
};

/* A column and its server; NULL: the names of the clients. */
struct column {
	AppClientGrid *grid;
	AppServer *server;
	GtkColumnViewColumn *column;
	GtkCustomSorter *sorter;
};

G_DEFINE_FINAL_TYPE(AppClientGrid, app_client_grid, GTK_TYPE_BOX)

static guint server_count(AppClientGrid *grid)
{
	return grid->columns->len;
}

/* The server whose column has the ring; NULL: all of them are chosen, the name has it. */
static AppServer *current_server(AppClientGrid *grid)
{
	return server_count(grid) == 1 ? app_context_get_one_server(grid->context)
				       : app_context_get_server(grid->context);
}

/* ---- cells ---- */

static AppCellLength cell_length(AppClientGrid *grid)
{
	gboolean wide = app_context_get_width_class(grid->context) == APP_WIDTH_WIDE;

	return !wide || server_count(grid) > WHOLE_UP_TO ? APP_CELL_SHORT : APP_CELL_WHOLE;
}

static void show_cell(struct column *column, GtkListItem *item)
{
	AppClientGrid *grid = column->grid;
	AppScan *scan = app_context_get_scan(grid->context);
	AppProfile *client = gtk_list_item_get_item(item);
	GtkWidget *cell = gtk_list_item_get_child(item);

	if (!scan)
		return;
	if (column->server)
		app_client_cell_show_pair(cell, column->server, client, cell_length(grid));
	else
		app_client_cell_show_client(cell, scan, client);
	app_client_cell_set_current(cell, client == app_context_get_client(grid->context) &&
						  column->server == current_server(grid));
}

static void on_pressed(GtkGestureClick *gesture, int presses, double x, double y, GtkListItem *item)
{
	struct column *column = g_object_get_data(G_OBJECT(item), "app-column");
	AppProfile *client = gtk_list_item_get_item(item);

	if (!client)
		return;
	app_context_set_client(column->grid->context, client);
	if (column->server)
		app_context_set_server(column->grid->context, column->server);
}

static void setup(GtkSignalListItemFactory *factory, GtkListItem *item, struct column *column)
{
	GtkWidget *cell = app_client_cell_new();
	GtkGesture *click = gtk_gesture_click_new();

	g_object_set_data(G_OBJECT(item), "app-column", column);
	g_signal_connect(click, "pressed", G_CALLBACK(on_pressed), item);
	gtk_widget_add_controller(cell, GTK_EVENT_CONTROLLER(click));
	gtk_list_item_set_child(item, cell);
}

static void bind(GtkSignalListItemFactory *factory, GtkListItem *item, struct column *column)
{
	g_hash_table_insert(column->grid->bound, item, column);
	show_cell(column, item);
}

static void unbind(GtkSignalListItemFactory *factory, GtkListItem *item, struct column *column)
{
	g_hash_table_remove(column->grid->bound, item);
}

/* ---- columns ---- */

/* What needs a look first: fails, not known, weak, works. */
static int rank(AppPair *pair)
{
	static const int ranks[] = {
		[APP_STATUS_FAILS] = 0,
		[APP_STATUS_UNKNOWN] = 1,
		[APP_STATUS_PENDING] = 2,
		[APP_STATUS_WEAK] = 3,
		[APP_STATUS_WORKS] = 4,
	};

	return ranks[app_pair_get_status(pair)];
}

static int compare(gconstpointer a, gconstpointer b, gpointer user)
{
	struct column *column = user;
	AppProfile *first = (AppProfile *)a, *second = (AppProfile *)b;
	int difference;

	if (!column->server)
		return g_utf8_collate(app_profile_get_title(first), app_profile_get_title(second));
	difference = rank(app_server_get_pair(column->server, first)) -
		     rank(app_server_get_pair(column->server, second));
	return difference < 0 ? GTK_ORDERING_SMALLER
	       : difference   ? GTK_ORDERING_LARGER
			      : GTK_ORDERING_EQUAL;
}

static struct column *add_column(AppClientGrid *grid, const char *title, AppServer *server)
{
	struct column *column = g_new0(struct column, 1);
	GtkListItemFactory *factory = gtk_signal_list_item_factory_new();

	column->grid = grid;
	column->server = server ? g_object_ref(server) : NULL;
	g_signal_connect(factory, "setup", G_CALLBACK(setup), column);
	g_signal_connect(factory, "bind", G_CALLBACK(bind), column);
	g_signal_connect(factory, "unbind", G_CALLBACK(unbind), column);
	column->column = gtk_column_view_column_new(title, factory);
	column->sorter = gtk_custom_sorter_new(compare, column, NULL);
	gtk_column_view_column_set_sorter(column->column, GTK_SORTER(column->sorter));
	gtk_column_view_column_set_expand(column->column, TRUE);
	gtk_column_view_append_column(grid->view, column->column);
	return column;
}

static void remove_column(gpointer data)
{
	struct column *column = data;

	gtk_column_view_remove_column(column->grid->view, column->column);
	g_object_unref(column->column);
	g_object_unref(column->sorter);
	g_clear_object(&column->server);
	g_free(column);
}

static gboolean same_columns(AppClientGrid *grid, GListModel *servers)
{
	if (g_list_model_get_n_items(servers) != grid->columns->len)
		return FALSE;
	for (guint i = 0; i < grid->columns->len; i++) {
		struct column *column = g_ptr_array_index(grid->columns, i);
		g_autoptr(AppServer) server = g_list_model_get_item(servers, i);

		if (server != column->server)
			return FALSE;
	}
	return TRUE;
}

static void update_columns(AppClientGrid *grid, GListModel *servers)
{
	if (same_columns(grid, servers))
		return;
	g_ptr_array_set_size(grid->columns, 0);
	for (guint i = 0; i < g_list_model_get_n_items(servers); i++) {
		g_autoptr(AppServer) server = g_list_model_get_item(servers, i);

		g_ptr_array_add(grid->columns,
			add_column(grid, app_server_get_short_title(server), server));
	}
	app_name_table(grid->view, _("Clients and servers"));
}

/* ---- keeping up ---- */

static guint position_of(AppClientGrid *grid, AppProfile *client)
{
	GListModel *rows = G_LIST_MODEL(grid->selection);

	for (guint i = 0; i < g_list_model_get_n_items(rows); i++) {
		g_autoptr(AppProfile) row = g_list_model_get_item(rows, i);

		if (row == client)
			return i;
	}
	return GTK_INVALID_LIST_POSITION;
}

static void update_cells(AppClientGrid *grid)
{
	GHashTableIter cells;
	gpointer item, column;

	g_hash_table_iter_init(&cells, grid->bound);
	while (g_hash_table_iter_next(&cells, &item, &column))
		show_cell(column, item);
}

/* The order stays while somebody is at work in the table. */
static void update_order(AppClientGrid *grid)
{
	if (gtk_widget_get_focus_child(GTK_WIDGET(grid->view)))
		return;
	for (guint i = 0; i < grid->columns->len; i++) {
		struct column *column = g_ptr_array_index(grid->columns, i);

		gtk_sorter_changed(GTK_SORTER(column->sorter), GTK_SORTER_CHANGE_DIFFERENT);
	}
}

static void update_selection(AppClientGrid *grid)
{
	grid->filling = TRUE;
	gtk_single_selection_set_selected(
		grid->selection, position_of(grid, app_context_get_client(grid->context)));
	grid->filling = FALSE;
}

void app_client_grid_update(AppClientGrid *grid)
{
	AppScan *scan = app_context_get_scan(grid->context);
	gboolean narrow = app_context_get_width_class(grid->context) == APP_WIDTH_NARROW;
	gboolean any = g_list_model_get_n_items(G_LIST_MODEL(grid->selection)) > 0;

	if (!scan) {
		gtk_widget_set_visible(GTK_WIDGET(grid), FALSE);
		return;
	}
	update_columns(grid, app_scan_get_servers(scan));
	gtk_orientable_set_orientation(GTK_ORIENTABLE(grid->head),
		narrow ? GTK_ORIENTATION_VERTICAL : GTK_ORIENTATION_HORIZONTAL);
	gtk_widget_set_visible(GTK_WIDGET(grid), server_count(grid) > 0);
	gtk_widget_set_visible(grid->empty, !any);
	gtk_widget_set_visible(grid->frame, any);
	update_order(grid);
	update_selection(grid);
	update_cells(grid);
}

/* ---- the pair by keyboard ---- */

static void focus_row(AppClientGrid *grid, AppProfile *client)
{
	GHashTableIter cells;
	gpointer item, column;

	g_hash_table_iter_init(&cells, grid->bound);
	while (g_hash_table_iter_next(&cells, &item, &column)) {
		GtkWidget *cell = gtk_list_item_get_child(item);

		if (column == grid->name && gtk_list_item_get_item(item) == client)
			gtk_widget_grab_focus(gtk_widget_get_parent(gtk_widget_get_parent(cell)));
	}
}

static gboolean move_row(AppClientGrid *grid, int by)
{
	GListModel *rows = G_LIST_MODEL(grid->selection);
	guint count = g_list_model_get_n_items(rows);
	guint at = position_of(grid, app_context_get_client(grid->context));
	g_autoptr(AppProfile) client = NULL;

	if (at == GTK_INVALID_LIST_POSITION)
		at = 0;
	else if (by < 0 ? at == 0 : at + 1 >= count)
		return TRUE;
	else
		at += (guint)by;
	client = g_list_model_get_item(rows, at);
	if (!client)
		return FALSE;
	app_context_set_client(grid->context, client);
	focus_row(grid, client);
	return TRUE;
}

static int server_index(AppClientGrid *grid)
{
	AppServer *server = current_server(grid);

	for (guint i = 0; server && i < grid->columns->len; i++)
		if (((struct column *)g_ptr_array_index(grid->columns, i))->server == server)
			return (int)i;
	return -1;
}

static void choose_server(AppClientGrid *grid, int index)
{
	struct column *column = index < 0 ? NULL : g_ptr_array_index(grid->columns, index);

	app_context_set_server(grid->context, column ? column->server : NULL);
}

/* Left of the first server: all of them. */
static gboolean move_column(AppClientGrid *grid, int by)
{
	int least = server_count(grid) > 1 ? -1 : 0;

	choose_server(grid, CLAMP(server_index(grid) + by, least, (int)server_count(grid) - 1));
	return TRUE;
}

static gboolean on_arrow(GtkWidget *widget, GVariant *parameter, gpointer user)
{
	AppClientGrid *grid =
		APP_CLIENT_GRID(gtk_widget_get_ancestor(widget, APP_TYPE_CLIENT_GRID));
	int dx, dy;

	g_variant_get(parameter, "(ii)", &dx, &dy);
	return dx ? move_column(grid, dx) : move_row(grid, dy);
}

static void add_arrows(GtkWidget *rows)
{
	static const struct {
		guint key;
		int dx, dy;
	} arrows[] = {
		{ GDK_KEY_Left, -1, 0 },
		{ GDK_KEY_Right, 1, 0 },
		{ GDK_KEY_Up, 0, -1 },
		{ GDK_KEY_Down, 0, 1 },
	};
	GtkEventController *keys = gtk_shortcut_controller_new();

	gtk_event_controller_set_propagation_phase(keys, GTK_PHASE_CAPTURE);
	for (guint i = 0; i < G_N_ELEMENTS(arrows); i++)
		gtk_shortcut_controller_add_shortcut(GTK_SHORTCUT_CONTROLLER(keys),
			gtk_shortcut_new_with_arguments(gtk_keyval_trigger_new(arrows[i].key, 0),
				gtk_callback_action_new(on_arrow, NULL, NULL), "(ii)", arrows[i].dx,
				arrows[i].dy));
	gtk_widget_add_controller(rows, keys);
}

/* ---- problems ---- */

static gboolean is_problem(AppClientGrid *grid, guint row, guint column)
{
	g_autoptr(AppProfile) client = g_list_model_get_item(G_LIST_MODEL(grid->selection), row);
	struct column *of = g_ptr_array_index(grid->columns, column);
	AppStatus status = app_pair_get_status(app_server_get_pair(of->server, client));

	return status != APP_STATUS_WORKS && status != APP_STATUS_PENDING;
}

gboolean app_client_grid_next_problem(AppClientGrid *grid, int by)
{
	int width = (int)server_count(grid);
	int size = width * (int)g_list_model_get_n_items(G_LIST_MODEL(grid->selection));
	guint row = position_of(grid, app_context_get_client(grid->context));
	int column = server_index(grid);
	int at = by > 0 ? -1 : size;

	if (row != GTK_INVALID_LIST_POSITION)
		at = (int)row * width + (column < 0 && by < 0 ? 0 : column);
	for (int i = 0; i < size; i++) {
		at = ((at + by) % size + size) % size;
		if (is_problem(grid, (guint)(at / width), (guint)(at % width))) {
			g_autoptr(AppProfile) client = g_list_model_get_item(
				G_LIST_MODEL(grid->selection), (guint)(at / width));

			app_context_set_client(grid->context, client);
			choose_server(grid, at % width);
			return TRUE;
		}
	}
	return FALSE;
}

void app_client_grid_choose_clients(AppClientGrid *grid)
{
	gtk_widget_grab_focus(grid->chooser); /* which scrolls to it */
	gtk_menu_button_popup(GTK_MENU_BUTTON(grid->chooser));
}

/* ---- building ---- */

static void on_selected(AppClientGrid *grid)
{
	gpointer client = gtk_single_selection_get_selected_item(grid->selection);

	if (!grid->filling && client)
		app_context_set_client(grid->context, client);
}

static void on_activate(AppClientGrid *grid)
{
	app_context_show_view(grid->context, "suites");
}

static GtkWidget *make_legend(void)
{
	static const AppStatus statuses[] = { APP_STATUS_WORKS, APP_STATUS_WEAK, APP_STATUS_FAILS,
		APP_STATUS_UNKNOWN };
	GtkWidget *legend = gtk_box_new(GTK_ORIENTATION_HORIZONTAL, 12);

	gtk_widget_set_halign(legend, GTK_ALIGN_END);
	gtk_widget_add_css_class(legend, "caption");
	for (guint i = 0; i < G_N_ELEMENTS(statuses); i++) {
		GtkWidget *entry = gtk_box_new(GTK_ORIENTATION_HORIZONTAL, 5);

		gtk_box_append(GTK_BOX(entry), app_mark_new(statuses[i]));
		gtk_box_append(GTK_BOX(entry), gtk_label_new(app_status_word(statuses[i])));
		gtk_box_append(GTK_BOX(legend), entry);
	}
	return legend;
}

static GtkWidget *make_head(void)
{
	GtkWidget *head = gtk_box_new(GTK_ORIENTATION_HORIZONTAL, 12);
	GtkWidget *heading = g_object_new(GTK_TYPE_LABEL, "label",
		_("Every Client Against Every Server"), "accessible-role",
		GTK_ACCESSIBLE_ROLE_HEADING, "xalign", 0.0, "hexpand", TRUE, "wrap", TRUE, NULL);

	gtk_widget_add_css_class(heading, "heading");
	gtk_box_append(GTK_BOX(head), heading);
	gtk_box_append(GTK_BOX(head), make_legend());
	return head;
}

/* The page scrolls down, the table only sideways. */
static GtkWidget *make_frame(AppClientGrid *grid)
{
	GtkWidget *frame = gtk_frame_new(NULL);
	GtkWidget *scroller = gtk_scrolled_window_new();

	gtk_widget_set_focusable(scroller, FALSE); /* the rows take the focus */
	gtk_scrolled_window_set_policy(
		GTK_SCROLLED_WINDOW(scroller), GTK_POLICY_AUTOMATIC, GTK_POLICY_NEVER);
	gtk_scrolled_window_set_child(GTK_SCROLLED_WINDOW(scroller), GTK_WIDGET(grid->view));
	app_pass_wheel_on(GTK_SCROLLED_WINDOW(scroller));
	gtk_frame_set_child(GTK_FRAME(frame), scroller);
	return frame;
}

static void make_view(AppClientGrid *grid)
{
	GListModel *clients = app_profiles_get_client_set(app_context_get_profiles(grid->context));
	GtkSortListModel *sorted;

	grid->view = GTK_COLUMN_VIEW(gtk_column_view_new(NULL));
	sorted = gtk_sort_list_model_new(
		g_object_ref(clients), g_object_ref(gtk_column_view_get_sorter(grid->view)));
	grid->selection = gtk_single_selection_new(G_LIST_MODEL(sorted));
	gtk_single_selection_set_autoselect(grid->selection, FALSE);
	gtk_single_selection_set_can_unselect(grid->selection, TRUE);
	gtk_column_view_set_model(grid->view, GTK_SELECTION_MODEL(grid->selection));
	gtk_column_view_set_show_row_separators(grid->view, TRUE);
	gtk_widget_add_css_class(GTK_WIDGET(grid->view), "data-table");
	gtk_widget_add_css_class(GTK_WIDGET(grid->view), "app-client-grid");
	app_one_tab_stop(GTK_WIDGET(grid->view));
	add_arrows(gtk_widget_get_last_child(GTK_WIDGET(grid->view)));
	grid->name = add_column(grid, _("Client"), NULL);
	g_signal_connect_object(grid->selection, "notify::selected", G_CALLBACK(on_selected), grid,
		G_CONNECT_SWAPPED);
	g_signal_connect_object(
		grid->view, "activate", G_CALLBACK(on_activate), grid, G_CONNECT_SWAPPED);
}

static void app_client_grid_dispose(GObject *object)
{
	AppClientGrid *grid = APP_CLIENT_GRID(object);

	g_clear_pointer(&grid->columns, g_ptr_array_unref);
	g_clear_pointer(&grid->name, remove_column);
	g_clear_object(&grid->selection);
	g_clear_object(&grid->context);
	G_OBJECT_CLASS(app_client_grid_parent_class)->dispose(object);
}

static void app_client_grid_finalize(GObject *object)
{
	g_hash_table_unref(APP_CLIENT_GRID(object)->bound);
	G_OBJECT_CLASS(app_client_grid_parent_class)->finalize(object);
}

static void app_client_grid_class_init(AppClientGridClass *class)
{
	G_OBJECT_CLASS(class)->dispose = app_client_grid_dispose;
	G_OBJECT_CLASS(class)->finalize = app_client_grid_finalize;
}

static void app_client_grid_init(AppClientGrid *grid)
{
	gtk_orientable_set_orientation(GTK_ORIENTABLE(grid), GTK_ORIENTATION_VERTICAL);
	gtk_box_set_spacing(GTK_BOX(grid), 8);
	grid->columns = g_ptr_array_new_with_free_func(remove_column);
	grid->bound = g_hash_table_new(NULL, NULL);
}

GtkWidget *app_client_grid_new(AppContext *context)
{
	AppClientGrid *grid = g_object_new(APP_TYPE_CLIENT_GRID, NULL);

	grid->context = g_object_ref(context);
	make_view(grid);
	grid->head = make_head();
	grid->empty = gtk_label_new(_("No clients are chosen."));
	grid->frame = make_frame(grid);
	gtk_widget_add_css_class(grid->empty, "dim-label");
	gtk_widget_set_halign(grid->empty, GTK_ALIGN_START);
	gtk_box_append(GTK_BOX(grid), grid->head);
	gtk_box_append(GTK_BOX(grid), grid->empty);
	gtk_box_append(GTK_BOX(grid), grid->frame);
	grid->chooser = app_client_chooser_new(app_context_get_profiles(context));
	gtk_box_append(GTK_BOX(grid), grid->chooser);
	return GTK_WIDGET(grid);
}
