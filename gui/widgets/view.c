#include "gui/widgets/view.h"

G_DEFINE_INTERFACE(AppView, app_view, GTK_TYPE_WIDGET)

static void app_view_default_init(AppViewInterface *interface)
{
}

gboolean app_view_has_problems(AppView *view)
{
	return APP_VIEW_GET_IFACE(view)->next_problem != NULL;
}

gboolean app_view_next_problem(AppView *view, int by)
{
	AppViewInterface *interface = APP_VIEW_GET_IFACE(view);

	return interface->next_problem && interface->next_problem(view, by);
}

gboolean app_view_find(AppView *view)
{
	AppViewInterface *interface = APP_VIEW_GET_IFACE(view);

	if (!interface->find)
		return FALSE;
	interface->find(view);
	return TRUE;
}

GtkWidget *app_view_get_detail(AppView *view)
{
	AppViewInterface *interface = APP_VIEW_GET_IFACE(view);

	return interface->get_detail ? interface->get_detail(view) : NULL;
}
