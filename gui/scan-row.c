#include "gui/scan-row.h"

#include <glib/gi18n.h>

#include "gui/clock.h"
#include "gui/widgets/tooltip.h"

struct _AppScanRow {
	GtkListBoxRow parent;
	AppScan *scan;
	GtkWidget *mark, *spinner, *title, *subtitle, *bar, *menu;
};

G_DEFINE_FINAL_TYPE(AppScanRow, app_scan_row, GTK_TYPE_LIST_BOX_ROW)

/* ---- words ---- */

const char *app_scan_row_get_group(AppScanRow *row)
{
	static const char *const words[] = { N_("Today"), N_("Yesterday"), N_("Earlier") };

	if (app_scan_get_state(row->scan) == APP_SCAN_RUNNING)
		return _("Running");
	return _(words[app_clock_days_ago(app_scan_get_started(row->scan))]);
}

/* "scanned today 14:02", for screen readers. */
static char *when(AppScanRow *row)
{
	g_autoptr(GDateTime) started =
		g_date_time_new_from_unix_local(app_scan_get_started(row->scan));

	return g_date_time_format(started, "%x %H:%M");
}

static void name(AppScanRow *row)
{
	g_autofree char *time = when(row);
	g_autofree char *text = g_strdup_printf(_("%1$s, %2$s, scanned %3$s"),
		app_scan_get_title(row->scan), app_scan_get_subtitle(row->scan), time);

	gtk_accessible_update_property(
		GTK_ACCESSIBLE(row), GTK_ACCESSIBLE_PROPERTY_LABEL, text, -1);
	app_set_tooltip(GTK_WIDGET(row), text);
}

/* ---- the row ---- */

static void show_state(AppScanRow *row)
{
	gboolean running = app_scan_get_state(row->scan) == APP_SCAN_RUNNING;

	app_mark_set(row->mark, app_scan_get_status(row->scan));
	gtk_widget_set_visible(row->mark, !running);
	gtk_widget_set_visible(row->spinner, running);
	gtk_spinner_set_spinning(GTK_SPINNER(row->spinner), running);
	gtk_widget_set_visible(row->bar, running);
	gtk_list_box_row_changed(GTK_LIST_BOX_ROW(row));
}

static void show_text(AppScanRow *row)
{
	gtk_label_set_label(GTK_LABEL(row->title), app_scan_get_title(row->scan));
	gtk_label_set_label(GTK_LABEL(row->subtitle), app_scan_get_subtitle(row->scan));
	gtk_progress_bar_set_fraction(GTK_PROGRESS_BAR(row->bar), app_scan_get_fraction(row->scan));
	name(row);
}

static void on_menu(AppScanRow *row)
{
	GtkWidget *list = gtk_widget_get_parent(GTK_WIDGET(row));

	/* The actions are about the scan that is shown. */
	if (GTK_IS_LIST_BOX(list))
		g_signal_emit_by_name(list, "row-activated", row);
	gtk_popover_popup(GTK_POPOVER(row->menu));
}

static void on_right_click(GtkGestureClick *click, int count, double x, double y, AppScanRow *row)
{
	gtk_popover_set_pointing_to(
		GTK_POPOVER(row->menu), &(GdkRectangle){ (int)x, (int)y, 1, 1 });
	on_menu(row);
}

static gboolean on_menu_key(GtkWidget *widget, GVariant *args, gpointer user)
{
	on_menu(APP_SCAN_ROW(widget));
	return TRUE;
}

static void app_scan_row_dispose(GObject *object)
{
	AppScanRow *row = APP_SCAN_ROW(object);

	g_clear_pointer(&row->menu, gtk_widget_unparent);
	g_clear_object(&row->scan);
	G_OBJECT_CLASS(app_scan_row_parent_class)->dispose(object);
}

static void size_allocate(GtkWidget *widget, int width, int height, int baseline)
{
	GTK_WIDGET_CLASS(app_scan_row_parent_class)->size_allocate(widget, width, height, baseline);
	gtk_popover_present(GTK_POPOVER(APP_SCAN_ROW(widget)->menu));
}

