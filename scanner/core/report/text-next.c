#include <stdlib.h>
#include <string.h>

#include "core/base/language.h"
#include "core/report/stored.h"
#include "core/report/text-parts.h"

/* Servers and targets about which no handshake can be told, and the one command that comes next. */

void scn_problem_finish(struct scn_problem *problem)
{
	scn_text_finish(&problem->heading);
	scn_text_finish(&problem->sentence);
}

static const struct {
	const char *what;
	const char *sentence;
	const char *sentence_on_port_25;
} unreached[] = {
	[SCN_REACH_UNKNOWN] = { SCN_MARK("%s was not tested"), SCN_MARK("Nothing was tested."),
		NULL },
	[SCN_REACH_OK] = { NULL, NULL, NULL },
	[SCN_REACH_REFUSED] = { SCN_MARK("%s refused the connection"),
		SCN_MARK("Nothing was tested."),
		SCN_MARK("Nothing was tested. Port 25 is often blocked from offices and homes.") },
	[SCN_REACH_TIMED_OUT] = { SCN_MARK("%s did not answer"), SCN_MARK("Nothing was tested."),
		SCN_MARK("Nothing was tested. Port 25 is often blocked from offices and homes.") },
	[SCN_REACH_CLOSED] = { SCN_MARK("%s closed the connection before its greeting"),
		SCN_MARK("Nothing was tested."), NULL },
	[SCN_REACH_GREETING_REFUSED] = { SCN_MARK("%s wants no mail from this address"),
		SCN_MARK("Nothing was tested."), NULL },
	[SCN_REACH_UNREACHABLE] = { SCN_MARK("%s cannot be reached"),
		SCN_MARK("Nothing was tested. There is no way to this address from here."), NULL },
};

static void add_said(struct scn_text *t, const char *words)
{
	struct scn_text said = { 0 };

	if (!words || !*words)
		return;
	scn_text_peer_str(&said, words);
	scn_text_char(t, ' ');
	scn_text_printf(t, scn_tr("It said: %s"), scn_text_str(&said));
	scn_text_finish(&said);
}

/* The heading holds the name of the server or target; it becomes a sentence about it. */
static void head(struct scn_problem *out, const char *format)
{
	char *name = scn_text_take(&out->heading);

	scn_text_printf(&out->heading, format, name ? name : "");
	free(name);
}

static void unreached_problem(const struct scn_server_facts *s, struct scn_problem *out)
{
	const char *on_25 = unreached[s->reach].sentence_on_port_25;

	out->kind = SCN_VERDICT_UNKNOWN;
	head(out, scn_tr(unreached[s->reach].what));
	if (s->address && (!s->host || strcmp(s->host, s->address) != 0))
		scn_text_printf(&out->heading, " (%s)", s->address);
	scn_text_add(&out->sentence,
		scn_tr(on_25 && s->port == 25 ? on_25 : unreached[s->reach].sentence));
	if (s->reach == SCN_REACH_GREETING_REFUSED)
		add_said(&out->sentence, s->reach_detail);
	else if (s->reach == SCN_REACH_UNKNOWN && s->incomplete) {
		scn_text_char(&out->sentence, ' ');
		scn_tr_stored(s->incomplete, &out->sentence);
	}
}

static void starttls_problem(const struct scn_smtp_fact *smtp, struct scn_problem *out)
{
	bool temporary = smtp->starttls == SCN_STARTTLS_REFUSED && smtp->starttls_reply &&
			 smtp->starttls_reply[0] == '4';

	out->kind = SCN_VERDICT_FAILS;
	if (smtp->starttls == SCN_STARTTLS_NOT_OFFERED) {
		head(out, scn_tr("%s does not offer STARTTLS"));
		scn_text_add(&out->sentence, scn_tr("Every client sends unencrypted or not at all. "
						    "No suite was tested."));
		if (smtp->starttls_masked)
			scn_text_printf(&out->sentence, " %s",
				scn_tr("A firewall in between overwrites the answer to EHLO "
				       "(XXXXXXXA), the server itself may offer it."));
		return;
	}
	if (smtp->starttls == SCN_STARTTLS_NOT_TLS) {
		head(out, scn_tr("%s did not speak TLS after STARTTLS"));
		scn_text_add(&out->sentence, scn_tr("No suite was tested."));
	} else {
		head(out, scn_tr("%s offers STARTTLS but refused to start it"));
		scn_text_add(&out->sentence, temporary
						     ? scn_tr("It calls that temporary, but said "
							      "so every time. No suite was tested.")
						     : scn_tr("No suite was tested."));
	}
	add_said(&out->sentence, smtp->starttls_reply);
}

