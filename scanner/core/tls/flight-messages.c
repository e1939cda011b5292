#include "core/tls/flight-messages.h"

#include <string.h>

#include "core/base/alloc.h"
#include "core/registry/alert.h"
#include "core/registry/codes.h"
#include "core/registry/extension.h"
#include "core/registry/group.h"
#include "core/tls/certificate.h"

enum {
	HELLO_REQUEST = 0,
	SERVER_HELLO = 2,
	NEW_SESSION_TICKET = 4,
	CERTIFICATE = 11,
	SERVER_KEY_EXCHANGE = 12,
	CERTIFICATE_REQUEST = 13,
	SERVER_HELLO_DONE = 14,
	CERTIFICATE_STATUS = 22,
	NAMED_CURVE = 3, /* RFC 8422 section 5.4 */
	SSL2_ERROR = 0,
	SSL2_SERVER_HELLO = 4,
	SSL2_NO_CIPHER = 1,
	SSL2_X509 = 1,
	SSL2_KIND_LEN = 3,
};

/* With supported_versions the list counts, and 1.2 and older only if they are in it (RFC 8446 section
 * 4.2.1); without it, everything up to legacy_version is offered. */
static bool offers_version(const struct scn_hello_spec *offer, uint16_t wire)
{
	for (size_t i = 0; i < offer->extension_count; i++)
		if (offer->extensions[i].code == SCN_EXT_SUPPORTED_VERSIONS)
			return scn_codes_hold(offer->versions, offer->version_count, wire);
	return wire <= offer->legacy_version;
}

static void take_group(struct scn_flight *f, uint16_t group)
{
	f->facts.group = group;
	f->facts.group_offered = scn_codes_hold(f->offer->groups, f->offer->group_count, group);
}

/* ---- ServerHello and HelloRetryRequest: RFC 8446 section 4.1.3 ---- */

static const uint8_t retry_random[SCN_RANDOM_LEN] = { 0xCF, 0x21, 0xAD, 0x74, 0xE5, 0x9A, 0x61,
	0x11, 0xBE, 0x1D, 0x8C, 0x02, 0x1E, 0x65, 0xB8, 0x91, 0xC2, 0xA2, 0x11, 0x16, 0x7A, 0xBB,
	0x8C, 0x5E, 0x07, 0x9E, 0x09, 0xE2, 0xC8, 0xA8, 0x33, 0x9C };

static const uint8_t downgrade_mark[] = { 'D', 'O', 'W', 'N', 'G', 'R', 'D' };

static void on_supported_versions(struct scn_flight *f, struct scn_reader *body)
{
	f->facts.wire_version = scn_read_u16(body);
}

/* A ServerHello has group and key, a HelloRetryRequest the group alone. */
static void on_key_share(struct scn_flight *f, struct scn_reader *body)
{
	take_group(f, scn_read_u16(body));
	if (!f->facts.retry)
		scn_read_block(body, 2);
}

static void on_extended_master_secret(struct scn_flight *f, struct scn_reader *body)
{
	f->facts.extended_master_secret = true;
}

static void on_renegotiation_info(struct scn_flight *f, struct scn_reader *body)
{
	f->facts.secure_renegotiation = true;
}

static void on_encrypt_then_mac(struct scn_flight *f, struct scn_reader *body)
{
	f->facts.encrypt_then_mac = true;
}

static void on_session_ticket(struct scn_flight *f, struct scn_reader *body)
{
	f->facts.session_ticket = true;
}

static const struct {
	uint16_t code;
	void (*read)(struct scn_flight *f, struct scn_reader *body);
} hello_extensions[] = {
	{ SCN_EXT_ENCRYPT_THEN_MAC, on_encrypt_then_mac },
	{ SCN_EXT_EXTENDED_MASTER_SECRET, on_extended_master_secret },
	{ SCN_EXT_SESSION_TICKET, on_session_ticket },
	{ SCN_EXT_SUPPORTED_VERSIONS, on_supported_versions },
	{ SCN_EXT_KEY_SHARE, on_key_share },
	{ SCN_EXT_RENEGOTIATION_INFO, on_renegotiation_info },
};

