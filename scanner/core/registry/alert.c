#include "core/registry/alert.h"

#include "core/base/alloc.h"

#define A(code_, name_, refusal_, cause_)                                                          \
	{ .code = (code_), .name = (name_), .refusal = (refusal_), .cause = (cause_) },

static const struct scn_alert table[] = {
#include "core/registry/alerts.inc"
};

const struct scn_alert *scn_alerts(size_t *count_out)
{
	*count_out = SCN_COUNT(table);
	return table;
}

const struct scn_alert *scn_alert_by_code(uint8_t code)
{
	for (size_t i = 0; i < SCN_COUNT(table); i++)
		if (table[i].code == code)
			return &table[i];
	return NULL;
}
