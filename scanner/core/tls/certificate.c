#include "core/tls/certificate.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "core/base/alloc.h"
#include "core/base/text.h"
#include "core/tls/der.h"

/*
 * RFC 5280 section 4.1:
 *
 *   Certificate    ::= SEQUENCE { tbsCertificate, signatureAlgorithm, signature }
 *   TBSCertificate ::= SEQUENCE { [0] version, serial, signature, issuer, validity, subject,
 *                                 subjectPublicKeyInfo, …, [3] extensions }
 */

enum {
	MAX_NAME_LEN = 1024, /* bytes of one name that are kept */
};

struct oid_name {
	const char *oid;
	const char *name;
};

static const struct oid_name signatures[] = {
	{ "1.2.840.113549.1.1.2", "md2WithRSAEncryption" },
	{ "1.2.840.113549.1.1.4", "md5WithRSAEncryption" },
	{ "1.2.840.113549.1.1.5", "sha1WithRSAEncryption" },
	{ "1.2.840.113549.1.1.10", "rsassaPss" },
	{ "1.2.840.113549.1.1.11", "sha256WithRSAEncryption" },
	{ "1.2.840.113549.1.1.12", "sha384WithRSAEncryption" },
	{ "1.2.840.113549.1.1.13", "sha512WithRSAEncryption" },
	{ "1.2.840.113549.1.1.14", "sha224WithRSAEncryption" },
	{ "1.2.840.113549.1.1.15", "sha512-224WithRSAEncryption" },
	{ "1.2.840.113549.1.1.16", "sha512-256WithRSAEncryption" },
	{ "1.3.14.3.2.29", "sha1WithRSASignature" },
	{ "1.2.840.10040.4.3", "dsa-with-sha1" },
	{ "2.16.840.1.101.3.4.3.1", "dsa-with-sha224" },
	{ "2.16.840.1.101.3.4.3.2", "dsa-with-sha256" },
	{ "2.16.840.1.101.3.4.3.3", "dsa-with-sha384" },
	{ "2.16.840.1.101.3.4.3.4", "dsa-with-sha512" },
	{ "1.2.840.10045.4.1", "ecdsa-with-SHA1" },
	{ "1.2.840.10045.4.3.1", "ecdsa-with-SHA224" },
	{ "1.2.840.10045.4.3.2", "ecdsa-with-SHA256" },
	{ "1.2.840.10045.4.3.3", "ecdsa-with-SHA384" },
	{ "1.2.840.10045.4.3.4", "ecdsa-with-SHA512" },
	{ "1.3.101.112", "ed25519" },
	{ "1.3.101.113", "ed448" },
	{ "2.16.840.1.101.3.4.3.17", "ML-DSA-44" },
	{ "2.16.840.1.101.3.4.3.18", "ML-DSA-65" },
	{ "2.16.840.1.101.3.4.3.19", "ML-DSA-87" },
	{ "1.2.156.10197.1.501", "sm2-with-SM3" },
	{ "1.2.643.2.2.3", "gost2001" },
	{ "1.2.643.7.1.1.3.2", "gost2012-256" },
	{ "1.2.643.7.1.1.3.3", "gost2012-512" },
};

static const struct {
	const char *oid;
	enum scn_scheme_key key;
	const char *word;
	uint16_t bits; /* where the algorithm fixes them */
} keys[] = {
	{ "1.2.840.113549.1.1.1", SCN_SCHEME_KEY_RSA, "rsa", 0 },
	{ "1.2.840.113549.1.1.10", SCN_SCHEME_KEY_RSA_PSS, "rsa-pss", 0 },
	{ "1.2.840.10045.2.1", SCN_SCHEME_KEY_ECDSA, "ecdsa", 0 },
	{ "1.2.840.10040.4.1", SCN_SCHEME_KEY_DSA, "dsa", 0 },
	{ "1.3.101.112", SCN_SCHEME_KEY_ED25519, "ed25519", 256 },
	{ "1.3.101.113", SCN_SCHEME_KEY_ED448, "ed448", 456 },
};

