#include "gui/views/answer-view.h"

#include <glib/gi18n.h>

#include "gui/views/answer-card.h"
#include "gui/views/answer-text.h"
#include "gui/views/client-grid.h"
#include "gui/widgets/clipboard.h"
#include "gui/widgets/fresh.h"
#include "gui/widgets/view.h"

struct _AppAnswerView {
	GtkBox parent;
	AppContext *context;
	GtkWidget *card, *grid;
};

static void view_interface_init(AppViewInterface *interface);

G_DEFINE_FINAL_TYPE_WITH_CODE(AppAnswerView, app_answer_view, GTK_TYPE_BOX,
	G_IMPLEMENT_INTERFACE(APP_TYPE_VIEW, view_interface_init))

static void fill(GtkWidget *widget)
{
	AppAnswerView *view = APP_ANSWER_VIEW(widget);
	g_autoptr(AppAnswer) answer = app_answer_new(view->context);

	gtk_widget_set_visible(view->card, answer != NULL);
	if (answer)
		app_answer_card_show(APP_ANSWER_CARD(view->card), answer);
	app_client_grid_update(APP_CLIENT_GRID(view->grid));
}

/* ---- keys ---- */

static gboolean next_problem(AppView *view, int by)
{
	return app_client_grid_next_problem(APP_CLIENT_GRID(APP_ANSWER_VIEW(view)->grid), by);
}

/* There is a search of clients, where they are chosen. */
static void find(AppView *view)
{
	app_client_grid_choose_clients(APP_CLIENT_GRID(APP_ANSWER_VIEW(view)->grid));
}

static void view_interface_init(AppViewInterface *interface)
{
	interface->next_problem = next_problem;
	interface->find = find;
}

static gboolean on_copy(GtkWidget *widget, GVariant *parameter, gpointer user)
{
	AppAnswerView *view = APP_ANSWER_VIEW(widget);
	g_autoptr(AppAnswer) answer = app_answer_new(view->context);
	g_autofree char *text = answer ? app_answer_to_text(answer) : NULL;

	if (!text)
		return FALSE;
	app_copy_text(widget, text);
	app_context_toast(view->context, _("Answer copied"));
	return TRUE;
}

/* ---- building ---- */

static void app_answer_view_dispose(GObject *object)
{
	g_clear_object(&APP_ANSWER_VIEW(object)->context);
	G_OBJECT_CLASS(app_answer_view_parent_class)->dispose(object);
}

static void app_answer_view_class_init(AppAnswerViewClass *class)
{
	G_OBJECT_CLASS(class)->dispose = app_answer_view_dispose;
	gtk_widget_class_add_binding(
		GTK_WIDGET_CLASS(class), GDK_KEY_c, GDK_CONTROL_MASK, on_copy, NULL);
}

static void app_answer_view_init(AppAnswerView *view)
{
}

GtkWidget *app_answer_view_new(AppContext *context)
{
	AppAnswerView *view = g_object_new(APP_TYPE_ANSWER_VIEW, NULL);
	GtkWidget *scroller = gtk_scrolled_window_new();
	GtkWidget *page = gtk_box_new(GTK_ORIENTATION_VERTICAL, 14);

	view->context = g_object_ref(context);
	view->card = app_answer_card_new(context);
	view->grid = app_client_grid_new(context);
	gtk_widget_add_css_class(page, "app-page");
	gtk_box_append(GTK_BOX(page), view->card);
	gtk_box_append(GTK_BOX(page), view->grid);
	gtk_scrolled_window_set_policy(
		GTK_SCROLLED_WINDOW(scroller), GTK_POLICY_NEVER, GTK_POLICY_AUTOMATIC);
	gtk_scrolled_window_set_child(GTK_SCROLLED_WINDOW(scroller), page);
	gtk_widget_set_focusable(scroller, FALSE);
	gtk_widget_set_hexpand(scroller, TRUE);
	gtk_box_append(GTK_BOX(view), scroller);
	app_keep_fresh(GTK_WIDGET(view), context, fill);
	return GTK_WIDGET(view);
}
