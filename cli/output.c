#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "cli/command.h"

#include "core/base/alloc.h"
#include "core/report/csv.h"
#include "core/report/html.h"
#include "io/store.h"

enum {
	BLOCK_SIZE = 256 * 1024, /* bytes that are written at once */
};

enum form {
	FORM_TEXT,
	FORM_JSON,
	FORM_JSONL,
	FORM_CSV,
	FORM_HTML,
	FORM_COUNT,
};

static const char *const form_words[FORM_COUNT] = { "text", "json", "jsonl", "csv", "html" };

struct output {
	enum form form;
	const char *path; /* borrowed; "-" is standard output */
	FILE *lines;      /* open for a whole run, for FORM_JSONL, and FORM_CSV of a list */
};

struct cli_outputs {
	const struct cli_context *context;
	struct output *items;
	size_t count;
	struct scn_csv_options csv; /* of a list */
};

static int cannot_write(const char *path, const char *why)
{
	return cli_complain(CLI_EXIT_CANNOT_WRITE, "%s: %s", path, why);
}

static bool parse_form(const char *word, size_t len, enum form *form_out)
{
	for (int i = 0; i < FORM_COUNT; i++) {
		if (strlen(form_words[i]) == len && strncmp(form_words[i], word, len) == 0) {
			*form_out = (enum form)i;
			return true;
		}
	}
	return false;
}

static int open_lines(struct output *output)
{
	output->lines = strcmp(output->path, "-") == 0 ? stdout : fopen(output->path, "w");
	if (!output->lines)
		return cannot_write(output->path, strerror(errno));
	/* What belongs together leaves in one piece. */
	setvbuf(output->lines, NULL, _IOFBF, BLOCK_SIZE);
	return CLI_EXIT_OK;
}

/* "json" or "json=FILE" */
static int add(struct cli_outputs *outputs, const char *value, const char *default_path)
{
	const char *equals = strchr(value, '=');
	struct output output = { .path = equals ? equals + 1 : default_path };
	int code;

	if (!parse_form(value, equals ? (size_t)(equals - value) : strlen(value), &output.form))
		return cli_complain(CLI_EXIT_USAGE,
			"--format %s: the formats are text, json, jsonl, csv and html, each with "
			"=FILE "
			"if wanted",
			value);
	if (!output.path[0])
		return cli_complain(CLI_EXIT_USAGE, "--format %s: the file name is missing", value);
	code = output.form == FORM_JSONL ? open_lines(&output) : CLI_EXIT_OK;
	if (code == CLI_EXIT_OK)
		SCN_APPEND(outputs->items, outputs->count, output);
	return code;
}

struct cli_outputs *cli_outputs_new(const struct cli_context *context, int *code_out)
{
	struct cli_outputs *outputs = scn_alloc(1, sizeof(*outputs));
	const char *path = cli_args_value(context->args, CLI_OPT_OUTPUT);
	const char *value = NULL;

	outputs->context = context;
	*code_out = CLI_EXIT_OK;
	if (!path)
		path = "-";
	while (*code_out == CLI_EXIT_OK &&
		(value = cli_args_next(context->args, CLI_OPT_FORMAT, value)) != NULL)
		*code_out = add(outputs, value, path);
	if (*code_out == CLI_EXIT_OK && outputs->count == 0 &&
		!cli_args_has(context->args, CLI_OPT_RESUME))
		*code_out = add(outputs, "text", path);
	if (*code_out == CLI_EXIT_OK)
		return outputs;
	cli_outputs_free(outputs);
	return NULL;
}

bool cli_outputs_stream(const struct cli_outputs *outputs)
{
	for (size_t i = 0; i < outputs->count; i++)
		if (outputs->items[i].form != FORM_JSONL && outputs->items[i].form != FORM_CSV)
			return false;
	return true;
}

void cli_outputs_add_lines(struct cli_outputs *outputs, const char *path, FILE *take_file)
{
	struct output output = { .form = FORM_JSONL, .path = path, .lines = take_file };

	setvbuf(take_file, NULL, _IOFBF, BLOCK_SIZE);
	SCN_APPEND(outputs->items, outputs->count, output);
}

void cli_outputs_block(struct cli_outputs *outputs, const struct scn_text *lines)
{
	for (size_t i = 0; i < outputs->count; i++) {
		if (outputs->items[i].form != FORM_JSONL)
			continue;
		fwrite(scn_text_str(lines), 1, lines->len, outputs->items[i].lines);
		fflush(outputs->items[i].lines);
	}
}

void cli_outputs_line(struct cli_outputs *outputs, const struct scn_line_event *event)
{
	struct scn_text line = { 0 };

	for (size_t i = 0; i < outputs->count; i++) {
		if (!outputs->items[i].lines)
			continue;
		if (!line.len)
			scn_report_line(event, &line);
	}
	if (line.len)
		cli_outputs_block(outputs, &line);
	scn_text_finish(&line);
}

