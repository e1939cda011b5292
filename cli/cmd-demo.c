/* demo: scan the embedded server on loopback. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "cli/command.h"

#include "core/base/alloc.h"
#include "io/demo.h"

static int list_scenarios(void)
{
	size_t count;
	const struct scn_demo_scenario *all = scn_demo_scenarios(&count);

	for (size_t i = 0; i < count; i++)
		printf("%-18s %s\n", all[i].id, all[i].title);
	return CLI_EXIT_OK;
}

static const struct scn_demo_scenario *pick(const struct cli_args *args)
{
	size_t count;

	if (args->operand_count == 0)
		return &scn_demo_scenarios(&count)[0];
	return scn_demo_find(args->operands[0]);
}

/* The scenario's own clients, unless the command line names some. */
static bool clients(struct cli_context *context, const struct scn_demo_scenario *scenario,
	struct cli_run *what, int *code_out)
{
	if (cli_args_has(context->args, CLI_OPT_CLIENT))
		return cli_clients(context, &what->clients, &what->client_count, code_out);
	for (const char *const *id = scenario->clients; *id; id++) {
		const struct scn_profile *profile = scn_profiles_find(&context->profiles, *id);

		if (profile)
			SCN_APPEND(what->clients, what->client_count, profile);
	}
	return true;
}

static int scan(struct cli_context *context, struct cli_run *what, uint16_t port)
{
	char target[32];
	const char *targets[] = { target };
	struct scn_run *run;
	int code;

	snprintf(target, sizeof(target), "127.0.0.1:%u", port);
	what->targets = targets;
	what->target_count = 1;
	what->outputs = cli_outputs_new(context, &code);
	if (!what->outputs)
		return code;
	run = cli_run(context, what, &code);
	if (run && !cli_args_has(context->args, CLI_OPT_NO_SAVE))
		cli_save(scn_run_document(run));
	if (run && !cli_outputs_document(what->outputs, scn_run_document(run)))
		code = CLI_EXIT_CANNOT_WRITE;
	scn_run_free(run);
	cli_outputs_free(what->outputs);
	return code;
}

int cli_cmd_demo(struct cli_context *context)
{
	const struct scn_demo_scenario *scenario = pick(context->args);
	struct cli_run what = { .mode = SCN_MODE_CHECK, .demo = true };
	struct scn_text error = { 0 };
	struct scn_demo *demo;
	int code;

	if (context->args->operand_count && strcmp(context->args->operands[0], "list") == 0)
		return list_scenarios();
	if (!scenario)
		return cli_complain(CLI_EXIT_USAGE,
			"there is no scenario \"%s\"; handfast demo list shows all",
			context->args->operands[0]);
	if (!clients(context, scenario, &what, &code))
		return code;
	demo = scn_demo_start(scenario, &error);
	if (demo)
		code = scan(context, &what, scn_demo_port(demo));
	else
		code = cli_complain(CLI_EXIT_INTERNAL, "%s", scn_text_str(&error));
	scn_demo_stop(demo);
	scn_text_finish(&error);
	free(what.clients);
	return code;
}
