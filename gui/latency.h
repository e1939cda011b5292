/*
 * How long the main loop lets an event wait: figures for the benchmark, on when HANDFAST_LATENCY names a file.
 * The file is written anew every second. It has two parts: until the first frame of the window, and afterwards.
 * Each says how late a source came that has the priority of keys ("late"), and how long the main thread worked
 * at a time before it looked for events again ("work", CPU time: other programs do not count). It changes
 * nothing else.
 */
#ifndef GUI_LATENCY_H
#define GUI_LATENCY_H

#include <gtk/gtk.h>

/* Measures until the program ends; path: the file, NULL: nothing is measured. */
void app_latency_watch(const char *path);
/* The window whose first frame ends the start of the program. */
void app_latency_watch_window(GtkWidget *window);

#endif
