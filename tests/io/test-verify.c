/*
 * What OpenSSL says of chains, names and TLSA records, by our words. Root, intermediate and leaf are made
 * here, one row a fault; whole handshakes with them are in tests/interop/test-trust.py.
 */
#include "test.h"

#include <openssl/ssl.h>
#include <openssl/x509v3.h>

#include "core/base/alloc.h"
#include "io/verify.h"

enum {
	DAY = 24 * 3600,
};

/* ---- certificates ---- */

struct signer {
	EVP_PKEY *key;
	X509 *certificate;
};

struct wish {
	const char *name, *alternative, *purpose, *constraints;
	int from_days, to_days; /* from now */
	int rsa_bits;           /* 0: P-256 */
	const EVP_MD *(*md)(void);
};

static void extend(X509 *certificate, int nid, const char *value)
{
	X509_EXTENSION *extension = value ? X509V3_EXT_conf_nid(NULL, NULL, nid, value) : NULL;

	if (!value)
		return;
	assert_non_null(extension);
	assert_int_equal(X509_add_ext(certificate, extension, -1), 1);
	X509_EXTENSION_free(extension);
}

/* By: NULL is itself. */
static struct signer make(const struct wish *wish, const struct signer *by)
{
	struct signer s = { .certificate = X509_new() };
	X509_NAME *subject = X509_get_subject_name(s.certificate);

	s.key = wish->rsa_bits ? EVP_RSA_gen((unsigned)wish->rsa_bits) : EVP_EC_gen("P-256");
	by = by ? by : &s;
	assert_int_equal(X509_set_version(s.certificate, X509_VERSION_3), 1);
	ASN1_INTEGER_set(X509_get_serialNumber(s.certificate), 7);
	X509_gmtime_adj(X509_getm_notBefore(s.certificate), (long)wish->from_days * DAY);
	X509_gmtime_adj(X509_getm_notAfter(s.certificate), (long)wish->to_days * DAY);
	if (wish->name)
		X509_NAME_add_entry_by_txt(
			subject, "CN", MBSTRING_UTF8, (const unsigned char *)wish->name, -1, -1, 0);
	X509_set_issuer_name(s.certificate, X509_get_subject_name(by->certificate));
	X509_set_pubkey(s.certificate, s.key);
	extend(s.certificate, NID_subject_alt_name, wish->alternative);
	extend(s.certificate, NID_ext_key_usage, wish->purpose);
	extend(s.certificate, NID_basic_constraints, wish->constraints);
	assert_true(X509_sign(s.certificate, by->key, wish->md ? wish->md() : EVP_sha256()) > 0);
	return s;
}

static void signer_finish(struct signer *s)
{
	EVP_PKEY_free(s->key);
	X509_free(s->certificate);
}

static const struct wish root_wish = {
	.name = "Root", .constraints = "critical,CA:TRUE", .from_days = -1, .to_days = 1
};

/* ---- chains ---- */

enum shape {
	WHOLE,     /* leaf, intermediate */
	ALONE,     /* the leaf only */
	WITH_ROOT, /* leaf, intermediate, root */
	SELF,      /* the leaf signs itself */
	SWAPPED,   /* leaf, another intermediate */
	FORGED,    /* leaf, an intermediate of the right name with another key */
};

struct chain_row {
	const char *what;
	enum shape shape;
	bool trusts_root, has_parent;
	struct wish leaf, middle;
	enum scn_trust is;
};

#define LEAF .name = "mx", .from_days = -1, .to_days = 1
#define MIDDLE                                                                                     \
	{                                                                                          \
		.name = "Middle", .constraints = "critical,CA:TRUE", .from_days = -1, .to_days = 1 \
	}

