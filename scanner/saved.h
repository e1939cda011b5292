/*
 * Saved scans: documents as files (JSON, handfast/scan/1) in the user's data folder, one for all front
 * ends. Written atomically. Sentences about what went wrong are for people and begin with "the scan" or
 * with the path.
 */
#ifndef SCN_SAVED_H
#define SCN_SAVED_H

#include <stdbool.h>

#include "core/base/error.h"
#include "core/base/text.h"
#include "core/report/document.h"

/* The folder; empty where there is no place for one (neither XDG_DATA_HOME nor HOME is set). */
void scn_saved_folder(struct scn_text *out);
/* Write it into the folder under an id of its own, which is set. False: the sentence is in *error, nothing
 * else is lost. */
bool scn_saved_write(struct scn_document *document, struct scn_text *error);
/* Write it to a path where it was before. */
bool scn_saved_write_to(
	const struct scn_document *document, const char *path, struct scn_text *error);
/* The file of a saved scan in the folder. */
void scn_saved_path(const char *id, struct scn_text *path_out);
/* Where a name leads: "last", an id, or a file as it is. False: nowhere. */
bool scn_saved_find(const char *name, struct scn_text *path_out);
/* SCN_ERR_NOT_FOUND or another error of the file; SCN_ERR_NOT_UNDERSTOOD: the sentence says why. */
SCN_MUST_CHECK enum scn_err scn_saved_load(
	const char *path, struct scn_document **document_out, struct scn_text *error);

#endif
