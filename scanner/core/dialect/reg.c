#include "core/dialect/reg.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "core/base/alloc.h"
#include "core/base/language.h"
#include "core/dialect/lines.h"

enum {
	MAX_VALUE = 64 * 1024, /* bytes of one hex value */
};

/* Which key the lines belong to. */
enum place {
	ELSEWHERE,
	PROTOCOL_CLIENT,
	SWITCH, /* Ciphers, Hashes, KeyExchangeAlgorithms */
	POLICY,
	LOCAL,
};

struct reading {
	struct scn_windows *w;
	struct scn_text *error;
	unsigned line;
	enum place place;
	enum scn_version version;
	enum scn_windows_kind kind;
	struct scn_text name; /* of the algorithm */
	bool policy_suites, policy_groups;
	bool found;
};

/* ---- keys ---- */

/* What is behind a part of a path, NULL if it is not in there. */
static char *behind(char *path, const char *part)
{
	size_t len = strlen(part);

	for (char *at = path; *at; at++) {
		if (strncasecmp(at, part, len) == 0)
			return at + len;
	}
	return NULL;
}

/* "TLS 1.2\Client" */
static bool take_protocol(struct reading *r, char *path)
{
	char *role = strchr(path, '\\');

	if (!role)
		return true;
	*role++ = 0;
	if (!scn_windows_protocol(path, &r->version))
		return scn_dialect_unknown(r->error, r->line, scn_tr("the protocol"), path);
	if (scn_dialect_same(role, "Client") && r->version != SCN_VERSION_NONE)
		r->place = PROTOCOL_CLIENT;
	return true;
}

static bool take_switch(struct reading *r, enum scn_windows_kind kind, const char *name)
{
	struct scn_windows probe = { 0 };

	if (!scn_windows_switch(&probe, kind, name, true))
		return scn_dialect_unknown(r->error, r->line, scn_tr("the algorithm"), name);
	r->place = SWITCH;
	r->kind = kind;
	scn_text_clear(&r->name);
	scn_text_add(&r->name, name);
	return true;
}

static bool take_key(struct reading *r, char *path)
{
	static const struct {
		const char *part;
		enum scn_windows_kind kind;
	} switches[] = {
		{ "\\SCHANNEL\\Ciphers\\", SCN_WINDOWS_CIPHER },
		{ "\\SCHANNEL\\Hashes\\", SCN_WINDOWS_HASH },
		{ "\\SCHANNEL\\KeyExchangeAlgorithms\\", SCN_WINDOWS_EXCHANGE },
	};
	char *rest;

	r->place = ELSEWHERE;
	if (*path == '-') /* deletes the key: the default, which the base has */
		return true;
	if ((rest = behind(path, "\\SCHANNEL\\Protocols\\")))
		return take_protocol(r, rest);
	for (size_t i = 0; i < SCN_COUNT(switches); i++) {
		if ((rest = behind(path, switches[i].part)))
			return take_switch(r, switches[i].kind, rest);
	}
	if (behind(path, "\\Policies\\Microsoft\\Cryptography\\Configuration\\SSL\\00010002"))
		r->place = POLICY;
	else if (behind(path, "\\Cryptography\\Configuration\\Local\\SSL\\00010002"))
		r->place = LOCAL;
	return true;
}

/* ---- values ---- */

/* One of the two; text holds the strings of a REG_MULTI_SZ with commas between. */
struct value {
	bool is_number;
	uint32_t number;
	struct scn_text text;
};

static bool parse_dword(const char *hex, uint32_t *out)
{
	char *end;
	unsigned long number;

	if (!isxdigit((unsigned char)*hex) || strlen(hex) > 8)
		return false;
	number = strtoul(hex, &end, 16);
	*out = (uint32_t)number;
	return *end == 0;
}

/* "text" with \\ and \" for a backslash and a quotation mark. */
static bool parse_string(const char *quoted, struct scn_text *out)
{
	const char *at = quoted + 1;

	for (; *at && *at != '"'; at++) {
		if (*at == '\\' && (at[1] == '\\' || at[1] == '"'))
			at++;
		scn_text_char(out, *at);
	}
	return *at == '"' && at[1] == 0;
}

