#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <time.h>
#include <unistd.h>

#include "cli/command.h"
#include "cli/list.h"

#include "core/base/alloc.h"

enum {
	/* A run over a list: so much at once, as far as the system's limit of open files allows. */
	LIST_SERVERS = 1000,
	LIST_TARGETS = 10000,
	LIST_LOOKUPS = 200,
	MAX_SERVERS = 20000,
	OTHER_FILES = 64, /* open files that are no connections */
};

/* What a signal handler may touch. */
static struct scn_run *running;
static volatile sig_atomic_t caught;

static void on_signal(int number)
{
	if (caught)
		_exit(128 + number); /* the second time: leave at once */
	caught = number;
	if (running)
		scn_run_cancel(running);
}

static void watch_signals(struct scn_run *run)
{
	struct sigaction action = { .sa_handler = run ? on_signal : SIG_DFL };

	running = run;
	sigaction(SIGINT, &action, NULL);
	sigaction(SIGTERM, &action, NULL);
}

/* ---- options ---- */

static enum scn_confirm confirm_of(const struct cli_args *args)
{
	static const char *const words[] = {
		[SCN_CONFIRM_OPENSSL] = "openssl",
		[SCN_CONFIRM_WOLFSSL] = "wolfssl",
		[SCN_CONFIRM_BOTH] = "both",
		[SCN_CONFIRM_NONE] = "none",
	};
	const char *word = cli_args_value(args, CLI_OPT_CONFIRM);

	if (cli_args_has(args, CLI_OPT_NO_CONFIRM) || cli_args_has(args, CLI_OPT_SUITES_ONLY))
		return SCN_CONFIRM_NONE;
	for (size_t i = 0; word && i < SCN_COUNT(words); i++)
		if (strcmp(word, words[i]) == 0)
			return (enum scn_confirm)i;
	return SCN_CONFIRM_OPENSSL;
}

static bool versions_of(
	const struct cli_args *args, scn_versions *versions_out, struct scn_text *error)
{
	const char *list = cli_args_value(args, CLI_OPT_VERSIONS);
	char *copy = scn_strdup(list);
	char *rest = copy;
	bool ok = true;

	if (list)
		*versions_out = 0;
	for (char *word; ok && rest && (word = strsep(&rest, ",")) != NULL;) {
		enum scn_version version = scn_version_parse(word);

		ok = version != SCN_VERSION_NONE;
		if (ok)
			*versions_out |= SCN_VERSION_BIT(version);
		else
			scn_text_printf(error,
				"--versions: \"%s\" is none of SSL2, SSL3, TLS1.0, TLS1.1, TLS1.2, "
				"TLS1.3",
				word);
	}
	free(copy);
	return ok;
}

static bool numbers_of(
	const struct cli_args *args, struct scn_run_options *options, struct scn_text *error)
{
	int64_t parallel = options->parallel, pause_ms = options->pause / SCN_MS, timeout_s = 0,
		probes = 0, time_s = 0, port = options->port, servers = options->servers_at_once,
		per_network = options->per_network;

	if (!cli_args_number(args, CLI_OPT_PARALLEL, 1, 50, &parallel, error) ||
		!cli_args_number(args, CLI_OPT_PAUSE, 0, 3600000, &pause_ms, error) ||
		!cli_args_number(args, CLI_OPT_TIMEOUT, 1, 3600, &timeout_s, error) ||
		!cli_args_number(args, CLI_OPT_MAX_PROBES, 1, 100000, &probes, error) ||
		!cli_args_number(args, CLI_OPT_SERVERS, 1, MAX_SERVERS, &servers, error) ||
		!cli_args_number(args, CLI_OPT_PER_NETWORK, 1, 1000, &per_network, error) ||
		!cli_args_number(args, CLI_OPT_MAX_TIME, 1, 86400, &time_s, error) ||
		!cli_args_number(args, CLI_OPT_PORT, 1, 65535, &port, error))
		return false;
	options->parallel = (unsigned)parallel;
	options->pause = pause_ms * SCN_MS;
	options->timeout = timeout_s * SCN_SECOND;
	options->max_probes = (uint32_t)probes;
	options->max_time = time_s * SCN_SECOND;
	options->port = (uint16_t)port;
	options->servers_at_once = (unsigned)servers;
	options->per_network = (unsigned)per_network;
	return true;
}

