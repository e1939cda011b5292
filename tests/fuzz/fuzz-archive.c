/* A saved scan from anybody: if it loads, every form can print it, harmlessly, and it loads again. */
#include <assert.h>
#include <stdint.h>
#include <stdlib.h>

#include "report-forms.h"

#include "core/judge/diagnose.h"
#include "core/profile/profile-json.h"
#include "core/report/export.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* Nothing that a terminal would obey. */
static void check_harmless(const struct scn_text *text)
{
	for (size_t i = 0; i < text->len; i++)
		assert(text->at[i] == '\n' ||
			((unsigned char)text->at[i] >= 0x20 && text->at[i] != 0x7F));
}

static void print(struct scn_document *d, const char *word, unsigned width, const char *mode)
{
	struct report_form form = { word, width, mode };
	struct scn_text out = { 0 };

	report_form_print(d, &form, &out);
	check_harmless(&out);
	scn_text_finish(&out);
}

static void reload(struct scn_document *d)
{
	struct report_form form = { "json-all", 0, NULL };
	struct scn_text first = { 0 }, second = { 0 }, error = { 0 };
	struct scn_document *again;

	report_form_print(d, &form, &first);
	again = scn_document_load(first.at, first.len, "again", &error);
	assert(again);
	report_form_print(again, &form, &second);
	assert(strcmp(first.at, second.at) == 0);
	scn_document_free(again);
	scn_text_finish(&first);
	scn_text_finish(&second);
}

/* A small client, so that the judge has somebody to judge. */
static const char client[] =
	"{\"schema\": \"handfast/profile/1\", \"id\": \"fuzz\", \"name\": \"Fuzz\", "
	"\"platform\": \"Windows\", \"role\": \"sender\", \"sources\": [{\"kind\": \"estimated\", "
	"\"what\": \"a test\", \"reference\": \"none\", \"date\": null}], "
	"\"versions\": [\"TLS1.2\", \"TLS1.0\"], \"suites\": [\"0xC030\", \"0xC02F\", \"0x002F\"], "
	"\"groups\": [\"x25519\"], \"signature_schemes\": [\"rsa_pkcs1_sha256\"], \"key_shares\": "
	"[], "
	"\"extensions\": [\"supported_groups\", \"signature_algorithms\"], \"session_id_len\": 0, "
	"\"sends_sni\": false, \"hello\": null, \"limits\": {\"dh_min\": 1024}, "
	"\"requires\": {\"secure_renegotiation\": false, \"extended_master_secret\": false}, "
	"\"verifies\": \"none\", \"after_failure\": \"unknown\"}";

/* What `fix` does with a saved scan: judge its facts again, and write every format. */
static void judge_again(const struct scn_profile *profile, const struct scn_server_facts *facts)
{
	struct scn_verdict verdict;
	size_t count;
	const struct scn_export_format *formats = scn_export_formats(&count);

	scn_judge(profile, facts, &verdict);
	for (size_t i = 0; i < 6 * count; i++) {
		struct scn_export_input input = { profile, facts, &verdict,
			(enum scn_side)(i / count % 2), (enum scn_goal)(i / count / 2), "host" };
		struct scn_text out = { 0 };

		formats[i % count].write(&input, &out);
		check_harmless(&out);
		scn_text_finish(&out);
	}
	scn_verdict_finish(&verdict);
}

static void judge_all(const struct scn_document *d)
{
	struct scn_text error = { 0 };
	struct scn_profile *profile =
		scn_profile_load(client, sizeof(client) - 1, "client", &error);

	assert(profile);
	for (size_t t = 0; t < d->target_count; t++)
		for (size_t s = 0; s < d->targets[t]->server_count; s++)
			judge_again(profile, &d->targets[t]->servers[s]->facts);
	scn_profile_free(profile);
	scn_text_finish(&error);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct scn_text error = { 0 };
	struct scn_document *d = scn_document_load((const char *)data, size, "fuzz", &error);
	struct scn_exit_rules rules = { 0 };

	check_harmless(&error);
	scn_text_finish(&error);
	if (!d)
		return 0;
	print(d, "text", 80, "check");
	print(d, "text", 80, "scan");
	print(d, "text", 120, "scan");
	print(d, "plain", 80, "scan");
	print(d, "ascii", 20, "check");
	print(d, "dialogue", 80, NULL);
	print(d, "json", 0, NULL);
	print(d, "jsonl", 0, NULL);
	reload(d);
	judge_all(d);
	assert(scn_document_exit_code(d, &rules) <= 4);
	scn_document_free(d);
	return 0;
}
