#include <string.h>

#include "core/base/alloc.h"
#include "core/explain/write.h"

enum {
	HOST_MAX = 253,
	SMTP_PORT = 25,
};

static bool host_character(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
	       c == '.' || c == '-';
}

/* A full name that may stand on a command line: whoever wrote the log could have put anything there. */
static bool is_host(const char *name)
{
	size_t len = name ? strlen(name) : 0;

	if (len == 0 || len > HOST_MAX || !strchr(name, '.') || name[0] == '-' || name[0] == '.')
		return false;
	for (size_t i = 0; i < len; i++)
		if (!host_character(name[i]))
			return false;
	return true;
}

static bool is_address(const char *text)
{
	size_t len = text ? strlen(text) : 0;

	return len > 2 && len < 40 && strspn(text, "0123456789abcdefABCDEF.:") == len;
}

/* Is it the log of the server itself? A reply is said by the server, but read by the client. */
static bool own_log(const struct scn_finding *f)
{
	bool reply = f->row_count && f->rows[f->row_count - 1]->kind == SCN_REPLY_KIND_REPLY;

	if (f->host || f->address)
		return f->host_is_client;
	return f->said_by == SCN_SAID_BY_SERVER && !reply;
}

static void add_target(const struct scn_finding *f, struct scn_text *out)
{
	unsigned port = f->port ? f->port : SMTP_PORT;

	if (own_log(f)) {
		/* The host in the text is a client, and clients cannot be asked; its server is ours. */
		scn_text_printf(
			out, "%s:%u", is_host(f->self) ? f->self : "YOUR-SERVER", SMTP_PORT);
		return;
	}
	/* With its port it is this server, and no look-up of a domain's. */
	if (is_host(f->host))
		scn_text_printf(out, "%s:%u", f->host, port);
	else if (is_address(f->address))
		scn_text_printf(
			out, strchr(f->address, ':') ? "[%s]:%u" : "%s:%u", f->address, port);
	else
		scn_text_printf(out, "THE-SERVER:%u", port);
}

static bool wants_patience(enum scn_category_id category)
{
	return category == SCN_CATEGORY_RATE_OR_POLICY || category == SCN_CATEGORY_GREYLIST;
}

enum scn_category_id scn_finding_category(const struct scn_finding *f)
{
	if (f->row_count)
		return f->rows[f->row_count - 1]->category;
	return f->alert >= 0 ? SCN_CATEGORY_ALERT_RECEIVED : SCN_CATEGORY_OK;
}

bool scn_session_is_weak(const struct scn_session *session)
{
	bool weak = session->version < SCN_TLS1_2;

	for (size_t i = 0; i < session->suite_count; i++)
		weak |= session->suites[i]->strength >= SCN_STRENGTH_WEAK;
	return weak;
}

size_t scn_finding_next(const struct scn_finding *f, char *next_out[SCN_EXPLAIN_MAX_NEXT])
{
	enum scn_category_id category = scn_finding_category(f);
	struct scn_text line = { 0 };
	size_t count = 0;

	if (category == SCN_CATEGORY_OK && !scn_session_is_weak(&f->session))
		return 0;
	scn_text_add(&line, "handfast check ");
	add_target(f, &line);
	if (wants_patience(category))
		scn_text_add(&line, " --slow");
	next_out[count++] = scn_text_take(&line);
	if (f->cause_count) {
		scn_text_printf(&line, "handfast explain %s", f->causes[0]);
		next_out[count++] = scn_text_take(&line);
	}
	return count;
}

char *scn_hop_next(const struct scn_hop *hop)
{
	struct scn_text line = { 0 };

	if (hop->local || !is_host(hop->by) ||
		(hop->encrypted == SCN_ENCRYPTED_YES && !scn_session_is_weak(&hop->session)))
		return NULL;
	scn_text_printf(&line, "handfast check %s:%d", hop->by, SMTP_PORT);
	return scn_text_take(&line);
}

void scn_finding_title(const struct scn_finding *f, struct scn_text *out)
{
	static const char *const sides[] = {
		[SCN_SAID_BY_EITHER] = NULL,
		[SCN_SAID_BY_SERVER] = "receiving side",
		[SCN_SAID_BY_CLIENT] = "sending side",
	};
	const char *side = sides[f->said_by];
	static const char *const kinds[] = {
		[SCN_REPLY_KIND_REPLY] = "SMTP reply",
		[SCN_REPLY_KIND_LOG] = "Log",
		[SCN_REPLY_KIND_NDR] = "Bounce",
		[SCN_REPLY_KIND_LIBRARY] = "TLS library",
		[SCN_REPLY_KIND_TLSRPT] = "TLS report",
	};
	const struct scn_reply_row *row = f->row_count ? f->rows[0] : NULL;

	scn_text_add(out, f->product ? f->product : row ? kinds[row->kind] : "TLS");
	if (side)
		scn_text_printf(out, ", %s", side);
	if (row && strcmp(row->stage, "any") != 0)
		scn_text_printf(out, ", %s", row->stage);
}

const char *scn_finding_meaning(const struct scn_finding *f, size_t i)
{
	if (i >= f->row_count)
		return NULL;
	return f->rows[i]->meaning[0] ? f->rows[i]->meaning
				      : scn_category(f->rows[i]->category)->title;
}
