#include <stdlib.h>
#include <string.h>

#include "cli/command.h"

#include "core/base/alloc.h"

void cli_load_profiles(struct cli_context *context)
{
	struct scn_text error = { 0 };

	if (!context->all_loaded && !scn_load_profiles(&context->profiles, &error))
		cli_complain(CLI_EXIT_NOT_UNDERSTOOD, "a profile was left out: %s",
			scn_text_str(&error));
	context->all_loaded = true;
	scn_text_finish(&error);
}

/* Reads only the one where that is enough. */
static const struct scn_profile *find(struct cli_context *context, const char *name)
{
	const struct scn_profile *profile = scn_profiles_find(&context->profiles, name);

	if (profile || context->all_loaded)
		return profile;
	if (!scn_load_profile(&context->profiles, name))
		cli_load_profiles(context);
	return scn_profiles_find(&context->profiles, name);
}

static bool is_file(const char *name)
{
	size_t len = strlen(name);

	return strchr(name, '/') || (len > 5 && strcmp(name + len - 5, ".json") == 0);
}

static int unknown_client(const struct cli_context *context, const char *name)
{
	const char *near = scn_profiles_nearest(&context->profiles, name);

	if (near)
		return cli_complain(CLI_EXIT_USAGE,
			"there is no client \"%s\"; did you mean %s? (handfast profile list)", name,
			near);
	return cli_complain(
		CLI_EXIT_USAGE, "there is no client \"%s\"; handfast profile list shows all", name);
}

static int load_file(struct cli_context *context, const char *path)
{
	struct scn_text error = { 0 };
	int code = CLI_EXIT_OK;
	FILE *file = fopen(path, "r");

	if (!file)
		return cli_complain(
			CLI_EXIT_NOT_FOUND, "%s: the profile file cannot be opened", path);
	fclose(file);
	if (!scn_profiles_add_file(&context->profiles, path, &error))
		code = cli_complain(CLI_EXIT_NOT_UNDERSTOOD, "%s", scn_text_str(&error));
	scn_text_finish(&error);
	return code;
}

struct list {
	const struct scn_profile **items;
	size_t count;
};

static void add(struct list *list, const struct scn_profile *profile)
{
	for (size_t i = 0; i < list->count; i++)
		if (list->items[i] == profile)
			return;
	SCN_APPEND(list->items, list->count, profile);
}

static int add_named(struct cli_context *context, const char *name, struct list *list)
{
	const struct scn_profile *profile;
	int code;

	if (strcmp(name, "all") == 0 || is_file(name))
		cli_load_profiles(context);
	if (strcmp(name, "all") == 0) {
		for (size_t i = 0; i < context->profiles.count; i++)
			add(list, context->profiles.items[i]);
		return CLI_EXIT_OK;
	}
	if (is_file(name)) {
		code = load_file(context, name);
		if (code)
			return code;
		add(list, context->profiles.items[context->profiles.count - 1]);
		return CLI_EXIT_OK;
	}
	profile = find(context, name);
	if (!profile)
		return unknown_client(context, name);
	add(list, profile);
	return CLI_EXIT_OK;
}

/* "A,B,C" */
static int add_list(struct cli_context *context, const char *names, struct list *list)
{
	char *copy = scn_strdup(names);
	char *rest = copy;
	int code = CLI_EXIT_OK;

	for (char *name; code == CLI_EXIT_OK && (name = strsep(&rest, ",")) != NULL;)
		if (name[0])
			code = add_named(context, name, list);
	free(copy);
	return code;
}

static void add_usual(struct cli_context *context, struct list *list)
{
	for (const char *const *id = scn_usual_clients; *id; id++) {
		const struct scn_profile *profile = find(context, *id);

		if (profile)
			add(list, profile);
	}
}

bool cli_named_clients(struct cli_context *context, enum cli_option_id option,
	const struct scn_profile ***clients_out, size_t *count_out, int *code_out)
{
	struct list list = { 0 };
	const char *names = NULL;

	*code_out = CLI_EXIT_OK;
	while (*code_out == CLI_EXIT_OK &&
		(names = cli_args_next(context->args, option, names)) != NULL)
		*code_out = add_list(context, names, &list);
	if (*code_out != CLI_EXIT_OK) {
		free(list.items);
		return false;
	}
	*clients_out = list.items;
	*count_out = list.count;
	return true;
}

bool cli_clients(struct cli_context *context, const struct scn_profile ***clients_out,
	size_t *count_out, int *code_out)
{
	struct list list = { 0 };

	if (cli_args_has(context->args, CLI_OPT_CLIENT))
		return cli_named_clients(context, CLI_OPT_CLIENT, clients_out, count_out, code_out);
	*code_out = CLI_EXIT_OK;
	add_usual(context, &list);
	*clients_out = list.items;
	*count_out = list.count;
	return true;
}
