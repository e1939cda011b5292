/*
 * Alerts in the words of logs, and which causes they speak for (alerts.inc).
 */
#ifndef SCN_CORE_EXPLAIN_ALERTS_H
#define SCN_CORE_EXPLAIN_ALERTS_H

#include <stddef.h>

/* An alert that the line names ("alert handshake failure", "handshake_failure (40)"); -1: none. */
int scn_alert_in_log(const char *line);
/* Causes that an alert of this code in answer to a ClientHello speaks for, comma separated; "" for none. */
const char *scn_alert_causes(int code);

#endif
