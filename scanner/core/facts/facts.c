#include "core/facts/facts.h"

#include <stdlib.h>
#include <string.h>

#include "core/base/alloc.h"

static const char *word_of(const char *const *words, size_t count, unsigned index)
{
	return index < count ? words[index] : NULL;
}

const char *scn_reach_word(enum scn_reach reach)
{
	static const char *const words[] = {
		[SCN_REACH_OK] = "ok",
		[SCN_REACH_REFUSED] = "refused",
		[SCN_REACH_TIMED_OUT] = "timed-out",
		[SCN_REACH_CLOSED] = "closed",
		[SCN_REACH_GREETING_REFUSED] = "greeting-refused",
		[SCN_REACH_UNREACHABLE] = "unreachable",
	};

	return word_of(words, SCN_COUNT(words), reach);
}

const char *scn_starttls_word(enum scn_starttls starttls)
{
	static const char *const words[] = {
		[SCN_STARTTLS_UNKNOWN] = "unknown",
		[SCN_STARTTLS_OFFERED] = "offered",
		[SCN_STARTTLS_NOT_OFFERED] = "not-offered",
		[SCN_STARTTLS_REFUSED] = "refused",
		[SCN_STARTTLS_NOT_TLS] = "offered",
	};

	return word_of(words, SCN_COUNT(words), starttls);
}

const char *scn_order_word(enum scn_order order)
{
	static const char *const words[] = { "unknown", "server", "client" };

	return word_of(words, SCN_COUNT(words), order);
}

const char *scn_throttle_word(enum scn_throttle_sign sign)
{
	static const char *const words[] = { "none", "421", "450", "451", "454", "554",
		"refused-by-reply", "connection-refused", "timed-out", "reset",
		"closed-before-greeting", "closed-in-dialogue", "closed-after-starttls", "silent",
		"slow-replies", "starttls-withdrawn" };

	return word_of(words, SCN_COUNT(words), sign);
}

const char *scn_answer_word(enum scn_answer answer)
{
	static const char *const words[] = {
		[SCN_ANSWER_NONE] = "none",
		[SCN_ANSWER_SELECTED] = "selected",
		[SCN_ANSWER_ALERT] = "alert",
		[SCN_ANSWER_CLOSED] = "closed",
		[SCN_ANSWER_SILENT] = "silent",
		[SCN_ANSWER_NOT_TLS] = "not-tls",
	};

	return word_of(words, SCN_COUNT(words), answer);
}

const char *scn_trust_word(enum scn_trust chain)
{
	static const char *const words[] = { "unknown", "trusted", "expired", "not-yet-valid",
		"self-signed", "unknown-issuer", "incomplete", "wrong-purpose", "weak", "other" };

	return word_of(words, SCN_COUNT(words), chain);
}

const char *scn_tlsa_word(enum scn_tlsa_status status)
{
	static const char *const words[] = { "unknown", "none", "insecure", "secure", "bogus" };

	return word_of(words, SCN_COUNT(words), status);
}

const char *scn_dane_word(enum scn_dane dane)
{
	static const char *const words[] = { "unknown", "matches", "mismatch", "wrong-name",
		"expired", "other", "unusable" };

	return word_of(words, SCN_COUNT(words), dane);
}

void scn_tlsa_fact_finish(struct scn_tlsa_fact *tlsa)
{
	for (size_t i = 0; i < tlsa->record_count; i++)
		free(tlsa->records[i].data);
	free(tlsa->records);
	free(tlsa->detail);
	*tlsa = (struct scn_tlsa_fact){ 0 };
}

static void free_strings(char **strings, size_t count)
{
	for (size_t i = 0; i < count; i++)
		free(strings[i]);
	free(strings);
}

void scn_certificate_fact_finish(struct scn_certificate_fact *c)
{
	free(c->signature);
	free(c->subject);
	free(c->issuer);
	free_strings(c->names, c->name_count);
	free(c->chain);
	free(c->sha256);
	free(c->der);
	*c = (struct scn_certificate_fact){ 0 };
}

void scn_certificate_fact_copy(
	struct scn_certificate_fact *to, const struct scn_certificate_fact *from)
{
	*to = *from;
	to->signature = scn_strdup(from->signature);
	to->subject = scn_strdup(from->subject);
	to->issuer = scn_strdup(from->issuer);
	to->names = scn_alloc(from->name_count, sizeof(*to->names));
	for (size_t i = 0; i < from->name_count; i++)
		to->names[i] = scn_strdup(from->names[i]);
	to->chain = scn_strdup(from->chain);
	to->sha256 = scn_strdup(from->sha256);
	to->der = from->der ? scn_memdup(from->der, from->der_len) : NULL;
}

