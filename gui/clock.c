#include "gui/clock.h"

static gint64 frozen;

gint64 app_clock_now(void)
{
	return frozen ? frozen : g_get_real_time() / G_USEC_PER_SEC;
}

void app_clock_freeze(gint64 seconds)
{
	frozen = seconds;
}

static guint32 day_of(gint64 seconds)
{
	g_autoptr(GDateTime) time = g_date_time_new_from_unix_local(seconds);
	int year, month, day;
	g_autoptr(GDate) date = NULL;

	g_date_time_get_ymd(time, &year, &month, &day);
	date = g_date_new_dmy((GDateDay)day, (GDateMonth)month, (GDateYear)year);
	return g_date_get_julian(date);
}

guint app_clock_days_ago(gint64 seconds)
{
	guint32 today = day_of(app_clock_now()), then = day_of(seconds);

	return then >= today ? 0 : MIN(today - then, 2);
}
