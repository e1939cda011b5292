/*
 * One server from first connection to verdict: puts goals into the plan stage by stage, lets the
 * runner run them, asks the judge. Stages: what the profiles' own hellos get and what the mode wants
 * to know; then real handshakes for what was selected, and what the judge still needs; then
 * counter-probes for the fixes.
 */
#ifndef SCN_JOB_H
#define SCN_JOB_H

#include "io/loop.h"
#include "scanner.h"

struct scn_job;

struct scn_job_listener {
	/* Something of the server got known; for JSON Lines. */
	void (*line)(void *user, const struct scn_line_event *event);
	void (*progress)(void *user, struct scn_job *job);
	/* The server's facts and pairs are final; the job may be freed from here. */
	void (*over)(void *user, struct scn_job *job);
	void *user;
};

/* result: its facts hold host, address, port and preference; filled as the job goes on. All pointers
 * are borrowed until the job is freed. */
struct scn_job *scn_job_new(struct scn_loop *loop, const struct scn_run_options *options,
	struct scn_server_result *result, const struct scn_job_listener *listener);
void scn_job_cancel(struct scn_job *job);
void scn_job_free(struct scn_job *job);
struct scn_plan_progress scn_job_progress(const struct scn_job *job);
const struct scn_server_result *scn_job_result(const struct scn_job *job);

#endif
