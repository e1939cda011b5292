/* What a plan changes, line by line, and what it costs. */
#include <stdlib.h>
#include <string.h>

#include "core/base/alloc.h"
#include "core/base/language.h"
#include "core/registry/group.h"
#include "core/report/fix-plan-private.h"
#include "core/report/text-parts.h"

static struct scn_fix_line *add_line(
	struct scn_fix_plan *out, enum scn_fix_line_kind kind, const char *text)
{
	struct scn_fix_line line = { .kind = kind, .text = scn_strdup(text) };

	SCN_APPEND(out->lines, out->line_count, line);
	return &out->lines[out->line_count - 1];
}

/* ---- versions ---- */

static void version_lines(const struct scn_planning *p, struct scn_fix_plan *out)
{
	for (int v = SCN_TLS1_3; v >= SCN_SSL3; v--) {
		bool before = p->lists.versions_before & SCN_VERSION_BIT(v);
		bool after = p->lists.versions & SCN_VERSION_BIT(v);
		struct scn_fix_line *line;

		if (before == after)
			continue;
		line = add_line(out, after ? SCN_FIX_LINE_ADDED : SCN_FIX_LINE_REMOVED,
			scn_version_title((enum scn_version)v));
		if (v < SCN_TLS1_2) {
			line->tag = scn_strdup(scn_tr("weak"));
			line->strength = SCN_STRENGTH_WEAK;
		}
	}
}

/* ---- suites ---- */

static size_t place_of(const scn_suite_code *codes, size_t count, scn_suite_code code)
{
	for (size_t i = 0; i < count; i++)
		if (codes[i] == code)
			return i;
	return SIZE_MAX;
}

static struct scn_fix_line *suite_line(const struct scn_planning *p, struct scn_fix_plan *out,
	enum scn_fix_line_kind kind, scn_suite_code code)
{
	const struct scn_suite *suite = scn_suite_by_code(code);
	struct scn_text name = { 0 };
	struct scn_fix_line *line;

	scn_text_suite(&name, code, p->request->names);
	line = add_line(out, kind, scn_text_str(&name));
	line->strength = suite ? suite->strength : SCN_STRENGTH_OK;
	scn_text_finish(&name);
	return line;
}

/* "weak: CBC mode", with the reason as it is known. */
static void tag_strength(struct scn_fix_line *line, const struct scn_suite *suite)
{
	struct scn_text tag = { 0 };

	if (!suite || suite->strength < SCN_STRENGTH_WEAK)
		return;
	scn_text_add(
		&tag, suite->strength == SCN_STRENGTH_WEAK ? scn_tr("weak") : scn_tr("broken"));
	if (suite->weakness)
		scn_text_printf(&tag, ": %s", scn_tr(suite->weakness));
	line->tag = scn_text_take(&tag);
}

static void added_and_removed(const struct scn_planning *p, struct scn_fix_plan *out)
{
	const struct scn_export_plan *l = &p->lists;

	for (size_t i = 0; i < l->after_count; i++)
		if (place_of(l->before, l->before_count, l->after[i]) == SIZE_MAX)
			tag_strength(suite_line(p, out, SCN_FIX_LINE_ADDED, l->after[i]),
				scn_suite_by_code(l->after[i]));
	for (size_t i = 0; i < l->before_count; i++)
		if (place_of(l->after, l->after_count, l->before[i]) == SIZE_MAX)
			tag_strength(suite_line(p, out, SCN_FIX_LINE_REMOVED, l->before[i]),
				scn_suite_by_code(l->before[i]));
}

/* The suites that stay, in their new order, by their old places. */
static size_t kept_places(const struct scn_export_plan *l, size_t *places)
{
	size_t count = 0;

	for (size_t i = 0; i < l->after_count; i++) {
		size_t place = place_of(l->before, l->before_count, l->after[i]);

		if (place != SIZE_MAX)
			places[count++] = place;
	}
	return count;
}

static size_t count_kept(const struct scn_export_plan *l)
{
	size_t *places = scn_alloc(l->after_count, sizeof(*places));
	size_t count = kept_places(l, places);

	free(places);
	return count;
}

/* Those that can be left where they are: a longest increasing run of old places. stays[i] says it. */
static size_t longest_run(const size_t *places, size_t count, bool *stays)
{
	size_t *len = scn_alloc(count, sizeof(*len));
	size_t best = 0, need;

	for (size_t i = 0; i < count; i++) {
		len[i] = 1;
		for (size_t k = 0; k < i; k++)
			if (places[k] < places[i] && len[k] + 1 > len[i])
				len[i] = len[k] + 1;
		best = len[i] > best ? len[i] : best;
	}
	need = best;
	for (size_t i = count, last = SIZE_MAX; i-- > 0 && need;)
		if (len[i] == need && places[i] < last) {
			stays[i] = true;
			last = places[i];
			need--;
		}
	free(len);
	return best;
}

static void moved_line(
	const struct scn_planning *p, struct scn_fix_plan *out, size_t from, size_t to)
{
	struct scn_fix_line *line = suite_line(p, out, SCN_FIX_LINE_MOVED, p->lists.before[from]);
	struct scn_text tag = { 0 };

	scn_text_printf(&tag, scn_tr("from place %zu to %zu"), from + 1, to + 1);
	line->tag = scn_text_take(&tag);
}

static void moved(const struct scn_planning *p, struct scn_fix_plan *out)
{
	size_t *places = scn_alloc(p->lists.after_count, sizeof(*places));
	bool *stays = scn_alloc(p->lists.after_count, sizeof(*stays));
	size_t count = kept_places(&p->lists, places);

	longest_run(places, count, stays);
	for (size_t i = 0; i < count; i++)
		if (!stays[i])
			moved_line(p, out, places[i],
				place_of(p->lists.after, p->lists.after_count,
					p->lists.before[places[i]]));
	free(places);
	free(stays);
}

