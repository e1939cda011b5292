#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "cli/command.h"

#include "core/base/alloc.h"
#include "io/store.h"

enum {
	MAX_LIST_LEN = 64 * 1024 * 1024, /* bytes of a @file of targets */
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

	if (cli_args_has(args, CLI_OPT_NO_CONFIRM))
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
	int64_t parallel = options->parallel, pause_ms = 0, timeout_s = 0, probes = 0,
		port = options->port;

	if (!cli_args_number(args, CLI_OPT_PARALLEL, 1, 50, &parallel, error) ||
		!cli_args_number(args, CLI_OPT_PAUSE, 0, 3600000, &pause_ms, error) ||
		!cli_args_number(args, CLI_OPT_TIMEOUT, 1, 3600, &timeout_s, error) ||
		!cli_args_number(args, CLI_OPT_MAX_PROBES, 1, 100000, &probes, error) ||
		!cli_args_number(args, CLI_OPT_PORT, 1, 65535, &port, error))
		return false;
	options->parallel = (unsigned)parallel;
	options->pause = pause_ms * SCN_MS;
	options->timeout = timeout_s * SCN_SECOND;
	options->max_probes = (uint32_t)probes;
	options->port = (uint16_t)port;
	return true;
}

/* EHLO wants a name that the DNS knows (RFC 5321 section 4.1.1.1); ours, if it has one. */
static const char *own_name(void)
{
	static char name[256];

	if (gethostname(name, sizeof(name) - 1) == 0 && strchr(name, '.'))
		return name;
	return scn_run_defaults.ehlo_name;
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
	options->ehlo_name = ehlo ? ehlo : own_name();
	options->confirm = confirm_of(args);
	options->no_mx = cli_args_has(args, CLI_OPT_NO_MX);
	options->dns_forward = cli_args_value(args, CLI_OPT_DNS);
	options->trust_anchor = cli_args_value(args, CLI_OPT_TRUST_ANCHOR);
	if (cli_args_has(args, CLI_OPT_IPV4))
		options->family = SCN_RUN_IPV4;
	if (cli_args_has(args, CLI_OPT_IPV6))
		options->family = SCN_RUN_IPV6;
	if (cli_args_has(args, CLI_OPT_SLOW)) {
		options->parallel = 1;
		options->pause = 2 * SCN_SECOND;
	}
	return numbers_of(args, options, error) && versions_of(args, &options->versions, error);
}

/* ---- events ---- */

struct watcher {
	struct cli_outputs *outputs;
	struct cli_progress progress;
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

static void on_progress(void *user, const struct scn_run_progress *p)
{
	struct watcher *w = user;

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

/* ---- targets: words, @file, "-" ---- */

static void add_lines(struct scn_run *run, char *text)
{
	char *rest = text;

	for (char *line; (line = strsep(&rest, "\r\n")) != NULL;) {
		line += strspn(line, " \t");
		if (line[0] && line[0] != '#')
			scn_run_add(run, line);
	}
}

static int add_target(struct scn_run *run, const char *target)
{
	const char *path = target[0] == '@' ? target + 1 : target;
	struct scn_text text = { 0 };
	enum scn_err err;

	if (target[0] != '@' && strcmp(target, "-") != 0) {
		scn_run_add(run, target);
		return CLI_EXIT_OK;
	}
	err = scn_store_read(path, MAX_LIST_LEN, &text);
	if (!err && text.len)
		add_lines(run, text.at);
	scn_text_finish(&text);
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
	if (err)
		return cli_complain(CLI_EXIT_INTERNAL, "%s", scn_err_text(err));
	return CLI_EXIT_OK;
}

/* Nothing of what was asked for could be understood. */
static bool all_bad(const struct scn_document *document)
{
	for (size_t i = 0; i < document->target_count; i++) {
		const char *id = document->targets[i]->error_id;

		if (!id || strcmp(id, "bad-target") != 0)
			return false;
	}
	return document->target_count > 0;
}

static int exit_code(const struct cli_context *context, const struct scn_document *document)
{
	if (caught)
		return 128 + (int)caught;
	return all_bad(document) ? CLI_EXIT_NOT_UNDERSTOOD : (int)cli_exit_of(context, document);
}

struct scn_run *cli_run(struct cli_context *context, const struct cli_run *what, int *code_out)
{
	struct watcher watcher = { .outputs = what->outputs };
	struct scn_run_listener listener = { on_line, on_progress, &watcher };
	struct scn_run_options options;
	struct scn_text error = { 0 };
	struct scn_run *run;

	if (!options_of(context, what, &options, &error)) {
		*code_out = cli_complain(CLI_EXIT_USAGE, "%s", scn_text_str(&error));
		scn_text_finish(&error);
		return NULL;
	}
	cli_progress_init(&watcher.progress, stderr,
		cli_progress_mode(cli_args_value(context->args, CLI_OPT_PROGRESS), &context->term),
		&context->term);
	run = scn_run_new(&options, &listener);
	*code_out = add_targets(run, what);
	if (*code_out == CLI_EXIT_OK)
		*code_out = start(run);
	cli_progress_end(&watcher.progress);
	if (*code_out != CLI_EXIT_OK) {
		scn_run_free(run);
		return NULL;
	}
	*code_out = exit_code(context, scn_run_document(run));
	return run;
}
