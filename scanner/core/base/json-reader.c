/* The strict reader: each complaint finds its own path and line, so a good document costs nothing. */
#include "core/base/json.h"

#include <math.h>
#include <stdarg.h>
#include <string.h>

#include "core/base/json-document.h"
#include "core/base/json-scan.h"
#include "core/base/language.h"
#include "core/base/nearest.h"

struct scn_json_reader scn_json_reader(
	const struct scn_json_document *document, struct scn_text *error)
{
	return (struct scn_json_reader){ document, error };
}

bool scn_json_reader_ok(const struct scn_json_reader *r)
{
	return r->error->len == 0;
}

/* Fills path with the way from `from` down to `wanted`; false if it is not below. */
static bool find_path(
	const struct scn_json *from, const struct scn_json *wanted, struct scn_json_path *path)
{
	size_t index = 0;

	if (from == wanted)
		return true;
	if (path->depth == SCN_JSON_MAX_DEPTH)
		return false;
	for (const struct scn_json *child = scn_json_first(from); child;
		child = scn_json_next(child)) {
		path->index[path->depth++] = index++;
		if (find_path(child, wanted, path))
			return true;
		path->depth--;
	}
	return false;
}

/* "limits.dh_min", "suites[3]"; the root is "(top)". */
static void path_text(
	const struct scn_json *root, const struct scn_json_path *path, struct scn_text *out)
{
	const struct scn_json *at = root;

	for (size_t level = 0; level < path->depth; level++) {
		const struct scn_json *child = scn_json_first(at);

		for (size_t i = 0; i < path->index[level]; i++)
			child = scn_json_next(child);
		if (scn_json_is_object(at))
			scn_text_printf(out, "%s%s", level ? "." : "", scn_json_key(child));
		else
			scn_text_printf(out, "[%zu]", path->index[level]);
		at = child;
	}
	if (path->depth == 0)
		scn_text_add(out, "(top)");
}

void scn_json_complain(
	struct scn_json_reader *r, const struct scn_json *at, const char *format, ...)
{
	const struct scn_json_document *document = r->document;
	struct scn_json_path path = { .depth = 0 };
	struct scn_text text = { 0 };
	va_list args;

	if (!scn_json_reader_ok(r))
		return;
	if (!at || !find_path(document->root, at, &path))
		path.depth = 0;
	path_text(document->root, &path, &text);
	scn_text_add(&text, ": ");
	va_start(args, format);
	scn_text_vprintf(&text, format, args);
	va_end(args);
	scn_text_printf(r->error, "%s:%u: ", document->name,
		scn_json_line(
			document->text, scn_json_locate(document->text, document->len, &path)));
	/* Keys and strings of the file are quoted in the sentence; they are a stranger's words. */
	scn_text_peer(r->error, text.at, text.len);
	scn_text_finish(&text);
}

static bool is_listed(const char *key, const char *const *keys)
{
	for (; *keys; keys++) {
		if (strcmp(key, *keys) == 0)
			return true;
	}
	return false;
}

static void complain_of_key(
	struct scn_json_reader *r, const struct scn_json *member, const char *const *keys)
{
	struct scn_nearest nearest = { .word = scn_json_key(member) };
	struct scn_text list = { 0 };

	for (size_t i = 0; keys[i]; i++) {
		scn_nearest_try(&nearest, keys[i]);
		scn_text_printf(&list, "%s%s", i ? ", " : "", keys[i]);
	}
	if (nearest.best)
		scn_json_complain(
			r, member, scn_tr("unknown key; did you mean \"%s\"?"), nearest.best);
	else
		scn_json_complain(
			r, member, scn_tr("unknown key; expected one of: %s"), scn_text_str(&list));
	scn_text_finish(&list);
}

void scn_json_only(
	struct scn_json_reader *r, const struct scn_json *object, const char *const *keys)
{
	if (!scn_json_is_object(object)) {
		scn_json_complain(r, object, scn_tr("expected an object"));
		return;
	}
	for (const struct scn_json *member = scn_json_first(object);
		member && scn_json_reader_ok(r); member = scn_json_next(member)) {
		if (!is_listed(scn_json_key(member), keys))
			complain_of_key(r, member, keys);
	}
}

/* The member if it is of the kind that is needed, else NULL; complains where it must be there. */
static const struct scn_json *need(struct scn_json_reader *r, const struct scn_json *object,
	const char *key, enum scn_json_need how, bool (*is_kind)(const struct scn_json *),
	const char *kind)
{
	const struct scn_json *member = scn_json_get(object, key);

	if (member && is_kind(member))
		return member;
	if (member && (how == SCN_JSON_REQUIRED || !scn_json_is_null(member)))
		scn_json_complain(r, member, scn_tr("expected %s"), kind);
	if (!member && how == SCN_JSON_REQUIRED)
		scn_json_complain(r, object, scn_tr("expected the key \"%s\" with %s"), key, kind);
	return NULL;
}

const struct scn_json *scn_json_need_object(struct scn_json_reader *r,
	const struct scn_json *object, const char *key, enum scn_json_need how)
{
	return need(r, object, key, how, scn_json_is_object, scn_tr("an object"));
}

const struct scn_json *scn_json_need_array(struct scn_json_reader *r, const struct scn_json *object,
	const char *key, enum scn_json_need how)
{
	return need(r, object, key, how, scn_json_is_array, scn_tr("an array"));
}

const char *scn_json_need_string(struct scn_json_reader *r, const struct scn_json *object,
	const char *key, enum scn_json_need how)
{
	return scn_json_string(need(r, object, key, how, scn_json_is_string, scn_tr("a string")));
}

int64_t scn_json_need_int(struct scn_json_reader *r, const struct scn_json *object, const char *key,
	enum scn_json_need how, int64_t least, int64_t most)
{
	const struct scn_json *member =
		need(r, object, key, how, scn_json_is_number, scn_tr("a number"));
	double value = scn_json_double(member);

	if (!member)
		return 0;
	if (value == floor(value) && value >= (double)least && value <= (double)most)
		return scn_json_int(member);
	scn_json_complain(r, member, scn_tr("expected a whole number from %lld to %lld"),
		(long long)least, (long long)most);
	return 0;
}

bool scn_json_need_bool(struct scn_json_reader *r, const struct scn_json *object, const char *key,
	enum scn_json_need how)
{
	return scn_json_bool(need(r, object, key, how, scn_json_is_bool, scn_tr("true or false")));
}
