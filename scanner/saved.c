#include "saved.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "core/base/alloc.h"
#include "core/base/json.h"
#include "core/base/language.h"
#include "core/report/report.h"
#include "io/store.h"

void scn_saved_folder(struct scn_text *out)
{
	char *data = scn_store_data_dir();

	if (data)
		scn_text_printf(out, "%s/scans", data);
	free(data);
}

/* "20260131T120000Z-firma.example": sorts by time, says what it is, is safe as a file name. */
static void make_id(const struct scn_document *document, struct scn_text *out)
{
	char when[SCN_UTC_LEN];
	const char *name = document->target_count ? document->targets[0]->input : "nothing";

	scn_utc_text(document->started, when);
	for (const char *c = when; *c; c++)
		if (*c != '-' && *c != ':')
			scn_text_char(out, *c);
	scn_text_char(out, '-');
	for (size_t i = 0; name[i] && i < 64; i++) {
		unsigned char c = (unsigned char)name[i];

		scn_text_char(out, isalnum(c) && c < 128 ? (char)tolower(c) : c == '.' ? '.' : '-');
	}
	if (document->target_count > 1)
		scn_text_printf(out, "-and-%zu-more", document->target_count - 1);
}

static void scan_path(const char *folder, const char *id, unsigned copy, struct scn_text *out)
{
	scn_text_printf(out, "%s/%s", folder, id);
	if (copy > 1)
		scn_text_printf(out, ".%u", copy);
	scn_text_add(out, ".json");
}

/* A path that nobody uses yet: two scans may begin in the same second. */
static void free_path(const char *folder, const char *id, struct scn_text *path)
{
	for (unsigned copy = 1; copy == 1 || access(scn_text_str(path), F_OK) == 0; copy++) {
		scn_text_clear(path);
		scan_path(folder, id, copy, path);
	}
}

static bool complain(struct scn_text *error, const char *path, enum scn_err err)
{
	scn_text_printf(error, scn_tr("the scan was not saved: %s %s"), path, scn_err_text(err));
	return false;
}

bool scn_saved_write_to(
	const struct scn_document *document, const char *path, struct scn_text *error)
{
	struct scn_json_options options = { .all = true };
	struct scn_text text = { 0 };
	enum scn_err err;

	scn_report_json(document, &options, &text);
	err = scn_store_write(path, &text);
	scn_text_finish(&text);
	return !err || complain(error, path, err);
}

static bool write_new(struct scn_document *document, const char *folder, struct scn_text *error)
{
	struct scn_text id = { 0 }, path = { 0 };
	const char *name;
	enum scn_err err = scn_store_make_dir(folder);
	bool ok;

	make_id(document, &id);
	free_path(folder, scn_text_str(&id), &path);
	name = strrchr(scn_text_str(&path), '/') + 1;
	free(document->id);
	document->id = scn_strndup(name, strlen(name) - strlen(".json"));
	if (err)
		ok = complain(error, scn_text_str(&path), err);
	else
		ok = scn_saved_write_to(document, scn_text_str(&path), error);
	if (!ok) {
		free(document->id);
		document->id = NULL;
	}
	scn_text_finish(&id);
	scn_text_finish(&path);
	return ok;
}

bool scn_saved_write(struct scn_document *document, struct scn_text *error)
{
	struct scn_text folder = { 0 };
	bool ok = false;

	scn_saved_folder(&folder);
	if (folder.len)
		ok = write_new(document, scn_text_str(&folder), error);
	else
		scn_text_add(error,
			scn_tr("the scan was not saved: neither XDG_DATA_HOME nor HOME is set"));
	scn_text_finish(&folder);
	return ok;
}

void scn_saved_path(const char *id, struct scn_text *path_out)
{
	struct scn_text folder = { 0 };

	scn_saved_folder(&folder);
	scan_path(scn_text_str(&folder), id, 1, path_out);
	scn_text_finish(&folder);
}

/* The newest saved scan: ids begin with their time. */
static bool last_path(const char *folder, struct scn_text *path)
{
	char **names = NULL;
	size_t count = scn_store_list(folder, ".json", &names);

	if (count)
		scn_text_printf(path, "%s/%s", folder, names[count - 1]);
	for (size_t i = 0; i < count; i++)
		free(names[i]);
	free(names);
	return count > 0;
}

bool scn_saved_find(const char *name, struct scn_text *path)
{
	struct scn_text folder = { 0 };
	bool found = false;

	scn_saved_folder(&folder);
	if (strcmp(name, "last") == 0) {
		found = folder.len && last_path(scn_text_str(&folder), path);
	} else if (folder.len && !strchr(name, '/')) {
		scan_path(scn_text_str(&folder), name, 1, path);
		found = access(scn_text_str(path), R_OK) == 0;
	}
	if (!found && strcmp(name, "last") != 0 &&
		(strcmp(name, "-") == 0 || access(name, R_OK) == 0)) {
		scn_text_clear(path);
		scn_text_add(path, name);
		found = true;
	}
	scn_text_finish(&folder);
	return found;
}

enum scn_err scn_saved_load(
	const char *path, struct scn_document **document_out, struct scn_text *error)
{
	struct scn_text text = { 0 };
	enum scn_err err = scn_store_read(path, SCN_JSON_MAX_LEN, &text);

	*document_out = NULL;
	if (err)
		scn_text_printf(error, "%s %s", path, scn_err_text(err));
	else
		*document_out = scn_document_load(scn_text_str(&text), text.len, path, error);
	scn_text_finish(&text);
	return !err && !*document_out ? SCN_ERR_NOT_UNDERSTOOD : err;
}
