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
	const char *causes;
} rows[] = {
#define ALERT(c, ids) { .code = c, .causes = ids },
#include "core/explain/alerts.inc"
#undef ALERT
};

const char *scn_alert_causes(int code)
{
	for (size_t i = 0; i < SCN_COUNT(rows); i++)
		if (rows[i].code == code)
			return rows[i].causes;
	return "";
}

/* "handshake failure", as libraries write "handshake_failure". */
static void with_blanks(const char *name, char out[ALERT_NAME_MAX])
{
	size_t i = 0;

	for (; name[i] && i + 1 < ALERT_NAME_MAX; i++)
		out[i] = name[i] == '_' ? ' ' : name[i];
	out[i] = 0;
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
		char name[ALERT_NAME_MAX];
		struct scn_match match;

		with_blanks(alerts[i].name, name);
		if (strlen(alerts[i].name) > longest &&
			(scn_pattern_find(name, &rest, &match) ||
				scn_pattern_find(alerts[i].name, &rest, &match))) {
			longest = strlen(alerts[i].name);
			code = alerts[i].code;
		}
	}
	return code;
}
