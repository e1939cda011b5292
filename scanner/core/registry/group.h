/*
 * Supported groups (RFC 8422, RFC 7919, RFC 8446): curves, finite-field groups, hybrids, GREASE.
 * Table: groups.inc, sorted by code.
 */
#ifndef SCN_CORE_REGISTRY_GROUP_H
#define SCN_CORE_REGISTRY_GROUP_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum {
	SCN_GROUP_SECP256R1 = 0x0017,
	SCN_GROUP_SECP384R1 = 0x0018,
	SCN_GROUP_SECP521R1 = 0x0019,
	SCN_GROUP_BRAINPOOLP256R1 = 0x001A,
	SCN_GROUP_BRAINPOOLP384R1 = 0x001B,
	SCN_GROUP_BRAINPOOLP512R1 = 0x001C,
	SCN_GROUP_X25519 = 0x001D,
};

enum scn_group_kind {
	SCN_GROUP_EC_PRIME,
	SCN_GROUP_EC_BINARY,
	SCN_GROUP_EC_BRAINPOOL,
	SCN_GROUP_MONTGOMERY, /* x25519, x448 */
	SCN_GROUP_FFDHE,
	SCN_GROUP_GOST,
	SCN_GROUP_KEM,
	SCN_GROUP_HYBRID,
	SCN_GROUP_GREASE,
	SCN_GROUP_OTHER,
};

struct scn_group {
	uint16_t code;
	const char *name;    /* IANA's: "x25519", "secp256r1" */
	const char *openssl; /* comma separated, first is preferred; NULL if none */
	const char *gnutls;
	const char *schannel;
	enum scn_group_kind kind;
	uint16_t bits;
	uint16_t security_bits;
	uint16_t
		client_share_len; /* bytes of a TLS 1.3 KeyShareEntry's key_exchange, 0 = not known */
	uint16_t server_share_len;
	bool tls12; /* may be negotiated in TLS 1.2 and older */
	bool tls13;
	uint8_t likelihood; /* 0 to 100 */
};

const struct scn_group *scn_groups(size_t *count_out);
const struct scn_group *scn_group_by_code(uint16_t code);
/* Any dialect's name, case-insensitive ("P-256", "prime256v1", "SECP256R1"), or "0x0017". */
const struct scn_group *scn_group_find(const char *text);
/* The finite-field group of a well-known prime (RFC 7919, RFC 3526, RFC 5114 …), NULL if the prime
 * is not known. The words are names such as "ffdhe2048", "modp2048 (RFC 3526)". */
const char *scn_dh_prime_name(const uint8_t *prime, size_t len);

#endif
