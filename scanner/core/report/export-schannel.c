/* Schannel: PowerShell cmdlets, the policy list, a template. Only documented values, each with its way back. */
#include <stdlib.h>
#include <string.h>

#include "core/base/alloc.h"
#include "core/base/language.h"
#include "core/dialect/ictpl.h"
#include "core/registry/group.h"
#include "core/report/export-private.h"

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

/* What is there now, kept before anything is changed. */
static void powershell_before(const struct scn_change *change, struct scn_text *out)
{
	if (change->kind == SCN_CHANGE_ADD_VERSION)
		scn_text_add(out,
			"reg export \"HKLM\\SYSTEM\\CurrentControlSet\\Control\\SecurityProviders\\"
			"SCHANNEL\" schannel-before.reg /y\n");
}

/* lead: "# " where it is a remark behind the change, empty where it is a script of its own. */
static void powershell_undo(
	const struct scn_change *change, const char *role, const char *lead, struct scn_text *out)
{
	if (change->kind == SCN_CHANGE_ADD_SUITE)
		scn_text_printf(out, "%sDisable-TlsCipherSuite -Name %s\n", lead,
			scn_suite_by_code(change->values[0])->schannel);
	if (change->kind == SCN_CHANGE_ADD_GROUP)
		scn_text_printf(out, "%sDisable-TlsEccCurve -Name %s\n", lead,
			scn_group_by_code((uint16_t)change->values[0])->schannel);
	if (change->kind == SCN_CHANGE_ADD_VERSION)
		scn_text_printf(out,
			"%sRemove-Item -Path '%s\\%s\\%s'\n"
			"%sreg import schannel-before.reg\n",
			lead, protocol_path, scn_version_title((enum scn_version)change->values[0]),
			role, lead);
	for (size_t i = 0; i < change->with_count; i++)
		scn_text_printf(out, "%sDisable-TlsCipherSuite -Name %s\n", lead,
			scn_suite_by_code(change->with[i])->schannel);
}

bool scn_export_has_schannel_name(const struct scn_change *change)
{
	for (size_t i = 0; i < change->with_count; i++)
		if (!scn_suite_by_code(change->with[i])->schannel)
			return false;
	if (change->kind == SCN_CHANGE_ADD_GROUP) {
		const struct scn_group *group = scn_group_by_code((uint16_t)change->values[0]);

		return group && group->schannel;
	}
	return change->kind != SCN_CHANGE_ADD_SUITE ||
	       scn_suite_by_code(change->values[0])->schannel != NULL;
}

static void enable_group(const struct scn_change *change, struct scn_text *out)
{
	scn_text_printf(out, "Enable-TlsEccCurve -Name %s\n",
		scn_group_by_code((uint16_t)change->values[0])->schannel);
}

/* Is there one change that cmdlets can make? False: the sentence is in *out. */
static bool plan_powershell(
	const struct scn_export_input *input, struct scn_export_plan *plan, struct scn_text *out)
{
	if (!scn_export_plan_groups(input, plan, out))
		return false;
	if (plan->fix && scn_export_has_schannel_name(&plan->fix->change))
		return true;
	scn_text_add(out, plan->fix ? scn_tr("Schannel does not have this; change the other side.")
				    : scn_tr("There is no single change to write; use --format "
					     "schannel-gpo."));
	return false;
}

static const char *role_of(const struct scn_export_input *input)
{
	return input->side == SCN_SIDE_CLIENT ? "Client" : "Server";
}

static void write_powershell(
	const struct scn_change *change, const char *role, struct scn_text *out)
{
	scn_text_add(out, "# Run as administrator, Windows Server 2016 or newer (older: "
			  "--format schannel-gpo).\n# Services keep their old list until they "
			  "are restarted (MSExchangeTransport, or reboot).\n");
	powershell_before(change, out);
	if (change->kind == SCN_CHANGE_ADD_SUITE)
		enable_suite(change, out);
	else if (change->kind == SCN_CHANGE_ADD_GROUP)
		enable_group(change, out);
	else
		enable_version(change, role, out);
	scn_text_add(out, "\n# Undo\n");
	powershell_undo(change, role, "# ", out);
}

