#include "core/dialect/postfix.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#include "core/base/alloc.h"
#include "core/base/language.h"
#include "core/dialect/lines.h"

/* ---- parameters: what is read, and its default in Postfix 3.7 ---- */

enum parameter {
	LEVEL,
	USE_TLS,
	ENFORCE_TLS,
	ENFORCE_PEERNAME,
	PROTOCOLS,
	MANDATORY_PROTOCOLS,
	CIPHERS,
	MANDATORY_CIPHERS,
	EXCLUDE,
	MANDATORY_EXCLUDE,
	LIST_EXPORT,
	LIST_LOW,
	LIST_MEDIUM,
	LIST_HIGH,
	LIST_NULL,
	CURVES,
	SERVERNAME,
	SSL_OPTIONS,
	WORKAROUNDS,
	POLICY_MAPS,
	PER_SITE,
	CONFIG_NAME,
	PARAMETER_COUNT,
};

static const struct {
	const char *name, *value;
} parameters[PARAMETER_COUNT] = {
	[LEVEL] = { "smtp_tls_security_level", "" },
	[USE_TLS] = { "smtp_use_tls", "no" },
	[ENFORCE_TLS] = { "smtp_enforce_tls", "no" },
	[ENFORCE_PEERNAME] = { "smtp_tls_enforce_peername", "yes" },
	[PROTOCOLS] = { "smtp_tls_protocols", ">=TLSv1" },
	[MANDATORY_PROTOCOLS] = { "smtp_tls_mandatory_protocols", ">=TLSv1" },
	[CIPHERS] = { "smtp_tls_ciphers", "medium" },
	[MANDATORY_CIPHERS] = { "smtp_tls_mandatory_ciphers", "medium" },
	[EXCLUDE] = { "smtp_tls_exclude_ciphers", "" },
	[MANDATORY_EXCLUDE] = { "smtp_tls_mandatory_exclude_ciphers", "" },
	[LIST_EXPORT] = { "tls_export_cipherlist",
		"aNULL:-aNULL:HIGH:MEDIUM:LOW:EXPORT:+RC4:@STRENGTH" },
	[LIST_LOW] = { "tls_low_cipherlist", "aNULL:-aNULL:HIGH:MEDIUM:LOW:+RC4:@STRENGTH" },
	[LIST_MEDIUM] = { "tls_medium_cipherlist", "aNULL:-aNULL:HIGH:MEDIUM:+RC4:@STRENGTH" },
	[LIST_HIGH] = { "tls_high_cipherlist", "aNULL:-aNULL:HIGH:@STRENGTH" },
	[LIST_NULL] = { "tls_null_cipherlist", "eNULL:!aNULL" },
	[CURVES] = { "tls_eecdh_auto_curves", "X25519 X448 prime256v1 secp521r1 secp384r1" },
	[SERVERNAME] = { "smtp_tls_servername", "" },
	[SSL_OPTIONS] = { "tls_ssl_options", "" },
	[WORKAROUNDS] = { "tls_disable_workarounds", "" },
	[POLICY_MAPS] = { "smtp_tls_policy_maps", "" },
	[PER_SITE] = { "smtp_tls_per_site", "" },
	[CONFIG_NAME] = { "tls_config_name", "" },
};

struct setting {
	char *name, *value;
	unsigned line;
};

struct reading {
	struct setting *settings; /* as they stand in the file, a later one counts */
	size_t count;
	struct scn_text *error;
};

static void finish(struct reading *r)
{
	for (size_t i = 0; i < r->count; i++) {
		free(r->settings[i].name);
		free(r->settings[i].value);
	}
	free(r->settings);
}

static const struct setting *find(const struct reading *r, const char *name, size_t len)
{
	for (size_t i = r->count; i > 0; i--) {
		const struct setting *s = &r->settings[i - 1];

		if (strlen(s->name) == len && memcmp(s->name, name, len) == 0)
			return s;
	}
	return NULL;
}

/* ---- lines: NAME = VALUE, a line that begins with a blank goes on with the one before ---- */

static bool take_line(struct reading *r, char *line, unsigned number)
{
	char *equals;
	struct setting setting = { .line = number };

	if (!*scn_dialect_trim(line) || *scn_dialect_trim(line) == '#')
		return true;
	if (isspace((unsigned char)*line) && r->count) {
		struct scn_text value = { 0 };

		scn_text_printf(
			&value, "%s %s", r->settings[r->count - 1].value, scn_dialect_trim(line));
		free(r->settings[r->count - 1].value);
		r->settings[r->count - 1].value = scn_text_take(&value);
		return strlen(r->settings[r->count - 1].value) <= SCN_DIALECT_MAX_LINE ||
		       scn_dialect_complain(r->error, number, scn_tr("the value is too long"));
	}
	equals = strchr(line, '=');
	if (!equals || equals == line)
		return scn_dialect_complain(r->error, number, "expected NAME = VALUE");
	*equals = 0;
	setting.name = scn_strdup(scn_dialect_trim(line));
	setting.value = scn_strdup(scn_dialect_trim(equals + 1));
	SCN_APPEND(r->settings, r->count, setting);
	return strlen(setting.value) <= SCN_DIALECT_MAX_LINE ||
	       scn_dialect_complain(r->error, number, scn_tr("the value is too long"));
}

