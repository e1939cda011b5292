/*
 * The messages of a server's first flight, each read into the facts. Private to core/tls.
 */
#ifndef SCN_CORE_TLS_FLIGHT_MESSAGES_H
#define SCN_CORE_TLS_FLIGHT_MESSAGES_H

#include "core/tls/flight.h"

/* One handshake message. False: malformed, or not to be met here. */
bool scn_flight_message(struct scn_flight *f, uint8_t type, struct scn_bytes body);

/* Can an answer of SSL 2.0 begin with this message type: SERVER-HELLO or ERROR? */
bool scn_flight_is_ssl2_type(uint8_t type);
/* Such an answer with its header; facts.selected tells a SERVER-HELLO from a refusal. */
enum scn_parse scn_flight_ssl2(struct scn_flight *f, struct scn_bytes bytes);

#endif
