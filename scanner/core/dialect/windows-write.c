#include "core/dialect/windows-write.h"

#include <string.h>

#include "core/base/language.h"
#include "core/dialect/windows.h"
#include "core/registry/group.h"

static const char schannel[] = "SYSTEM\\CurrentControlSet\\Control\\SecurityProviders\\SCHANNEL";
static const char local[] =
	"SYSTEM\\CurrentControlSet\\Control\\Cryptography\\Configuration\\Local\\SSL\\00010002";

bool scn_policy_fits(const struct scn_text *suites, struct scn_text *missing)
{
	if (suites->len && suites->len <= SCN_WINDOWS_POLICY_MAX_LEN)
		return true;
	if (suites->len)
		scn_text_printf(missing,
			scn_tr("The list would have %zu characters; the policy takes %d at most."),
			suites->len, (int)SCN_WINDOWS_POLICY_MAX_LEN);
	else
		scn_text_add(missing, scn_tr("Schannel has none of these suites."));
	return false;
}

bool scn_policy_write(
	const struct scn_profile *profile, struct scn_text *out, struct scn_text *missing)
{
	struct scn_text suites = { 0 };
	size_t without;
	bool ok;

	if (profile->not_set.suites) {
		scn_text_add(missing, scn_tr("The list of suites is not set; in the policy that is "
					     "\"Not Configured\"."));
		return false;
	}
	without = scn_windows_suite_list(profile, &suites);
	ok = scn_policy_fits(&suites, missing);
	if (ok) {
		scn_text_printf(out, "%s\n", scn_text_str(&suites));
		scn_text_add(
			missing, scn_tr("Not in this format: everything but the cipher suites"));
		if (without)
			scn_text_printf(
				missing, scn_tr("; %zu suites have no name in Schannel"), without);
		scn_text_char(missing, '.');
	}
	scn_text_finish(&suites);
	return ok;
}

/* ---- PowerShell ---- */

static void save_first(const struct scn_not_set *not_set, struct scn_text *out)
{
	scn_text_printf(out,
		"# Run as administrator, Windows Server 2016 or newer; then reboot.\n"
		"# Undo: reg import each of these files, and reboot.\n"
		"reg export \"HKLM\\%s\" schannel-before.reg /y\n",
		schannel);
	if (!not_set->suites || !not_set->groups)
		scn_text_printf(out, "reg export \"HKLM\\%s\" suites-before.reg /y\n", local);
}

/* Both values, because a half-set protocol is neither on nor off. */
static void set_protocols(const struct scn_profile *p, struct scn_text *out)
{
	for (int v = SCN_SSL2; v <= SCN_TLS1_3; v++) {
		bool on = scn_profile_offers_version(p, (enum scn_version)v);

		if (p->not_set.versions & SCN_VERSION_BIT(v))
			continue;
		scn_text_printf(out,
			"$key = 'HKLM:\\%s\\Protocols\\%s\\Client'\n"
			"if (-not (Test-Path $key)) { New-Item -Path $key -Force | Out-Null }\n"
			"Set-ItemProperty -Path $key -Name Enabled -Type DWord -Value %d\n"
			"Set-ItemProperty -Path $key -Name DisabledByDefault -Type DWord -Value "
			"%d\n",
			schannel, scn_version_title((enum scn_version)v), on, !on);
	}
}

/* The list of today goes, then each stands at its place. How many have no name. */
static size_t set_suites(const struct scn_profile *p, struct scn_text *out)
{
	size_t without = 0, place = 0;

	scn_text_add(out, "foreach ($suite in Get-TlsCipherSuite) "
			  "{ Disable-TlsCipherSuite -Name $suite.Name }\n");
	for (size_t i = 0; i < p->suite_count; i++) {
		const struct scn_suite *suite = scn_suite_by_code(p->suites[i]);

		if (suite && !scn_suite_selectable(suite))
			continue;
		if (suite && suite->schannel)
			scn_text_printf(out, "Enable-TlsCipherSuite -Name %s -Position %zu\n",
				suite->schannel, place++);
		else
			without++;
	}
	return without;
}

static size_t set_groups(const struct scn_profile *p, struct scn_text *out)
{
	size_t without = 0, place = 0;

	scn_text_add(out, "foreach ($curve in Get-TlsEccCurve) "
			  "{ Disable-TlsEccCurve -Name $curve }\n");
	for (size_t i = 0; i < p->group_count; i++) {
		const struct scn_group *group = scn_group_by_code(p->groups[i]);

		/* The first of its names. */
		if (group && group->schannel)
			scn_text_printf(out, "Enable-TlsEccCurve -Name %.*s -Position %zu\n",
				(int)strcspn(group->schannel, ","), group->schannel, place++);
		else
			without++;
	}
	return without;
}

bool scn_powershell_write(
	const struct scn_profile *profile, struct scn_text *out, struct scn_text *missing)
{
	size_t without = 0;

	save_first(&profile->not_set, out);
	set_protocols(profile, out);
	if (!profile->not_set.suites)
		without += set_suites(profile, out);
	if (!profile->not_set.groups && profile->group_count)
		without += set_groups(profile, out);
	scn_text_add(
		missing, scn_tr("Not in this format: limits, signature schemes, extensions and "
				"their order, verification, what happens after a failure"));
	if (without)
		scn_text_printf(missing,
			scn_tr(", and %zu suites or groups that Schannel has no name for"),
			without);
	scn_text_char(missing, '.');
	return true;
}
