#include "core/report/text-parts.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "core/base/alloc.h"
#include "core/base/language.h"
#include "core/judge/diagnose.h"
#include "core/registry/group.h"

void scn_text_peer_str(struct scn_text *t, const char *text)
{
	if (text)
		scn_text_peer(t, text, strlen(text));
}

static bool same_name(const struct scn_server_facts *a, const struct scn_server_facts *b)
{
	return a->port == b->port && a->host && b->host && strcmp(a->host, b->host) == 0;
}

void scn_text_server(struct scn_text *t, const struct scn_target_result *target,
	const struct scn_server_facts *s)
{
	bool literal = s->host && strchr(s->host, ':');
	bool twin = false;

	for (size_t i = 0; i < target->server_count; i++)
		twin |= &target->servers[i]->facts != s && same_name(&target->servers[i]->facts, s);
	scn_text_add(t, literal ? "[" : "");
	scn_text_peer_str(t, s->host);
	scn_text_printf(t, "%s:%u", literal ? "]" : "", s->port);
	if (twin && s->address)
		scn_text_printf(t, " (%s)", s->address);
}

/* ---- titles ---- */

void scn_titles_free(char **titles, size_t count)
{
	for (size_t i = 0; i < count; i++)
		free(titles[i]);
	free(titles);
}

size_t scn_titles_width(char *const *titles, size_t count)
{
	size_t width = 0;

	for (size_t i = 0; i < count; i++)
		if (scn_text_columns(titles[i]) > width)
			width = scn_text_columns(titles[i]);
	return width;
}

static bool unique(char *const *titles, size_t count)
{
	for (size_t i = 0; i < count; i++)
		for (size_t j = 0; j < i; j++)
			if (strcmp(titles[i], titles[j]) == 0)
				return false;
	return true;
}

/* step 0: the first label; 1: the whole name; 2: the address; 3: address and port. */
static char *server_title(const struct scn_server_facts *s, int step)
{
	struct scn_text t = { 0 };
	const char *host = s->host ? s->host : "";
	bool literal = strchr(host, ':') || strspn(host, "0123456789.") == strlen(host);

	if (step >= 2) {
		scn_text_add(&t, s->address ? s->address : "");
		if (step == 3)
			scn_text_printf(&t, ":%u", s->port);
	} else {
		scn_text_peer(&t, host, step == 0 && !literal ? strcspn(host, ".") : strlen(host));
	}
	return scn_text_take(&t);
}

char **scn_server_titles(const struct scn_target_result *target)
{
	char **titles = NULL;

	for (int step = 0; step <= 3; step++) {
		scn_titles_free(titles, titles ? target->server_count : 0);
		titles = scn_alloc(target->server_count, sizeof(*titles));
		for (size_t i = 0; i < target->server_count; i++)
			titles[i] = server_title(&target->servers[i]->facts, step);
		if (unique(titles, target->server_count))
			break;
	}
	return titles;
}

const char *scn_client_name(const struct scn_verdict *pair)
{
	if (pair->profile_name && *pair->profile_name)
		return pair->profile_name;
	return pair->profile_id ? pair->profile_id : "";
}

static char *client_title(const char *name, int step)
{
	static const char windows[] = "Windows Server";
	const char *platform = strstr(name, " (");
	const char *found = strstr(name, windows);
	struct scn_text t = { 0 };

	if (step == 2 && platform) {
		scn_text_addn(&t, name, (size_t)(platform - name));
	} else if (step == 1 && found && platform && found > platform) {
		scn_text_addn(&t, name, (size_t)(found - name));
		scn_text_printf(&t, "WS%s", found + strlen(windows));
	} else {
		scn_text_add(&t, name);
	}
	return scn_text_take(&t);
}

char **scn_client_titles(const struct scn_verdict *const *clients, size_t count, int step)
{
	char **titles = scn_alloc(count, sizeof(*titles));

	for (size_t i = 0; i < count; i++)
		titles[i] = client_title(scn_client_name(clients[i]), step);
	if (step == 0 || unique(titles, count))
		return titles;
	scn_titles_free(titles, count);
	return scn_client_titles(clients, count, step - 1);
}

/* ---- clients ---- */

const struct scn_verdict *scn_server_pair(
	const struct scn_server_result *server, const char *profile_id)
{
	for (size_t i = 0; i < server->pair_count; i++)
		if (strcmp(server->pairs[i].profile_id, profile_id) == 0)
			return &server->pairs[i];
	return NULL;
}

size_t scn_target_clients(
	const struct scn_target_result *target, const struct scn_verdict ***clients_out)
{
	const struct scn_verdict **clients = NULL;
	size_t count = 0;

	for (size_t s = 0; s < target->server_count; s++) {
		for (size_t i = 0; i < target->servers[s]->pair_count; i++) {
			const struct scn_verdict *pair = &target->servers[s]->pairs[i];
			size_t seen = 0;

			while (seen < count &&
				strcmp(clients[seen]->profile_id, pair->profile_id) != 0)
				seen++;
			if (seen == count)
				SCN_APPEND(clients, count, pair);
		}
	}
	*clients_out = clients;
	return count;
}

