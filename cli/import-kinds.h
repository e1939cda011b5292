/*
 * What `profile import` can read: a table with a row a format (import-kinds.c). To add one write its
 * two functions and add the row; the command, the output and the help need no change.
 */
#ifndef CLI_IMPORT_KINDS_H
#define CLI_IMPORT_KINDS_H

#include <stdbool.h>

#include "core/base/bytes.h"
#include "core/base/text.h"
#include "core/profile/profile.h"

enum {
	CLI_IMPORT_MAX_LEN = 256 * 1024 * 1024, /* bytes of a file: captures are long */
};

/* All borrowed for the call. */
struct cli_import_input {
	const char *name;       /* of the file, for complaints and sources */
	const char *stem;       /* the name without its ending, for an id */
	struct scn_bytes bytes; /* all of it */
	const char *id;         /* --id, or NULL: choose one */
	const char *date;       /* today, "2026-01-31", for sources */
	const char *base;       /* --base, the client that a file changes; NULL: the kind's own */
	const struct scn_profiles *profiles; /* all that are known, for the base */
};

/* Zeroed is empty. */
struct cli_import_result {
	struct scn_profiles profiles;
	struct scn_text notes; /* whole lines for standard error: what was left out, what is odd */
};

struct cli_import_kind {
	const char *word;  /* "pcap": what --from takes */
	const char *title; /* "a packet capture (pcap, pcapng)" */
	/* Looks at the content alone; rows are asked in order, the first that says yes reads. NULL:
	 * cannot be told from its content, only --from chooses it. */
	bool (*recognise)(struct scn_bytes bytes);
	/* False: the sentence is in *error, without the file's name; nothing is taken over then. */
	bool (*read)(const struct cli_import_input *input, struct cli_import_result *result,
		struct scn_text *error);
};

/* Ends with a row without a word. */
extern const struct cli_import_kind cli_import_kinds[];

/* NULL: nobody has that word, or nobody recognises it. */
const struct cli_import_kind *cli_import_kind_find(const char *word);
const struct cli_import_kind *cli_import_kind_recognise(struct scn_bytes bytes);

/* Take a profile over; where its id is there already it gets a number behind it. */
void cli_import_add(struct cli_import_result *result, struct scn_profile *take_profile);

/* ---- import-capture.c ---- */
bool cli_capture_recognise(struct scn_bytes bytes);
bool cli_capture_read(const struct cli_import_input *input, struct cli_import_result *result,
	struct scn_text *error);

/* ---- import-hex.c ---- */
bool cli_hex_recognise(struct scn_bytes bytes);
bool cli_hex_read(const struct cli_import_input *input, struct cli_import_result *result,
	struct scn_text *error);

/* ---- import-strings.c ---- */
bool cli_openssl_recognise(struct scn_bytes bytes);
bool cli_openssl_read(const struct cli_import_input *input, struct cli_import_result *result,
	struct scn_text *error);
bool cli_postfix_recognise(struct scn_bytes bytes);
bool cli_postfix_read(const struct cli_import_input *input, struct cli_import_result *result,
	struct scn_text *error);

/* ---- import-based.c ---- */
bool cli_reg_recognise(struct scn_bytes bytes);
bool cli_reg_read(const struct cli_import_input *input, struct cli_import_result *result,
	struct scn_text *error);
bool cli_ictpl_recognise(struct scn_bytes bytes);
bool cli_ictpl_read(const struct cli_import_input *input, struct cli_import_result *result,
	struct scn_text *error);
bool cli_powershell_recognise(struct scn_bytes bytes);
bool cli_powershell_read(const struct cli_import_input *input, struct cli_import_result *result,
	struct scn_text *error);
bool cli_gnutls_recognise(struct scn_bytes bytes);
bool cli_gnutls_read(const struct cli_import_input *input, struct cli_import_result *result,
	struct scn_text *error);

#endif
