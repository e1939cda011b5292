#include "core/tls/decode-tree.h"

#include <string.h>

#include "core/base/language.h"
#include "core/registry/extension.h"
#include "core/registry/group.h"
#include "core/registry/scheme.h"
#include "core/registry/suite.h"
#include "core/registry/version.h"
#include "core/tls/decode.h"

enum {
	VALUE_COLUMN = 16,
	MAX_HEX_SHOWN = 32,
};

/* False: there are too many lines; the last one said so. */
static bool begin_line(struct scn_tree *t)
{
	if (t->lines >= SCN_DECODE_MAX_LINES)
		return false;
	if (++t->lines == SCN_DECODE_MAX_LINES) {
		scn_text_add(t->out, scn_tr("what follows is left out: too long\n"));
		return false;
	}
	scn_text_fill(t->out, ' ', 2 * (size_t)t->depth);
	return true;
}

void scn_tree_text(struct scn_tree *t, const char *name, struct scn_text *take_value)
{
	size_t used = 2 * (size_t)t->depth + scn_text_columns(name);

	if (begin_line(t)) {
		scn_text_add(t->out, name);
		if (take_value->len)
			scn_text_fill(
				t->out, ' ', used + 2 > VALUE_COLUMN ? 2 : VALUE_COLUMN - used);
		scn_text_add(t->out, scn_text_str(take_value));
		scn_text_char(t->out, '\n');
	}
	scn_text_finish(take_value);
}

void scn_tree_line(struct scn_tree *t, const char *name, const char *format, ...)
{
	struct scn_text value = { 0 };
	va_list args;

	va_start(args, format);
	scn_text_vprintf(&value, format, args);
	va_end(args);
	scn_tree_text(t, name, &value);
}

void scn_tree_bytes(struct scn_tree *t, const char *name, size_t count)
{
	scn_tree_line(t, name, scn_tr_n("%zu bytes", "%zu bytes", count), count);
}

void scn_tree_hex(struct scn_tree *t, const char *name, struct scn_bytes bytes)
{
	struct scn_bytes shown = { bytes.at,
		bytes.len < MAX_HEX_SHOWN ? bytes.len : MAX_HEX_SHOWN };
	struct scn_text value = { 0 };

	if (bytes.len == 0)
		scn_text_add(&value, scn_tr("empty"));
	else
		scn_text_hex(&value, shown);
	if (shown.len < bytes.len)
		scn_text_printf(
			&value, scn_tr_n("… %zu bytes", "… %zu bytes", bytes.len), bytes.len);
	scn_tree_text(t, name, &value);
}

void scn_tree_rest(struct scn_tree *t, const struct scn_reader *r)
{
	if (!scn_read_ok(r))
		scn_tree_line(t, scn_tr("cut short or malformed"), "%s", "");
	else if (scn_read_left(r))
		scn_tree_line(t, scn_tr("not expected"),
			scn_tr_n("%zu bytes more", "%zu bytes more", scn_read_left(r)),
			scn_read_left(r));
}

void scn_name_version(uint16_t wire, struct scn_text *out)
{
	const char *title = scn_version_title(scn_version_from_wire(wire));

	scn_text_printf(out, "0x%04X", wire);
	if (title)
		scn_text_printf(out, " %s", title);
}

/* "TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256" in three words, so that a column of them can be read. */
static void add_short_name(const char *name, struct scn_text *out)
{
	const char *with = strstr(name, "_WITH_");
	const char *hash = strstr(name, "_SHA");

	if (strncmp(name, "TLS_", 4) != 0 || !with) {
		scn_text_add(out, name);
		return;
	}
	scn_text_addn(out, name + 4, (size_t)(with - name) - 4);
	scn_text_char(out, ' ');
	with += strlen("_WITH_");
	if (hash && hash > with) {
		scn_text_addn(out, with, (size_t)(hash - with));
		scn_text_char(out, ' ');
		with = hash + 1;
	}
	scn_text_add(out, with);
}

void scn_name_suite(uint32_t code, struct scn_text *out)
{
	const struct scn_suite *suite = scn_suite_by_code(code);
	char word[SCN_SUITE_CODE_LEN];

	scn_suite_code_text(code, word);
	scn_text_printf(out, "%s  ", word);
	if (suite)
		add_short_name(suite->name, out);
	else
		scn_text_add(out, scn_tr("unknown"));
}

static void add_name(const char *name, uint16_t code, struct scn_text *out)
{
	if (name)
		scn_text_add(out, name);
	else
		scn_text_printf(out, "0x%04X", code);
}

void scn_name_group(uint16_t code, struct scn_text *out)
{
	const struct scn_group *group = scn_group_by_code(code);

	add_name(group ? group->name : NULL, code, out);
}

void scn_name_scheme(uint16_t code, struct scn_text *out)
{
	const struct scn_scheme *scheme = scn_scheme_by_code(code);

	add_name(scheme ? scheme->name : NULL, code, out);
}

void scn_name_extension(uint16_t code, struct scn_text *out)
{
	const struct scn_extension *extension = scn_extension_by_code(code);

	add_name(extension ? extension->name : NULL, code, out);
}
