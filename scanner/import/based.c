/*
 * Files that say what somebody changed (Schannel's) or what a library lists (GnuTLS's).
 * They are applied to a base, a profile of the same software; --base names another one.
 */
#include <stdlib.h>
#include <string.h>

#include "import/private.h"

#include "core/base/alloc.h"
#include "core/base/language.h"
#include "core/dialect/gnutls.h"
#include "core/dialect/ictpl.h"
#include "core/dialect/lines.h"
#include "core/dialect/powershell.h"
#include "core/dialect/reg.h"
#include "core/dialect/windows.h"
#include "core/profile/profile-check.h"
#include "core/profile/profile-from-hello.h"
#include "io/tool.h"

/* A copy of the base; NULL: complained. */
static struct scn_profile *base_of(
	const struct scn_import_input *input, const char *usual, struct scn_text *error)
{
	const char *id = input->base ? input->base : usual;
	const struct scn_profile *base = scn_profiles_find(input->profiles, id);
	const char *near;

	if (base)
		return scn_profile_copy(base);
	near = scn_profiles_nearest(input->profiles, id);
	scn_text_printf(error, scn_tr("there is no client \"%s\" for --base%s%s"), id,
		near ? "; did you mean " : "", near ? near : "");
	return NULL;
}

static void set_text(char **place, struct scn_text *take_text)
{
	free(*place);
	*place = scn_text_take(take_text);
}

/* Its own name, and the file as the first source: what the base stands on comes behind. */
static void rename_profile(
	struct scn_profile *p, const struct scn_import_input *input, const char *what)
{
	struct scn_text id = { 0 }, name = { 0 }, note = { 0 }, reference = { 0 };
	struct scn_source source = { .kind = SCN_SOURCE_DERIVED, .date = scn_strdup(input->date) };

	scn_text_printf(&note,
		"What the file does not say is as in %s. What happens after a failed handshake is "
		"taken from there too.",
		p->id);
	scn_text_printf(&reference, "%s in %s, applied to %s", what, input->name, p->id);
	scn_profile_id_text(input->id ? input->id : input->stem, &id);
	scn_text_add(&name, scn_text_str(&id));
	source.what = scn_strdup("settings");
	source.reference = scn_text_take(&reference);
	set_text(&p->id, &id);
	set_text(&p->name, &name);
	set_text(&p->note, &note);
	SCN_APPEND(p->sources, p->source_count, source);
	memmove(&p->sources[1], &p->sources[0], (p->source_count - 1) * sizeof(*p->sources));
	p->sources[0] = source;
	free(p->file);
	p->file = NULL;
}

/* Takes the profile over; false: it makes no sense as a whole. */
static bool add_checked(
	struct scn_import_result *result, struct scn_profile *take_profile, struct scn_text *error)
{
	struct scn_text why = { 0 };
	const char *key = scn_profile_check(take_profile, &why);

	if (key) {
		scn_text_printf(error, scn_tr("what is left is no client: %s: %s"), key,
			scn_text_str(&why));
		scn_profile_free(take_profile);
	} else {
		scn_import_add(result, take_profile);
	}
	scn_text_finish(&why);
	return !key;
}

/* ---- Schannel ---- */

static const char usual_windows[] = "exchange-2019";

static void forget_base(struct scn_profile *p, struct scn_text *notes)
{
	free(p->not_set.base);
	p->not_set.base = NULL;
	scn_text_add(notes,
		scn_tr("what the file does not say is not known, and a pair that depends on it "
		       "is unknown\n"));
}

static bool add_windows(const struct scn_import_input *input, const struct scn_windows *w,
	const char *what, struct scn_import_result *result, struct scn_text *error)
{
	struct scn_import_input usual = *input;
	bool guess = input->base && strcmp(input->base, SCN_IMPORT_UNKNOWN_BASE) == 0;
	struct scn_profile *p;

	if (guess)
		usual.base = NULL;
	p = base_of(&usual, usual_windows, error);
	if (!p)
		return false;
	if (!input->base)
		scn_text_printf(&result->notes,
			scn_tr("what the file does not say is taken from %s; --base names "
			       "another\n"),
			usual_windows);
	scn_windows_apply(w, p, &result->notes);
	if (guess)
		forget_base(p, &result->notes);
	rename_profile(p, input, what);
	return add_checked(result, p, error);
}

