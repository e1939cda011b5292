/*
 * Profiles from what other programs write or send: a table with a row a format (kinds.c). To add one
 * write its two functions and add the row; commands, windows and help need no change.
 */
#ifndef SCN_IMPORT_IMPORT_H
#define SCN_IMPORT_IMPORT_H

#include <stdbool.h>

#include "core/base/bytes.h"
#include "core/base/text.h"
#include "core/base/time.h"
#include "core/profile/profile.h"
#include "core/profile/suite-words.h"
#include "io/listener.h"

enum {
	SCN_IMPORT_MAX_LEN = 256 * 1024 * 1024, /* bytes of a file: captures are long */
};

/* All borrowed for the call. */
/* As a base: settings of Schannel say what somebody changed, and nobody knows on which Windows. */
#define SCN_IMPORT_UNKNOWN_BASE "unknown"

struct scn_import_input {
	const char *name;       /* of the file, for complaints and sources */
	const char *stem;       /* the name without its ending, for an id */
	struct scn_bytes bytes; /* all of it */
	const char *id;         /* what the user wants, or NULL: choose one */
	const char *date;       /* today, "2026-01-31", for sources */
	/* the id of the client that a file changes; NULL: the kind's own; or SCN_IMPORT_UNKNOWN_BASE */
	const char *base;
	const struct scn_profiles *profiles; /* all that are known, for the base */
};

/* Where in a capture a profile comes from; strings are on the heap, NULL where nothing is known. */
struct scn_import_origin {
	char *from, *to; /* "192.0.2.1", "192.0.2.2 port 25" */
	char *server_name;
	scn_unixtime when;
	size_t seen; /* connections with the same hello */
};

/* Zeroed is empty. */
struct scn_import_result {
	struct scn_profiles profiles;
	struct scn_import_origin *origins; /* one a profile; of a capture only, else NULL */
	size_t origin_count;
	struct scn_text notes; /* whole lines for people: what was left out, what is odd */
};
void scn_import_result_finish(struct scn_import_result *result);

struct scn_import_kind {
	const char *word;  /* "pcap": what --from takes */
	const char *title; /* "a packet capture (pcap, pcapng)" */
	/* Looks at the content alone; rows are asked in order, the first that says yes reads. */
	bool (*recognise)(struct scn_bytes bytes);
	/* False: the sentence is in *error, without the file's name; nothing is taken over then. */
	bool (*read)(const struct scn_import_input *input, struct scn_import_result *result,
		struct scn_text *error);
};

/* Ends with a row without a word. */
extern const struct scn_import_kind scn_import_kinds[];

/* NULL: nobody has that word, or nobody recognises it. */
const struct scn_import_kind *scn_import_kind_find(const char *word);
const struct scn_import_kind *scn_import_kind_recognise(struct scn_bytes bytes);

/* A name for an id: "capture.pcap" → "capture"; the caller frees it. */
char *scn_import_stem(const char *file_name);

/* What somebody pasted into the lists of a client: cipher suites by name, or settings of another program,
 * applied to that client. Zeroed is nothing of that kind. */
struct scn_paste {
	struct scn_suite_words suites;
	struct scn_profile *client;         /* NULL: names only */
	const struct scn_import_kind *kind; /* of what client was read from */
	struct scn_text notes;              /* whole lines: what was left out */
};
void scn_import_paste(struct scn_bytes text, const struct scn_profile *client, const char *date,
	struct scn_paste *out);
void scn_paste_finish(struct scn_paste *paste);

/* What somebody told a listener (io/listener.h) as a profile; id: NULL: the subject of the test mail, else what
 * the client calls itself, else its address. NULL: the sentence is in *error. */
struct scn_profile *scn_import_heard(
	const struct scn_heard *heard, const char *id, const char *date, struct scn_text *error);
/* Append "192.0.2.1 (EHLO mail.example, subject "test 7")". */
void scn_import_heard_who(const struct scn_heard *heard, struct scn_text *out);

#endif
