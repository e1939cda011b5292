#include "cli/run.h"

#include <stdio.h>
#include <time.h>

#include "cli/list.h"

static void on_line(void *user, const struct scn_line_event *event)
{
	struct cli_run_watcher *w = user;

	if (w->outputs)
		cli_outputs_line(w->outputs, event);
}

static scn_time monotonic(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return t.tv_sec * SCN_SECOND + t.tv_nsec;
}

static void show_server(struct cli_run_watcher *w, const struct scn_run_progress *p)
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
static void show_list(struct cli_run_watcher *w, const struct scn_run_progress *p)
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
	struct cli_run_watcher *w = user;

	if (w->streaming)
		show_list(w, p);
	else
		show_server(w, p);
}

static void on_target_over(
	void *user, const struct scn_target_result *target, const struct scn_text *lines)
{
	struct cli_run_watcher *w = user;

	if (w->outputs && lines->len)
		cli_outputs_block(w->outputs, lines);
	if (w->outputs && w->streaming)
		cli_outputs_target(w->outputs, target);
}

static bool skips(void *user, const char *target)
{
	const struct cli_run_watcher *w = user;

	return cli_list_has(w->resumed, target);
}

struct scn_run_listener cli_run_watch(
	struct cli_run_watcher *w, const struct cli_context *context, const struct cli_run *what)
{
	*w = (struct cli_run_watcher){
		.outputs = what->outputs, .streaming = what->streaming, .resumed = what->resumed
	};
	cli_progress_init(&w->progress, stderr,
		cli_progress_mode(cli_args_value(context->args, CLI_OPT_PROGRESS), &context->term),
		&context->term);
	return (struct scn_run_listener){ .line = on_line,
		.progress = on_progress,
		.target_over = on_target_over,
		.skip = what->resumed ? skips : NULL,
		.user = w };
}