static const struct chain_row chain_rows[] = {
	{ "good", WHOLE, true, false, { LEAF }, MIDDLE, SCN_TRUST_TRUSTED },
	{ "with root", WITH_ROOT, true, false, { LEAF }, MIDDLE, SCN_TRUST_TRUSTED },
	{ "for servers", WHOLE, true, false, { LEAF, .purpose = "serverAuth,clientAuth" }, MIDDLE,
		SCN_TRUST_TRUSTED },
	{ "for clients", WHOLE, true, false, { LEAF, .purpose = "clientAuth" }, MIDDLE,
		SCN_TRUST_WRONG_PURPOSE },
	{ "root not trusted", WHOLE, false, false, { LEAF }, MIDDLE, SCN_TRUST_UNKNOWN_ISSUER },
	{ "root sent, not trusted", WITH_ROOT, false, false, { LEAF }, MIDDLE,
		SCN_TRUST_UNKNOWN_ISSUER },
	{ "alone, of a public CA", ALONE, true, true, { LEAF }, MIDDLE, SCN_TRUST_INCOMPLETE },
	{ "alone, issuer not told", ALONE, true, false, { LEAF }, MIDDLE,
		SCN_TRUST_UNKNOWN_ISSUER },
	{ "other intermediate", SWAPPED, true, true, { LEAF }, MIDDLE, SCN_TRUST_UNKNOWN_ISSUER },
	{ "other key of that name", FORGED, true, true, { LEAF }, MIDDLE, SCN_TRUST_OTHER },
	{ "self-signed", SELF, true, false, { LEAF }, MIDDLE, SCN_TRUST_SELF_SIGNED },
	{ "expired", WHOLE, true, false, { .name = "mx", .from_days = -9, .to_days = -1 }, MIDDLE,
		SCN_TRUST_EXPIRED },
	{ "not yet", WHOLE, true, false, { .name = "mx", .from_days = 1, .to_days = 9 }, MIDDLE,
		SCN_TRUST_NOT_YET_VALID },
	{ "expired, issuer unknown", WHOLE, false, false,
		{ .name = "mx", .from_days = -9, .to_days = -1 }, MIDDLE,
		SCN_TRUST_UNKNOWN_ISSUER },
	{ "small key", WHOLE, true, false, { LEAF, .rsa_bits = 1024 }, MIDDLE, SCN_TRUST_WEAK },
	{ "SHA-1", WHOLE, true, false, { LEAF, .md = EVP_sha1 }, MIDDLE, SCN_TRUST_WEAK },
	{ "small key above", WHOLE, true, false, { LEAF },
		{ .name = "Middle",
			.constraints = "critical,CA:TRUE",
			.from_days = -1,
			.to_days = 1,
			.rsa_bits = 1024 },
		SCN_TRUST_WEAK },
	{ "SHA-1 above", WHOLE, true, false, { LEAF },
		{ .name = "Middle",
			.constraints = "critical,CA:TRUE",
			.from_days = -1,
			.to_days = 1,
			.md = EVP_sha1 },
		SCN_TRUST_WEAK },
	{ "above is no CA", WHOLE, true, false, { LEAF },
		{ .name = "Middle",
			.constraints = "critical,CA:FALSE",
			.from_days = -1,
			.to_days = 1 },
		SCN_TRUST_OTHER },
};

static void test_verify_chain(void **state)
{
	for (size_t i = 0; i < SCN_COUNT(chain_rows); i++) {
		const struct chain_row *row = &chain_rows[i];
		struct signer root = make(&root_wish, NULL), middle = make(&row->middle, &root);
		struct signer other =
			make(&(struct wish){ .name = row->shape == FORGED ? "Middle" : "Other",
				     .constraints = "critical,CA:TRUE",
				     .from_days = -1,
				     .to_days = 1 },
				&root);
		struct signer leaf = make(&row->leaf, row->shape == SELF ? NULL : &middle);
		STACK_OF(X509) *chain = sk_X509_new_null();
		X509_STORE *store = X509_STORE_new();
		enum scn_trust kind;
		char *words;

		if (row->trusts_root)
			X509_STORE_add_cert(store, root.certificate);
		sk_X509_push(chain, leaf.certificate);
		if (row->shape == WHOLE || row->shape == WITH_ROOT)
			sk_X509_push(chain, middle.certificate);
		if (row->shape == SWAPPED || row->shape == FORGED)
			sk_X509_push(chain, other.certificate);
		if (row->shape == WITH_ROOT)
			sk_X509_push(chain, root.certificate);
		scn_verify_chain(store, chain, row->has_parent, &kind, &words);
		if (kind != row->is)
			fail_msg("%s: %s (%s), expected %s", row->what, scn_trust_word(kind), words,
				scn_trust_word(row->is));
		assert_int_equal(strcmp(words, "trusted") == 0, kind == SCN_TRUST_TRUSTED);
		free(words);
		X509_STORE_free(store);
		sk_X509_free(chain);
		signer_finish(&leaf);
		signer_finish(&other);
		signer_finish(&middle);
		signer_finish(&root);
	}
}

/* ---- names ---- */

