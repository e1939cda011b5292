#include "gui/profiles/edit-list.h"

#include <string.h>

#include <glib/gi18n.h>

#include "gui/profiles/edit-row.h"
#include "gui/profiles/words.h"
#include "gui/widgets/a11y.h"

struct _AppEditList {
	GtkBox parent;
	AppContext *context;
	AppSession *session;
	GtkWidget *box;
	enum scn_edit_list list;
	GtkWidget *over; /* the row that a dragged one is over */
};

static guint removed_signal;

G_DEFINE_FINAL_TYPE(AppEditList, app_edit_list, GTK_TYPE_BOX)

static void fill(AppEditList *self);

/* ---- rows ---- */

static int selected(AppEditList *self)
{
	GtkListBoxRow *row = gtk_list_box_get_selected_row(GTK_LIST_BOX(self->box));

	return row ? gtk_list_box_row_get_index(row) : -1;
}

static void select_row(AppEditList *self, int at)
{
	GtkListBoxRow *row = gtk_list_box_get_row_at_index(GTK_LIST_BOX(self->box), at);

	if (!row)
		return;
	gtk_list_box_select_row(GTK_LIST_BOX(self->box), row);
	gtk_widget_grab_focus(GTK_WIDGET(row));
}

static size_t row_count(AppEditList *self)
{
	size_t count = 0;

	if (self->session)
		scn_edit_rows(app_session_get_edit(self->session), self->list, &count);
	return count;
}

static gboolean is_editable(AppEditList *self)
{
	return self->session && app_session_get_editable(self->session);
}

static void toggle(AppEditList *self, int at)
{
	struct scn_text said = { 0 };

	if (at < 0 || !is_editable(self))
		return;
	app_session_stepped(self->session,
		scn_edit_toggle(app_session_get_edit(self->session), self->list, (size_t)at, &said),
		&said);
	fill(self); /* also where it was refused: the box shows how it is */
}

static void on_row_toggled(AppEditList *self, GtkListBoxRow *row)
{
	gtk_list_box_select_row(GTK_LIST_BOX(self->box), row);
	toggle(self, gtk_list_box_row_get_index(row));
}

static void move(AppEditList *self, int from, int to)
{
	if (!is_editable(self))
		return;
	if (app_session_stepped(self->session,
		    scn_edit_move(app_session_get_edit(self->session), self->list, (size_t)from,
			    (size_t)to),
		    NULL))
		select_row(self, to);
}

void app_edit_list_move(AppEditList *self, int by)
{
	int from = selected(self), last = (int)row_count(self) - 1;
	gint64 to = CLAMP((gint64)from + by, 0, last);

	if (from >= 0 && to != from)
		move(self, from, (int)to);
}

static void remove_row(AppEditList *self, int at)
{
	struct scn_text said = { 0 };
	size_t count;
	const struct scn_edit_row *rows;
	g_autofree char *name = NULL;

	if (at < 0 || !is_editable(self))
		return;
	rows = scn_edit_rows(app_session_get_edit(self->session), self->list, &count);
	name = app_code_name(self->list, rows[at].code, app_context_get_names(self->context));
	if (!app_session_stepped(self->session,
		    scn_edit_remove(
			    app_session_get_edit(self->session), self->list, (size_t)at, &said),
		    &said))
		return;
	select_row(self, MIN(at, (int)row_count(self) - 1));
	g_signal_emit(self, removed_signal, 0, name);
}

/* ---- drag and drop ---- */

static GdkContentProvider *on_prepare(GtkDragSource *source, double x, double y, gpointer user)
{
	GtkWidget *row = gtk_event_controller_get_widget(GTK_EVENT_CONTROLLER(source));

	return is_editable(user) ? gdk_content_provider_new_typed(APP_TYPE_EDIT_ROW, row) : NULL;
}

static void on_drag_begin(GtkDragSource *source, GdkDrag *drag, gpointer user)
{
	GtkWidget *row = gtk_event_controller_get_widget(GTK_EVENT_CONTROLLER(source));
	g_autoptr(GdkPaintable) picture = gtk_widget_paintable_new(row);

	gtk_drag_source_set_icon(source, picture, 0, 0);
}

static void clear_over(AppEditList *self)
{
	if (self->over) {
		gtk_widget_remove_css_class(self->over, "app-drop-before");
		gtk_widget_remove_css_class(self->over, "app-drop-after");
	}
	self->over = NULL;
}

