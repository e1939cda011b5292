/*
 * Files: read whole, write atomically, the user's folders (XDG base directory specification).
 */
#ifndef SCN_IO_STORE_H
#define SCN_IO_STORE_H

#include <stddef.h>

#include "core/base/error.h"
#include "core/base/text.h"

/* Read a whole file (or "-": standard input) of at most max_len bytes. */
SCN_MUST_CHECK enum scn_err scn_store_read(const char *path, size_t max_len, struct scn_text *out);
/* Write to a temporary file beside path, flush it to the disk, rename. "-": standard output. */
SCN_MUST_CHECK enum scn_err scn_store_write(const char *path, const struct scn_text *text);
/* $XDG_DATA_HOME/handfast or ~/.local/share/handfast; NULL if neither is set. Heap. */
char *scn_store_data_dir(void);
/* Make a folder and its parents. */
SCN_MUST_CHECK enum scn_err scn_store_make_dir(const char *path);
/* Names in a folder that end in suffix, sorted; count 0 if there is no such folder. Heap. */
size_t scn_store_list(const char *dir, const char *suffix, char ***names_out);

#endif
