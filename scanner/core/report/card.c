#include "core/report/card.h"

#include <ctype.h>
#include <string.h>

#include "core/base/alloc.h"
#include "core/base/language.h"
#include "core/report/text-parts.h"
#include "core/report/title.h"

/* A phrase as a sentence of its own. */
static void add_sentence(struct scn_text *out, const char *phrase)
{
	if (!phrase[0])
		return;
	scn_text_capital(out, phrase);
	if (out->at[out->len - 1] != '.')
		scn_text_char(out, '.');
}

/* ---- how sure ---- */

const char *scn_card_evidence(const struct scn_verdict *pair)
{
	if (!pair || pair->evidence == SCN_EVIDENCE_NONE)
		return scn_tr("not tested");
	if (pair->evidence == SCN_EVIDENCE_COMPUTED)
		return scn_tr("computed");
	if (scn_report_is_before_tls(pair))
		return scn_tr("confirmed");
	return scn_tr("confirmed by test handshake");
}

void scn_card_proof(const struct scn_verdict *pair, struct scn_text *out)
{
	if (!pair || pair->evidence == SCN_EVIDENCE_NONE)
		return;
	if (pair->proof && *pair->proof)
		add_sentence(out, pair->proof);
	else
		scn_text_add(out, scn_tr("Computed from the lists of both sides."));
	if (!pair->counter)
		return;
	scn_text_char(out, ' ');
	add_sentence(out, pair->counter);
}

void scn_card_mail(const struct scn_verdict *pair, struct scn_text *out)
{
	add_sentence(out, pair->mail ? pair->mail : scn_tr("not known"));
}

/* ---- the fix ---- */

void scn_fix_words_finish(struct scn_fix_words *words)
{
	scn_text_finish(&words->lead);
	scn_text_finish(&words->value);
}

const struct scn_fix *scn_card_best_fix(const struct scn_verdict *pair)
{
	return pair && pair->fix_count ? &pair->fixes[0] : NULL;
}

const struct scn_fix *scn_card_other_fix(const struct scn_verdict *pair)
{
	for (size_t i = 1; pair && i < pair->fix_count; i++)
		if (pair->fixes[i].change.side != pair->fixes[0].change.side)
			return &pair->fixes[i];
	return NULL;
}

/* A fix that is one suite more: its name stands for itself. */
static const struct scn_suite *suite_of(const struct scn_fix *fix)
{
	bool plain = fix->change.kind == SCN_CHANGE_ADD_SUITE && fix->change.value_count &&
		     !fix->has_then;

	return plain ? scn_suite_by_code(fix->change.values[0]) : NULL;
}

void scn_card_fix(const struct scn_fix *fix, struct scn_fix_words *out)
{
	const struct scn_suite *suite = suite_of(fix);
	bool server = fix->change.side == SCN_SIDE_SERVER;

	*out = (struct scn_fix_words){ 0 };
	if (!suite) {
		scn_text_printf(&out->lead,
			server ? scn_tr("On the server: %s.") : scn_tr("In the client: %s."),
			fix->text ? fix->text : "");
		return;
	}
	if (fix->strength >= SCN_STRENGTH_WEAK)
		scn_text_add(&out->lead,
			server ? scn_tr("Allow one more suite on the server (weak, but better than "
					"no encryption):")
			       : scn_tr("Enable one more suite in the client (weak, but better "
					"than no encryption):"));
	else
		scn_text_add(&out->lead, server ? scn_tr("Allow one more suite on the server:")
						: scn_tr("Enable one more suite in the client:"));
	scn_text_add(&out->value, suite->name);
}

void scn_card_alternative(const struct scn_fix *fix, struct scn_text *out)
{
	scn_text_printf(out,
		fix->change.side == SCN_SIDE_SERVER ? scn_tr("or on the server: %s")
						    : scn_tr("or in the client: %s"),
		fix->text ? fix->text : "");
}

/* ---- what works ---- */

/* The names of libraries as their makers write them. */
static const char *library_of(const struct scn_replay_fact *replay)
{
	static const struct {
		const char *word, *name;
	} libraries[] = {
		{ "openssl", "OpenSSL" },
		{ "openssl+wolfssl", SCN_MARK("OpenSSL and wolfSSL") },
		{ "wolfssl", "wolfSSL" },
	};

	for (size_t i = 0; replay->completed_by && i < SCN_COUNT(libraries); i++)
		if (strcmp(libraries[i].word, replay->completed_by) == 0)
			return scn_tr(libraries[i].name);
	return scn_tr("a TLS library");
}

void scn_card_checked(
	const struct scn_server_facts *facts, const struct scn_verdict *pair, struct scn_text *out)
{
	const struct scn_replay_fact *replay = scn_facts_find_replay(facts, pair->profile_id);

	if (pair->evidence != SCN_EVIDENCE_CONFIRMED)
		scn_text_add(out, scn_tr("Computed from the lists of both sides; no test handshake "
					 "was made."));
	else if (replay && replay->completed == SCN_ACCEPTED)
		scn_text_printf(out,
			scn_tr("The client's own ClientHello was sent, and the handshake that the "
			       "server chose was completed with %s."),
			library_of(replay));
	else
		scn_text_add(out,
			scn_tr("The client's own ClientHello was sent; this is what the server "
			       "chose."));
}