static bool read_hello_extensions(struct scn_flight *f, struct scn_reader *r)
{
	struct scn_reader list = scn_read_block(r, 2);

	while (scn_read_left(&list)) {
		uint16_t code = scn_read_u16(&list);
		struct scn_reader body = scn_read_block(&list, 2);

		for (size_t i = 0; i < SCN_COUNT(hello_extensions); i++)
			if (hello_extensions[i].code == code)
				hello_extensions[i].read(f, &body);
		if (!scn_read_ok(&body))
			return false;
	}
	return scn_read_ok(&list);
}

static void note_random(struct scn_flight *f, struct scn_bytes random)
{
	struct scn_bytes tail = { random.at + SCN_RANDOM_LEN - 8, sizeof(downgrade_mark) };

	f->facts.retry = memcmp(random.at, retry_random, SCN_RANDOM_LEN) == 0;
	f->facts.downgrade_mark = memcmp(tail.at, downgrade_mark, sizeof(downgrade_mark)) == 0 &&
				  random.at[SCN_RANDOM_LEN - 1] <= 1;
}

static bool on_server_hello(struct scn_flight *f, struct scn_bytes body)
{
	struct scn_reader r = scn_reader(body);
	struct scn_bytes random;
	enum scn_version version;

	if (f->facts.selected)
		return false;
	f->facts.wire_version = scn_read_u16(&r);
	random = scn_read_bytes(&r, SCN_RANDOM_LEN);
	scn_read_block(&r, 1);
	f->facts.suite = scn_read_u16(&r);
	f->facts.compression = scn_read_u8(&r);
	if (!scn_read_ok(&r))
		return false;
	note_random(f, random);
	if (scn_read_left(&r) && !read_hello_extensions(f, &r))
		return false;
	version = scn_version_from_wire(f->facts.wire_version);
	if (version == SCN_VERSION_NONE || version == SCN_SSL2)
		return false; /* a ServerHello cannot select that: nothing is proved */
	f->facts.version = version;
	f->facts.version_offered = offers_version(f->offer, f->facts.wire_version);
	f->facts.suite_offered =
		scn_suites_hold(f->offer->suites, f->offer->suite_count, f->facts.suite);
	f->facts.selected = true;
	/* From here on TLS 1.3 is encrypted: there is nothing more to read. */
	f->facts.done = f->facts.version == SCN_TLS1_3 || f->facts.retry;
	return true;
}

/* ---- Certificate: RFC 5246 section 7.4.2 ---- */

static bool on_certificate(struct scn_flight *f, struct scn_bytes body)
{
	struct scn_reader r = scn_reader(body);
	struct scn_reader list = scn_read_block(&r, 3);

	while (scn_read_left(&list) && f->facts.certificate_count < SCN_FLIGHT_MAX_CERTIFICATES) {
		struct scn_reader entry = scn_read_block(&list, 3);
		struct scn_certificate_fact fact = { 0 };

		if (!scn_read_ok(&entry))
			return false;
		if (!scn_certificate_read(entry.rest, &fact)) {
			/* An issuer must not take the place of a leaf that cannot be read. */
			scn_certificate_fact_finish(&fact);
			return true;
		}
		SCN_APPEND(f->facts.certificates, f->facts.certificate_count, fact);
	}
	return scn_read_ok(&list);
}

/* ---- ServerKeyExchange ---- */

/* RFC 5246 section 7.4.3: prime, generator, public value */
static bool read_dh(struct scn_flight *f, struct scn_reader *r)
{
	struct scn_bytes prime = scn_read_block(r, 2).rest;
	size_t bits;

	scn_read_block(r, 2);
	scn_read_block(r, 2);
	if (!scn_read_ok(r))
		return false;
	while (prime.len && prime.at[0] == 0)
		prime = (struct scn_bytes){ prime.at + 1, prime.len - 1 };
	if (prime.len == 0 || prime.len > UINT16_MAX / 8)
		return false;
	bits = prime.len * 8;
	for (uint8_t top = prime.at[0]; !(top & 0x80); top = (uint8_t)(top << 1))
		bits--;
	f->facts.dh_bits = (uint16_t)bits;
	f->facts.dh_name = scn_dh_prime_name(prime.at, prime.len);
	return true;
}

