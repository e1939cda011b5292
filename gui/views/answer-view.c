#include "gui/views/answer-view.h"

struct _AppAnswerView {
	GtkBox parent;
	AppContext *context;
};

G_DEFINE_FINAL_TYPE(AppAnswerView, app_answer_view, GTK_TYPE_BOX)

static void app_answer_view_dispose(GObject *object)
{
	g_clear_object(&APP_ANSWER_VIEW(object)->context);
	G_OBJECT_CLASS(app_answer_view_parent_class)->dispose(object);
}

static void app_answer_view_class_init(AppAnswerViewClass *class)
{
	G_OBJECT_CLASS(class)->dispose = app_answer_view_dispose;
}

static void app_answer_view_init(AppAnswerView *view)
{
}

GtkWidget *app_answer_view_new(AppContext *context)
{
	AppAnswerView *view = g_object_new(APP_TYPE_ANSWER_VIEW, NULL);

	view->context = g_object_ref(context);
	return GTK_WIDGET(view);
}
