/*
 * Profile to ClientHello. A captured hello is sent byte for byte with only random, session id, SNI,
 * key shares and ticket renewed; without one the hello is composed from the profile's lists in the
 * profile's extension order.
 */
#ifndef SCN_CORE_PROFILE_PROFILE_HELLO_H
#define SCN_CORE_PROFILE_PROFILE_HELLO_H

#include <stdint.h>

#include "core/profile/profile.h"
#include "core/tls/hello.h"

/* What changes from connection to connection. */
struct scn_hello_inputs {
	uint8_t seed[32]; /* random, session id and key shares are derived from it */
	const char
		*server_name; /* used only if the profile sends SNI; NULL for an address literal */
};

/* On the heap; the caller frees it with scn_hello_free. Never NULL. */
struct scn_hello *scn_profile_hello(
	const struct scn_profile *profile, const struct scn_hello_inputs *inputs);
/* Bytes of its handshake message, the header included, without that of the record. server_name as in the
 * inputs. Some servers cannot read hellos of certain lengths. */
size_t scn_profile_hello_len(const struct scn_profile *profile, const char *server_name);

#endif
