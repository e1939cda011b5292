#include "gui/views/suites-view.h"

struct _AppSuitesView {
	GtkBox parent;
	AppContext *context;
};

G_DEFINE_FINAL_TYPE(AppSuitesView, app_suites_view, GTK_TYPE_BOX)

static void app_suites_view_dispose(GObject *object)
{
	g_clear_object(&APP_SUITES_VIEW(object)->context);
	G_OBJECT_CLASS(app_suites_view_parent_class)->dispose(object);
}

static void app_suites_view_class_init(AppSuitesViewClass *class)
{
	G_OBJECT_CLASS(class)->dispose = app_suites_view_dispose;
}

static void app_suites_view_init(AppSuitesView *view)
{
}

GtkWidget *app_suites_view_new(AppContext *context)
{
	AppSuitesView *view = g_object_new(APP_TYPE_SUITES_VIEW, NULL);

	view->context = g_object_ref(context);
	return GTK_WIDGET(view);
}
