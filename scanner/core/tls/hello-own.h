/*
 * A ClientHello on the heap that owns everything its spec points to. Private to core/tls.
 */
#ifndef SCN_CORE_TLS_HELLO_OWN_H
#define SCN_CORE_TLS_HELLO_OWN_H

#include "core/tls/hello.h"

struct scn_hello {
	struct scn_hello_spec spec;
	void **blocks; /* what the spec points into */
	size_t block_count;
};

struct scn_hello *scn_hello_new(void);
/* A copy of len bytes that lives as long as the hello; NULL stays NULL. */
void *scn_hello_keep(struct scn_hello *hello, const void *at, size_t len);
struct scn_bytes scn_hello_keep_bytes(struct scn_hello *hello, struct scn_bytes bytes);
/* A list that was made with SCN_APPEND: taken over as it is. */
void scn_hello_take(struct scn_hello *hello, void *take_block);

#endif
