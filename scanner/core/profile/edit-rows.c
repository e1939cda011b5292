/* Lists of a profile as rows beside those of its base, and which of them moved. */
#include <stdlib.h>
#include <string.h>

#include "core/base/alloc.h"
#include "core/profile/edit-private.h"

static size_t codes16(const uint16_t *from, size_t count, uint32_t **codes_out)
{
	*codes_out = scn_alloc(count, sizeof(**codes_out));
	for (size_t i = 0; i < count; i++)
		(*codes_out)[i] = from[i];
	return count;
}

size_t scn_edit_codes(const struct scn_profile *p, enum scn_edit_list list, uint32_t **codes_out)
{
	if (list == SCN_EDIT_GROUPS)
		return codes16(p->groups, p->group_count, codes_out);
	if (list == SCN_EDIT_SCHEMES)
		return codes16(p->schemes, p->scheme_count, codes_out);
	*codes_out = scn_alloc(p->suite_count, sizeof(**codes_out));
	if (p->suite_count)
		memcpy(*codes_out, p->suites, p->suite_count * sizeof(**codes_out));
	return p->suite_count;
}

static void set_codes16(uint16_t **to, size_t *to_count, const uint32_t *codes, size_t count)
{
	*to_count = 0;
	for (size_t i = 0; i < count; i++)
		SCN_APPEND(*to, *to_count, (uint16_t)codes[i]);
}

void scn_edit_set_codes(
	struct scn_profile *p, enum scn_edit_list list, const uint32_t *codes, size_t count)
{
	if (list == SCN_EDIT_GROUPS) {
		set_codes16(&p->groups, &p->group_count, codes, count);
	} else if (list == SCN_EDIT_SCHEMES) {
		set_codes16(&p->schemes, &p->scheme_count, codes, count);
	} else {
		p->suite_count = 0;
		for (size_t i = 0; i < count; i++)
			SCN_APPEND(p->suites, p->suite_count, codes[i]);
	}
}

size_t scn_edit_find_row(const struct scn_edit_rows *rows, uint32_t code)
{
	size_t at = 0;

	while (at < rows->count && rows->at[at].code != code)
		at++;
	return at;
}

void scn_edit_insert_row(struct scn_edit_rows *rows, size_t at, struct scn_edit_row row)
{
	SCN_APPEND(rows->at, rows->count, row);
	memmove(&rows->at[at + 1], &rows->at[at], (rows->count - 1 - at) * sizeof(rows->at[0]));
	rows->at[at] = row;
}

struct scn_edit_rows scn_edit_rows_of(
	const struct scn_profile *profile, const struct scn_profile *base, enum scn_edit_list list)
{
	struct scn_edit_rows rows = { 0 };
	uint32_t *codes, *base_codes;
	size_t count = scn_edit_codes(profile, list, &codes);
	size_t base_count = scn_edit_codes(base, list, &base_codes);
	size_t after = 0; /* where the last one of the base stands, plus 1 */

	for (size_t i = 0; i < count; i++)
		scn_edit_insert_row(
			&rows, i, (struct scn_edit_row){ .code = codes[i], .on = true });
	for (size_t i = 0; i < base_count; i++) {
		size_t at = scn_edit_find_row(&rows, base_codes[i]);

		if (at == rows.count) {
			scn_edit_insert_row(
				&rows, after, (struct scn_edit_row){ .code = base_codes[i] });
			at = after;
		}
		after = at + 1;
	}
	free(codes);
	free(base_codes);
	return rows;
}

/* ---- what moved ---- */

/* The rows that are in the base as well: where they are here and there. */
struct common {
	size_t row;  /* among the rows */
	size_t rank; /* in the order of the base, among those that are in both */
	size_t weight, before;
	size_t best; /* weight of the heaviest row of kept ones that ends here */
	bool kept;
};

static size_t place_in(const uint32_t *codes, size_t count, uint32_t code)
{
	size_t at = 0;

	while (at < count && codes[at] != code)
		at++;
	return at;
}

static size_t find_common(const struct scn_edit_rows *rows, const uint32_t *base, size_t base_count,
	struct common *common)
{
	size_t count = 0;

	for (size_t i = 0; i < rows->count; i++) {
		size_t place = place_in(base, base_count, rows->at[i].code);

		if (place < base_count)
			common[count++] = (struct common){ .row = i, .rank = place };
	}
	return count;
}

/* Places of the base become ranks without holes. */
static void make_ranks(struct common *common, size_t count)
{
	size_t *ranks = scn_alloc(count, sizeof(*ranks));

	for (size_t i = 0; i < count; i++) {
		for (size_t j = 0; j < count; j++)
			ranks[i] += common[j].rank < common[i].rank;
	}
	for (size_t i = 0; i < count; i++)
		common[i].rank = ranks[i];
	free(ranks);
}

/* A heaviest increasing row of ranks did not move. What was moved by hand weighs a little less, so that of
 * two that changed places the one is said to have moved that did. */
static void find_kept(const struct scn_edit_rows *rows, struct common *common, size_t count)
{
	size_t last = count;

	for (size_t i = 0; i < count; i++) {
		struct common *c = &common[i];

		c->weight = 2 * count + (rows->at[c->row].touched ? 0 : 1);
		c->best = c->weight;
		c->before = count;
		for (size_t j = 0; j < i; j++) {
			if (common[j].rank < c->rank && common[j].best + c->weight > c->best) {
				c->best = common[j].best + c->weight;
				c->before = j;
			}
		}
		if (last == count || c->best > common[last].best)
			last = i;
	}
	for (; last < count; last = common[last].before)
		common[last].kept = true;
}

static void mark_moved(const struct common *common, size_t count, struct scn_edit_mark *marks)
{
	for (size_t i = 0; i < count; i++) {
		struct scn_edit_mark *mark = &marks[common[i].row];

		if (common[i].kept || common[i].rank == i || mark->tag != SCN_EDIT_SAME)
			continue;
		mark->tag = i < common[i].rank ? SCN_EDIT_UP : SCN_EDIT_DOWN;
		mark->by = i < common[i].rank ? common[i].rank - i : i - common[i].rank;
	}
}

struct scn_edit_mark *scn_edit_marks(const struct scn_edit *edit, enum scn_edit_list list)
{
	struct scn_edit_rows rows;
	uint32_t *base;
	size_t base_count = scn_edit_codes(scn_edit_base(edit), list, &base), count;
	struct scn_edit_mark *marks;
	struct common *common;

	rows.at = (struct scn_edit_row *)(uintptr_t)scn_edit_rows(edit, list, &rows.count);
	marks = scn_alloc(rows.count, sizeof(*marks));
	common = scn_alloc(rows.count, sizeof(*common));
	for (size_t i = 0; i < rows.count; i++) {
		bool in_base = place_in(base, base_count, rows.at[i].code) < base_count;

		if (!rows.at[i].on)
			marks[i].tag = in_base ? SCN_EDIT_OFF : SCN_EDIT_NEW_OFF;
		else if (!in_base)
			marks[i].tag = SCN_EDIT_NEW;
	}
	count = find_common(&rows, base, base_count, common);
	make_ranks(common, count);
	find_kept(&rows, common, count);
	mark_moved(common, count, marks);
	free(common);
	free(base);
	return marks;
}
