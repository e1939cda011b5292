/* Bodies of handshake messages as lines of a tree: RFC 5246 section 7.4, RFC 8446 section 4. */
#include <string.h>

#include "core/base/alloc.h"
#include "core/base/language.h"
#include "core/base/time.h"
#include "core/tls/certificate.h"
#include "core/tls/decode-tree.h"
#include "core/tls/hello.h"

enum {
	NAMED_CURVE = 3, /* RFC 8422 section 5.4 */
	MAX_NAMES_SHOWN = 8,
};

/* RFC 8446 section 4.1.3: the random of a HelloRetryRequest. */
static const uint8_t retry_random[SCN_RANDOM_LEN] = { 0xCF, 0x21, 0xAD, 0x74, 0xE5, 0x9A, 0x61,
	0x11, 0xBE, 0x1D, 0x8C, 0x02, 0x1E, 0x65, 0xB8, 0x91, 0xC2, 0xA2, 0x11, 0x16, 0x7A, 0xBB,
	0x8C, 0x5E, 0x07, 0x9E, 0x09, 0xE2, 0xC8, 0xA8, 0x33, 0x9C };

static void version(struct scn_tree *t, uint16_t wire)
{
	struct scn_text value = { 0 };

	scn_name_version(wire, &value);
	scn_tree_text(t, scn_tr("version"), &value);
}

static void suites(struct scn_tree *t, struct scn_reader *list)
{
	scn_tree_line(t, scn_tr("cipher_suites"), "%zu", scn_read_left(list) / 2);
	t->depth++;
	while (scn_read_left(list) >= 2) {
		struct scn_text name = { 0 };

		scn_name_suite(scn_read_u16(list), &name);
		scn_tree_line(t, scn_text_str(&name), "%s", "");
		scn_text_finish(&name);
	}
	t->depth--;
}

void scn_decode_client_hello(struct scn_tree *t, struct scn_bytes body)
{
	struct scn_reader r = scn_reader(body);
	struct scn_reader block;

	version(t, scn_read_u16(&r));
	scn_tree_hex(t, scn_tr("random"), scn_read_bytes(&r, SCN_RANDOM_LEN));
	block = scn_read_block(&r, 1);
	scn_tree_hex(t, scn_tr("session_id"), block.rest);
	block = scn_read_block(&r, 2);
	suites(t, &block);
	block = scn_read_block(&r, 1);
	scn_tree_hex(t, scn_tr("compression"), block.rest);
	scn_decode_extensions(t, &r, SCN_SENDER_CLIENT);
	scn_tree_rest(t, &r);
}

static void chosen_suite(struct scn_tree *t, uint16_t code)
{
	struct scn_text value = { 0 };

	scn_name_suite(code, &value);
	scn_tree_text(t, scn_tr("cipher_suite"), &value);
}

void scn_decode_server_hello(struct scn_tree *t, struct scn_bytes body)
{
	struct scn_reader r = scn_reader(body);
	struct scn_reader session;
	struct scn_bytes random;
	bool retry;

	version(t, scn_read_u16(&r));
	random = scn_read_bytes(&r, SCN_RANDOM_LEN);
	retry = scn_bytes_equal(random, (struct scn_bytes){ retry_random, SCN_RANDOM_LEN });
	if (retry)
		scn_tree_line(t, scn_tr("random"), "%s", "HelloRetryRequest");
	else
		scn_tree_hex(t, scn_tr("random"), random);
	session = scn_read_block(&r, 1);
	scn_tree_hex(t, scn_tr("session_id"), session.rest);
	chosen_suite(t, scn_read_u16(&r));
	scn_tree_line(t, scn_tr("compression"), "%u", scn_read_u8(&r));
	scn_decode_extensions(t, &r, retry ? SCN_SENDER_RETRY : SCN_SENDER_SERVER);
	scn_tree_rest(t, &r);
}

/* ---- certificates ---- */

static void peer_line(struct scn_tree *t, const char *name, const char *words)
{
	struct scn_text value = { 0 };

	if (!words)
		return;
	scn_text_peer(&value, words, strlen(words));
	scn_tree_text(t, name, &value);
}

static void date_line(struct scn_tree *t, const char *name, scn_unixtime when)
{
	char text[SCN_UTC_LEN];

	scn_utc_text(when, text);
	scn_tree_line(t, name, "%s", text);
}

