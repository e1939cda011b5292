#include "core/judge/change.h"

#include <stdlib.h>

#include "core/base/alloc.h"
#include "core/registry/group.h"
#include "core/registry/scheme.h"

const char *scn_side_word(enum scn_side side)
{
	return side == SCN_SIDE_CLIENT ? "client" : "server";
}

const char *scn_change_word(enum scn_change_kind kind)
{
	static const char *const words[SCN_CHANGE_KIND_COUNT] = {
		[SCN_CHANGE_ADD_SUITE] = "add-suite",
		[SCN_CHANGE_ADD_VERSION] = "add-version",
		[SCN_CHANGE_ADD_GROUP] = "add-group",
		[SCN_CHANGE_ADD_SCHEME] = "add-scheme",
		[SCN_CHANGE_ADD_KEY_TYPE] = "add-key-type",
		[SCN_CHANGE_LARGER_DH] = "larger-dh",
		[SCN_CHANGE_LOWER_DH_LIMIT] = "lower-dh-limit",
		[SCN_CHANGE_OFFER_STARTTLS] = "offer-starttls",
		[SCN_CHANGE_REPAIR_STARTTLS] = "repair-starttls",
		[SCN_CHANGE_REPAIR_SERVICE] = "repair-service",
	};

	return kind < SCN_CHANGE_KIND_COUNT ? words[kind] : NULL;
}

static void add_name(struct scn_text *out, const char *name, uint32_t code)
{
	if (name)
		scn_text_add(out, name);
	else
		scn_text_printf(out, "0x%04X", code);
}

void scn_change_value_text(const struct scn_change *change, size_t index, struct scn_text *out)
{
	uint32_t value = change->values[index];
	const struct scn_group *group = scn_group_by_code((uint16_t)value);
	const struct scn_scheme *scheme = scn_scheme_by_code((uint16_t)value);
	char code[SCN_SUITE_CODE_LEN];

	switch (change->kind) {
	case SCN_CHANGE_ADD_SUITE:
		scn_suite_code_text(value, code);
		scn_text_add(out, code);
		break;
	case SCN_CHANGE_ADD_VERSION:
		add_name(out, scn_version_word((enum scn_version)value), value);
		break;
	case SCN_CHANGE_ADD_GROUP:
		add_name(out, group ? group->name : NULL, value);
		break;
	case SCN_CHANGE_ADD_SCHEME:
		add_name(out, scheme ? scheme->name : NULL, value);
		break;
	case SCN_CHANGE_ADD_KEY_TYPE:
		scn_text_add(out, value == SCN_SCHEME_KEY_ECDSA ? "ecdsa" : "rsa");
		break;
	default:
		scn_text_printf(out, "%u", value);
	}
}

/* A new suite goes last, so that nobody else is moved to it, but before the signals at the end, which
 * some servers expect there. */
static void add_suite(struct scn_profile *p, scn_suite_code code)
{
	size_t at;

	SCN_APPEND(p->suites, p->suite_count, code);
	for (at = p->suite_count - 1; at > 0; at--) {
		const struct scn_suite *before = scn_suite_by_code(p->suites[at - 1]);

		if (!before || before->status != SCN_SUITE_SCSV)
			break;
		p->suites[at] = p->suites[at - 1];
	}
	p->suites[at] = code;
}

static bool apply(struct scn_profile *p, const struct scn_change *change, uint32_t value)
{
	switch (change->kind) {
	case SCN_CHANGE_ADD_SUITE:
		add_suite(p, value);
		return true;
	case SCN_CHANGE_ADD_VERSION:
		p->versions |= SCN_VERSION_BIT(value);
		return true;
	case SCN_CHANGE_ADD_GROUP:
		SCN_APPEND(p->groups, p->group_count, (uint16_t)value);
		return true;
	case SCN_CHANGE_ADD_SCHEME:
		SCN_APPEND(p->schemes, p->scheme_count, (uint16_t)value);
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
	/* A captured hello would still say the old thing; from now on it is composed. */
	free(changed->hello);
	changed->hello = NULL;
	changed->hello_len = 0;
	return changed;
}

char *scn_change_replay_id(
	const struct scn_profile *profile, const struct scn_change *change, size_t index)
{
	struct scn_text id = { 0 };

	scn_text_printf(&id, "%s+%s=", profile->id, scn_change_word(change->kind));
	scn_change_value_text(change, index, &id);
	return scn_text_take(&id);
}
