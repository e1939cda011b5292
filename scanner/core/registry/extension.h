/*
 * Names of TLS extensions (IANA ExtensionType). Table: extensions.inc, sorted by code.
 */
#ifndef SCN_CORE_REGISTRY_EXTENSION_H
#define SCN_CORE_REGISTRY_EXTENSION_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum {
	SCN_EXT_SERVER_NAME = 0,
	SCN_EXT_MAX_FRAGMENT_LENGTH = 1,
	SCN_EXT_STATUS_REQUEST = 5,
	SCN_EXT_SUPPORTED_GROUPS = 10,
	SCN_EXT_EC_POINT_FORMATS = 11,
	SCN_EXT_SIGNATURE_ALGORITHMS = 13,
	SCN_EXT_HEARTBEAT = 15,
	SCN_EXT_ALPN = 16,
	SCN_EXT_PADDING = 21,
	SCN_EXT_ENCRYPT_THEN_MAC = 22,
	SCN_EXT_EXTENDED_MASTER_SECRET = 23,
	SCN_EXT_RECORD_SIZE_LIMIT = 28,
	SCN_EXT_SESSION_TICKET = 35,
	SCN_EXT_PRE_SHARED_KEY = 41,
	SCN_EXT_EARLY_DATA = 42,
	SCN_EXT_SUPPORTED_VERSIONS = 43,
	SCN_EXT_COOKIE = 44,
	SCN_EXT_PSK_KEY_EXCHANGE_MODES = 45,
	SCN_EXT_POST_HANDSHAKE_AUTH = 49,
	SCN_EXT_SIGNATURE_ALGORITHMS_CERT = 50,
	SCN_EXT_KEY_SHARE = 51,
	SCN_EXT_RENEGOTIATION_INFO = 0xFF01,
};

struct scn_extension {
	uint16_t code;
	const char *name; /* "server_name" */
};

/* RFC 8701: 0x0A0A, 0x1A1A … 0xFAFA. */
bool scn_extension_is_grease(uint16_t code);
const struct scn_extension *scn_extensions(size_t *count_out);
const struct scn_extension *scn_extension_by_code(uint16_t code);
/* By name or "0x0000" or decimal; NULL if unknown. */
const struct scn_extension *scn_extension_find(const char *text);

#endif