bool scn_import_reg_recognise(struct scn_bytes bytes)
{
	return scn_reg_recognise(bytes);
}

bool scn_import_reg_read(const struct scn_import_input *input, struct scn_import_result *result,
	struct scn_text *error)
{
	struct scn_windows w = { 0 };
	bool ok = scn_reg_read(input->bytes, &w, error) &&
		  add_windows(input, &w, "registry export", result, error);

	scn_windows_finish(&w);
	return ok;
}

bool scn_import_ictpl_recognise(struct scn_bytes bytes)
{
	return scn_ictpl_recognise(bytes);
}

bool scn_import_ictpl_read(const struct scn_import_input *input, struct scn_import_result *result,
	struct scn_text *error)
{
	struct scn_windows w = { 0 };
	bool ok = scn_ictpl_read(input->bytes, &w, &result->notes, error) &&
		  add_windows(input, &w, "IIS Crypto template", result, error);

	scn_windows_finish(&w);
	return ok;
}

bool scn_import_powershell_recognise(struct scn_bytes bytes)
{
	return scn_powershell_recognise(bytes);
}

bool scn_import_powershell_read(const struct scn_import_input *input,
	struct scn_import_result *result, struct scn_text *error)
{
	struct scn_windows w = { 0 };
	bool ok = scn_powershell_read(input->bytes, &w, error) &&
		  add_windows(input, &w, "Get-TlsCipherSuite", result, error);

	scn_windows_finish(&w);
	return ok;
}

/* ---- GnuTLS ---- */

bool scn_import_gnutls_recognise(struct scn_bytes bytes)
{
	return scn_gnutls_recognise(bytes);
}

static bool ask_gnutls(const char *string, struct scn_text *answer, struct scn_text *error)
{
	struct scn_text option = { 0 };
	int status = 0;
	enum scn_err err;

	scn_text_printf(&option, "--priority=%s", string);
	err = scn_tool_run((const char *const[]){ "gnutls-cli", "-l", scn_text_str(&option), NULL },
		answer, &status);
	if (err == SCN_ERR_NOT_FOUND)
		scn_text_add(error, scn_tr("only GnuTLS can evaluate a priority string, and "
					   "gnutls-cli is not installed (Debian: gnutls-bin)"));
	else if (err || status) {
		scn_text_add(error, scn_tr("gnutls-cli does not take this string: "));
		scn_text_peer(error, scn_text_str(answer), strcspn(scn_text_str(answer), "\n"));
	}
	scn_text_finish(&option);
	return !err && status == 0;
}

static bool add_gnutls(const struct scn_import_input *input, const struct scn_text *answer,
	struct scn_import_result *result, struct scn_text *error)
{
	struct scn_profile *p = base_of(input, "gnutls-3.7", error);
	struct scn_bytes bytes = { (const uint8_t *)scn_text_str(answer), answer->len };

	if (!p)
		return false;
	if (!scn_gnutls_answer(bytes, p, &result->notes, error)) {
		scn_profile_free(p);
		return false;
	}
	rename_profile(p, input, "priority string");
	return add_checked(result, p, error);
}

bool scn_import_gnutls_read(const struct scn_import_input *input, struct scn_import_result *result,
	struct scn_text *error)
{
	char *string = scn_dialect_single(input->bytes, scn_tr("priority string"), error);
	struct scn_text answer = { 0 };
	bool ok = string && ask_gnutls(string, &answer, error) &&
		  add_gnutls(input, &answer, result, error);

	scn_text_finish(&answer);
	free(string);
	return ok;
}
