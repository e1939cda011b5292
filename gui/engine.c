#include "gui/engine.h"

#include <string.h>
#include <unistd.h>

#include <glib/gi18n.h>

#include "core/report/copy.h"
#include "gui/progress.h"
#include "io/demo.h"
#include "saved.h"

struct _AppEngine {
	GObject parent;
	AppHistory *history;
	AppProfiles *profiles;
	AppSettings *settings;
	GPtrArray *jobs; /* those that run */
	guint looking;   /* the source that looks at them; 0: there are none */
};

enum {
	DEMO_SERVERS = 3,
	DEMO_SECONDS = 15,                /* for the one that turns most connections away */
	LOOK_MS = 100,                    /* between two looks at the jobs: all in one frame */
	SNAPSHOT_US = G_USEC_PER_SEC / 2, /* between two copies of a job's results */
	NICER = 5,                        /* the window comes first */
};

/* One failing client, a server of today, one that answers 421 to most connections. */
static const char *const demo_scenarios[DEMO_SERVERS] = { "exchange-2019", "modern", "throttled" };

/* A run in its thread. The main thread makes and frees it; the fields below the lock are for both. */
typedef struct {
	AppEngine *engine;
	AppScan *scan;
	GThread *thread;
	struct scn_run *run;
	struct scn_profiles clients;
	const struct scn_profile **client_list;
	char *ehlo;
	struct scn_demo *demo[DEMO_SERVERS];
	char *path; /* to be written back to; NULL: a new file */
	gboolean stopped;
	/* The worker's own. */
	gint64 copied;
	/* Under the lock. */
	GMutex lock;
	struct app_progress_table progress;
	struct scn_document *newest;
	gboolean over;
	enum scn_err err;
	char *saved_path, *save_error;
	gboolean news; /* since the main thread looked */
} Job;

G_DEFINE_FINAL_TYPE(AppEngine, app_engine, G_TYPE_OBJECT)

static guint running_signal, finished_signal;

/* ---- in the worker thread ---- */

static void give_document(Job *job, struct scn_document *take_document)
{
	struct scn_document *old;

	g_mutex_lock(&job->lock);
	old = job->newest;
	job->newest = take_document;
	job->news = TRUE;
	g_mutex_unlock(&job->lock);
	scn_document_free(old);
}

static void on_progress(void *user, const struct scn_run_progress *progress)
{
	Job *job = user;
	gint64 now = g_get_monotonic_time();

	g_mutex_lock(&job->lock);
	app_progress_table_set(&job->progress, progress);
	job->news = TRUE;
	g_mutex_unlock(&job->lock);
	if (now - job->copied < SNAPSHOT_US)
		return;
	job->copied = now;
	give_document(job, scn_document_copy(scn_run_document(job->run)));
}

static void save(Job *job)
{
	struct scn_document *document = scn_run_document(job->run);
	struct scn_text error = { 0 }, path = { 0 };
	bool ok;

	if (job->path) {
		ok = scn_saved_write_to(document, job->path, &error);
		scn_text_add(&path, job->path);
	} else {
		ok = scn_saved_write(document, &error);
		if (ok)
			scn_saved_path(document->id, &path);
	}
	g_mutex_lock(&job->lock);
	job->saved_path = ok ? g_strdup(scn_text_str(&path)) : NULL;
	job->save_error = ok ? NULL : g_strdup(scn_text_str(&error));
	g_mutex_unlock(&job->lock);
	scn_text_finish(&error);
	scn_text_finish(&path);
}

static gpointer work(gpointer user)
{
	Job *job = user;
	enum scn_err err;

#ifdef __linux__
	(void)!nice(NICER); /* of this thread; elsewhere it would be that of all */
#endif
	err = scn_run_start(job->run);
	if (!err)
		save(job);
	give_document(job, scn_document_copy(scn_run_document(job->run)));
	g_mutex_lock(&job->lock);
	job->err = err;
	job->over = TRUE;
	job->news = TRUE;
	g_mutex_unlock(&job->lock);
	return NULL;
}

