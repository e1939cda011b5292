/*
 * Errors of our own environment, and the three answers of a parser.
 *
 * What a peer does (an alert, a 454, a reset) is never an error here: it is a fact. A bug is an
 * assert. Only what our own machine refuses (a file, the resolver, a library) is an scn_err.
 */
#ifndef SCN_CORE_BASE_ERROR_H
#define SCN_CORE_BASE_ERROR_H

#define SCN_ERR_LIST(X)                                                                            \
	X(OK, "no error")                                                                          \
	X(NOT_FOUND, "no such file or entry")                                                      \
	X(NOT_READABLE, "cannot be read")                                                          \
	X(NOT_WRITABLE, "cannot be written")                                                       \
	X(NOT_UNDERSTOOD, "is not in the expected form")                                           \
	X(TOO_LARGE, "is larger than the limit")                                                   \
	X(DUPLICATE, "is there twice")                                                             \
	X(RESOLVER, "the DNS library failed")                                                      \
	X(LOOP, "the event loop failed")                                                           \
	X(TLS_LIBRARY, "the TLS library failed")                                                   \
	X(NOT_SUPPORTED, "is not supported by this build")                                         \
	X(CANCELLED, "was cancelled")

enum scn_err {
#define X(name, sentence) SCN_ERR_##name,
	SCN_ERR_LIST(X)
#undef X
};

#define SCN_MUST_CHECK       __attribute__((warn_unused_result))
#define SCN_PRINTF(at, args) __attribute__((format(printf, at, args)))

/* A parser that can stop at any byte: needs more, has got one, or the bytes are malformed. */
enum scn_parse {
	SCN_MORE,
	SCN_GOT,
	SCN_BAD,
};

/* The sentence of an error, never NULL. */
const char *scn_err_text(enum scn_err err);

#endif
