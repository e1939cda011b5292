/* The ClientHello that a listener was told, as a profile. */
#include <string.h>

#include "import/private.h"

#include "core/profile/profile-from-hello.h"

void scn_import_heard_who(const struct scn_heard *heard, struct scn_text *out)
{
	scn_text_add(out, heard->address);
	if (!heard->ehlo)
		return;
	scn_text_add(out, " (EHLO ");
	scn_text_peer(out, heard->ehlo, strlen(heard->ehlo));
	if (heard->subject) {
		scn_text_add(out, ", subject \"");
		scn_text_peer(out, heard->subject, strlen(heard->subject));
		scn_text_char(out, '"');
	}
	scn_text_char(out, ')');
}

static const char *id_of(const struct scn_heard *heard)
{
	if (heard->subject)
		return heard->subject;
	return heard->ehlo && heard->ehlo[0] ? heard->ehlo : heard->address;
}

static void note(const struct scn_heard *heard, struct scn_text *out)
{
	scn_import_hello_note(heard->hello, out);
	if (heard->version)
		scn_text_printf(out, " Completed with %s, %s.", heard->version, heard->suite);
	else if (heard->why)
		scn_text_printf(out, " With --accept, %s.", heard->why);
}

struct scn_profile *scn_import_heard(
	const struct scn_heard *heard, const char *id, const char *date, struct scn_text *error)
{
	struct scn_text reference = { 0 }, notes = { 0 };
	struct scn_hello_origin origin = { .id = id ? id : id_of(heard), .date = date };
	struct scn_profile *profile;

	scn_text_add(&reference, "recorded from ");
	scn_import_heard_who(heard, &reference);
	note(heard, &notes);
	origin.reference = scn_text_str(&reference);
	origin.note = scn_text_str(&notes);
	profile = scn_profile_from_hello(heard->hello, &origin, error);
	scn_text_finish(&reference);
	scn_text_finish(&notes);
	return profile;
}
