#include "gui/views/answer-text.h"

#include <glib/gi18n.h>

#include "core/report/card.h"
#include "core/report/title.h"
#include "gui/model/client-pairs.h"
#include "gui/model/text.h"

/* ---- rows ---- */

static void add_row(AppAnswer *answer, const char *label, char *take_text)
{
	if (!take_text || !take_text[0] || answer->row_count == APP_ANSWER_MAX_ROWS) {
		g_free(take_text);
		return;
	}
	answer->rows[answer->row_count++] = (AppAnswerRow){ label, take_text };
}

/* What works: how it was checked, and what could be better. */
static void add_rows_of_success(AppAnswer *answer, const struct scn_profile *profile,
	const struct scn_server_facts *facts, const struct scn_verdict *verdict)
{
	struct scn_text text = { 0 };

	scn_card_checked(facts, verdict, &text);
	add_row(answer, _("Checked"), app_take_text(&text));
	if (!profile)
		return;
	scn_card_certificate(profile, facts, verdict, &text);
	add_row(answer, _("Certificate"), app_take_text(&text));
	scn_card_better(profile, facts, verdict, &text);
	add_row(answer, _("Could be better"), app_take_text(&text));
}

static void add_stranger(AppAnswer *answer, AppProfile *client)
{
	if (app_profile_is_stranger(client))
		add_row(answer, _("Client"),
			g_strdup(_("Its profile is not known here. This is what the file says.")));
}

static char *mail_of(const struct scn_verdict *verdict)
{
	struct scn_text text = { 0 };

	scn_card_mail(verdict, &text);
	return app_take_text(&text);
}

static void add_fix(AppAnswer *answer, AppServer *server, const struct scn_verdict *verdict)
{
	const struct scn_fix *best = scn_card_best_fix(verdict);
	const struct scn_fix *other = scn_card_other_fix(verdict);
	struct scn_fix_words words;
	struct scn_text text = { 0 };

	if (!best)
		return;
	scn_card_fix(best, &words);
	answer->fix_lead = app_take_text(&words.lead);
	answer->fix_value = app_take_text(&words.value);
	answer->fix_server = g_object_ref(server);
	answer->fix_side = best->change.side;
	if (!other)
		return;
	scn_card_alternative(other, &text);
	answer->fix_alternative = app_take_text(&text);
}

/* ---- one server ---- */

static void set_evidence(AppAnswer *answer, const struct scn_verdict *verdict)
{
	struct scn_text proof = { 0 };

	scn_card_proof(verdict, &proof);
	answer->evidence = g_strdup(scn_card_evidence(verdict));
	answer->proof = proof.len ? app_take_text(&proof) : NULL;
}

static enum scn_title_state title_state(gboolean running)
{
	return running ? SCN_TITLE_RUNNING : SCN_TITLE_DONE;
}

/* What the sentence says already is not said again. */
static char *why_of(const AppAnswer *answer, const struct scn_verdict *verdict)
{
	if (!verdict->why || strstr(answer->sentence, verdict->why))
		return NULL;
	return g_strdup(verdict->why);
}

static AppAnswer *answer_of_one(AppServer *server, AppProfile *client)
{
	AppPair *pair = app_server_get_pair(server, client);
	const struct scn_verdict *verdict = app_pair_get_verdict(pair);
	AppAnswer *answer = g_new0(AppAnswer, 1);
	struct scn_headline headline;

	scn_report_title(app_server_get_result(server), verdict,
		title_state(app_server_get_running(server)), &headline);
	answer->status = app_pair_get_status(pair);
	answer->title = app_take_text(&headline.title);
	answer->sentence = app_take_text(&headline.sentence);
	set_evidence(answer, verdict);
	if (headline.no_verdict)
		return answer;
	if (verdict->kind == SCN_VERDICT_WORKS || verdict->kind == SCN_VERDICT_WEAK) {
		add_rows_of_success(
			answer, app_profile_get(client), app_server_get_facts(server), verdict);
	} else {
		add_row(answer, _("Why"), why_of(answer, verdict));
		if (verdict->kind == SCN_VERDICT_FAILS)
			add_row(answer, _("Mail"), mail_of(verdict));
	}
	add_stranger(answer, client);
	add_fix(answer, server, verdict);
	return answer;
}

/* ---- all servers ---- */

