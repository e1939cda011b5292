#include <stdlib.h>
#include <string.h>

#include "core/base/alloc.h"
#include "core/base/language.h"
#include "core/report/text-parts.h"
#include "core/report/title.h"

/* A whole scan in one line, for a list of scans: what is wrong at all servers, else what the clients get. */

/* A client over all servers. */
struct sender {
	const char *id;
	bool fails, weak, unknown;
};

struct tally {
	struct sender *senders;
	size_t sender_count;
	size_t servers, failing_servers;
};

static struct sender *find_sender(struct tally *t, const char *id)
{
	for (size_t i = 0; i < t->sender_count; i++)
		if (strcmp(t->senders[i].id, id) == 0)
			return &t->senders[i];
	SCN_APPEND(t->senders, t->sender_count, ((struct sender){ .id = id }));
	return &t->senders[t->sender_count - 1];
}

static void add_server(struct tally *t, const struct scn_server_result *server)
{
	bool failing = false;

	for (size_t i = 0; i < server->pair_count; i++) {
		const struct scn_verdict *pair = &server->pairs[i];
		struct sender *sender = find_sender(t, pair->profile_id);

		sender->fails |= pair->kind == SCN_VERDICT_FAILS;
		sender->weak |= pair->kind == SCN_VERDICT_WEAK;
		sender->unknown |= pair->kind == SCN_VERDICT_UNKNOWN;
		failing |= pair->kind == SCN_VERDICT_FAILS;
	}
	t->servers++;
	t->failing_servers += failing;
}

static struct tally tally_of(const struct scn_document *d)
{
	struct tally t = { 0 };

	for (size_t i = 0; i < d->target_count; i++)
		for (size_t s = 0; s < d->targets[i]->server_count; s++)
			add_server(&t, d->targets[i]->servers[s]);
	return t;
}

/* ---- what all servers have in common ---- */

static const char *server_line(const struct scn_server_facts *facts)
{
	static const char *const reaches[] = {
		[SCN_REACH_UNKNOWN] = SCN_MARK("not tested"),
		[SCN_REACH_OK] = NULL,
		[SCN_REACH_REFUSED] = SCN_MARK("connection refused"),
		[SCN_REACH_TIMED_OUT] = SCN_MARK("no answer"),
		[SCN_REACH_CLOSED] = SCN_MARK("connection closed before the greeting"),
		[SCN_REACH_GREETING_REFUSED] = SCN_MARK("wants no mail from here"),
		[SCN_REACH_UNREACHABLE] = SCN_MARK("cannot be reached"),
	};
	static const char *const starttls[] = {
		[SCN_STARTTLS_UNKNOWN] = NULL,
		[SCN_STARTTLS_OFFERED] = NULL,
		[SCN_STARTTLS_NOT_OFFERED] = SCN_MARK("STARTTLS not offered"),
		[SCN_STARTTLS_REFUSED] = SCN_MARK("STARTTLS refused"),
		[SCN_STARTTLS_NOT_TLS] = SCN_MARK("no TLS after STARTTLS"),
	};

	return facts->reach == SCN_REACH_OK ? starttls[facts->smtp.starttls]
					    : reaches[facts->reach];
}

static const char *target_line(const struct scn_target_result *target)
{
	static const struct {
		const char *id, *line;
	} errors[] = {
		{ "dns-failed", SCN_MARK("its mail servers could not be looked up") },
		{ "dns-no-server", SCN_MARK("no mail server") },
		{ "dns-no-such-domain", SCN_MARK("the domain does not exist") },
		{ "dns-null-mx", SCN_MARK("accepts no mail (null MX)") },
	};
	const char *line = target->server_count ? server_line(&target->servers[0]->facts)
						: SCN_MARK("nothing was tested");

	for (size_t i = 0; target->error_id && i < SCN_COUNT(errors); i++)
		if (strcmp(errors[i].id, target->error_id) == 0)
			return errors[i].line;
	for (size_t s = 1; line && s < target->server_count; s++) {
		const char *other = server_line(&target->servers[s]->facts);

		line = other && strcmp(other, line) == 0 ? line : NULL;
	}
	return line;
}

