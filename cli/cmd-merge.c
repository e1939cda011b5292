/* merge: the JSON Lines of several runs as those of one. Files are read once, line by line; what belongs to
 * one target is brought together in temporary files (buckets.h), so the memory does not grow with the list. */
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "cli/buckets.h"
#include "cli/command.h"
#include "cli/list.h"
#include "cli/new-file.h"

#include "core/base/alloc.h"
#include "core/report/join.h"

enum {
	PIECE_LEN = 64 * 1024,
	PIPE_LEN = 1024 * 1024 * 1024, /* what to expect of an input that has no size */
	NAMED_SHARDS = 10,             /* of those that are missing */
};

struct merge {
	struct cli_buckets *buckets;
	/* Of the inputs */
	struct scn_blocks_head head; /* of the first one that has any */
	const char *head_path;
	scn_unixtime started, finished;
	bool whole;
	size_t left_out;
	struct scn_shard *shards; /* those that were there */
	size_t shard_count;
	/* Of the output */
	FILE *out;
	const char *path;
	struct scn_text lines;
	struct scn_findings findings;
	struct scn_run_counts counts;
	size_t joined; /* targets of more than one run */
};

/* ---- reading ---- */

static bool next_line(FILE *file, struct scn_text *line)
{
	static char piece[PIECE_LEN];

	scn_text_clear(line);
	while (line->len < SCN_JSON_MAX_LEN && fgets(piece, sizeof(piece), file)) {
		scn_text_add(line, piece);
		if (line->len && line->at[line->len - 1] == '\n')
			break;
	}
	return line->len > 0;
}

static bool read_lines(struct merge *merge, struct scn_blocks *reader, FILE *file)
{
	struct scn_text line = { 0 };
	bool ok = true;

	while (ok && next_line(file, &line)) {
		struct scn_block block = { 0 };

		if (scn_blocks_line(reader, line.at, line.len, &block) == SCN_GOT)
			ok = cli_buckets_put(merge->buckets, &block);
		scn_block_finish(&block);
	}
	scn_text_finish(&line);
	return ok;
}

static int check_head(const struct merge *merge, const struct scn_blocks *reader, const char *path)
{
	const struct scn_blocks_head *a = &merge->head, *b = &reader->head;

	if (!b->mode && reader->left_out > (reader->cut ? 1 : 0))
		return cli_complain(CLI_EXIT_NOT_UNDERSTOOD,
			"%s: it does not hold the lines of `handfast check -f jsonl`", path);
	if (reader->differs)
		return cli_complain(CLI_EXIT_NOT_UNDERSTOOD,
			"%s: it holds runs with different commands, clients or shards", path);
	if (a->mode && b->mode && (strcmp(a->mode, b->mode) || strcmp(a->clients, b->clients)))
		return cli_complain(CLI_EXIT_NOT_UNDERSTOOD,
			"%s: it was made with another command or other clients than %s", path,
			merge->head_path);
	return CLI_EXIT_OK;
}

static void take_times(struct merge *merge, const struct scn_blocks *reader)
{
	scn_unixtime started = reader->head.started;

	if (started && (!merge->started || started < merge->started))
		merge->started = started;
	if (reader->finished > merge->finished)
		merge->finished = reader->finished;
}

static void take_shard(struct merge *merge, const char *text)
{
	struct scn_shard shard = { 0, 1 };
	struct scn_text error = { 0 };

	if (text[0] && !scn_shard_parse(text, &shard, &error))
		merge->whole = false;
	scn_text_finish(&error);
	SCN_APPEND(merge->shards, merge->shard_count, shard);
}

/* The first head stays; the reader must not free it. */
static void take_head(struct merge *merge, struct scn_blocks *reader, const char *path)
{
	size_t open = scn_blocks_open_lines(reader);

	if (reader->left_out || open)
		fprintf(stderr,
			"handfast: %s: %zu left out: lines that were cut off, or of a target "
			"without its end\n",
			path, reader->left_out + open);
	if (!reader->whole)
		fprintf(stderr, "handfast: %s: the run was stopped before its end\n", path);
	merge->whole &= reader->whole;
	take_times(merge, reader);
	if (!reader->head.mode)
		return;
	take_shard(merge, reader->head.shard);
	if (merge->head.mode)
		return;
	merge->head = reader->head;
	merge->head_path = path;
	reader->head = (struct scn_blocks_head){ 0 };
}

