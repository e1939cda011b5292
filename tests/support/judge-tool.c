/*
 * Judge the servers of a saved scan again, for tests: judge-tool SCAN PROFILE.json... A line each:
 * id of the profile, verdict, version, suite, cause ("-" for none).
 */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>

#include "core/judge/diagnose.h"
#include "core/profile/profile-json.h"
#include "core/report/report.h"
#include "read-file.h"

static void print_verdict(const struct scn_verdict *v)
{
	printf("%s %s %s ", v->profile_id, scn_verdict_word(v->kind),
		v->version == SCN_VERSION_NONE ? "-" : scn_version_word(v->version));
	if (v->suite_known)
		printf("0x%04" PRIX32, (uint32_t)v->suite);
	else
		printf("-");
	printf(" %s\n", v->cause ? v->cause : "-");
}

static void judge_all(const struct scn_document *d, const struct scn_profile *profile)
{
	struct scn_verdict verdict;

	for (size_t t = 0; t < d->target_count; t++)
		for (size_t s = 0; s < d->targets[t]->server_count; s++) {
			scn_judge(profile, &d->targets[t]->servers[s]->facts, &verdict);
			print_verdict(&verdict);
			scn_verdict_finish(&verdict);
		}
}

/* Exit code 65 where the file is no profile. */
static int judge_for(const struct scn_document *d, const char *path)
{
	struct scn_text text = { 0 }, error = { 0 };
	struct scn_profile *profile = NULL;
	int code = 0;

	if (read_file(path, &text))
		profile = scn_profile_load(text.at, text.len, path, &error);
	if (profile) {
		judge_all(d, profile);
	} else {
		fprintf(stderr, "%s: %s\n", path, scn_text_str(&error));
		code = 65;
	}
	scn_profile_free(profile);
	scn_text_finish(&text);
	scn_text_finish(&error);
	return code;
}

int main(int argc, char **argv)
{
	struct scn_text text = { 0 }, error = { 0 };
	struct scn_document *d = NULL;
	int code = 0;

	if (argc < 3 || !read_file(argv[1], &text)) {
		fprintf(stderr, "usage: judge-tool SCAN PROFILE.json...\n");
		return 64;
	}
	d = scn_document_load(text.at, text.len, argv[1], &error);
	if (!d) {
		fprintf(stderr, "%s\n", scn_text_str(&error));
		code = 65;
	}
	for (int i = 2; code == 0 && i < argc; i++)
		code = judge_for(d, argv[i]);
	scn_document_free(d);
	scn_text_finish(&text);
	scn_text_finish(&error);
	return code;
}
