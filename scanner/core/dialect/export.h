/*
 * A profile in the words of other programs: a table with a row a format. To add one write its function
 * and add the row.
 */
#ifndef SCN_CORE_DIALECT_EXPORT_H
#define SCN_CORE_DIALECT_EXPORT_H

#include <stdbool.h>

#include "core/base/text.h"
#include "core/profile/profile.h"

struct scn_profile_format {
	const char *word;   /* "reg" */
	const char *title;  /* "a registry export for Schannel" */
	const char *ending; /* of a file: ".reg" */
	/* The text may hold zeros. False: *missing says why not; else it says what the format cannot hold. */
	bool (*write)(
		const struct scn_profile *profile, struct scn_text *out, struct scn_text *missing);
};

/* Ends with a row without a word. */
extern const struct scn_profile_format scn_profile_formats[];
/* NULL: nobody has that word. */
const struct scn_profile_format *scn_profile_format_find(const char *word);

#endif
