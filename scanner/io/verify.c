#include "io/verify.h"

#include <openssl/x509_vfy.h>
#include <openssl/x509v3.h>

#include "core/base/alloc.h"
#include "core/base/text.h"

enum {
	STRICT_LEVEL = 2, /* 112 bits of security, as Debian's OpenSSL asks for */
};

/* ---- chains ---- */

static const struct {
	int error;
	enum scn_trust kind;
} kinds[] = {
	{ X509_V_OK, SCN_TRUST_TRUSTED },
	{ X509_V_ERR_CERT_HAS_EXPIRED, SCN_TRUST_EXPIRED },
	{ X509_V_ERR_CERT_NOT_YET_VALID, SCN_TRUST_NOT_YET_VALID },
	{ X509_V_ERR_DEPTH_ZERO_SELF_SIGNED_CERT, SCN_TRUST_SELF_SIGNED },
	{ X509_V_ERR_SELF_SIGNED_CERT_IN_CHAIN, SCN_TRUST_UNKNOWN_ISSUER },
	{ X509_V_ERR_UNABLE_TO_GET_ISSUER_CERT, SCN_TRUST_UNKNOWN_ISSUER },
	{ X509_V_ERR_UNABLE_TO_GET_ISSUER_CERT_LOCALLY, SCN_TRUST_UNKNOWN_ISSUER },
	{ X509_V_ERR_UNABLE_TO_VERIFY_LEAF_SIGNATURE, SCN_TRUST_UNKNOWN_ISSUER },
	{ X509_V_ERR_INVALID_PURPOSE, SCN_TRUST_WRONG_PURPOSE },
	{ X509_V_ERR_EE_KEY_TOO_SMALL, SCN_TRUST_WEAK },
	{ X509_V_ERR_CA_KEY_TOO_SMALL, SCN_TRUST_WEAK },
	{ X509_V_ERR_CA_MD_TOO_WEAK, SCN_TRUST_WEAK },
};

static enum scn_trust kind_of(int error)
{
	for (size_t i = 0; i < SCN_COUNT(kinds); i++)
		if (kinds[i].error == error)
			return kinds[i].kind;
	return SCN_TRUST_OTHER;
}

/* X509_V_OK or the first error, and how far from the leaf it is. */
static int verify(X509_STORE *store, STACK_OF(X509) * chain, int level, int *depth_out)
{
	X509_STORE_CTX *ctx = X509_STORE_CTX_new();
	int error = X509_V_ERR_UNSPECIFIED;

	if (ctx && X509_STORE_CTX_init(ctx, store, sk_X509_value(chain, 0), chain) == 1) {
		X509_STORE_CTX_set_default(ctx, "ssl_server");
		X509_VERIFY_PARAM_set_auth_level(X509_STORE_CTX_get0_param(ctx), level);
		X509_verify_cert(ctx);
		error = X509_STORE_CTX_get_error(ctx);
		*depth_out = X509_STORE_CTX_get_error_depth(ctx);
	}
	X509_STORE_CTX_free(ctx);
	return error;
}

/* The causes with a page of their own are about the server's certificate; what is wrong with another one
 * of the chain, or with its purpose in another way than serverAuth, is told in the library's words. */
static enum scn_trust settle(enum scn_trust kind, X509 *leaf, int depth)
{
	bool dates = kind == SCN_TRUST_EXPIRED || kind == SCN_TRUST_NOT_YET_VALID;
	bool purpose = kind == SCN_TRUST_WRONG_PURPOSE;

	if ((dates || purpose) && depth > 0)
		return SCN_TRUST_OTHER;
	if (purpose && (X509_get_extended_key_usage(leaf) & XKU_SSL_SERVER))
		return SCN_TRUST_OTHER;
	return kind;
}

static void say_words(int error, int depth, char **words_out)
{
	struct scn_text text = { 0 };

	if (error == X509_V_OK)
		scn_text_add(&text, "trusted");
	else
		scn_text_printf(&text, "%s%s", X509_verify_cert_error_string(error),
			depth > 0 ? " (not the server's own certificate, but one above it)" : "");
	*words_out = scn_text_take(&text);
}

void scn_verify_chain(X509_STORE *store, STACK_OF(X509) * chain, bool has_parent,
	enum scn_trust *kind_out, char **words_out)
{
	int depth = 0;
	int error = verify(store, chain, 0, &depth);

	if (error == X509_V_OK)
		error = verify(store, chain, STRICT_LEVEL, &depth);
	*kind_out = settle(kind_of(error), sk_X509_value(chain, 0), depth);
	/* Alone, though somebody issued it who says where his certificate is: most often an intermediate
	 * that was not sent. */
	if (*kind_out == SCN_TRUST_UNKNOWN_ISSUER && sk_X509_num(chain) == 1 && has_parent)
		*kind_out = SCN_TRUST_INCOMPLETE;
	say_words(error, depth, words_out);
}

enum scn_known scn_verify_name(X509 *leaf, const char *name)
{
	int found = X509_check_ip_asc(leaf, name, 0);

	if (found == -2) /* not an address */
		found = X509_check_host(leaf, name, 0, 0, NULL);
	if (found < 0)
		return SCN_UNKNOWN;
	return found ? SCN_ACCEPTED : SCN_REJECTED;
}

/* ---- DANE ---- */

enum scn_dane scn_verify_dane_set(
	SSL *ssl, const char *name, const char *domain, const struct scn_tlsa_fact *tlsa)
{
	bool usable = false;

	if (SSL_CTX_dane_enable(SSL_get_SSL_CTX(ssl)) != 1 || SSL_dane_enable(ssl, name) != 1)
		return SCN_DANE_UNKNOWN;
	if (domain)
		SSL_add1_host(ssl, domain);
	/* RFC 7672 section 3.1.1: whoever publishes 3 1 1 need not have a name in it. */
	SSL_dane_set_flags(ssl, DANE_FLAG_NO_DANE_EE_NAMECHECKS);
	for (size_t i = 0; i < tlsa->record_count; i++) {
		const struct scn_tlsa_record *r = &tlsa->records[i];

		/* RFC 7672 section 3.1.3: usages 0 and 1 are not for SMTP. */
		if (r->usage >= 2 && SSL_dane_tlsa_add(ssl, r->usage, r->selector, r->matching,
					     r->data, r->len) == 1)
			usable = true;
	}
	return usable ? SCN_DANE_MATCHES : SCN_DANE_UNUSABLE;
}

enum scn_dane scn_verify_dane_result(SSL *ssl)
{
	switch (SSL_get_verify_result(ssl)) {
	case X509_V_OK:
		return SCN_DANE_MATCHES;
	case X509_V_ERR_HOSTNAME_MISMATCH:
		return SCN_DANE_WRONG_NAME;
	case X509_V_ERR_CERT_HAS_EXPIRED:
	case X509_V_ERR_CERT_NOT_YET_VALID:
		return SCN_DANE_EXPIRED;
	case X509_V_ERR_DANE_NO_MATCH:
	case X509_V_ERR_UNABLE_TO_GET_ISSUER_CERT_LOCALLY:
	case X509_V_ERR_UNABLE_TO_VERIFY_LEAF_SIGNATURE:
	case X509_V_ERR_DEPTH_ZERO_SELF_SIGNED_CERT:
	case X509_V_ERR_SELF_SIGNED_CERT_IN_CHAIN:
		return SCN_DANE_MISMATCH;
	default:
		return SCN_DANE_OTHER;
	}
}