/* Which of several: the one of the test handshake, else the one for the suite. */
static const struct scn_certificate_fact *certificate_of(
	const struct scn_server_facts *facts, const struct scn_verdict *pair)
{
	const struct scn_replay_fact *replay = scn_facts_find_replay(facts, pair->profile_id);
	const struct scn_suite *suite = pair->suite_known ? scn_suite_by_code(pair->suite) : NULL;

	for (size_t i = 0; i < facts->certificate_count; i++) {
		const struct scn_certificate_fact *c = &facts->certificates[i];

		if (replay && replay->key_known && c->key == replay->key)
			return c;
		if (!(replay && replay->key_known) && suite && c->key_word &&
			strcasecmp(scn_auth_word(suite->auth), c->key_word) == 0)
			return c;
	}
	return facts->certificate_count ? &facts->certificates[0] : NULL;
}

static void add_key(const struct scn_certificate_fact *c, struct scn_text *out)
{
	for (const char *k = c->key_word ? c->key_word : "?"; *k; k++)
		scn_text_char(out, (char)toupper((unsigned char)*k));
	if (c->curve) {
		scn_text_char(out, ' ');
		scn_text_group(out, c->curve);
	} else if (c->bits) {
		scn_text_printf(out, " %u", c->bits);
	}
}

static const char *chain_words(const struct scn_certificate_fact *c)
{
	static const char *const words[] = {
		[SCN_TRUST_UNKNOWN] = SCN_MARK("chain not checked"),
		[SCN_TRUST_TRUSTED] = SCN_MARK("chain trusted"),
		[SCN_TRUST_EXPIRED] = SCN_MARK("expired"),
		[SCN_TRUST_NOT_YET_VALID] = SCN_MARK("not valid yet"),
		[SCN_TRUST_SELF_SIGNED] = SCN_MARK("self-signed"),
		[SCN_TRUST_UNKNOWN_ISSUER] = SCN_MARK("issuer not trusted"),
		[SCN_TRUST_INCOMPLETE] = SCN_MARK("chain incomplete"),
		[SCN_TRUST_WRONG_PURPOSE] = SCN_MARK("not for TLS servers"),
		[SCN_TRUST_WEAK] = SCN_MARK("chain too weak"),
		[SCN_TRUST_OTHER] = SCN_MARK("chain does not verify"),
	};

	return words[c->trust];
}

void scn_card_certificate(const struct scn_profile *profile, const struct scn_server_facts *facts,
	const struct scn_verdict *pair, struct scn_text *out)
{
	static const char *const matches[] = {
		[SCN_UNKNOWN] = SCN_MARK("name not checked"),
		[SCN_REJECTED] = SCN_MARK("name does not match"),
		[SCN_ACCEPTED] = SCN_MARK("name matches"),
	};
	const struct scn_certificate_fact *c = certificate_of(facts, pair);
	struct scn_text date = { 0 }, key = { 0 };

	if (!c) {
		scn_text_add(out, scn_tr("Not seen."));
		return;
	}
	scn_text_date(&date, c->not_after);
	add_key(c, &key);
	scn_text_printf(out, scn_tr("Valid until %s, %s, %s (%s)."), scn_text_str(&date),
		scn_tr(matches[c->name_matches]), scn_tr(chain_words(c)), scn_text_str(&key));
	if (profile && profile->verifies == SCN_VERIFIES_NONE)
		scn_text_add(out, scn_tr(" This client does not verify it."));
	scn_text_finish(&date);
	scn_text_finish(&key);
}

/* ---- what could be better ---- */

/* The first suite of the client's list that is not weak and that the server accepts too. */
static const struct scn_suite *stronger_suite(const struct scn_profile *profile,
	const struct scn_server_facts *facts, enum scn_version version)
{
	for (size_t i = 0; i < profile->suite_count; i++) {
		const struct scn_suite *suite = scn_suite_by_code(profile->suites[i]);

		if (suite && suite->strength < SCN_STRENGTH_WEAK &&
			scn_facts_suite_status(facts, version, suite->code) == SCN_ACCEPTED)
			return suite;
	}
	return NULL;
}

static void better_suite(const struct scn_profile *profile, const struct scn_server_facts *facts,
	const struct scn_verdict *pair, struct scn_text *out)
{
	const struct scn_suite *suite = stronger_suite(profile, facts, pair->version);

	if (!suite)
		scn_text_add(out, scn_tr("The server is not known to accept a stronger suite that "
					 "this client "
					 "offers."));
	else if (facts->versions[pair->version].order == SCN_ORDER_CLIENT)
		scn_text_printf(out,
			scn_tr("Both sides have %s too: let the client offer it first."),
			suite->name);
	else
		scn_text_printf(out, scn_tr("Both sides have %s too: let the server prefer it."),
			suite->name);
}

void scn_card_better(const struct scn_profile *profile, const struct scn_server_facts *facts,
	const struct scn_verdict *pair, struct scn_text *out)
{
	const char *version =
		pair->version == SCN_VERSION_NONE ? "" : scn_version_title(pair->version);

	if (pair->kind == SCN_VERDICT_WEAK && pair->version == SCN_TLS1_2)
		better_suite(profile, facts, pair, out);
	else if (pair->version == SCN_TLS1_3)
		scn_text_add(out, scn_tr("Nothing: TLS 1.3 is the newest version."));
	else if (!scn_profile_offers_version(profile, SCN_TLS1_3))
		scn_text_printf(out,
			scn_tr("This client has no TLS 1.3, so the connection stays at %s."),
			version);
	else if (facts->versions[SCN_TLS1_3].status == SCN_REJECTED)
		scn_text_printf(out,
			scn_tr("The server has no TLS 1.3, so the connection stays at %s."),
			version);
	else
		scn_text_printf(out, scn_tr("The connection stays at %s."), version);
	if (pair->kind == SCN_VERDICT_WORKS && pair->version != SCN_TLS1_3)
		scn_text_add(out, scn_tr(" Nothing has to be changed."));
}
