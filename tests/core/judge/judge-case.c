#include "judge-case.h"

#include "test.h"

#include <stdio.h>

#include "core/base/alloc.h"
#include "core/registry/extension.h"
#include "core/registry/group.h"
#include "core/registry/scheme.h"
#include "builtin.h"

/* ---- the small language ---- */

static void each_code(const char *list, void (*use)(void *user, uint32_t code), void *user)
{
	char *end;

	while (*list) {
		use(user, (uint32_t)strtoul(list, &end, 16));
		list = *end == ',' ? end + 1 : end;
	}
}

struct at_version {
	struct scn_server_facts *facts;
	enum scn_version version;
};

static void accept_suite(void *user, uint32_t code)
{
	struct at_version *at = user;

	scn_facts_set_suite(at->facts, at->version, code, SCN_ACCEPTED, 1);
}

static void set_version(struct scn_server_facts *facts, enum scn_version version, const char *list)
{
	struct at_version at = { facts, version };
	size_t count;
	const struct scn_suite *all = scn_suites(&count);

	facts->versions[version].status = SCN_REJECTED;
	for (size_t i = 0; *list && i < count; i++)
		if (scn_suite_in_version(&all[i], version))
			scn_facts_set_suite(facts, version, all[i].code, SCN_REJECTED, 1);
	each_code(list, accept_suite, &at);
}

static void accept_group(void *user, uint32_t code)
{
	scn_facts_set_group(user, SCN_TLS1_2, (uint16_t)code, SCN_ACCEPTED, 1);
}

static void accept_scheme(void *user, uint32_t code)
{
	scn_facts_set_scheme(user, (uint16_t)code, SCN_ACCEPTED, 1);
}

static void set_groups(struct scn_server_facts *facts, const char *list)
{
	size_t count;
	const struct scn_group *all = scn_groups(&count);

	for (size_t i = 0; i < count; i++)
		scn_facts_set_group(facts, SCN_TLS1_2, all[i].code, SCN_REJECTED, 1);
	each_code(list, accept_group, facts);
}

static void set_schemes(struct scn_server_facts *facts, const char *list)
{
	size_t count;
	const struct scn_scheme *all = scn_schemes(&count);

	for (size_t i = 0; i < count; i++)
		scn_facts_set_scheme(facts, all[i].code, SCN_REJECTED, 1);
	each_code(list, accept_scheme, facts);
}

static void add_key(struct scn_server_facts *facts, enum scn_scheme_key key, uint16_t value)
{
	struct scn_certificate_fact c = { .key = key,
		.key_word = key == SCN_SCHEME_KEY_RSA ? "rsa" : "ecdsa",
		.bits = key == SCN_SCHEME_KEY_RSA ? value : 256,
		.curve = key == SCN_SCHEME_KEY_ECDSA ? value : 0 };

	scn_facts_add_certificate(facts, &c);
}

static void set_starttls(
	struct scn_server_facts *facts, enum scn_starttls starttls, const char *reply)
{
	facts->smtp.starttls = starttls;
	facts->smtp.starttls_reply = scn_strdup(reply);
}

static const char *trust_at(int i)
{
	return scn_trust_word((enum scn_trust)i);
}

static const char *tlsa_at(int i)
{
	return scn_tlsa_word((enum scn_tlsa_status)i);
}

static const char *dane_at(int i)
{
	return scn_dane_word((enum scn_dane)i);
}

static int find_word(const char *word, const char *(*at)(int i))
{
	for (int i = 0; at(i); i++)
		if (strcmp(at(i), word) == 0)
			return i;
	fail_msg("unknown word %s", word);
	return 0;
}

static void set_usage(struct scn_certificate_fact *c, uint16_t usage)
{
	c->has_key_usage = true;
	c->key_usage = usage;
}

/* One record 3 1 1. */
static void set_tlsa(struct scn_tlsa_fact *tlsa, const char *status)
{
	struct scn_tlsa_record record = { 3, 1, 1, scn_alloc(32, 1), 32 };

	tlsa->status = (enum scn_tlsa_status)find_word(status, tlsa_at);
	SCN_APPEND(tlsa->records, tlsa->record_count, record);
}

