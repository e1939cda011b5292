#include "core/explain/replies.h"

#include <stdlib.h>
#include <string.h>

#include "core/base/alloc.h"

static const struct scn_category categories[] = {
#define CATEGORY(name, w, f, t, a)                                                                 \
	[SCN_CATEGORY_##name] = { .word = w, .fault = SCN_FAULT_##f, .title = t, .advice = a },
#include "core/explain/categories.inc"
#undef CATEGORY
};

enum {
	SCN_ROW_STRONG = false,
	SCN_ROW_WEAK = true,
};

static const struct scn_reply_row rows[] = {
#define R(i, k, p, by, c, s, perm, w, t, pat, ca, m)                                               \
	{ .id = i,                                                                                 \
		.kind = SCN_REPLY_KIND_##k,                                                        \
		.product = p,                                                                      \
		.said_by = SCN_SAID_BY_##by,                                                       \
		.category = SCN_CATEGORY_##c,                                                      \
		.stage = s,                                                                        \
		.permanence = perm,                                                                \
		.weak = SCN_ROW_##w,                                                               \
		.text = t,                                                                         \
		.pattern = pat,                                                                    \
		.causes = ca,                                                                      \
		.meaning = m },
#include "core/explain/replies.inc"
#undef R
};

const struct scn_category *scn_category(enum scn_category_id id)
{
	return &categories[id];
}

const struct scn_reply_row *scn_reply_rows(size_t *count_out)
{
	*count_out = SCN_COUNT(rows);
	return rows;
}

const char *scn_reply_kind_word(enum scn_reply_kind kind)
{
	static const char *const words[] = {
		[SCN_REPLY_KIND_REPLY] = "reply",
		[SCN_REPLY_KIND_LOG] = "log",
		[SCN_REPLY_KIND_NDR] = "bounce",
		[SCN_REPLY_KIND_LIBRARY] = "library",
		[SCN_REPLY_KIND_TLSRPT] = "tls-report",
	};

	return words[kind];
}

const char *scn_said_by_word(enum scn_said_by by)
{
	static const char *const words[] = {
		[SCN_SAID_BY_EITHER] = "either",
		[SCN_SAID_BY_SERVER] = "server",
		[SCN_SAID_BY_CLIENT] = "client",
	};

	return words[by];
}

const char *scn_fault_word(enum scn_fault fault)
{
	static const char *const words[] = {
		[SCN_FAULT_NOBODY] = "none",
		[SCN_FAULT_EITHER] = "either",
		[SCN_FAULT_SERVER] = "server",
		[SCN_FAULT_CLIENT] = "client",
		[SCN_FAULT_SELF] = "self",
		[SCN_FAULT_PEER] = "peer",
		[SCN_FAULT_PATH] = "path",
	};

	return words[fault];
}

/* ---- looking for rows ---- */

/* Words that show that a line is about TLS, so that a short text in it means what it says. */
static bool about_tls(const char *line)
{
	static const char *const signs[] = { "tls", "ssl", "error:", "schannel", "reason=", "alert",
		"certificate", "smtp;", "smtp error", "said:", "talk to me", "status=", "4.4.31" };

	for (size_t i = 0; i < SCN_COUNT(signs); i++)
		if (scn_pattern_inside(line, signs[i]))
			return true;
	return false;
}

/* Is it (nearly) all that the line says? A reply on its own begins the line. */
static bool alone(const struct scn_match *match, size_t len)
{
	return match->start == 0 || (match->end - match->start) * 5 >= len * 4;
}

static size_t weight(const struct scn_found *found, const char *product)
{
	size_t own = product && found->row->product && strcmp(found->row->product, product) == 0;

	/* A text of another product is not impossible (a bounce quotes the other side), only less
	 * likely. */
	return found->match.literal * 2 + own;
}

static bool overlap(const struct scn_found *a, const struct scn_found *b)
{
	return a->match.start < b->match.end && b->match.start < a->match.end;
}

/* Put one more into the list, unless something there covers it better. */
static size_t add(struct scn_found *found, size_t count, size_t max, const struct scn_found *one,
	const char *product)
{
	size_t kept = 0;

	for (size_t i = 0; i < count; i++)
		if (overlap(&found[i], one) && weight(&found[i], product) >= weight(one, product))
			return count;
	for (size_t i = 0; i < count; i++)
		if (!overlap(&found[i], one))
			found[kept++] = found[i];
	if (kept < max)
		found[kept++] = *one;
	return kept;
}

static int by_place(const void *left, const void *right)
{
	const struct scn_found *a = left, *b = right;

	return a->match.start < b->match.start ? -1 : a->match.start > b->match.start;
}

size_t scn_replies_find(
	const struct scn_searched *line, const char *product, struct scn_found *found, size_t max)
{
	bool asked = false, tls = false;
	size_t count = 0;

	for (size_t i = 0; i < SCN_COUNT(rows); i++) {
		struct scn_found one = { .row = &rows[i] };

		if (!scn_pattern_find(rows[i].pattern, line, &one.match))
			continue;
		if (rows[i].weak && !alone(&one.match, line->len)) {
			tls = asked ? tls : about_tls(line->at);
			asked = true;
			if (!tls)
				continue;
		}
		count = add(found, count, max, &one, product);
	}
	qsort(found, count, sizeof(*found), by_place);
	return count;
}
