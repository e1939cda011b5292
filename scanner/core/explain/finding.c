#include "core/explain/finding.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "core/base/alloc.h"
#include "core/explain/alerts.h"
#include "core/explain/family.h"
#include "core/explain/suite-name.h"

static char *copy(struct scn_span span)
{
	return span.at && span.len ? scn_strndup(span.at, span.len) : NULL;
}

static unsigned number(struct scn_span span)
{
	enum {
		DIGITS = 6,
	};
	char digits[DIGITS + 1] = { 0 };

	if (!span.at || span.len > DIGITS)
		return 0;
	memcpy(digits, span.at, span.len);
	return (unsigned)strtoul(digits, NULL, 10);
}

static void take_host(struct scn_finding *f, const struct scn_match *match, bool is_client)
{
	struct scn_span host = match->fields[SCN_FIELD_HOST];
	struct scn_span address = match->fields[SCN_FIELD_ADDRESS];

	if (f->host || f->address || (!host.at && !address.at))
		return;
	if (host.len == strlen("unknown") && strncasecmp(host.at, "unknown", host.len) == 0)
		host.at = NULL;
	f->host = copy(host);
	f->address = copy(address);
	f->port = number(match->fields[SCN_FIELD_PORT]);
	f->host_is_client = is_client;
}

static void take_session(struct scn_finding *f, const struct scn_match *match)
{
	struct scn_span version = match->fields[SCN_FIELD_VERSION];
	struct scn_span suite = match->fields[SCN_FIELD_SUITE];
	struct scn_span kx = match->fields[SCN_FIELD_KX];
	struct scn_session *s = &f->session;

	if (s->version == SCN_VERSION_NONE && version.at)
		s->version = scn_version_in_log(version.at, version.len);
	if (s->bits == 0)
		s->bits = number(match->fields[SCN_FIELD_BITS]);
	if (kx.at) {
		struct scn_calg calg = { suite, match->fields[SCN_FIELD_HASH], kx,
			number(match->fields[SCN_FIELD_NUMBER]) };

		if (s->suite_count == 0)
			scn_session_calg(s, &calg);
	} else if (suite.at) {
		scn_session_suite(s, suite.at, suite.len);
	}
}

static void take_alert(struct scn_finding *f, const struct scn_match *match)
{
	struct scn_span alert = match->fields[SCN_FIELD_ALERT];

	if (f->alert < 0 && alert.at && number(alert) < 256)
		f->alert = (int)number(alert);
}

static void take_role(struct scn_finding *f, enum scn_host_role role, const struct scn_match *match)
{
	switch (role) {
	case SCN_HOST_NONE:
		return;
	case SCN_HOST_SELF:
		if (!f->self)
			f->self = copy(match->fields[SCN_FIELD_HOST]);
		return;
	case SCN_LINE_OF_CLIENT:
		f->said_by = SCN_SAID_BY_CLIENT;
		return;
	case SCN_LINE_OF_SERVER:
		f->said_by = SCN_SAID_BY_SERVER;
		return;
	case SCN_HOST_SERVER_OF_BLOCK:
		f->names_block = true;
		take_host(f, match, false);
		return;
	case SCN_HOST_SERVER:
	case SCN_HOST_CLIENT:
		take_host(f, match, role == SCN_HOST_CLIENT);
		return;
	}
}

/* Hosts, session and alert as one family writes them. */
static void extract(
	struct scn_finding *f, const struct scn_family *family, const struct scn_searched *line)
{
	for (const struct scn_extract *e = family->extracts; e->pattern; e++) {
		struct scn_match match;

		if (!scn_pattern_find(e->pattern, line, &match))
			continue;
		take_session(f, &match);
		take_alert(f, &match);
		take_role(f, e->role, &match);
	}
}

/* An event and its text are two rows that say the same. */
static bool says_already(const struct scn_finding *f, const struct scn_reply_row *row)
{
	for (size_t i = 0; i < f->row_count; i++)
		if (row->meaning[0] && strcmp(f->rows[i]->meaning, row->meaning) == 0)
			return true;
	return false;
}

static void take_rows(struct scn_finding *f, const struct scn_found *found, size_t count)
{
	for (size_t i = 0; i < count; i++) {
		const struct scn_reply_row *row = found[i].row;

		if (!says_already(f, row))
			f->rows[f->row_count++] = row;
		take_session(f, &found[i].match);
		take_alert(f, &found[i].match);
		if (row->said_by != SCN_SAID_BY_EITHER)
			take_host(f, &found[i].match, row->said_by == SCN_SAID_BY_SERVER);
	}
}

/* ---- what follows from it ---- */

static bool is_library(const struct scn_reply_row *row)
{
	return row->kind == SCN_REPLY_KIND_LIBRARY;
}

/* The row whose causes are the finding's: the innermost reason of a library, else the last that has some. */
static const struct scn_reply_row *telling(const struct scn_finding *f)
{
	const struct scn_reply_row *last = NULL;

	for (size_t i = 0; i < f->row_count; i++)
		if (f->rows[i]->causes[0] && (!last || is_library(f->rows[i]) || !is_library(last)))
			last = f->rows[i];
	return last;
}

