/*
 * A ClientHello in hexadecimal, as `openssl s_client -msg`, Wireshark ("copy as hex
 * stream") or the "hello" of a profile print it. Blanks, line ends, ':' and ',' may stand between the
 * digits, 0x before them; '#' begins a comment.
 */
#include <ctype.h>
#include <string.h>

#include "import/private.h"

#include "core/base/alloc.h"
#include "core/base/language.h"
#include "core/profile/profile-from-hello.h"
#include "core/tls/hello.h"

enum {
	MAX_DIGITS = 2 * SCN_HELLO_MAX_LEN,
};

static size_t skip_comment(struct scn_bytes text, size_t at)
{
	while (at < text.len && text.at[at] != '\n')
		at++;
	return at;
}

/* The digits alone; false if there is anything else, or too much. */
static bool digits_of(struct scn_bytes text, struct scn_text *digits)
{
	for (size_t i = 0; i < text.len; i++) {
		unsigned char c = text.at[i];

		if (c == '#')
			i = skip_comment(text, i);
		else if (c == '0' && i + 1 < text.len && tolower(text.at[i + 1]) == 'x')
			i++;
		else if (isxdigit(c))
			scn_text_char(digits, (char)c);
		else if (!isspace(c) && !strchr(":,", c))
			return false;
		if (digits->len > MAX_DIGITS)
			return false;
	}
	return digits->len > 0;
}

bool scn_import_hex_recognise(struct scn_bytes bytes)
{
	struct scn_text digits = { 0 };
	bool ok = bytes.len && !memchr(bytes.at, 0, bytes.len) && digits_of(bytes, &digits);

	scn_text_finish(&digits);
	return ok;
}

static struct scn_profile *profile_of(
	const struct scn_import_input *input, struct scn_bytes wire, struct scn_text *error)
{
	struct scn_text reference = { 0 }, notes = { 0 };
	struct scn_hello_origin origin = {
		.id = input->id ? input->id : input->stem,
		.date = input->date,
	};
	struct scn_profile *profile;

	scn_text_printf(&reference, "hexadecimal in %s", input->name);
	origin.reference = scn_text_str(&reference);
	scn_import_hello_note(wire, &notes);
	origin.note = scn_text_str(&notes);
	profile = scn_profile_from_hello(wire, &origin, error);
	scn_text_finish(&reference);
	scn_text_finish(&notes);
	return profile;
}

bool scn_import_hex_read(const struct scn_import_input *input, struct scn_import_result *result,
	struct scn_text *error)
{
	struct scn_text digits = { 0 };
	struct scn_builder wire = { 0 };
	struct scn_profile *profile = NULL;

	if (!digits_of(input->bytes, &digits))
		scn_text_printf(
			error, scn_tr("expected at most %d hexadecimal digits"), (int)MAX_DIGITS);
	else if (!scn_build_hex(&wire, scn_text_str(&digits)))
		scn_text_add(error, scn_tr("expected an even number of hexadecimal digits"));
	else
		profile = profile_of(input, scn_built(&wire), error);
	if (profile)
		scn_import_add(result, profile);
	scn_builder_finish(&wire);
	scn_text_finish(&digits);
	return profile != NULL;
}