static AppStatus status_of_all(const struct scn_headline *headline)
{
	if (headline->no_verdict)
		return APP_STATUS_PENDING;
	if (headline->partly && headline->kind == SCN_VERDICT_FAILS)
		return APP_STATUS_WEAK; /* some of the mail gets through encrypted */
	return app_status_of_verdict(headline->kind);
}

/* The first server that fails, in MX order, explains; the others are in the grid. */
static void explain_first_failure(AppAnswer *answer, const AppClientPairs *all)
{
	for (guint i = 0; i < all->count; i++) {
		const struct scn_verdict *verdict = app_pair_get_verdict(all->pairs[i]);
		const char *server = app_server_get_short_title(all->servers[i]);

		if (verdict->kind != SCN_VERDICT_FAILS)
			continue;
		if (verdict->why)
			/* Translators: %1$s is a server, %2$s a sentence about it */
			add_row(answer, _("Why"),
				g_strdup_printf(_("%1$s: %2$s"), server, verdict->why));
		add_row(answer, _("Mail"), mail_of(verdict));
		add_fix(answer, all->servers[i], verdict);
		return;
	}
}

/* The least sure of what is known. */
static void set_least_evidence(AppAnswer *answer, const AppClientPairs *all)
{
	const struct scn_verdict *least = NULL;

	for (guint i = 0; i < all->count; i++) {
		const struct scn_verdict *verdict = app_pair_get_verdict(all->pairs[i]);

		if (verdict->kind != SCN_VERDICT_UNKNOWN &&
			(!least || verdict->evidence < least->evidence))
			least = verdict;
	}
	answer->evidence = g_strdup(scn_card_evidence(least));
}

static AppAnswer *answer_of_all(AppScan *scan, AppProfile *client)
{
	g_autoptr(AppClientPairs) all = app_client_pairs_new(scan, client);
	gboolean running = app_scan_get_state(scan) == APP_SCAN_RUNNING;
	AppAnswer *answer = g_new0(AppAnswer, 1);
	struct scn_headline headline;

	scn_report_title_all(all->words, title_state(running), &headline);
	answer->status = status_of_all(&headline);
	answer->title = app_take_text(&headline.title);
	answer->sentence = app_take_text(&headline.sentence);
	set_least_evidence(answer, all);
	if (!headline.no_verdict)
		explain_first_failure(answer, all);
	add_stranger(answer, client);
	return answer;
}

AppAnswer *app_answer_new(AppContext *context)
{
	AppScan *scan = app_context_get_scan(context);
	AppProfile *client = app_context_get_client(context);
	guint servers = scan ? g_list_model_get_n_items(app_scan_get_servers(scan)) : 0;

	if (!servers || !client)
		return NULL;
	if (!app_context_get_server(context) && servers > 1)
		return answer_of_all(scan, client);
	return answer_of_one(app_context_get_one_server(context), client);
}

void app_answer_free(AppAnswer *answer)
{
	if (!answer)
		return;
	for (guint i = 0; i < answer->row_count; i++)
		g_free(answer->rows[i].text);
	g_clear_object(&answer->fix_server);
	g_free(answer->title);
	g_free(answer->sentence);
	g_free(answer->evidence);
	g_free(answer->proof);
	g_free(answer->fix_lead);
	g_free(answer->fix_value);
	g_free(answer->fix_alternative);
	g_free(answer);
}

/* ---- to copy ---- */

static void add_line(GString *text, const char *label, const char *line)
{
	if (line && line[0])
		g_string_append_printf(text, "%s: %s\n", label, line);
}

char *app_answer_to_text(const AppAnswer *answer)
{
	GString *text = g_string_new(NULL);

	g_string_append_printf(text, "%s\n%s\n", answer->title, answer->sentence);
	for (guint i = 0; i < answer->row_count; i++)
		add_line(text, answer->rows[i].label, answer->rows[i].text);
	if (answer->fix_lead) {
		g_autofree char *fix = answer->fix_value[0] ? g_strconcat(answer->fix_lead, " ",
								      answer->fix_value, NULL)
							    : g_strdup(answer->fix_lead);
		add_line(text, _("Fix"), fix);
		if (answer->fix_alternative)
			g_string_append_printf(text, "%s\n", answer->fix_alternative);
	}
	add_line(text, _("Evidence"), answer->evidence);
	return g_string_free(text, FALSE);
}
