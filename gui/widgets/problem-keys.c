#include "gui/widgets/problem-keys.h"

static void add(GtkEventController *keys, GdkModifierType modifiers, GtkShortcutFunc call, int by)
{
	gtk_shortcut_controller_add_shortcut(GTK_SHORTCUT_CONTROLLER(keys),
		gtk_shortcut_new_with_arguments(gtk_keyval_trigger_new(GDK_KEY_F8, modifiers),
			gtk_callback_action_new(call, NULL, NULL), "i", by));
}

void app_add_problem_keys(GtkWidget *view, GtkShortcutFunc on_problem)
{
	GtkEventController *keys = gtk_shortcut_controller_new();

	gtk_shortcut_controller_set_scope(GTK_SHORTCUT_CONTROLLER(keys), GTK_SHORTCUT_SCOPE_GLOBAL);
	add(keys, 0, on_problem, 1);
	add(keys, GDK_SHIFT_MASK, on_problem, -1);
	gtk_widget_add_controller(view, keys);
}