static void read_word(struct scn_server_facts *facts, char *word)
{
	char *value = strpbrk(word, "=:");
	enum scn_version version;

	if (value)
		*value++ = 0;
	version = scn_version_parse(word);
	if (version != SCN_VERSION_NONE)
		set_version(facts, version, value);
	else if (strcmp(word, "g") == 0)
		set_groups(facts, value);
	else if (strcmp(word, "s") == 0)
		set_schemes(facts, value);
	else if (strcmp(word, "rsa") == 0)
		add_key(facts, SCN_SCHEME_KEY_RSA, (uint16_t)atoi(value));
	else if (strcmp(word, "ecdsa") == 0)
		add_key(facts, SCN_SCHEME_KEY_ECDSA, (uint16_t)strtoul(value, NULL, 16));
	else if (strcmp(word, "trust") == 0)
		facts->certificates[0].trust = (enum scn_trust)find_word(value, trust_at);
	else if (strcmp(word, "name") == 0)
		facts->certificates[0].name_matches =
			strcmp(value, "no") == 0 ? SCN_REJECTED : SCN_ACCEPTED;
	else if (strcmp(word, "usage") == 0)
		set_usage(&facts->certificates[0], (uint16_t)strtoul(value, NULL, 16));
	else if (strcmp(word, "tlsa") == 0)
		set_tlsa(&facts->tlsa, value);
	else if (strcmp(word, "dane") == 0)
		facts->tlsa.dane = (enum scn_dane)find_word(value, dane_at);
	else if (strcmp(word, "dh") == 0)
		facts->dh.bits = (uint16_t)atoi(value);
	else if (strcmp(word, "no-starttls") == 0)
		set_starttls(facts, SCN_STARTTLS_NOT_OFFERED, NULL);
	else if (strcmp(word, "refused") == 0)
		set_starttls(facts, SCN_STARTTLS_REFUSED, "454 4.7.0 TLS \x1b[31mnot available");
	else if (strcmp(word, "not-tls") == 0)
		set_starttls(facts, SCN_STARTTLS_NOT_TLS, "500 bad syntax");
	else if (strcmp(word, "masked") == 0)
		facts->smtp.starttls_masked = true;
	else if (strcmp(word, "no-ehlo") == 0)
		facts->smtp.no_ehlo = true;
	else if (strcmp(word, "client-cert") == 0 || strcmp(word, "no-reneg") == 0 ||
		 strcmp(word, "no-ems") == 0)
		; /* the replay carries it, see build_facts */
	else if (strcmp(word, "timed-out") == 0)
		facts->reach = SCN_REACH_TIMED_OUT;
	else
		fail_msg("unknown word %s", word);
}

static void read_replay(struct scn_server_facts *facts, const char *id, char *text)
{
	struct scn_replay_fact *r = scn_facts_replay(facts, id);
	char *word = strsep(&text, " ");

	r->probe = 7;
	if (strcmp(word, "alert") == 0) {
		r->answer = SCN_ANSWER_ALERT;
		r->alert = (uint8_t)atoi(text);
	} else if (strcmp(word, "closed") == 0) {
		r->answer = SCN_ANSWER_CLOSED;
		r->repeated = true;
	} else if (strcmp(word, "silent") == 0) {
		r->answer = SCN_ANSWER_SILENT;
	} else {
		r->answer = SCN_ANSWER_SELECTED;
		r->version = scn_version_parse(word);
		r->suite = (scn_suite_code)strtoul(strsep(&text, " "), NULL, 16);
		r->offered = true;
		if (text && strncmp(text, "dh ", 3) == 0)
			r->dh_bits = (uint16_t)atoi(text + 3);
		else if (text)
			r->group = (uint16_t)strtoul(text, NULL, 16);
	}
}

static void read_counters(struct scn_server_facts *facts, const char *client, char *text)
{
	char *counter;

	while ((counter = strsep(&text, ";")) != NULL) {
		const char *change = strsep(&counter, " ");
		struct scn_text id = { 0 };

		scn_text_printf(&id, "%s%s%s", client, *change == '#' ? "" : "+", change);
		read_replay(facts, scn_text_str(&id), counter);
		scn_text_finish(&id);
	}
}