static const struct {
	const char *oid;
	uint16_t group;
	uint16_t bits;
} curves[] = {
	{ "1.2.840.10045.3.1.1", 0x0013, 192 },
	{ "1.3.132.0.33", 0x0015, 224 },
	{ "1.2.840.10045.3.1.7", 0x0017, 256 },
	{ "1.3.132.0.34", 0x0018, 384 },
	{ "1.3.132.0.35", 0x0019, 521 },
	{ "1.3.132.0.10", 0x0016, 256 },
	{ "1.3.36.3.3.2.8.1.1.7", 0x001A, 256 },
	{ "1.3.36.3.3.2.8.1.1.11", 0x001B, 384 },
	{ "1.3.36.3.3.2.8.1.1.13", 0x001C, 512 },
};

/* ---- algorithms ---- */

static void read_signature(struct scn_reader *tbs, struct scn_certificate_fact *fact)
{
	struct scn_reader algorithm = scn_der_expect(tbs, SCN_DER_SEQUENCE);
	struct scn_text oid = { 0 };

	scn_der_oid(&algorithm, &oid);
	for (size_t i = 0; !fact->signature && i < SCN_COUNT(signatures); i++)
		if (strcmp(signatures[i].oid, scn_text_str(&oid)) == 0)
			fact->signature = scn_strdup(signatures[i].name);
	if (!fact->signature)
		fact->signature = scn_strdup(scn_text_str(&oid));
	scn_text_finish(&oid);
}

/* Bits of an INTEGER without its leading zeros. */
static uint16_t integer_bits(struct scn_reader *r)
{
	struct scn_bytes n = scn_der_expect(r, SCN_DER_INTEGER).rest;
	size_t bits;

	while (n.len && n.at[0] == 0)
		n = (struct scn_bytes){ n.at + 1, n.len - 1 };
	if (n.len == 0 || n.len > UINT16_MAX / 8)
		return 0;
	bits = n.len * 8;
	for (uint8_t top = n.at[0]; !(top & 0x80); top = (uint8_t)(top << 1))
		bits--;
	return (uint16_t)bits;
}

static void read_curve(struct scn_reader *algorithm, struct scn_certificate_fact *fact)
{
	struct scn_text oid = { 0 };

	scn_der_oid(algorithm, &oid);
	for (size_t i = 0; i < SCN_COUNT(curves); i++) {
		if (strcmp(curves[i].oid, scn_text_str(&oid)) != 0)
			continue;
		fact->curve = curves[i].group;
		fact->bits = curves[i].bits;
	}
	scn_text_finish(&oid);
}

/* RSAPublicKey ::= SEQUENCE { modulus, publicExponent }, inside the BIT STRING (RFC 3279). */
static void read_rsa_bits(struct scn_reader *info, struct scn_certificate_fact *fact)
{
	struct scn_reader key = scn_der_expect(info, SCN_DER_BIT_STRING);
	struct scn_reader sequence;

	scn_read_u8(&key); /* unused bits of the last byte */
	sequence = scn_der_expect(&key, SCN_DER_SEQUENCE);
	fact->bits = integer_bits(&sequence);
}

static void read_key_detail(
	struct scn_reader *algorithm, struct scn_reader *info, struct scn_certificate_fact *fact)
{
	struct scn_reader dsa;

	switch (fact->key) {
	case SCN_SCHEME_KEY_RSA:
	case SCN_SCHEME_KEY_RSA_PSS:
		read_rsa_bits(info, fact);
		break;
	case SCN_SCHEME_KEY_ECDSA:
		read_curve(algorithm, fact);
		break;
	case SCN_SCHEME_KEY_DSA: /* Dss-Parms: p, q, g */
		dsa = scn_der_expect(algorithm, SCN_DER_SEQUENCE);
		fact->bits = integer_bits(&dsa);
		break;
	default:
		break;
	}
}

static void read_key(struct scn_reader *tbs, struct scn_certificate_fact *fact)
{
	struct scn_reader info = scn_der_expect(tbs, SCN_DER_SEQUENCE);
	struct scn_reader algorithm = scn_der_expect(&info, SCN_DER_SEQUENCE);
	struct scn_text oid = { 0 };

	scn_der_oid(&algorithm, &oid);
	fact->key = SCN_SCHEME_KEY_OTHER;
	fact->key_word = "other";
	for (size_t i = 0; i < SCN_COUNT(keys); i++) {
		if (strcmp(keys[i].oid, scn_text_str(&oid)) != 0)
			continue;
		fact->key = keys[i].key;
		fact->key_word = keys[i].word;
		fact->bits = keys[i].bits;
	}
	read_key_detail(&algorithm, &info, fact);
	scn_text_finish(&oid);
}