/* "54,00,4c,00,…": UTF-16, of which only ASCII is expected here; zeros part the strings. */
static bool parse_hex_text(char *list, struct scn_text *out)
{
	struct scn_text bytes = { 0 };
	bool ok = true;

	for (char *pair; ok && (pair = strsep(&list, ",")) != NULL;) {
		uint32_t byte = 0;

		pair = scn_dialect_trim(pair);
		ok = (strlen(pair) == 2 && parse_dword(pair, &byte)) || (!*pair && !list);
		if (ok && *pair)
			scn_text_char(&bytes, (char)byte);
		ok = ok && bytes.len <= MAX_VALUE;
	}
	ok = ok && bytes.len % 2 == 0;
	for (size_t i = 0; ok && i < bytes.len; i += 2) {
		char c = bytes.at[i] ? bytes.at[i] : ',';

		ok = bytes.at[i + 1] == 0 && (unsigned char)c < 0x80;
		scn_text_char(out, c);
	}
	scn_text_finish(&bytes);
	return ok;
}

/* False: malformed. A kind that nobody here reads is an empty text. */
static bool parse_value(char *text, struct value *out)
{
	if (*text == '"')
		return parse_string(text, &out->text);
	if (strncasecmp(text, "dword:", 6) == 0) {
		out->is_number = true;
		return parse_dword(text + 6, &out->number);
	}
	if (strncasecmp(text, "hex(1):", 7) == 0 || strncasecmp(text, "hex(2):", 7) == 0 ||
		strncasecmp(text, "hex(7):", 7) == 0)
		return parse_hex_text(text + 7, &out->text);
	return strncasecmp(text, "hex", 3) == 0;
}

static bool take_number(struct reading *r, const char *name, uint32_t number)
{
	struct scn_windows *w = r->w;
	scn_versions bit;

	if (r->place == SWITCH && scn_dialect_same(name, "Enabled"))
		return scn_windows_switch(w, r->kind, scn_text_str(&r->name), number != 0);
	if (r->place != PROTOCOL_CLIENT)
		return true;
	bit = SCN_VERSION_BIT(r->version);
	if (scn_dialect_same(name, "Enabled")) {
		w->enabled_said |= bit;
		w->enabled = (scn_versions)(number ? w->enabled | bit : w->enabled & ~bit);
	} else if (scn_dialect_same(name, "DisabledByDefault")) {
		w->default_said |= bit;
		w->default_off =
			(scn_versions)(number ? w->default_off | bit : w->default_off & ~bit);
	}
	return true;
}

/* Microsoft, "TLS registry settings": PKCS is RSA; Diffie-Hellman has the same two names. */
static void take_limit(struct reading *r, const char *name, uint32_t number)
{
	bool rsa = scn_dialect_same(scn_text_str(&r->name), "PKCS");
	bool dh = scn_dialect_same(scn_text_str(&r->name), "Diffie-Hellman");
	struct scn_profile_limits *l = &r->w->limits;

	if (r->place != SWITCH || r->kind != SCN_WINDOWS_EXCHANGE || (!rsa && !dh))
		return;
	if (scn_dialect_same(name, "ClientMinKeyBitLength"))
		*(rsa ? &l->rsa_min : &l->dh_min) = number;
	else if (scn_dialect_same(name, "ClientMaxKeyBitLength"))
		*(rsa ? &l->rsa_max : &l->dh_max) = number;
}

static bool take_suites(struct reading *r, const char *list)
{
	if (r->place == LOCAL && r->policy_suites)
		return true;
	scn_windows_clear_suites(r->w);
	r->policy_suites |= r->place == POLICY;
	return scn_windows_add_suites(r->w, list, r->line, r->error);
}

static bool take_curves(struct reading *r, const char *list)
{
	char *copy, *rest;
	bool ok = true;

	if (r->place == LOCAL && r->policy_groups)
		return true;
	scn_windows_clear_groups(r->w);
	r->policy_groups |= r->place == POLICY;
	copy = rest = scn_strdup(list);
	for (char *name; ok && (name = strsep(&rest, ",")) != NULL;) {
		name = scn_dialect_trim(name);
		ok = !*name || scn_windows_add_group(r->w, name, r->line, r->error);
	}
	free(copy);
	return ok;
}

