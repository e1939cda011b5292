/*
 * Errors of our own environment, and the three answers of a parser.
 *
 * What a peer does (an alert, a 454, a reset) is never an error here: it is a fact. A bug is an
 * assert. Only what our own machine refuses (a file, the resolver, a library) is an scn_err.
 */
#ifndef SCN_CORE_BASE_ERROR_H
#define SCN_CORE_BASE_ERROR_H

#include "core/base/language.h"

#define SCN_ERR_LIST(X)                                                                            \
	X(OK, SCN_MARK("no error"))                                                                \
	X(NOT_FOUND, SCN_MARK("no such file or entry"))                                            \
	X(NOT_READABLE, SCN_MARK("cannot be read"))                                                \
	X(NOT_WRITABLE, SCN_MARK("cannot be written"))                                             \
	X(NOT_UNDERSTOOD, SCN_MARK("is not in the expected form"))                                 \
	X(TOO_LARGE, SCN_MARK("is larger than the limit"))                                         \
	X(DUPLICATE, SCN_MARK("is there twice"))                                                   \
	X(RESOLVER, SCN_MARK("the DNS library failed"))                                            \
	X(LOOP, SCN_MARK("the event loop failed"))                                                 \
	X(TLS_LIBRARY, SCN_MARK("the TLS library failed"))                                         \
	X(NOT_SUPPORTED, SCN_MARK("is not supported by this build"))                               \
	X(CANCELLED, SCN_MARK("was cancelled"))

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

/* The sentence of an error in the language of this thread, never NULL. */
const char *scn_err_text(enum scn_err err);

#endif