/* ---- names ---- */

static const struct oid_name attributes[] = {
	{ "2.5.4.3", "CN" },
	{ "2.5.4.6", "C" },
	{ "2.5.4.7", "L" },
	{ "2.5.4.8", "ST" },
	{ "2.5.4.10", "O" },
	{ "2.5.4.11", "OU" },
};

static const char *attribute_name(const char *oid)
{
	for (size_t i = 0; i < SCN_COUNT(attributes); i++)
		if (strcmp(attributes[i].oid, oid) == 0)
			return attributes[i].name;
	return oid;
}

/* What of a Name is wanted: the first common name, and all of it: "O=Firma, C=CZ". */
struct name {
	struct scn_text all, common;
};

/* AttributeTypeAndValue ::= SEQUENCE { type, value } */
static void read_attribute(struct scn_reader pair, struct name *name)
{
	struct scn_text oid = { 0 };
	struct scn_reader value;
	uint8_t tag = 0;

	scn_der_oid(&pair, &oid);
	value = scn_der_any(&pair, &tag);
	scn_text_printf(
		&name->all, "%s%s=", name->all.len ? ", " : "", attribute_name(scn_text_str(&oid)));
	scn_der_string(tag, value.rest, MAX_NAME_LEN, &name->all);
	if (strcmp(scn_text_str(&oid), "2.5.4.3") == 0 && name->common.len == 0)
		scn_der_string(tag, value.rest, MAX_NAME_LEN, &name->common);
	scn_text_finish(&oid);
}

/* Name ::= SEQUENCE OF SET OF attribute. The common name, or, where there is none, all of it. */
static char *read_name(struct scn_reader sequence)
{
	struct name name = { 0 };
	bool has_common;

	while (scn_read_left(&sequence) && name.all.len < MAX_NAME_LEN) {
		struct scn_reader set = scn_der_expect(&sequence, SCN_DER_SET);

		while (scn_read_left(&set) && name.all.len < MAX_NAME_LEN)
			read_attribute(scn_der_expect(&set, SCN_DER_SEQUENCE), &name);
	}
	has_common = name.common.len > 0;
	scn_text_finish(has_common ? &name.all : &name.common);
	return scn_text_take(has_common ? &name.common : &name.all);
}

/* GeneralNames: dNSName is [2] IA5String */
static void read_alternative_names(struct scn_reader value, struct scn_certificate_fact *fact)
{
	struct scn_reader names = scn_der_expect(&value, SCN_DER_SEQUENCE);

	while (scn_read_left(&names) && fact->name_count < SCN_CERTIFICATE_MAX_NAMES) {
		uint8_t tag = 0;
		struct scn_reader name = scn_der_any(&names, &tag);
		struct scn_text text = { 0 };

		if (tag != SCN_DER_CONTEXT(2))
			continue;
		scn_der_string(tag, name.rest, MAX_NAME_LEN, &text);
		SCN_APPEND(fact->names, fact->name_count, scn_text_take(&text));
	}
}

/* KeyUsage ::= BIT STRING, the first bit is the highest of the first byte */
static void read_key_usage(struct scn_reader value, struct scn_certificate_fact *fact)
{
	struct scn_reader bits = scn_der_expect(&value, SCN_DER_BIT_STRING);
	uint8_t first;

	scn_read_u8(&bits); /* unused bits of the last byte */
	if (!scn_read_left(&bits))
		return;
	first = scn_read_u8(&bits);
	fact->has_key_usage = true;
	for (unsigned i = 0; i < 8; i++)
		if (first & (0x80U >> i))
			fact->key_usage |= (uint16_t)(1U << i);
}

/* AuthorityInfoAccess ::= SEQUENCE OF SEQUENCE { accessMethod, … }; caIssuers is the one that counts
 * (RFC 5280 section 4.2.2.1), OCSP stands there as well. */
static void read_issuer_url(struct scn_reader value, struct scn_certificate_fact *fact)
{
	struct scn_reader list = scn_der_expect(&value, SCN_DER_SEQUENCE);
	struct scn_text oid = { 0 };

	while (scn_read_left(&list)) {
		struct scn_reader access = scn_der_expect(&list, SCN_DER_SEQUENCE);

		scn_text_clear(&oid);
		scn_der_oid(&access, &oid);
		if (strcmp(scn_text_str(&oid), "1.3.6.1.5.5.7.48.2") == 0)
			fact->names_issuer_url = true;
	}
	scn_text_finish(&oid);
}

