#include "io/line-source.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <string.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include <uv.h>

#include "core/base/alloc.h"

enum {
	READ_SIZE = 64 * 1024,
};

struct scn_line_source {
	uv_poll_t *
		poll; /* on the heap, for it outlives us until the loop has closed it; NULL: a file */
	int fd;
	void (*ready)(void *user);
	void *user;
	bool over, failed;
	struct scn_text line; /* so far */
	char buffer[READ_SIZE];
	size_t at, len;
};

static void on_readable(uv_poll_t *poll, int status, int events)
{
	struct scn_line_source *source = poll->data;

	uv_poll_stop(poll);
	source->ready(source->user);
}

/* Files are always ready; the loop could not watch them. */
static void watch(struct scn_line_source *source, struct scn_loop *loop)
{
	struct stat about;

	if (fstat(source->fd, &about) == 0 && S_ISREG(about.st_mode))
		return;
	source->poll = scn_alloc(1, sizeof(*source->poll));
	if (uv_poll_init(scn_loop_uv(loop), source->poll, source->fd)) {
		free(source->poll);
		source->poll = NULL;
		return;
	}
	source->poll->data = source;
}

static enum scn_err open_error(void)
{
	return errno == ENOENT || errno == ENOTDIR ? SCN_ERR_NOT_FOUND : SCN_ERR_NOT_READABLE;
}

struct scn_line_source *scn_line_source_open(struct scn_loop *loop, const char *path,
	void (*ready)(void *user), void *user, enum scn_err *err_out)
{
	struct scn_line_source *source;
	struct stat about;
	int fd = strcmp(path, "-") == 0 ? dup(STDIN_FILENO) : open(path, O_RDONLY | O_CLOEXEC);

	if (fd < 0) {
		*err_out = open_error();
		return NULL;
	}
	if (fstat(fd, &about) == 0 && S_ISDIR(about.st_mode)) {
		close(fd);
		*err_out = SCN_ERR_NOT_READABLE;
		return NULL;
	}
	source = scn_alloc(1, sizeof(*source));
	source->fd = fd;
	source->ready = ready;
	source->user = user;
	watch(source, loop);
	return source;
}

/* Is there something to read, or the end, without waiting? */
static bool is_readable(const struct scn_line_source *source)
{
	struct pollfd p = { .fd = source->fd, .events = POLLIN };

	return !source->poll || poll(&p, 1, 0) > 0;
}

static void fill(struct scn_line_source *source)
{
	ssize_t count = read(source->fd, source->buffer, sizeof(source->buffer));

	source->at = 0;
	source->len = count > 0 ? (size_t)count : 0;
	if (count == 0)
		source->over = true;
	if (count < 0 && errno != EINTR && errno != EAGAIN)
		source->over = source->failed = true;
}

static void add(struct scn_text *line, const char *at, size_t len)
{
	size_t room = line->len < SCN_LINE_MAX_LEN ? SCN_LINE_MAX_LEN - line->len : 0;

	if (len > room)
		len = room;
	for (size_t i = 0; i < len; i++)
		scn_text_char(line, at[i] ? at[i] : '?');
}

/* What is in the buffer up to the end of the line. True: the line is whole. */
static bool take(struct scn_line_source *source, struct scn_text *line)
{
	const char *from = source->buffer + source->at;
	size_t left = source->len - source->at;
	const char *end = left ? memchr(from, '\n', left) : NULL;
	size_t len = end ? (size_t)(end - from) : left;

	add(line, from, len);
	source->at += len + (end != NULL);
	return end != NULL;
}

static enum scn_line_state hand_over(struct scn_line_source *source, struct scn_text *line)
{
	struct scn_text got = source->line;

	source->line = *line;
	scn_text_clear(&source->line);
	*line = got;
	if (line->len && line->at[line->len - 1] == '\r')
		line->at[--line->len] = 0;
	return SCN_LINE_GOT;
}

enum scn_line_state scn_line_source_next(struct scn_line_source *source, struct scn_text *line)
{
	while (!source->over) {
		if (source->at < source->len) {
			if (take(source, &source->line))
				return hand_over(source, line);
		} else if (is_readable(source)) {
			fill(source);
		} else {
			uv_poll_start(source->poll, UV_READABLE | UV_DISCONNECT, on_readable);
			return SCN_LINE_WAIT;
		}
	}
	/* A last line without an end is a line. */
	if (source->line.len)
		return hand_over(source, line);
	return source->failed ? SCN_LINES_FAILED : SCN_LINES_OVER;
}

static void on_closed(uv_handle_t *handle)
{
	free(handle);
}

void scn_line_source_free(struct scn_line_source *source)
{
	if (!source)
		return;
	if (source->poll)
		uv_close((uv_handle_t *)source->poll, on_closed);
	close(source->fd);
	scn_text_finish(&source->line);
	free(source);
}
