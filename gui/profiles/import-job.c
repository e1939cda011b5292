#include "gui/profiles/import-job.h"

#include <glib/gi18n.h>

#include "core/base/language.h"
#include "core/profile/profile-diff.h"
#include "core/profile/similar.h"
#include "gui/profiles/session.h"
#include "io/store.h"

enum {
	DIFF_WIDTH = 90, /* columns */
};

struct job {
	struct app_import *import;
	struct scn_profiles profiles; /* copies: the thread has its own */
	struct scn_language language;
	char *date;
};

struct app_import *app_import_new(const char *path)
{
	struct app_import *import = g_new0(struct app_import, 1);

	if (path) {
		import->path = g_strdup(path);
		import->name = g_path_get_basename(path);
	}
	return import;
}

static void forget_answer(struct app_import *import)
{
	g_clear_pointer(&import->nearest, g_strfreev);
	g_clear_pointer(&import->differences, g_strfreev);
	g_clear_pointer(&import->percent, g_free);
	g_clear_pointer(&import->error, g_free);
	scn_import_result_finish(&import->result);
}

void app_import_free(struct app_import *import)
{
	if (!import)
		return;
	forget_answer(import);
	g_clear_pointer(&import->bytes, g_bytes_unref);
	g_free(import->name);
	g_free(import->path);
	g_free(import->word);
	g_free(import->base_id);
	g_free(import->what);
	scn_profile_free(import->given);
	g_free(import);
}

static void job_free(gpointer data)
{
	struct job *job = data;

	app_import_free(job->import);
	scn_profiles_finish(&job->profiles);
	g_free(job->date);
	g_free(job);
}

/* ---- in the worker thread ---- */

static gboolean read_file(struct app_import *import)
{
	struct scn_text text = { 0 };
	enum scn_err err;
	size_t len;

	if (import->bytes)
		return TRUE;
	err = scn_store_read(import->path, SCN_IMPORT_MAX_LEN, &text);
	if (err) {
		import->error = g_strdup_printf("%s: %s", import->name, scn_err_text(err));
		return FALSE;
	}
	len = text.len;
	import->bytes = g_bytes_new_with_free_func(text.at, len, free, text.at);
	return TRUE;
}

static gboolean read_profiles(struct job *job)
{
	struct app_import *import = job->import;
	char *plain = scn_import_stem(import->name);
	gsize len;
	const void *at = g_bytes_get_data(import->bytes, &len);
	struct scn_import_input input = {
		.name = import->name,
		.stem = plain,
		.bytes = { at, len },
		.date = job->date,
		.base = import->base_id,
		.profiles = &job->profiles,
	};
	struct scn_text error = { 0 };

	import->kind = import->word ? scn_import_kind_find(import->word)
				    : scn_import_kind_recognise(input.bytes);
	if (!import->kind)
		import->error = g_strdup(
			_("This is no capture, and no settings of a program that is known here."));
	else if (!import->kind->read(&input, &import->result, &error))
		import->error = g_strdup(scn_text_str(&error));
	scn_text_finish(&error);
	free(plain);
	return !import->error;
}

static gboolean take_given(struct app_import *import)
{
	return scn_profiles_add(&import->result.profiles, g_steal_pointer(&import->given));
}

static void find_nearest(struct job *job)
{
	struct app_import *import = job->import;
	size_t count = import->result.profiles.count;

	import->nearest = g_new0(char *, count + 1);
	import->differences = g_new0(char *, count + 1);
	import->percent = g_new0(unsigned, count);
	for (size_t i = 0; i < count; i++) {
		const struct scn_profile *profile = import->result.profiles.items[i];
		const struct scn_profile *nearest =
			scn_profiles_closest(&job->profiles, profile, &import->percent[i]);
		struct scn_profile_diff diff;
		struct scn_text text = { 0 };
		char *title = nearest ? scn_profile_title(nearest) : NULL;

		import->nearest[i] = g_strdup(title ? title : "");
		if (nearest) {
			scn_profile_diff(nearest, profile, &diff);
			scn_profile_diff_text(
				&diff, nearest, profile, DIFF_WIDTH, SCN_DIFF_UTF8, &text);
			scn_profile_diff_finish(&diff);
		}
		import->differences[i] = g_strdup(scn_text_str(&text));
		scn_text_finish(&text);
		free(title);
	}
}

static void work(GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
	struct job *job = data;

	scn_language_set(&job->language);
	if (job->import->given ? take_given(job->import)
			       : read_file(job->import) && read_profiles(job))
		find_nearest(job);
	scn_language_set(NULL);
	g_task_return_pointer(task, g_steal_pointer(&job->import), (GDestroyNotify)app_import_free);
}

/* ---- in the main thread ---- */

void app_import_start(struct app_import *take, AppProfiles *profiles, GCancellable *cancellable,
	GAsyncReadyCallback done, gpointer user)
{
	g_autoptr(GTask) task = g_task_new(NULL, cancellable, done, user);
	struct job *job = g_new0(struct job, 1);
	GListModel *all = G_LIST_MODEL(profiles);

	forget_answer(take);
	job->import = take;
	job->language = scn_language_get();
	job->date = app_session_date();
	for (guint i = 0; i < g_list_model_get_n_items(all); i++) {
		g_autoptr(AppProfile) profile = g_list_model_get_item(all, i);
		struct scn_profile *copy = scn_profile_copy(app_profile_get(profile));

		if (!scn_profiles_add(&job->profiles, copy))
			scn_profile_free(copy);
	}
	g_task_set_task_data(task, job, job_free);
	g_task_run_in_thread(task, work);
}

struct app_import *app_import_finish(GAsyncResult *result)
{
	return g_task_propagate_pointer(G_TASK(result), NULL);
}