/* In the lower half of a row it goes behind it. *after_out: so. */
static GtkListBoxRow *row_under(AppEditList *self, double y, gboolean *after_out)
{
	GtkListBoxRow *row = gtk_list_box_get_row_at_y(GTK_LIST_BOX(self->box), (int)y);
	double in_row = 0;

	if (!row)
		return NULL;
	gtk_widget_translate_coordinates(self->box, GTK_WIDGET(row), 0, y, NULL, &in_row);
	*after_out = in_row > gtk_widget_get_height(GTK_WIDGET(row)) / 2.0;
	return row;
}

static GdkDragAction on_motion(GtkDropTarget *target, double x, double y, AppEditList *self)
{
	gboolean after = FALSE;
	GtkListBoxRow *row = row_under(self, y, &after);

	clear_over(self);
	if (!row || !is_editable(self))
		return 0;
	self->over = GTK_WIDGET(row);
	gtk_widget_add_css_class(self->over, after ? "app-drop-after" : "app-drop-before");
	return GDK_ACTION_MOVE;
}

static void on_leave(GtkDropTarget *target, AppEditList *self)
{
	clear_over(self);
}

static gboolean on_drop(
	GtkDropTarget *target, const GValue *value, double x, double y, AppEditList *self)
{
	GtkWidget *dragged = g_value_get_object(value);
	gboolean after = FALSE;
	GtkListBoxRow *row = row_under(self, y, &after);
	int from, to;

	clear_over(self);
	if (!row || gtk_widget_get_parent(dragged) != self->box)
		return FALSE;
	from = gtk_list_box_row_get_index(GTK_LIST_BOX_ROW(dragged));
	to = gtk_list_box_row_get_index(row) + (after ? 1 : 0);
	move(self, from, to > from ? to - 1 : to);
	return TRUE;
}

static void accept_drops(AppEditList *self)
{
	GtkDropTarget *target = gtk_drop_target_new(APP_TYPE_EDIT_ROW, GDK_ACTION_MOVE);

	g_signal_connect(target, "motion", G_CALLBACK(on_motion), self);
	g_signal_connect(target, "leave", G_CALLBACK(on_leave), self);
	g_signal_connect(target, "drop", G_CALLBACK(on_drop), self);
	gtk_widget_add_controller(self->box, GTK_EVENT_CONTROLLER(target));
}

/* ---- filling ---- */

static GtkWidget *new_row(AppEditList *self)
{
	GtkWidget *row = app_edit_row_new();
	GtkDragSource *source = gtk_drag_source_new();

	gtk_drag_source_set_actions(source, GDK_ACTION_MOVE);
	g_signal_connect(source, "prepare", G_CALLBACK(on_prepare), self);
	g_signal_connect(source, "drag-begin", G_CALLBACK(on_drag_begin), self);
	gtk_widget_add_controller(row, GTK_EVENT_CONTROLLER(source));
	g_signal_connect_swapped(row, "toggled", G_CALLBACK(on_row_toggled), self);
	gtk_list_box_append(GTK_LIST_BOX(self->box), row);
	return row;
}

static void drop_rows_from(AppEditList *self, int at)
{
	GtkListBoxRow *row;

	while ((row = gtk_list_box_get_row_at_index(GTK_LIST_BOX(self->box), at)))
		gtk_list_box_remove(GTK_LIST_BOX(self->box), GTK_WIDGET(row));
}

/* Rows stay where they are and get other contents, so focus and scrolling do not jump. */
static void fill(AppEditList *self)
{
	size_t count = row_count(self);
	const struct scn_edit *edit = self->session ? app_session_get_edit(self->session) : NULL;
	const struct scn_edit_row *rows = edit ? scn_edit_rows(edit, self->list, &count) : NULL;
	struct scn_edit_mark *marks = edit ? scn_edit_marks(edit, self->list) : NULL;
	struct app_edit_line line = {
		.list = self->list,
		.names = app_context_get_names(self->context),
		.editable = is_editable(self),
		.unset = edit && scn_edit_is_unset(edit, self->list),
		.of = (guint)count,
	};

	drop_rows_from(self, (int)count);
	for (size_t i = 0; i < count; i++) {
		GtkListBoxRow *row = gtk_list_box_get_row_at_index(GTK_LIST_BOX(self->box), (int)i);

		line.row = rows[i];
		line.mark = marks[i];
		app_edit_row_set(APP_EDIT_ROW(row ? GTK_WIDGET(row) : new_row(self)), &line);
	}
	free(marks);
	gtk_widget_set_visible(self->box, count > 0);
}

