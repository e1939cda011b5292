#include "core/judge/verdict.h"

#include <stdlib.h>

#include "core/base/alloc.h"

const char *scn_verdict_word(enum scn_verdict_kind kind)
{
	static const char *const words[] = { "unknown", "works", "weak", "fails" };

	return words[kind];
}

const char *scn_evidence_word(enum scn_evidence evidence)
{
	static const char *const words[] = { "none", "computed", "confirmed" };

	return words[evidence];
}

const struct scn_fix *scn_verdict_fix(const struct scn_verdict *v, enum scn_side side)
{
	for (size_t i = 0; i < v->fix_count; i++)
		if (v->fixes[i].change.side == side)
			return &v->fixes[i];
	return NULL;
}

void scn_verdict_finish(struct scn_verdict *v)
{
	char *const texts[] = { v->profile_id, v->profile_name, v->proof, v->summary,
		v->server_side, v->client_side, v->why, v->mail, v->weak, v->counter,
		v->counter_id };

	for (size_t i = 0; i < SCN_COUNT(texts); i++)
		free(texts[i]);
	for (size_t i = 0; i < v->fix_count; i++)
		free(v->fixes[i].text);
	free(v->fixes);
	*v = (struct scn_verdict){ 0 };
}