static int read_file(struct merge *merge, const char *path)
{
	FILE *file = strcmp(path, "-") == 0 ? stdin : fopen(path, "re");
	struct scn_blocks reader = { 0 };
	int code;

	if (!file)
		return cli_complain(CLI_EXIT_NOT_FOUND, "%s: %s", path, strerror(errno));
	if (!read_lines(merge, &reader, file))
		code = CLI_EXIT_CANNOT_WRITE;
	else if (ferror(file))
		code = cli_complain(CLI_EXIT_NOT_FOUND, "%s: %s", path, strerror(errno));
	else
		code = check_head(merge, &reader, path);
	if (code == CLI_EXIT_OK)
		take_head(merge, &reader, path);
	scn_blocks_finish(&reader);
	if (file != stdin)
		fclose(file);
	return code;
}

/* ---- shards that nobody gave ---- */

static int compare_shards(const void *a, const void *b)
{
	const struct scn_shard *x = a, *y = b;

	if (x->count != y->count)
		return x->count < y->count ? -1 : 1;
	return x->index < y->index ? -1 : x->index > y->index;
}

/* Of one count, those between `from` and `to`. */
static unsigned name_missing(unsigned from, unsigned to, unsigned named, struct scn_text *names)
{
	for (unsigned i = from; i < to && named + (i - from) < NAMED_SHARDS; i++)
		scn_text_printf(names, "%s%u", names->len ? ", " : "", i + 1);
	return to > from ? to - from : 0;
}

/* The shards of one count stand beside each other, sorted; gives back how many they are. */
static size_t look_for_missing(struct merge *merge, const struct scn_shard *shards, size_t left)
{
	struct scn_text names = { 0 };
	unsigned count = shards[0].count, next = 0, missing = 0;
	size_t n = 0;

	for (; n < left && shards[n].count == count; n++) {
		missing += name_missing(next, shards[n].index, missing, &names);
		next = shards[n].index + 1;
	}
	missing += name_missing(next, count, missing, &names);
	if (missing) {
		fprintf(stderr, "handfast: of %u shards %u are missing: %s%s\n", count, missing,
			scn_text_str(&names), missing > NAMED_SHARDS ? " ..." : "");
		merge->whole = false;
	}
	scn_text_finish(&names);
	return n;
}

static void look_for_shards(struct merge *merge)
{
	if (merge->shard_count)
		qsort(merge->shards, merge->shard_count, sizeof(*merge->shards), compare_shards);
	for (size_t i = 0; i < merge->shard_count;)
		i += look_for_missing(merge, merge->shards + i, merge->shard_count - i);
}

/* ---- writing ---- */

static bool write_text(const struct merge *merge)
{
	if (!merge->lines.len || fwrite(merge->lines.at, merge->lines.len, 1, merge->out) == 1)
		return true;
	cli_complain(CLI_EXIT_CANNOT_WRITE, "%s: %s", merge->path, strerror(errno));
	return false;
}

static bool write_event(struct merge *merge, struct scn_line_event event)
{
	scn_text_clear(&merge->lines);
	scn_report_line(&event, &merge->lines);
	return write_text(merge);
}

static bool write_start(struct merge *merge)
{
	struct scn_document document = { .started = merge->started, .demo = merge->head.demo };
	char *clients = scn_strdup(merge->head.clients ? merge->head.clients : "");
	const char **ids = NULL;
	struct scn_line_list list = { 0 };
	char *rest = clients;
	bool ok;

	if (merge->head.mode && strcmp(merge->head.mode, "scan") == 0)
		document.mode = SCN_MODE_SCAN;
	for (char *id; (id = strsep(&rest, " ")) != NULL;)
		if (id[0])
			SCN_APPEND(ids, list.client_count, id);
	list.clients = ids;
	ok = write_event(
		merge, (struct scn_line_event){
			       .kind = SCN_LINE_SCAN_START, .document = &document, .list = &list });
	free(ids);
	free(clients);
	return ok;
}

