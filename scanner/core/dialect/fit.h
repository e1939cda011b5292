/* What else of a base has to change when its lists were changed, so that it stays a whole profile. */
#ifndef SCN_CORE_DIALECT_FIT_H
#define SCN_CORE_DIALECT_FIT_H

#include "core/base/text.h"
#include "core/profile/profile.h"

/* A version without a suite cannot be negotiated: it goes, and a line of notes says so. */
void scn_dialect_drop_empty_versions(struct scn_profile *profile, struct scn_text *notes);
/* The captured bytes go (they are those of the base), and so do extensions and key shares that no list
 * asks for any more. Versions without a suite must be gone already. */
void scn_dialect_fit(struct scn_profile *profile);

#endif
