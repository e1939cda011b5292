#include "core/report/export.h"

#include <stdlib.h>
#include <string.h>

#include "core/base/alloc.h"
#include "core/base/language.h"
#include "core/judge/diagnose.h"
#include "core/report/export-private.h"

#define OPENSSL  SCN_DIALECT_OPENSSL
#define GNUTLS   SCN_DIALECT_GNUTLS
#define SCHANNEL SCN_DIALECT_SCHANNEL

/* client, server, names, versions, TLS 1.3 suites */
static const struct scn_export_format formats[] = {
	{ "iana", SCN_MARK("list of IANA names"), true, true, SCN_DIALECT_IANA, false, true,
		scn_export_iana, NULL },
	{ "openssl", SCN_MARK("OpenSSL cipher string"), true, true, OPENSSL, true, true,
		scn_export_openssl, NULL },
	{ "gnutls", SCN_MARK("GnuTLS priority string"), true, true, GNUTLS, true, true,
		scn_export_gnutls, NULL },
	{ "postfix", "Postfix main.cf", true, true, OPENSSL, true, false, scn_export_postfix,
		NULL },
	{ "exim-openssl", SCN_MARK("Exim built with OpenSSL"), true, true, OPENSSL, false, false,
		scn_export_exim_openssl, NULL },
	{ "exim-gnutls", SCN_MARK("Exim built with GnuTLS"), true, true, GNUTLS, true, true,
		scn_export_exim_gnutls, NULL },
	{ "sendmail", "Sendmail sendmail.mc", true, true, OPENSSL, false, false,
		scn_export_sendmail, NULL },
	{ "opensmtpd", "OpenSMTPD smtpd.conf", false, true, OPENSSL, false, false,
		scn_export_opensmtpd, NULL },
	{ "schannel-powershell", SCN_MARK("PowerShell for Schannel"), true, true, SCHANNEL, false,
		true, scn_export_schannel_powershell, scn_export_schannel_powershell_undo },
	{ "schannel-reg", SCN_MARK("registry file for Schannel"), true, true, SCHANNEL, false, true,
		scn_export_schannel_reg, scn_export_schannel_reg_undo },
	{ "iiscrypto", SCN_MARK("IIS Crypto template"), true, true, SCHANNEL, true, true,
		scn_export_iiscrypto, NULL },
	{ "schannel-gpo", SCN_MARK("group policy list for Schannel"), true, true, SCHANNEL, false,
		true, scn_export_schannel_gpo, NULL },
};

const struct scn_export_format *scn_export_formats(size_t *count_out)
{
	*count_out = SCN_COUNT(formats);
	return formats;
}

const struct scn_export_format *scn_export_format_find(const char *word)
{
	for (size_t i = 0; i < SCN_COUNT(formats); i++)
		if (strcmp(formats[i].word, word) == 0)
			return &formats[i];
	return NULL;
}

bool scn_export_for_schannel(const struct scn_export_format *format)
{
	return strncmp(format->word, "schannel", strlen("schannel")) == 0 && format->client;
}

/* ---- today's list ---- */

static void add_once(scn_suite_code **list, size_t *count, scn_suite_code code)
{
	for (size_t i = 0; i < *count; i++)
		if ((*list)[i] == code)
			return;
	SCN_APPEND(*list, *count, code);
}

static void client_list(const struct scn_profile *profile, struct scn_export_plan *plan)
{
	for (size_t i = 0; i < profile->suite_count; i++) {
		const struct scn_suite *suite = scn_suite_by_code(profile->suites[i]);

		if (suite && scn_suite_selectable(suite))
			add_once(&plan->before, &plan->before_count, suite->code);
	}
}

static unsigned rank_of(const struct scn_version_fact *v, scn_suite_code code)
{
	for (size_t i = 0; i < v->suite_count; i++)
		if (v->suites[i].code == code)
			return v->suites[i].rank;
	return 0;
}

static void sort_by_rank(const struct scn_version_fact *v, scn_suite_code *codes, size_t count)
{
	for (size_t i = 1; v->order == SCN_ORDER_SERVER && i < count; i++) {
		scn_suite_code code = codes[i];
		size_t at = i;

		for (; at > 0 && rank_of(v, codes[at - 1]) > rank_of(v, code); at--)
			codes[at] = codes[at - 1];
		codes[at] = code;
	}
}

