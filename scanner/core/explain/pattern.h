/*
 * Finds a known text in a line of a log, and what stands at its variable places.
 *
 * A pattern is the text itself, either case. A blank stands for one or more blanks; {field} for a word of
 * that field (fields below); {} for anything up to what follows it in the pattern, at most
 * SCN_PATTERN_GAP bytes; `|` separates alternatives, of which the first that is found counts. A pattern
 * that begins or ends with a letter or digit is not found inside a longer word.
 *
 *   "SSL_connect error to {peer}: {word}" finds host, address and port of
 *   "SSL_connect error to mx.example[192.0.2.1]:25: lost connection"
 */
#ifndef SCN_CORE_EXPLAIN_PATTERN_H
#define SCN_CORE_EXPLAIN_PATTERN_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum {
	SCN_PATTERN_GAP = 400,
};

enum scn_field {
	SCN_FIELD_HOST,
	SCN_FIELD_ADDRESS, /* IPv4 or IPv6, without brackets */
	SCN_FIELD_PORT,
	SCN_FIELD_PEER, /* host, then perhaps [address] and :port: fills those three */
	SCN_FIELD_VERSION,
	SCN_FIELD_SUITE,
	SCN_FIELD_BITS,
	SCN_FIELD_ALERT, /* a number */
	SCN_FIELD_NUMBER,
	SCN_FIELD_VERIFY,
	SCN_FIELD_WORD, /* no blank */
	SCN_FIELD_KX,   /* key exchange and hash, as Schannel names them */
	SCN_FIELD_HASH,
	SCN_FIELD_COUNT,
};

/* Borrowed from the line; at is NULL where nothing was found. */
struct scn_span {
	const char *at;
	size_t len;
};

struct scn_match {
	size_t start, end; /* in the line */
	size_t literal;    /* characters of the text that stood there as they are */
	struct scn_span fields[SCN_FIELD_COUNT];
};

/* A line, made ready for many patterns: which pairs of characters are in it. Most patterns are not, and
 * that is seen without looking for them. Borrows the line. */
struct scn_searched {
	const char *at;
	size_t len;
	uint64_t pairs[64];
};
struct scn_searched scn_searched(const char *line, size_t len);

/* Where text stands in line, either case, also inside a word; NULL if it does not. */
const char *scn_pattern_inside(const char *line, const char *text);
/* False: *out is not touched. */
bool scn_pattern_find(const char *pattern, const struct scn_searched *line, struct scn_match *out);

#endif
