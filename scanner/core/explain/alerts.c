#include "core/explain/alerts.h"

#include <string.h>

#include "core/base/alloc.h"
#include "core/explain/pattern.h"
#include "core/registry/alert.h"

enum {
	ALERT_NAME_MAX = 48,
};

static const struct {
	int code;
	const char *causes[3]; /* by scn_said_by */
} rows[] = {
#define ALERT(c, client, server, either)                                                           \
	{ .code = c,                                                                               \
		.causes = { [SCN_SAID_BY_EITHER] = either,                                         \
			[SCN_SAID_BY_SERVER] = server,                                             \
			[SCN_SAID_BY_CLIENT] = client } },
#include "core/explain/alerts.inc"
#undef ALERT
};

const char *scn_alert_causes(int code, enum scn_said_by reader)
{
	for (size_t i = 0; i < SCN_COUNT(rows); i++)
		if (rows[i].code == code)
			return rows[i].causes[reader];
	return "";
}

/* The name with another joint between its words; 0: none. */
static void spell(const char *name, char joint, char out[ALERT_NAME_MAX])
{
	size_t len = 0;

	for (; *name && len + 1 < ALERT_NAME_MAX; name++)
		if (*name != '_' || joint)
			out[len++] = *name == '_' ? joint : *name;
	out[len] = 0;
}

/* Libraries write "handshake_failure" also "handshake failure" and "HandshakeFailure". */
static bool is_named(const char *name, const struct scn_searched *line)
{
	static const char joints[] = { '_', ' ', 0 };
	struct scn_match match;

	for (size_t i = 0; i < SCN_COUNT(joints); i++) {
		char spelling[ALERT_NAME_MAX];

		spell(name, joints[i], spelling);
		if (scn_pattern_find(spelling, line, &match))
			return true;
	}
	return false;
}

int scn_alert_in_log(const char *line)
{
	const char *at = scn_pattern_inside(line, "alert");
	struct scn_searched rest = scn_searched(at ? at : "", at ? strlen(at) : 0);
	size_t count, longest = 0;
	const struct scn_alert *alerts = scn_alerts(&count);
	int code = -1;

	/* "internal error" and the like without the word alert are many other things. */
	for (size_t i = 0; at && i < count; i++) {
		if (strlen(alerts[i].name) > longest && is_named(alerts[i].name, &rest)) {
			longest = strlen(alerts[i].name);
			code = alerts[i].code;
		}
	}
	return code;
}
