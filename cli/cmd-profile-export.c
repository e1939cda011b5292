/* profile export PROFILE --to KIND: in the words of another program, and one sentence about what these
 * words cannot hold. */
#include <stdlib.h>
#include <string.h>

#include "cli/profile-pick.h"

#include "core/dialect/export.h"
#include "io/store.h"

static int unknown_kind(const char *word)
{
	struct scn_text list = { 0 };
	int code;

	for (const struct scn_profile_format *f = scn_profile_formats; f->word; f++)
		scn_text_printf(&list, "%s%s", f == scn_profile_formats ? "" : ", ", f->word);
	if (word)
		code = cli_complain(
			CLI_EXIT_USAGE, "--to %s: expected one of %s", word, scn_text_str(&list));
	else
		code = cli_complain(CLI_EXIT_USAGE,
			"handfast profile export needs --to with one of %s", scn_text_str(&list));
	scn_text_finish(&list);
	return code;
}

static int export(const struct cli_context *context, const struct scn_profile *profile,
	const struct scn_profile_format *format)
{
	const char *path = cli_args_value(context->args, CLI_OPT_OUTPUT);
	struct scn_text out = { 0 }, missing = { 0 };
	enum scn_err err = SCN_ERR_OK;
	int code = CLI_EXIT_OK;

	if (!format->write(profile, &out, &missing))
		code = cli_complain(CLI_EXIT_FAILS, "%s cannot be written as %s: %s", profile->id,
			format->word, scn_text_str(&missing));
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
	const struct scn_profile_format *format = word ? scn_profile_format_find(word) : NULL;
	struct scn_profile *profile;
	int code = CLI_EXIT_OK;

	if (context->args->operand_count != 2)
		return cli_complain(CLI_EXIT_USAGE,
			"handfast profile export needs one profile: an id or a file");
	if (!format)
		return unknown_kind(word);
	profile = cli_profile_pick(context, context->args->operands[1], &code);
	if (profile)
		code = export(context, profile, format);
	scn_profile_free(profile);
	return code;
}
