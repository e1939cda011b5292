/*
 * The annotated conversation of one connection as rows: what was said, by whom, when, and our comments on
 * it. Text output and windows show the same rows. A row's text is safe to show; the decoded tree of a TLS
 * row is made of its bytes by core/tls/decode.
 */
#ifndef SCN_CORE_REPORT_DIALOGUE_ROWS_H
#define SCN_CORE_REPORT_DIALOGUE_ROWS_H

#include "core/base/bytes.h"
#include "core/base/text.h"
#include "core/facts/facts.h"
#include "core/report/report.h"

/* What a person looks for first: the levels of comments. */
enum scn_row_severity {
	SCN_ROW_PLAIN, /* what was said, or what happened on the TCP connection */
	SCN_ROW_NOTE,
	SCN_ROW_WARNING,
	SCN_ROW_ERROR,
};
const char *scn_row_severity_word(enum scn_row_severity severity); /* "plain", "note" … */
const char *scn_layer_title(enum scn_layer layer);                 /* "TCP", "SMTP", "TLS" */

struct scn_dialogue_row {
	scn_time at; /* since the start of the connection */
	enum scn_direction direction;
	enum scn_layer layer;
	enum scn_row_severity severity;
	char *text;             /* lines separated by \n; safe to show */
	struct scn_bytes bytes; /* of a TLS record, borrowed from the record; at NULL: none */
};

/* pair: of the client whose replay is looked at, for its cause; NULL: no cause is told. masked: for giving
 * away; addresses and names of both sides are replaced, and bytes, which hold them too, are left out. All
 * borrowed. */
struct scn_dialogue {
	const struct scn_server_facts *facts;
	const struct scn_probe_record *record;
	const struct scn_verdict *pair;
	bool masked;
};

/* Rows in a heap array, freed by scn_dialogue_rows_free. None where the words were not kept. */
size_t scn_dialogue_rows(const struct scn_dialogue *dialogue, struct scn_dialogue_row **rows_out);
void scn_dialogue_rows_free(struct scn_dialogue_row *rows, size_t count);

/* Was a client's own hello sent, as it is or with one thing changed? */
bool scn_probe_is_of(const struct scn_probe_record *record, const char *profile_id);
/* "ClientHello of exchange-2019", "suites of TLS 1.2": why the connection was made. */
void scn_probe_purpose(const struct scn_probe_record *record, struct scn_text *out);
/* "Probe 3 of 118: suites of TLS 1.2" */
void scn_probe_title(const struct scn_server_facts *facts, const struct scn_probe_record *record,
	struct scn_text *out);
/* The connection that a person wants to see first for this client: its replay, else the first one with
 * words; NULL: no words were kept. client: an id of a profile, or NULL. */
const struct scn_probe_record *scn_dialogue_pick(
	const struct scn_server_facts *facts, const char *client);
const struct scn_probe_record *scn_probe_by_number(
	const struct scn_server_facts *facts, uint32_t number);

/* Replace addresses and names in a text that belongs to a dialogue, as `masked` does. */
void scn_dialogue_mask(const struct scn_dialogue *dialogue, struct scn_text *text);
/* As text for a terminal or a file, and as a JSON document "handfast/dialogue/1" with the records' bytes in
 * hex. */
void scn_report_dialogue(const struct scn_dialogue *dialogue,
	const struct scn_text_options *options, struct scn_text *out);
void scn_dialogue_json(const struct scn_dialogue *dialogue, struct scn_text *out);

#endif