/* ---- words ---- */

const char *scn_kind_mark(enum scn_verdict_kind kind)
{
	static const char *const marks[] = {
		[SCN_VERDICT_UNKNOWN] = "?",
		[SCN_VERDICT_WORKS] = "ok",
		[SCN_VERDICT_WEAK] = "weak",
		[SCN_VERDICT_FAILS] = "FAIL",
	};

	return marks[kind];
}

enum scn_style scn_kind_style(enum scn_verdict_kind kind)
{
	static const enum scn_style styles[] = {
		[SCN_VERDICT_UNKNOWN] = SCN_STYLE_NONE,
		[SCN_VERDICT_WORKS] = SCN_STYLE_OK,
		[SCN_VERDICT_WEAK] = SCN_STYLE_WEAK,
		[SCN_VERDICT_FAILS] = SCN_STYLE_FAIL,
	};

	return styles[kind];
}

const char *scn_cause_label(const char *cause)
{
	size_t count;
	const struct scn_cause *causes = scn_causes(&count);

	for (size_t i = 0; cause && i < count; i++)
		if (strcmp(causes[i].id, cause) == 0)
			return scn_tr(causes[i].label);
	return "";
}

void scn_pair_cell(const struct scn_verdict *pair, struct scn_text *mark, struct scn_text *detail)
{
	enum scn_verdict_kind kind = pair ? pair->kind : SCN_VERDICT_UNKNOWN;

	scn_text_add(mark, scn_kind_mark(kind));
	if (kind == SCN_VERDICT_UNKNOWN)
		scn_text_add(detail, "not tested");
	else if (kind == SCN_VERDICT_FAILS)
		scn_text_add(detail, scn_cause_label(pair->cause));
	else if (pair->version != SCN_VERSION_NONE)
		scn_text_add(detail, scn_version_title(pair->version));
}

void scn_text_suite(struct scn_text *t, scn_suite_code code, enum scn_dialect names)
{
	const struct scn_suite *suite = scn_suite_by_code(code);
	const char *name = suite ? scn_suite_name(suite, names) : NULL;
	char text[SCN_SUITE_CODE_LEN];

	scn_suite_code_text(code, text);
	if (name)
		scn_text_add(t, name);
	else
		scn_text_add(t, suite ? suite->name : text);
}

static void name_or_code(struct scn_text *t, const char *name, uint16_t code)
{
	if (name)
		scn_text_add(t, name);
	else
		scn_text_printf(t, "0x%04X", code);
}

void scn_text_group(struct scn_text *t, uint16_t code)
{
	const struct scn_group *group = scn_group_by_code(code);

	name_or_code(t, group ? group->name : NULL, code);
}

void scn_text_scheme(struct scn_text *t, uint16_t code)
{
	const struct scn_scheme *scheme = scn_scheme_by_code(code);

	name_or_code(t, scheme ? scheme->name : NULL, code);
}

void scn_text_outcome(struct scn_text *t, const struct scn_verdict *pair, enum scn_dialect names)
{
	if (pair->version != SCN_VERSION_NONE)
		scn_text_add(t, scn_version_title(pair->version));
	if (pair->suite_known) {
		scn_text_add(t, t->len ? ", " : "");
		scn_text_suite(t, pair->suite, names);
	}
	if (pair->group) {
		scn_text_add(t, t->len ? ", " : "");
		scn_text_group(t, pair->group);
	}
}

void scn_text_plural(struct scn_text *t, size_t count, const char *noun)
{
	scn_text_printf(t, "%zu %s%s", count, noun, count == 1 ? "" : "s");
}

void scn_text_size(struct scn_text *t, uint64_t bytes)
{
	static const char *const units[] = { "B", "KB", "MB", "GB", "TB", "PB" };
	size_t unit = 0;
	double value = (double)bytes;

	while (value >= 999.5 && unit + 1 < SCN_COUNT(units)) {
		value /= 1000;
		unit++;
	}
	scn_text_printf(t, "%.*f %s", unit && value < 99.95 ? 1 : 0, value, units[unit]);
}

void scn_text_duration(struct scn_text *t, scn_time time)
{
	int64_t tenths = (time + 50 * SCN_MS) / (100 * SCN_MS);

	if (tenths < 600)
		scn_text_printf(t, "%d.%d s", (int)(tenths / 10), (int)(tenths % 10));
	else
		scn_text_printf(
			t, "%lld min %d s", (long long)(tenths / 600), (int)(tenths % 600 / 10));
}

void scn_text_date(struct scn_text *t, scn_unixtime when)
{
	char text[SCN_UTC_LEN];

	scn_utc_text(when, text);
	scn_text_addn(t, text, strcspn(text, "T"));
}