bool scn_server_sick(const struct scn_server_result *server)
{
	enum scn_starttls starttls = server->facts.smtp.starttls;

	return server->facts.reach != SCN_REACH_OK ||
	       (starttls != SCN_STARTTLS_OFFERED && starttls != SCN_STARTTLS_UNKNOWN);
}

bool scn_server_problem(const struct scn_target_result *target,
	const struct scn_server_result *server, struct scn_problem *out)
{
	const struct scn_server_facts *s = &server->facts;

	*out = (struct scn_problem){ 0 };
	if (!scn_server_sick(server))
		return false;
	scn_text_server(&out->heading, target, s);
	if (s->reach == SCN_REACH_OK)
		starttls_problem(&s->smtp, out);
	else
		unreached_problem(s, out);
	return true;
}

void scn_target_problem(const struct scn_target_result *target, struct scn_problem *out)
{
	static const struct {
		const char *id, *what;
	} errors[] = {
		{ "dns-failed", SCN_MARK("%s: its mail servers could not be looked up") },
		{ "dns-no-server", SCN_MARK("%s has no mail server") },
		{ "dns-no-such-domain", SCN_MARK("%s does not exist") },
		{ "dns-null-mx", SCN_MARK("%s says that it accepts no mail (null MX)") },
	};
	const char *what = SCN_MARK("%s: nothing was tested");

	*out = (struct scn_problem){ .kind = SCN_VERDICT_UNKNOWN };
	for (size_t i = 0; target->error_id && i < sizeof(errors) / sizeof(errors[0]); i++)
		if (strcmp(errors[i].id, target->error_id) == 0)
			what = errors[i].what;
	scn_text_peer_str(&out->heading, target->input);
	head(out, scn_tr(what));
	scn_tr_stored(target->error_text, &out->sentence);
}

/* ---- the next command ---- */

void scn_next_finish(struct scn_next *next)
{
	scn_text_finish(&next->label);
	scn_text_finish(&next->command);
}

const char *scn_scan_name(const struct scn_text_options *options)
{
	if (!options->scan)
		return "last";
	return options->scan[0] ? options->scan : NULL;
}

/* A word of a command for a POSIX shell; a name may come from DNS, so it may be anything. */
static void add_word(struct scn_text *t, const char *word)
{
	static const char harmless[] = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"
				       "0123456789._:@/+-";
	struct scn_text safe = { 0 };

	scn_text_peer_str(&safe, word);
	scn_text_char(t, ' ');
	if (safe.len && strspn(safe.at, harmless) == safe.len && safe.at[0] != '-') {
		scn_text_add(t, safe.at);
	} else {
		scn_text_char(t, '\'');
		for (const char *c = scn_text_str(&safe); *c; c++)
			scn_text_add(t, *c == '\'' ? "'\\''" : (char[]){ *c, 0 });
		scn_text_char(t, '\'');
	}
	scn_text_finish(&safe);
}

struct place {
	const struct scn_target_result *target;
	const struct scn_server_result *server;
	const struct scn_verdict *pair;  /* NULL: the server as a whole */
	bool many_servers, many_targets; /* of the document */
};

