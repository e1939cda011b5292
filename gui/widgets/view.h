/* What the window asks of the view that is shown: its actions and keys are the same in all of them. */
#ifndef GUI_WIDGETS_VIEW_H
#define GUI_WIDGETS_VIEW_H

#include <gtk/gtk.h>

#define APP_TYPE_VIEW (app_view_get_type())
G_DECLARE_INTERFACE(AppView, app_view, APP, VIEW, GtkWidget)

/* NULL: the view has no such thing. */
struct _AppViewInterface {
	GTypeInterface parent;
	/* To the next problem (1), or back (-1). FALSE: there is none. */
	gboolean (*next_problem)(AppView *view, int by);
	/* The keyboard goes to where one searches. */
	void (*find)(AppView *view);
	/* The part beside the main one, which F6 goes to. */
	GtkWidget *(*get_detail)(AppView *view);
};

gboolean app_view_has_problems(AppView *view);
gboolean app_view_next_problem(AppView *view, int by);
/* FALSE: there is nothing to search. */
gboolean app_view_find(AppView *view);
GtkWidget *app_view_get_detail(AppView *view); /* NULL: it has none */

#endif
