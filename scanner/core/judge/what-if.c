#include "core/judge/what-if.h"

#include <stdlib.h>

#include "core/base/alloc.h"
#include "core/judge/lookup.h"
#include "core/registry/group.h"
#include "core/registry/scheme.h"

/* ---- a copy whose lists may change ---- */

static struct scn_server_facts *copy_lists(const struct scn_server_facts *from)
{
	struct scn_server_facts *to = scn_memdup(from, sizeof(*from));

	for (int v = 0; v < SCN_VERSION_COUNT; v++)
		to->versions[v].suites = scn_copy_array(from->versions[v].suites,
			from->versions[v].suite_count, sizeof(*to->versions[v].suites));
	to->groups = scn_copy_array(from->groups, from->group_count, sizeof(*to->groups));
	to->schemes = scn_copy_array(from->schemes, from->scheme_count, sizeof(*to->schemes));
	to->certificates = scn_copy_array(
		from->certificates, from->certificate_count, sizeof(*to->certificates));
	return to;
}

void scn_server_after_free(struct scn_server_facts *facts)
{
	for (int v = 0; v < SCN_VERSION_COUNT; v++)
		free(facts->versions[v].suites);
	free(facts->groups);
	free(facts->schemes);
	free(facts->certificates);
	free(facts);
}

/* ---- what a server-side change does ---- */

static void add_suite(struct scn_server_facts *f, scn_suite_code code)
{
	const struct scn_suite *suite = scn_suite_by_code(code);

	for (int v = 0; v < SCN_VERSION_COUNT; v++)
		if (f->versions[v].status == SCN_ACCEPTED &&
			scn_suite_in_version(suite, (enum scn_version)v))
			scn_facts_set_suite(f, (enum scn_version)v, code, SCN_ACCEPTED, 0);
}

/* Up to TLS 1.2 a server has one list of suites for all versions; those of TLS 1.3 come with it. */
static void add_usual_suites(struct scn_server_facts *f, enum scn_version version)
{
	static const scn_suite_code tls13[] = { 0x1301, 0x1302 };

	for (size_t i = 0; version == SCN_TLS1_3 && i < SCN_COUNT(tls13); i++)
		scn_facts_set_suite(f, version, tls13[i], SCN_ACCEPTED, 0);
	for (int v = SCN_SSL3; version < SCN_TLS1_3 && v < SCN_TLS1_3; v++) {
		for (size_t i = 0; i < f->versions[v].suite_count; i++) {
			const struct scn_suite_fact *fact = &f->versions[v].suites[i];
			const struct scn_suite *suite = scn_suite_by_code(fact->code);

			if (v != (int)version && fact->status == SCN_ACCEPTED && suite &&
				scn_suite_in_version(suite, version))
				scn_facts_set_suite(f, version, fact->code, SCN_ACCEPTED, 0);
		}
	}
}

static void add_version(struct scn_server_facts *f, const struct scn_profile *profile,
	const struct scn_change *change, enum scn_version version)
{
	const scn_suite_code *codes;
	size_t count = scn_profile_suites_at(profile, version, &codes);

	f->versions[version].status = SCN_ACCEPTED;
	add_usual_suites(f, version);
	for (size_t i = 0; i < change->with_count; i++)
		scn_facts_set_suite(f, version, change->with[i], SCN_ACCEPTED, 0);
	/* Nothing else comes with it. */
	for (size_t i = 0; i < count; i++)
		scn_facts_set_suite(f, version, codes[i], SCN_REJECTED, 0);
	free((void *)codes);
	for (size_t i = 0; i < f->group_count; i++)
		if (f->groups[i].status == SCN_ACCEPTED)
			f->groups[i].versions |= SCN_VERSION_BIT(version);
}

static void add_group(struct scn_server_facts *f, uint16_t group)
{
	for (int v = SCN_TLS1_0; v <= SCN_TLS1_3; v++)
		scn_facts_set_group(f, (enum scn_version)v, group, SCN_ACCEPTED, 0);
}

/* The same suites, signed with the other key. */
static void add_key_type(struct scn_server_facts *f, enum scn_scheme_key key)
{
	enum scn_auth auth = key == SCN_SCHEME_KEY_ECDSA ? SCN_AUTH_ECDSA : SCN_AUTH_RSA;
	struct scn_certificate_fact certificate = { .key = key,
		.bits = key == SCN_SCHEME_KEY_ECDSA ? 256 : 2048,
		.curve = key == SCN_SCHEME_KEY_ECDSA ? SCN_GROUP_SECP256R1 : 0 };
	size_t count;
	const struct scn_suite *all = scn_suites(&count);

	SCN_APPEND(f->certificates, f->certificate_count, certificate);
	scn_facts_set_scheme(f, auth == SCN_AUTH_ECDSA ? 0x0403 : 0x0401, SCN_ACCEPTED, 0);
	for (int v = SCN_SSL3; v < SCN_TLS1_3; v++) {
		if (f->versions[v].status != SCN_ACCEPTED)
			continue;
		for (size_t i = 0; i < count; i++)
			if (all[i].auth == auth && all[i].kx == SCN_KX_ECDHE &&
				all[i].strength <= SCN_STRENGTH_OK &&
				scn_suite_in_version(&all[i], (enum scn_version)v))
				scn_facts_set_suite(
					f, (enum scn_version)v, all[i].code, SCN_ACCEPTED, 0);
	}
}

