/*
 * What one connection is to find out: a ClientHello (hand-made), or a whole handshake by a library.
 * Made by the plan, answered by a probe. Owns everything that it points to.
 */
#ifndef SCN_CORE_PROBE_QUESTION_H
#define SCN_CORE_PROBE_QUESTION_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "core/probe/handshake.h"
#include "core/tls/hello.h"

/* For the cost: which purse pays. */
enum scn_question_kind {
	SCN_QUESTION_ENUMERATE,
	SCN_QUESTION_ORDER,
	SCN_QUESTION_DETAIL, /* groups, schemes, limits */
	SCN_QUESTION_REPLAY,
	SCN_QUESTION_HANDSHAKE,
};

struct scn_question {
	uint32_t id; /* the plan's own number, unique in a plan */
	enum scn_question_kind kind;
	char *purpose;                               /* "TLS1.2 suites", "replay exchange-2019" */
	struct scn_hello *hello;                     /* NULL for HANDSHAKE */
	const struct scn_handshake_backend *backend; /* for HANDSHAKE */
	struct scn_handshake_order order; /* for HANDSHAKE; arrays owned by the question */
};

void scn_question_free(struct scn_question *question);

#endif
