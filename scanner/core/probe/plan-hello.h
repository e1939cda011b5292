/*
 * The ClientHellos that a plan asks with. Private to the plan.
 */
#ifndef SCN_CORE_PROBE_PLAN_HELLO_H
#define SCN_CORE_PROBE_PLAN_HELLO_H

#include "core/registry/suite.h"
#include "core/tls/hello.h"

enum scn_hello_size {
	SCN_HELLO_FULL,  /* every group and scheme that servers know */
	SCN_HELLO_SMALL, /* a message of at most 255 bytes with 32 suites */
};

/* What a hello of ours varies; the rest is always the same. */
struct scn_hello_shape {
	enum scn_version version; /* the only one that is offered */
	const scn_suite_code *suites;
	size_t suite_count;
	const uint16_t *groups; /* NULL: all */
	size_t group_count;
	const uint16_t *schemes; /* NULL: all */
	size_t scheme_count;
	uint16_t share_group; /* TLS 1.3: 0 asks for a HelloRetryRequest */
	enum scn_hello_size size;
	const char *server_name;
};

/* random: 64 bytes for random, session id and key share. Heap, for scn_hello_free. */
struct scn_hello *scn_plan_hello(const struct scn_hello_shape *shape, const uint8_t random[64]);

#endif
