/* A profile with one thing changed, as the client would send it after the change. */
#include <stdlib.h>
#include <string.h>

#include "core/base/alloc.h"
#include "core/judge/change.h"
#include "core/registry/extension.h"
#include "core/registry/group.h"
#include "core/registry/scheme.h"

/* ---- suites ---- */

/* A new suite goes last, so that nobody else is moved to it, but before the signals at the end, which
 * some servers expect there. */
static void add_suite(struct scn_profile *p, scn_suite_code code)
{
	size_t at;

	if (scn_profile_offers_suite(p, code))
		return;
	SCN_APPEND(p->suites, p->suite_count, code);
	for (at = p->suite_count - 1; at > 0; at--) {
		const struct scn_suite *before = scn_suite_by_code(p->suites[at - 1]);

		if (!before || before->status != SCN_SUITE_SCSV)
			break;
		p->suites[at] = p->suites[at - 1];
	}
	p->suites[at] = code;
}

static void remove_suite(struct scn_profile *p, scn_suite_code code)
{
	size_t kept = 0;

	for (size_t i = 0; i < p->suite_count; i++)
		if (p->suites[i] != code)
			p->suites[kept++] = p->suites[i];
	p->suite_count = kept;
}

static void remove_key_exchange(struct scn_profile *p, enum scn_kx kx)
{
	size_t kept = 0;

	for (size_t i = 0; i < p->suite_count; i++) {
		const struct scn_suite *suite = scn_suite_by_code(p->suites[i]);

		if (!suite || suite->kx != kx)
			p->suites[kept++] = p->suites[i];
	}
	p->suite_count = kept;
}

/* The likeliest ones stay, in the client's order: what the server reads must hold something it has. */
static void shorten_suites(struct scn_profile *p, size_t most)
{
	while (p->suite_count > most) {
		size_t least = 0;
		unsigned likelihood = UINT8_MAX;

		for (size_t i = 0; i < p->suite_count; i++) {
			const struct scn_suite *suite = scn_suite_by_code(p->suites[i]);
			unsigned this = suite ? suite->likelihood : 0;

			if (suite && suite->status == SCN_SUITE_SCSV)
				continue;
			if (this <= likelihood) {
				likelihood = this;
				least = i;
			}
		}
		memmove(&p->suites[least], &p->suites[least + 1],
			(p->suite_count - least - 1) * sizeof(*p->suites));
		p->suite_count--;
	}
}

/* ---- extensions ---- */

/* pre_shared_key has to stay last (RFC 8446 section 4.2.11). */
static void add_extension(struct scn_profile *p, uint16_t code)
{
	struct scn_profile_extension extension = { .code = code };
	size_t last = p->extension_count;

	if (code == SCN_EXT_SERVER_NAME)
		p->sends_sni = true;
	if (scn_profile_has_extension(p, code))
		return;
	SCN_APPEND(p->extensions, p->extension_count, extension);
	if (last && p->extensions[last - 1].code == SCN_EXT_PRE_SHARED_KEY) {
		p->extensions[last] = p->extensions[last - 1];
		p->extensions[last - 1] = extension;
	}
}

/* RFC 8701: any of them stands for all, because a server cannot know one and not the other. */
static bool is_same_extension(uint16_t a, uint16_t b)
{
	return a == b || (scn_extension_is_grease(a) && scn_extension_is_grease(b));
}

static void remove_extension(struct scn_profile *p, uint16_t code)
{
	size_t kept = 0;

	if (code == SCN_EXT_SERVER_NAME)
		p->sends_sni = false;
	for (size_t i = 0; i < p->extension_count; i++) {
		if (is_same_extension(p->extensions[i].code, code))
			free(p->extensions[i].body);
		else
			p->extensions[kept++] = p->extensions[i];
	}
	p->extension_count = kept;
}

/* What says the same as one of the lists has to follow the list. */
static void forget_body(struct scn_profile *p, uint16_t code)
{
	for (size_t i = 0; i < p->extension_count; i++) {
		struct scn_profile_extension *extension = &p->extensions[i];

		if (extension->code != code)
			continue;
		free(extension->body);
		extension->body = NULL;
		extension->body_len = 0;
	}
}

/* ---- groups, schemes, versions ---- */

static void add_group(struct scn_profile *p, uint16_t code)
{
	if (!scn_profile_offers_group(p, code))
		SCN_APPEND(p->groups, p->group_count, code);
	add_extension(p, SCN_EXT_SUPPORTED_GROUPS);
	forget_body(p, SCN_EXT_SUPPORTED_GROUPS);
}

static void add_scheme(struct scn_profile *p, uint16_t code)
{
	if (!scn_profile_offers_scheme(p, code))
		SCN_APPEND(p->schemes, p->scheme_count, code);
	add_extension(p, SCN_EXT_SIGNATURE_ALGORITHMS);
	forget_body(p, SCN_EXT_SIGNATURE_ALGORITHMS);
}

