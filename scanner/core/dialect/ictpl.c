#include "core/dialect/ictpl.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#include "core/base/alloc.h"
#include "core/base/language.h"
#include "core/dialect/lines.h"

enum {
	MAX_DEPTH = 32,
};

enum section {
	ELSEWHERE,
	CLIENT_PROTOCOLS,
	CIPHERS,
	HASHES,
	EXCHANGES,
	SUITES,
};

struct reading {
	char *at; /* in the text */
	unsigned line;
	struct scn_windows *w;
	struct scn_text *notes, *error;
	enum section section;
	unsigned tag_lines; /* ends of lines inside the tag that came last */
	unsigned depth, section_depth;
	bool has_root, skip_client, found;
};

/* ---- XML: just tags and attributes (Extensible Markup Language 1.0, sections 2.4, 3.1) ---- */

struct tag {
	char *name;
	char *attributes;   /* the rest of the tag */
	bool opens, closes; /* both: <name/> */
};

/* Move to the end of a piece of text, counting lines; NULL if it is not there. */
static char *skip_to(struct reading *r, const char *end)
{
	char *found = strstr(r->at, end);

	for (; found && r->at < found; r->at++)
		r->line += *r->at == '\n';
	if (found)
		r->at = found + strlen(end);
	return found;
}

/* The '>' that is not inside quotation marks. */
static char *tag_end(char *at)
{
	char quote = 0;

	for (; *at; at++) {
		if (quote)
			quote = *at == quote ? 0 : quote;
		else if (*at == '"' || *at == '\'')
			quote = *at;
		else if (*at == '>')
			return at;
	}
	return NULL;
}

static unsigned lines_in(const char *text)
{
	unsigned count = 0;

	for (; (text = strchr(text, '\n')) != NULL; text++)
		count++;
	return count;
}

static bool cut_short(struct reading *r)
{
	return scn_dialect_complain(r->error, r->line, scn_tr("the file is cut short"));
}

/* 1: a tag; 0: the end; -1: complained. Comments, declarations and text between are passed over. */
static int next_tag(struct reading *r, struct tag *tag)
{
	for (;;) {
		char *end, *start;
		const char *closer;

		if (!skip_to(r, "<")) {
			r->line += lines_in(r->at);
			return 0;
		}
		closer = strncmp(r->at, "!--", 3) == 0        ? "-->"
			 : strncmp(r->at, "![CDATA[", 8) == 0 ? "]]>"
			 : *r->at == '?'                      ? "?>"
							      : NULL;
		if (closer && !skip_to(r, closer)) {
			cut_short(r);
			return -1;
		}
		if (closer)
			continue;
		if (*r->at == '!') {
			scn_dialect_complain(
				r->error, r->line, scn_tr("a template has no document type"));
			return -1;
		}
		start = r->at;
		end = tag_end(start);
		if (!end) {
			cut_short(r);
			return -1;
		}
		*end = 0;
		r->at = end + 1;
		r->tag_lines = lines_in(start);
		tag->closes = *start == '/' || (end > start && end[-1] == '/');
		tag->opens = *start != '/';
		if (tag->opens && tag->closes)
			end[-1] = 0;
		tag->name = start + !tag->opens;
		tag->attributes = tag->name + strcspn(tag->name, " \t\r\n");
		if (*tag->attributes)
			*tag->attributes++ = 0;
		return 1;
	}
}

static void unescape(const char *at, size_t len, struct scn_text *out)
{
	static const struct {
		const char *entity;
		char c;
	} rows[] = { { "&amp;", '&' }, { "&lt;", '<' }, { "&gt;", '>' }, { "&quot;", '"' },
		{ "&apos;", '\'' } };

	for (size_t i = 0; i < len; i++) {
		size_t n = 0;

		while (n < SCN_COUNT(rows) &&
			strncmp(at + i, rows[n].entity, strlen(rows[n].entity)) != 0)
			n++;
		scn_text_char(out, n < SCN_COUNT(rows) ? rows[n].c : at[i]);
		i += n < SCN_COUNT(rows) ? strlen(rows[n].entity) - 1 : 0;
	}
}

/* Append the value of an attribute; false if it is not there. */
static bool attribute(const struct tag *tag, const char *name, struct scn_text *out)
{
	const char *at = tag->attributes;

	while (*at) {
		size_t len;
		const char *end;
		bool hit;

		at += strspn(at, " \t\r\n");
		len = strcspn(at, "= \t\r\n");
		hit = len == strlen(name) && strncmp(at, name, len) == 0;
		at += len;
		at += strspn(at, "= \t\r\n");
		if (*at != '"' && *at != '\'')
			return false;
		end = strchr(at + 1, *at);
		if (!end)
			return false;
		if (hit) {
			unescape(at + 1, (size_t)(end - at - 1), out);
			return true;
		}
		at = end + 1;
	}
	return false;
}

