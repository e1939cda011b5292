/*
 * A handshake back end without any TLS, driven by what the "server" says:
 *
 *   .        one more step is needed, we answer {more}
 *   D        done            M        done, but nothing can be sent
 *   F        failed, we answer {alert}
 *   "text"   decrypted text, after D
 *
 * What we would encrypt appears in braces: {EHLO probe.example}.
 */
#ifndef TESTS_CORE_PROBE_FAKE_HANDSHAKE_H
#define TESTS_CORE_PROBE_FAKE_HANDSHAKE_H

#include "core/probe/handshake.h"

extern const struct scn_handshake_backend fake_backend;
/* Refuses every order. */
extern const struct scn_handshake_backend fake_refusing_backend;

#endif