static void app_scan_row_class_init(AppScanRowClass *class)
{
	GtkWidgetClass *widget_class = GTK_WIDGET_CLASS(class);

	G_OBJECT_CLASS(class)->dispose = app_scan_row_dispose;
	widget_class->size_allocate = size_allocate;
	gtk_widget_class_add_binding(widget_class, GDK_KEY_F10, GDK_SHIFT_MASK, on_menu_key, NULL);
	gtk_widget_class_add_binding(widget_class, GDK_KEY_Menu, 0, on_menu_key, NULL);
	gtk_widget_class_add_binding_action(
		widget_class, GDK_KEY_Delete, 0, "win.delete-scan", NULL);
}

static GtkWidget *menu_of_row(AppScanRow *row)
{
	g_autoptr(GMenu) menu = g_menu_new();
	GtkWidget *popover;

	g_menu_append(menu, _("Scan Again"), "win.scan-again");
	g_menu_append(menu, _("Compare With…"), "win.compare");
	g_menu_append(menu, _("Rename…"), "win.rename-scan");
	g_menu_append(menu, _("Show File"), "win.show-file");
	g_menu_append(menu, _("Delete"), "win.delete-scan");
	popover = gtk_popover_menu_new_from_model(G_MENU_MODEL(menu));
	gtk_widget_set_parent(popover, GTK_WIDGET(row));
	gtk_popover_set_has_arrow(GTK_POPOVER(popover), FALSE);
	gtk_widget_set_halign(popover, GTK_ALIGN_START);
	return popover;
}

static GtkWidget *text_column(AppScanRow *row)
{
	GtkWidget *column = gtk_box_new(GTK_ORIENTATION_VERTICAL, 3);

	row->title = g_object_new(
		GTK_TYPE_LABEL, "xalign", 0.0, "ellipsize", PANGO_ELLIPSIZE_MIDDLE, NULL);
	row->subtitle =
		g_object_new(GTK_TYPE_LABEL, "xalign", 0.0, "ellipsize", PANGO_ELLIPSIZE_END, NULL);
	gtk_widget_add_css_class(row->subtitle, "caption");
	gtk_widget_add_css_class(row->subtitle, "dim-label");
	row->bar = g_object_new(GTK_TYPE_PROGRESS_BAR, NULL);
	gtk_accessible_update_property(
		GTK_ACCESSIBLE(row->bar), GTK_ACCESSIBLE_PROPERTY_LABEL, _("Scan progress"), -1);
	gtk_box_append(GTK_BOX(column), row->title);
	gtk_box_append(GTK_BOX(column), row->subtitle);
	gtk_box_append(GTK_BOX(column), row->bar);
	gtk_widget_set_hexpand(column, TRUE);
	return column;
}

static void app_scan_row_init(AppScanRow *row)
{
	GtkWidget *line = gtk_box_new(GTK_ORIENTATION_HORIZONTAL, 10);
	GtkGesture *click = gtk_gesture_click_new();

	row->mark = app_mark_new(APP_STATUS_PENDING);
	row->spinner = gtk_spinner_new();
	gtk_box_append(GTK_BOX(line), row->mark);
	gtk_box_append(GTK_BOX(line), row->spinner);
	gtk_box_append(GTK_BOX(line), text_column(row));
	gtk_widget_add_css_class(line, "app-scan-row");
	gtk_list_box_row_set_child(GTK_LIST_BOX_ROW(row), line);
	gtk_gesture_single_set_button(GTK_GESTURE_SINGLE(click), GDK_BUTTON_SECONDARY);
	g_signal_connect(click, "pressed", G_CALLBACK(on_right_click), row);
	gtk_widget_add_controller(GTK_WIDGET(row), GTK_EVENT_CONTROLLER(click));
	row->menu = menu_of_row(row);
}

GtkWidget *app_scan_row_new(AppScan *scan)
{
	AppScanRow *row = g_object_new(APP_TYPE_SCAN_ROW, NULL);

	row->scan = g_object_ref(scan);
	g_signal_connect_object(
		scan, "notify::state", G_CALLBACK(show_state), row, G_CONNECT_SWAPPED);
	g_signal_connect_object(
		scan, "notify::subtitle", G_CALLBACK(show_text), row, G_CONNECT_SWAPPED);
	g_signal_connect_object(
		scan, "notify::title", G_CALLBACK(show_text), row, G_CONNECT_SWAPPED);
	show_state(row);
	show_text(row);
	return GTK_WIDGET(row);
}

AppScan *app_scan_row_get_scan(AppScanRow *row)
{
	return row->scan;
}
