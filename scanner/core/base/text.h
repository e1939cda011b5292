/*
 * A growing string, and the escapes that make a hostile peer's words safe to show.
 *
 * Everything that a server said goes through scn_text_peer (terminal, plain text) or through the
 * JSON, CSV or HTML writer, which escape by themselves. Never print a peer's bytes with %s.
 */
#ifndef SCN_CORE_BASE_TEXT_H
#define SCN_CORE_BASE_TEXT_H

#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "core/base/bytes.h"
#include "core/base/error.h"

/* Zeroed is empty. `at` is NULL until something was added; use scn_text_str for a C string. */
struct scn_text {
	char *at;
	size_t len;
};

void scn_text_finish(struct scn_text *t);
void scn_text_clear(struct scn_text *t);
/* The text as a C string, "" when empty; borrowed until the text changes. */
const char *scn_text_str(const struct scn_text *t);
/* The text as a heap string that the caller frees; the text is empty afterwards. */
char *scn_text_take(struct scn_text *t);

void scn_text_char(struct scn_text *t, char c);
void scn_text_add(struct scn_text *t, const char *text);
/* A phrase that begins a sentence: its first letter, if Latin, becomes a capital one. */
void scn_text_capital(struct scn_text *t, const char *text);
void scn_text_addn(struct scn_text *t, const char *text, size_t len);
void scn_text_printf(struct scn_text *t, const char *format, ...) SCN_PRINTF(2, 3);
void scn_text_vprintf(struct scn_text *t, const char *format, va_list args) SCN_PRINTF(2, 0);
/* n times c. */
/* In decimal. */
void scn_text_uint(struct scn_text *t, uint64_t value);
void scn_text_fill(struct scn_text *t, char c, size_t n);
/* Lower-case hexadecimal. */
void scn_text_hex(struct scn_text *t, struct scn_bytes bytes);

/* The length of the UTF-8 sequence (RFC 3629) that starts at bytes, 0 if there is none; its code
 * point in *out. At least one byte must be left. */
size_t scn_utf8(const char *bytes, size_t left, uint32_t *out);

/*
 * Words of a peer made harmless: control characters (C0, DEL, C1 also in UTF-8), bytes that are not
 * UTF-8, bidirectional overrides and backslash appear as \xHH (or \u{HEX}). The result is valid
 * UTF-8, one line, without escape sequences.
 */
void scn_text_peer(struct scn_text *t, const char *bytes, size_t len);

/* Columns that the text takes on a terminal: code points, without the bytes of SGR sequences. */
size_t scn_text_columns(const char *text);

#endif