/* ---- what no list can say ---- */

static void group_line(const struct scn_planning *p, struct scn_fix_plan *out)
{
	const struct scn_group *group = scn_group_by_code(p->lists.group);

	if (group)
		add_line(out, SCN_FIX_LINE_ADDED, group->name)->tag = scn_strdup(scn_tr("group"));
}

static bool is_told(const struct scn_fix_plan *out, const char *text)
{
	for (size_t i = 0; i < out->line_count; i++)
		if (strcmp(out->lines[i].text, text) == 0)
			return true;
	return false;
}

static void other_lines(const struct scn_planning *p, struct scn_fix_plan *out)
{
	for (size_t i = 0; i < p->request->client_count; i++) {
		const struct scn_fix *fix = p->clients[i].fix;

		if (fix && !scn_fix_is_listed(fix) && fix->text && !is_told(out, fix->text))
			add_line(out, SCN_FIX_LINE_OTHER, fix->text);
	}
}

/* ---- the note under the lines ---- */

static size_t count_lines(const struct scn_fix_plan *out, enum scn_fix_line_kind kind)
{
	size_t count = 0;

	for (size_t i = 0; i < out->line_count; i++)
		count += out->lines[i].kind == kind;
	return count;
}

static bool server_decides(const struct scn_server_facts *facts)
{
	bool any = false;

	for (int v = SCN_SSL3; v < SCN_TLS1_3; v++) {
		if (facts->versions[v].status != SCN_ACCEPTED)
			continue;
		any = true;
		if (facts->versions[v].order != SCN_ORDER_SERVER)
			return false;
	}
	return any;
}

/* Only a server that decides itself can put a suite where nobody is moved to it. */
static void say_note(const struct scn_planning *p, struct scn_fix_plan *out)
{
	size_t kept = count_kept(&p->lists);
	bool last = p->request->goal == SCN_GOAL_SMALLEST && p->request->side == SCN_SIDE_SERVER &&
		    kept < p->lists.after_count && server_decides(p->request->facts);

	if (last)
		scn_text_add(&out->note,
			scn_tr("Placed last, so that no other client is moved to it. "));
	if (kept && !count_lines(out, SCN_FIX_LINE_MOVED))
		scn_text_printf(&out->note,
			scn_tr_n("%zu existing suite keeps its order.",
				"%zu existing suites keep their order.", kept),
			kept);
	else if (out->line_count == 0)
		scn_text_add(&out->note, scn_tr("The list is in its best order already."));
}

void scn_fix_say_lines(const struct scn_planning *p, struct scn_fix_plan *out)
{
	if (p->has_lists) {
		version_lines(p, out);
		added_and_removed(p, out);
		moved(p, out);
		if (p->lists.group)
			group_line(p, out);
	}
	other_lines(p, out);
	if (p->has_lists)
		say_note(p, out);
}

/* ---- what it costs ---- */

static const struct {
	const char *word;
	enum scn_fix_effort effort;
	bool others;
	const char *warning;
} costs[] = {
	{ "postfix", SCN_FIX_EFFORT_RELOAD, false, SCN_MARK("Then run: postfix reload") },
	{ "exim-openssl", SCN_FIX_EFFORT_RESTART, false, SCN_MARK("Then restart Exim.") },
	{ "exim-gnutls", SCN_FIX_EFFORT_RESTART, false, SCN_MARK("Then restart Exim.") },
	{ "sendmail", SCN_FIX_EFFORT_RESTART, false,
		SCN_MARK(
			"One list counts for mail in both directions. Build sendmail.cf anew, then "
			"restart.") },
	{ "opensmtpd", SCN_FIX_EFFORT_RESTART, false, SCN_MARK("Then restart smtpd.") },
	{ "schannel-powershell", SCN_FIX_EFFORT_RESTART, true,
		SCN_MARK("It counts for every service of this Windows. Then restart "
			 "MSExchangeTransport, or reboot.") },
	{ "schannel-reg", SCN_FIX_EFFORT_REBOOT, true,
		SCN_MARK("It counts for every service of this Windows, after a reboot.") },
	{ "schannel-gpo", SCN_FIX_EFFORT_REBOOT, true,
		SCN_MARK("It counts for every service of this Windows, after a reboot.") },
	{ "iiscrypto", SCN_FIX_EFFORT_REBOOT, true,
		SCN_MARK("It counts for every service of this Windows, after a reboot.") },
};

const char *scn_fix_effort_word(enum scn_fix_effort effort)
{
	static const char *const words[] = { NULL, SCN_MARK("reload"), SCN_MARK("restart"),
		SCN_MARK("reboot") };

	return scn_tr(words[effort]);
}

/* The list of Postfix belongs to the TLS library, not to one service. */
static bool is_shared_list(const char *word, const struct scn_fix_plan *out)
{
	return strcmp(word, "postfix") == 0 &&
	       strstr(scn_text_str(&out->text), "\ntls_medium_cipherlist");
}

void scn_fix_say_costs(const struct scn_planning *p, struct scn_fix_plan *out)
{
	const char *word = p->request->format->word;
	bool shared = out->written && is_shared_list(word, out);

	if (!out->written)
		return;
	if (shared)
		scn_text_add(&out->warning,
			scn_tr("tls_medium_cipherlist affects every Postfix service on this host, "
			       "also outgoing mail. "));
	for (size_t i = 0; i < SCN_COUNT(costs); i++)
		if (strcmp(costs[i].word, word) == 0) {
			out->effort = costs[i].effort;
			out->affects_others = costs[i].others || shared;
			scn_text_add(&out->warning, scn_tr(costs[i].warning));
		}
}