/* The software behind a greeting or a profile → the format in which a fix is printed. */
static const struct {
	const char *word, *format, *title;
} software[] = {
	{ "postfix", "postfix", "Postfix" },
	{ "exim", "exim-openssl", "Exim" },
	{ "sendmail", "sendmail", "Sendmail" },
	{ "opensmtpd", "opensmtpd", "OpenSMTPD" },
	{ "microsoft", "schannel-powershell", "Windows" },
	{ "exchange", "schannel-powershell", "Windows" },
	{ "windows", "schannel-powershell", "Windows" },
};

bool scn_contains(const char *text, const char *word)
{
	size_t len = strlen(word);

	for (; text && *text; text++) {
		size_t i = 0;

		while (i < len && (text[i] | 0x20) == word[i])
			i++;
		if (i == len)
			return true;
	}
	return false;
}

/* " --server mx1", where a scan has several. */
static void add_server(struct scn_text *t, const struct place *at)
{
	char **titles;

	if (!at->many_servers)
		return;
	titles = scn_server_titles(at->target);
	scn_text_add(t, " --server");
	for (size_t i = 0; i < at->target->server_count; i++)
		if (at->target->servers[i] == at->server)
			add_word(t, at->many_targets ? at->server->facts.host : titles[i]);
	scn_titles_free(titles, at->target->server_count);
}

static void fix_command(
	const struct place *at, const struct scn_text_options *options, struct scn_next *out)
{
	enum scn_side side = at->pair->fixes[0].change.side;
	const char *who =
		side == SCN_SIDE_SERVER ? at->server->facts.smtp.greeting : at->pair->profile_id;
	const char *format = "openssl", *title = "OpenSSL", *scan = scn_scan_name(options);

	for (size_t i = 0; i < sizeof(software) / sizeof(software[0]); i++) {
		if (!scn_contains(who, software[i].word))
			continue;
		format = software[i].format;
		title = software[i].title;
		break;
	}
	scn_text_printf(&out->label, "Print the change for %s:", title);
	scn_text_add(&out->command, "handfast fix");
	add_word(&out->command, scan ? scan : at->target->input);
	add_server(&out->command, at);
	scn_text_add(&out->command, " --client");
	add_word(&out->command, at->pair->profile_id);
	/* Formats for Schannel are for the client unless said otherwise, all others for the server. */
	if ((side == SCN_SIDE_CLIENT) != (strncmp(format, "schannel", strlen("schannel")) == 0))
		scn_text_printf(&out->command, " --on %s", scn_side_word(side));
	scn_text_printf(&out->command, " --format %s", format);
}

/* Can lines of a configuration bring the best fix about? */
static bool fixable(const struct scn_verdict *pair)
{
	switch (pair->fix_count ? pair->fixes[0].change.kind : SCN_CHANGE_KIND_COUNT) {
	case SCN_CHANGE_ADD_SUITE:
	case SCN_CHANGE_ADD_VERSION:
	case SCN_CHANGE_ADD_GROUP:
		return true;
	default:
		return false;
	}
}

/* The page of the cause; what was said, where there is no page that helps. */
static void read_command(
	const struct place *at, const struct scn_text_options *options, struct scn_next *out)
{
	const char *cause = at->pair ? at->pair->cause : NULL;
	const char *scan = scn_scan_name(options);

	if (cause && strcmp(cause, "refused-without-visible-cause") != 0) {
		scn_text_add(&out->label, "Read what to do on either side:");
		scn_text_printf(&out->command, "handfast explain %s", cause);
	} else if (scan) {
		scn_text_add(&out->label, "Show what was said:");
		scn_text_add(&out->command, "handfast dialogue");
		add_word(&out->command, scan);
		add_server(&out->command, at);
	}
}

static void retry_command(const struct place *at, struct scn_next *out)
{
	const struct scn_server_facts *s = &at->server->facts;
	struct scn_text name = { 0 };

	scn_text_add(&out->label, "Try another port:");
	scn_text_printf(&name, strchr(s->host, ':') ? "[%s]:587" : "%s:587", s->host);
	scn_text_add(&out->command, "handfast check");
	add_word(&out->command, scn_text_str(&name));
	scn_text_finish(&name);
}

