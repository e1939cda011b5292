/*
 * Parts of the JSON document that JSON Lines shows too, and words that the writer and the loader
 * share. Every function returns a new value that the caller puts into a parent.
 */
#ifndef SCN_CORE_REPORT_JSON_PARTS_H
#define SCN_CORE_REPORT_JSON_PARTS_H

#include "core/base/json.h"
#include "core/report/document.h"

#define SCN_SCAN_SCHEMA        "handfast/scan/"
#define SCN_SCAN_SCHEMA_NUMBER 1

/* "client", "server", "comment"; "tcp", "smtp", "tls"; "check", "scan". */
const char *scn_direction_word(enum scn_direction direction);
const char *scn_layer_word(enum scn_layer layer);
const char *scn_mode_word(enum scn_document_mode mode);

struct scn_json *scn_json_tool(void);
struct scn_json *scn_json_time(scn_unixtime when);     /* 0 gives null */
struct scn_json *scn_json_known(enum scn_known known); /* true, false, null */
struct scn_json *scn_json_smtp(const struct scn_smtp_fact *smtp);
struct scn_json *scn_json_suite(const struct scn_suite_fact *fact);
struct scn_json *scn_json_groups(const struct scn_server_facts *facts);
struct scn_json *scn_json_schemes(const struct scn_server_facts *facts);
struct scn_json *scn_json_dh(const struct scn_dh_fact *dh);
struct scn_json *scn_json_certificates(const struct scn_server_facts *facts);
struct scn_json *scn_json_tlsa(const struct scn_tlsa_fact *tlsa);
struct scn_json *scn_json_pair(const struct scn_verdict *pair);
struct scn_json *scn_json_cost(const struct scn_cost *cost);
/* null where the server was not seen to throttle */
struct scn_json *scn_json_throttle(const struct scn_server_facts *facts);
struct scn_json *scn_json_limits(const struct scn_server_facts *facts);
struct scn_json *scn_json_probe(const struct scn_probe_record *probe);
/* Which server: host, preference, address, port, put into object. */
void scn_json_put_server(struct scn_json *object, const struct scn_server_facts *facts);
/* The same JSON with characters that could disturb a terminal (DEL, C1, bidirectional overrides,
 * line separators) written as \uXXXX; C0 is escaped by JSON itself. */
void scn_json_print_safely(
	const struct scn_json *json, enum scn_json_style style, struct scn_text *out);

#endif
