#include <ctype.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "cli/command.h"

#include "core/base/alloc.h"
#include "core/base/json.h"
#include "io/store.h"

/* The folder of saved scans; empty where there is no place for one. */
static void scans_folder(struct scn_text *out)
{
	char *data = scn_store_data_dir();

	if (data)
		scn_text_printf(out, "%s/scans", data);
	free(data);
}

/* "20260131T120000Z-firma.example": sorts by time, says what it is, is safe as a file name. */
static void make_id(const struct scn_document *document, struct scn_text *out)
{
	char when[SCN_UTC_LEN];
	const char *name = document->target_count ? document->targets[0]->input : "nothing";

	scn_utc_text(document->started, when);
	for (const char *c = when; *c; c++)
		if (*c != '-' && *c != ':')
			scn_text_char(out, *c);
	scn_text_char(out, '-');
	for (size_t i = 0; name[i] && i < 64; i++) {
		unsigned char c = (unsigned char)name[i];

		scn_text_char(out, isalnum(c) && c < 128 ? (char)tolower(c) : c == '.' ? '.' : '-');
	}
	if (document->target_count > 1)
		scn_text_printf(out, "-and-%zu-more", document->target_count - 1);
}

static void scan_path(const char *folder, const char *id, unsigned copy, struct scn_text *out)
{
	scn_text_printf(out, "%s/%s", folder, id);
	if (copy > 1)
		scn_text_printf(out, ".%u", copy);
	scn_text_add(out, ".json");
}

/* A path that nobody uses yet: two scans may begin in the same second. */
static void free_path(const char *folder, const char *id, struct scn_text *path)
{
	for (unsigned copy = 1; copy == 1 || access(scn_text_str(path), F_OK) == 0; copy++) {
		scn_text_clear(path);
		scan_path(folder, id, copy, path);
	}
}

static bool write_scan(struct scn_document *document, const char *folder)
{
	struct scn_json_options options = { .all = true };
	struct scn_text id = { 0 }, path = { 0 }, text = { 0 };
	const char *name;
	enum scn_err err = scn_store_make_dir(folder);

	make_id(document, &id);
	free_path(folder, scn_text_str(&id), &path);
	name = strrchr(scn_text_str(&path), '/') + 1;
	free(document->id);
	document->id = scn_strndup(name, strlen(name) - strlen(".json"));
	scn_report_json(document, &options, &text);
	if (!err)
		err = scn_store_write(scn_text_str(&path), &text);
	if (err) {
		cli_complain(CLI_EXIT_CANNOT_WRITE, "the scan was not saved: %s %s",
			scn_text_str(&path), scn_err_text(err));
		free(document->id);
		document->id = NULL;
	}
	scn_text_finish(&id);
	scn_text_finish(&path);
	scn_text_finish(&text);
	return !err;
}

bool cli_save(struct scn_document *document)
{
	struct scn_text folder = { 0 };
	bool ok = false;

	scans_folder(&folder);
	if (folder.len)
		ok = write_scan(document, scn_text_str(&folder));
	else
		cli_complain(CLI_EXIT_CANNOT_WRITE,
			"the scan was not saved: neither XDG_DATA_HOME nor HOME is set");
	scn_text_finish(&folder);
	return ok;
}

/* The newest saved scan: ids begin with their time. */
static bool last_path(const char *folder, struct scn_text *path)
{
	char **names = NULL;
	size_t count = scn_store_list(folder, ".json", &names);

	if (count)
		scn_text_printf(path, "%s/%s", folder, names[count - 1]);
	for (size_t i = 0; i < count; i++)
		free(names[i]);
	free(names);
	return count > 0;
}

/* Where a name leads: a file as it is, an id or "last" in the user's folder. */
static bool find_path(const char *name, struct scn_text *path)
{
	struct scn_text folder = { 0 };
	bool found = false;

	scans_folder(&folder);
	if (strcmp(name, "last") == 0) {
		found = folder.len && last_path(scn_text_str(&folder), path);
	} else if (folder.len && !strchr(name, '/')) {
		scan_path(scn_text_str(&folder), name, 1, path);
		found = access(scn_text_str(path), R_OK) == 0;
	}
	if (!found && strcmp(name, "last") != 0 &&
		(strcmp(name, "-") == 0 || access(name, R_OK) == 0)) {
		scn_text_clear(path);
		scn_text_add(path, name);
		found = true;
	}
	scn_text_finish(&folder);
	return found;
}

bool cli_save_back(const struct scn_document *document, const char *name)
{
	struct scn_json_options options = { .all = true };
	struct scn_text path = { 0 }, text = { 0 };
	enum scn_err err = SCN_ERR_OK;

	if (find_path(name, &path)) {
		scn_report_json(document, &options, &text);
		err = scn_store_write(scn_text_str(&path), &text);
	}
	if (err)
		cli_complain(CLI_EXIT_CANNOT_WRITE, "the scan was not saved: %s %s",
			scn_text_str(&path), scn_err_text(err));
	scn_text_finish(&path);
	scn_text_finish(&text);
	return !err;
}

bool cli_is_saved(const char *name)
{
	struct scn_text path = { 0 };
	size_t len = strlen(name);
	bool named = strcmp(name, "last") == 0 || (len > 5 && strcmp(name + len - 5, ".json") == 0);
	bool saved = named || find_path(name, &path);

	scn_text_finish(&path);
	return saved;
}

struct scn_document *cli_load(const char *name, int *code_out)
{
	struct scn_text path = { 0 }, text = { 0 }, error = { 0 };
	struct scn_document *document = NULL;
	enum scn_err err;

	*code_out = CLI_EXIT_OK;
	if (!find_path(name, &path)) {
		*code_out = cli_complain(CLI_EXIT_NOT_FOUND,
			strcmp(name, "last") == 0 ? "there is no saved scan yet%s"
						  : "there is no saved scan \"%s\"",
			strcmp(name, "last") == 0 ? "" : name);
		scn_text_finish(&path);
		return NULL;
	}
	err = scn_store_read(scn_text_str(&path), SCN_JSON_MAX_LEN, &text);
	if (!err)
		document = scn_document_load(
			scn_text_str(&text), text.len, scn_text_str(&path), &error);
	if (err)
		*code_out = cli_complain(
			CLI_EXIT_NOT_FOUND, "%s %s", scn_text_str(&path), scn_err_text(err));
	else if (!document)
		*code_out = cli_complain(CLI_EXIT_NOT_UNDERSTOOD, "%s", scn_text_str(&error));
	scn_text_finish(&path);
	scn_text_finish(&text);
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