/* ---- items ---- */

/* 1: on, 0: off, -1: neither. */
static int state_of(const char *text)
{
	if (scn_dialect_same(text, "Enabled") || strcmp(text, "-1") == 0 || strcmp(text, "1") == 0)
		return 1;
	return scn_dialect_same(text, "Disabled") || strcmp(text, "0") == 0 ? 0 : -1;
}

/* IIS Crypto writes both values of a protocol. */
static bool take_protocol(struct reading *r, const char *name, bool on)
{
	enum scn_version version;
	scn_versions bit;

	if (!scn_windows_protocol(name, &version))
		return scn_dialect_unknown(r->error, r->line, scn_tr("the protocol"), name);
	if (version == SCN_VERSION_NONE || r->skip_client)
		return true;
	bit = SCN_VERSION_BIT(version);
	r->w->enabled_said |= bit;
	r->w->default_said |= bit;
	if (on)
		r->w->enabled |= bit;
	else
		r->w->default_off |= bit;
	return true;
}

static bool take_switch(struct reading *r, enum scn_windows_kind kind, const char *name, bool on)
{
	return scn_windows_switch(r->w, kind, name, on) ||
	       scn_dialect_unknown(r->error, r->line, scn_tr("the algorithm"), name);
}

static bool take_suites(struct reading *r, const char *name, const char *value)
{
	int on;

	if (scn_dialect_same(name, "Configured Cipher Suites")) {
		if (r->w->has_suites)
			scn_text_printf(r->notes,
				"line %u: another list of suites, for another Windows; the first "
				"one counts here\n",
				r->line);
		return r->w->has_suites || scn_windows_add_suites(r->w, value, r->line, r->error);
	}
	on = state_of(value);
	if (on < 0)
		return scn_dialect_unknown(r->error, r->line, scn_tr("the state"), value);
	return on == 0 || scn_windows_add_suite(r->w, name, r->line, r->error);
}

static bool take_item(struct reading *r, const char *name, const char *value)
{
	int on = state_of(value);

	r->found = true;
	if (r->section == SUITES)
		return take_suites(r, name, value);
	if (on < 0)
		return scn_dialect_unknown(r->error, r->line, scn_tr("the state"), value);
	switch (r->section) {
	case CLIENT_PROTOCOLS:
		return take_protocol(r, name, on);
	case CIPHERS:
		return take_switch(r, SCN_WINDOWS_CIPHER, name, on);
	case HASHES:
		return take_switch(r, SCN_WINDOWS_HASH, name, on);
	case EXCHANGES:
		return take_switch(r, SCN_WINDOWS_EXCHANGE, name, on);
	default:
		return true;
	}
}

static bool is_item(const char *name)
{
	return strcmp(name, "schannelItem") == 0 || strcmp(name, "cipherSuiteItem") == 0 ||
	       strcmp(name, "templateItem") == 0;
}

static bool read_item(struct reading *r, const struct tag *tag)
{
	struct scn_text name = { 0 }, value = { 0 };
	bool ok = attribute(tag, "name", &name) &&
		  (attribute(tag, "state", &value) || attribute(tag, "value", &value));

	if (r->section == ELSEWHERE)
		ok = true;
	else if (!ok)
		scn_dialect_complain(r->error, r->line,
			scn_tr("expected an item with a name and a state or value"));
	else
		ok = take_item(r, scn_text_str(&name), scn_text_str(&value));
	scn_text_finish(&name);
	scn_text_finish(&value);
	return ok;
}

/* ---- sections ---- */

static enum section section_of(const char *name)
{
	static const struct {
		const char *name;
		enum section section;
	} rows[] = {
		{ "clientProtocols", CLIENT_PROTOCOLS },
		{ "ciphers", CIPHERS },
		{ "hashes", HASHES },
		{ "keyExchanges", EXCHANGES },
		{ "cipherSuites", SUITES },
	};

	for (size_t i = 0; i < SCN_COUNT(rows); i++) {
		if (strcmp(rows[i].name, name) == 0)
			return rows[i].section;
	}
	return ELSEWHERE;
}

static bool open_tag(struct reading *r, const struct tag *tag)
{
	struct scn_text value = { 0 };

	if (!r->has_root && strcmp(tag->name, "iisCryptoTemplate") != 0)
		return scn_dialect_complain(r->error, r->line, "expected <iisCryptoTemplate>");
	r->has_root = true;
	if (is_item(tag->name))
		return read_item(r, tag);
	if (strcmp(tag->name, "schannel") == 0 && attribute(tag, "setClientProtocols", &value))
		r->skip_client = !scn_dialect_same(scn_text_str(&value), "true");
	scn_text_finish(&value);
	if (r->section == ELSEWHERE) {
		r->section = section_of(tag->name);
		r->section_depth = r->depth;
	}
	return true;
}

