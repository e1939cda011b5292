/*
 * What an eye would see at once and a screen reader cannot: words that are cut off, widgets that stick out of
 * their parents. The tests in a real window ask for it by the action "app.test-layout", which is there only
 * when HANDFAST_TEST is set.
 */
#ifndef GUI_TEST_LAYOUT_H
#define GUI_TEST_LAYOUT_H

#include <gtk/gtk.h>

/*
 * Adds the action to the program. Its parameter is a file, which is written: a line for everything found in the
 * windows on the screen, fields separated by tabs:
 *   KIND  WINDOW  PATH OF WIDGETS  X Y WIDTH HEIGHT (in the window)  TEXT
 * KIND: "label" (every label that shows), "disabled" (one whose widget cannot be used now), "ellipsised", "cut" (the text needs more room than the label has),
 * "outside" (of its parent), "beyond" (of the window, and nothing scrolls there).
 */
void app_test_layout_install(GApplication *application);

#endif