void judge_case_facts(struct scn_server_facts *facts, const struct judge_case *c)
{
	char *server = scn_strdup(c->server), *rest = server, *word;
	char *replay = scn_strdup(c->replay), *counters = scn_strdup(c->counters);

	scn_server_facts_init(facts);
	facts->reach = SCN_REACH_OK;
	facts->host = scn_strdup("mx.example.com");
	facts->address = scn_strdup("192.0.2.1");
	facts->smtp.starttls = SCN_STARTTLS_OFFERED;
	while ((word = strsep(&rest, " ")) != NULL)
		if (*word)
			read_word(facts, word);
	if (replay)
		read_replay(facts, c->client, replay);
	if (replay) {
		scn_facts_replay(facts, c->client)->secure_renegotiation =
			!strstr(c->server, "no-reneg");
		scn_facts_replay(facts, c->client)->extended_master_secret =
			!strstr(c->server, "no-ems");
	}
	if (counters)
		read_counters(facts, c->client, counters);
	if (c->failed_handshake) {
		scn_facts_replay(facts, c->client)->completed = SCN_REJECTED;
		scn_facts_replay(facts, c->client)->client_certificate_asked =
			strstr(c->server, "client-cert") != NULL;
		scn_facts_replay(facts, c->client)->failure =
			scn_strdup("alert internal_error (80)");
	}
	free(server);
	free(replay);
	free(counters);
}

/* ---- clients ---- */

/* Clients that differ from Exchange 2019 in one thing. */
static void add_extension(struct scn_profile *p, uint16_t code)
{
	SCN_APPEND(p->extensions, p->extension_count,
		((struct scn_profile_extension){ .code = code }));
}

static void limit_rsa_min(struct scn_profile *p)
{
	p->limits.rsa_min = 1024;
}

static void limit_rsa_max(struct scn_profile *p)
{
	p->limits.rsa_max = 8192;
}

static void require_reneg(struct scn_profile *p)
{
	p->requires_secure_renegotiation = true;
}

static void require_ems(struct scn_profile *p)
{
	p->requires_extended_master_secret = true;
	add_extension(p, SCN_EXT_EXTENDED_MASTER_SECRET);
}

static void offer_many(struct scn_profile *p)
{
	size_t count;
	const struct scn_suite *all = scn_suites(&count);

	for (size_t i = 0; i < count && p->suite_count < 100; i++)
		if (scn_suite_in_version(&all[i], SCN_TLS1_2))
			SCN_APPEND(p->suites, p->suite_count, all[i].code);
}

static void send_alpn(struct scn_profile *p)
{
	SCN_APPEND(p->alpn, p->alpn_count, scn_strdup("http/1.1"));
	add_extension(p, SCN_EXT_ALPN);
}

static void name_server(struct scn_profile *p)
{
	p->sends_sni = true;
	add_extension(p, SCN_EXT_SERVER_NAME);
}

static void drop_ems(struct scn_profile *p)
{
	size_t kept = 0;

	for (size_t i = 0; i < p->extension_count; i++) {
		if (p->extensions[i].code == SCN_EXT_EXTENDED_MASTER_SECRET)
			free(p->extensions[i].body);
		else
			p->extensions[kept++] = p->extensions[i];
	}
	p->extension_count = kept;
}

static void fall_back(struct scn_profile *p)
{
	SCN_APPEND(p->suites, p->suite_count, 0x5600);
}

static void verify_chain(struct scn_profile *p)
{
	p->verifies = SCN_VERIFIES_CHAIN;
}

static void verify_name(struct scn_profile *p)
{
	p->verifies = SCN_VERIFIES_NAME;
}

static void verify_dane(struct scn_profile *p)
{
	p->verifies = SCN_VERIFIES_DANE;
}

static void look_at_usage(struct scn_profile *p)
{
	p->requires_key_usage = true;
}

static const struct {
	const char *id;
	void (*change)(struct scn_profile *p);
} variants[] = {
	{ "rsa-min", limit_rsa_min },
	{ "rsa-max", limit_rsa_max },
	{ "reneg", require_reneg },
	{ "ems", require_ems },
	{ "many-suites", offer_many },
	{ "alpn", send_alpn },
	{ "fallback", fall_back },
	{ "no-ems", drop_ems },
	{ "chain", verify_chain },
	{ "name", verify_name },
	{ "dane", verify_dane },
	{ "usage", look_at_usage },
	{ "sni", name_server },
};

struct scn_profile *judge_case_profile(const char *id)
{
	for (size_t i = 0; i < SCN_COUNT(variants); i++) {
		struct scn_profile *profile;

		if (strcmp(variants[i].id, id) != 0)
			continue;
		profile = test_builtin("exchange-2019");
		free(profile->id);
		profile->id = scn_strdup(id);
		free(profile->hello);
		profile->hello = NULL;
		variants[i].change(profile);
		return profile;
	}
	return test_builtin(id);
}