static void read_must_staple(struct scn_reader value, struct scn_certificate_fact *fact)
{
	fact->must_staple = true;
}

static const struct {
	const char *oid;
	void (*read)(struct scn_reader value, struct scn_certificate_fact *fact);
} extension_readers[] = {
	{ "2.5.29.15", read_key_usage },
	{ "2.5.29.17", read_alternative_names },
	{ "1.3.6.1.5.5.7.1.1", read_issuer_url },
	{ "1.3.6.1.5.5.7.1.24", read_must_staple },
};

static void read_extensions(struct scn_reader *tbs, struct scn_certificate_fact *fact)
{
	struct scn_text oid = { 0 };
	struct scn_reader list;

	scn_der_optional(tbs, SCN_DER_CONTEXT(1)); /* issuerUniqueID, subjectUniqueID */
	scn_der_optional(tbs, SCN_DER_CONTEXT(2));
	list = scn_der_optional(tbs, SCN_DER_CONTEXT_CONSTRUCTED(3));
	list = scn_der_optional(&list, SCN_DER_SEQUENCE);
	while (scn_read_left(&list)) {
		struct scn_reader extension = scn_der_expect(&list, SCN_DER_SEQUENCE);

		scn_text_clear(&oid);
		scn_der_oid(&extension, &oid);
		scn_der_optional(&extension, SCN_DER_BOOLEAN);
		for (size_t i = 0; i < SCN_COUNT(extension_readers); i++)
			if (strcmp(scn_text_str(&oid), extension_readers[i].oid) == 0)
				extension_readers[i].read(
					scn_der_expect(&extension, SCN_DER_OCTET_STRING), fact);
	}
	scn_text_finish(&oid);
}

/* ---- the certificate ---- */

static void read_validity(struct scn_reader *tbs, struct scn_certificate_fact *fact)
{
	struct scn_reader validity = scn_der_expect(tbs, SCN_DER_SEQUENCE);

	fact->not_before = scn_der_time(&validity);
	fact->not_after = scn_der_time(&validity);
}

bool scn_certificate_read(struct scn_bytes der, struct scn_certificate_fact *fact_out)
{
	struct scn_reader all = scn_reader(der), certificate, tbs, issuer, subject;

	*fact_out =
		(struct scn_certificate_fact){ .key = SCN_SCHEME_KEY_OTHER, .key_word = "other" };
	certificate = scn_der_expect(&all, SCN_DER_SEQUENCE);
	tbs = scn_der_expect(&certificate, SCN_DER_SEQUENCE);
	scn_der_optional(&tbs, SCN_DER_CONTEXT_CONSTRUCTED(0));
	scn_der_expect(&tbs, SCN_DER_INTEGER);
	read_signature(&tbs, fact_out);
	issuer = scn_der_expect(&tbs, SCN_DER_SEQUENCE);
	read_validity(&tbs, fact_out);
	subject = scn_der_expect(&tbs, SCN_DER_SEQUENCE);
	read_key(&tbs, fact_out);
	if (!scn_read_ok(&tbs))
		return false;
	fact_out->self_issued = scn_bytes_equal(issuer.rest, subject.rest);
	fact_out->issuer = read_name(issuer);
	fact_out->subject = read_name(subject);
	read_extensions(&tbs, fact_out);
	fact_out->der = scn_memdup(der.at, der.len);
	fact_out->der_len = der.len;
	return true;
}

/* RFC 6125 section 6.4.3: the wildcard is the whole leftmost label and stands for one label. */
static bool matches(const char *pattern, const char *host)
{
	const char *dot;

	if (strncmp(pattern, "*.", 2) != 0)
		return strcasecmp(pattern, host) == 0;
	dot = strchr(host, '.');
	return dot && dot != host && strchr(dot + 1, '.') && strcasecmp(pattern + 1, dot) == 0;
}

bool scn_certificate_matches(const struct scn_certificate_fact *certificate, const char *host)
{
	for (size_t i = 0; i < certificate->name_count; i++)
		if (matches(certificate->names[i], host))
			return true;
	return certificate->name_count == 0 && certificate->subject &&
	       matches(certificate->subject, host);
}
