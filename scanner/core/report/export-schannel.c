/* Schannel: PowerShell cmdlets and the policy list. Only documented values, each with its way back. */
#include <stdlib.h>
#include <string.h>

#include "core/base/alloc.h"
#include "core/report/export-private.h"

enum {
	POLICY_MAX_LEN = 1023, /* characters of the list, says Microsoft's documentation */
};

static const char policy_path[] =
	"HKLM\\SOFTWARE\\Policies\\Microsoft\\Cryptography\\Configuration\\SSL\\00010002";
static const char protocol_path[] =
	"HKLM:\\SYSTEM\\CurrentControlSet\\Control\\SecurityProviders\\SCHANNEL\\Protocols";

/* ---- PowerShell ---- */

static void enable_suite(const struct scn_change *change, struct scn_text *out)
{
	const struct scn_suite *suite = scn_suite_by_code(change->values[0]);

	scn_text_printf(out, "Enable-TlsCipherSuite -Name %s\n", suite->schannel);
	for (size_t i = 1; i < change->value_count; i++) {
		suite = scn_suite_by_code(change->values[i]);
		if (suite->schannel)
			scn_text_printf(out, "# or instead: Enable-TlsCipherSuite -Name %s\n",
				suite->schannel);
	}
}

/* Both values, because a half-set protocol is neither on nor off. */
static void set_protocol(enum scn_version version, const char *role, struct scn_text *out)
{
	scn_text_printf(out,
		"$key = '%s\\%s\\%s'\n"
		"New-Item -Path $key -Force | Out-Null\n"
		"Set-ItemProperty -Path $key -Name Enabled -Type DWord -Value 1\n"
		"Set-ItemProperty -Path $key -Name DisabledByDefault -Type DWord -Value 0\n",
		protocol_path, scn_version_title(version), role);
}

static void powershell_undo(const struct scn_change *change, const char *role, struct scn_text *out)
{
	scn_text_add(out, "\n# Undo\n");
	if (change->kind == SCN_CHANGE_ADD_SUITE)
		scn_text_printf(out, "# Disable-TlsCipherSuite -Name %s\n",
			scn_suite_by_code(change->values[0])->schannel);
	else
		scn_text_printf(out,
			"# Before: export the key with  reg export "
			"\"HKLM\\SYSTEM\\CurrentControlSet\\"
			"Control\\SecurityProviders\\SCHANNEL\" schannel-before.reg\n"
			"# Remove-Item -Path '%s\\%s\\%s'\n"
			"# reg import schannel-before.reg\n",
			protocol_path, scn_version_title((enum scn_version)change->values[0]),
			role);
}

static bool has_schannel_name(const struct scn_change *change)
{
	return change->kind != SCN_CHANGE_ADD_SUITE ||
	       scn_suite_by_code(change->values[0])->schannel != NULL;
}

bool scn_export_schannel_powershell(const struct scn_export_input *input, struct scn_text *out)
{
	const char *role = input->side == SCN_SIDE_CLIENT ? "Client" : "Server";
	struct scn_export_plan plan;
	bool ok = scn_export_plan(input, &plan, out);

	if (ok && (!plan.fix || !has_schannel_name(&plan.fix->change))) {
		scn_text_add(out,
			plan.fix
				? "Schannel does not have this suite; change the other side."
				: "There is no single change to write; use --format schannel-gpo.");
		ok = false;
	} else if (ok) {
		scn_export_head(input, &plan, "#", out);
		scn_text_add(out,
			"# Run as administrator, Windows Server 2016 or newer (older: "
			"--format schannel-gpo).\n# Services keep their old list until they "
			"are restarted (MSExchangeTransport, or reboot).\n");
		if (plan.fix->change.kind == SCN_CHANGE_ADD_SUITE)
			enable_suite(&plan.fix->change, out);
		else
			set_protocol((enum scn_version)plan.fix->change.values[0], role, out);
		powershell_undo(&plan.fix->change, role, out);
	}
	scn_export_plan_finish(&plan);
	return ok;
}

/* ---- the policy list ---- */

/* Before Windows 10 a name says the curve; such clients list each ECDHE suite once a curve. */
static bool wants_curves(const struct scn_profile *profile)
{
	static const char *const old[] = { "2008", "2012", "Windows 7", "Windows 8" };

	for (size_t i = 0; profile->platform && i < SCN_COUNT(old); i++)
		if (strstr(profile->platform, old[i]))
			return true;
	return false;
}

static void add_item(struct scn_text *list, const char *name, const char *ending)
{
	scn_text_printf(list, "%s%s%s", list->len ? "," : "", name, ending);
}

static void policy_list(const struct scn_profile *profile, const scn_suite_code *codes,
	size_t count, struct scn_text *list)
{
	for (size_t i = 0; i < count; i++) {
		const struct scn_suite *suite = scn_suite_by_code(codes[i]);

		if (!suite->schannel)
			continue;
		if (!wants_curves(profile) || suite->kx != SCN_KX_ECDHE) {
			add_item(list, suite->schannel, "");
			continue;
		}
		add_item(list, suite->schannel, "_P256");
		add_item(list, suite->schannel, "_P384");
	}
}

static void write_policy(const struct scn_export_input *input, const struct scn_export_plan *plan,
	const struct scn_text *after, struct scn_text *out)
{
	struct scn_text before = { 0 };

	scn_export_head(input, plan, "#", out);
	scn_text_printf(out,
		"# Computer Configuration > Administrative Templates > Network > SSL Configuration "
		"Settings >\n# SSL Cipher Suite Order. One line, no blanks, order matters. %zu of "
		"%d "
		"characters.\n# (registry: %s, value Functions)\n%s\n",
		after->len, POLICY_MAX_LEN, policy_path, scn_text_str(after));
	policy_list(input->profile, plan->before, plan->before_count, &before);
	scn_text_printf(out,
		"\n# Undo: set the policy back to \"Not configured\" if it was so, else to\n# %s\n",
		scn_text_str(&before));
	scn_text_finish(&before);
}

bool scn_export_schannel_gpo(const struct scn_export_input *input, struct scn_text *out)
{
	struct scn_export_plan plan;
	struct scn_text after = { 0 };
	bool ok = scn_export_plan(input, &plan, out);

	if (ok)
		policy_list(input->profile, plan.after, plan.after_count, &after);
	if (ok && after.len > POLICY_MAX_LEN) {
		scn_text_printf(out,
			"The list would have %zu characters; the policy takes %d at most. "
			"Use --goal modern, or take suites away by hand.",
			after.len, POLICY_MAX_LEN);
		ok = false;
	} else if (ok && plan.fix && !has_schannel_name(&plan.fix->change)) {
		scn_text_add(out, "Schannel does not have this suite; change the other side.");
		ok = false;
	} else if (ok) {
		write_policy(input, &plan, &after, out);
	}
	scn_text_finish(&after);
	scn_export_plan_finish(&plan);
	return ok;
}
