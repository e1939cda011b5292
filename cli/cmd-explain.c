/* explain: a log line, bounce, reply or Received header in plain words; the page of a cause. */
#include <stdlib.h>
#include <string.h>

#include "cli/command.h"

#include "core/explain/write.h"
#include "io/store.h"

enum {
	NAME_MAX_LEN = 64, /* a longer word is not taken for a mistyped cause */
};

/* What to write, once it is known: exactly one of the two. */
struct answer {
	const struct scn_cause_page *page;
	const struct scn_explanation *explanation;
};

static struct scn_explain_look look_of(const struct cli_context *context, const char *path)
{
	return (struct scn_explain_look){
		.width = context->term.width,
		.color = context->term.color && strcmp(path, "-") == 0,
		.ascii = context->term.ascii,
		.plain = context->term.plain,
	};
}

static int write_one(struct cli_context *context, const struct answer *answer, const char *format)
{
	const char *equals = strchr(format, '=');
	size_t len = equals ? (size_t)(equals - format) : strlen(format);
	const char *file = cli_args_value(context->args, CLI_OPT_OUTPUT);
	const char *path = equals ? equals + 1 : file ? file : "-";
	struct scn_explain_look look = look_of(context, path);
	bool json = len == strlen("json") && strncmp(format, "json", len) == 0;
	struct scn_text out = { 0 };
	enum scn_err err;

	if (!json && (len != strlen("text") || strncmp(format, "text", len) != 0))
		return cli_complain(CLI_EXIT_USAGE,
			"--format %s: explain writes text or json, each with =FILE if wanted",
			format);
	if (!path[0])
		return cli_complain(
			CLI_EXIT_USAGE, "--format %s: the file name is missing", format);
	if (answer->page && json)
		scn_cause_page_json(answer->page, &out);
	else if (answer->page)
		scn_cause_page_text(answer->page, &look, &out);
	else if (json)
		scn_explain_json(answer->explanation, &out);
	else
		scn_explain_text(answer->explanation, &look, &out);
	err = scn_store_write(path, &out);
	scn_text_finish(&out);
	return err ? cli_complain(CLI_EXIT_CANNOT_WRITE, "%s: %s", path, scn_err_text(err))
		   : CLI_EXIT_OK;
}

static int write_answer(struct cli_context *context, const struct answer *answer)
{
	const char *format = NULL;
	int code = CLI_EXIT_OK;

	if (!cli_args_has(context->args, CLI_OPT_FORMAT))
		return write_one(context, answer, "text");
	while (code == CLI_EXIT_OK &&
		(format = cli_args_next(context->args, CLI_OPT_FORMAT, format)) != NULL)
		code = write_one(context, answer, format);
	return code;
}

/* One word with a dot or slash and without blanks was most likely meant as a file. */
static bool looks_like_a_file(const char *word)
{
	return !strpbrk(word, " \t\n") && strpbrk(word, "./\\") != NULL;
}

static int not_understood(const struct cli_context *context, const char *source)
{
	const char *words[256] = { NULL };
	const char *nearest = NULL;
	size_t count = 0;

	if (!source)
		return cli_complain(CLI_EXIT_NOT_UNDERSTOOD,
			"nothing in this text is known; pass the lines around the failure, with "
			"the "
			"program's name");
	for (; scn_cause_pages[count].id && count + 1 < sizeof(words) / sizeof(words[0]); count++)
		words[count] = scn_cause_pages[count].id;
	if (strlen(source) <= NAME_MAX_LEN && !strpbrk(source, " ./"))
		nearest = cli_nearest(source, words);
	if (nearest)
		return cli_complain(CLI_EXIT_NOT_UNDERSTOOD,
			"\"%s\" is not known; did you mean \"%s\"?", source, nearest);
	if (context->args->operand_count == 1 && looks_like_a_file(source))
		return cli_complain(CLI_EXIT_NOT_FOUND,
			"there is no file \"%s\", and as a text it is not known", source);
	return cli_complain(CLI_EXIT_NOT_UNDERSTOOD,
		"nothing in this text is known; handfast explain reads log lines, bounces, SMTP "
		"replies and Received headers around TLS");
}

/* source: what stood on the command line; NULL where the text came from a file. */
static int explain_text(
	struct cli_context *context, const struct scn_text *text, const char *source)
{
	struct scn_explanation explanation;
	struct answer answer = { .explanation = &explanation };
	int code;

	scn_explain(scn_text_str(text), text->len, &explanation);
	code = scn_explanation_empty(&explanation) ? not_understood(context, source)
						   : write_answer(context, &answer);
	scn_explanation_finish(&explanation);
	return code;
}

static int explain_file(struct cli_context *context, const char *path)
{
	struct scn_text text = { 0 };
	enum scn_err err = scn_store_read(path, SCN_EXPLAIN_MAX_LEN, &text);
	int code = err ? cli_complain(err == SCN_ERR_NOT_FOUND ? CLI_EXIT_NOT_FOUND
							       : CLI_EXIT_NOT_UNDERSTOOD,
				 "%s: %s", path, scn_err_text(err))
		       : explain_text(context, &text, NULL);

	scn_text_finish(&text);
	return code;
}

static bool is_file(const char *path)
{
	FILE *file = fopen(path, "rb");

	if (file)
		fclose(file);
	return file != NULL;
}

static int explain_operands(struct cli_context *context)
{
	struct scn_text text = { 0 };
	int code;

	for (size_t i = 0; i < context->args->operand_count; i++)
		scn_text_printf(&text, "%s%s", i ? " " : "", context->args->operands[i]);
	code = explain_text(context, &text, scn_text_str(&text));
	scn_text_finish(&text);
	return code;
}

int cli_cmd_explain(struct cli_context *context)
{
	const char *first = context->args->operand_count ? context->args->operands[0] : NULL;
	struct answer answer = { .page = first ? scn_cause_page(first) : NULL };

	if (!first)
		return cli_complain(CLI_EXIT_USAGE,
			"explain needs a text in quotation marks, a file, - for standard input, or "
			"the name of a cause");
	if (context->args->operand_count > 1)
		return explain_operands(context);
	if (answer.page)
		return write_answer(context, &answer);
	if (strcmp(first, "-") == 0 || is_file(first))
		return explain_file(context, first);
	return explain_operands(context);
}
