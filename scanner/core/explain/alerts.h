/*
 * Alerts in the words of logs, and which causes they speak for (alerts.inc).
 */
#ifndef SCN_CORE_EXPLAIN_ALERTS_H
#define SCN_CORE_EXPLAIN_ALERTS_H

#include "core/explain/replies.h"

/* An alert that the line names ("alert handshake failure", "handshake_failure (40)"); -1: none. */
int scn_alert_in_log(const char *line);
/* Causes that an alert of this code speaks for, comma separated; "" for none. reader: the side that got
 * the alert and wrote it down. */
const char *scn_alert_causes(int code, enum scn_said_by reader);

#endif