/* The ids of a comma-separated list. */
static void add_causes(struct scn_finding *f, const char *list)
{
	while (*list && f->cause_count < SCN_EXPLAIN_MAX_CAUSES) {
		size_t len = strcspn(list, ",");

		f->causes[f->cause_count++] = scn_strndup(list, len);
		list += len + (list[len] == ',');
	}
}

/* A library's words, else the alert, else what the program itself says. An alert that this side sent is
 * no answer of the other one. */
static void set_causes(struct scn_finding *f)
{
	const struct scn_reply_row *row = telling(f);

	if (f->alert >= 0 && !(row && is_library(row)))
		add_causes(f, scn_alert_causes(f->alert, f->said_by));
	if (f->cause_count == 0 && row)
		add_causes(f, row->causes);
}

static void set_who(struct scn_finding *f, const struct scn_family *family)
{
	f->product_of_line = f->product = family ? family->product : NULL;
	for (size_t i = 0; i < f->row_count; i++) {
		if (!f->product && !is_library(f->rows[i]))
			f->product = f->rows[i]->product;
		if (f->said_by == SCN_SAID_BY_EITHER && !is_library(f->rows[i]))
			f->said_by = f->rows[i]->said_by;
	}
	/* Whoever names the other side says with it who it is itself: a client's log quotes replies. */
	if (f->host || f->address)
		f->said_by = f->host_is_client ? SCN_SAID_BY_SERVER : SCN_SAID_BY_CLIENT;
	for (size_t i = 0; i < f->row_count && !f->product; i++)
		f->product = f->rows[i]->product;
}

void scn_finding_forget_causes(struct scn_finding *f)
{
	while (f->cause_count)
		free(f->causes[--f->cause_count]);
}

void scn_finding_finish(struct scn_finding *f)
{
	free(f->text);
	free(f->host);
	free(f->address);
	free(f->self);
	free(f->connection);
	scn_finding_forget_causes(f);
	scn_session_finish(&f->session);
	*f = (struct scn_finding){ 0 };
}

static char *connection_of(const struct scn_family *family, const struct scn_searched *line)
{
	static const enum scn_field fields[] = { SCN_FIELD_WORD, SCN_FIELD_HOST, SCN_FIELD_NUMBER };
	struct scn_match match;

	if (!family->connection || !scn_pattern_find(family->connection, line, &match))
		return NULL;
	for (size_t i = 0; i < SCN_COUNT(fields); i++)
		if (match.fields[fields[i]].at)
			return copy(match.fields[fields[i]]);
	return NULL;
}

struct scn_finding scn_finding_read(const struct scn_line *line)
{
	struct scn_searched searched = scn_searched(line->text, line->len);
	const struct scn_family *family = scn_family_of(&searched);
	struct scn_finding f = { .line = line->number,
		.count = 1,
		.alert = -1,
		.session = { .version = SCN_VERSION_NONE } };
	struct scn_found found[SCN_EXPLAIN_MAX_ROWS];
	size_t count = scn_replies_find(
		&searched, family ? family->product : NULL, found, SCN_EXPLAIN_MAX_ROWS);

	if (family) {
		extract(&f, family, &searched);
		f.connection = connection_of(family, &searched);
	}
	extract(&f, &scn_family_bounce, &searched);
	take_rows(&f, found, count);
	if (f.alert < 0)
		f.alert = scn_alert_in_log(line->text);
	f.text = scn_strndup(line->text, line->len);
	set_who(&f, family);
	set_causes(&f);
	return f;
}

bool scn_finding_worth_telling(const struct scn_finding *f)
{
	return f->row_count > 0 || f->alert >= 0 || f->session.suite_count > 0;
}

/* ---- one finding and another ---- */

bool scn_same_text(const char *a, const char *b)
{
	return a == b || (a && b && strcmp(a, b) == 0);
}

bool scn_finding_same(const struct scn_finding *a, const struct scn_finding *b)
{
	bool same = a->row_count == b->row_count && a->alert == b->alert &&
		    scn_same_text(a->host, b->host) && scn_same_text(a->address, b->address) &&
		    a->session.version == b->session.version &&
		    scn_same_text(a->session.suite_text, b->session.suite_text);

	for (size_t i = 0; same && i < a->row_count; i++)
		same = a->rows[i] == b->rows[i];
	return same;
}

bool scn_finding_has_reason(const struct scn_finding *f)
{
	return f->cause_count && (f->alert >= 0 || (telling(f) && is_library(telling(f))));
}

bool scn_finding_is_general(const struct scn_finding *f)
{
	const struct scn_reply_row *last = f->row_count ? f->rows[f->row_count - 1] : NULL;

	return last && !is_library(last) && f->alert < 0 &&
	       (last->category == SCN_CATEGORY_HANDSHAKE_FAILURE ||
		       last->category == SCN_CATEGORY_PEER_CLOSED);
}
