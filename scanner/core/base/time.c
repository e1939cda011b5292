#include "core/base/time.h"

#include <stdio.h>

/* Civil calendar in both directions, proleptic Gregorian; years start in March inside an era of
 * 400 years, so that the leap day is the last day of a year. No locale, no zone, no libc state. */
enum {
	DAYS_IN_ERA = 146097,
	DAYS_TO_1970 = 719468,
	SECONDS_IN_DAY = 86400,
};

int64_t scn_days(int64_t year, unsigned month, unsigned day)
{
	int64_t y = month <= 2 ? year - 1 : year;
	int64_t era = (y >= 0 ? y : y - 399) / 400;
	int64_t year_of_era = y - era * 400;
	int64_t day_of_year = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1;

	return era * DAYS_IN_ERA + year_of_era * 365 + year_of_era / 4 - year_of_era / 100 +
	       day_of_year - DAYS_TO_1970;
}

struct date {
	int64_t year;
	int month, day;
};

static struct date civil(int64_t days)
{
	int64_t z = days + DAYS_TO_1970;
	int64_t era = (z >= 0 ? z : z - DAYS_IN_ERA + 1) / DAYS_IN_ERA;
	int64_t of_era = z - era * DAYS_IN_ERA;
	int64_t year = (of_era - of_era / 1460 + of_era / 36524 - of_era / 146096) / 365;
	int64_t of_year = of_era - (365 * year + year / 4 - year / 100);
	int64_t m = (5 * of_year + 2) / 153;
	int month = (int)(m < 10 ? m + 3 : m - 9);

	return (struct date){
		.year = year + era * 400 + (month <= 2),
		.month = month,
		.day = (int)(of_year - (153 * m + 2) / 5 + 1),
	};
}

void scn_utc_text(scn_unixtime when, char out[SCN_UTC_LEN])
{
	int64_t days = when / SECONDS_IN_DAY - (when % SECONDS_IN_DAY < 0);
	int seconds = (int)(when - days * SECONDS_IN_DAY);
	struct date d = civil(days);

	snprintf(out, SCN_UTC_LEN, "%04d-%02d-%02dT%02d:%02d:%02dZ", (int)d.year, d.month, d.day,
		seconds / 3600, seconds / 60 % 60, seconds % 60);
}

scn_unixtime scn_utc_parse(const char *text)
{
	unsigned year, month, day, hour, minute, second;
	char zone, more;

	if (sscanf(text, "%4u-%2u-%2uT%2u:%2u:%2u%c%c", &year, &month, &day, &hour, &minute,
		    &second, &zone, &more) != 7)
		return -1;
	if (zone != 'Z' || month < 1 || month > 12 || day < 1 || day > 31 || hour > 23 ||
		minute > 59 || second > 60)
		return -1;
	return scn_days(year, month, day) * SECONDS_IN_DAY + hour * 3600 + minute * 60 + second;
}
