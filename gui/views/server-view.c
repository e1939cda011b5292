#include "gui/views/server-view.h"

struct _AppServerView {
	GtkBox parent;
	AppContext *context;
};

G_DEFINE_FINAL_TYPE(AppServerView, app_server_view, GTK_TYPE_BOX)

static void app_server_view_dispose(GObject *object)
{
	g_clear_object(&APP_SERVER_VIEW(object)->context);
	G_OBJECT_CLASS(app_server_view_parent_class)->dispose(object);
}

static void app_server_view_class_init(AppServerViewClass *class)
{
	G_OBJECT_CLASS(class)->dispose = app_server_view_dispose;
}

static void app_server_view_init(AppServerView *view)
{
}

GtkWidget *app_server_view_new(AppContext *context)
{
	AppServerView *view = g_object_new(APP_TYPE_SERVER_VIEW, NULL);

	view->context = g_object_ref(context);
	return GTK_WIDGET(view);
}
