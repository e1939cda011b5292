/* fix --must-work: who works after the change; --remove: what the server stops to have. */
#include <stdlib.h>
#include <string.h>

#include "cli/command.h"

#include "core/base/alloc.h"
#include "core/judge/must-work.h"

struct changes {
	struct scn_change *items;
	size_t count;
};

/* "TLS1.0,0x002F,rsa" */
static int read_removals(const struct cli_context *context, struct changes *changes)
{
	const char *list = NULL;
	int code = CLI_EXIT_OK;

	while (code == CLI_EXIT_OK &&
		(list = cli_args_next(context->args, CLI_OPT_REMOVE, list)) != NULL) {
		char *copy = scn_strdup(list), *rest = copy;

		for (char *word; code == CLI_EXIT_OK && (word = strsep(&rest, ",")) != NULL;) {
			struct scn_change change;

			if (scn_change_read_removal(word, &change))
				SCN_APPEND(changes->items, changes->count, change);
			else
				code = cli_complain(CLI_EXIT_USAGE,
					"--remove wants a suite, a version (TLS1.0) or a key type "
					"(rsa, "
					"ecdsa), not \"%s\"",
					word);
		}
		free(copy);
	}
	return code;
}

/* The first fix on the server's side, with what has to be changed besides. */
static void add_fix(const struct scn_verdict *verdict, struct changes *changes)
{
	for (size_t i = 0; verdict && i < verdict->fix_count; i++) {
		const struct scn_fix *fix = &verdict->fixes[i];

		if (fix->change.side != SCN_SIDE_SERVER)
			continue;
		SCN_APPEND(changes->items, changes->count, fix->change);
		if (fix->has_then)
			SCN_APPEND(changes->items, changes->count, fix->then);
		return;
	}
}

static int exit_of(const struct scn_must_work *senders, size_t count)
{
	int code = CLI_EXIT_OK;

	for (size_t i = 0; i < count; i++) {
		if (senders[i].after.kind == SCN_VERDICT_FAILS)
			return CLI_EXIT_FAILS;
		if (senders[i].after.kind == SCN_VERDICT_UNKNOWN)
			code = CLI_EXIT_UNKNOWN;
	}
	return code;
}

static int print(struct cli_context *context, const struct scn_server_facts *facts,
	const struct changes *changes, const struct scn_profile **clients, size_t count)
{
	struct scn_text_options options = cli_text_options(context);
	struct scn_must_work *senders = scn_alloc(count, sizeof(*senders));
	struct scn_text text = { 0 };
	int code;

	for (size_t i = 0; i < count; i++)
		scn_must_work(clients[i], facts, changes->items, changes->count, &senders[i]);
	scn_report_must_work(facts, senders, count, &options, &text);
	fputs(scn_text_str(&text), stdout);
	code = exit_of(senders, count);
	for (size_t i = 0; i < count; i++)
		scn_must_work_finish(&senders[i]);
	free(senders);
	scn_text_finish(&text);
	return code;
}

int cli_must_work(struct cli_context *context, const struct scn_server_facts *facts,
	const struct scn_verdict *verdict)
{
	const struct scn_profile **clients = NULL;
	struct changes changes = { 0 };
	size_t count;
	int code = read_removals(context, &changes);

	if (code == CLI_EXIT_OK &&
		cli_named_clients(context, CLI_OPT_MUST_WORK, &clients, &count, &code)) {
		add_fix(verdict, &changes);
		code = print(context, facts, &changes, clients, count);
	}
	free(clients);
	free(changes.items);
	return code;
}
