/*
 * Reading what shall be imported, in a worker thread: which format it is, the profiles in it, and which known one
 * each is most like.
 */
#ifndef GUI_PROFILES_IMPORT_JOB_H
#define GUI_PROFILES_IMPORT_JOB_H

#include <gio/gio.h>

#include "gui/model/profiles.h"
#include "import/import.h"

/* What is to be read, and then what was. */
struct app_import {
	char *name;    /* of the file, for people and sources */
	GBytes *bytes; /* NULL: of the file at path */
	char *path;
	char *word;                /* of the kind; NULL: told by the content */
	char *base_id;             /* the client that settings are applied to */
	struct scn_profile *given; /* instead of a file: one that is there already */
	char *what;                /* where from, for people; NULL: the kind says */
	/* The answer. */
	const struct scn_import_kind *kind;
	struct scn_import_result result;
	char **nearest;     /* titles, one a profile */
	unsigned *percent;  /* how alike */
	char **differences; /* against the nearest, in lines */
	char *error;        /* a sentence; NULL: it was read */
};

struct app_import *app_import_new(const char *path);
void app_import_free(struct app_import *import);
/* Calls back in the main thread with what app_import_finish gives. Takes the struct over. */
void app_import_start(struct app_import *take, AppProfiles *profiles, GCancellable *cancellable,
	GAsyncReadyCallback done, gpointer user);
/* NULL: cancelled. The caller frees it. */
struct app_import *app_import_finish(GAsyncResult *result);

#endif
