#include "core/registry/group.h"

#include <string.h>

#include "core/base/alloc.h"
#include "core/registry/name.h"

#define G(code_, name_, openssl_, gnutls_, schannel_, kind_, bits_, security_, client_, server_,   \
	tls12_, tls13_, likelihood_)                                                               \
	{ .code = (code_),                                                                         \
		.name = (name_),                                                                   \
		.openssl = (openssl_),                                                             \
		.gnutls = (gnutls_),                                                               \
		.schannel = (schannel_),                                                           \
		.kind = SCN_GROUP_##kind_,                                                         \
		.bits = (bits_),                                                                   \
		.security_bits = (security_),                                                      \
		.client_share_len = (client_),                                                     \
		.server_share_len = (server_),                                                     \
		.tls12 = (tls12_),                                                                 \
		.tls13 = (tls13_),                                                                 \
		.likelihood = (likelihood_) },

static const struct scn_group table[] = {
#include "core/registry/groups.inc"
};

const struct scn_group *scn_groups(size_t *count_out)
{
	*count_out = SCN_COUNT(table);
	return table;
}

const struct scn_group *scn_group_by_code(uint16_t code)
{
	for (size_t i = 0; i < SCN_COUNT(table); i++)
		if (table[i].code == code)
			return &table[i];
	return NULL;
}

const struct scn_group *scn_group_find(const char *text)
{
	size_t len = strlen(text);
	uint32_t code;

	if (strncmp(text, "0x", 2) == 0 && scn_name_hex(text, 4, &code))
		return scn_group_by_code((uint16_t)code);
	for (size_t i = 0; i < SCN_COUNT(table); i++) {
		const struct scn_group *g = &table[i];

		if (scn_name_in(g->name, text, len) || scn_name_in(g->openssl, text, len) ||
			scn_name_in(g->gnutls, text, len) || scn_name_in(g->schannel, text, len))
			return g;
	}
	return NULL;
}
