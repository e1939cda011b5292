#include "gui/views/fix-view.h"

struct _AppFixView {
	GtkBox parent;
	AppContext *context;
};

G_DEFINE_FINAL_TYPE(AppFixView, app_fix_view, GTK_TYPE_BOX)

static void app_fix_view_dispose(GObject *object)
{
	g_clear_object(&APP_FIX_VIEW(object)->context);
	G_OBJECT_CLASS(app_fix_view_parent_class)->dispose(object);
}

static void app_fix_view_class_init(AppFixViewClass *class)
{
	G_OBJECT_CLASS(class)->dispose = app_fix_view_dispose;
}

static void app_fix_view_init(AppFixView *view)
{
}

GtkWidget *app_fix_view_new(AppContext *context)
{
	AppFixView *view = g_object_new(APP_TYPE_FIX_VIEW, NULL);

	view->context = g_object_ref(context);
	return GTK_WIDGET(view);
}
