#include <stdlib.h>
#include <string.h>

#include "cli/command.h"

#include "saved.h"

bool cli_save(struct scn_document *document)
{
	struct scn_text error = { 0 };
	bool ok = scn_saved_write(document, &error);

	if (!ok)
		cli_complain(CLI_EXIT_CANNOT_WRITE, "%s", scn_text_str(&error));
	scn_text_finish(&error);
	return ok;
}

bool cli_save_back(const struct scn_document *document, const char *name)
{
	struct scn_text path = { 0 }, error = { 0 };
	bool ok = !scn_saved_find(name, &path) ||
		  scn_saved_write_to(document, scn_text_str(&path), &error);

	if (!ok)
		cli_complain(CLI_EXIT_CANNOT_WRITE, "%s", scn_text_str(&error));
	scn_text_finish(&path);
	scn_text_finish(&error);
	return ok;
}

bool cli_is_saved(const char *name)
{
	struct scn_text path = { 0 };
	size_t len = strlen(name);
	bool named = strcmp(name, "last") == 0 || (len > 5 && strcmp(name + len - 5, ".json") == 0);
	bool saved = named || scn_saved_find(name, &path);

	scn_text_finish(&path);
	return saved;
}

static int not_there(const char *name)
{
	if (strcmp(name, "last") == 0)
		return cli_complain(CLI_EXIT_NOT_FOUND, "there is no saved scan yet");
	return cli_complain(CLI_EXIT_NOT_FOUND, "there is no saved scan \"%s\"", name);
}

struct scn_document *cli_load(const char *name, int *code_out)
{
	struct scn_text path = { 0 }, error = { 0 };
	struct scn_document *document = NULL;
	enum scn_err err;

	*code_out = CLI_EXIT_OK;
	if (!scn_saved_find(name, &path)) {
		*code_out = not_there(name);
	} else {
		err = scn_saved_load(scn_text_str(&path), &document, &error);
		if (err)
			*code_out =
				cli_complain(err == SCN_ERR_NOT_UNDERSTOOD ? CLI_EXIT_NOT_UNDERSTOOD
									   : CLI_EXIT_NOT_FOUND,
					"%s", scn_text_str(&error));
	}
	scn_text_finish(&path);
	scn_text_finish(&error);
	return document;
}

/* "mx1" names mx1.firma.example; so does the whole name, or the address. */
static bool is_named(const struct scn_server_facts *facts, const char *name)
{
	size_t len = strlen(name);

	if (strcmp(facts->address, name) == 0)
		return true;
	return strncasecmp(facts->host, name, len) == 0 &&
	       (facts->host[len] == 0 || facts->host[len] == '.');
}

static struct scn_server_result *find_server(const struct scn_document *document, const char *name,
	bool (*wanted)(const struct scn_server_result *server))
{
	for (size_t t = 0; t < document->target_count; t++) {
		for (size_t s = 0; s < document->targets[t]->server_count; s++) {
			struct scn_server_result *server = document->targets[t]->servers[s];

			if (name ? is_named(&server->facts, name) : !wanted || wanted(server))
				return server;
		}
	}
	return NULL;
}

struct scn_server_result *cli_pick_server(const struct cli_context *context,
	const struct scn_document *document, bool (*wanted)(const struct scn_server_result *server))
{
	const char *name = cli_args_value(context->args, CLI_OPT_SERVER);
	struct scn_server_result *server = find_server(document, name, wanted);

	if (!server && !name)
		server = find_server(document, NULL, NULL);
	if (!server && name)
		cli_complain(CLI_EXIT_NOT_FOUND, "this scan has no server \"%s\"", name);
	else if (!server)
		cli_complain(CLI_EXIT_NOT_FOUND, "this scan reached no server");
	return server;
}