/* Newest version first, inside it the server's own order where it has one. */
static void server_list(const struct scn_server_facts *facts, struct scn_export_plan *plan)
{
	for (int v = SCN_TLS1_3; v >= SCN_SSL3; v--) {
		const struct scn_version_fact *version = &facts->versions[v];
		scn_suite_code *codes = NULL;
		size_t count = 0;

		for (size_t i = 0; i < version->suite_count; i++) {
			/* A saved scan may hold codes that this version has no name for. */
			if (version->suites[i].status == SCN_ACCEPTED &&
				scn_suite_by_code(version->suites[i].code))
				SCN_APPEND(codes, count, version->suites[i].code);
			plan->incomplete |= version->suites[i].status == SCN_UNKNOWN;
		}
		sort_by_rank(version, codes, count);
		for (size_t i = 0; i < count; i++)
			add_once(&plan->before, &plan->before_count, codes[i]);
		free(codes);
		if (version->status == SCN_ACCEPTED)
			plan->versions |= SCN_VERSION_BIT(v);
	}
}

/* ---- the list after the change ---- */

static int by_strength(const void *a, const void *b)
{
	const struct scn_suite *x = scn_suite_by_code(*(const scn_suite_code *)a);
	const struct scn_suite *y = scn_suite_by_code(*(const scn_suite_code *)b);

	if (x->min_version != y->min_version)
		return (int)y->min_version - (int)x->min_version;
	if (x->strength != y->strength)
		return (int)x->strength - (int)y->strength;
	if (x->effective_bits != y->effective_bits)
		return y->effective_bits - x->effective_bits;
	return (x->code > y->code) - (x->code < y->code);
}

/* A client on Schannel can have what that has a name for, and TLS 1.3 only on newer Windows. */
static bool can_have(const struct scn_export_input *input, const struct scn_suite *suite)
{
	const struct scn_profile *profile = input->profile;

	if (input->side == SCN_SIDE_SERVER || !scn_profile_is_schannel(profile))
		return true;
	return suite->schannel && (suite->kx != SCN_KX_TLS13 || scn_export_has_tls13(profile));
}

/* RFC 9325 section 4.2 and TLS 1.3: what a list of today has, best first. */
static void modern_list(const struct scn_export_input *input, struct scn_export_plan *plan)
{
	static const scn_suite_code modern[] = { 0x1302, 0x1303, 0x1301, 0xC02C, 0xC030, 0xCCA9,
		0xCCA8, 0xC02B, 0xC02F };

	plan->versions = SCN_VERSION_BIT(SCN_TLS1_2);
	for (size_t i = 0; i < SCN_COUNT(modern); i++) {
		const struct scn_suite *suite = scn_suite_by_code(modern[i]);

		if (!can_have(input, suite))
			continue;
		add_once(&plan->after, &plan->after_count, suite->code);
		if (suite->kx == SCN_KX_TLS13)
			plan->versions |= SCN_VERSION_BIT(SCN_TLS1_3);
	}
}

/* TLS libraries know an oldest and a newest version: what lies between stays as it is. */
static scn_versions without_holes(scn_versions set, scn_versions before)
{
	for (int v = SCN_SSL3; v <= SCN_TLS1_3; v++)
		if (v > (int)scn_versions_oldest(set) && v < (int)scn_versions_newest(set))
			set |= before & SCN_VERSION_BIT(v);
	return set;
}

