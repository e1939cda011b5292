/*
 * What the decoders of messages share: lines of a tree, and names of codes. Private to decode*.c.
 */
#ifndef SCN_CORE_TLS_DECODE_TREE_H
#define SCN_CORE_TLS_DECODE_TREE_H

#include <stdbool.h>
#include <stdint.h>

#include "core/base/bytes.h"
#include "core/base/text.h"

struct scn_tree {
	struct scn_text *out;
	unsigned depth;
	unsigned lines;
};

/* A line: the name, padded, and the value. Names of fields are translated, those of the protocol (messages,
 * extensions, suites) are not. */
void scn_tree_line(struct scn_tree *t, const char *name, const char *format, ...) SCN_PRINTF(3, 4);
/* The same with a value that was put together; it is emptied. */
void scn_tree_text(struct scn_tree *t, const char *name, struct scn_text *take_value);
/* "3 bytes" */
void scn_tree_bytes(struct scn_tree *t, const char *name, size_t count);
/* Bytes in hex, at most 32 of them; "empty" where there are none. */
void scn_tree_hex(struct scn_tree *t, const char *name, struct scn_bytes bytes);
/* "cut short" or "3 bytes more than expected", where the reader is not done. */
void scn_tree_rest(struct scn_tree *t, const struct scn_reader *r);

/* Names, or the bare code. */
void scn_name_version(uint16_t wire, struct scn_text *out); /* "0x0303 TLS 1.2" */
void scn_name_suite(
	uint32_t code, struct scn_text *out); /* "0xC02F  ECDHE_RSA AES_128_GCM SHA256" */
void scn_name_group(uint16_t code, struct scn_text *out);
void scn_name_scheme(uint16_t code, struct scn_text *out);
void scn_name_extension(uint16_t code, struct scn_text *out);

/* Who sends an extension: its body has another form in each. */
enum scn_sender {
	SCN_SENDER_CLIENT,
	SCN_SENDER_SERVER,
	SCN_SENDER_RETRY, /* HelloRetryRequest */
};
/* The block of extensions at the end of a hello; nothing where none is there. */
void scn_decode_extensions(struct scn_tree *t, struct scn_reader *r, enum scn_sender sender);

/* Bodies of handshake messages. */
void scn_decode_client_hello(struct scn_tree *t, struct scn_bytes body);
void scn_decode_server_hello(struct scn_tree *t, struct scn_bytes body);
void scn_decode_certificate(struct scn_tree *t, struct scn_bytes body);
void scn_decode_key_exchange(struct scn_tree *t, struct scn_bytes body);
void scn_decode_certificate_request(struct scn_tree *t, struct scn_bytes body);
/* An SSL 2.0 CLIENT-HELLO or SERVER-HELLO with its header; false: it is none. */
bool scn_decode_ssl2(struct scn_bytes bytes, struct scn_text *title, struct scn_tree *t);

#endif
