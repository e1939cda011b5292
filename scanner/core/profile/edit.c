#include "core/profile/edit.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "core/base/alloc.h"
#include "core/base/language.h"
#include "core/profile/edit-private.h"
#include "core/profile/profile-check.h"
#include "core/profile/profile-fit.h"
#include "core/profile/template.h"

struct scn_edit {
	struct scn_profile *base;
	char *date;
	struct scn_edit_state *steps; /* [0, count): the past, the present, and what was undone */
	size_t count, present;
};

/* ---- steps ---- */

static void finish_state(struct scn_edit_state *s)
{
	scn_profile_free(s->profile);
	for (int list = 0; list < SCN_EDIT_LIST_COUNT; list++)
		free(s->rows[list].at);
	*s = (struct scn_edit_state){ 0 };
}

static struct scn_edit_state copy_state(const struct scn_edit_state *s)
{
	struct scn_edit_state copy = { .profile = scn_profile_copy(s->profile) };

	for (int list = 0; list < SCN_EDIT_LIST_COUNT; list++) {
		const struct scn_edit_rows *rows = &s->rows[list];

		copy.rows[list].count = rows->count;
		if (rows->count)
			copy.rows[list].at =
				scn_copy_array(rows->at, rows->count, sizeof(*rows->at));
	}
	return copy;
}

static struct scn_edit_state *present(const struct scn_edit *edit)
{
	return &edit->steps[edit->present];
}

static struct scn_edit_state begin(const struct scn_edit *edit)
{
	return copy_state(present(edit));
}

static void push(struct scn_edit *edit, struct scn_edit_state state)
{
	while (edit->count > edit->present + 1)
		finish_state(&edit->steps[--edit->count]);
	if (edit->count > SCN_EDIT_MAX_STEPS) {
		finish_state(&edit->steps[0]);
		memmove(&edit->steps[0], &edit->steps[1],
			(edit->count - 1) * sizeof(edit->steps[0]));
		edit->count--;
	}
	SCN_APPEND(edit->steps, edit->count, state);
	edit->present = edit->count - 1;
}

static void write_lists(struct scn_edit_state *s)
{
	for (int list = 0; list < SCN_EDIT_LIST_COUNT; list++) {
		const struct scn_edit_rows *rows = &s->rows[list];
		uint32_t *codes = scn_alloc(rows->count, sizeof(*codes));
		size_t count = 0;

		for (size_t i = 0; i < rows->count; i++) {
			if (rows->at[i].on)
				codes[count++] = rows->at[i].code;
		}
		scn_edit_set_codes(s->profile, (enum scn_edit_list)list, codes, count);
		free(codes);
	}
}

/* Schannel has no value for signature schemes, so they are neither. */
static void set_flag(struct scn_not_set *not_set, enum scn_edit_list list, bool unset)
{
	if (list == SCN_EDIT_SUITES)
		not_set->suites = unset;
	if (list == SCN_EDIT_GROUPS)
		not_set->groups = unset;
}

bool scn_edit_is_unset(const struct scn_edit *edit, enum scn_edit_list list)
{
	const struct scn_not_set *not_set = &present(edit)->profile->not_set;

	return (list == SCN_EDIT_SUITES && not_set->suites) ||
	       (list == SCN_EDIT_GROUPS && not_set->groups);
}

/* Somebody touched it, so it is set. */
static void write_list(struct scn_edit_state *s, enum scn_edit_list list)
{
	set_flag(&s->profile->not_set, list, false);
	write_lists(s);
}

static bool refuse(struct scn_edit_state *state, struct scn_text *said, const char *sentence)
{
	finish_state(state);
	scn_text_add(said, sentence);
	return false;
}

/* Takes the state over: a step more, or a refusal. */
static bool finish_step(struct scn_edit *edit, struct scn_edit_state state, struct scn_text *said)
{
	struct scn_text why = { 0 };

	scn_edit_sign(state.profile, edit->date);
	if (!scn_profile_check(state.profile, &why)) {
		push(edit, state);
		return true;
	}
	scn_text_clear(said);
	refuse(&state, said, scn_text_str(&why));
	scn_text_finish(&why);
	return false;
}

