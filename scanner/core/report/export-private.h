/*
 * What the writers of the export formats share. Private to export*.c and fix-plan*.c.
 */
#ifndef SCN_CORE_REPORT_EXPORT_PRIVATE_H
#define SCN_CORE_REPORT_EXPORT_PRIVATE_H

#include "core/report/export.h"

/* A list of suites, versions and the fix that a writer puts into words. */
struct scn_export_plan {
	const struct scn_fix
		*fix;           /* of the side that is written; NULL where nothing is to be fixed */
	scn_suite_code *before; /* the list of that side today, in its order */
	size_t before_count;
	scn_suite_code *after;
	size_t after_count;
	scn_versions versions_before, versions; /* of that side, today and after the change */
	uint16_t group;                         /* that is added; 0 = none */
	bool incomplete;                        /* some of the server's suites were not tested */
};

/* False: there is nothing that a cipher list can do; the sentence is in *out. */
bool scn_export_plan(
	const struct scn_export_input *input, struct scn_export_plan *plan, struct scn_text *out);
/* The same for a writer that can enable a protocol version, or a group, as well. */
bool scn_export_plan_versions(
	const struct scn_export_input *input, struct scn_export_plan *plan, struct scn_text *out);
bool scn_export_plan_groups(
	const struct scn_export_input *input, struct scn_export_plan *plan, struct scn_text *out);
/* Do the versions change too? */
bool scn_export_moves_versions(const struct scn_export_plan *plan);
/* Groups of the written side, today: those of the profile, or those that the server was seen to use. Heap
 * array for the caller. */
size_t scn_export_groups(const struct scn_export_input *input, uint16_t **codes_out);
void scn_export_plan_finish(struct scn_export_plan *plan);
/* "<lead> <sentence>" lines at the top: what this is, for whom, how sure. */
void scn_export_head(const struct scn_export_input *input, const struct scn_export_plan *plan,
	const char *lead, struct scn_text *out);

bool scn_export_iana(const struct scn_export_input *input, struct scn_text *out);
bool scn_export_openssl(const struct scn_export_input *input, struct scn_text *out);
bool scn_export_gnutls(const struct scn_export_input *input, struct scn_text *out);
bool scn_export_postfix(const struct scn_export_input *input, struct scn_text *out);
bool scn_export_schannel_powershell(const struct scn_export_input *input, struct scn_text *out);
bool scn_export_schannel_powershell_undo(
	const struct scn_export_input *input, struct scn_text *out);
bool scn_export_schannel_gpo(const struct scn_export_input *input, struct scn_text *out);
bool scn_export_schannel_reg(const struct scn_export_input *input, struct scn_text *out);
bool scn_export_schannel_reg_undo(const struct scn_export_input *input, struct scn_text *out);
bool scn_export_iiscrypto(const struct scn_export_input *input, struct scn_text *out);
bool scn_export_exim_openssl(const struct scn_export_input *input, struct scn_text *out);
bool scn_export_exim_gnutls(const struct scn_export_input *input, struct scn_text *out);
bool scn_export_sendmail(const struct scn_export_input *input, struct scn_text *out);
bool scn_export_opensmtpd(const struct scn_export_input *input, struct scn_text *out);

/* OpenSSL's two lists of the suites, by its names, separated by ':'. */
void scn_export_openssl_lists(
	const scn_suite_code *codes, size_t count, struct scn_text *older, struct scn_text *tls13);
/* The list after the change for software that names suites up to TLS 1.2 only. False, with a sentence in
 * *out, where that cannot help: an empty list would stop the software. */
bool scn_export_older_list(
	const struct scn_export_plan *plan, struct scn_text *list, struct scn_text *out);
/* Has Schannel names for all that this change adds? */
bool scn_export_has_schannel_name(const struct scn_change *change);
/* Suites as the policy lists them. */
void scn_export_policy_list(const struct scn_export_input *input, const scn_suite_code *codes,
	size_t count, struct scn_text *list);
/* The list after the change. False, with a sentence in *out, where the policy cannot hold what is wanted. */
bool scn_export_fits_policy(const struct scn_export_input *input,
	const struct scn_export_plan *plan, struct scn_text *list, struct scn_text *out);
/* Is the client's Windows one whose Schannel speaks TLS 1.3? */
bool scn_export_has_tls13(const struct scn_profile *profile);
void scn_export_gnutls_priority(const struct scn_export_plan *plan, struct scn_text *list);

#endif
