#include "gui/widgets/size-watcher.h"

struct _AppSizeWatcher {
	GtkWidget parent;
	GtkWidget *child;
	int width_class; /* -1: nobody knows yet */
	guint pending;
};

enum {
	MIN_WIDTH = 360,
	MIN_HEIGHT = 300,
	WIDE_FROM = 1000,
	MID_FROM = 640,
};

#define USUAL_TEXT      14.7 /* px: 11 points at 96 dpi */
#define POINTS_PER_INCH 72.0

static guint changed_signal;

static void buildable_init(GtkBuildableIface *interface);

G_DEFINE_FINAL_TYPE_WITH_CODE(AppSizeWatcher, app_size_watcher, GTK_TYPE_WIDGET,
	G_IMPLEMENT_INTERFACE(GTK_TYPE_BUILDABLE, buildable_init))

static GtkBuildableIface *parent_buildable;

static void add_child(
	GtkBuildable *buildable, GtkBuilder *builder, GObject *child, const char *type)
{
	if (GTK_IS_WIDGET(child))
		app_size_watcher_set_child(APP_SIZE_WATCHER(buildable), GTK_WIDGET(child));
	else
		parent_buildable->add_child(buildable, builder, child, type);
}

static void buildable_init(GtkBuildableIface *interface)
{
	parent_buildable = g_type_interface_peek_parent(interface);
	interface->add_child = add_child;
}

static GtkSizeRequestMode get_request_mode(GtkWidget *widget)
{
	return GTK_SIZE_REQUEST_CONSTANT_SIZE;
}

static void measure(GtkWidget *widget, GtkOrientation orientation, int for_size, int *minimum,
	int *natural, int *minimum_baseline, int *natural_baseline)
{
	AppSizeWatcher *watcher = APP_SIZE_WATCHER(widget);
	int most = orientation == GTK_ORIENTATION_HORIZONTAL ? MIN_WIDTH : MIN_HEIGHT;

	*minimum = *natural = most;
	if (watcher->child)
		gtk_widget_measure(watcher->child, orientation, -1, minimum, natural, NULL, NULL);
	*minimum = MIN(*minimum, most);
	*natural = MAX(*natural, *minimum);
}

static gboolean tell(gpointer user)
{
	AppSizeWatcher *watcher = user;

	watcher->pending = 0;
	g_signal_emit(watcher, changed_signal, 0, watcher->width_class);
	return G_SOURCE_REMOVE;
}

/* With larger text less fits: what is as wide as the usual text makes it. */
static int width_in_usual_text(GtkWidget *widget, int width)
{
	PangoContext *context = gtk_widget_get_pango_context(widget);
	const PangoFontDescription *font = pango_context_get_font_description(context);
	double size = (double)pango_font_description_get_size(font) / PANGO_SCALE;

	if (!pango_font_description_get_size_is_absolute(font))
		size *= pango_cairo_context_get_resolution(context) / POINTS_PER_INCH;
	return size > USUAL_TEXT ? (int)(width * USUAL_TEXT / size) : width;
}

static int class_of(int width)
{
	return width >= WIDE_FROM  ? APP_WIDTH_WIDE
	       : width >= MID_FROM ? APP_WIDTH_MID
				   : APP_WIDTH_NARROW;
}

/* Widgets must not change while they get their sizes, so it is told from an idle. */
static void size_allocate(GtkWidget *widget, int width, int height, int baseline)
{
	AppSizeWatcher *watcher = APP_SIZE_WATCHER(widget);
	int width_class = class_of(width_in_usual_text(widget, width));

	if (watcher->child) {
		int min_width, min_height;

		gtk_widget_measure(watcher->child, GTK_ORIENTATION_HORIZONTAL, -1, &min_width, NULL,
			NULL, NULL);
		gtk_widget_measure(watcher->child, GTK_ORIENTATION_VERTICAL, MAX(width, min_width),
			&min_height, NULL, NULL, NULL);
		gtk_widget_allocate(watcher->child, MAX(width, min_width), MAX(height, min_height),
			baseline, NULL);
	}
	if (width_class == watcher->width_class)
		return;
	watcher->width_class = width_class;
	if (!watcher->pending)
		watcher->pending = g_idle_add_full(G_PRIORITY_HIGH_IDLE, tell, watcher, NULL);
}

static void app_size_watcher_dispose(GObject *object)
{
	AppSizeWatcher *watcher = APP_SIZE_WATCHER(object);

	g_clear_handle_id(&watcher->pending, g_source_remove);
	g_clear_pointer(&watcher->child, gtk_widget_unparent);
	G_OBJECT_CLASS(app_size_watcher_parent_class)->dispose(object);
}

static void app_size_watcher_class_init(AppSizeWatcherClass *class)
{
	GtkWidgetClass *widget_class = GTK_WIDGET_CLASS(class);

	G_OBJECT_CLASS(class)->dispose = app_size_watcher_dispose;
	widget_class->get_request_mode = get_request_mode;
	widget_class->measure = measure;
	widget_class->size_allocate = size_allocate;
	changed_signal = g_signal_new("width-class-changed", APP_TYPE_SIZE_WATCHER,
		G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_INT);
}

static void app_size_watcher_init(AppSizeWatcher *watcher)
{
	watcher->width_class = -1;
	gtk_widget_set_overflow(GTK_WIDGET(watcher), GTK_OVERFLOW_HIDDEN);
}

void app_size_watcher_set_child(AppSizeWatcher *watcher, GtkWidget *child)
{
	g_clear_pointer(&watcher->child, gtk_widget_unparent);
	watcher->child = child;
	gtk_widget_set_parent(child, GTK_WIDGET(watcher));
}
