/* What time it is. Tests may stop it, so that pictures are the same each time. */
#ifndef GUI_CLOCK_H
#define GUI_CLOCK_H

#include <glib.h>

gint64 app_clock_now(void);            /* seconds since 1970 */
void app_clock_freeze(gint64 seconds); /* for tests */
/* 0: today, 1: yesterday, 2: earlier; by the days of the user's time zone. */
guint app_clock_days_ago(gint64 seconds);

#endif