/* ---- in the main thread ---- */

static void job_free(gpointer data)
{
	Job *job = data;

	if (job->thread) {
		scn_run_cancel(job->run);
		g_thread_join(job->thread);
	}
	scn_run_free(job->run);
	for (guint i = 0; i < DEMO_SERVERS; i++)
		scn_demo_stop(job->demo[i]);
	app_progress_table_finish(&job->progress);
	scn_document_free(job->newest);
	scn_profiles_finish(&job->clients);
	g_free(job->client_list);
	g_free(job->ehlo);
	g_free(job->path);
	g_free(job->saved_path);
	g_free(job->save_error);
	g_object_unref(job->scan);
	g_mutex_clear(&job->lock);
	g_free(job);
}

static void end(Job *job)
{
	AppEngine *engine = job->engine;
	g_autoptr(AppScan) scan = g_object_ref(job->scan);
	AppScanState state = job->err       ? APP_SCAN_FAILED
			     : job->stopped ? APP_SCAN_STOPPED
					    : APP_SCAN_DONE;

	if (job->saved_path)
		app_scan_set_path(job->scan, job->saved_path);
	app_scan_set_state(job->scan, state, job->err ? scn_err_text(job->err) : job->save_error);
	g_ptr_array_remove(engine->jobs, job);
	g_signal_emit(engine, running_signal, 0);
	g_signal_emit(engine, finished_signal, 0, scan);
}

static void look(Job *job)
{
	struct scn_document *newest;
	gboolean news, over;

	g_mutex_lock(&job->lock);
	news = job->news;
	job->news = FALSE;
	newest = g_steal_pointer(&job->newest);
	over = job->over;
	if (news)
		app_progress_table_show(&job->progress, job->scan);
	g_mutex_unlock(&job->lock);
	if (newest && newest->target_count)
		app_scan_take_document(job->scan, app_document_new(newest));
	else
		scn_document_free(newest);
	if (over)
		end(job);
}

static gboolean on_look(gpointer user)
{
	AppEngine *engine = user;

	for (guint i = engine->jobs->len; i-- > 0;)
		look(engine->jobs->pdata[i]);
	if (engine->jobs->len)
		return G_SOURCE_CONTINUE;
	engine->looking = 0;
	return G_SOURCE_REMOVE;
}

/* ---- the object ---- */

static void app_engine_dispose(GObject *object)
{
	AppEngine *engine = APP_ENGINE(object);

	g_clear_handle_id(&engine->looking, g_source_remove);
	g_clear_pointer(&engine->jobs, g_ptr_array_unref);
	g_clear_object(&engine->history);
	g_clear_object(&engine->profiles);
	G_OBJECT_CLASS(app_engine_parent_class)->dispose(object);
}

static void app_engine_class_init(AppEngineClass *class)
{
	G_OBJECT_CLASS(class)->dispose = app_engine_dispose;
	running_signal = g_signal_new("running-changed", APP_TYPE_ENGINE, G_SIGNAL_RUN_LAST, 0,
		NULL, NULL, NULL, G_TYPE_NONE, 0);
	finished_signal = g_signal_new("finished", APP_TYPE_ENGINE, G_SIGNAL_RUN_LAST, 0, NULL,
		NULL, NULL, G_TYPE_NONE, 1, APP_TYPE_SCAN);
}

static void app_engine_init(AppEngine *engine)
{
	engine->jobs = g_ptr_array_new_with_free_func(job_free);
}

AppEngine *app_engine_new(AppHistory *history, AppProfiles *profiles, AppSettings *settings)
{
	AppEngine *engine = g_object_new(APP_TYPE_ENGINE, NULL);

	engine->history = g_object_ref(history);
	engine->profiles = g_object_ref(profiles);
	engine->settings = settings;
	return engine;
}

/* ---- starting ---- */

static void add_client(Job *job, AppProfile *profile)
{
	scn_profiles_add(&job->clients, scn_profile_copy(app_profile_get(profile)));
}

