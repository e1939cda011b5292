/* Schannel: a file for regedit, and a second one that takes it back. Only documented values. */
#include "core/base/alloc.h"
#include "core/report/export-private.h"

#define HIVE "HKEY_LOCAL_MACHINE\\"

static const char policy[] =
	HIVE "SOFTWARE\\Policies\\Microsoft\\Cryptography\\Configuration\\SSL\\00010002";
static const char protocols[] =
	HIVE "SYSTEM\\CurrentControlSet\\Control\\SecurityProviders\\SCHANNEL\\Protocols";

/* What the file changes: a protocol, the list of suites, or both. */
struct reg_change {
	struct scn_export_plan plan;
	bool version, suites;
	struct scn_text key;  /* of the protocol */
	struct scn_text list; /* of suites after the change */
};

static void finish_change(struct reg_change *c)
{
	scn_text_finish(&c->key);
	scn_text_finish(&c->list);
	scn_export_plan_finish(&c->plan);
}

/* False: the sentence is in *out. To be finished either way. */
static bool find_change(
	const struct scn_export_input *input, struct reg_change *c, struct scn_text *out)
{
	const struct scn_change *change;

	*c = (struct reg_change){ 0 };
	if (!scn_export_plan_versions(input, &c->plan, out))
		return false;
	change = c->plan.fix ? &c->plan.fix->change : NULL;
	c->version = change && change->kind == SCN_CHANGE_ADD_VERSION;
	c->suites = !c->version || change->with_count > 0;
	if (c->version)
		scn_text_printf(&c->key, "%s\\%s\\%s", protocols,
			scn_version_title((enum scn_version)change->values[0]),
			input->side == SCN_SIDE_CLIENT ? "Client" : "Server");
	return !c->suites || scn_export_fits_policy(input, &c->plan, &c->list, out);
}

static void write_head(const struct scn_export_input *input, const struct reg_change *c,
	const char *lead, struct scn_text *out)
{
	scn_text_add(out, "Windows Registry Editor Version 5.00\n\n");
	scn_export_head(input, &c->plan, lead, out);
	scn_text_add(out, "; Import as administrator, then reboot.\n");
}

/* The key as it was comes back whole: what was not there before is gone again. */
static void say_undo(const char *key, const char *file, struct scn_text *out)
{
	scn_text_printf(out,
		"; Before: reg export \"%s\" %s (there may be no such key yet)\n"
		"; Undo: reg delete \"%s\" /f, then reg import %s\n",
		key, file, key, file);
}

bool scn_export_schannel_reg(const struct scn_export_input *input, struct scn_text *out)
{
	struct reg_change c;
	bool ok = find_change(input, &c, out);

	if (ok)
		write_head(input, &c, ";", out);
	if (ok && c.version) {
		say_undo(scn_text_str(&c.key), "protocol-before.reg", out);
		scn_text_printf(out,
			"[%s]\n\"Enabled\"=dword:00000001\n\"DisabledByDefault\"=dword:00000000\n",
			scn_text_str(&c.key));
	}
	if (ok && c.suites) {
		say_undo(policy, "suites-before.reg", out);
		scn_text_printf(out, "[%s]\n\"Functions\"=\"%s\"\n", policy, scn_text_str(&c.list));
	}
	finish_change(&c);
	return ok;
}

/* ---- the way back ---- */

/* An imported profile knows what was set; else nobody sees from outside whether somebody had set the
 * values. Without them Windows takes its own, which is where nearly everybody starts. */
static bool knows_what_was_set(const struct scn_export_input *input)
{
	return input->side == SCN_SIDE_CLIENT && input->profile->not_set.base;
}

static void undo_version(
	const struct scn_export_input *input, const struct reg_change *c, struct scn_text *out)
{
	enum scn_version version = (enum scn_version)c->plan.fix->change.values[0];

	if (knows_what_was_set(input) &&
		!(input->profile->not_set.versions & SCN_VERSION_BIT(version))) {
		scn_text_printf(out,
			"; Off again, as it was set before.\n"
			"[%s]\n\"Enabled\"=dword:00000000\n\"DisabledByDefault\"=dword:00000001\n",
			scn_text_str(&c->key));
		return;
	}
	scn_text_printf(out,
		"; Back to the default of Windows. If the key was there before, import "
		"protocol-before.reg as well.\n"
		"[%s]\n\"Enabled\"=-\n\"DisabledByDefault\"=-\n",
		scn_text_str(&c->key));
}

static void undo_suites(
	const struct scn_export_input *input, const struct reg_change *c, struct scn_text *out)
{
	struct scn_text before = { 0 };

	scn_export_policy_list(input, c->plan.before, c->plan.before_count, &before);
	if (knows_what_was_set(input) && !input->profile->not_set.suites)
		scn_text_printf(out,
			"; The list that was set before.\n[%s]\n\"Functions\"=\"%s\"\n", policy,
			scn_text_str(&before));
	else
		scn_text_printf(out,
			"; Back to the default of Windows. If this policy was set before, import "
			"suites-before.reg as well, or write\n"
			"; \"Functions\"=\"%s\"\n"
			"[%s]\n\"Functions\"=-\n",
			scn_text_str(&before), policy);
	scn_text_finish(&before);
}

bool scn_export_schannel_reg_undo(const struct scn_export_input *input, struct scn_text *out)
{
	struct reg_change c;
	bool ok = find_change(input, &c, out);

	if (ok)
		write_head(input, &c, "; Undo.", out);
	if (ok && c.version)
		undo_version(input, &c, out);
	if (ok && c.suites)
		undo_suites(input, &c, out);
	finish_change(&c);
	return ok;
}