static void make_after(const struct scn_export_input *input, struct scn_export_plan *plan)
{
	const struct scn_change *change = plan->fix ? &plan->fix->change : NULL;

	plan->versions_before = plan->versions;
	if (input->goal == SCN_GOAL_MODERN)
		modern_list(input, plan);
	for (size_t i = 0; input->goal != SCN_GOAL_MODERN && i < plan->before_count; i++)
		add_once(&plan->after, &plan->after_count, plan->before[i]);
	/* Last, so that nobody else is moved to it. */
	if (change && change->kind == SCN_CHANGE_ADD_SUITE)
		add_once(&plan->after, &plan->after_count, change->values[0]);
	for (size_t i = 0; change && i < change->with_count; i++)
		add_once(&plan->after, &plan->after_count, change->with[i]);
	for (size_t i = 0; i < input->also_count; i++)
		add_once(&plan->after, &plan->after_count, input->also[i]);
	plan->versions =
		without_holes(plan->versions | input->also_versions, plan->versions_before);
	if (input->goal == SCN_GOAL_KEEP && plan->after_count)
		qsort(plan->after, plan->after_count, sizeof(plan->after[0]), by_strength);
	if (change && change->kind == SCN_CHANGE_ADD_VERSION)
		plan->versions |= SCN_VERSION_BIT(change->values[0]);
	if (change && change->kind == SCN_CHANGE_ADD_GROUP)
		plan->group = (uint16_t)change->values[0];
}

bool scn_export_moves_versions(const struct scn_export_plan *plan)
{
	return plan->versions != plan->versions_before;
}

size_t scn_export_groups(const struct scn_export_input *input, uint16_t **codes_out)
{
	const struct scn_server_facts *facts = input->facts;
	size_t count = 0;

	*codes_out = NULL;
	for (size_t i = 0; input->side == SCN_SIDE_CLIENT && i < input->profile->group_count; i++)
		SCN_APPEND(*codes_out, count, input->profile->groups[i]);
	for (size_t i = 0; input->side == SCN_SIDE_SERVER && i < facts->group_count; i++)
		if (facts->groups[i].status == SCN_ACCEPTED)
			SCN_APPEND(*codes_out, count, facts->groups[i].code);
	return count;
}

#define KIND_BIT(kind) ((uint64_t)1 << (kind))

/* kinds: the changes that the writer has words for. */
static bool make_plan(const struct scn_export_input *input, uint64_t kinds,
	struct scn_export_plan *plan, struct scn_text *out)
{
	bool client = input->side == SCN_SIDE_CLIENT;

	*plan = (struct scn_export_plan){ .fix = scn_verdict_fix(input->verdict, input->side) };
	if (input->verdict->kind != SCN_VERDICT_FAILS && input->goal == SCN_GOAL_SMALLEST) {
		scn_text_add(out, input->verdict->kind == SCN_VERDICT_UNKNOWN
					  ? scn_tr("Nothing can be advised: the pair was not "
						   "tested far enough.")
					  : scn_tr("Nothing to fix: this pair works. A better "
						   "list: --goal modern."));
		return false;
	}
	if (plan->fix && !(kinds & KIND_BIT(plan->fix->change.kind))) {
		scn_text_printf(out,
			client ? scn_tr("No cipher list brings this about. On the client: %s.")
			       : scn_tr("No cipher list brings this about. On the server: %s."),
			plan->fix->text);
		return false;
	}
	if (!plan->fix && input->goal == SCN_GOAL_SMALLEST) {
		scn_text_add(out, client ? scn_tr("No acceptable change on the client is known; "
						  "try --on server.")
					 : scn_tr("No acceptable change on the server is known; "
						  "try --on client."));
		return false;
	}
	plan->versions = client ? input->profile->versions : 0;
	if (client)
		client_list(input->profile, plan);
	else
		server_list(input->facts, plan);
	make_after(input, plan);
	return true;
}

/* A list of suites brings no version about: a version needs suites of its own, and where it has none the
 * list would be empty, and an empty tls_medium_cipherlist stops Postfix altogether. */
bool scn_export_plan(
	const struct scn_export_input *input, struct scn_export_plan *plan, struct scn_text *out)
{
	return make_plan(input, KIND_BIT(SCN_CHANGE_ADD_SUITE), plan, out);
}

bool scn_export_plan_versions(
	const struct scn_export_input *input, struct scn_export_plan *plan, struct scn_text *out)
{
	return make_plan(input, KIND_BIT(SCN_CHANGE_ADD_SUITE) | KIND_BIT(SCN_CHANGE_ADD_VERSION),
		plan, out);
}

