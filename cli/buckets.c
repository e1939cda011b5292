#include "cli/buckets.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "cli/command.h"

#include "core/base/alloc.h"
#include "core/base/hash.h"

enum {
	BUCKET_LEN = 32 * 1024 * 1024, /* aim for one file */
	MAX_BUCKETS = 256,             /* each is an open file; below the usual limit of 1024 */
};

/* A block in a file: this, its target with a zero, its lines with a zero. */
struct head {
	uint64_t hash, order;
	uint64_t target_size, lines_size; /* with their zeros */
	struct scn_block block;           /* its pointers mean nothing there */
};

struct entry {
	struct head head;
	const char *target, *lines; /* in the mapped file */
};

struct cli_buckets {
	FILE **files;
	size_t count;
	uint64_t order;
};

static int complain(const char *what)
{
	return cli_complain(CLI_EXIT_CANNOT_WRITE,
		"a temporary file cannot be %s: %s (TMPDIR says where they are)", what,
		strerror(errno));
}

/* A last step, so that the upper bits are good too. */
static uint64_t hash(const char *text)
{
	uint64_t h = scn_hash_text(text);

	h = (h ^ (h >> 33)) * UINT64_C(0xFF51AFD7ED558CCD);
	return h ^ (h >> 33);
}

/* It has no name once it is open, so nothing is left behind whatever ends the program. */
static FILE *open_unnamed(void)
{
	const char *folder = getenv("TMPDIR");
	struct scn_text path = { 0 };
	FILE *file = NULL;
	int fd;

	scn_text_printf(
		&path, "%s/handfast-merge-XXXXXX", folder && folder[0] ? folder : "/var/tmp");
	fd = mkostemp(path.at, O_CLOEXEC);
	if (fd >= 0) {
		unlink(path.at);
		file = fdopen(fd, "w+");
	}
	scn_text_finish(&path);
	return file;
}

struct cli_buckets *cli_buckets_new(uint64_t bytes)
{
	struct cli_buckets *buckets = scn_alloc(1, sizeof(*buckets));
	uint64_t wanted = bytes / BUCKET_LEN + 1;

	wanted = wanted < MAX_BUCKETS ? wanted : MAX_BUCKETS;
	buckets->files = scn_alloc(wanted, sizeof(*buckets->files));
	while (buckets->count < wanted) {
		FILE *file = open_unnamed();

		if (!file) {
			complain("made");
			cli_buckets_free(buckets);
			return NULL;
		}
		buckets->files[buckets->count++] = file;
	}
	return buckets;
}

/* By the upper bits: the sorted contents of one file after the other are sorted as a whole, so that the
 * number of files does not show. */
static FILE *file_of(const struct cli_buckets *buckets, uint64_t h)
{
	return buckets->files[((h >> 32) * buckets->count) >> 32];
}

bool cli_buckets_put(struct cli_buckets *buckets, const struct scn_block *block)
{
	struct head head = { .hash = hash(block->target),
		.order = buckets->order++,
		.target_size = strlen(block->target) + 1,
		.lines_size = block->lines.len + 1,
		.block = *block };
	FILE *file = file_of(buckets, head.hash);

	if (fwrite(&head, sizeof(head), 1, file) == 1 &&
		fwrite(block->target, head.target_size, 1, file) == 1 &&
		fwrite(scn_text_str(&block->lines), head.lines_size, 1, file) == 1)
		return true;
	complain("written");
	return false;
}

static int compare(const void *a, const void *b)
{
	const struct entry *x = a, *y = b;
	int targets;

	if (x->head.hash != y->head.hash)
		return x->head.hash < y->head.hash ? -1 : 1;
	targets = strcmp(x->target, y->target);
	if (targets)
		return targets;
	return x->head.order < y->head.order ? -1 : 1;
}

/* The entries of a file that lies at `at`; sorted. */
static struct entry *index_file(const char *at, size_t len, size_t *count_out)
{
	struct entry *entries = NULL;
	size_t count = 0;

	for (size_t done = 0; done < len;) {
		struct entry entry;

		memcpy(&entry.head, at + done, sizeof(entry.head));
		entry.target = at + done + sizeof(entry.head);
		entry.lines = entry.target + entry.head.target_size;
		done += sizeof(entry.head) + entry.head.target_size + entry.head.lines_size;
		SCN_APPEND(entries, count, entry);
	}
	if (count)
		qsort(entries, count, sizeof(*entries), compare);
	*count_out = count;
	return entries;
}

static struct scn_block block_of(const struct entry *entry)
{
	struct scn_block block = entry->head.block;

	/* Borrowed, and nobody writes there. */
	block.target = (char *)(uintptr_t)entry->target;
	block.lines.at = (char *)(uintptr_t)entry->lines;
	block.lines.len = entry->head.lines_size - 1;
	return block;
}

static bool each_target(
	const struct entry *entries, size_t count, cli_buckets_each_fn *each, void *user)
{
	struct scn_block *blocks = NULL;
	bool ok = true;

	for (size_t i = 0; ok && i < count;) {
		const char *target = entries[i].target;
		size_t block_count = 0;

		for (; i < count && strcmp(entries[i].target, target) == 0; i++)
			SCN_APPEND(blocks, block_count, block_of(&entries[i]));
		ok = each(user, blocks, block_count);
	}
	free(blocks);
	return ok;
}

static bool each_in_file(FILE *file, cli_buckets_each_fn *each, void *user)
{
	off_t end;
	size_t count;
	struct entry *entries;
	void *at;
	bool ok;

	if (fflush(file) || (end = ftello(file)) < 0)
		return complain("written") == 0;
	if (end == 0)
		return true;
	at = mmap(NULL, (size_t)end, PROT_READ, MAP_PRIVATE, fileno(file), 0);
	if (at == MAP_FAILED)
		return complain("read") == 0;
	entries = index_file(at, (size_t)end, &count);
	ok = each_target(entries, count, each, user);
	free(entries);
	munmap(at, (size_t)end);
	return ok;
}

bool cli_buckets_each(struct cli_buckets *buckets, cli_buckets_each_fn *each, void *user)
{
	bool ok = true;

	for (size_t i = 0; ok && i < buckets->count; i++)
		ok = each_in_file(buckets->files[i], each, user);
	return ok;
}

void cli_buckets_free(struct cli_buckets *buckets)
{
	if (!buckets)
		return;
	for (size_t i = 0; i < buckets->count; i++)
		fclose(buckets->files[i]);
	free(buckets->files);
	free(buckets);
}
