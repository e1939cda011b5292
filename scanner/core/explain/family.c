#include "core/explain/family.h"

/* In this order their signs are looked for: special ones before general ones. */
const struct scn_family *const scn_families[] = {
	&scn_family_exchange,
	&scn_family_schannel,
	&scn_family_esa,
	&scn_family_postfix,
	&scn_family_sendmail,
	&scn_family_opensmtpd,
	&scn_family_exim,
	&scn_family_bounce,
	NULL,
};

const struct scn_family *scn_family_of(const struct scn_searched *line)
{
	struct scn_match match;

	for (const struct scn_family *const *family = scn_families; *family; family++)
		for (const char *const *sign = (*family)->signs; sign && *sign; sign++)
			if (scn_pattern_find(*sign, line, &match))
				return *family;
	return NULL;
}
