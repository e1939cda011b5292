/* A pasted text: names of suites in any dialect, or settings that are applied to the client at hand. */
#include <string.h>

#include "import/private.h"

void scn_paste_finish(struct scn_paste *paste)
{
	scn_suite_words_finish(&paste->suites);
	scn_profile_free(paste->client);
	scn_text_finish(&paste->notes);
	*paste = (struct scn_paste){ 0 };
}

static bool is_one_of(const struct scn_import_kind *kind, const char *const *words)
{
	for (; kind && *words; words++) {
		if (strcmp(kind->word, *words) == 0)
			return true;
	}
	return false;
}

/* The lists of what the kind makes of it, where it makes sense. */
static void read_settings(const struct scn_import_kind *kind, const struct scn_import_input *input,
	struct scn_paste *out)
{
	struct scn_import_result result = { 0 };
	struct scn_text error = { 0 };

	if (kind->read(input, &result, &error) && result.profiles.count) {
		out->client = scn_profile_copy(result.profiles.items[0]);
		out->kind = kind;
		scn_text_add(&out->notes, scn_text_str(&result.notes));
	}
	scn_import_result_finish(&result);
	scn_text_finish(&error);
}

void scn_import_paste(struct scn_bytes text, const struct scn_profile *client, const char *date,
	struct scn_paste *out)
{
	/* These say what they are; a text of another kind is looked through for names first. */
	static const char *const sure[] = { "pcap", "reg", "ictpl", "postfix", "openssl", NULL };
	const struct scn_import_kind *kind = scn_import_kind_recognise(text);
	struct scn_profile *items[] = { scn_profile_copy(client) };
	const struct scn_profiles known = { items, 1 };
	const struct scn_import_input input = {
		.name = "clipboard",
		.stem = client->id,
		.bytes = text,
		.date = date,
		.base = client->id,
		.profiles = &known,
	};

	*out = (struct scn_paste){ 0 };
	if (is_one_of(kind, sure))
		read_settings(kind, &input, out);
	if (!out->client)
		scn_suite_words_read(text, &out->suites);
	if (!out->client && out->suites.count == 0 && kind && !is_one_of(kind, sure))
		read_settings(kind, &input, out);
	/* A cipher string has no looks of its own. */
	if (!out->client && out->suites.count == 0 && !kind)
		read_settings(scn_import_kind_find("openssl"), &input, out);
	scn_profile_free(items[0]);
}