void scn_line_finish(struct scn_line *line)
{
	free(line->text);
	free(line->bytes);
}

void scn_probe_record_finish(struct scn_probe_record *record)
{
	free(record->purpose);
	free(record->outcome);
	for (size_t i = 0; i < record->line_count; i++)
		scn_line_finish(&record->lines[i]);
	free(record->lines);
}

static void finish_smtp(struct scn_smtp_fact *smtp)
{
	free(smtp->greeting);
	free_strings(smtp->ehlo, smtp->ehlo_count);
	free(smtp->starttls_reply);
}

static void finish_replay(struct scn_replay_fact *replay)
{
	free(replay->id);
	free(replay->completed_by);
	free(replay->failure);
}

void scn_server_facts_init(struct scn_server_facts *f)
{
	*f = (struct scn_server_facts){ .preference = -1 };
}

void scn_server_facts_finish(struct scn_server_facts *f)
{
	scn_tlsa_fact_finish(&f->tlsa);
	free(f->domain);
	free(f->host);
	free(f->address);
	free(f->reach_detail);
	finish_smtp(&f->smtp);
	for (int v = 0; v < SCN_VERSION_COUNT; v++)
		free(f->versions[v].suites);
	free(f->groups);
	free(f->schemes);
	free(f->dh.name);
	for (size_t i = 0; i < f->certificate_count; i++)
		scn_certificate_fact_finish(&f->certificates[i]);
	free(f->certificates);
	for (size_t i = 0; i < f->replay_count; i++)
		finish_replay(&f->replays[i]);
	free(f->replays);
	for (size_t i = 0; i < f->probe_count; i++)
		scn_probe_record_finish(&f->probes[i]);
	free(f->probes);
	free(f->incomplete);
	scn_server_facts_init(f);
}

static struct scn_suite_fact *find_suite(
	const struct scn_server_facts *f, enum scn_version version, scn_suite_code code)
{
	const struct scn_version_fact *v = &f->versions[version];

	for (size_t i = 0; i < v->suite_count; i++)
		if (v->suites[i].code == code)
			return &v->suites[i];
	return NULL;
}

const struct scn_suite_fact *scn_facts_suite(
	const struct scn_server_facts *f, enum scn_version version, scn_suite_code code)
{
	return find_suite(f, version, code);
}

enum scn_known scn_facts_suite_status(
	const struct scn_server_facts *f, enum scn_version version, scn_suite_code code)
{
	const struct scn_suite_fact *suite = find_suite(f, version, code);

	if (suite && suite->status != SCN_UNKNOWN)
		return suite->status;
	return f->versions[version].status == SCN_REJECTED ? SCN_REJECTED : SCN_UNKNOWN;
}

/* What is known may only grow: unknown, then rejected, then accepted, because an acceptance that was
 * seen once cannot be unseen. True if the new status is kept. */
static bool grow(enum scn_known *status, enum scn_known seen)
{
	if (seen <= *status)
		return false;
	*status = seen;
	return true;
}

struct scn_suite_fact *scn_facts_set_suite(struct scn_server_facts *f, enum scn_version version,
	scn_suite_code code, enum scn_known status, uint32_t probe)
{
	struct scn_version_fact *v = &f->versions[version];
	struct scn_suite_fact *suite = find_suite(f, version, code);

	if (!suite) {
		SCN_APPEND(v->suites, v->suite_count, ((struct scn_suite_fact){ .code = code }));
		suite = &v->suites[v->suite_count - 1];
	}
	if (grow(&suite->status, status))
		suite->probe = probe;
	if (status == SCN_ACCEPTED && grow(&v->status, SCN_ACCEPTED))
		v->probe = probe;
	return suite;
}

struct scn_group_fact *scn_facts_set_group(struct scn_server_facts *f, enum scn_version version,
	uint16_t code, enum scn_known status, uint32_t probe)
{
	struct scn_group_fact *group = NULL;

	for (size_t i = 0; !group && i < f->group_count; i++)
		if (f->groups[i].code == code)
			group = &f->groups[i];
	if (!group) {
		SCN_APPEND(f->groups, f->group_count, ((struct scn_group_fact){ .code = code }));
		group = &f->groups[f->group_count - 1];
	}
	if (status == SCN_ACCEPTED)
		group->versions |= SCN_VERSION_BIT(version);
	if (grow(&group->status, status))
		group->probe = probe;
	return group;
}

