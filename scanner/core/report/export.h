/*
 * A fix as lines for a real system: Postfix, OpenSSL, GnuTLS, Schannel … Every one that changes a
 * system comes with its undo. Formats are a table in export.c, one file a family.
 */
#ifndef SCN_CORE_REPORT_EXPORT_H
#define SCN_CORE_REPORT_EXPORT_H

#include <stdbool.h>

#include "core/base/text.h"
#include "core/facts/facts.h"
#include "core/judge/verdict.h"
#include "core/profile/profile.h"

/* The words of --goal. */
enum scn_goal {
	SCN_GOAL_SMALLEST, /* the smallest change that makes the pair work */
	SCN_GOAL_MODERN,   /* RFC 9325 list, plus what this pair needs */
	SCN_GOAL_KEEP,     /* everything that is there, in a better order */
};

struct scn_export_input {
	const struct scn_profile *profile;
	const struct scn_server_facts *facts;
	const struct scn_verdict *verdict;
	enum scn_side side; /* whose configuration is written */
	enum scn_goal goal;
	const char *host; /* of the server, for comments; safe to print */
	/* What else has to be there after the change, for other clients; put last. Borrowed. */
	const scn_suite_code *also;
	size_t also_count;
	scn_versions also_versions;
};

struct scn_export_format {
	const char *word;       /* "schannel-powershell" */
	const char *title;      /* "PowerShell for Schannel" */
	bool client, server;    /* which sides it can write for */
	enum scn_dialect names; /* of suites: what has no such name cannot be written */
	bool versions;          /* does a list that is made anew come with its versions? */
	bool tls13;             /* does it hold suites of TLS 1.3? */
	/* False: this fix cannot be written in this format; *out then holds one sentence why. */
	bool (*write)(const struct scn_export_input *input, struct scn_text *out);
	/* The way back as a file of its own, likewise. NULL: it stands in the text that `write` makes. */
	bool (*undo)(const struct scn_export_input *input, struct scn_text *out);
};

const struct scn_export_format *scn_export_formats(size_t *count_out);
const struct scn_export_format *scn_export_format_find(const char *word);
/* Is it for Schannel, and so for the sender that Handfast is mostly asked about: Exchange? */
bool scn_export_for_schannel(const struct scn_export_format *format);

/* The suite list after the change, in order: what every format writes. Heap array for the caller. */
size_t scn_export_suites(const struct scn_export_input *input, scn_suite_code **codes_out);

/* Characters of the list of suites as a group policy takes it; it holds SCN_POLICY_MAX_LEN at most. */
enum {
	SCN_POLICY_MAX_LEN = 1023, /* says Microsoft's documentation */
};
size_t scn_export_policy_len(const struct scn_export_input *input);

/* The short form for a terminal answer: one or two lines of what to type ("Enable-TlsCipherSuite
 * -Name …"; main.cf lines). Used under "Fix" in text output. */
void scn_export_hint(
	const struct scn_profile *profile, const struct scn_fix *fix, struct scn_text *out);

#endif
