/*
 * What is different between two profiles in what they do: suites, versions, groups, schemes and
 * extensions that came, went or moved, limits and policy. Who they are (id, name, sources, note) does
 * not count, nor do the bytes of a captured hello that change from connection to connection.
 */
#ifndef SCN_CORE_PROFILE_PROFILE_DIFF_H
#define SCN_CORE_PROFILE_PROFILE_DIFF_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "core/base/text.h"
#include "core/profile/profile.h"

enum scn_diff_kind {
	SCN_DIFF_ADDED,   /* only in b, at place_b */
	SCN_DIFF_REMOVED, /* only in a, at place_a */
	SCN_DIFF_MOVED,   /* in both; the fewest that explain the new order */
	SCN_DIFF_KIND_COUNT,
};

struct scn_diff_item {
	enum scn_diff_kind kind;
	uint32_t code;
	char *name;              /* or "0x1234" */
	size_t place_a, place_b; /* from 1; 0 where it is not there */
};

/* The differences of one list; count 0 = none. */
struct scn_diff_list {
	const char *key; /* the key of a profile file: "suites" */
	struct scn_diff_item *items;
	size_t count;
};

/* One value that is not the same. */
struct scn_diff_value {
	char *key; /* "dh_min", "extension status_request" */
	char *a, *b;
};

enum {
	SCN_DIFF_LISTS = 8,
};

struct scn_profile_diff {
	struct scn_diff_list lists[SCN_DIFF_LISTS];
	struct scn_diff_value *values;
	size_t value_count;
};

void scn_profile_diff(const struct scn_profile *a, const struct scn_profile *b,
	struct scn_profile_diff *diff_out);
void scn_profile_diff_finish(struct scn_profile_diff *diff);
bool scn_profile_diff_is_empty(const struct scn_profile_diff *diff);

/* Reports; a and b as in scn_profile_diff. The JSON is "handfast/profile-diff/1". */
void scn_profile_diff_json(const struct scn_profile_diff *diff, const struct scn_profile *a,
	const struct scn_profile *b, struct scn_text *out);
enum scn_diff_letters {
	SCN_DIFF_UTF8,
	SCN_DIFF_ASCII,
};
/* Lines of at most width columns; a value that is longer than its line is cut. */
void scn_profile_diff_text(const struct scn_profile_diff *diff, const struct scn_profile *a,
	const struct scn_profile *b, size_t width, enum scn_diff_letters letters,
	struct scn_text *out);

#endif
