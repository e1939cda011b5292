#include "gui/views/pair-bar.h"

struct _AppPairBar {
	GtkBox parent;
	AppContext *context;
};

G_DEFINE_FINAL_TYPE(AppPairBar, app_pair_bar, GTK_TYPE_BOX)

static void app_pair_bar_dispose(GObject *object)
{
	g_clear_object(&APP_PAIR_BAR(object)->context);
	G_OBJECT_CLASS(app_pair_bar_parent_class)->dispose(object);
}

static void app_pair_bar_class_init(AppPairBarClass *class)
{
	G_OBJECT_CLASS(class)->dispose = app_pair_bar_dispose;
}

static void app_pair_bar_init(AppPairBar *bar)
{
}

GtkWidget *app_pair_bar_new(AppContext *context)
{
	AppPairBar *bar = g_object_new(APP_TYPE_PAIR_BAR, NULL);

	bar->context = g_object_ref(context);
	return GTK_WIDGET(bar);
}