/* The same where the hello is another one. */
static bool commit(struct scn_edit *edit, struct scn_edit_state state, struct scn_text *said)
{
	scn_profile_drop_empty_versions(state.profile, said);
	scn_profile_fit(state.profile);
	return finish_step(edit, state, said);
}

/* ---- making one ---- */

static void fill_rows(struct scn_edit_state *s, const struct scn_profile *base)
{
	for (int list = 0; list < SCN_EDIT_LIST_COUNT; list++) {
		free(s->rows[list].at);
		s->rows[list] = scn_edit_rows_of(s->profile, base, (enum scn_edit_list)list);
	}
}

struct scn_edit *scn_edit_new(
	const struct scn_profile *profile, const struct scn_profile *base, const char *date)
{
	struct scn_edit *edit = scn_alloc(1, sizeof(*edit));
	struct scn_edit_state state = { .profile = scn_profile_copy(profile) };

	edit->base = scn_profile_copy(base ? base : profile);
	edit->date = scn_strdup(date);
	fill_rows(&state, edit->base);
	SCN_APPEND(edit->steps, edit->count, state);
	return edit;
}

void scn_edit_free(struct scn_edit *edit)
{
	if (!edit)
		return;
	for (size_t i = 0; i < edit->count; i++)
		finish_state(&edit->steps[i]);
	free(edit->steps);
	free(edit->date);
	scn_profile_free(edit->base);
	free(edit);
}

const struct scn_profile *scn_edit_profile(const struct scn_edit *edit)
{
	return present(edit)->profile;
}

const struct scn_profile *scn_edit_base(const struct scn_edit *edit)
{
	return edit->base;
}

const struct scn_edit_row *scn_edit_rows(
	const struct scn_edit *edit, enum scn_edit_list list, size_t *count_out)
{
	*count_out = present(edit)->rows[list].count;
	return present(edit)->rows[list].at;
}

/* ---- rows ---- */

bool scn_edit_move(struct scn_edit *edit, enum scn_edit_list list, size_t from, size_t to)
{
	struct scn_text said = { 0 };
	struct scn_edit_state state;
	struct scn_edit_row *at, row;
	bool ok;

	if (from == to || from >= present(edit)->rows[list].count ||
		to >= present(edit)->rows[list].count)
		return false;
	state = begin(edit);
	at = state.rows[list].at;
	row = at[from];
	row.touched = true;
	if (from < to)
		memmove(&at[from], &at[from + 1], (to - from) * sizeof(*at));
	else
		memmove(&at[to + 1], &at[to], (from - to) * sizeof(*at));
	at[to] = row;
	write_list(&state, list);
	ok = commit(edit, state, &said);
	scn_text_finish(&said);
	return ok;
}

bool scn_edit_toggle(
	struct scn_edit *edit, enum scn_edit_list list, size_t at, struct scn_text *said)
{
	struct scn_edit_state state;

	if (at >= present(edit)->rows[list].count)
		return false;
	state = begin(edit);
	state.rows[list].at[at].on = !state.rows[list].at[at].on;
	write_list(&state, list);
	return commit(edit, state, said);
}

bool scn_edit_remove(
	struct scn_edit *edit, enum scn_edit_list list, size_t at, struct scn_text *said)
{
	struct scn_edit_state state;
	struct scn_edit_rows *rows;

	if (at >= present(edit)->rows[list].count)
		return false;
	state = begin(edit);
	rows = &state.rows[list];
	memmove(&rows->at[at], &rows->at[at + 1], (rows->count - at - 1) * sizeof(rows->at[0]));
	rows->count--;
	write_list(&state, list);
	return commit(edit, state, said);
}

