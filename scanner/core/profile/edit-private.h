/* The inside of an edit. Private to edit*.c. */
#ifndef SCN_CORE_PROFILE_EDIT_PRIVATE_H
#define SCN_CORE_PROFILE_EDIT_PRIVATE_H

#include "core/profile/edit.h"

struct scn_edit_rows {
	struct scn_edit_row *at;
	size_t count;
};

/* One step. */
struct scn_edit_state {
	struct scn_profile *profile;
	struct scn_edit_rows rows[SCN_EDIT_LIST_COUNT];
};

/* The codes of a list of a profile; heap array. */
size_t scn_edit_codes(
	const struct scn_profile *profile, enum scn_edit_list list, uint32_t **codes_out);
void scn_edit_set_codes(
	struct scn_profile *profile, enum scn_edit_list list, const uint32_t *codes, size_t count);
/* The rows of a profile beside its base. */
struct scn_edit_rows scn_edit_rows_of(
	const struct scn_profile *profile, const struct scn_profile *base, enum scn_edit_list list);
/* Its place, or count where it is not there. */
size_t scn_edit_find_row(const struct scn_edit_rows *rows, uint32_t code);
void scn_edit_insert_row(struct scn_edit_rows *rows, size_t at, struct scn_edit_row row);

/* The first source says that it was edited. */
void scn_edit_sign(struct scn_profile *profile, const char *date);

#endif