static bool take_file(struct reading *r, struct scn_bytes file)
{
	struct scn_text text = { 0 };
	struct scn_lines lines;
	bool ok = scn_dialect_text(file, &text, r->error);

	lines = scn_lines_of(&text);
	for (char *line; ok && (line = scn_lines_next(&lines)) != NULL;)
		ok = take_line(r, line, lines.number);
	scn_text_finish(&text);
	return ok;
}

/* ---- values, with $name and ${name} put in ---- */

enum {
	MAX_DEPTH = 8,
	MAX_VALUE = 64 * 1024,
};

static const char *raw(const struct reading *r, const char *name, size_t len)
{
	const struct setting *setting = find(r, name, len);

	if (setting)
		return setting->value;
	for (size_t i = 0; i < PARAMETER_COUNT; i++) {
		if (strlen(parameters[i].name) == len && memcmp(parameters[i].name, name, len) == 0)
			return parameters[i].value;
	}
	return NULL;
}

/* The name behind a '$': its start, its length, and how many characters the whole takes. */
static size_t reference(const char *at, const char **name_out, size_t *len_out)
{
	bool braced = strchr("{(", at[1]) && at[1];

	*name_out = at + 1 + braced;
	*len_out = strspn(*name_out, "abcdefghijklmnopqrstuvwxyz_0123456789");
	if (braced && !strchr("})", (*name_out)[*len_out]))
		*len_out = 0; /* ${name?value} and the like */
	return 1 + braced + *len_out + (braced && (*name_out)[*len_out]);
}

static bool expand(const struct reading *r, const char *owner, const char *value, int depth,
	struct scn_text *out)
{
	const struct setting *setting = find(r, owner, strlen(owner));
	unsigned line = setting ? setting->line : 0;

	if (depth > MAX_DEPTH || out->len > MAX_VALUE)
		return scn_dialect_complain(
			r->error, line, scn_tr("%s refers to itself, or is too long"), owner);
	for (const char *at = value; *at;) {
		const char *name, *inner;
		size_t len, whole;

		if (*at != '$') {
			scn_text_char(out, *at++);
			continue;
		}
		whole = reference(at, &name, &len);
		inner = len ? raw(r, name, len) : NULL;
		if (!inner)
			return scn_dialect_complain(r->error, line,
				scn_tr("%s refers to something that this file does not say; give "
				       "the output of postconf -x -n"),
				owner);
		if (!expand(r, owner, inner, depth + 1, out))
			return false;
		at += whole;
	}
	return true;
}

/* Heap; NULL: complained. */
static char *value_of(const struct reading *r, enum parameter parameter)
{
	const char *name = parameters[parameter].name;
	struct scn_text out = { 0 };

	if (expand(r, name, raw(r, name, strlen(name)), 0, &out))
		return out.len ? scn_text_take(&out) : scn_strdup("");
	scn_text_finish(&out);
	return NULL;
}

static unsigned line_of(const struct reading *r, enum parameter parameter)
{
	const struct setting *s =
		find(r, parameters[parameter].name, strlen(parameters[parameter].name));

	return s ? s->line : 0;
}

static bool is_yes(const struct reading *r, enum parameter parameter)
{
	char *value = value_of(r, parameter);
	bool yes = value && scn_dialect_same(value, "yes");

	free(value);
	return yes;
}

/* ---- the security level ---- */

struct level {
	const char *word;
	enum scn_verifies verifies;
	enum scn_after_failure after_failure;
	bool mandatory;
	const char *also_exclude;
	int security_level; /* of OpenSSL; 0 where the peer is not verified */
};

/* smtp_tls_policy.c: which ciphers a level takes away; tls_client.c: which OpenSSL level it has. */
static const struct level levels[] = {
	{ "may", SCN_VERIFIES_NONE, SCN_AFTER_CLEAR_LATER, false, "", 0 },
	{ "encrypt", SCN_VERIFIES_NONE, SCN_AFTER_QUEUE, true, "eNULL", 0 },
	{ "fingerprint", SCN_VERIFIES_NONE, SCN_AFTER_QUEUE, true, "aNULL", 1 },
	{ "verify", SCN_VERIFIES_NAME, SCN_AFTER_QUEUE, true, "aNULL", 1 },
	{ "secure", SCN_VERIFIES_NAME, SCN_AFTER_QUEUE, true, "aNULL", 1 },
	{ "dane", SCN_VERIFIES_DANE, SCN_AFTER_QUEUE, true, "aNULL", 1 },
	{ "dane-only", SCN_VERIFIES_DANE, SCN_AFTER_QUEUE, true, "aNULL", 1 },
};

