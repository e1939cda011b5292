#include "cli/list.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "core/base/alloc.h"
#include "core/base/hash.h"
#include "core/base/json.h"

struct cli_list {
	const char *path;
	FILE *file;
	uint64_t *done; /* hashes of targets: eight bytes each, sorted when all are read */
	size_t done_count;
	off_t end; /* of the last whole target */
	bool wrong;
};

static int compare(const void *a, const void *b)
{
	const uint64_t x = *(const uint64_t *)a, y = *(const uint64_t *)b;

	return x < y ? -1 : x > y;
}

/* ---- what the file says ---- */

static bool same_string(const struct scn_json *json, const char *text)
{
	const char *is = scn_json_string(json);

	return is && text ? strcmp(is, text) == 0 : !is && !text;
}

static bool same_clients(const struct scn_json *clients, const struct cli_run *what)
{
	const struct scn_json *client = scn_json_first(clients);

	if (scn_json_count(clients) != what->client_count)
		return false;
	for (size_t i = 0; i < what->client_count; i++, client = scn_json_next(client))
		if (!same_string(client, what->clients[i]->id))
			return false;
	return true;
}

static bool same_run(
	const struct scn_json *start, const struct cli_run *what, const struct scn_shard *shard)
{
	char name[32];

	snprintf(name, sizeof(name), "%u/%u", shard->index + 1, shard->count);
	return same_string(scn_json_get(start, "mode"),
		       what->mode == SCN_MODE_SCAN ? "scan" : "check") &&
	       same_clients(scn_json_get(start, "clients"), what) &&
	       same_string(scn_json_get(start, "shard"), shard->count > 1 ? name : NULL);
}

static void learn(struct cli_list *list, const struct scn_json *line, const struct cli_run *what,
	const struct scn_shard *shard, off_t end)
{
	const struct scn_json *event = scn_json_get(line, "event");
	const char *target = scn_json_string(scn_json_get(line, "target"));

	if (same_string(event, "scan-start")) {
		list->wrong |= !same_run(line, what, shard);
		list->end = end;
	} else if (same_string(event, "scan-end")) {
		list->end = end;
	} else if (same_string(event, "target-end")) {
		list->end = end;
		if (target && same_string(scn_json_get(line, "state"), "complete"))
			SCN_APPEND(list->done, list->done_count, scn_hash_text(target));
	}
}

/* Only the lines that matter are worth reading. */
static bool matters(const char *line)
{
	static const char *const starts[] = { "{\"event\":\"target-end\"", "{\"event\":\"scan-" };

	for (size_t i = 0; i < SCN_COUNT(starts); i++)
		if (strncmp(line, starts[i], strlen(starts[i])) == 0)
			return true;
	return false;
}

static bool learn_line(struct cli_list *list, const char *text, size_t len,
	const struct cli_run *what, const struct scn_shard *shard, off_t end)
{
	struct scn_text error = { 0 };
	struct scn_json_document *document = scn_json_parse(text, len, list->path, &error);

	if (document)
		learn(list, scn_json_root(document), what, shard, end);
	scn_json_document_free(document);
	scn_text_finish(&error);
	return document != NULL;
}

/* A line that was cut off: is it one of ours, as far as it goes? */
static bool may_be_ours(const char *line, size_t len)
{
	static const char start[] = "{\"event\":\"";
	size_t common = len < sizeof(start) - 1 ? len : sizeof(start) - 1;

	return memcmp(line, start, common) == 0;
}

/* False: it is no file of ours. */
static bool read_all(
	struct cli_list *list, const struct cli_run *what, const struct scn_shard *shard)
{
	char *line = NULL;
	size_t size = 0;
	off_t at = 0;
	bool ok = true;
	ssize_t len;

	while (ok && (len = getline(&line, &size, list->file)) > 0) {
		ok = may_be_ours(line, (size_t)len);
		if (line[len - 1] != '\n')
			break;
		at += len;
		if (ok && matters(line))
			ok = learn_line(list, line, (size_t)len, what, shard, at);
	}
	free(line);
	if (list->done_count)
		qsort(list->done, list->done_count, sizeof(*list->done), compare);
	return ok && !ferror(list->file) && (at == 0 || list->end > 0);
}

static int complain(const struct cli_list *list)
{
	if (list->wrong)
		return cli_complain(CLI_EXIT_NOT_UNDERSTOOD,
			"--resume %s: it was made with another command, other clients or another "
			"shard",
			list->path);
	return cli_complain(CLI_EXIT_NOT_UNDERSTOOD,
		"--resume %s: it does not hold the lines of `handfast check -f jsonl`", list->path);
}

struct cli_list *cli_list_open(
	const char *path, const struct cli_run *what, const struct scn_shard *shard, int *code_out)
{
	struct cli_list *list = scn_alloc(1, sizeof(*list));

	list->path = path;
	list->file = fopen(path, "r+");
	if (!list->file && errno == ENOENT)
		list->file = fopen(path, "w+");
	if (!list->file) {
		*code_out = cli_complain(
			CLI_EXIT_CANNOT_WRITE, "--resume %s: %s", path, strerror(errno));
	} else if (!read_all(list, what, shard) || list->wrong) {
		*code_out = complain(list);
	} else if (ftruncate(fileno(list->file), list->end) ||
		   fseeko(list->file, list->end, SEEK_SET)) {
		*code_out = cli_complain(
			CLI_EXIT_CANNOT_WRITE, "--resume %s: %s", path, strerror(errno));
	} else {
		return list;
	}
	cli_list_free(list);
	return NULL;
}

bool cli_list_has(void *user, const char *target)
{
	const struct cli_list *list = user;
	uint64_t wanted;

	if (!list || !list->done_count)
		return false;
	wanted = scn_hash_text(target);
	return bsearch(&wanted, list->done, list->done_count, sizeof(wanted), compare) != NULL;
}

size_t cli_list_count(const struct cli_list *list)
{
	return list ? list->done_count : 0;
}

FILE *cli_list_take_file(struct cli_list *list)
{
	FILE *file = list->file;

	list->file = NULL;
	return file;
}

void cli_list_free(struct cli_list *list)
{
	if (!list)
		return;
	if (list->file)
		fclose(list->file);
	free(list->done);
	free(list);
}

/* ---- what it came to ---- */

void cli_list_summary(const struct scn_run_counts *counts, size_t before, struct scn_text *out)
{
	const struct {
		uint64_t count;
		const char *words;
	} parts[] = {
		{ counts->works, "work" },
		{ counts->weak, "work but are weak" },
		{ counts->fails, "fail" },
		{ counts->unknown, "unknown" },
		{ counts->errors, "without a server" },
	};
	const char *separator = ": ";

	scn_text_printf(out, "%llu target%s", (unsigned long long)counts->targets,
		counts->targets == 1 ? "" : "s");
	for (size_t i = 0; i < SCN_COUNT(parts); i++) {
		if (!parts[i].count)
			continue;
		scn_text_printf(out, "%s%llu %s", separator, (unsigned long long)parts[i].count,
			parts[i].words);
		separator = ", ";
	}
	if (before)
		scn_text_printf(out, "; %zu were asked before", before);
}