static void take_client_set(Job *job)
{
	GListModel *set = app_profiles_get_client_set(job->engine->profiles);

	for (guint i = 0; i < g_list_model_get_n_items(set); i++) {
		g_autoptr(AppProfile) profile = g_list_model_get_item(set, i);

		add_client(job, profile);
	}
}

/* A run that goes on asks for those that it began with. False: one of them is not known here. */
static gboolean take_clients_of(Job *job, const struct scn_document *d, GError **error)
{
	for (size_t t = 0; t < d->target_count; t++)
		for (size_t s = 0; s < d->targets[t]->server_count; s++) {
			const struct scn_server_result *r = d->targets[t]->servers[s];

			for (size_t i = 0; i < r->pair_count; i++) {
				AppProfile *profile = app_profiles_find(
					job->engine->profiles, r->pairs[i].profile_id);

				if (!profile) {
					g_set_error(error, G_IO_ERROR, G_IO_ERROR_NOT_FOUND,
						_("The client “%s” of this scan is not known here. "
						  "Import its profile first."),
						r->pairs[i].profile_id);
					return FALSE;
				}
				add_client(job, profile);
			}
		}
	if (job->clients.count == 0)
		take_client_set(job);
	return TRUE;
}

static struct scn_run_options options_of(Job *job)
{
	AppSettings *settings = job->engine->settings;
	struct scn_run_options options = scn_run_defaults;

	job->client_list = g_new0(const struct scn_profile *, job->clients.count + 1);
	for (size_t i = 0; i < job->clients.count; i++)
		job->client_list[i] = job->clients.items[i];
	job->ehlo = app_settings_get_string(settings, "scan.ehlo");
	options.mode = SCN_MODE_SCAN;
	options.clients = job->client_list;
	options.client_count = job->clients.count;
	options.ehlo_name = job->ehlo[0] ? job->ehlo : scn_run_own_name();
	options.parallel = (unsigned)CLAMP(app_settings_get_int(settings, "scan.parallel"), 1, 4);
	options.pause = MAX(app_settings_get_int(settings, "scan.pause-ms"), 0) * SCN_MS;
	options.timeout = MAX(app_settings_get_int(settings, "scan.timeout-s"), 0) * SCN_SECOND;
	options.family = (enum scn_run_family)CLAMP(
		app_settings_get_int(settings, "scan.family"), SCN_RUN_ANY, SCN_RUN_IPV6);
	options.confirm = app_settings_get_int(settings, "scan.confirm") ? SCN_CONFIRM_OPENSSL
									 : SCN_CONFIRM_NONE;
	options.port = (uint16_t)CLAMP(app_settings_get_int(settings, "scan.port"), 1, 65535);
	return options;
}

static Job *job_new(AppEngine *engine, AppScan *scan)
{
	Job *job = g_new0(Job, 1);

	g_mutex_init(&job->lock);
	job->engine = engine;
	job->scan = g_object_ref(scan);
	return job;
}

static void make_run(Job *job, const struct scn_run_options *options)
{
	job->run = scn_run_new(
		options, &(struct scn_run_listener){ .progress = on_progress, .user = job });
}

static void start(Job *job)
{
	AppEngine *engine = job->engine;

	app_progress_table_begin(&job->progress, app_scan_get_title(job->scan),
		(unsigned)app_settings_get_int(engine->settings, "scan.parallel"));
	app_progress_table_show(&job->progress, job->scan);
	app_scan_set_state(job->scan, APP_SCAN_RUNNING, NULL);
	g_ptr_array_add(engine->jobs, job);
	if (!engine->looking)
		engine->looking = g_timeout_add(LOOK_MS, on_look, engine);
	app_history_add(engine->history, job->scan);
	job->thread = g_thread_new("scan", work, job);
	g_signal_emit(engine, running_signal, 0);
}

static void add_targets(Job *job, const char *const *targets)
{
	for (; *targets; targets++)
		scn_run_add(job->run, *targets);
}