/* What TLS 1.3 needs in a hello (RFC 8446 section 9.2), where the client has it not yet. */
static void add_tls13_parts(struct scn_profile *p)
{
	static const uint16_t schemes[] = { 0x0403, 0x0804, 0x0805, 0x0806 };
	static const uint16_t extensions[] = { SCN_EXT_SUPPORTED_VERSIONS,
		SCN_EXT_PSK_KEY_EXCHANGE_MODES, SCN_EXT_KEY_SHARE };

	if (p->group_count == 0)
		add_group(p, SCN_GROUP_SECP256R1);
	for (size_t i = 0; i < SCN_COUNT(schemes); i++)
		add_scheme(p, schemes[i]);
	for (size_t i = 0; i < SCN_COUNT(extensions); i++)
		add_extension(p, extensions[i]);
	if (p->key_share_count == 0)
		SCN_APPEND(p->key_shares, p->key_share_count, p->groups[0]);
	p->session_id_len = 32; /* RFC 8446 section 4.1.2, compatibility mode */
}

static void add_version(struct scn_profile *p, enum scn_version version)
{
	p->versions |= SCN_VERSION_BIT(version);
	p->versions_rsa_only &= (scn_versions)~SCN_VERSION_BIT(version);
	if (version == SCN_TLS1_3)
		add_tls13_parts(p);
	forget_body(p, SCN_EXT_SUPPORTED_VERSIONS);
}

static void remove_tls13_parts(struct scn_profile *p)
{
	static const uint16_t extensions[] = { SCN_EXT_SUPPORTED_VERSIONS,
		SCN_EXT_PSK_KEY_EXCHANGE_MODES, SCN_EXT_KEY_SHARE, SCN_EXT_PRE_SHARED_KEY,
		SCN_EXT_COOKIE, SCN_EXT_POST_HANDSHAKE_AUTH };

	for (size_t i = 0; i < SCN_COUNT(extensions); i++)
		remove_extension(p, extensions[i]);
	remove_key_exchange(p, SCN_KX_TLS13);
	p->key_share_count = 0;
}

static void remove_version(struct scn_profile *p, enum scn_version version)
{
	p->versions &= (scn_versions)~SCN_VERSION_BIT(version);
	if (version == SCN_TLS1_3)
		remove_tls13_parts(p);
	forget_body(p, SCN_EXT_SUPPORTED_VERSIONS);
}

/* ---- length ---- */

/* Key shares of post-quantum hybrids make a hello longer than one segment. */
static void shorten_hello(struct scn_profile *p, uint32_t longest_share)
{
	size_t kept = 0;

	for (size_t i = 0; i < p->key_share_count; i++) {
		const struct scn_group *group = scn_group_by_code(p->key_shares[i]);

		if (!group || group->client_share_len <= longest_share)
			p->key_shares[kept++] = p->key_shares[i];
	}
	p->key_share_count = kept;
	remove_extension(p, SCN_EXT_PADDING);
	remove_extension(p, SCN_EXT_SESSION_TICKET);
}

/* ---- all of them ---- */

static bool apply(struct scn_profile *p, const struct scn_change *change, uint32_t value)
{
	switch (change->kind) {
	case SCN_CHANGE_ADD_SUITE:
		add_suite(p, value);
		return true;
	case SCN_CHANGE_REMOVE_SUITE:
		remove_suite(p, value);
		return true;
	case SCN_CHANGE_SHORTEN_SUITES:
		shorten_suites(p, value);
		return true;
	case SCN_CHANGE_REMOVE_KEY_EXCHANGE:
		remove_key_exchange(p, (enum scn_kx)value);
		return true;
	case SCN_CHANGE_ADD_VERSION:
		add_version(p, (enum scn_version)value);
		return true;
	case SCN_CHANGE_REMOVE_VERSION:
		remove_version(p, (enum scn_version)value);
		return true;
	case SCN_CHANGE_ADD_GROUP:
		add_group(p, (uint16_t)value);
		return true;
	case SCN_CHANGE_ADD_SCHEME:
		add_scheme(p, (uint16_t)value);
		return true;
	case SCN_CHANGE_ADD_EXTENSION:
		add_extension(p, (uint16_t)value);
		return true;
	case SCN_CHANGE_REMOVE_EXTENSION:
		remove_extension(p, (uint16_t)value);
		return true;
	case SCN_CHANGE_SHORTEN_HELLO:
		shorten_hello(p, value);
		return true;
	case SCN_CHANGE_PAD_HELLO:
		add_extension(p, SCN_EXT_PADDING);
		forget_body(p, SCN_EXT_PADDING);
		return true;
	case SCN_CHANGE_LOWER_DH_LIMIT:
		p->limits.dh_min = value;
		return true;
	default:
		return false;
	}
}

struct scn_profile *scn_change_apply(
	const struct scn_profile *profile, const struct scn_change *change, size_t index)
{
	struct scn_profile *changed;

	if (change->side != SCN_SIDE_CLIENT || index >= change->value_count)
		return NULL;
	changed = scn_profile_copy(profile);
	if (!apply(changed, change, change->values[index])) {
		scn_profile_free(changed);
		return NULL;
	}
	for (size_t i = 0; i < change->with_count; i++)
		add_suite(changed, change->with[i]);
	free(changed->id);
	changed->id = scn_change_replay_id(profile, change, index);
	/* A captured hello would still say the old thing; from now on it is composed. */
	free(changed->hello);
	changed->hello = NULL;
	changed->hello_len = 0;
	return changed;
}
