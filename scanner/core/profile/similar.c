#include "core/profile/similar.h"

#include <stdlib.h>

#include "core/base/alloc.h"
#include "core/registry/extension.h"

/* Values of GREASE are drawn anew for each connection (RFC 8701): any of them stands for all. */
static uint32_t plain(uint32_t code)
{
	return code <= UINT16_MAX && scn_extension_is_grease((uint16_t)code) ? 0x0A0A : code;
}

/* Length of the longest row of codes that both have in the same order. */
static size_t common_len(const uint32_t *a, size_t a_count, const uint32_t *b, size_t b_count)
{
	size_t *len = scn_alloc(b_count + 1, sizeof(*len));
	size_t longest;

	for (size_t i = 0; i < a_count; i++) {
		size_t before = 0; /* of (i - 1, j - 1) */

		for (size_t j = 0; j < b_count; j++) {
			size_t above = len[j + 1];

			if (plain(a[i]) == plain(b[j]))
				len[j + 1] = before + 1;
			else if (len[j] > above)
				len[j + 1] = len[j];
			before = above;
		}
	}
	longest = len[b_count];
	free(len);
	return longest;
}

struct codes {
	uint32_t *at;
	size_t count;
};

static struct codes wide(const uint16_t *from, size_t count)
{
	struct codes codes = { scn_alloc(count, sizeof(*codes.at)), count };

	for (size_t i = 0; i < count; i++)
		codes.at[i] = from[i];
	return codes;
}

static struct codes suites_of(const struct scn_profile *p)
{
	struct codes codes = { scn_alloc(p->suite_count, sizeof(*codes.at)), p->suite_count };

	for (size_t i = 0; i < p->suite_count; i++)
		codes.at[i] = p->suites[i];
	return codes;
}

static struct codes groups_of(const struct scn_profile *p)
{
	return wide(p->groups, p->group_count);
}

static struct codes schemes_of(const struct scn_profile *p)
{
	return wide(p->schemes, p->scheme_count);
}

static struct codes extensions_of(const struct scn_profile *p)
{
	struct codes codes = { scn_alloc(p->extension_count, sizeof(*codes.at)),
		p->extension_count };

	for (size_t i = 0; i < p->extension_count; i++)
		codes.at[i] = p->extensions[i].code;
	return codes;
}

static struct codes versions_of(const struct scn_profile *p)
{
	struct codes codes = { scn_alloc(SCN_VERSION_COUNT, sizeof(*codes.at)), 0 };

	for (int v = 0; v < SCN_VERSION_COUNT; v++) {
		if (scn_profile_offers_version(p, (enum scn_version)v))
			codes.at[codes.count++] = (uint32_t)v;
	}
	return codes;
}

/* The list of suites says most about who it is. */
static const struct {
	struct codes (*codes)(const struct scn_profile *p);
	unsigned weight;
} lists[] = {
	{ versions_of, 15 },
	{ suites_of, 40 },
	{ groups_of, 15 },
	{ schemes_of, 15 },
	{ extensions_of, 15 },
};

unsigned scn_profile_similarity(const struct scn_profile *a, const struct scn_profile *b)
{
	double percent = 0;
	bool same = true;

	for (size_t i = 0; i < SCN_COUNT(lists); i++) {
		struct codes x = lists[i].codes(a), y = lists[i].codes(b);
		size_t common = common_len(x.at, x.count, y.at, y.count);
		size_t all = x.count + y.count;

		same &= 2 * common == all;
		percent += lists[i].weight * (all ? 2.0 * (double)common / (double)all : 1.0);
		free(x.at);
		free(y.at);
	}
	if (same)
		return 100;
	return percent < 99 ? (unsigned)percent : 99;
}

const struct scn_profile *scn_profiles_closest(
	const struct scn_profiles *set, const struct scn_profile *profile, unsigned *percent_out)
{
	const struct scn_profile *closest = NULL;

	*percent_out = 0;
	for (size_t i = 0; i < set->count; i++) {
		unsigned percent = scn_profile_similarity(set->items[i], profile);

		if (closest && percent <= *percent_out)
			continue;
		closest = set->items[i];
		*percent_out = percent;
	}
	return closest;
}
