/* What a row means for the client that reads it: what both have in common, and the cause of a failure. */
#include <stdio.h>
#include <string.h>

#include "core/base/language.h"
#include "core/judge/diagnose.h"
#include "core/judge/negotiate.h"
#include "core/report/fact-private.h"
#include "core/report/text-parts.h"

static void add_note(struct scn_fact *fact, const struct scn_profile *client, const char *format,
	const char *words)
{
	struct scn_text name = { 0 };

	scn_text_peer_str(&name, client->name);
	scn_fact_and(&fact->note, " ");
	scn_text_printf(&fact->note, scn_tr(format), scn_text_str(&name), words);
	scn_text_finish(&name);
}

/* "In common with Exchange 2016: …", or that there is nothing. */
static void common_note(
	struct scn_fact *fact, const struct scn_profile *client, const struct scn_text *common)
{
	if (common->len)
		add_note(fact, client, SCN_MARK("In common with %1$s: %2$s."), common->at);
	else if (fact->extent == SCN_FACT_WHOLE)
		add_note(fact, client, SCN_MARK("%1$s has none of them."), "");
}

static void versions_note(const struct scn_fact_view *view, struct scn_fact *fact)
{
	struct scn_text common = { 0 };

	for (int v = SCN_SSL2; v <= SCN_TLS1_3; v++)
		if (view->server->facts.versions[v].status == SCN_ACCEPTED &&
			scn_profile_offers_version(view->client, (enum scn_version)v)) {
			scn_fact_and(&common, ", ");
			scn_text_add(&common, scn_version_title((enum scn_version)v));
		}
	common_note(fact, view->client, &common);
	scn_text_finish(&common);
}

static void suites_note(const struct scn_fact_view *view, struct scn_fact *fact)
{
	struct scn_text common = { 0 };

	for (int v = SCN_TLS1_3; v >= SCN_SSL2; v--) {
		struct scn_common both =
			scn_common_suites(view->client, &view->server->facts, (enum scn_version)v);

		if (both.both_count) {
			scn_fact_and(&common, ", ");
			scn_text_printf(&common,
				scn_tr_n("%1$zu suite of %2$s", "%1$zu suites of %2$s",
					both.both_count),
				both.both_count, scn_version_title((enum scn_version)v));
		}
		scn_common_finish(&both);
	}
	common_note(fact, view->client, &common);
	scn_text_finish(&common);
}

/* A client without a list leaves the choice to the server. */
static void groups_note(const struct scn_fact_view *view, struct scn_fact *fact)
{
	const struct scn_server_facts *f = &view->server->facts;
	struct scn_text common = { 0 };

	if (view->client->group_count == 0)
		return;
	for (size_t i = 0; i < f->group_count; i++)
		if (f->groups[i].status == SCN_ACCEPTED &&
			scn_profile_offers_group(view->client, f->groups[i].code)) {
			scn_fact_and(&common, ", ");
			scn_text_group(&common, f->groups[i].code);
		}
	common_note(fact, view->client, &common);
	scn_text_finish(&common);
}

static void schemes_note(const struct scn_fact_view *view, struct scn_fact *fact)
{
	const struct scn_server_facts *f = &view->server->facts;
	struct scn_text common = { 0 };

	if (view->client->scheme_count == 0)
		return;
	for (size_t i = 0; i < f->scheme_count; i++)
		if (f->schemes[i].status == SCN_ACCEPTED &&
			scn_profile_offers_scheme(view->client, f->schemes[i].code)) {
			scn_fact_and(&common, ", ");
			scn_text_scheme(&common, f->schemes[i].code);
		}
	common_note(fact, view->client, &common);
	scn_text_finish(&common);
}

static void limit_note(
	struct scn_fact *fact, const struct scn_profile *client, uint32_t least, uint32_t most)
{
	char bits[16];

	if (least) {
		snprintf(bits, sizeof(bits), "%u", least);
		add_note(fact, client, SCN_MARK("%1$s wants at least %2$s bits."), bits);
	}
	if (most) {
		snprintf(bits, sizeof(bits), "%u", most);
		add_note(fact, client, SCN_MARK("%1$s takes at most %2$s bits."), bits);
	}
}

static void dh_note(const struct scn_fact_view *view, struct scn_fact *fact)
{
	if (view->server->facts.dh.bits)
		limit_note(fact, view->client, view->client->limits.dh_min,
			view->client->limits.dh_max);
}

static void key_note(const struct scn_fact_view *view, struct scn_fact *fact)
{
	const struct scn_server_facts *f = &view->server->facts;

	for (size_t i = 0; i < f->certificate_count; i++)
		if (f->certificates[i].key == SCN_SCHEME_KEY_RSA) {
			limit_note(fact, view->client, view->client->limits.rsa_min,
				view->client->limits.rsa_max);
			return;
		}
}

static void ems_note(const struct scn_fact_view *view, struct scn_fact *fact)
{
	if (view->client->requires_extended_master_secret)
		add_note(fact, view->client, SCN_MARK("%1$s requires it."), "");
}

static void reneg_note(const struct scn_fact_view *view, struct scn_fact *fact)
{
	if (view->client->requires_secure_renegotiation)
		add_note(fact, view->client, SCN_MARK("%1$s requires it."), "");
}

