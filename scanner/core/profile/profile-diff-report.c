/* profile-diff.h: the differences as text and as JSON. */
#include <string.h>

#include "core/base/alloc.h"
#include "core/base/json.h"
#include "core/profile/profile-diff.h"

/* ---- JSON ---- */

static const char *const kind_words[SCN_DIFF_KIND_COUNT] = {
	[SCN_DIFF_ADDED] = "added",
	[SCN_DIFF_REMOVED] = "removed",
	[SCN_DIFF_MOVED] = "moved",
};

static struct scn_json *place_json(size_t place)
{
	return place ? scn_json_from_int((int64_t)place) : scn_json_null();
}

static struct scn_json *items_json(const struct scn_diff_list *list, enum scn_diff_kind kind)
{
	struct scn_json *array = scn_json_array();

	for (size_t i = 0; i < list->count; i++) {
		const struct scn_diff_item *item = &list->items[i];
		struct scn_json *row;

		if (item->kind != kind)
			continue;
		row = scn_json_push(array, scn_json_object());
		scn_json_put(row, "name", scn_json_from_string(item->name));
		scn_json_put(row, "place_a", place_json(item->place_a));
		scn_json_put(row, "place_b", place_json(item->place_b));
	}
	return array;
}

void scn_profile_diff_json(const struct scn_profile_diff *diff, const struct scn_profile *a,
	const struct scn_profile *b, struct scn_text *out)
{
	struct scn_json *root = scn_json_object();
	struct scn_json *values;

	scn_json_put(root, "schema", scn_json_from_string("handfast/profile-diff/1"));
	scn_json_put(root, "a", scn_json_from_string(a->id));
	scn_json_put(root, "b", scn_json_from_string(b->id));
	scn_json_put(root, "same", scn_json_from_bool(scn_profile_diff_is_empty(diff)));
	for (size_t i = 0; i < SCN_DIFF_LISTS; i++) {
		struct scn_json *list = scn_json_put(root, diff->lists[i].key, scn_json_object());

		for (int kind = 0; kind < SCN_DIFF_KIND_COUNT; kind++)
			scn_json_put(list, kind_words[kind],
				items_json(&diff->lists[i], (enum scn_diff_kind)kind));
	}
	values = scn_json_put(root, "values", scn_json_array());
	for (size_t i = 0; i < diff->value_count; i++) {
		struct scn_json *row = scn_json_push(values, scn_json_object());

		scn_json_put(row, "key", scn_json_from_string(diff->values[i].key));
		scn_json_put(row, "a", scn_json_from_string(diff->values[i].a));
		scn_json_put(row, "b", scn_json_from_string(diff->values[i].b));
	}
	scn_json_print(root, SCN_JSON_INDENTED, out);
	scn_json_free(root);
}

/* ---- text ---- */

/* Line by line, so that none is longer than the screen is wide. */
struct page {
	size_t width;
	const char *arrow, *cut;
	struct scn_text *out;
};

static void put_line(const struct page *page, const struct scn_text *line)
{
	const char *text = scn_text_str(line);
	size_t room = page->width > scn_text_columns(page->cut)
			      ? page->width - scn_text_columns(page->cut)
			      : 0;
	size_t columns = 0;

	if (scn_text_columns(text) <= page->width) {
		scn_text_printf(page->out, "%s\n", text);
		return;
	}
	for (size_t at = 0; at < line->len && columns < room; columns++) {
		uint32_t code;
		size_t len = scn_utf8(text + at, line->len - at, &code);

		scn_text_addn(page->out, text + at, len ? len : 1);
		at += len ? len : 1;
	}
	scn_text_printf(page->out, "%s\n", page->cut);
}

static const struct {
	const char *key, *title;
} titles[] = {
	{ "versions", "Versions" },
	{ "versions_rsa_only", "Versions completed only with static RSA" },
	{ "suites", "Suites" },
	{ "groups", "Groups" },
	{ "signature_schemes", "Signature schemes" },
	{ "key_shares", "Key shares" },
	{ "extensions", "Extensions" },
	{ "point_formats", "Point formats" },
};

static const char *title_of(const char *key)
{
	for (size_t i = 0; i < SCN_COUNT(titles); i++) {
		if (strcmp(titles[i].key, key) == 0)
			return titles[i].title;
	}
	return key;
}

static void put_item(const struct page *page, const struct scn_diff_item *item)
{
	struct scn_text line = { 0 };

	if (item->kind == SCN_DIFF_ADDED)
		scn_text_printf(&line, "  added    %-45s place %zu", item->name, item->place_b);
	else if (item->kind == SCN_DIFF_REMOVED)
		scn_text_printf(&line, "  removed  %-45s place %zu", item->name, item->place_a);
	else
		scn_text_printf(&line, "  moved    %-45s place %zu %s %zu", item->name,
			item->place_a, page->arrow, item->place_b);
	put_line(page, &line);
	scn_text_finish(&line);
}

static void put_values(const struct page *page, const struct scn_profile_diff *diff)
{
	scn_text_add(page->out, "\nLimits, policy, form of the hello\n");
	for (size_t i = 0; i < diff->value_count; i++) {
		const struct scn_diff_value *value = &diff->values[i];
		struct scn_text line = { 0 };

		scn_text_printf(
			&line, "  %-22s %s %s %s", value->key, value->a, page->arrow, value->b);
		put_line(page, &line);
		scn_text_finish(&line);
	}
}

void scn_profile_diff_text(const struct scn_profile_diff *diff, const struct scn_profile *a,
	const struct scn_profile *b, size_t width, enum scn_diff_letters letters,
	struct scn_text *out)
{
	const struct page page = {
		.width = width,
		.arrow = letters == SCN_DIFF_ASCII ? "->" : "→",
		.cut = letters == SCN_DIFF_ASCII ? "..." : "…",
		.out = out,
	};
	struct scn_text head = { 0 };

	scn_text_printf(&head, "%s %s %s%s", a->id, page.arrow, b->id,
		scn_profile_diff_is_empty(diff) ? ": the same in all that they do" : "");
	put_line(&page, &head);
	scn_text_finish(&head);
	for (size_t i = 0; i < SCN_DIFF_LISTS; i++) {
		if (diff->lists[i].count)
			scn_text_printf(out, "\n%s\n", title_of(diff->lists[i].key));
		for (size_t j = 0; j < diff->lists[i].count; j++)
			put_item(&page, &diff->lists[i].items[j]);
	}
	if (diff->value_count)
		put_values(&page, diff);
}