void app_edit_list_set_session(AppEditList *self, AppSession *session)
{
	if (self->session)
		g_signal_handlers_disconnect_by_func(self->session, fill, self);
	g_set_object(&self->session, session);
	if (session)
		g_signal_connect_object(
			session, "changed", G_CALLBACK(fill), self, G_CONNECT_SWAPPED);
	gtk_list_box_unselect_all(GTK_LIST_BOX(self->box));
	fill(self);
}

/* ---- actions and keys ---- */

static void on_action(GtkWidget *widget, const char *name, GVariant *parameter)
{
	AppEditList *self = APP_EDIT_LIST(widget);

	if (strcmp(name, "editor.move-up") == 0)
		app_edit_list_move(self, -1);
	else if (strcmp(name, "editor.move-down") == 0)
		app_edit_list_move(self, 1);
	else if (strcmp(name, "editor.move-top") == 0)
		app_edit_list_move(self, G_MININT);
	else if (strcmp(name, "editor.move-bottom") == 0)
		app_edit_list_move(self, G_MAXINT);
	else if (strcmp(name, "editor.toggle") == 0)
		toggle(self, selected(self));
	else
		remove_row(self, selected(self));
}

static const struct {
	const char *trigger, *action;
} keys[] = {
	{ "<Alt>Up|<Control><Shift>Up", "editor.move-up" },
	{ "<Alt>Down|<Control><Shift>Down", "editor.move-down" },
	{ "<Alt>Home", "editor.move-top" },
	{ "<Alt>End", "editor.move-bottom" },
	{ "space", "editor.toggle" },
	{ "Delete", "editor.remove" },
};

/* Before the list box, which has a use of its own for some of these keys. */
static void add_keys(AppEditList *self)
{
	GtkEventController *controller = gtk_shortcut_controller_new();

	gtk_event_controller_set_propagation_phase(controller, GTK_PHASE_CAPTURE);
	for (guint i = 0; i < G_N_ELEMENTS(keys); i++)
		gtk_shortcut_controller_add_shortcut(GTK_SHORTCUT_CONTROLLER(controller),
			gtk_shortcut_new(gtk_shortcut_trigger_parse_string(keys[i].trigger),
				gtk_named_action_new(keys[i].action)));
	gtk_widget_add_controller(GTK_WIDGET(self), controller);
}

static void app_edit_list_dispose(GObject *object)
{
	AppEditList *self = APP_EDIT_LIST(object);

	g_clear_object(&self->session);
	g_clear_object(&self->context);
	G_OBJECT_CLASS(app_edit_list_parent_class)->dispose(object);
}

static void app_edit_list_class_init(AppEditListClass *class)
{
	G_OBJECT_CLASS(class)->dispose = app_edit_list_dispose;
	removed_signal = g_signal_new("removed", APP_TYPE_EDIT_LIST, G_SIGNAL_RUN_LAST, 0, NULL,
		NULL, NULL, G_TYPE_NONE, 1, G_TYPE_STRING);
	for (guint i = 0; i < G_N_ELEMENTS(keys); i++)
		gtk_widget_class_install_action(
			GTK_WIDGET_CLASS(class), keys[i].action, NULL, on_action);
}

static void app_edit_list_init(AppEditList *self)
{
	self->box = gtk_list_box_new();
	gtk_widget_set_hexpand(self->box, TRUE);
	gtk_widget_add_css_class(self->box, "boxed-list");
	gtk_list_box_set_selection_mode(GTK_LIST_BOX(self->box), GTK_SELECTION_SINGLE);
	gtk_list_box_set_activate_on_single_click(GTK_LIST_BOX(self->box), FALSE);
	gtk_box_append(GTK_BOX(self), self->box);
	add_keys(self);
	accept_drops(self);
	app_one_tab_stop(self->box);
}

GtkWidget *app_edit_list_new(AppContext *context, enum scn_edit_list list, const char *name)
{
	AppEditList *self = g_object_new(APP_TYPE_EDIT_LIST, NULL);

	self->context = g_object_ref(context);
	self->list = list;
	app_name(self->box, name);
	g_signal_connect_object(
		context, "notify::names", G_CALLBACK(fill), self, G_CONNECT_SWAPPED);
	return GTK_WIDGET(self);
}

gboolean app_edit_list_is_in(AppEditList *self, GtkWidget *focus)
{
	return focus && gtk_widget_is_ancestor(focus, GTK_WIDGET(self));
}

enum scn_edit_list app_edit_list_get_list(AppEditList *self)
{
	return self->list;
}
