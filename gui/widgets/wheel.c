#include "gui/widgets/wheel.h"

enum {
	CLICKS_OF_PAGE = 8
}; /* so many clicks of a wheel are what is seen at once */

static gboolean on_scroll(GtkEventControllerScroll *wheel, double dx, double dy, GtkWidget *inner)
{
	GtkWidget *outer =
		gtk_widget_get_ancestor(gtk_widget_get_parent(inner), GTK_TYPE_SCROLLED_WINDOW);
	GtkAdjustment *adjustment;

	if (!outer || dy == 0 || ABS(dx) > ABS(dy))
		return FALSE;
	adjustment = gtk_scrolled_window_get_vadjustment(GTK_SCROLLED_WINDOW(outer));
	if (gtk_event_controller_scroll_get_unit(wheel) == GDK_SCROLL_UNIT_WHEEL)
		dy *= gtk_adjustment_get_page_size(adjustment) / CLICKS_OF_PAGE;
	gtk_adjustment_set_value(adjustment, gtk_adjustment_get_value(adjustment) + dy);
	return TRUE;
}

void app_pass_wheel_on(GtkScrolledWindow *inner)
{
	GtkEventController *wheel =
		gtk_event_controller_scroll_new(GTK_EVENT_CONTROLLER_SCROLL_BOTH_AXES);

	gtk_event_controller_set_propagation_phase(wheel, GTK_PHASE_CAPTURE);
	g_signal_connect(wheel, "scroll", G_CALLBACK(on_scroll), inner);
	gtk_widget_add_controller(GTK_WIDGET(inner), wheel);
}
