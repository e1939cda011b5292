#include "core/probe/plan-hello.h"

#include <string.h>

#include "core/base/alloc.h"
#include "core/registry/extension.h"
#include "core/registry/group.h"
#include "core/registry/scheme.h"
#include "core/tls/share.h"

enum {
	MAX_LIST = 128, /* groups or schemes of the registry */
	MAX_EXTENSIONS = 12,
};

/* What a small hello still offers. */
static const uint16_t few_groups[] = { 0x001D, 0x0017, 0x0018, 0x0019 };
static const uint16_t few_schemes[] = { 0x0403, 0x0804, 0x0401, 0x0503, 0x0501, 0x0601, 0x0203,
	0x0201 };

struct lists {
	uint16_t groups[MAX_LIST], schemes[MAX_LIST];
	size_t group_count, scheme_count;
	struct scn_hello_extension extensions[MAX_EXTENSIONS];
	size_t extension_count;
};

static void fill_groups(struct lists *l, enum scn_version version)
{
	size_t count;
	const struct scn_group *all = scn_groups(&count);

	for (size_t i = 0; i < count && l->group_count < MAX_LIST; i++) {
		if (all[i].kind == SCN_GROUP_GREASE || all[i].kind == SCN_GROUP_OTHER)
			continue;
		if (version == SCN_TLS1_3 ? all[i].tls13 : all[i].tls12)
			l->groups[l->group_count++] = all[i].code;
	}
}

static void fill_schemes(struct lists *l)
{
	size_t count;
	const struct scn_scheme *all = scn_schemes(&count);

	for (size_t i = 0; i < count && l->scheme_count < MAX_LIST; i++)
		if (!all[i].grease)
			l->schemes[l->scheme_count++] = all[i].code;
}

/* Which extensions go into a hello of which versions, in the order of the wire. */
static const struct {
	uint16_t code;
	enum scn_version first, last;
} extensions[] = {
	{ SCN_EXT_SERVER_NAME, SCN_TLS1_0, SCN_TLS1_3 },
	{ SCN_EXT_EXTENDED_MASTER_SECRET, SCN_TLS1_0, SCN_TLS1_2 },
	{ SCN_EXT_RENEGOTIATION_INFO, SCN_TLS1_0, SCN_TLS1_2 },
	{ SCN_EXT_SUPPORTED_GROUPS, SCN_TLS1_0, SCN_TLS1_3 },
	{ SCN_EXT_EC_POINT_FORMATS, SCN_TLS1_0, SCN_TLS1_2 },
	{ SCN_EXT_SIGNATURE_ALGORITHMS, SCN_TLS1_2, SCN_TLS1_3 },
	{ SCN_EXT_SIGNATURE_ALGORITHMS_CERT, SCN_TLS1_2, SCN_TLS1_3 },
	{ SCN_EXT_SUPPORTED_VERSIONS, SCN_TLS1_3, SCN_TLS1_3 },
	{ SCN_EXT_PSK_KEY_EXCHANGE_MODES, SCN_TLS1_3, SCN_TLS1_3 },
	{ SCN_EXT_KEY_SHARE, SCN_TLS1_3, SCN_TLS1_3 },
};

static bool is_wanted(const struct scn_hello_shape *shape, size_t i)
{
	if (shape->version < extensions[i].first || shape->version > extensions[i].last)
		return false;
	return shape->size == SCN_HELLO_FULL ||
	       extensions[i].code != SCN_EXT_SIGNATURE_ALGORITHMS_CERT;
}

static void fill_extensions(struct lists *l, const struct scn_hello_shape *shape)
{
	for (size_t i = 0; i < SCN_COUNT(extensions); i++)
		if (is_wanted(shape, i))
			l->extensions[l->extension_count++].code = extensions[i].code;
}

static void set_lists(
	struct scn_hello_spec *spec, struct lists *l, const struct scn_hello_shape *shape)
{
	bool small = shape->size == SCN_HELLO_SMALL;

	fill_groups(l, shape->version);
	fill_schemes(l);
	fill_extensions(l, shape);
	spec->groups = shape->groups ? shape->groups : small ? few_groups : l->groups;
	spec->group_count = shape->groups ? shape->group_count
			    : small       ? SCN_COUNT(few_groups)
					  : l->group_count;
	spec->schemes = shape->schemes ? shape->schemes : small ? few_schemes : l->schemes;
	spec->scheme_count = shape->schemes ? shape->scheme_count
			     : small        ? SCN_COUNT(few_schemes)
					    : l->scheme_count;
	spec->cert_schemes = l->schemes;
	spec->cert_scheme_count = l->scheme_count;
	spec->extensions = l->extensions;
	spec->extension_count = l->extension_count;
}

struct scn_hello *scn_plan_hello(const struct scn_hello_shape *shape, const uint8_t random[64])
{
	static const uint16_t tls13[] = { 0x0304 };
	struct lists lists = { 0 };
	struct scn_builder key = { 0 };
	struct scn_key_share share = { .group = shape->share_group };
	struct scn_hello_spec spec = {
		.form = shape->version == SCN_SSL2 ? SCN_HELLO_SSL2 : SCN_HELLO_RECORD,
		.legacy_version =
			shape->version == SCN_TLS1_3 ? 0x0303 : scn_version_wire(shape->version),
		.suites = shape->suites,
		.suite_count = shape->suite_count,
		.server_name = shape->server_name,
		.versions = tls13,
		.version_count = 1,
	};
	struct scn_hello *hello;

	memcpy(spec.random, random, SCN_RANDOM_LEN);
	if (shape->version == SCN_TLS1_3) {
		/* Middlebox compatibility: RFC 8446 appendix D.4. */
		memcpy(spec.session_id, random + SCN_RANDOM_LEN, SCN_SESSION_ID_MAX);
		spec.session_id_len = SCN_SESSION_ID_MAX;
	}
	set_lists(&spec, &lists, shape);
	if (share.group && scn_share_build(share.group, random + SCN_RANDOM_LEN, &key)) {
		share.key = scn_built(&key);
		spec.key_shares = &share;
		spec.key_share_count = 1;
	}
	hello = scn_hello_copy(&spec);
	scn_builder_finish(&key);
	return hello;
}