/* RFC 8422 section 5.4. Explicit curves are of no use to anybody; their parameters end the reading. */
static bool read_ecdh(struct scn_flight *f, struct scn_reader *r)
{
	if (scn_read_u8(r) != NAMED_CURVE)
		return scn_read_ok(r);
	take_group(f, scn_read_u16(r));
	scn_read_block(r, 1);
	return scn_read_ok(r);
}

static bool skip_psk_hint(struct scn_reader *r)
{
	scn_read_block(r, 2);
	return scn_read_ok(r);
}

static bool read_key_exchange(
	struct scn_flight *f, const struct scn_suite *suite, struct scn_reader *r)
{
	switch (suite->kx) {
	case SCN_KX_DHE:
		return read_dh(f, r);
	case SCN_KX_ECDHE:
		return read_ecdh(f, r);
	case SCN_KX_DHE_PSK: /* RFC 4279 section 3 */
		return skip_psk_hint(r) && read_dh(f, r);
	case SCN_KX_ECDHE_PSK: /* RFC 5489 section 2 */
		return skip_psk_hint(r) && read_ecdh(f, r);
	default:
		return true; /* RSA export, SRP, PSK …: nothing in it that we need */
	}
}

static bool is_signed(const struct scn_suite *suite)
{
	return (suite->kx == SCN_KX_DHE || suite->kx == SCN_KX_ECDHE) &&
	       suite->auth != SCN_AUTH_ANON;
}

static bool on_server_key_exchange(struct scn_flight *f, struct scn_bytes body)
{
	const struct scn_suite *suite = scn_suite_by_code(f->facts.suite);
	struct scn_reader r = scn_reader(body);

	if (!suite)
		return true;
	if (!read_key_exchange(f, suite, &r))
		return false;
	/* Only TLS 1.2 names the signature scheme on the wire. */
	if (f->facts.version == SCN_TLS1_2 && is_signed(suite) &&
		(f->facts.group || f->facts.dh_bits)) {
		f->facts.scheme = scn_read_u16(&r);
		return scn_read_ok(&r);
	}
	return true;
}

static bool on_certificate_request(struct scn_flight *f, struct scn_bytes body)
{
	f->facts.certificate_request = true;
	return true;
}

static bool on_server_hello_done(struct scn_flight *f, struct scn_bytes body)
{
	f->facts.done = true;
	return body.len == 0;
}

static bool ignore(struct scn_flight *f, struct scn_bytes body)
{
	return true;
}

static const struct {
	uint8_t type;
	const char *name;
	bool (*read)(struct scn_flight *f, struct scn_bytes body);
} messages[] = {
	{ HELLO_REQUEST, "HelloRequest", ignore },
	{ 1, "ClientHello", NULL },
	{ SERVER_HELLO, "ServerHello", on_server_hello },
	{ NEW_SESSION_TICKET, "NewSessionTicket", NULL },
	{ 8, "EncryptedExtensions", NULL },
	{ CERTIFICATE, "Certificate", on_certificate },
	{ SERVER_KEY_EXCHANGE, "ServerKeyExchange", on_server_key_exchange },
	{ CERTIFICATE_REQUEST, "CertificateRequest", on_certificate_request },
	{ SERVER_HELLO_DONE, "ServerHelloDone", on_server_hello_done },
	{ 15, "CertificateVerify", NULL },
	{ 16, "ClientKeyExchange", NULL },
	{ 20, "Finished", NULL },
	{ CERTIFICATE_STATUS, "CertificateStatus", ignore },
	{ 23, "SupplementalData", ignore },
	{ 24, "KeyUpdate", NULL },
	{ 25, "CompressedCertificate", NULL },
};

