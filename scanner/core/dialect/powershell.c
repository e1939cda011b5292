#include "core/dialect/powershell.h"

#include <ctype.h>
#include <string.h>

#include "core/base/json.h"
#include "core/base/language.h"
#include "core/dialect/lines.h"

static bool nothing_found(const struct scn_windows *w, struct scn_text *error)
{
	return w->has_suites ||
	       scn_dialect_complain(error, 0, scn_tr("there is no cipher suite in this output"));
}

/* ---- ConvertTo-Json: an array of objects with a Name, or one of them ---- */

static bool take_object(
	const struct scn_json *object, struct scn_windows *w, struct scn_text *error)
{
	const char *name = scn_json_is_string(object)
				   ? scn_json_string(object)
				   : scn_json_string(scn_json_get(object, "Name"));

	if (!name)
		return scn_dialect_complain(error, 0,
			scn_tr("expected objects with a \"Name\", as ConvertTo-Json writes them"));
	return scn_windows_add_suite(w, name, 0, error);
}

static bool read_json(const struct scn_text *text, struct scn_windows *w, struct scn_text *error)
{
	struct scn_json_document *document =
		scn_json_parse(text->at, text->len, "the output", error);
	const struct scn_json *root = document ? scn_json_root(document) : NULL;
	bool ok = root != NULL;

	if (ok && scn_json_is_array(root)) {
		for (const struct scn_json *e = scn_json_first(root); ok && e; e = scn_json_next(e))
			ok = take_object(e, w, error);
	} else if (ok) {
		ok = take_object(root, w, error);
	}
	scn_json_document_free(document);
	return ok && nothing_found(w, error);
}

/* ---- everything else: words that begin like the name of a suite ---- */

static bool is_suite_word(const char *word)
{
	return strncmp(word, "TLS_", 4) == 0 || strncmp(word, "SSL_", 4) == 0;
}

static bool take_line(char *line, unsigned number, struct scn_windows *w, struct scn_text *error)
{
	for (char *word; (word = strsep(&line, " \t,;\"")) != NULL;) {
		if (!is_suite_word(word))
			continue;
		if (strstr(word, "...") || strstr(word, "…"))
			return scn_dialect_complain(error, number,
				scn_tr("the table cut a name off; use Get-TlsCipherSuite | "
				       "Format-List Name"));
		if (!scn_windows_add_suite(w, word, number, error))
			return false;
	}
	return true;
}

static bool read_lines(struct scn_text *text, struct scn_windows *w, struct scn_text *error)
{
	struct scn_lines lines = scn_lines_of(text);

	for (char *line; (line = scn_lines_next(&lines)) != NULL;) {
		if (strlen(line) > SCN_DIALECT_MAX_LINE)
			return scn_dialect_complain(
				error, lines.number, scn_tr("the line is too long"));
		if (!take_line(line, lines.number, w, error))
			return false;
	}
	return nothing_found(w, error);
}

bool scn_powershell_read(struct scn_bytes file, struct scn_windows *w, struct scn_text *error)
{
	struct scn_text text = { 0 };
	bool ok = scn_dialect_text(file, &text, error);
	const char *first = scn_text_str(&text) + strspn(scn_text_str(&text), " \t\r\n");

	if (ok)
		ok = *first == '[' || *first == '{' ? read_json(&text, w, error)
						    : read_lines(&text, w, error);
	scn_text_finish(&text);
	return ok;
}

/* Names of suites, and nothing by which another kind of file would be known. */
bool scn_powershell_recognise(struct scn_bytes file)
{
	struct scn_text text = { 0 }, error = { 0 };
	bool found = false;

	if (scn_dialect_text(file, &text, &error)) {
		const char *all = scn_text_str(&text);
		const char *first = all + strspn(all, " \t\r\n");

		found = strstr(all, "TLS_") && *first != '<' && !strchr(all, '=') &&
			!strstr(all, "\"schema\"");
	}
	scn_text_finish(&text);
	scn_text_finish(&error);
	return found;
}