static void stream(struct scn_run_options *options)
{
	options->streaming = true;
	options->servers_at_once = LIST_SERVERS;
	options->targets_at_once = LIST_TARGETS;
	options->lookups_at_once = LIST_LOOKUPS;
}

/* Each connection is an open file: take what the system gives, and stay below it. */
static void limit_servers(struct scn_run_options *options)
{
	struct rlimit files;
	rlim_t most;

	if (getrlimit(RLIMIT_NOFILE, &files))
		return;
	files.rlim_cur = files.rlim_max;
	setrlimit(RLIMIT_NOFILE, &files);
	if (getrlimit(RLIMIT_NOFILE, &files) || files.rlim_cur == RLIM_INFINITY)
		return;
	most = files.rlim_cur > OTHER_FILES ? (files.rlim_cur - OTHER_FILES) / options->parallel
					    : 1;
	if (options->servers_at_once > most)
		options->servers_at_once = most ? (unsigned)most : 1;
}

static bool options_of(const struct cli_context *context, const struct cli_run *what,
	struct scn_run_options *options, struct scn_text *error)
{
	const struct cli_args *args = context->args;
	const char *ehlo = cli_args_value(args, CLI_OPT_EHLO);

	*options = scn_run_defaults;
	options->mode = what->mode;
	options->demo = what->demo;
	options->clients = what->clients;
	options->client_count = what->client_count;
	options->ehlo_name = ehlo ? ehlo : scn_run_own_name();
	options->confirm = confirm_of(args);
	options->no_mx = cli_args_has(args, CLI_OPT_NO_MX);
	options->dns_forward = cli_args_value(args, CLI_OPT_DNS);
	options->trust_anchor = cli_args_value(args, CLI_OPT_TRUST_ANCHOR);
	options->shard = what->shard;
	if (what->streaming)
		stream(options);
	if (cli_args_has(args, CLI_OPT_SUITES_ONLY))
		options->detail = SCN_PLAN_SUITES;
	if (cli_args_has(args, CLI_OPT_IPV4))
		options->family = SCN_RUN_IPV4;
	if (cli_args_has(args, CLI_OPT_IPV6))
		options->family = SCN_RUN_IPV6;
	if (cli_args_has(args, CLI_OPT_SLOW)) {
		options->parallel = 1;
		options->pause = 2 * SCN_SECOND;
	}
	if (!numbers_of(args, options, error) || !versions_of(args, &options->versions, error))
		return false;
	limit_servers(options);
	return true;
}

/* ---- events ---- */

struct watcher {
	struct cli_outputs *outputs;
	struct cli_progress progress;
	bool streaming;
	struct cli_list *resumed;
};

static void on_line(void *user, const struct scn_line_event *event)
{
	struct watcher *w = user;

	if (w->outputs)
		cli_outputs_line(w->outputs, event);
}

static scn_time monotonic(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return t.tv_sec * SCN_SECOND + t.tv_nsec;
}

static void show_server(struct watcher *w, const struct scn_run_progress *p)
{
	cli_progress_show(&w->progress,
		&(struct cli_progress_state){ .host = p->host,
			.stage = p->stage,
			.server = p->server,
			.server_count = p->server_count,
			.answered = p->answered,
			.expected = p->expected,
			.waiting = p->waiting },
		monotonic());
}

static const char *thousands(uint64_t count)
{
	static char text[32];

	snprintf(text, sizeof(text), "from %llu on", (unsigned long long)(count / 1000 * 1000));
	return text;
}

/* Of a list: how many targets, and what became of them. */
static void show_list(struct watcher *w, const struct scn_run_progress *p)
{
	const struct scn_run_counts *c = p->counts;
	char stage[128];

	snprintf(stage, sizeof(stage), "%llu work, %llu fail, %llu unknown",
		(unsigned long long)(c->works + c->weak), (unsigned long long)c->fails,
		(unsigned long long)(c->unknown + c->errors));
	cli_progress_show(&w->progress,
		&(struct cli_progress_state){ .host = "targets",
			/* As lines, a new one each thousand targets. */
			.stage = w->progress.mode == CLI_PROGRESS_LINES ? thousands(c->targets)
									: stage,
			.answered = (unsigned)c->targets,
			.expected = (unsigned)(c->targets + p->in_flight) },
		monotonic());
}

