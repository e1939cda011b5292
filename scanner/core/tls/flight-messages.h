/*
 * The messages of a server's first flight, each read into the facts. Private to core/tls.
 */
#ifndef SCN_CORE_TLS_FLIGHT_MESSAGES_H
#define SCN_CORE_TLS_FLIGHT_MESSAGES_H

#include "core/tls/flight.h"

/* One handshake message. False: malformed, or not to be met here. */
bool scn_flight_message(struct scn_flight *f, uint8_t type, struct scn_bytes body);

/* An SSL 2.0 SERVER-HELLO with its header. */
enum scn_parse scn_flight_ssl2(struct scn_flight *f, struct scn_bytes bytes);

#endif
