/*
 * What a user types: a domain, host:port, [v6]:port, [host], an e-mail address. Pure; no look-up.
 */
#ifndef SCN_CORE_PROBE_TARGET_H
#define SCN_CORE_PROBE_TARGET_H

#include <stdbool.h>
#include <stdint.h>

#include "core/base/text.h"

enum {
	SCN_DEFAULT_PORT = 25,
	SCN_HOST_MAX_LEN = 253,
	SCN_TARGET_MAX_LEN = 1024,
};

enum scn_target_kind {
	SCN_TARGET_DOMAIN, /* its MX servers; without MX its address */
	SCN_TARGET_SERVER, /* this host only */
};

struct scn_target {
	enum scn_target_kind kind;
	char host[SCN_HOST_MAX_LEN + 1]; /* lower case, no trailing dot; or an address literal */
	uint16_t port;
	bool literal; /* host is an IPv4 or IPv6 address */
};

/* False: *error_out gets one sentence that quotes the input safely. */
bool scn_target_parse(const char *text, struct scn_target *target_out, struct scn_text *error_out);

#endif
