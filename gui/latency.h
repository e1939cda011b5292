/*
 * How long the main loop lets an event wait: a figure for the benchmark, on when HANDFAST_LATENCY names a file.
 * The file is written anew every second. It changes nothing else.
 */
#ifndef GUI_LATENCY_H
#define GUI_LATENCY_H

/* Measures until the program ends; path: the file, NULL: nothing is measured. */
void app_latency_watch(const char *path);

#endif