/* NULL unless the same can be said of every target. */
static const char *common_line(const struct scn_document *d)
{
	const char *line = d->target_count ? target_line(d->targets[0]) : NULL;

	for (size_t i = 1; line && i < d->target_count; i++) {
		const char *other = target_line(d->targets[i]);

		line = other && strcmp(other, line) == 0 ? line : NULL;
	}
	return line;
}

/* ---- clients, or suites where none was asked for ---- */

static size_t weak_suites(const struct scn_server_facts *facts)
{
	size_t weak = 0;

	for (int v = 0; v < SCN_VERSION_COUNT; v++) {
		scn_suite_code *codes;
		size_t count = scn_facts_accepted(facts, (enum scn_version)v, &codes);

		for (size_t i = 0; i < count; i++) {
			const struct scn_suite *suite = scn_suite_by_code(codes[i]);

			weak += suite && suite->strength >= SCN_STRENGTH_WEAK;
		}
		free(codes);
	}
	return weak;
}

/* The worst of the servers. */
static void suites_line(const struct scn_document *d, struct scn_text *out)
{
	size_t weak = 0, asked = 0;

	for (size_t i = 0; i < d->target_count; i++) {
		for (size_t s = 0; s < d->targets[i]->server_count; s++) {
			const struct scn_server_facts *facts = &d->targets[i]->servers[s]->facts;
			size_t here = weak_suites(facts);

			weak = here > weak ? here : weak;
			asked += !server_line(facts);
		}
	}
	if (!asked)
		scn_text_add(out, scn_tr("nothing was tested"));
	else if (weak)
		scn_text_printf(out,
			scn_tr_n("works, %zu weak suite", "works, %zu weak suites", weak), weak);
	else
		scn_text_add(out, scn_tr("works, no weak suite"));
}

static void fails_line(const struct tally *t, size_t fails, struct scn_text *out)
{
	if (t->sender_count == 1 && t->servers == 1)
		scn_text_add(out, scn_tr("fails"));
	else if (t->sender_count == 1)
		scn_text_printf(
			out, scn_tr("fails on %zu of %zu servers"), t->failing_servers, t->servers);
	else if (t->servers == 1)
		scn_text_printf(out,
			scn_tr_n("%zu of %zu clients fails", "%zu of %zu clients fail", fails),
			fails, t->sender_count);
	else
		scn_text_printf(out,
			scn_tr_n("%zu of %zu clients fails on %zu of %zu servers",
				"%zu of %zu clients fail on %zu of %zu servers", fails),
			fails, t->sender_count, t->failing_servers, t->servers);
}

static void works_line(const struct tally *t, size_t weak, struct scn_text *out)
{
	if (t->sender_count == 1)
		scn_text_add(out, weak ? scn_tr("works, weak") : scn_tr("works"));
	else if (weak)
		scn_text_printf(
			out, scn_tr("all %zu clients work, %zu weak"), t->sender_count, weak);
	else
		scn_text_printf(out, scn_tr("all %zu clients work"), t->sender_count);
}

static void clients_line(const struct tally *t, struct scn_text *out)
{
	size_t fails = 0, weak = 0, unknown = 0;

	for (size_t i = 0; i < t->sender_count; i++) {
		fails += t->senders[i].fails;
		weak += t->senders[i].weak;
		unknown += t->senders[i].unknown;
	}
	if (fails)
		fails_line(t, fails, out);
	else if (unknown && t->sender_count == 1)
		scn_text_add(out, scn_tr("not fully tested"));
	else if (unknown)
		scn_text_printf(out,
			scn_tr_n("%zu of %zu clients not fully tested",
				"%zu of %zu clients not fully tested", unknown),
			unknown, t->sender_count);
	else
		works_line(t, weak, out);
}

void scn_report_summary(const struct scn_document *d, struct scn_text *out)
{
	const char *line = common_line(d);
	struct tally t = tally_of(d);

	if (line)
		scn_text_add(out, scn_tr(line));
	else if (t.sender_count)
		clients_line(&t, out);
	else if (d->target_count)
		suites_line(d, out);
	free(t.senders);
}
