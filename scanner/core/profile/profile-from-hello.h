/*
 * A captured ClientHello becomes a profile: its lists are what the hello says, its hello the bytes.
 * What a hello does not show (limits, verification, what happens after a failure) stays unknown.
 */
#ifndef SCN_CORE_PROFILE_PROFILE_FROM_HELLO_H
#define SCN_CORE_PROFILE_PROFILE_FROM_HELLO_H

#include "core/base/bytes.h"
#include "core/base/text.h"
#include "core/profile/profile.h"

/* Where the hello comes from; strings are borrowed. */
struct scn_hello_origin {
	const char *id;        /* any text: scn_profile_id_text makes an id of it */
	const char *name;      /* NULL: the id */
	const char *platform;  /* NULL: "unknown" */
	const char *reference; /* "captured from 192.0.2.1 by handfast profile record" */
	const char *date;      /* or NULL */
	const char *note;      /* or NULL */
};

/*
 * wire: records, a bare handshake message, or an SSL 2.0 CLIENT-HELLO; what follows the hello is
 * ignored. What belongs to one session (pre_shared_key, early data, a ticket) is left out. NULL: the
 * sentence is in *error_out. What is returned can be saved and loaded again.
 */
struct scn_profile *scn_profile_from_hello(
	struct scn_bytes wire, const struct scn_hello_origin *origin, struct scn_text *error_out);

/* Append the id that a text gives: lower case, one '-' for each run of anything else, "client" where
 * nothing is left. */
void scn_profile_id_text(const char *text, struct scn_text *out);

#endif
