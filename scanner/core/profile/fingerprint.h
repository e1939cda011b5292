/*
 * JA3 and JA4 of a ClientHello, as the plain strings under the hash: what other tools know a client
 * by. Two hellos with the same strings look alike to a server that matches fingerprints.
 *
 * Give a parsed hello (scn_hello_parse), so that the string describes bytes and not intentions.
 */
#ifndef SCN_CORE_PROFILE_FINGERPRINT_H
#define SCN_CORE_PROFILE_FINGERPRINT_H

#include "core/base/text.h"
#include "core/tls/hello.h"

/* "771,4865-…,0-23-…,29-23,0": the MD5 of it is the JA3. */
void scn_ja3_text(const struct scn_hello_spec *hello, struct scn_text *out);

/* "t13d1516h2_002f,…_000a,…_0403,…": JA4 in its raw form (ja4_r). */
void scn_ja4_text(const struct scn_hello_spec *hello, struct scn_text *out);

#endif
