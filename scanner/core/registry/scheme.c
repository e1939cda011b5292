#include "core/registry/scheme.h"

#include <string.h>

#include "core/base/alloc.h"
#include "core/registry/name.h"

#define S(code_, name_, openssl_, gnutls_, schannel_, key_, hash_, tls12_, tls13_, grease_)        \
	{ .code = (code_),                                                                         \
		.name = (name_),                                                                   \
		.openssl = (openssl_),                                                             \
		.gnutls = (gnutls_),                                                               \
		.schannel = (schannel_),                                                           \
		.key = SCN_SCHEME_KEY_##key_,                                                      \
		.hash = (hash_),                                                                   \
		.tls12 = (tls12_),                                                                 \
		.tls13_verify = (tls13_),                                                          \
		.grease = (grease_) },

static const struct scn_scheme table[] = {
#include "core/registry/schemes.inc"
};

const char *scn_scheme_key_word(enum scn_scheme_key key)
{
	static const char *const words[] = {
		[SCN_SCHEME_KEY_RSA] = "rsa",
		[SCN_SCHEME_KEY_RSA_PSS] = "rsa-pss",
		[SCN_SCHEME_KEY_ECDSA] = "ecdsa",
		[SCN_SCHEME_KEY_DSA] = "dsa",
		[SCN_SCHEME_KEY_ED25519] = "ed25519",
		[SCN_SCHEME_KEY_ED448] = "ed448",
		[SCN_SCHEME_KEY_OTHER] = "other",
	};

	return (unsigned)key <= SCN_SCHEME_KEY_OTHER ? words[key] : NULL;
}

const struct scn_scheme *scn_schemes(size_t *count_out)
{
	*count_out = SCN_COUNT(table);
	return table;
}

const struct scn_scheme *scn_scheme_by_code(uint16_t code)
{
	for (size_t i = 0; i < SCN_COUNT(table); i++)
		if (table[i].code == code)
			return &table[i];
	return NULL;
}

const struct scn_scheme *scn_scheme_find(const char *text)
{
	size_t len = strlen(text);
	uint32_t code;

	if (strncmp(text, "0x", 2) == 0 && scn_name_hex(text, 4, &code))
		return scn_scheme_by_code((uint16_t)code);
	for (size_t i = 0; i < SCN_COUNT(table); i++) {
		const struct scn_scheme *s = &table[i];

		if (scn_name_in(s->name, text, len) || scn_name_in(s->openssl, text, len) ||
			scn_name_in(s->gnutls, text, len) || scn_name_in(s->schannel, text, len))
			return s;
	}
	return NULL;
}
