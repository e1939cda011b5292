/*
 * What the parts of fix-plan share. Private to fix-plan*.c.
 */
#ifndef SCN_CORE_REPORT_FIX_PLAN_PRIVATE_H
#define SCN_CORE_REPORT_FIX_PLAN_PRIVATE_H

#include "core/report/export-private.h"
#include "core/report/fix-plan.h"

/* One client while a plan is made. */
struct scn_planned {
	struct scn_verdict verdict; /* today's */
	const struct scn_fix *fix;  /* its own, where it is part of the plan; of `verdict` */
};

struct scn_planning {
	const struct scn_fix_request *request;
	struct scn_planned *clients;
	size_t leader; /* whose pair the text is about */
	/* What the leader's own fix and the goal do not bring. */
	scn_suite_code *also;
	size_t also_count;
	scn_versions also_versions;
	struct scn_verdict view; /* the leader's verdict with the fixes that a list can express */
	struct scn_export_input input;
	struct scn_export_plan lists; /* before and after; only where has_lists */
	bool has_lists;
	struct scn_change *changes; /* of the server, for asking the judge again */
	size_t change_count;
};

/* Can a list of suites, versions or groups express it? */
bool scn_fix_is_listed(const struct scn_fix *fix);
/* Lines, note, effort, warning. */
void scn_fix_say_lines(const struct scn_planning *p, struct scn_fix_plan *out);
void scn_fix_say_costs(const struct scn_planning *p, struct scn_fix_plan *out);
/* The changes of the server that lead from lists.before to lists.after, and the fixes beyond lists. */
void scn_fix_list_changes(struct scn_planning *p);
/* What one client gets after the changes that are listed now. */
struct scn_fix_client scn_fix_ask(const struct scn_planning *p, size_t client);

#endif
