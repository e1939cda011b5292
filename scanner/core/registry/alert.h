/*
 * Alerts (RFC 8446 section 6). Table: alerts.inc. `refusal` says whether a fatal alert of this kind
 * in answer to a ClientHello proves that the server does not want what was offered.
 */
#ifndef SCN_CORE_REGISTRY_ALERT_H
#define SCN_CORE_REGISTRY_ALERT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum {
	SCN_ALERT_CLOSE_NOTIFY = 0,
	SCN_ALERT_HANDSHAKE_FAILURE = 40,
	SCN_ALERT_DECODE_ERROR = 50,
	SCN_ALERT_PROTOCOL_VERSION = 70,
	SCN_ALERT_INSUFFICIENT_SECURITY = 71,
	SCN_ALERT_INTERNAL_ERROR = 80,
	SCN_ALERT_USER_CANCELED = 90,
	SCN_ALERT_UNRECOGNIZED_NAME = 112,
};

enum scn_alert_level {
	SCN_ALERT_WARNING = 1,
	SCN_ALERT_FATAL = 2,
};

struct scn_alert {
	uint8_t code;
	const char *name;  /* "handshake_failure" */
	bool refusal;      /* 40, 47, 50, 70, 71, 109, 110 …; not 80 (may be a sick server) */
	const char *cause; /* typical cause in an SMTP handshake, one phrase, or NULL */
};

const struct scn_alert *scn_alerts(size_t *count_out);
/* NULL for an unknown code. */
const struct scn_alert *scn_alert_by_code(uint8_t code);

#endif