bool scn_export_schannel_powershell(const struct scn_export_input *input, struct scn_text *out)
{
	struct scn_export_plan plan;
	bool ok = plan_powershell(input, &plan, out);

	if (ok) {
		scn_export_head(input, &plan, "#", out);
		write_powershell(&plan.fix->change, role_of(input), out);
	}
	scn_export_plan_finish(&plan);
	return ok;
}

bool scn_export_schannel_powershell_undo(const struct scn_export_input *input, struct scn_text *out)
{
	struct scn_export_plan plan;
	bool ok = plan_powershell(input, &plan, out);

	if (ok) {
		scn_export_head(input, &plan, "# Undo.", out);
		scn_text_add(out, "# Run as administrator, in the folder where the change was "
				  "made; services are restarted as for the change.\n");
		powershell_undo(&plan.fix->change, role_of(input), "", out);
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

/* Schannel speaks TLS 1.3 from Windows Server 2022 and Windows 11 on. */
bool scn_export_has_tls13(const struct scn_profile *profile)
{
	return profile->platform &&
	       (strstr(profile->platform, "2022") || strstr(profile->platform, "2025") ||
		       strstr(profile->platform, "Windows 11"));
}

static void add_item(struct scn_text *list, const char *name, const char *ending)
{
	scn_text_printf(list, "%s%s%s", list->len ? "," : "", name, ending);
}

/* The profile says which Windows it is; of a server that is not known, so its list has the names of today. */
void scn_export_policy_list(const struct scn_export_input *input, const scn_suite_code *codes,
	size_t count, struct scn_text *list)
{
	const struct scn_profile *profile = input->profile;
	bool client = input->side == SCN_SIDE_CLIENT;

	for (size_t i = 0; i < count; i++) {
		const struct scn_suite *suite = scn_suite_by_code(codes[i]);

		if (!suite->schannel ||
			(client && suite->kx == SCN_KX_TLS13 && !scn_export_has_tls13(profile)))
			continue;
		if (!client || !wants_curves(profile) || suite->kx != SCN_KX_ECDHE) {
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
		after->len, SCN_POLICY_MAX_LEN, policy_path, scn_text_str(after));
	scn_export_policy_list(input, plan->before, plan->before_count, &before);
	scn_text_printf(out,
		"\n# Undo: set the policy back to \"Not configured\" if it was so, else to\n# %s\n",
		scn_text_str(&before));
	scn_text_finish(&before);
}

/* The list as the policy takes it. False, with a sentence in *out, where it cannot hold what is wanted. */
bool scn_export_fits_policy(const struct scn_export_input *input,
	const struct scn_export_plan *plan, struct scn_text *list, struct scn_text *out)
{
	scn_export_policy_list(input, plan->after, plan->after_count, list);
	if (list->len > SCN_POLICY_MAX_LEN)
		scn_text_printf(out,
			scn_tr("The list would have %1$zu characters; the policy takes %2$d at "
			       "most. Use --goal modern, or take suites away by hand."),
			list->len, SCN_POLICY_MAX_LEN);
	else if (plan->fix && !scn_export_has_schannel_name(&plan->fix->change))
		scn_text_add(
			out, scn_tr("Schannel does not have this suite; change the other side."));
	else
		return true;
	return false;
}

size_t scn_export_policy_len(const struct scn_export_input *input)
{
	struct scn_export_plan plan;
	struct scn_text list = { 0 }, why = { 0 };
	size_t len = 0;

	if (scn_export_plan(input, &plan, &why)) {
		scn_export_policy_list(input, plan.after, plan.after_count, &list);
		len = list.len;
	}
	scn_export_plan_finish(&plan);
	scn_text_finish(&list);
	scn_text_finish(&why);
	return len;
}

bool scn_export_schannel_gpo(const struct scn_export_input *input, struct scn_text *out)
{
	struct scn_export_plan plan;
	struct scn_text after = { 0 };
	bool ok = scn_export_plan(input, &plan, out) &&
		  scn_export_fits_policy(input, &plan, &after, out);

	if (ok)
		write_policy(input, &plan, &after, out);
	scn_text_finish(&after);
	scn_export_plan_finish(&plan);
	return ok;
}

/* ---- a template for IIS Crypto ---- */

/* The written side as a profile, which is what a template holds. */
static struct scn_profile *as_profile(
	const struct scn_export_input *input, const struct scn_export_plan *plan)
{
	struct scn_profile *p = scn_profile_copy(input->profile);

	free(p->suites);
	p->suites = NULL;
	p->suite_count = 0;
	for (size_t i = 0; i < plan->after_count; i++)
		if (scn_suite_by_code(plan->after[i])->schannel)
			SCN_APPEND(p->suites, p->suite_count, plan->after[i]);
	p->versions = plan->versions;
	if (input->side == SCN_SIDE_SERVER)
		scn_profile_set_all(p);
	p->not_set.versions &= (scn_versions) ~(plan->versions ^ plan->versions_before);
	p->not_set.suites = false;
	return p;
}

/* Every other export ends its lines as Unix does; XML is the same either way. */
static void add_lines(const char *text, size_t len, struct scn_text *out)
{
	for (size_t i = 0; i < len; i++)
		if (text[i] != '\r')
			scn_text_char(out, text[i]);
}

/* A profile is a client; the template of a server has the same items in another section. */
static void add_for_side(enum scn_side side, const char *text, struct scn_text *out)
{
	static const char section[] = "clientProtocols";
	const char *at;

	while (side == SCN_SIDE_SERVER && (at = strstr(text, section)) != NULL) {
		add_lines(text, (size_t)(at - text), out);
		scn_text_add(out, "serverProtocols");
		text = at + sizeof(section) - 1;
	}
	add_lines(text, strlen(text), out);
}

/* XML 1.0 section 2.5: two hyphens end a comment, and host names may have them (xn--…). */
static void add_comment(const struct scn_text *words, struct scn_text *out)
{
	for (size_t i = 0; i < words->len; i++) {
		if (i && words->at[i] == '-' && words->at[i - 1] == '-')
			scn_text_char(out, ' ');
		scn_text_char(out, words->at[i]);
	}
}

/* A comment behind the first line, which has to stay the first (XML declaration). */
static void write_template(const struct scn_export_input *input, const struct scn_export_plan *plan,
	const struct scn_text *template, struct scn_text *out)
{
	size_t first = strcspn(scn_text_str(template), "\n");
	struct scn_text head = { 0 };

	first += scn_text_str(template)[first] == '\n';
	add_lines(scn_text_str(template), first, out);
	scn_text_add(out, "<!--\n");
	scn_export_head(input, plan, " ", &head);
	add_comment(&head, out);
	scn_text_finish(&head);
	scn_text_add(out,
		"  Before: IIS Crypto, Advanced, Backup Registry. Undo: import that backup, and "
		"reboot.\n  Save this as a file .ictpl and open it under Templates.\n-->\n");
	add_for_side(input->side, scn_text_str(template) + first, out);
}

bool scn_export_iiscrypto(const struct scn_export_input *input, struct scn_text *out)
{
	struct scn_export_plan plan;
	struct scn_text template = { 0 }, missing = { 0 };
	bool ok = scn_export_plan_versions(input, &plan, out);

	if (ok && plan.fix && !scn_export_has_schannel_name(&plan.fix->change)) {
		scn_text_add(
			out, scn_tr("Schannel does not have this suite; change the other side."));
		ok = false;
	} else if (ok) {
		struct scn_profile *profile = as_profile(input, &plan);

		ok = scn_ictpl_write(profile, &template, &missing);
		if (ok)
			write_template(input, &plan, &template, out);
		else
			scn_text_add(out, scn_text_str(&missing));
		scn_profile_free(profile);
	}
	scn_text_finish(&template);
	scn_text_finish(&missing);
	scn_export_plan_finish(&plan);
	return ok;
}