/* Some servers expect the signals at the end. */
static size_t place_for_new(const struct scn_edit_rows *rows, enum scn_edit_list list)
{
	size_t at = rows->count;

	for (; list == SCN_EDIT_SUITES && at > 0; at--) {
		const struct scn_suite *before = scn_suite_by_code(rows->at[at - 1].code);

		if (!before || before->status != SCN_SUITE_SCSV)
			break;
	}
	return at;
}

static bool add_row(struct scn_edit_rows *rows, enum scn_edit_list list, uint32_t code)
{
	size_t at = scn_edit_find_row(rows, code);

	if (at < rows->count) {
		bool was_off = !rows->at[at].on;

		rows->at[at].on = true;
		return was_off;
	}
	scn_edit_insert_row(
		rows, place_for_new(rows, list), (struct scn_edit_row){ .code = code, .on = true });
	return true;
}

bool scn_edit_add(struct scn_edit *edit, enum scn_edit_list list, const uint32_t *codes,
	size_t count, size_t *added_out, struct scn_text *said)
{
	struct scn_edit_state state = begin(edit);

	*added_out = 0;
	for (size_t i = 0; i < count; i++)
		*added_out += add_row(&state.rows[list], list, codes[i]);
	if (*added_out == 0) {
		finish_state(&state);
		return false;
	}
	if (state.rows[list].count > SCN_PROFILE_MAX_SUITES)
		return refuse(&state, said, scn_tr("This list would be too long."));
	write_list(&state, list);
	if (commit(edit, state, said))
		return true;
	*added_out = 0;
	return false;
}

/* ---- versions ---- */

static bool fits_versions(uint32_t code, scn_versions versions)
{
	const struct scn_suite *suite = scn_suite_by_code(code);
	bool selectable = suite && scn_suite_selectable(suite);

	for (int v = SCN_SSL2; selectable && v <= SCN_TLS1_3; v++) {
		if ((versions & SCN_VERSION_BIT(v)) &&
			scn_suite_in_version(suite, (enum scn_version)v))
			return true;
	}
	return !selectable;
}

static bool is_suite_of(uint32_t code, enum scn_version version)
{
	const struct scn_suite *suite = scn_suite_by_code(code);

	return suite && scn_suite_in_version(suite, version);
}

/* What every implementation of TLS 1.3 has (RFC 8446 section 9.1), where the client has none yet. */
static void add_tls13_suites(struct scn_edit_rows *rows)
{
	static const scn_suite_code suites[] = { 0x1301, 0x1302 };

	for (size_t i = 0; i < SCN_COUNT(suites); i++) {
		if (scn_edit_find_row(rows, suites[i]) == rows->count)
			scn_edit_insert_row(
				rows, 0, (struct scn_edit_row){ .code = suites[i], .on = true });
	}
}

/* RFC 8446 section 9.1: a group and signatures, without which there is no TLS 1.3. */
static void add_tls13_parts(struct scn_edit_state *s)
{
	static const uint32_t schemes[] = { 0x0403, 0x0804, 0x0805, 0x0806 };
	struct scn_edit_rows *groups = &s->rows[SCN_EDIT_GROUPS];

	if (s->profile->group_count == 0)
		add_row(groups, SCN_EDIT_GROUPS, 0x0017);
	for (size_t i = 0; i < SCN_COUNT(schemes); i++)
		add_row(&s->rows[SCN_EDIT_SCHEMES], SCN_EDIT_SCHEMES, schemes[i]);
	s->profile->session_id_len = 32; /* RFC 8446 appendix D.4, as middleboxes like it */
}

static size_t turn_suites_on(struct scn_edit_rows *rows, enum scn_version version)
{
	size_t on = 0;

	for (size_t i = 0; i < rows->count; i++)
		on += rows->at[i].on && is_suite_of(rows->at[i].code, version);
	for (size_t i = 0; i < rows->count && on == 0; i++)
		rows->at[i].on |= is_suite_of(rows->at[i].code, version);
	for (size_t i = 0; i < rows->count && on == 0; i++)
		on += rows->at[i].on && is_suite_of(rows->at[i].code, version);
	return on;
}

