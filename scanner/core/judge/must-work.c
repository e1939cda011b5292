#include "core/judge/must-work.h"

#include <string.h>

#include "core/base/alloc.h"
#include "core/judge/diagnose.h"
#include "core/judge/what-if.h"

bool scn_change_read_removal(const char *text, struct scn_change *change_out)
{
	enum scn_version version = scn_version_parse(text);
	const struct scn_suite *suite = scn_suite_find(text);

	*change_out = (struct scn_change){ .side = SCN_SIDE_SERVER, .value_count = 1 };
	if (version != SCN_VERSION_NONE) {
		change_out->kind = SCN_CHANGE_REMOVE_VERSION;
		change_out->values[0] = version;
	} else if (strcmp(text, "rsa") == 0 || strcmp(text, "ecdsa") == 0) {
		change_out->kind = SCN_CHANGE_REMOVE_KEY_TYPE;
		change_out->values[0] = text[0] == 'r' ? SCN_SCHEME_KEY_RSA : SCN_SCHEME_KEY_ECDSA;
	} else if (suite) {
		change_out->kind = SCN_CHANGE_REMOVE_SUITE;
		change_out->values[0] = suite->code;
	} else {
		return false;
	}
	return true;
}

struct scn_server_facts *scn_server_after_all(const struct scn_server_facts *facts,
	const struct scn_profile *profile, const struct scn_change *changes, size_t count)
{
	static const struct scn_change none = { .side = SCN_SIDE_SERVER };
	struct scn_server_facts *after =
		scn_server_after(facts, profile, count ? &changes[0] : &none, 0);

	for (size_t i = 1; i < count; i++) {
		struct scn_server_facts *next = scn_server_after(after, profile, &changes[i], 0);

		scn_server_after_free(after);
		after = next;
	}
	after->replays = NULL;
	after->replay_count = 0;
	return after;
}

void scn_must_work(const struct scn_profile *profile, const struct scn_server_facts *facts,
	const struct scn_change *changes, size_t count, struct scn_must_work *out)
{
	struct scn_server_facts *after;

	scn_judge(profile, facts, &out->before);
	if (count == 0) {
		scn_judge(profile, facts, &out->after);
		return;
	}
	after = scn_server_after_all(facts, profile, changes, count);
	scn_judge(profile, after, &out->after);
	scn_server_after_free(after);
}

void scn_must_work_finish(struct scn_must_work *m)
{
	scn_verdict_finish(&m->before);
	scn_verdict_finish(&m->after);
}