/* What a saved scan was made with; of a run, what -c says. */
static size_t clients_of(const struct cli_context *context, const struct scn_document *document,
	const struct scn_profile ***clients_out)
{
	size_t count = 0;

	*clients_out = NULL;
	for (size_t t = 0; t < document->target_count && !count; t++) {
		const struct scn_target_result *target = document->targets[t];

		for (size_t i = 0; target->server_count && i < target->servers[0]->pair_count;
			i++) {
			const struct scn_profile *client = scn_profiles_find(
				&context->profiles, target->servers[0]->pairs[i].profile_id);

			if (client)
				SCN_APPEND(*clients_out, count, client);
		}
	}
	return count;
}

static struct scn_csv_options csv_options(const struct cli_context *context)
{
	const char *rows = cli_args_value(context->args, CLI_OPT_CSV_ROWS);

	return (struct scn_csv_options){
		.rows = rows && strcmp(rows, "suites") == 0 ? SCN_CSV_SUITES : SCN_CSV_PAIRS,
		.bom = cli_args_has(context->args, CLI_OPT_CSV_BOM),
		.all = cli_args_has(context->args, CLI_OPT_SHOW_ALL),
	};
}

static void render_csv(const struct cli_context *context, const struct scn_document *document,
	struct scn_text *out)
{
	struct scn_csv_options options = csv_options(context);
	const struct scn_profile **clients;

	options.client_count = clients_of(context, document, &clients);
	options.clients = clients;
	scn_report_csv(document, &options, out);
	free(clients);
}

bool cli_outputs_begin_list(
	struct cli_outputs *outputs, const struct scn_profile *const *clients, size_t client_count)
{
	struct scn_text header = { 0 };
	bool ok = true;

	outputs->csv = csv_options(outputs->context);
	outputs->csv.clients = clients;
	outputs->csv.client_count = client_count;
	scn_report_csv_header(&outputs->csv, &header);
	for (size_t i = 0; i < outputs->count && ok; i++) {
		struct output *output = &outputs->items[i];

		if (output->form != FORM_CSV)
			continue;
		ok = open_lines(output) == CLI_EXIT_OK;
		if (ok)
			fwrite(scn_text_str(&header), 1, header.len, output->lines);
	}
	scn_text_finish(&header);
	return ok;
}

void cli_outputs_target(struct cli_outputs *outputs, const struct scn_target_result *target)
{
	struct scn_text rows = { 0 };

	for (size_t i = 0; i < outputs->count; i++) {
		struct output *output = &outputs->items[i];

		if (output->form != FORM_CSV || !output->lines)
			continue;
		if (!rows.len)
			scn_report_csv_target(target, &outputs->csv, &rows);
		fwrite(scn_text_str(&rows), 1, rows.len, output->lines);
		fflush(output->lines);
	}
	scn_text_finish(&rows);
}

static void render(const struct cli_outputs *outputs, enum form form,
	const struct scn_document *document, const char *path, struct scn_text *out)
{
	struct scn_text_options options = cli_text_options(outputs->context);
	struct scn_json_options json = { .all = options.all };
	struct scn_html_options html = { .all = options.all,
		.profiles = &outputs->context->profiles };

	if (form == FORM_CSV) {
		render_csv(outputs->context, document, out);
		return;
	}
	if (form == FORM_HTML) {
		scn_report_html(document, &html, out);
		return;
	}
	if (form == FORM_JSON) {
		scn_report_json(document, &json, out);
		return;
	}
	if (strcmp(path, "-") != 0)
		options.color = false;
	if (!cli_args_has(outputs->context->args, CLI_OPT_QUIET))
		scn_report_text(document, &options, out);
}

static bool write_document(const struct cli_outputs *outputs, const struct output *output,
	const struct scn_document *document)
{
	struct scn_text text = { 0 };
	enum scn_err err;

	render(outputs, output->form, document, output->path, &text);
	err = scn_store_write(output->path, &text);
	if (err)
		cannot_write(output->path, scn_err_text(err));
	scn_text_finish(&text);
	return !err;
}

bool cli_outputs_document(struct cli_outputs *outputs, const struct scn_document *document)
{
	bool ok = true;

	for (size_t i = 0; i < outputs->count; i++) {
		struct output *output = &outputs->items[i];

		if (!output->lines)
			ok &= write_document(outputs, output, document);
		else if (ferror(output->lines))
			ok = cannot_write(output->path, "not all events could be written") == 0;
	}
	return ok;
}

void cli_outputs_free(struct cli_outputs *outputs)
{
	for (size_t i = 0; i < outputs->count; i++)
		if (outputs->items[i].lines && outputs->items[i].lines != stdout)
			fclose(outputs->items[i].lines);
	free(outputs->items);
	free(outputs);
}