static bool turn_on(struct scn_edit_state *s, enum scn_version version)
{
	struct scn_edit_rows *suites = &s->rows[SCN_EDIT_SUITES];

	s->profile->versions |= SCN_VERSION_BIT(version);
	if (version == SCN_TLS1_3)
		add_tls13_parts(s);
	if (turn_suites_on(suites, version))
		return true;
	if (version != SCN_TLS1_3)
		return false;
	add_tls13_suites(suites);
	return true;
}

static void turn_off(struct scn_edit_state *s, enum scn_version version)
{
	struct scn_edit_rows *suites = &s->rows[SCN_EDIT_SUITES];

	s->profile->versions &= (scn_versions)~SCN_VERSION_BIT(version);
	for (size_t i = 0; i < suites->count; i++)
		suites->at[i].on &= fits_versions(suites->at[i].code, s->profile->versions);
}

bool scn_edit_set_version(
	struct scn_edit *edit, enum scn_version version, bool on, struct scn_text *said)
{
	const struct scn_profile *now = scn_edit_profile(edit);
	scn_versions bit = SCN_VERSION_BIT(version);
	bool same = scn_profile_offers_version(now, version) == on;
	struct scn_edit_state state;

	if (same && !(now->not_set.versions & bit))
		return false;
	state = begin(edit);
	state.profile->not_set.versions &= (scn_versions)~bit;
	if (same)
		return finish_step(edit, state, said);
	if (!on && state.profile->versions == SCN_VERSION_BIT(version))
		return refuse(&state, said, scn_tr("A client offers at least one version."));
	if (on && !turn_on(&state, version)) {
		scn_text_printf(said,
			scn_tr("No cipher suite of this list exists at %s. Add one first."),
			scn_version_title(version));
		finish_state(&state);
		return false;
	}
	if (!on)
		turn_off(&state, version);
	write_lists(&state);
	return commit(edit, state, said);
}

/* ---- what Windows has by itself ---- */

/* What nobody knows does not become known by another Windows' defaults. */
static bool knows_windows(const struct scn_edit *edit, struct scn_text *said)
{
	const struct scn_not_set *not_set = &scn_edit_profile(edit)->not_set;

	if (not_set->base || (!not_set->versions && !not_set->suites && !not_set->groups))
		return true;
	scn_text_add(said, scn_tr("It is not known which Windows this is."));
	return false;
}

static void name_base(struct scn_not_set *not_set, const struct scn_profile *defaults)
{
	if (!not_set->base)
		not_set->base = scn_strdup(defaults->id);
}

bool scn_edit_unset_version(struct scn_edit *edit, enum scn_version version,
	const struct scn_profile *defaults, struct scn_text *said)
{
	struct scn_edit_state state;
	scn_versions bit = SCN_VERSION_BIT(version);
	bool on = scn_profile_offers_version(defaults, version);

	if ((scn_edit_profile(edit)->not_set.versions & bit) || !knows_windows(edit, said))
		return false;
	state = begin(edit);
	if (!on && state.profile->versions == bit)
		return refuse(&state, said, scn_tr("A client offers at least one version."));
	state.profile->not_set.versions |= bit;
	name_base(&state.profile->not_set, defaults);
	/* On by default, and without a suite in this list, it is not offered all the same. */
	if (on && !turn_on(&state, version))
		state.profile->versions &= (scn_versions)~bit;
	if (!on)
		turn_off(&state, version);
	write_lists(&state);
	return commit(edit, state, said);
}