bool scn_export_plan_groups(
	const struct scn_export_input *input, struct scn_export_plan *plan, struct scn_text *out)
{
	return make_plan(input,
		KIND_BIT(SCN_CHANGE_ADD_SUITE) | KIND_BIT(SCN_CHANGE_ADD_VERSION) |
			KIND_BIT(SCN_CHANGE_ADD_GROUP),
		plan, out);
}

void scn_export_plan_finish(struct scn_export_plan *plan)
{
	free(plan->before);
	free(plan->after);
}

size_t scn_export_suites(const struct scn_export_input *input, scn_suite_code **codes_out)
{
	struct scn_export_plan plan;
	struct scn_text why = { 0 };
	size_t count = 0;

	*codes_out = NULL;
	if (scn_export_plan(input, &plan, &why)) {
		*codes_out = plan.after;
		count = plan.after_count;
		plan.after = NULL;
	}
	scn_export_plan_finish(&plan);
	scn_text_finish(&why);
	return count;
}

static void write_head(const struct scn_export_input *input, const struct scn_export_plan *plan,
	const struct scn_verdict *verdict, const char *lead, struct scn_text *out)
{
	scn_text_printf(out, "%s From %s to %s: %s\n", lead, verdict->profile_name, input->host,
		verdict->summary ? verdict->summary : "");
	if (plan->fix)
		scn_text_printf(out, "%s Change on the %s: %s (%s).\n", lead,
			scn_side_word(input->side),
			verdict->fixes[plan->fix - input->verdict->fixes].text,
			scn_evidence_word(plan->fix->evidence));
	if (plan->incomplete)
		scn_text_printf(out,
			"%s Some suites of the server were not tested; the list may be "
			"incomplete.\n",
			lead);
}

/* Files are English, and many formats take nothing but ASCII: the verdict of a reader in another language is
 * said once more. */
void scn_export_head(const struct scn_export_input *input, const struct scn_export_plan *plan,
	const char *lead, struct scn_text *out)
{
	struct scn_language language = scn_language_get();
	struct scn_verdict english;

	if (!language.one) {
		write_head(input, plan, input->verdict, lead, out);
		return;
	}
	scn_language_set(NULL);
	scn_judge(input->profile, input->facts, &english);
	write_head(input, plan,
		english.fix_count == input->verdict->fix_count ? &english : input->verdict, lead,
		out);
	scn_language_set(&language);
	scn_verdict_finish(&english);
}

/* ---- the list itself, and the hint for a terminal ---- */

bool scn_export_iana(const struct scn_export_input *input, struct scn_text *out)
{
	struct scn_export_plan plan;
	bool ok = scn_export_plan(input, &plan, out);

	for (size_t i = 0; ok && i < plan.after_count; i++)
		scn_text_printf(out, "%s\n", scn_suite_by_code(plan.after[i])->name);
	scn_export_plan_finish(&plan);
	return ok;
}

static void suite_hint(
	const struct scn_profile *profile, const struct scn_fix *fix, struct scn_text *out)
{
	const struct scn_suite *suite = scn_suite_by_code(fix->change.values[0]);

	if (!suite)
		return; /* a code in a saved scan that nobody has named */
	if (fix->change.side == SCN_SIDE_SERVER && suite->openssl)
		scn_text_printf(out, "OpenSSL: %s\nPostfix: handfast fix last --format postfix",
			suite->openssl);
	else if (fix->change.side == SCN_SIDE_CLIENT && scn_profile_is_schannel(profile) &&
		 suite->schannel)
		scn_text_printf(out,
			"Enable-TlsCipherSuite -Name %s\nundo: Disable-TlsCipherSuite -Name %s\n"
			"by policy: handfast fix last --format schannel-gpo",
			suite->schannel, suite->schannel);
	else if (fix->change.side == SCN_SIDE_CLIENT && suite->openssl)
		scn_text_printf(out, "OpenSSL: %s", suite->openssl);
}

void scn_export_hint(
	const struct scn_profile *profile, const struct scn_fix *fix, struct scn_text *out)
{
	if (fix->change.kind == SCN_CHANGE_ADD_SUITE && fix->change.value_count)
		suite_hint(profile, fix, out);
}
