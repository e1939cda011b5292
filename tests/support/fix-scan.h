/*
 * Scans of the embedded servers (tests/cases/fixes/scans) and profiles of the project, as the tests of fixes
 * need them.
 */
#ifndef TESTS_SUPPORT_FIX_SCAN_H
#define TESTS_SUPPORT_FIX_SCAN_H

#include "core/profile/profile-json.h"
#include "core/report/report.h"
#include "files.h"

static inline struct scn_profile *fix_scan_profile(const char *id)
{
	struct scn_text path = { 0 }, text = { 0 }, error = { 0 };
	struct scn_profile *profile;

	scn_text_printf(&path, "profiles/%s.json", id);
	test_read_file(scn_text_str(&path), &text);
	profile = scn_profile_load(text.at, text.len, id, &error);
	if (!profile)
		fail_msg("%s", scn_text_str(&error));
	scn_text_finish(&path);
	scn_text_finish(&text);
	return profile;
}

/* A report leaves out what was rejected: in a version that was tested, all that is not listed. */
static inline void fix_scan_reject_rest(struct scn_server_facts *facts)
{
	size_t count;
	const struct scn_suite *all = scn_suites(&count);

	for (int v = SCN_SSL3; v <= SCN_TLS1_3; v++)
		for (size_t i = 0; facts->versions[v].status == SCN_ACCEPTED && i < count; i++)
			if (scn_suite_in_version(&all[i], (enum scn_version)v) &&
				!scn_facts_suite(facts, (enum scn_version)v, all[i].code))
				scn_facts_set_suite(
					facts, (enum scn_version)v, all[i].code, SCN_REJECTED, 0);
}

static inline struct scn_document *fix_scan_load(const char *name)
{
	struct scn_text path = { 0 }, text = { 0 }, error = { 0 };
	struct scn_document *d;

	scn_text_printf(&path, "tests/cases/fixes/scans/%s.json", name);
	test_read_file(scn_text_str(&path), &text);
	d = scn_document_load(text.at, text.len, name, &error);
	if (!d)
		fail_msg("%s", scn_text_str(&error));
	if (!scn_facts_partial(&d->targets[0]->servers[0]->facts))
		fix_scan_reject_rest(&d->targets[0]->servers[0]->facts);
	scn_text_finish(&path);
	scn_text_finish(&text);
	return d;
}

#endif