bool scn_edit_unset_list(struct scn_edit *edit, enum scn_edit_list list,
	const struct scn_profile *defaults, struct scn_text *said)
{
	struct scn_edit_state state;
	uint32_t *codes;
	size_t count, kept = 0;

	if (list == SCN_EDIT_SCHEMES || scn_edit_is_unset(edit, list) || !knows_windows(edit, said))
		return false;
	state = begin(edit);
	set_flag(&state.profile->not_set, list, true);
	name_base(&state.profile->not_set, defaults);
	count = scn_edit_codes(defaults, list, &codes);
	for (size_t i = 0; i < count; i++)
		if (list != SCN_EDIT_SUITES || fits_versions(codes[i], state.profile->versions))
			codes[kept++] = codes[i];
	scn_edit_set_codes(state.profile, list, codes, kept);
	free(codes);
	free(state.rows[list].at);
	state.rows[list] = scn_edit_rows_of(state.profile, edit->base, list);
	return commit(edit, state, said);
}

/* ---- everything else ---- */

static void set_text(char **place, const char *text)
{
	char *copy = scn_strdup(text);

	free(*place);
	*place = copy;
}

bool scn_edit_set_policy(
	struct scn_edit *edit, const struct scn_profile *policy, struct scn_text *said)
{
	struct scn_edit_state state = begin(edit);
	struct scn_profile *p = state.profile;
	bool same_hello = p->sends_sni == policy->sends_sni;

	if (!policy->name || !policy->name[0])
		return refuse(&state, said, scn_tr("A client needs a name."));
	set_text(&p->name, policy->name);
	set_text(&p->note, policy->note);
	p->limits = policy->limits;
	p->sends_sni = policy->sends_sni;
	p->requires_secure_renegotiation = policy->requires_secure_renegotiation;
	p->requires_extended_master_secret = policy->requires_extended_master_secret;
	p->requires_key_usage = policy->requires_key_usage;
	p->verifies = policy->verifies;
	p->after_failure = policy->after_failure;
	return same_hello ? finish_step(edit, state, said) : commit(edit, state, said);
}

static void copy_sources(struct scn_profile *to, const struct scn_profile *from)
{
	for (size_t i = 0; i < to->source_count; i++) {
		free(to->sources[i].what);
		free(to->sources[i].reference);
		free(to->sources[i].date);
	}
	to->source_count = 0;
	for (size_t i = 0; i < from->source_count; i++) {
		struct scn_source source = from->sources[i];

		source.what = scn_strdup(source.what);
		source.reference = scn_strdup(source.reference);
		source.date = scn_strdup(source.date);
		SCN_APPEND(to->sources, to->source_count, source);
	}
}

bool scn_edit_take(struct scn_edit *edit, const struct scn_profile *from, struct scn_text *said)
{
	const struct scn_profile *before = scn_edit_profile(edit);
	struct scn_edit_state state = { .profile = scn_profile_copy(from) };
	struct scn_profile *p = state.profile;

	/* Who it is and what it does stays. */
	set_text(&p->id, before->id);
	set_text(&p->name, before->name);
	set_text(&p->platform, before->platform);
	set_text(&p->role, before->role);
	set_text(&p->note, before->note);
	set_text(&p->file, before->file);
	p->verifies = before->verifies;
	p->after_failure = before->after_failure;
	copy_sources(p, before);
	/* Not a template, which is a changed copy of this client. */
	if (scn_profile_is_windows(from) && strcmp(from->id, before->id) != 0)
		scn_profile_set_nothing(p, from->id);
	fill_rows(&state, edit->base);
	return commit(edit, state, said);
}

/* ---- back and forth ---- */

bool scn_edit_can_undo(const struct scn_edit *edit)
{
	return edit->present > 0;
}

bool scn_edit_can_redo(const struct scn_edit *edit)
{
	return edit->present + 1 < edit->count;
}

bool scn_edit_undo(struct scn_edit *edit)
{
	if (!scn_edit_can_undo(edit))
		return false;
	edit->present--;
	return true;
}

bool scn_edit_redo(struct scn_edit *edit)
{
	if (!scn_edit_can_redo(edit))
		return false;
	edit->present++;
	return true;
}
