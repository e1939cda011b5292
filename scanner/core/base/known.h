/*
 * Three-valued knowledge. Zero is "unknown", so a fact that nobody touched is unknown by itself.
 * "rejected" needs a refusal on the TLS level: a time-out, a 421 or a reset is never a "no".
 */
#ifndef SCN_CORE_BASE_KNOWN_H
#define SCN_CORE_BASE_KNOWN_H

enum scn_known {
	SCN_UNKNOWN,
	SCN_REJECTED,
	SCN_ACCEPTED,
};

/* "unknown", "rejected", "accepted": the words of code, JSON and CLI. */
const char *scn_known_word(enum scn_known known);

#endif
