/* JA3 and JA4 of a ClientHello in their short forms. */
#include "import/private.h"

#include <string.h>

#include "core/profile/fingerprint.h"
#include "core/tls/hello.h"
#include "io/digest.h"

enum {
	JA4_PART_LEN = 12, /* digits of each digest */
};

/* JA4 leaves a digest of nothing at zeros. */
static void add_part(const char *text, size_t len, struct scn_text *out)
{
	struct scn_text digest = { 0 };

	if (len == 0)
		scn_text_fill(out, '0', JA4_PART_LEN);
	else if (scn_digest_hex(
			 "SHA256", (struct scn_bytes){ (const uint8_t *)text, len }, &digest))
		scn_text_addn(out, scn_text_str(&digest), JA4_PART_LEN);
	scn_text_finish(&digest);
}

/* a_b_c_d → a, digest of b, digest of c_d */
static void add_ja4(const struct scn_hello_spec *hello, struct scn_text *out)
{
	struct scn_text raw = { 0 };
	const char *text, *b, *c;

	scn_ja4_text(hello, &raw);
	text = scn_text_str(&raw);
	b = strchr(text, '_') + 1;
	c = strchr(b, '_') + 1;
	scn_text_add(out, "JA4 ");
	scn_text_addn(out, text, (size_t)(b - text));
	add_part(b, (size_t)(c - 1 - b), out);
	scn_text_char(out, '_');
	add_part(c, strlen(c), out);
	scn_text_finish(&raw);
}

/* MD5 may be switched off; then there is no JA3. */
static void add_ja3(const struct scn_hello_spec *hello, struct scn_text *out)
{
	struct scn_text raw = { 0 }, digest = { 0 };

	scn_ja3_text(hello, &raw);
	if (scn_digest_hex("MD5",
		    (struct scn_bytes){ (const uint8_t *)scn_text_str(&raw), raw.len }, &digest))
		scn_text_printf(out, ", JA3 %s", scn_text_str(&digest));
	scn_text_finish(&digest);
	scn_text_finish(&raw);
}

void scn_import_hello_note(struct scn_bytes wire, struct scn_text *out)
{
	struct scn_hello *hello = NULL;

	if (scn_hello_parse(wire, &hello, NULL) != SCN_GOT)
		return;
	add_ja4(scn_hello_spec(hello), out);
	add_ja3(scn_hello_spec(hello), out);
	scn_text_char(out, '.');
	scn_hello_free(hello);
}