static void set_rsa_bits(struct scn_server_facts *f, uint16_t bits)
{
	for (size_t i = 0; i < f->certificate_count; i++)
		if (f->certificates[i].key == SCN_SCHEME_KEY_RSA)
			f->certificates[i].bits = bits;
}

/* ---- what is taken away ---- */

/* A version without any suite is none. */
static void settle_version(struct scn_version_fact *v)
{
	for (size_t i = 0; i < v->suite_count; i++)
		if (v->suites[i].status != SCN_REJECTED)
			return;
	if (v->suite_count)
		v->status = SCN_REJECTED;
}

static void remove_version(struct scn_server_facts *f, enum scn_version version)
{
	struct scn_version_fact *v = &f->versions[version];

	v->status = SCN_REJECTED;
	for (size_t i = 0; i < v->suite_count; i++)
		v->suites[i].status = SCN_REJECTED;
}

static void remove_suite(struct scn_server_facts *f, scn_suite_code code)
{
	for (int v = 0; v < SCN_VERSION_COUNT; v++) {
		for (size_t i = 0; i < f->versions[v].suite_count; i++)
			if (f->versions[v].suites[i].code == code)
				f->versions[v].suites[i].status = SCN_REJECTED;
		settle_version(&f->versions[v]);
	}
}

/* All suites that are signed with, or encrypted to, this kind of key. Without any key left there is no
 * TLS 1.3 either. */
static void remove_key_type(struct scn_server_facts *f, enum scn_scheme_key key)
{
	enum scn_auth auth = key == SCN_SCHEME_KEY_ECDSA ? SCN_AUTH_ECDSA : SCN_AUTH_RSA;
	enum scn_auth other = key == SCN_SCHEME_KEY_ECDSA ? SCN_AUTH_RSA : SCN_AUTH_ECDSA;
	size_t kept = 0;

	for (int v = SCN_SSL3; v < SCN_TLS1_3; v++) {
		for (size_t i = 0; i < f->versions[v].suite_count; i++) {
			const struct scn_suite *suite =
				scn_suite_by_code(f->versions[v].suites[i].code);

			if (suite && suite->auth == auth)
				f->versions[v].suites[i].status = SCN_REJECTED;
		}
		settle_version(&f->versions[v]);
	}
	for (size_t i = 0; i < f->certificate_count; i++)
		if (f->certificates[i].key != key)
			f->certificates[kept++] = f->certificates[i];
	f->certificate_count = kept;
	if (!scn_server_has_key(f, other))
		remove_version(f, SCN_TLS1_3);
}

static void change_server(struct scn_server_facts *f, const struct scn_profile *profile,
	const struct scn_change *change, uint32_t value)
{
	switch (change->kind) {
	case SCN_CHANGE_ADD_SUITE:
		add_suite(f, value);
		break;
	case SCN_CHANGE_ADD_VERSION:
		add_version(f, profile, change, (enum scn_version)value);
		break;
	case SCN_CHANGE_ADD_GROUP:
		add_group(f, (uint16_t)value);
		break;
	case SCN_CHANGE_ADD_SCHEME:
		scn_facts_set_scheme(f, (uint16_t)value, SCN_ACCEPTED, 0);
		break;
	case SCN_CHANGE_ADD_KEY_TYPE:
		add_key_type(f, (enum scn_scheme_key)value);
		break;
	case SCN_CHANGE_REMOVE_VERSION:
		remove_version(f, (enum scn_version)value);
		break;
	case SCN_CHANGE_REMOVE_SUITE:
		remove_suite(f, value);
		break;
	case SCN_CHANGE_REMOVE_KEY_TYPE:
		remove_key_type(f, (enum scn_scheme_key)value);
		break;
	case SCN_CHANGE_LARGER_DH:
	case SCN_CHANGE_SMALLER_DH:
		f->dh.bits = (uint16_t)value;
		break;
	case SCN_CHANGE_LARGER_KEY:
	case SCN_CHANGE_SMALLER_KEY:
		set_rsa_bits(f, (uint16_t)value);
		break;
	default:
		break;
	}
}

struct scn_server_facts *scn_server_after(const struct scn_server_facts *facts,
	const struct scn_profile *profile, const struct scn_change *change, size_t index)
{
	struct scn_server_facts *after = copy_lists(facts);

	if (change->side == SCN_SIDE_SERVER && index < change->value_count)
		change_server(after, profile, change, change->values[index]);
	return after;
}

/* ---- the question ---- */

static struct scn_outcome client_side(const struct scn_profile *profile,
	const struct scn_server_facts *facts, const struct scn_change *change, size_t index)
{
	struct scn_profile *changed = scn_change_apply(profile, change, index);
	struct scn_outcome outcome = scn_negotiate(changed ? changed : profile, facts);

	scn_profile_free(changed);
	return outcome;
}

struct scn_outcome scn_what_if(const struct scn_profile *profile,
	const struct scn_server_facts *facts, const struct scn_change *change, size_t index)
{
	struct scn_server_facts *after;
	struct scn_outcome outcome;

	if (change->side == SCN_SIDE_CLIENT)
		return client_side(profile, facts, change, index);
	after = scn_server_after(facts, profile, change, index);
	outcome = scn_negotiate(profile, after);
	scn_server_after_free(after);
	return outcome;
}
