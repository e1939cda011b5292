/*
 * A ClientHello from a spec: SSL 2.0 to TLS 1.3, any suites, groups, schemes, any extensions in any
 * order. Nothing is computed: random bytes and key shares come in, so the same spec gives the same
 * bytes. RFC 8446 section 4.1.2, RFC 5246 section 7.4.1.2, RFC 6101 appendix E (SSL 2.0 form).
 *
 * hello_parse.c does the way back (a captured hello into a spec), for profiles and tests.
 */
#ifndef SCN_CORE_TLS_HELLO_H
#define SCN_CORE_TLS_HELLO_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "core/base/bytes.h"
#include "core/base/error.h"
#include "core/registry/suite.h"
#include "core/registry/version.h"

enum scn_hello_form {
	SCN_HELLO_RECORD, /* SSL 3.0 and later: a handshake message in records */
	SCN_HELLO_SSL2, /* CLIENT-HELLO of SSL 2.0: the version is legacy_version, suites are kinds */
};

enum scn_share_mode {
	SCN_SHARES_LISTED, /* key_shares below, possibly an empty list (asks for a HelloRetryRequest) */
	SCN_SHARES_NONE, /* no key_share extension at all, also where `extensions` lists it */
};

enum {
	SCN_RANDOM_LEN = 32,
	SCN_SESSION_ID_MAX = 32,
	SCN_HELLO_MAX_LEN = 65536, /* bytes of a hello that we build or read */
	SCN_RECORD_MAX_PLAIN = 16384,
};

/* One extension at its place in the hello. body: the exact bytes; where at is NULL the body is built
 * from the spec's fields (groups, schemes, versions, server_name, alpn, key_shares …); an extension
 * that the spec has no field for is then sent empty. */
struct scn_hello_extension {
	uint16_t code;
	struct scn_bytes body;
};

struct scn_key_share {
	uint16_t group;
	struct scn_bytes key; /* borrowed */
};

/* All pointers are borrowed and must live until scn_hello_build returns. Zero is a good default. */
struct scn_hello_spec {
	enum scn_hello_form form;
	uint16_t record_version; /* 0: 0x0301, or 0x0300 where legacy_version is 0x0300 */
	uint16_t legacy_version; /* 0x0300 … 0x0303, 0x0002 for SSL 2.0 */
	uint8_t random[SCN_RANDOM_LEN];
	uint8_t session_id[SCN_SESSION_ID_MAX];
	uint8_t session_id_len;
	uint8_t challenge_len; /* SSL 2.0 form: so many bytes of random, 16 to 32; 0 = 16 */
	const scn_suite_code *suites;
	size_t suite_count;
	const uint8_t *compression; /* NULL: only 0 */
	size_t compression_count;
	const struct scn_hello_extension *extensions; /* in the order of the wire */
	size_t extension_count;
	bool empty_extensions; /* without any extension: send an empty block all the same */
	/* What the extensions are built from. */
	const uint16_t *versions; /* supported_versions, wire values */
	size_t version_count;
	const uint16_t *groups;
	size_t group_count;
	const uint16_t *schemes;
	size_t scheme_count;
	const uint16_t *cert_schemes;
	size_t cert_scheme_count;
	const uint8_t *point_formats; /* NULL: only 0 (uncompressed) */
	size_t point_format_count;
	const char *server_name; /* NULL: the extension is left out even where it is listed */
	const char *const *alpn;
	size_t alpn_count;
	enum scn_share_mode share_mode;
	const struct scn_key_share *key_shares;
	size_t key_share_count;
	uint8_t psk_modes[2]; /* psk_modes_count of them; 0 means one: 1 (psk_dhe_ke) */
	size_t psk_mode_count;
	uint16_t record_size_limit; /* for extension 28 */
	size_t pad_to; /* with SCN_EXT_PADDING in the list: handshake message length to reach; 0 = the
			* rule of RFC 7685 as OpenSSL applies it (256 to 511 bytes become 512) */
	size_t fragment_len; /* split the message into records of this many bytes; 0 = one record */
};

/* Append the records of the hello to out. */
void scn_hello_build(const struct scn_hello_spec *spec, struct scn_builder *out);

/* A parsed ClientHello, on the heap, with everything that the spec points to. */
struct scn_hello;

/* From the bytes of the wire: records (possibly several), or a bare SSL 2.0 CLIENT-HELLO, or a bare
 * handshake message. SCN_MORE: cut short. SCN_BAD: not a ClientHello. consumed_out may be NULL. */
enum scn_parse scn_hello_parse(
	struct scn_bytes wire, struct scn_hello **hello_out, size_t *consumed_out);
/* A deep copy of a spec, so that it outlives what it was made from. */
struct scn_hello *scn_hello_copy(const struct scn_hello_spec *spec);
void scn_hello_free(struct scn_hello *hello);
/* Borrowed. Building it gives the same bytes again (a test shows it); only a message that was cut into
 * records of several lengths comes back in records of the first one's length. Extensions whose body
 * the spec can express have body.at == NULL only where rebuilding is byte-exact; padding has it where
 * its length is the one that the rule of pad_to == 0 gives. */
const struct scn_hello_spec *scn_hello_spec(const struct scn_hello *hello);

#endif
