/* Schannel: PowerShell cmdlets, the policy list, a registry file. Only documented values, each with its way back. */
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
		"if (-not (Test-Path $key)) { New-Item -Path $key -Force | Out-Null }\n"
		"Set-ItemProperty -Path $key -Name Enabled -Type DWord -Value 1\n"
		"Set-ItemProperty -Path $key -Name DisabledByDefault -Type DWord -Value 0\n",
		protocol_path, scn_version_title(version), role);
}

/* A version together with the suites that it needs. */
static void enable_version(const struct scn_change *change, const char *role, struct scn_text *out)
{
	enum scn_version version = (enum scn_version)change->values[0];

	if (version == SCN_TLS1_3)
		scn_text_add(out, "# TLS 1.3 exists from Windows Server 2022 on.\n");
	set_protocol(version, role, out);
	for (size_t i = 0; i < change->with_count; i++)
		scn_text_printf(out, "Enable-TlsCipherSuite -Name %s\n",
			scn_suite_by_code(change->with[i])->schannel);
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
	for (size_t i = 0; i < change->with_count; i++)
		scn_text_printf(out, "# Disable-TlsCipherSuite -Name %s\n",
			scn_suite_by_code(change->with[i])->schannel);
}

static bool has_schannel_name(const struct scn_change *change)
{
	for (size_t i = 0; i < change->with_count; i++)
		if (!scn_suite_by_code(change->with[i])->schannel)
			return false;
	return change->kind != SCN_CHANGE_ADD_SUITE ||
	       scn_suite_by_code(change->values[0])->schannel != NULL;
}

bool scn_export_schannel_powershell(const struct scn_export_input *input, struct scn_text *out)
{
	const char *role = input->side == SCN_SIDE_CLIENT ? "Client" : "Server";
	struct scn_export_plan plan;
	bool ok = scn_export_plan_schannel(input, &plan, out);

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
			enable_version(&plan.fix->change, role, out);
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

/* The list as the policy takes it. False, with a sentence in *out, where it cannot hold what is wanted. */
static bool fits_policy(const struct scn_export_input *input, const struct scn_export_plan *plan,
	struct scn_text *list, struct scn_text *out)
{
	policy_list(input->profile, plan->after, plan->after_count, list);
	if (list->len > POLICY_MAX_LEN)
		scn_text_printf(out,
			"The list would have %zu characters; the policy takes %d at most. "
			"Use --goal modern, or take suites away by hand.",
			list->len, POLICY_MAX_LEN);
	else if (plan->fix && !has_schannel_name(&plan->fix->change))
		scn_text_add(out, "Schannel does not have this suite; change the other side.");
	else
		return true;
	return false;
}

bool scn_export_schannel_gpo(const struct scn_export_input *input, struct scn_text *out)
{
	struct scn_export_plan plan;
	struct scn_text after = { 0 };
	bool ok = scn_export_plan(input, &plan, out) && fits_policy(input, &plan, &after, out);

	if (ok)
		write_policy(input, &plan, &after, out);
	scn_text_finish(&after);
	scn_export_plan_finish(&plan);
	return ok;
}

/* ---- a registry file ---- */

#define HIVE "HKEY_LOCAL_MACHINE\\"

static const char reg_policy[] =
	HIVE "SOFTWARE\\Policies\\Microsoft\\Cryptography\\Configuration\\SSL\\00010002";
static const char reg_protocols[] =
	HIVE "SYSTEM\\CurrentControlSet\\Control\\SecurityProviders\\SCHANNEL\\Protocols";

/* The key as it was comes back whole: what was not there before is gone again. */
static void reg_undo(const char *key, const char *file, struct scn_text *out)
{
	scn_text_printf(out,
		"; Before: reg export \"%s\" %s (there may be no such key yet)\n"
		"; Undo: reg delete \"%s\" /f, then reg import %s\n",
		key, file, key, file);
}

static void reg_version(const struct scn_change *change, const char *role, struct scn_text *out)
{
	struct scn_text key = { 0 };

	scn_text_printf(&key, "%s\\%s\\%s", reg_protocols,
		scn_version_title((enum scn_version)change->values[0]), role);
	reg_undo(scn_text_str(&key), "protocol-before.reg", out);
	scn_text_printf(out,
		"[%s]\n\"Enabled\"=dword:00000001\n\"DisabledByDefault\"=dword:00000000\n",
		scn_text_str(&key));
	scn_text_finish(&key);
}

static void reg_suites(const struct scn_text *list, struct scn_text *out)
{
	reg_undo(reg_policy, "suites-before.reg", out);
	scn_text_printf(out, "[%s]\n\"Functions\"=\"%s\"\n", reg_policy, scn_text_str(list));
}

bool scn_export_schannel_reg(const struct scn_export_input *input, struct scn_text *out)
{
	const char *role = input->side == SCN_SIDE_CLIENT ? "Client" : "Server";
	struct scn_export_plan plan;
	struct scn_text after = { 0 };
	bool ok = scn_export_plan_schannel(input, &plan, out);
	bool version = ok && plan.fix && plan.fix->change.kind == SCN_CHANGE_ADD_VERSION;
	bool suites = !version || plan.fix->change.with_count > 0;

	ok = ok && (!suites || fits_policy(input, &plan, &after, out));
	if (ok) {
		scn_text_add(out, "Windows Registry Editor Version 5.00\n\n");
		scn_export_head(input, &plan, ";", out);
		scn_text_add(out, "; Import as administrator, then reboot.\n");
		if (version)
			reg_version(&plan.fix->change, role, out);
		if (suites)
			reg_suites(&after, out);
	}
	scn_text_finish(&after);
	scn_export_plan_finish(&plan);
	return ok;
}
