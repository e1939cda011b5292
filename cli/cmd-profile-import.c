/* profile import: a capture, an export or a list of another program becomes a profile. */
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "cli/command.h"
#include "cli/profile-files.h"

#include "import/import.h"
#include "io/store.h"

static const char *file_name(const char *path)
{
	const char *slash = strrchr(path, '/');

	if (strcmp(path, "-") == 0)
		return "standard input";
	return slash ? slash + 1 : path;
}

static void add_kinds(struct scn_text *list)
{
	for (const struct scn_import_kind *kind = scn_import_kinds; kind->word; kind++)
		scn_text_printf(list, "%s%s", kind == scn_import_kinds ? "" : ", ", kind->word);
}

/* NULL: complained. */
static const struct scn_import_kind *choose(
	const struct cli_context *context, const struct scn_import_input *input, int *code_out)
{
	const char *word = cli_args_value(context->args, CLI_OPT_FROM);
	const struct scn_import_kind *kind =
		word ? scn_import_kind_find(word) : scn_import_kind_recognise(input->bytes);
	struct scn_text list = { 0 };

	add_kinds(&list);
	if (!kind && word)
		*code_out = cli_complain(
			CLI_EXIT_USAGE, "--from %s: expected one of %s", word, scn_text_str(&list));
	else if (!kind)
		*code_out = cli_complain(CLI_EXIT_NOT_UNDERSTOOD,
			"%s: this is nothing that can be imported by its looks; say --from with "
			"one of %s",
			input->name, scn_text_str(&list));
	scn_text_finish(&list);
	return kind;
}

static void say_line(const struct scn_profile *profile, const char *path)
{
	struct scn_text line = { 0 };

	cli_profile_line(profile, &line);
	fprintf(stderr, "%s%s%s\n", scn_text_str(&line), path ? " → " : "", path ? path : "");
	scn_text_finish(&line);
}

static bool write_all(const struct scn_profiles *profiles, const char *output)
{
	bool ok = true;

	for (size_t i = 0; i < profiles->count && ok; i++) {
		struct scn_text path = { 0 };

		cli_profile_path(output, profiles->items[i],
			profiles->count > 1 ? (unsigned)i + 1 : 0, &path);
		ok = cli_profile_write(scn_text_str(&path), profiles->items[i]);
		if (ok)
			say_line(profiles->items[i], scn_text_str(&path));
		scn_text_finish(&path);
	}
	return ok;
}

/* Several do not fit into one stream: a profile file has one client. */
static int output(const struct cli_context *context, const struct scn_profiles *profiles)
{
	const char *path = cli_args_value(context->args, CLI_OPT_OUTPUT);

	if (path && strcmp(path, "-") != 0)
		return write_all(profiles, path) ? CLI_EXIT_OK : CLI_EXIT_CANNOT_WRITE;
	if (profiles->count == 1)
		return cli_profile_write("-", profiles->items[0]) ? CLI_EXIT_OK
								  : CLI_EXIT_CANNOT_WRITE;
	for (size_t i = 0; i < profiles->count; i++)
		say_line(profiles->items[i], NULL);
	return cli_complain(CLI_EXIT_USAGE,
		"these are %zu clients; -o FOLDER/ writes each into a file of its own",
		profiles->count);
}

static int import(const struct cli_context *context, const struct scn_import_input *input)
{
	struct scn_import_result result = { 0 };
	struct scn_text error = { 0 };
	int code = CLI_EXIT_NOT_UNDERSTOOD;
	const struct scn_import_kind *kind = choose(context, input, &code);

	if (kind && !kind->read(input, &result, &error))
		code = cli_complain(
			CLI_EXIT_NOT_UNDERSTOOD, "%s: %s", input->name, scn_text_str(&error));
	else if (kind) {
		fputs(scn_text_str(&result.notes), stderr);
		code = output(context, &result.profiles);
	}
	scn_import_result_finish(&result);
	scn_text_finish(&error);
	return code;
}

static void today(char date[SCN_UTC_LEN])
{
	scn_utc_text(time(NULL), date);
	date[strlen("2026-01-31")] = 0;
}

int cli_profile_import(struct cli_context *context)
{
	struct scn_text text = { 0 };
	char date[SCN_UTC_LEN];
	char *stem;
	const char *path;
	enum scn_err err;
	int code;

	if (context->args->operand_count != 2)
		return cli_complain(CLI_EXIT_USAGE, "handfast profile import needs one file, or -");
	path = context->args->operands[1];
	err = scn_store_read(path, SCN_IMPORT_MAX_LEN, &text);
	today(date);
	stem = scn_import_stem(file_name(path));
	if (err)
		code = cli_complain(
			err == SCN_ERR_NOT_FOUND ? CLI_EXIT_NOT_FOUND : CLI_EXIT_NOT_UNDERSTOOD,
			"%s: %s", path, scn_err_text(err));
	else
		code = import(context,
			&(struct scn_import_input){
				.name = file_name(path),
				.stem = stem,
				.bytes = { (const uint8_t *)scn_text_str(&text), text.len },
				.id = cli_args_value(context->args, CLI_OPT_ID),
				.date = date,
				.base = cli_args_value(context->args, CLI_OPT_BASE),
				.profiles = &context->profiles,
			});
	scn_text_finish(&text);
	free(stem);
	return code;
}
