/*
 * How far a scan is: what the engine says of each server, as a fraction, sentences and the time that is left.
 */
#ifndef GUI_PROGRESS_H
#define GUI_PROGRESS_H

#include "gui/model/scan.h"
#include "scanner.h"

struct app_progress_table {
	char *title;
	unsigned parallel;
	GHashTable *servers; /* "host:port" → how far, in thousandths */
	unsigned server_count;
	gint64 begun;
	/* What was said last. */
	char *host, *stage;
	unsigned answered, expected;
	gboolean waiting;
};

void app_progress_table_begin(
	struct app_progress_table *table, const char *title, unsigned parallel);
/* From the worker thread; with its lock held. */
void app_progress_table_set(
	struct app_progress_table *table, const struct scn_run_progress *progress);
/* Tell the scan. From the main thread, with the lock held. */
void app_progress_table_show(struct app_progress_table *table, AppScan *scan);
void app_progress_table_finish(struct app_progress_table *table);

#endif
