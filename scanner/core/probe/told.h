/*
 * What a reply that sends us away says in words: "too many connections", "try again in 5 minutes".
 * There is no grammar for it; these are the words that mail servers use.
 */
#ifndef SCN_CORE_PROBE_TOLD_H
#define SCN_CORE_PROBE_TOLD_H

#include <stdbool.h>

#include "core/base/time.h"

/* How long it asks us to wait; 0: it does not say. */
scn_time scn_told_wait(const char *reply);
/* Does it speak of too much, too many, too often? */
bool scn_told_too_many(const char *reply);

#endif
