#include "gui/language.h"

#include <libintl.h>
#include <locale.h>
#include <stdlib.h>
#include <string.h>

#include "core/base/language.h"

#define DOMAIN "handfast"

static const char *translate(void *context, const char *english)
{
	return dgettext(DOMAIN, english);
}

static const char *translate_many(
	void *context, const char *singular, const char *plural, unsigned long count)
{
	return dngettext(DOMAIN, singular, plural, count);
}

/* Is there a catalogue for the user's language? Its header is the translation of "". */
static int is_translated(void)
{
	return strcmp(dgettext(DOMAIN, ""), "") != 0;
}

void app_language_start(void)
{
	const char *folder = getenv("HANDFAST_LOCALEDIR"); /* to run from a build folder */

	setlocale(LC_ALL, "");
	bindtextdomain(DOMAIN, folder ? folder : APP_LOCALEDIR);
	bind_textdomain_codeset(DOMAIN, "UTF-8");
	textdomain(DOMAIN);
	if (is_translated())
		scn_language_set(
			&(struct scn_language){ .one = translate, .many = translate_many });
}