static void limits_note(const struct scn_fact_view *view, struct scn_fact *fact)
{
	char count[32];

	snprintf(count, sizeof(count), "%zu", view->client->suite_count);
	if (view->server->facts.suite_limit &&
		view->client->suite_count > view->server->facts.suite_limit)
		add_note(fact, view->client,
			SCN_MARK("%1$s offers %2$s: what stands behind the limit is not read."),
			count);
}

static void trust_note(const struct scn_fact_view *view, struct scn_fact *fact)
{
	if (view->client->verifies == SCN_VERIFIES_NONE)
		add_note(fact, view->client,
			SCN_MARK("%1$s does not verify it: mail is encrypted all the same."), "");
	else if (view->client->verifies == SCN_VERIFIES_CHAIN)
		add_note(fact, view->client, SCN_MARK("%1$s verifies the chain."), "");
	else if (view->client->verifies == SCN_VERIFIES_NAME)
		add_note(fact, view->client, SCN_MARK("%1$s verifies chain and name."), "");
}

static void dane_note(const struct scn_fact_view *view, struct scn_fact *fact)
{
	if (view->client->verifies == SCN_VERIFIES_DANE)
		add_note(fact, view->client, SCN_MARK("%1$s uses DANE."), "");
	else
		add_note(fact, view->client, SCN_MARK("%1$s does not use DANE."), "");
}

static const struct {
	const char *id;
	void (*note)(const struct scn_fact_view *view, struct scn_fact *fact);
	bool only_bad; /* worth a word only where something is wrong */
} notes[] = {
	{ "versions", versions_note, false },
	{ "suites", suites_note, false },
	{ "groups", groups_note, false },
	{ "schemes", schemes_note, false },
	{ "dh", dh_note, false },
	{ "key-type", key_note, false },
	{ "ems", ems_note, false },
	{ "renegotiation", reneg_note, false },
	{ "limits", limits_note, false },
	{ "tlsa", dane_note, true },
	{ "certificate-dane", dane_note, true },
	{ "certificate-match", trust_note, true },
	{ "certificate-chain", trust_note, true },
	{ "certificate-until", trust_note, true },
};

/* Which row shows a cause. */
static const struct {
	const char *cause, *id;
} shown_by[] = {
	{ "certificate-expired", "certificate-until" },
	{ "certificate-incomplete-chain", "certificate-chain" },
	{ "certificate-not-verified", "certificate-chain" },
	{ "certificate-not-yet-valid", "certificate-from" },
	{ "certificate-self-signed", "certificate-chain" },
	{ "certificate-unknown-issuer", "certificate-chain" },
	{ "certificate-weak", "certificate-chain" },
	{ "certificate-wrong-name", "certificate-match" },
	{ "certificate-wrong-purpose", "certificate-chain" },
	{ "closed-after-starttls", "starttls" },
	{ "dane-bogus", "tlsa" },
	{ "dane-mismatch", "tlsa" },
	{ "dane-no-starttls", "starttls" },
	{ "dane-untrusted", "tlsa" },
	{ "dh-too-large", "dh" },
	{ "dh-too-small", "dh" },
	{ "extended-master-secret-missing", "ems" },
	{ "extended-master-secret-required", "ems" },
	{ "fallback-refused", "versions" },
	{ "hello-too-long", "limits" },
	{ "key-curve", "key-type" },
	{ "key-type", "key-type" },
	{ "key-usage", "certificate-usage" },
	{ "legacy-signature", "schemes" },
	{ "no-common-group", "groups" },
	{ "no-common-signature-scheme", "schemes" },
	{ "no-common-suite", "suites" },
	{ "no-common-version", "versions" },
	{ "rsa-too-large", "key-type" },
	{ "rsa-too-small", "key-type" },
	{ "secure-renegotiation-missing", "renegotiation" },
	{ "starttls-masked", "starttls" },
	{ "starttls-not-offered", "starttls" },
	{ "starttls-refused", "starttls" },
	{ "too-many-suites", "limits" },
	{ "version-intolerance", "versions" },
};

static void cause_note(const struct scn_fact_view *view, struct scn_fact *fact)
{
	const struct scn_verdict *v = view->verdict;

	if (v->kind != SCN_VERDICT_FAILS || !v->cause)
		return;
	for (size_t i = 0; i < sizeof(shown_by) / sizeof(shown_by[0]); i++)
		if (strcmp(shown_by[i].cause, v->cause) == 0 &&
			strcmp(shown_by[i].id, fact->id) == 0) {
			const char *title = scn_cause_title(v->cause);

			add_note(fact, view->client, SCN_MARK("This is why %1$s fails: %2$s."),
				title);
			scn_fact_worsen(fact, SCN_FACT_BAD);
		}
}

void scn_fact_consequence(const struct scn_fact_view *view, struct scn_fact *fact)
{
	bool bad = fact->mark == SCN_FACT_WEAK || fact->mark == SCN_FACT_BAD;

	if (!view->client || fact->extent == SCN_FACT_NOTHING)
		return;
	for (size_t i = 0; i < sizeof(notes) / sizeof(notes[0]); i++)
		if (strcmp(notes[i].id, fact->id) == 0 && (bad || !notes[i].only_bad))
			notes[i].note(view, fact);
	if (view->verdict)
		cause_note(view, fact);
}
