/*
 * What GTK 4.8 does not do by itself for screen readers and the keyboard: names of rows in lists, the name of
 * a drop-down, one stop a list for the Tab key.
 */
#ifndef GUI_WIDGETS_A11Y_H
#define GUI_WIDGETS_A11Y_H

#include <gtk/gtk.h>

#include "gui/widgets/tab-order.h"

/* The accessible name of a widget. */
void app_name(GtkWidget *widget, const char *name);

/*
 * A row of a GtkColumnView reads as a sentence: to be called when one of its cells is bound, with the cell's
 * child. GtkListItem of 4.8 has no name of its own, so the row's widget gets it, as soon as the cell has a parent.
 */
void app_name_row(GtkWidget *cell_child, const char *name);
/* The same for a cell of a GtkColumnView, and for an item of a GtkListView. */
void app_name_cell(GtkWidget *cell_child, const char *name);

/* A GtkColumnView with all that is inside of it and has no name of its own: the list, the row of titles, each
 * title. To be called again when columns come or go. */
void app_name_table(GtkColumnView *view, const char *name);

/* The focus is on the button inside, so that has the name. */
void app_name_drop_down(GtkWidget *drop_down, const char *name);
/* The arrow of an AdwSplitButton. */
void app_name_split_arrow(GtkWidget *split_button, const char *name);

/*
 * GTK 4.8 shows a screen reader the pages of a stack that nobody sees, and what a closed revealer or a folded flap
 * holds. To be called once for each such page: it is hidden from AT-SPI while it is not on the screen.
 */
void app_hide_unmapped(GtkWidget *page);
/*
 * For the whole program, the library's own widgets too: pages as above; and buttons with a mnemonic, which GTK names
 * by their label with the underscore and then by what stands in them ("_Stop Stop"). And Tab (tab-order.h).
 */
void app_mend_accessibility(void);

/*
 * After another item was selected in a GtkListView, or in the list inside of a GtkColumnView: it is scrolled to, and
 * has the keyboard if the list had it. position: of the item.
 */
void app_show_selected(GtkWidget *list, guint position);

#endif