static bool take_value(struct reading *r, const char *name, const struct value *value)
{
	bool list = (r->place == POLICY || r->place == LOCAL) && !value->is_number;

	r->found = true;
	if (list && scn_dialect_same(name, "Functions"))
		return take_suites(r, scn_text_str(&value->text));
	if (list && scn_dialect_same(name, "EccCurves"))
		return take_curves(r, scn_text_str(&value->text));
	if (!value->is_number)
		return true;
	take_limit(r, name, value->number);
	return take_number(r, name, value->number);
}

/* "NAME"=VALUE */
static bool take_assignment(struct reading *r, char *line)
{
	struct value value = { 0 };
	struct scn_text name = { 0 };
	char *equals = strstr(line + 1, "\"=");
	bool ok;

	if (r->place == ELSEWHERE)
		return true;
	if (*line == '@') /* the default value of a key; Schannel has none */
		return true;
	if (*line != '"' || !equals)
		return scn_dialect_complain(r->error, r->line, scn_tr("expected \"NAME\"=VALUE"));
	scn_text_addn(&name, line + 1, (size_t)(equals - line - 1));
	if (strcmp(equals + 2, "-") == 0) {
		ok = true; /* deletes the value */
	} else if (!parse_value(equals + 2, &value)) {
		ok = scn_dialect_complain(r->error, r->line,
			scn_tr("expected dword:HEX, \"TEXT\" or hex(N):HEX,HEX… behind the '='"));
	} else {
		ok = take_value(r, scn_text_str(&name), &value);
	}
	scn_text_finish(&name);
	scn_text_finish(&value.text);
	return ok;
}

/* ---- lines ---- */

static bool take_line(struct reading *r, char *line)
{
	char *end;

	if (!*line || *line == ';')
		return true;
	if (*line != '[')
		return take_assignment(r, line);
	end = strrchr(line, ']');
	if (!end || end[1])
		return scn_dialect_complain(r->error, r->line, "expected [KEY]");
	*end = 0;
	return take_key(r, line + 1);
}

static bool is_head(const char *line)
{
	return strncasecmp(line, "Windows Registry Editor Version ", 32) == 0 ||
	       strcmp(line, "REGEDIT4") == 0;
}

/* A line and what goes on behind a backslash; NULL at the end. Its number is that of the first. */
static char *whole_line(struct scn_lines *lines, struct scn_text *joined, unsigned *number)
{
	char *line = scn_lines_next(lines);

	scn_text_clear(joined);
	*number = lines->number;
	while (line) {
		size_t len;

		line = scn_dialect_trim(line);
		len = strlen(line);
		if (!len || line[len - 1] != '\\' || *line == '[') {
			scn_text_add(joined, line);
			return joined->at ? joined->at : line;
		}
		scn_text_addn(joined, line, len - 1);
		line = scn_lines_next(lines);
	}
	return joined->len ? joined->at : NULL;
}

static bool read_all(struct reading *r, struct scn_text *text)
{
	struct scn_lines lines = scn_lines_of(text);
	struct scn_text joined = { 0 };
	bool ok = true, head = false;

	for (char *line; ok && (line = whole_line(&lines, &joined, &r->line)) != NULL;) {
		if (strlen(line) > 4 * (size_t)MAX_VALUE)
			ok = scn_dialect_complain(
				r->error, r->line, scn_tr("the value is too long"));
		else if (head || !*line)
			ok = take_line(r, line);
		else if (!(head = is_head(line)))
			ok = scn_dialect_complain(r->error, r->line,
				scn_tr("expected \"Windows Registry Editor Version 5.00\""));
	}
	scn_text_finish(&joined);
	return ok;
}

bool scn_reg_read(struct scn_bytes file, struct scn_windows *w, struct scn_text *error)
{
	struct scn_text text = { 0 };
	struct reading r = { .w = w, .error = error };
	bool ok = scn_dialect_text(file, &text, error) && read_all(&r, &text);

	if (ok && !r.found)
		ok = scn_dialect_complain(error, 0,
			scn_tr("there are no settings of a Schannel client in this file"));
	scn_text_finish(&r.name);
	scn_text_finish(&text);
	return ok;
}

bool scn_reg_recognise(struct scn_bytes file)
{
	struct scn_text text = { 0 }, error = { 0 };
	bool found = false;

	if (scn_dialect_text(file, &text, &error)) {
		const char *all = scn_text_str(&text);

		found = strncmp(all, "REGEDIT4", 8) == 0 || is_head(all);
	}
	scn_text_finish(&text);
	scn_text_finish(&error);
	return found;
}