static const struct level *level_of_word(const char *word)
{
	for (size_t i = 0; i < SCN_COUNT(levels); i++) {
		if (scn_dialect_same(levels[i].word, word))
			return &levels[i];
	}
	return NULL;
}

/* Before Postfix 2.3 three other parameters said it; they count where the new one is empty. */
static const char *old_words(const struct reading *r)
{
	if (is_yes(r, ENFORCE_TLS))
		return is_yes(r, ENFORCE_PEERNAME) ? "verify" : "encrypt";
	return is_yes(r, USE_TLS) ? "may" : "none";
}

static const struct level *level_of(const struct reading *r)
{
	char *word = value_of(r, LEVEL);
	const struct level *level = NULL;

	if (!word)
		return NULL;
	if (!*word) {
		free(word);
		word = scn_strdup(old_words(r));
	}
	level = level_of_word(word);
	if (!level && scn_dialect_same(word, "none"))
		scn_dialect_complain(r->error, line_of(r, LEVEL),
			scn_tr("this Postfix sends without TLS: smtp_tls_security_level is empty "
			       "or none"));
	else if (!level)
		scn_dialect_unknown(r->error, line_of(r, LEVEL),
			scn_tr("the value of smtp_tls_security_level"), word);
	free(word);
	return level;
}

/* ---- protocols: "!SSLv2, !SSLv3", ">=TLSv1.2, <=TLSv1.3", "TLSv1.2 TLSv1.3" ---- */

static const struct {
	const char *word;
	enum scn_version version;
} protocols[] = {
	{ "SSLv2", SCN_SSL2 },
	{ "SSLv3", SCN_SSL3 },
	{ "TLSv1", SCN_TLS1_0 },
	{ "TLSv1.1", SCN_TLS1_1 },
	{ "TLSv1.2", SCN_TLS1_2 },
	{ "TLSv1.3", SCN_TLS1_3 },
};

static enum scn_version protocol_of(const char *word)
{
	for (size_t i = 0; i < SCN_COUNT(protocols); i++) {
		if (scn_dialect_same(protocols[i].word, word))
			return protocols[i].version;
	}
	return SCN_VERSION_NONE;
}

/* What one word says: a bound, an exclusion, or (named) one of those that remain. */
static bool take_protocol(const char *word, scn_versions *off, scn_versions *named)
{
	bool least = strncmp(word, ">=", 2) == 0, most = strncmp(word, "<=", 2) == 0;
	bool not = word[0] == '!';
	enum scn_version version = protocol_of(word + (least || most ? 2 : not ));
	scn_versions bit;

	if (version == SCN_VERSION_NONE)
		return false;
	bit = SCN_VERSION_BIT(version);
	if (least)
		*off |= bit - 1;
	else if (most)
		*off |= SCN_VERSIONS_ALL & ~(2 * bit - 1);
	else if (not )
		*off |= bit;
	else
		*named |= bit;
	return true;
}

static bool take_protocols(const struct reading *r, enum parameter from, scn_versions *off_out)
{
	char *value = value_of(r, from);
	char *rest = value;
	scn_versions off = SCN_VERSION_BIT(SCN_SSL2), named = 0;
	bool ok = value != NULL;

	for (char *word; ok && (word = strsep(&rest, " ,:\t")) != NULL;) {
		if (*word && !take_protocol(word, &off, &named))
			ok = scn_dialect_unknown(
				r->error, line_of(r, from), scn_tr("the protocol"), word);
	}
	*off_out = named ? off | (SCN_VERSIONS_ALL & ~named) : off;
	free(value);
	return ok;
}

/* ---- ciphers: the list of a grade, and behind it what is excluded ---- */

static bool grade_of(const struct reading *r, enum parameter from, enum parameter *list_out)
{
	static const struct {
		const char *word;
		enum parameter list;
	} grades[] = {
		{ "export", LIST_EXPORT },
		{ "low", LIST_LOW },
		{ "medium", LIST_MEDIUM },
		{ "high", LIST_HIGH },
		{ "null", LIST_NULL },
	};
	char *word = value_of(r, from);
	bool ok = false;

	for (size_t i = 0; word && i < SCN_COUNT(grades); i++) {
		if (scn_dialect_same(grades[i].word, word)) {
			*list_out = grades[i].list;
			ok = true;
		}
	}
	if (word && !ok)
		scn_dialect_unknown(r->error, line_of(r, from), scn_tr("the cipher grade"), word);
	free(word);
	return ok;
}