static void certificate_lines(struct scn_tree *t, const struct scn_certificate_fact *c)
{
	peer_line(t, scn_tr("subject"), c->subject);
	peer_line(t, scn_tr("issuer"), c->issuer);
	for (size_t i = 0; i < c->name_count && i < MAX_NAMES_SHOWN; i++)
		peer_line(t, scn_tr("name"), c->names[i]);
	if (c->name_count > MAX_NAMES_SHOWN)
		scn_tree_line(
			t, scn_tr("name"), scn_tr("%zu more"), c->name_count - MAX_NAMES_SHOWN);
	scn_tree_line(t, scn_tr("key"), scn_tr("%1$s, %2$u bits"),
		c->key_word ? c->key_word : scn_tr("other"), c->bits);
	peer_line(t, scn_tr("signature"), c->signature);
	date_line(t, scn_tr("not_before"), c->not_before);
	date_line(t, scn_tr("not_after"), c->not_after);
}

static void one_certificate(struct scn_tree *t, size_t number, struct scn_bytes der)
{
	struct scn_certificate_fact fact = { 0 };
	struct scn_text title = { 0 };
	bool read = scn_certificate_read(der, &fact);

	scn_text_printf(&title, scn_tr("certificate %zu"), number);
	if (read)
		scn_tree_bytes(t, scn_text_str(&title), der.len);
	else
		scn_tree_line(t, scn_text_str(&title),
			scn_tr_n("%zu bytes, not readable", "%zu bytes, not readable", der.len),
			der.len);
	t->depth++;
	if (read)
		certificate_lines(t, &fact);
	t->depth--;
	scn_certificate_fact_finish(&fact);
	scn_text_finish(&title);
}

/* RFC 5246 section 7.4.2; that of TLS 1.3 is encrypted and never comes here. */
void scn_decode_certificate(struct scn_tree *t, struct scn_bytes body)
{
	struct scn_reader r = scn_reader(body);
	struct scn_reader list = scn_read_block(&r, 3);

	for (size_t i = 1; scn_read_left(&list); i++) {
		struct scn_reader der = scn_read_block(&list, 3);

		if (scn_read_ok(&list))
			one_certificate(t, i, der.rest);
	}
	if (!scn_read_ok(&list))
		r.failed = true;
	scn_tree_rest(t, &r);
}

/* ---- ServerKeyExchange, CertificateRequest ---- */

static void signature(struct scn_tree *t, struct scn_reader *r)
{
	struct scn_text value = { 0 };
	struct scn_reader bytes;

	if (!scn_read_left(r))
		return;
	scn_name_scheme(scn_read_u16(r), &value);
	scn_tree_text(t, scn_tr("signature_scheme"), &value);
	bytes = scn_read_block(r, 2);
	scn_tree_hex(t, scn_tr("signature"), bytes.rest);
}

static void curve(struct scn_tree *t, struct scn_reader *r)
{
	struct scn_text value = { 0 };
	struct scn_reader point;

	scn_read_u8(r);
	scn_name_group(scn_read_u16(r), &value);
	scn_tree_text(t, scn_tr("group"), &value);
	point = scn_read_block(r, 1);
	scn_tree_bytes(t, scn_tr("public_key"), scn_read_left(&point));
}

static void finite_field(struct scn_tree *t, struct scn_reader *r)
{
	static const char *const names[] = { SCN_MARK("dh_p"), SCN_MARK("dh_g"),
		SCN_MARK("dh_public_key") };

	for (size_t i = 0; i < SCN_COUNT(names); i++) {
		struct scn_reader number = scn_read_block(r, 2);

		scn_tree_line(t, scn_tr(names[i]), scn_tr("%zu bits"), 8 * scn_read_left(&number));
	}
}

/* Which of the two it is says only the suite; the first byte of a curve is 3, and no prime is of 768 bytes
 * (RFC 8422 section 5.4, RFC 5246 section 7.4.3). The signature has the form of TLS 1.2; an older one is
 * left over. */
void scn_decode_key_exchange(struct scn_tree *t, struct scn_bytes body)
{
	struct scn_reader r = scn_reader(body);

	if (body.len && body.at[0] == NAMED_CURVE)
		curve(t, &r);
	else
		finite_field(t, &r);
	signature(t, &r);
	scn_tree_rest(t, &r);
}

void scn_decode_certificate_request(struct scn_tree *t, struct scn_bytes body)
{
	struct scn_reader r = scn_reader(body);
	struct scn_reader block = scn_read_block(&r, 1);

	scn_tree_hex(t, scn_tr("certificate_types"), block.rest);
	block = scn_read_block(&r, 2);
	scn_tree_line(t, scn_tr("signature_schemes"), "%zu", scn_read_left(&block) / 2);
	t->depth++;
	while (scn_read_left(&block) >= 2) {
		struct scn_text name = { 0 };

		scn_name_scheme(scn_read_u16(&block), &name);
		scn_tree_line(t, scn_text_str(&name), "%s", "");
		scn_text_finish(&name);
	}
	t->depth--;
	block = scn_read_block(&r, 2);
	scn_tree_bytes(t, scn_tr("authorities"), scn_read_left(&block));
	scn_tree_rest(t, &r);
}