static void test_verify_name(void **state)
{
	static const struct {
		const char *common, *alternative, *name;
		enum scn_known is;
	} rows[] = {
		{ NULL, "DNS:mx.firma.example", "mx.firma.example", SCN_ACCEPTED },
		{ NULL, "DNS:mx.firma.example", "MX.Firma.Example", SCN_ACCEPTED },
		{ NULL, "DNS:a.example,DNS:mx.firma.example", "mx.firma.example", SCN_ACCEPTED },
		{ NULL, "DNS:mx2.firma.example", "mx.firma.example", SCN_REJECTED },
		{ NULL, "DNS:firma.example", "mx.firma.example", SCN_REJECTED },
		{ NULL, "DNS:*.firma.example", "mx.firma.example", SCN_ACCEPTED },
		{ NULL, "DNS:*.firma.example", "a.mx.firma.example", SCN_REJECTED },
		{ NULL, "DNS:*.firma.example", "firma.example", SCN_REJECTED },
		{ NULL, "DNS:*.example", "firma.example", SCN_REJECTED },
		{ NULL, "DNS:mx.*.example", "mx.firma.example", SCN_REJECTED },
		/* RFC 5890: names are compared as they are in the DNS, wildcards do not cut A-labels. */
		{ NULL, "DNS:mx.xn--frma-epa.example", "mx.xn--frma-epa.example", SCN_ACCEPTED },
		{ NULL, "DNS:*.xn--frma-epa.example", "mx.xn--frma-epa.example", SCN_ACCEPTED },
		{ NULL, "DNS:xn--*.firma.example", "xn--mx.firma.example", SCN_REJECTED },
		/* RFC 6125 section 6.4.4: the common name counts only where there is no DNS name. */
		{ "mx.firma.example", NULL, "mx.firma.example", SCN_ACCEPTED },
		{ "mx.firma.example", "DNS:a.example", "mx.firma.example", SCN_REJECTED },
		{ "Mail server", NULL, "mx.firma.example", SCN_REJECTED },
		{ NULL, "email:a@mx.firma.example", "mx.firma.example", SCN_REJECTED },
		/* An address is compared with addresses. */
		{ NULL, "IP:192.0.2.1", "192.0.2.1", SCN_ACCEPTED },
		{ NULL, "IP:192.0.2.1", "192.0.2.2", SCN_REJECTED },
		{ NULL, "IP:2001:db8::1", "2001:db8::1", SCN_ACCEPTED },
		{ NULL, "DNS:192.0.2.1", "192.0.2.1", SCN_REJECTED },
	};

	for (size_t i = 0; i < SCN_COUNT(rows); i++) {
		struct wish wish = { .name = rows[i].common,
			.alternative = rows[i].alternative,
			.from_days = -1,
			.to_days = 1 };
		struct signer leaf = make(&wish, NULL);
		enum scn_known is = scn_verify_name(leaf.certificate, rows[i].name);

		if (is != rows[i].is)
			fail_msg("%s against %s %s: %d", rows[i].name, rows[i].common,
				rows[i].alternative, is);
		signer_finish(&leaf);
	}
}

/* ---- TLSA records ---- */

static void test_verify_which_records_count(void **state)
{
	static uint8_t data[64];
	static const struct {
		const char *what;
		struct scn_tlsa_record records[2];
		size_t count;
		enum scn_dane is;
	} rows[] = {
		{ "none", { { 0 } }, 0, SCN_DANE_UNUSABLE },
		{ "3 1 1", { { 3, 1, 1, data, 32 } }, 1, SCN_DANE_MATCHES },
		{ "3 1 2", { { 3, 1, 2, data, 64 } }, 1, SCN_DANE_MATCHES },
		{ "2 0 1", { { 2, 0, 1, data, 32 } }, 1, SCN_DANE_MATCHES },
		{ "usage 0", { { 0, 0, 1, data, 32 } }, 1, SCN_DANE_UNUSABLE },
		{ "usage 1", { { 1, 1, 1, data, 32 } }, 1, SCN_DANE_UNUSABLE },
		{ "usage 4", { { 4, 1, 1, data, 32 } }, 1, SCN_DANE_UNUSABLE },
		{ "selector 2", { { 3, 2, 1, data, 32 } }, 1, SCN_DANE_UNUSABLE },
		{ "matching 3", { { 3, 1, 3, data, 32 } }, 1, SCN_DANE_UNUSABLE },
		{ "digest too short", { { 3, 1, 1, data, 31 } }, 1, SCN_DANE_UNUSABLE },
		{ "digest too long", { { 3, 1, 1, data, 33 } }, 1, SCN_DANE_UNUSABLE },
		{ "no certificate", { { 3, 0, 0, data, 64 } }, 1, SCN_DANE_UNUSABLE },
		{ "one of two counts", { { 1, 1, 1, data, 32 }, { 3, 1, 1, data, 32 } }, 2,
			SCN_DANE_MATCHES },
		{ "one of two counts, the first", { { 3, 1, 1, data, 32 }, { 3, 1, 1, data, 2 } },
			2, SCN_DANE_MATCHES },
	};
	SSL_CTX *ctx = SSL_CTX_new(TLS_client_method());

	for (size_t i = 0; i < SCN_COUNT(rows); i++) {
		struct scn_tlsa_fact tlsa = { .status = SCN_TLSA_SECURE,
			.records = (struct scn_tlsa_record *)rows[i].records,
			.record_count = rows[i].count };
		SSL *ssl = SSL_new(ctx);
		enum scn_dane is = scn_verify_dane_set(ssl, "mx.firma.example", NULL, &tlsa);

		if (is != rows[i].is)
			fail_msg("%s: %s", rows[i].what, scn_dane_word(is));
		SSL_free(ssl);
	}
	SSL_CTX_free(ctx);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_verify_chain),
		cmocka_unit_test(test_verify_name),
		cmocka_unit_test(test_verify_which_records_count),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