/* What stayed unknown is asked again, with patience. */
static void again_command(
	const struct scn_document *d, const struct place *at, struct scn_next *out)
{
	scn_text_add(&out->label, "Ask again, slowly:");
	scn_text_add(&out->command,
		d->mode == SCN_MODE_SCAN ? "handfast scan --slow" : "handfast check --slow");
	add_word(&out->command, at->target->input);
}

static bool any_reached(const struct scn_document *d)
{
	for (size_t t = 0; t < d->target_count; t++)
		for (size_t s = 0; s < d->targets[t]->server_count; s++)
			if (d->targets[t]->servers[s]->facts.reach == SCN_REACH_OK)
				return true;
	return false;
}

static void more_command(
	const struct scn_document *d, const struct scn_text_options *options, struct scn_next *out)
{
	const char *scan = scn_scan_name(options);

	if (!any_reached(d))
		return; /* whoever wants no mail from here will not answer more questions either */
	if (d->mode == SCN_MODE_CHECK && d->target_count) {
		scn_text_add(&out->label, "See all that the server accepts:");
		scn_text_add(&out->command, "handfast scan");
		add_word(&out->command, d->targets[0]->input);
	} else if (scan) {
		scn_text_add(&out->label, "Print it for a program:");
		scn_text_add(&out->command, "handfast show");
		add_word(&out->command, scan);
		scn_text_add(&out->command, " --format json");
	}
}

/* The first place of each sort, in the order of their weight. */
enum finding {
	FAILS_FIXABLE,
	FAILS,
	PORT_BLOCKED,
	INCOMPLETE,
	FINDING_COUNT,
};

static void note(struct place *found, const struct place *at)
{
	if (!found->server)
		*found = *at;
}

static void look_at_server(struct place found[FINDING_COUNT], struct place at)
{
	const struct scn_server_result *server = at.server;
	struct scn_problem problem;
	bool reached = server->facts.reach == SCN_REACH_OK;
	bool sick = scn_server_problem(at.target, server, &problem);
	bool partial = server->facts.incomplete != NULL;

	if (sick && problem.kind == SCN_VERDICT_FAILS)
		note(&found[FAILS], &at);
	else if (sick && server->facts.port == 25 && !reached && server->facts.host)
		note(&found[PORT_BLOCKED], &at);
	scn_problem_finish(&problem);
	for (size_t i = 0; i < server->pair_count && !sick; i++) {
		at.pair = &server->pairs[i];
		partial |= at.pair->kind == SCN_VERDICT_UNKNOWN;
		if (at.pair->kind == SCN_VERDICT_FAILS)
			note(&found[fixable(at.pair) ? FAILS_FIXABLE : FAILS], &at);
	}
	if (partial && reached)
		note(&found[INCOMPLETE], &at);
}

void scn_next_command(
	const struct scn_document *d, const struct scn_text_options *options, struct scn_next *out)
{
	struct place found[FINDING_COUNT] = { 0 };
	size_t servers = 0;

	*out = (struct scn_next){ 0 };
	for (size_t t = 0; t < d->target_count; t++)
		servers += d->targets[t]->server_count;
	for (size_t t = 0; t < d->target_count; t++)
		for (size_t s = 0; s < d->targets[t]->server_count; s++)
			look_at_server(found, (struct place){
						      .target = d->targets[t],
						      .server = d->targets[t]->servers[s],
						      .many_servers = servers > 1,
						      .many_targets = d->target_count > 1,
					      });
	if (found[FAILS_FIXABLE].server)
		fix_command(&found[FAILS_FIXABLE], options, out);
	else if (found[FAILS].server)
		read_command(&found[FAILS], options, out);
	else if (found[INCOMPLETE].server)
		again_command(d, &found[INCOMPLETE], out);
	else if (found[PORT_BLOCKED].server)
		retry_command(&found[PORT_BLOCKED], out);
	else if (servers)
		more_command(d, options, out);
}
