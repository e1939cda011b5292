/*
 * The window's child of all: looks at its own width and tells the width class. libadwaita 1.2 has no
 * breakpoints. Its minimum is small, so that the window may become narrow.
 */
#ifndef GUI_WIDGETS_SIZE_WATCHER_H
#define GUI_WIDGETS_SIZE_WATCHER_H

#include <gtk/gtk.h>

#include "gui/context.h"

#define APP_TYPE_SIZE_WATCHER (app_size_watcher_get_type())
G_DECLARE_FINAL_TYPE(AppSizeWatcher, app_size_watcher, APP, SIZE_WATCHER, GtkWidget)

/* Signal "width-class-changed" (int), from an idle. */
void app_size_watcher_set_child(AppSizeWatcher *watcher, GtkWidget *child);

#endif