static bool take_tag(struct reading *r, const struct tag *tag)
{
	if (tag->opens) {
		if (r->depth >= MAX_DEPTH)
			return scn_dialect_complain(r->error, r->line, scn_tr("too deep"));
		if (!open_tag(r, tag))
			return false;
		r->depth++;
	}
	if (!tag->closes)
		return true;
	if (r->depth == 0)
		return scn_dialect_complain(
			r->error, r->line, scn_tr("a tag is closed that is not open"));
	r->depth--;
	if (r->section != ELSEWHERE && r->depth == r->section_depth)
		r->section = ELSEWHERE;
	return true;
}

static bool read_all(struct reading *r)
{
	struct tag tag;
	int more;

	while ((more = next_tag(r, &tag)) > 0) {
		if (!take_tag(r, &tag))
			return false;
		r->line += r->tag_lines; /* it may go over several */
	}
	if (more < 0)
		return false;
	if (r->depth)
		return cut_short(r);
	return r->found || scn_dialect_complain(r->error, 0,
				   scn_tr("there is no setting of Schannel in this template"));
}

bool scn_ictpl_read(struct scn_bytes file, struct scn_windows *w, struct scn_text *notes,
	struct scn_text *error)
{
	struct scn_text text = { 0 };
	struct reading r = { .w = w, .notes = notes, .error = error, .line = 1 };
	bool ok = scn_dialect_text(file, &text, error);

	if (ok && !text.len) {
		ok = scn_dialect_complain(error, 0, scn_tr("the file is empty"));
	} else if (ok) {
		r.at = text.at;
		ok = read_all(&r);
	}
	if (ok && r.skip_client)
		scn_text_add(notes, scn_tr("the template does not set the protocols of clients\n"));
	scn_text_finish(&text);
	return ok;
}

bool scn_ictpl_recognise(struct scn_bytes file)
{
	struct scn_text text = { 0 }, error = { 0 };
	bool found = scn_dialect_text(file, &text, &error) &&
		     strstr(scn_text_str(&text), "<iisCryptoTemplate");

	scn_text_finish(&text);
	scn_text_finish(&error);
	return found;
}

/* ---- writing ---- */

static void add_protocols(const struct scn_profile *p, const char *section, struct scn_text *out)
{
	scn_text_printf(out, "    <%s>\r\n", section);
	for (int v = SCN_SSL2; v <= SCN_TLS1_3; v++) {
		if (p->not_set.versions & SCN_VERSION_BIT(v))
			continue;
		scn_text_printf(out, "      <templateItem name=\"%s\" value=\"%d\" />\r\n",
			scn_version_title((enum scn_version)v),
			scn_profile_offers_version(p, (enum scn_version)v) ? -1 : 0);
	}
	scn_text_printf(out, "    </%s>\r\n", section);
}

static void add_escaped(struct scn_text *out, const char *text)
{
	for (; *text; text++) {
		if (*text == '&')
			scn_text_add(out, "&amp;");
		else if (*text == '<')
			scn_text_add(out, "&lt;");
		else
			scn_text_char(out, *text);
	}
}

static void add_suites(const struct scn_text *suites, struct scn_text *out)
{
	scn_text_printf(out,
		"  <cipherSuites>\r\n"
		"    <templateItem name=\"Configured Cipher Suites\" value=\"%s\" />\r\n"
		"  </cipherSuites>\r\n",
		scn_text_str(suites));
}

/* What is not set is not written. */
bool scn_ictpl_write(
	const struct scn_profile *profile, struct scn_text *out, struct scn_text *missing)
{
	struct scn_text suites = { 0 };
	bool set = !profile->not_set.suites;
	size_t without = set ? scn_windows_suite_list(profile, &suites) : 0;

	if (set && !suites.len) {
		scn_text_add(missing, scn_tr("Schannel has none of these suites."));
		scn_text_finish(&suites);
		return false;
	}
	scn_text_add(out, "<?xml version=\"1.0\" encoding=\"utf-8\"?>\r\n"
			  "<iisCryptoTemplate version=\"3\">\r\n  <header>\r\n    <name>");
	add_escaped(out, profile->name);
	scn_text_add(out, "</name>\r\n    <builtIn>false</builtIn>\r\n  </header>\r\n"
			  "  <schannel>\r\n");
	add_protocols(profile, "clientProtocols", out);
	scn_text_add(out, "  </schannel>\r\n");
	if (set)
		add_suites(&suites, out);
	scn_text_add(out, "</iisCryptoTemplate>\r\n");
	scn_text_add(missing, scn_tr("Not in this format: groups, signature schemes, extensions, "
				     "limits, verification, what happens after a failure; the "
				     "protocols of servers are left as they are"));
	if (without)
		scn_text_printf(missing, scn_tr("; %zu suites have no name in Schannel"), without);
	scn_text_char(missing, '.');
	scn_text_finish(&suites);
	return true;
}
