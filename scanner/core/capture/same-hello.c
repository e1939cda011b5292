#include "core/capture/same-hello.h"

#include <string.h>

#include "core/registry/extension.h"

enum {
	ONE_GREASE = 0x0A0A, /* stands for all of them: RFC 8701 */
};

static uint32_t plain(uint32_t code)
{
	return code <= 0xFFFF && scn_extension_is_grease((uint16_t)code) ? ONE_GREASE : code;
}

static void add_codes(const uint16_t *codes, size_t count, struct scn_builder *out)
{
	scn_build_u32(out, (uint32_t)count);
	for (size_t i = 0; i < count; i++)
		scn_build_u32(out, plain(codes[i]));
}

static void add_suites(const struct scn_hello_spec *hello, struct scn_builder *out)
{
	scn_build_u32(out, (uint32_t)hello->suite_count);
	for (size_t i = 0; i < hello->suite_count; i++)
		scn_build_u32(out, plain(hello->suites[i]));
}

/* Of these the body is new in each connection, or is in the fields that are added anyway. */
static bool changes(uint16_t code)
{
	switch (code) {
	case SCN_EXT_SERVER_NAME:
	case SCN_EXT_PADDING:
	case SCN_EXT_SESSION_TICKET:
	case SCN_EXT_SUPPORTED_GROUPS:
	case SCN_EXT_SUPPORTED_VERSIONS:
	case SCN_EXT_KEY_SHARE:
		return true;
	default:
		return scn_extension_is_grease(code);
	}
}

static bool belongs_to_session(uint16_t code)
{
	return code == SCN_EXT_PRE_SHARED_KEY || code == SCN_EXT_EARLY_DATA ||
	       code == SCN_EXT_PADDING;
}

static void add_extensions(const struct scn_hello_spec *hello, struct scn_builder *out)
{
	for (size_t i = 0; i < hello->extension_count; i++) {
		const struct scn_hello_extension *e = &hello->extensions[i];

		if (belongs_to_session(e->code))
			continue;
		scn_build_u32(out, plain(e->code));
		if (changes(e->code))
			continue;
		scn_build_u32(out, (uint32_t)e->body.len);
		scn_build_bytes(out, e->body);
	}
}

static void add_key_shares(const struct scn_hello_spec *hello, struct scn_builder *out)
{
	scn_build_u32(out, (uint32_t)hello->key_share_count);
	for (size_t i = 0; i < hello->key_share_count; i++)
		scn_build_u32(out, plain(hello->key_shares[i].group));
}

static void add_bytes(const uint8_t *at, size_t len, struct scn_builder *out)
{
	scn_build_u32(out, (uint32_t)len);
	scn_build_bytes(out, (struct scn_bytes){ at, len });
}

static void add_alpn(const struct scn_hello_spec *hello, struct scn_builder *out)
{
	scn_build_u32(out, (uint32_t)hello->alpn_count);
	for (size_t i = 0; i < hello->alpn_count; i++)
		add_bytes((const uint8_t *)hello->alpn[i], strlen(hello->alpn[i]), out);
}

void scn_hello_identity(const struct scn_hello_spec *hello, struct scn_builder *out)
{
	scn_build_u8(out, (uint8_t)hello->form);
	scn_build_u16(out, hello->record_version);
	scn_build_u16(out, hello->legacy_version);
	add_suites(hello, out);
	add_bytes(hello->compression, hello->compression_count, out);
	add_extensions(hello, out);
	add_codes(hello->versions, hello->version_count, out);
	add_codes(hello->groups, hello->group_count, out);
	add_codes(hello->schemes, hello->scheme_count, out);
	add_codes(hello->cert_schemes, hello->cert_scheme_count, out);
	add_bytes(hello->point_formats, hello->point_format_count, out);
	add_alpn(hello, out);
	add_key_shares(hello, out);
	add_bytes(hello->psk_modes, hello->psk_mode_count, out);
	scn_build_u16(out, hello->record_size_limit);
}
