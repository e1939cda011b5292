/* What the sources of an edited profile say. */
#include <stdlib.h>
#include <string.h>

#include "core/base/alloc.h"
#include "core/profile/edit-private.h"
#include "core/profile/template.h"

static const char copied[] = "a copy";
static const char edited[] = "edited";
static const char based_on[] = "based on ";

static void insert_first(struct scn_profile *p, struct scn_source source)
{
	SCN_APPEND(p->sources, p->source_count, source);
	memmove(&p->sources[1], &p->sources[0], (p->source_count - 1) * sizeof(*p->sources));
	p->sources[0] = source;
}

static void set_text(char **place, const char *text)
{
	free(*place);
	*place = scn_strdup(text);
}

struct scn_profile *scn_profile_derive(const struct scn_profile *original, const char *date)
{
	struct scn_profile *p = scn_profile_copy(original);
	struct scn_text reference = { 0 };

	scn_text_printf(&reference, "%s%s", based_on, original->id);
	insert_first(p, (struct scn_source){
				.kind = SCN_SOURCE_DERIVED,
				.what = scn_strdup(copied),
				.reference = scn_text_take(&reference),
				.date = scn_strdup(date),
			});
	if (scn_profile_is_windows(original))
		scn_profile_set_nothing(p, original->id);
	free(p->file);
	p->file = NULL;
	return p;
}

char *scn_profile_base_id(const struct scn_profile *p)
{
	const char *reference = p->source_count ? p->sources[0].reference : NULL;

	if (p->not_set.base)
		return scn_strdup(p->not_set.base);
	if (!reference || p->sources[0].kind != SCN_SOURCE_DERIVED ||
		strncmp(reference, based_on, strlen(based_on)) != 0)
		return NULL;
	return scn_strdup(reference + strlen(based_on));
}

void scn_edit_sign(struct scn_profile *p, const char *date)
{
	const char *what = p->source_count ? p->sources[0].what : NULL;

	if (what && p->sources[0].kind == SCN_SOURCE_DERIVED &&
		(strcmp(what, copied) == 0 || strcmp(what, edited) == 0)) {
		set_text(&p->sources[0].what, edited);
		set_text(&p->sources[0].date, date);
		return;
	}
	insert_first(p, (struct scn_source){
				.kind = SCN_SOURCE_DERIVED,
				.what = scn_strdup(edited),
				.reference = scn_strdup("by hand"),
				.date = scn_strdup(date),
			});
}
