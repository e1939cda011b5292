/*
 * A real TLS server on bytes in memory, by either library, and certificates made on the spot: the
 * other end of the handshake tests. No file includes both libraries, here neither.
 */
#ifndef TESTS_SUPPORT_TLS_TLS_SERVER_H
#define TESTS_SUPPORT_TLS_TLS_SERVER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "core/base/bytes.h"
#include "core/registry/suite.h"
#include "core/registry/version.h"

enum test_key {
	TEST_KEY_RSA,
	TEST_KEY_ECDSA,
	TEST_KEY_COUNT,
};

struct test_certificate {
	struct scn_builder der, key;
	enum test_key kind;
};
/* Self-signed, for mx.example and *.wild.example. */
bool test_certificate_make(struct test_certificate *out, enum test_key kind);
void test_certificate_finish(struct test_certificate *c);

enum ask_client {
	ASK_NEVER,
	ASK_POLITELY,
	ASK_OR_FAIL,
};

struct tls_server_options {
	enum scn_version oldest, newest;
	scn_suite_code suite; /* the only one; 0: the library's own list */
	const char *groups;   /* OpenSSL's words, OpenSSL only; NULL: the library's own */
	unsigned dh_bits; /* of a prime of our own making, OpenSSL only; 0: the library's choice */
	enum ask_client ask_client;
};

struct tls_server;
struct tls_server_kind {
	const char *name;
	struct tls_server *(*start)(
		const struct tls_server_options *options, const struct test_certificate *c);
	/* Take the client's bytes; append the answer, and what was decrypted. */
	void (*feed)(struct tls_server *s, struct scn_bytes in, struct scn_builder *out,
		struct scn_builder *plain_out);
	bool (*done)(struct tls_server *s);
	void (*send)(struct tls_server *s, struct scn_bytes plain, struct scn_builder *out);
	void (*stop)(struct tls_server *s);
};
extern const struct tls_server_kind openssl_server;
extern const struct tls_server_kind wolfssl_server; /* if built with wolfSSL */

#endif