struct scn_scheme_fact *scn_facts_set_scheme(
	struct scn_server_facts *f, uint16_t code, enum scn_known status, uint32_t probe)
{
	struct scn_scheme_fact *scheme = NULL;

	for (size_t i = 0; !scheme && i < f->scheme_count; i++)
		if (f->schemes[i].code == code)
			scheme = &f->schemes[i];
	if (!scheme) {
		SCN_APPEND(f->schemes, f->scheme_count, ((struct scn_scheme_fact){ .code = code }));
		scheme = &f->schemes[f->scheme_count - 1];
	}
	if (grow(&scheme->status, status))
		scheme->probe = probe;
	return scheme;
}

static bool same_certificate(
	const struct scn_certificate_fact *a, const struct scn_certificate_fact *b)
{
	return a->der_len == b->der_len && a->der && b->der &&
	       memcmp(a->der, b->der, a->der_len) == 0;
}

/* What only a verifying handshake knows is added to a certificate that is there already. */
static void complete(struct scn_certificate_fact *known, const struct scn_certificate_fact *more)
{
	if (!known->chain)
		known->chain = scn_strdup(more->chain);
	if (known->dane == SCN_DANE_UNKNOWN)
		known->dane = more->dane;
	if (known->trust == SCN_TRUST_UNKNOWN)
		known->trust = more->trust;
	if (!known->sha256)
		known->sha256 = scn_strdup(more->sha256);
	if (known->name_matches == SCN_UNKNOWN)
		known->name_matches = more->name_matches;
}

void scn_facts_add_certificate(
	struct scn_server_facts *f, const struct scn_certificate_fact *certificate)
{
	struct scn_certificate_fact copy;

	for (size_t i = 0; i < f->certificate_count; i++) {
		if (same_certificate(&f->certificates[i], certificate)) {
			complete(&f->certificates[i], certificate);
			return;
		}
	}
	scn_certificate_fact_copy(&copy, certificate);
	SCN_APPEND(f->certificates, f->certificate_count, copy);
}

struct scn_replay_fact *scn_facts_replay(struct scn_server_facts *f, const char *id)
{
	for (size_t i = 0; i < f->replay_count; i++)
		if (strcmp(f->replays[i].id, id) == 0)
			return &f->replays[i];
	SCN_APPEND(f->replays, f->replay_count,
		((struct scn_replay_fact){ .id = scn_strdup(id), .version = SCN_VERSION_NONE }));
	return &f->replays[f->replay_count - 1];
}

const struct scn_replay_fact *scn_facts_find_replay(
	const struct scn_server_facts *f, const char *id)
{
	for (size_t i = 0; i < f->replay_count; i++)
		if (strcmp(f->replays[i].id, id) == 0)
			return &f->replays[i];
	return NULL;
}

size_t scn_facts_accepted(
	const struct scn_server_facts *f, enum scn_version version, scn_suite_code **codes_out)
{
	const struct scn_version_fact *v = &f->versions[version];
	size_t count = 0;

	*codes_out = NULL;
	for (size_t i = 0; i < v->suite_count; i++)
		if (v->suites[i].status == SCN_ACCEPTED)
			SCN_APPEND(*codes_out, count, v->suites[i].code);
	return count;
}

struct scn_suite_counts scn_facts_count(const struct scn_server_facts *f, enum scn_version version)
{
	const struct scn_version_fact *v = &f->versions[version];
	struct scn_suite_counts counts = { 0 };

	for (size_t i = 0; i < v->suite_count; i++) {
		counts.accepted += v->suites[i].status == SCN_ACCEPTED;
		counts.rejected += v->suites[i].status == SCN_REJECTED;
		counts.unknown += v->suites[i].status == SCN_UNKNOWN;
	}
	return counts;
}

void scn_facts_resume(struct scn_server_facts *f)
{
	size_t kept = 0;

	free(f->incomplete);
	f->incomplete = NULL;
	for (size_t i = 0; i < f->replay_count; i++) {
		if (f->replays[i].answer == SCN_ANSWER_NONE &&
			f->replays[i].completed == SCN_UNKNOWN)
			finish_replay(&f->replays[i]);
		else
			f->replays[kept++] = f->replays[i];
	}
	f->replay_count = kept;
}

bool scn_facts_partial(const struct scn_server_facts *f)
{
	if (f->incomplete)
		return true;
	for (int v = 0; v < SCN_VERSION_COUNT; v++)
		if (scn_facts_count(f, (enum scn_version)v).unknown)
			return true;
	return false;
}