static void add_excluded(struct scn_text *list, const char *words)
{
	char *copy = scn_strdup(words);
	char *rest = copy;

	for (char *word; (word = strsep(&rest, " ,:\t\r\n")) != NULL;) {
		if (*word)
			scn_text_printf(list, ":!%s", word);
	}
	free(copy);
}

static bool exclude(const struct reading *r, enum parameter from, struct scn_text *list)
{
	char *words = value_of(r, from);
	bool ok = words != NULL;

	if (ok)
		add_excluded(list, words);
	free(words);
	return ok;
}

static bool take_ciphers(
	const struct reading *r, const struct level *level, struct scn_openssl_config *config)
{
	struct scn_text list = { 0 };
	enum parameter from = LIST_MEDIUM;
	bool ok = grade_of(r, level->mandatory ? MANDATORY_CIPHERS : CIPHERS, &from);
	char *base = ok ? value_of(r, from) : NULL;

	if (base) {
		scn_text_add(&list, base);
		ok = exclude(r, EXCLUDE, &list);
		add_excluded(&list, level->also_exclude);
		if (level->mandatory)
			ok = ok && exclude(r, MANDATORY_EXCLUDE, &list);
		config->ciphers = scn_text_take(&list);
	}
	free(base);
	scn_text_finish(&list);
	return ok && base;
}

/* ---- all of it ---- */

static void note_ignored(const struct reading *r, struct scn_text *notes)
{
	static const enum parameter ignored[] = { POLICY_MAPS, PER_SITE, CONFIG_NAME, SSL_OPTIONS,
		WORKAROUNDS };

	for (size_t i = 0; i < SCN_COUNT(ignored); i++) {
		const struct setting *s =
			find(r, parameters[ignored[i]].name, strlen(parameters[ignored[i]].name));

		if (s && *s->value)
			scn_text_printf(notes,
				scn_tr("line %u: %s is not followed here; it may say something "
				       "else for some servers\n"),
				s->line, s->name);
	}
}

static bool take_rest(const struct reading *r, const struct level *level, struct scn_postfix *out)
{
	char *curves = value_of(r, CURVES);
	char *name = value_of(r, SERVERNAME);
	bool ok = curves && name;

	if (ok && *curves)
		out->openssl.groups = scn_strdup(curves);
	out->openssl.filter_groups = true;
	out->openssl.has_level = true;
	out->openssl.level = level->security_level;
	out->openssl.options = SCN_OPENSSL_BUGS;
	/* tls_client.c: DANE needs the name of the TLSA base domain, others only if told so. */
	out->sends_sni = ok && (*name || level->verifies == SCN_VERIFIES_DANE);
	free(curves);
	free(name);
	return ok;
}

static bool take_all(const struct reading *r, struct scn_postfix *out)
{
	const struct level *level = level_of(r);

	if (!level)
		return false;
	out->level = level->word;
	out->verifies = level->verifies;
	out->after_failure = level->after_failure;
	return take_protocols(
		       r, level->mandatory ? MANDATORY_PROTOCOLS : PROTOCOLS, &out->openssl.off) &&
	       take_ciphers(r, level, &out->openssl) && take_rest(r, level, out);
}

bool scn_postfix_read(struct scn_bytes file, struct scn_postfix *out, struct scn_text *notes,
	struct scn_text *error)
{
	struct reading r = { .error = error };
	bool ok;

	*out = (struct scn_postfix){ 0 };
	ok = take_file(&r, file);
	if (ok && r.count == 0)
		ok = scn_dialect_complain(error, 0, scn_tr("the file has no settings"));
	ok = ok && take_all(&r, out);
	if (ok)
		note_ignored(&r, notes);
	else
		scn_postfix_finish(out);
	finish(&r);
	return ok;
}

void scn_postfix_finish(struct scn_postfix *postfix)
{
	scn_openssl_config_finish(&postfix->openssl);
}

bool scn_postfix_recognise(struct scn_bytes file)
{
	struct scn_text error = { 0 };
	struct reading r = { .error = &error };
	bool found = false;

	if (take_file(&r, file)) {
		for (size_t i = 0; i < r.count; i++)
			found |= strncmp(r.settings[i].name, "smtp_tls_", 9) == 0 ||
				 strncmp(r.settings[i].name, "smtpd_", 6) == 0 ||
				 strcmp(r.settings[i].name, "smtp_use_tls") == 0;
	}
	finish(&r);
	scn_text_finish(&error);
	return found;
}