const char *scn_handshake_name(uint8_t type)
{
	for (size_t i = 0; i < SCN_COUNT(messages); i++)
		if (messages[i].type == type)
			return messages[i].name;
	return "unknown message";
}

bool scn_flight_message(struct scn_flight *f, uint8_t type, struct scn_bytes body)
{
	/* RFC 5246 section 7.4.1.1: a HelloRequest may come at any time and is ignored here. */
	if (!f->facts.selected && type != SERVER_HELLO && type != HELLO_REQUEST)
		return false;
	for (size_t i = 0; i < SCN_COUNT(messages); i++)
		if (messages[i].type == type && messages[i].read)
			return messages[i].read(f, body);
	return false;
}

/* ---- SSL 2.0: "The SSL Protocol", 1995, sections SERVER-HELLO and ERROR ---- */

static void read_kinds(struct scn_flight *f, struct scn_reader *kinds)
{
	while (scn_read_left(kinds) >= SSL2_KIND_LEN) {
		scn_suite_code kind = scn_read_u24(kinds);

		/* The registry keeps 0x000000 apart from the TLS suite 0x0000. */
		if (kind == 0)
			kind = 0x1000000;
		if (scn_suites_hold(f->offer->suites, f->offer->suite_count, kind))
			SCN_APPEND(f->facts.ssl2_kinds, f->facts.ssl2_kind_count, kind);
	}
}

static void read_ssl2_certificate(struct scn_flight *f, struct scn_bytes der)
{
	struct scn_certificate_fact fact = { 0 };

	if (scn_certificate_read(der, &fact))
		SCN_APPEND(f->facts.certificates, f->facts.certificate_count, fact);
	else
		scn_certificate_fact_finish(&fact);
}

static bool read_ssl2_hello(struct scn_flight *f, struct scn_reader *m)
{
	size_t certificate_len, kinds_len;
	uint8_t certificate_type;
	struct scn_bytes certificate;
	struct scn_reader kinds;

	scn_read_u8(m); /* session id hit */
	certificate_type = scn_read_u8(m);
	f->facts.wire_version = scn_read_u16(m);
	certificate_len = scn_read_u16(m);
	kinds_len = scn_read_u16(m);
	scn_read_u16(m); /* length of the connection id */
	certificate = scn_read_bytes(m, certificate_len);
	kinds = scn_reader(scn_read_bytes(m, kinds_len));
	if (!scn_read_ok(m))
		return false;
	if (certificate_type == SSL2_X509)
		read_ssl2_certificate(f, certificate);
	read_kinds(f, &kinds);
	f->facts.version = SCN_SSL2;
	f->facts.version_offered = true;
	f->facts.selected = true;
	f->facts.done = true;
	return true;
}

/* The one error that a server may send here: no kind of the offer suits it. */
static bool read_ssl2_error(struct scn_flight *f, struct scn_reader *m)
{
	if (scn_read_u16(m) != SSL2_NO_CIPHER)
		return false;
	f->facts.alert_level = SCN_ALERT_FATAL;
	f->facts.alert_code = SCN_ALERT_HANDSHAKE_FAILURE;
	return true;
}

bool scn_flight_is_ssl2_type(uint8_t type)
{
	return type == SSL2_SERVER_HELLO || type == SSL2_ERROR;
}

enum scn_parse scn_flight_ssl2(struct scn_flight *f, struct scn_bytes bytes)
{
	struct scn_reader r = scn_reader(bytes);
	size_t len = scn_read_u16(&r) & 0x7FFF;
	struct scn_reader m = scn_reader(scn_read_bytes(&r, len));
	bool understood;

	if (!scn_read_ok(&r))
		return SCN_MORE;
	understood = scn_read_u8(&m) == SSL2_SERVER_HELLO ? read_ssl2_hello(f, &m)
							  : read_ssl2_error(f, &m);
	return understood ? SCN_GOT : SCN_BAD;
}
