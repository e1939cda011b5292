#include "core/judge/change.h"

#include <stdlib.h>

#include "core/base/alloc.h"
#include "core/registry/extension.h"
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
		[SCN_CHANGE_REMOVE_VERSION] = "remove-version",
		[SCN_CHANGE_ADD_EXTENSION] = "add-extension",
		[SCN_CHANGE_REMOVE_EXTENSION] = "remove-extension",
		[SCN_CHANGE_REMOVE_SUITE] = "remove-suite",
		[SCN_CHANGE_SHORTEN_SUITES] = "shorten-suite-list",
		[SCN_CHANGE_SHORTEN_HELLO] = "shorten-hello",
		[SCN_CHANGE_PAD_HELLO] = "pad-hello",
		[SCN_CHANGE_REMOVE_KEY_EXCHANGE] = "remove-key-exchange",
		[SCN_CHANGE_SMALLER_DH] = "smaller-dh",
		[SCN_CHANGE_LARGER_KEY] = "larger-key",
		[SCN_CHANGE_SMALLER_KEY] = "smaller-key",
		[SCN_CHANGE_REPLACE_CERTIFICATE] = "replace-certificate",
		[SCN_CHANGE_SEND_CHAIN] = "send-chain",
		[SCN_CHANGE_UPDATE_SOFTWARE] = "update-software",
		[SCN_CHANGE_CLIENT_CERTIFICATE] = "client-certificate",
		[SCN_CHANGE_TRUST] = "trust",
		[SCN_CHANGE_CORRECT_DNS] = "correct-dns",
		[SCN_CHANGE_REMOVE_KEY_TYPE] = "remove-key-type",
		[SCN_CHANGE_SAME_SETTINGS] = "same-settings",
		[SCN_CHANGE_REPAIR_PATH] = "repair-path",
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
	const struct scn_extension *extension = scn_extension_by_code((uint16_t)value);
	char code[SCN_SUITE_CODE_LEN];

	switch (change->kind) {
	case SCN_CHANGE_ADD_SUITE:
	case SCN_CHANGE_REMOVE_SUITE:
		scn_suite_code_text(value, code);
		scn_text_add(out, code);
		break;
	case SCN_CHANGE_ADD_VERSION:
	case SCN_CHANGE_REMOVE_VERSION:
		add_name(out, scn_version_word((enum scn_version)value), value);
		break;
	case SCN_CHANGE_ADD_GROUP:
		add_name(out, group ? group->name : NULL, value);
		break;
	case SCN_CHANGE_ADD_SCHEME:
		add_name(out, scheme ? scheme->name : NULL, value);
		break;
	case SCN_CHANGE_ADD_EXTENSION:
	case SCN_CHANGE_REMOVE_EXTENSION:
		add_name(out, extension ? extension->name : NULL, value);
		break;
	case SCN_CHANGE_ADD_KEY_TYPE:
	case SCN_CHANGE_REMOVE_KEY_TYPE:
		scn_text_add(out, value == SCN_SCHEME_KEY_ECDSA ? "ecdsa" : "rsa");
		break;
	case SCN_CHANGE_REMOVE_KEY_EXCHANGE:
		scn_text_add(out, scn_kx_word((enum scn_kx)value));
		break;
	default:
		scn_text_printf(out, "%u", value);
	}
}

bool scn_change_is_of_hello(const struct scn_change *change)
{
	switch (change->kind) {
	case SCN_CHANGE_ADD_SUITE:
	case SCN_CHANGE_ADD_VERSION:
	case SCN_CHANGE_ADD_GROUP:
	case SCN_CHANGE_ADD_SCHEME:
	case SCN_CHANGE_REMOVE_VERSION:
	case SCN_CHANGE_ADD_EXTENSION:
	case SCN_CHANGE_REMOVE_EXTENSION:
	case SCN_CHANGE_REMOVE_SUITE:
	case SCN_CHANGE_SHORTEN_SUITES:
	case SCN_CHANGE_SHORTEN_HELLO:
	case SCN_CHANGE_PAD_HELLO:
	case SCN_CHANGE_REMOVE_KEY_EXCHANGE:
		return change->side == SCN_SIDE_CLIENT;
	default:
		return false;
	}
}

char *scn_change_replay_id(
	const struct scn_profile *profile, const struct scn_change *change, size_t index)
{
	struct scn_text id = { 0 };

	scn_text_printf(&id, "%s+%s=", profile->id, scn_change_word(change->kind));
	scn_change_value_text(change, index, &id);
	return scn_text_take(&id);
}
