/*
 * Suites, versions and the like as people say them: "2 TLS 1.2 suites, both DHE_RSA with GCM". Private
 * to the judge.
 */
#ifndef SCN_CORE_JUDGE_WORDS_H
#define SCN_CORE_JUDGE_WORDS_H

#include "core/base/text.h"
#include "core/judge/case.h"

/* Set summary and why; both were NULL. */
void scn_say(struct scn_verdict *v, const char *summary, const char *why);
/* "a, b and c"; at least one */
void scn_say_all(const char *const *items, size_t count, struct scn_text *out);
/* "TLS 1.2 and TLS 1.3", "no version" */
void scn_say_versions(scn_versions versions, struct scn_text *out);
/* "2 TLS 1.2 suites, both DHE_RSA with GCM: 0x009E, 0x009F"; version may be NULL */
void scn_say_suites(
	const scn_suite_code *codes, size_t count, const char *version, struct scn_text *out);
/* "x25519, secp256r1 and 3 more" */
void scn_say_groups(const uint16_t *codes, size_t count, struct scn_text *out);
void scn_say_schemes(const uint16_t *codes, size_t count, struct scn_text *out);
/* Versions, groups (heap for the caller), schemes that the server accepts. */
scn_versions scn_server_versions(const struct scn_server_facts *facts);
size_t scn_server_groups(const struct scn_server_facts *facts, uint16_t **codes_out);
size_t scn_server_schemes(const struct scn_server_facts *facts, uint16_t **codes_out);

#endif