static void on_progress(void *user, const struct scn_run_progress *p)
{
	struct watcher *w = user;

	if (w->streaming)
		show_list(w, p);
	else
		show_server(w, p);
}

static void on_target_over(
	void *user, const struct scn_target_result *target, const struct scn_text *lines)
{
	struct watcher *w = user;

	if (w->outputs && lines->len)
		cli_outputs_block(w->outputs, lines);
	if (w->outputs && w->streaming)
		cli_outputs_target(w->outputs, target);
}

static bool skips(void *user, const char *target)
{
	const struct watcher *w = user;

	return cli_list_has(w->resumed, target);
}

/* ---- targets: words, @file, "-" ---- */

bool cli_is_list(const char *target)
{
	return target[0] == '@' || strcmp(target, "-") == 0;
}

static int add_target(struct scn_run *run, const char *target)
{
	const char *path = target[0] == '@' ? target + 1 : target;
	enum scn_err err;

	if (!cli_is_list(target)) {
		scn_run_add(run, target);
		return CLI_EXIT_OK;
	}
	err = scn_run_add_list(run, path);
	if (err)
		return cli_complain(
			CLI_EXIT_NOT_FOUND, "the list of targets %s %s", path, scn_err_text(err));
	return CLI_EXIT_OK;
}

static int add_targets(struct scn_run *run, const struct cli_run *what)
{
	int code = CLI_EXIT_OK;

	for (size_t i = 0; code == CLI_EXIT_OK && i < what->target_count; i++)
		code = add_target(run, what->targets[i]);
	return code;
}

static int start(struct scn_run *run)
{
	enum scn_err err;

	watch_signals(run);
	err = scn_run_start(run);
	watch_signals(NULL);
	if (err == SCN_ERR_NOT_READABLE)
		return cli_complain(
			CLI_EXIT_NOT_FOUND, "the list of targets %s", scn_err_text(err));
	if (err)
		return cli_complain(CLI_EXIT_INTERNAL, "%s", scn_err_text(err));
	return CLI_EXIT_OK;
}

/* Nothing of what was asked for could be understood. */
static bool all_bad(const struct scn_run_counts *counts)
{
	return counts->targets > 0 && counts->bad == counts->targets;
}

static int exit_code(const struct cli_context *context, const struct scn_run *run)
{
	struct scn_exit_rules rules = cli_exit_rules(context);

	if (caught)
		return 128 + (int)caught;
	return all_bad(scn_run_counts(run)) ? CLI_EXIT_NOT_UNDERSTOOD
					    : scn_findings_exit_code(scn_run_findings(run), &rules);
}

struct scn_run *cli_run(struct cli_context *context, const struct cli_run *what, int *code_out)
{
	struct watcher watcher = {
		.outputs = what->outputs, .streaming = what->streaming, .resumed = what->resumed
	};
	struct scn_run_listener listener = { .line = on_line,
		.progress = on_progress,
		.target_over = on_target_over,
		.skip = what->resumed ? skips : NULL,
		.user = &watcher };
	struct scn_run_options options;
	struct scn_text error = { 0 };
	struct scn_run *run;

	if (!options_of(context, what, &options, &error)) {
		*code_out = cli_complain(CLI_EXIT_USAGE, "%s", scn_text_str(&error));
		scn_text_finish(&error);
		scn_document_free(what->document);
		return NULL;
	}
	cli_progress_init(&watcher.progress, stderr,
		cli_progress_mode(cli_args_value(context->args, CLI_OPT_PROGRESS), &context->term),
		&context->term);
	run = scn_run_new(&options, &listener);
	if (what->document)
		scn_run_resume(run, what->document);
	*code_out = add_targets(run, what);
	if (*code_out == CLI_EXIT_OK)
		*code_out = start(run);
	cli_progress_end(&watcher.progress);
	if (*code_out != CLI_EXIT_OK) {
		scn_run_free(run);
		return NULL;
	}
	*code_out = exit_code(context, run);
	return run;
}
