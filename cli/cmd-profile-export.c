/* profile export PROFILE --to KIND: in the words of another program, and one sentence about what these
 * words cannot hold. */
#include <stdlib.h>
#include <string.h>

#include "cli/profile-pick.h"

#include "core/base/alloc.h"
#include "core/dialect/gnutls.h"
#include "core/dialect/ictpl.h"
#include "core/dialect/openssl-config.h"
#include "core/dialect/postfix.h"
#include "core/dialect/reg.h"
#include "core/profile/profile-hello.h"
#include "core/profile/profile-json.h"
#include "io/store.h"

static bool write_json(
	const struct scn_profile *profile, struct scn_text *out, struct scn_text *missing)
{
	scn_profile_save(profile, out);
	return true;
}

/* The bytes as captured, else as composed. */
static bool write_hex(
	const struct scn_profile *profile, struct scn_text *out, struct scn_text *missing)
{
	const struct scn_hello_inputs inputs = { .server_name = "mail.invalid" };
	struct scn_builder wire = { 0 };
	struct scn_hello *hello;

	if (profile->hello) {
		scn_build_bytes(&wire, (struct scn_bytes){ profile->hello, profile->hello_len });
	} else {
		hello = scn_profile_hello(profile, &inputs);
		scn_hello_build(scn_hello_spec(hello), &wire);
		scn_hello_free(hello);
	}
	scn_text_hex(out, scn_built(&wire));
	scn_text_char(out, '\n');
	scn_text_add(missing, "Not in this format: limits, verification, what happens after a "
			      "failure.");
	scn_builder_finish(&wire);
	return true;
}

/* To add one write its function and add the row. */
static const struct {
	const char *word;
	bool (*write)(
		const struct scn_profile *profile, struct scn_text *out, struct scn_text *missing);
} kinds[] = {
	{ "json", write_json },
	{ "reg", scn_reg_write },
	{ "ictpl", scn_ictpl_write },
	{ "openssl", scn_openssl_config_write },
	{ "gnutls", scn_gnutls_write },
	{ "postfix", scn_postfix_write },
	{ "hex", write_hex },
};

static int unknown_kind(const char *word)
{
	struct scn_text list = { 0 };
	int code;

	for (size_t i = 0; i < SCN_COUNT(kinds); i++)
		scn_text_printf(&list, "%s%s", i ? ", " : "", kinds[i].word);
	if (word)
		code = cli_complain(
			CLI_EXIT_USAGE, "--to %s: expected one of %s", word, scn_text_str(&list));
	else
		code = cli_complain(CLI_EXIT_USAGE,
			"handfast profile export needs --to with one of %s", scn_text_str(&list));
	scn_text_finish(&list);
	return code;
}

static int export(const struct cli_context *context, const struct scn_profile *profile, size_t kind)
{
	const char *path = cli_args_value(context->args, CLI_OPT_OUTPUT);
	struct scn_text out = { 0 }, missing = { 0 };
	enum scn_err err = SCN_ERR_OK;
	int code = CLI_EXIT_OK;

	if (!kinds[kind].write(profile, &out, &missing))
		code = cli_complain(CLI_EXIT_FAILS, "%s cannot be written as %s: %s", profile->id,
			kinds[kind].word, scn_text_str(&missing));
	else if ((err = scn_store_write(path ? path : "-", &out)) != SCN_ERR_OK)
		code = cli_complain(
			CLI_EXIT_CANNOT_WRITE, "%s: %s", path ? path : "-", scn_err_text(err));
	else if (missing.len)
		fprintf(stderr, "%s\n", scn_text_str(&missing));
	scn_text_finish(&out);
	scn_text_finish(&missing);
	return code;
}

int cli_profile_export(struct cli_context *context)
{
	const char *word = cli_args_value(context->args, CLI_OPT_TO);
	struct scn_profile *profile;
	size_t kind = 0;
	int code = CLI_EXIT_OK;

	if (context->args->operand_count != 2)
		return cli_complain(CLI_EXIT_USAGE,
			"handfast profile export needs one profile: an id or a file");
	while (word && kind < SCN_COUNT(kinds) && strcmp(kinds[kind].word, word) != 0)
		kind++;
	if (!word || kind == SCN_COUNT(kinds))
		return unknown_kind(word);
	profile = cli_profile_pick(context, context->args->operands[1], &code);
	if (profile)
		code = export(context, profile, kind);
	scn_profile_free(profile);
	return code;
}
