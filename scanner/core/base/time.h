/*
 * Time is an argument: nothing in core asks a clock. Nanoseconds since an arbitrary start for
 * machines that wait; seconds since 1970 (UTC) only for documents and certificates.
 */
#ifndef SCN_CORE_BASE_TIME_H
#define SCN_CORE_BASE_TIME_H

#include <stddef.h>
#include <stdint.h>

typedef int64_t scn_time;     /* nanoseconds, monotonic */
typedef int64_t scn_unixtime; /* seconds since 1970-01-01T00:00:00Z */

#define SCN_US     ((scn_time)1000)
#define SCN_MS     (1000 * SCN_US)
#define SCN_SECOND (1000 * SCN_MS)
#define SCN_NEVER  INT64_MAX

/* "2026-01-31T12:00:00Z"; out holds at least SCN_UTC_LEN bytes. */
#define SCN_UTC_LEN 32
void scn_utc_text(scn_unixtime when, char out[SCN_UTC_LEN]);

/* The same back; -1 if the text is not of that form. */
scn_unixtime scn_utc_parse(const char *text);

/* Days since 1970-01-01 of a date of the Gregorian calendar. */
int64_t scn_days(int64_t year, unsigned month, unsigned day);

#endif