static void count(struct scn_run_counts *counts, const struct scn_block *about)
{
	if (!about->failed) {
		scn_run_count(counts, scn_findings_worst(&about->findings));
		return;
	}
	counts->targets++;
	counts->errors++;
}

static bool write_target(void *user, const struct scn_block *blocks, size_t block_count)
{
	struct merge *merge = user;
	struct scn_block about;

	scn_text_clear(&merge->lines);
	scn_join_blocks(blocks, block_count, &merge->lines, &about);
	scn_findings_join(&merge->findings, &about.findings);
	count(&merge->counts, &about);
	merge->joined += block_count > 1;
	return write_text(merge);
}

static bool write_end(struct merge *merge)
{
	const struct scn_run_counts *c = &merge->counts;
	struct scn_document document = { .finished = merge->finished, .partial = !merge->whole };
	struct scn_line_list list = { .targets = c->targets,
		.works = c->works,
		.weak = c->weak,
		.fails = c->fails,
		.unknown = c->unknown,
		.errors = c->errors };

	merge->findings.unknown |= !merge->whole;
	return write_event(
		merge, (struct scn_line_event){
			       .kind = SCN_LINE_SCAN_END, .document = &document, .list = &list });
}

static bool write_all(struct merge *merge)
{
	struct cli_new_file file;
	bool ok;

	if (!cli_new_file_open(merge->path, &file))
		return false;
	merge->out = file.file;
	ok = write_start(merge) && cli_buckets_each(merge->buckets, write_target, merge) &&
	     write_end(merge);
	return cli_new_file_close(&file, ok ? CLI_NEW_FILE_KEEP : CLI_NEW_FILE_DROP) && ok;
}

/* ---- all of it ---- */

static uint64_t size_of_inputs(const struct cli_args *args)
{
	uint64_t bytes = 0;
	struct stat info;

	for (size_t i = 0; i < args->operand_count; i++)
		bytes += stat(args->operands[i], &info) == 0 && S_ISREG(info.st_mode)
				 ? (uint64_t)info.st_size
				 : PIPE_LEN;
	return bytes;
}

static int run(struct merge *merge, const struct cli_args *args)
{
	int code = CLI_EXIT_OK;

	merge->buckets = cli_buckets_new(size_of_inputs(args));
	if (!merge->buckets)
		return CLI_EXIT_CANNOT_WRITE;
	for (size_t i = 0; code == CLI_EXIT_OK && i < args->operand_count; i++)
		code = read_file(merge, args->operands[i]);
	if (code != CLI_EXIT_OK)
		return code;
	look_for_shards(merge);
	return write_all(merge) ? CLI_EXIT_OK : CLI_EXIT_CANNOT_WRITE;
}

static void print_summary(const struct merge *merge)
{
	struct scn_text text = { 0 };

	cli_list_summary(&merge->counts, 0, &text);
	if (merge->joined)
		scn_text_printf(&text, "; %zu of them joined from several files", merge->joined);
	fprintf(stderr, "%s\n", scn_text_str(&text));
	scn_text_finish(&text);
}

int cli_cmd_merge(struct cli_context *context)
{
	const struct cli_args *args = context->args;
	const char *path = cli_args_value(args, CLI_OPT_OUTPUT);
	struct scn_exit_rules rules = cli_exit_rules(context);
	struct merge merge = { .path = path ? path : "-", .whole = true };
	int code;

	if (args->operand_count == 0)
		return cli_complain(CLI_EXIT_USAGE, "handfast merge needs files with the lines of "
						    "`handfast check -f jsonl`");
	code = run(&merge, args);
	if (code == CLI_EXIT_OK && !cli_args_has(args, CLI_OPT_QUIET))
		print_summary(&merge);
	if (code == CLI_EXIT_OK)
		code = scn_findings_exit_code(&merge.findings, &rules);
	cli_buckets_free(merge.buckets);
	free(merge.head.mode);
	free(merge.head.clients);
	free(merge.shards);
	scn_text_finish(&merge.lines);
	return code;
}
