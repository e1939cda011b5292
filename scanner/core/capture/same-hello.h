/*
 * Do two ClientHellos come from the same client with the same settings? What is new in each connection
 * (random, session, key shares, server name, ticket, padding, the choice of GREASE) does not count.
 */
#ifndef SCN_CORE_CAPTURE_SAME_HELLO_H
#define SCN_CORE_CAPTURE_SAME_HELLO_H

#include "core/base/bytes.h"
#include "core/tls/hello.h"

/* Append bytes that are equal for two such hellos, and only for them. */
void scn_hello_identity(const struct scn_hello_spec *hello, struct scn_builder *out);

#endif
