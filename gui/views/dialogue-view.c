#include "gui/views/dialogue-view.h"

struct _AppDialogueView {
	GtkBox parent;
	AppContext *context;
};

G_DEFINE_FINAL_TYPE(AppDialogueView, app_dialogue_view, GTK_TYPE_BOX)

static void app_dialogue_view_dispose(GObject *object)
{
	g_clear_object(&APP_DIALOGUE_VIEW(object)->context);
	G_OBJECT_CLASS(app_dialogue_view_parent_class)->dispose(object);
}

static void app_dialogue_view_class_init(AppDialogueViewClass *class)
{
	G_OBJECT_CLASS(class)->dispose = app_dialogue_view_dispose;
}

static void app_dialogue_view_init(AppDialogueView *view)
{
}

GtkWidget *app_dialogue_view_new(AppContext *context)
{
	AppDialogueView *view = g_object_new(APP_TYPE_DIALOGUE_VIEW, NULL);

	view->context = g_object_ref(context);
	return GTK_WIDGET(view);
}
