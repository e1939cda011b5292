/*
 * JA3: version,suites,extensions,groups,point formats; decimal, in order of the hello.
 * JA4_r: a_b_c[_d] with a = "t", newest version, "d" or "i" (SNI or none), number of suites, number
 * of extensions, first and last letter of the first ALPN; b = suites, sorted; c = extensions without
 * server_name and ALPN, sorted; d = signature schemes in order. Both leave GREASE out.
 */
#include "core/profile/fingerprint.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#include "core/base/alloc.h"
#include "core/registry/extension.h"

enum {
	JA4_MOST = 99, /* the counts have two digits */
};

/* RFC 8701: 0x0A0A, 0x1A1A … 0xFAFA. */
static bool is_grease(uint32_t code)
{
	return (code & 0x0F0F) == 0x0A0A && (code >> 8) == (code & 0xFF);
}

/* A list of codes without GREASE. */
struct codes {
	uint32_t *items;
	size_t count;
};

static void add_code(struct codes *codes, uint32_t code)
{
	if (!is_grease(code))
		SCN_APPEND(codes->items, codes->count, code);
}

enum notation {
	DECIMAL, /* JA3: 49199-49200 */
	HEX,     /* JA4: c02f,c030 */
};

static void join(struct scn_text *out, const struct codes *codes, enum notation notation)
{
	for (size_t i = 0; i < codes->count; i++) {
		if (notation == HEX)
			scn_text_printf(out, "%s%04x", i ? "," : "", (unsigned)codes->items[i]);
		else
			scn_text_printf(out, "%s%u", i ? "-" : "", (unsigned)codes->items[i]);
	}
}

/* Join and free. */
static void join_all(struct scn_text *out, struct codes codes, enum notation notation)
{
	join(out, &codes, notation);
	free(codes.items);
}

static int by_code(const void *a, const void *b)
{
	uint32_t left = *(const uint32_t *)a, right = *(const uint32_t *)b;

	return (left > right) - (left < right);
}

static struct codes sorted(struct codes codes)
{
	if (codes.count)
		qsort(codes.items, codes.count, sizeof(codes.items[0]), by_code);
	return codes;
}

static struct codes suites_of(const struct scn_hello_spec *hello)
{
	struct codes codes = { 0 };

	for (size_t i = 0; i < hello->suite_count; i++)
		add_code(&codes, hello->suites[i]);
	return codes;
}

static struct codes extensions_of(const struct scn_hello_spec *hello)
{
	struct codes codes = { 0 };

	for (size_t i = 0; i < hello->extension_count; i++)
		add_code(&codes, hello->extensions[i].code);
	return codes;
}

static struct codes short_codes(const uint16_t *items, size_t count)
{
	struct codes codes = { 0 };

	for (size_t i = 0; i < count; i++)
		add_code(&codes, items[i]);
	return codes;
}

void scn_ja3_text(const struct scn_hello_spec *hello, struct scn_text *out)
{
	scn_text_printf(out, "%u,", hello->legacy_version);
	join_all(out, suites_of(hello), DECIMAL);
	scn_text_char(out, ',');
	join_all(out, extensions_of(hello), DECIMAL);
	scn_text_char(out, ',');
	join_all(out, short_codes(hello->groups, hello->group_count), DECIMAL);
	scn_text_char(out, ',');
	for (size_t i = 0; i < hello->point_format_count; i++)
		scn_text_printf(out, "%s%u", i ? "-" : "", hello->point_formats[i]);
}

static const char *ja4_version(const struct scn_hello_spec *hello)
{
	static const char *const words[] = {
		[SCN_SSL2] = "s2",
		[SCN_SSL3] = "s3",
		[SCN_TLS1_0] = "10",
		[SCN_TLS1_1] = "11",
		[SCN_TLS1_2] = "12",
		[SCN_TLS1_3] = "13",
		[SCN_VERSION_NONE] = "00",
	};
	enum scn_version newest = scn_version_from_wire(hello->legacy_version);

	for (size_t i = 0; i < hello->version_count; i++) {
		enum scn_version version = scn_version_from_wire(hello->versions[i]);

		if (version != SCN_VERSION_NONE &&
			(i == 0 || newest == SCN_VERSION_NONE || version > newest))
			newest = version;
	}
	return words[newest];
}

static bool has_extension(const struct scn_hello_spec *hello, uint16_t code)
{
	for (size_t i = 0; i < hello->extension_count; i++) {
		if (hello->extensions[i].code == code)
			return true;
	}
	return false;
}

static void ja4_alpn(const struct scn_hello_spec *hello, struct scn_text *out)
{
	const char *first = hello->alpn_count ? hello->alpn[0] : "";
	size_t len = strlen(first);

	if (len == 0) {
		scn_text_add(out, "00");
		return;
	}
	if (isalnum((unsigned char)first[0]) && isalnum((unsigned char)first[len - 1])) {
		scn_text_printf(out, "%c%c", first[0], first[len - 1]);
		return;
	}
	/* Else the first and the last digit of its hexadecimal form. */
	scn_text_printf(out, "%x%x", (uint8_t)first[0] >> 4, (uint8_t)first[len - 1] & 15);
}

static unsigned two_digits(size_t count)
{
	return (unsigned)(count < JA4_MOST ? count : JA4_MOST);
}

void scn_ja4_text(const struct scn_hello_spec *hello, struct scn_text *out)
{
	struct codes suites = sorted(suites_of(hello));
	struct codes extensions = sorted(extensions_of(hello));
	struct codes rest = { 0 };

	for (size_t i = 0; i < extensions.count; i++) {
		if (extensions.items[i] != SCN_EXT_SERVER_NAME &&
			extensions.items[i] != SCN_EXT_ALPN)
			add_code(&rest, extensions.items[i]);
	}
	scn_text_printf(out, "t%s%c%02u%02u", ja4_version(hello),
		has_extension(hello, SCN_EXT_SERVER_NAME) ? 'd' : 'i', two_digits(suites.count),
		two_digits(extensions.count));
	ja4_alpn(hello, out);
	scn_text_char(out, '_');
	join_all(out, suites, HEX);
	scn_text_char(out, '_');
	join_all(out, rest, HEX);
	free(extensions.items);
	if (hello->scheme_count)
		scn_text_char(out, '_');
	join_all(out, short_codes(hello->schemes, hello->scheme_count), HEX);
}
