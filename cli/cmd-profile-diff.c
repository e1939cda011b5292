/* profile diff A B: what the second does that the first does not. Exit 0: nothing; 1: something. */
#include "cli/profile-pick.h"

#include <string.h>

#include "core/profile/profile-diff.h"
#include "io/store.h"

static int print(
	const struct cli_context *context, const struct scn_profile *a, const struct scn_profile *b)
{
	const char *form = cli_args_value(context->args, CLI_OPT_FORMAT);
	const char *path = cli_args_value(context->args, CLI_OPT_OUTPUT);
	struct scn_profile_diff diff;
	struct scn_text out = { 0 };
	enum scn_err err;
	int code;

	scn_profile_diff(a, b, &diff);
	if (form && strcmp(form, "json") == 0)
		scn_profile_diff_json(&diff, a, b, &out);
	else
		scn_profile_diff_text(&diff, a, b, context->term.width,
			context->term.ascii ? SCN_DIFF_ASCII : SCN_DIFF_UTF8, &out);
	code = scn_profile_diff_is_empty(&diff) ? CLI_EXIT_OK : CLI_EXIT_FAILS;
	err = scn_store_write(path ? path : "-", &out);
	if (err)
		code = cli_complain(
			CLI_EXIT_CANNOT_WRITE, "%s: %s", path ? path : "-", scn_err_text(err));
	scn_text_finish(&out);
	scn_profile_diff_finish(&diff);
	return code;
}

int cli_profile_diff(struct cli_context *context)
{
	struct scn_profile *a, *b = NULL;
	int code = CLI_EXIT_OK;

	if (context->args->operand_count != 3)
		return cli_complain(
			CLI_EXIT_USAGE, "handfast profile diff needs two profiles: ids or files");
	a = cli_profile_pick(context, context->args->operands[1], &code);
	if (a)
		b = cli_profile_pick(context, context->args->operands[2], &code);
	if (a && b)
		code = print(context, a, b);
	scn_profile_free(a);
	scn_profile_free(b);
	return code;
}
