/*
 * A profile under somebody's hands: the lists as rows that are on or off, each edit as a whole step that
 * can be undone, and what is different from the base, the profile that it was made from.
 *
 * After each step the profile is one that can be saved and loaded again: an edit that would break it is
 * refused with a sentence. A captured hello no longer says what the lists say once they were edited, so its
 * bytes go and the first source says "edited". Nothing here asks a clock: the date comes in.
 */
#ifndef SCN_CORE_PROFILE_EDIT_H
#define SCN_CORE_PROFILE_EDIT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "core/base/text.h"
#include "core/profile/profile.h"

enum scn_edit_list {
	SCN_EDIT_SUITES,
	SCN_EDIT_GROUPS,
	SCN_EDIT_SCHEMES,
	SCN_EDIT_LIST_COUNT,
};

enum {
	SCN_EDIT_MAX_STEPS = 200, /* that can be undone */
};

struct scn_edit_row {
	uint32_t code;
	bool on;
	bool touched; /* moved by hand: what moved is this one, not those that it passed */
};

struct scn_edit;
/* Both are copied. base: NULL: the profile as it is now. date: "2026-01-31", for the sources. */
struct scn_edit *scn_edit_new(
	const struct scn_profile *profile, const struct scn_profile *base, const char *date);
void scn_edit_free(struct scn_edit *edit);
/* Borrowed until the next step. */
const struct scn_profile *scn_edit_profile(const struct scn_edit *edit);
const struct scn_profile *scn_edit_base(const struct scn_edit *edit);
/* What is on in the order of the offer, and what the base has besides, off, at its place. */
const struct scn_edit_row *scn_edit_rows(
	const struct scn_edit *edit, enum scn_edit_list list, size_t *count_out);

/*
 * Steps. True: there is a step more, and *said has what changed besides (whole lines), if anything. False:
 * nothing changed; *said has the reason where there is one.
 */
bool scn_edit_move(struct scn_edit *edit, enum scn_edit_list list, size_t from, size_t to);
bool scn_edit_toggle(
	struct scn_edit *edit, enum scn_edit_list list, size_t at, struct scn_text *said);
bool scn_edit_remove(
	struct scn_edit *edit, enum scn_edit_list list, size_t at, struct scn_text *said);
/* Last, but before the signals at the end of a list of suites; what is off there is turned on. How many
 * came is in *added_out. */
bool scn_edit_add(struct scn_edit *edit, enum scn_edit_list list, const uint32_t *codes,
	size_t count, size_t *added_out, struct scn_text *said);
/* Turning one off turns its suites off; turning one on turns those on that are there. */
bool scn_edit_set_version(
	struct scn_edit *edit, enum scn_version version, bool on, struct scn_text *said);
/*
 * Schannel's third state: a protocol, the list of suites or that of groups goes back to what Windows has by
 * itself, as `defaults` says, the profile that not_set.base names (or is to name). Any other step that
 * touches one sets it.
 */
bool scn_edit_unset_version(struct scn_edit *edit, enum scn_version version,
	const struct scn_profile *defaults, struct scn_text *said);
bool scn_edit_unset_list(struct scn_edit *edit, enum scn_edit_list list,
	const struct scn_profile *defaults, struct scn_text *said);
/* Is this list left to Windows? */
bool scn_edit_is_unset(const struct scn_edit *edit, enum scn_edit_list list);
/* What is not a list; of the profile given, which is otherwise not looked at: name, limits, sends_sni,
 * requires_*, verifies, after_failure, note. */
bool scn_edit_set_policy(
	struct scn_edit *edit, const struct scn_profile *policy, struct scn_text *said);
/* All that a hello shows, and the limits, of another profile: a template, an import. */
bool scn_edit_take(struct scn_edit *edit, const struct scn_profile *from, struct scn_text *said);

bool scn_edit_can_undo(const struct scn_edit *edit);
bool scn_edit_can_redo(const struct scn_edit *edit);
bool scn_edit_undo(struct scn_edit *edit);
bool scn_edit_redo(struct scn_edit *edit);

/* ---- against the base ---- */

enum scn_edit_tag {
	SCN_EDIT_SAME,
	SCN_EDIT_NEW,     /* on, and the base does not have it */
	SCN_EDIT_OFF,     /* off, and the base has it */
	SCN_EDIT_NEW_OFF, /* off, and the base does not have it either */
	SCN_EDIT_UP,      /* by so many places, counted among the rows of the base */
	SCN_EDIT_DOWN,
};
struct scn_edit_mark {
	enum scn_edit_tag tag;
	size_t by;
};
/* One a row; heap array that the caller frees. */
struct scn_edit_mark *scn_edit_marks(const struct scn_edit *edit, enum scn_edit_list list);

/* ---- where a profile is from ---- */

/* A copy whose first source says what it is based on. */
struct scn_profile *scn_profile_derive(const struct scn_profile *original, const char *date);
/* The id of what it is based on, the Windows whose defaults count or what its sources say; heap, NULL:
 * neither says. */
char *scn_profile_base_id(const struct scn_profile *profile);

#endif