AppScan *app_engine_scan(AppEngine *engine, const char *const *targets)
{
	g_autoptr(AppScan) scan = app_scan_new(targets[0]);
	Job *job = job_new(engine, scan);
	struct scn_run_options options;

	app_scan_set_targets(scan, targets);
	take_client_set(job);
	options = options_of(job);
	make_run(job, &options);
	add_targets(job, targets);
	start(job);
	return scan; /* the history holds it */
}

static gboolean start_demo_servers(Job *job, GError **error)
{
	struct scn_text sentence = { 0 };

	for (guint i = 0; i < DEMO_SERVERS; i++) {
		job->demo[i] = scn_demo_start(scn_demo_find(demo_scenarios[i]), &sentence);
		if (!job->demo[i]) {
			g_set_error_literal(
				error, G_IO_ERROR, G_IO_ERROR_FAILED, scn_text_str(&sentence));
			scn_text_finish(&sentence);
			return FALSE;
		}
	}
	return TRUE;
}

AppScan *app_engine_scan_demo(AppEngine *engine, GError **error)
{
	g_autoptr(AppScan) scan = app_scan_new(_("Demo"));
	Job *job = job_new(engine, scan);
	struct scn_run_options options;

	if (!start_demo_servers(job, error)) {
		job_free(job);
		return NULL;
	}
	take_client_set(job);
	options = options_of(job);
	options.demo = true;
	options.max_time = DEMO_SECONDS * SCN_SECOND;
	make_run(job, &options);
	for (guint i = 0; i < DEMO_SERVERS; i++) {
		g_autofree char *target =
			g_strdup_printf("127.0.0.1:%u", scn_demo_port(job->demo[i]));

		scn_run_add(job->run, target);
	}
	start(job);
	return scan;
}

static gboolean is_demo(AppScan *scan)
{
	AppDocument *document = app_scan_get_document(scan);

	return document && app_document_get(document)->demo;
}

AppScan *app_engine_scan_again(AppEngine *engine, AppScan *scan, GError **error)
{
	if (is_demo(scan))
		return app_engine_scan_demo(engine, error);
	return app_engine_scan(engine, app_scan_get_targets(scan));
}

gboolean app_engine_resume(AppEngine *engine, AppScan *scan, gboolean slowly, GError **error)
{
	AppDocument *document = app_scan_get_document(scan);
	struct scn_run_options options;
	Job *job;

	if (!document || app_scan_get_state(scan) == APP_SCAN_RUNNING || is_demo(scan)) {
		g_set_error_literal(error, G_IO_ERROR, G_IO_ERROR_NOT_SUPPORTED,
			_("This scan cannot go on: the server of a demo is there only once."));
		return FALSE;
	}
	job = job_new(engine, scan);
	if (!take_clients_of(job, app_document_get(document), error)) {
		job_free(job);
		return FALSE;
	}
	options = options_of(job);
	options.mode = app_document_get(document)->mode;
	if (slowly) {
		options.parallel = 1;
		options.pause = 2 * SCN_SECOND;
	}
	make_run(job, &options);
	scn_run_resume(job->run, scn_document_copy(app_document_get(document)));
	job->path = g_strdup(app_scan_get_path(scan));
	start(job);
	return TRUE;
}

/* ---- ending ---- */

void app_engine_stop(AppEngine *engine, AppScan *scan)
{
	for (guint i = 0; i < engine->jobs->len; i++) {
		Job *job = engine->jobs->pdata[i];

		if (job->scan != scan)
			continue;
		job->stopped = TRUE;
		scn_run_cancel(job->run);
	}
}

void app_engine_stop_all(AppEngine *engine)
{
	for (guint i = 0; i < engine->jobs->len; i++)
		app_engine_stop(engine, ((Job *)engine->jobs->pdata[i])->scan);
}

guint app_engine_get_running(AppEngine *engine)
{
	return engine->jobs->len;
}
