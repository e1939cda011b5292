/*
 * The lines of a file or of standard input, one after the other, however many there are; waiting for a
 * slow writer never blocks the loop.
 */
#ifndef SCN_IO_LINE_SOURCE_H
#define SCN_IO_LINE_SOURCE_H

#include "core/base/error.h"
#include "core/base/text.h"
#include "io/loop.h"

enum {
	SCN_LINE_MAX_LEN = 4096, /* bytes of a line; the rest of a longer one is left out */
};

enum scn_line_state {
	SCN_LINE_GOT,
	SCN_LINE_WAIT, /* nothing there yet: `ready` will be called */
	SCN_LINES_OVER,
	SCN_LINES_FAILED, /* the rest cannot be read */
};

struct scn_line_source;
/* path: "-" is standard input. NULL: *err_out says why. ready is called from the loop. */
struct scn_line_source *scn_line_source_open(struct scn_loop *loop, const char *path,
	void (*ready)(void *user), void *user, enum scn_err *err_out);
/* The next line without its end ("\n" or "\r\n"), in place of what was in *line. A zero byte is
 * read as "?". */
enum scn_line_state scn_line_source_next(struct scn_line_source *source, struct scn_text *line);
/* Before scn_loop_free; takes NULL. */
void scn_line_source_free(struct scn_line_source *source);

#endif
