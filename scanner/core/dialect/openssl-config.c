#include "core/dialect/openssl-config.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#include "core/base/alloc.h"
#include "core/base/language.h"
#include "core/dialect/lines.h"
#include "core/registry/group.h"
#include "core/registry/scheme.h"
#include "core/registry/suite.h"

void scn_openssl_config_finish(struct scn_openssl_config *config)
{
	free(config->ciphers);
	free(config->ciphersuites);
	free(config->groups);
	free(config->schemes);
	*config = (struct scn_openssl_config){ 0 };
}

/* ---- values ---- */

struct reading {
	struct scn_openssl_config *config;
	unsigned line;
	struct scn_text *error;
};

typedef bool take_value(struct reading *r, char *value);

static bool take_text(struct reading *r, char **place, const char *what, const char *value)
{
	if (*place)
		return scn_dialect_complain(
			r->error, r->line, scn_tr("the %s is there a second time"), what);
	*place = scn_strdup(value);
	return true;
}

static bool take_ciphers(struct reading *r, char *value)
{
	return take_text(r, &r->config->ciphers, scn_tr("cipher string"), value);
}

static bool take_ciphersuites(struct reading *r, char *value)
{
	return take_text(r, &r->config->ciphersuites, scn_tr("list of TLS 1.3 suites"), value);
}

static bool take_groups(struct reading *r, char *value)
{
	return take_text(r, &r->config->groups, scn_tr("list of groups"), value);
}

static bool take_schemes(struct reading *r, char *value)
{
	return take_text(r, &r->config->schemes, scn_tr("list of signature algorithms"), value);
}

static bool take_nothing(struct reading *r, char *value)
{
	return true;
}

/* SSL_CONF_cmd(3), "MinProtocol". */
static const struct {
	const char *word;
	enum scn_version version;
} protocols[] = {
	{ "SSLv2", SCN_SSL2 },
	{ "SSLv3", SCN_SSL3 },
	{ "TLSv1", SCN_TLS1_0 },
	{ "TLSv1.0", SCN_TLS1_0 },
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

/* "None" lifts the bound. */
static bool take_bound(struct reading *r, const char *value, enum scn_version *out)
{
	*out = protocol_of(value);
	return *out != SCN_VERSION_NONE || scn_dialect_same(value, "None") ||
	       scn_dialect_unknown(r->error, r->line, scn_tr("the protocol"), value);
}

static bool take_min(struct reading *r, char *value)
{
	enum scn_version min;

	if (!take_bound(r, value, &min))
		return false;
	if (min != SCN_VERSION_NONE)
		r->config->off |= SCN_VERSION_BIT(min) - 1;
	return true;
}

static bool take_max(struct reading *r, char *value)
{
	enum scn_version max;

	if (!take_bound(r, value, &max))
		return false;
	if (max != SCN_VERSION_NONE)
		r->config->off |= SCN_VERSIONS_ALL & ~(2 * SCN_VERSION_BIT(max) - 1);
	return true;
}

/* "-SSLv3, TLSv1.2", "ALL, -TLSv1": the first word without a sign begins from nothing. */
static bool take_protocol(struct reading *r, char *value)
{
	scn_versions on = value[0] == '-' || value[0] == '+' ? SCN_VERSIONS_ALL : 0;

	for (char *word; (word = strsep(&value, ",")) != NULL;) {
		bool minus;
		enum scn_version version;
		scn_versions set;

		word = scn_dialect_trim(word);
		minus = word[0] == '-';
		word += minus || word[0] == '+';
		version = protocol_of(word);
		if (version == SCN_VERSION_NONE && !scn_dialect_same(word, "ALL"))
			return scn_dialect_unknown(r->error, r->line, scn_tr("the protocol"), word);
		set = version == SCN_VERSION_NONE ? SCN_VERSIONS_ALL : SCN_VERSION_BIT(version);
		on = minus ? on & ~set : on | set;
	}
	r->config->off |= SCN_VERSIONS_ALL & ~on;
	return true;
}

/* What changes a ClientHello; what only a server or what comes later reads is passed over. */
static const struct {
	const char *word;
	unsigned set_by_minus, set_by_plus; /* which option the sign turns on */
} options[] = {
	{ "SessionTicket", SCN_OPENSSL_NO_TICKET, 0 },
	{ "EncryptThenMac", SCN_OPENSSL_NO_ETM, 0 },
	{ "ExtendedMasterSecret", SCN_OPENSSL_NO_EMS, 0 },
	{ "MiddleboxCompat", SCN_OPENSSL_NO_MIDDLEBOX, 0 },
	{ "UnsafeLegacyServerConnect", 0, SCN_OPENSSL_LEGACY_SERVER },
	{ "UnsafeLegacyRenegotiation", 0, SCN_OPENSSL_LEGACY_SERVER },
	{ "Bugs", 0, SCN_OPENSSL_BUGS },
	{ "Compression", 0, 0 },
	{ "EmptyFragments", 0, 0 },
	{ "DHSingle", 0, 0 },
	{ "ECDHSingle", 0, 0 },
	{ "ServerPreference", 0, 0 },
	{ "NoResumptionOnRenegotiation", 0, 0 },
	{ "PrioritizeChaCha", 0, 0 },
	{ "AllowNoDHEKEX", 0, 0 },
	{ "CANames", 0, 0 },
	{ "StrictCertCheck", 0, 0 },
	{ "TxCertificateCompression", 0, 0 },
	{ "RxCertificateCompression", 0, 0 },
	{ "KTLS", 0, 0 },
	{ "AntiReplay", 0, 0 },
	{ "NoRenegotiation", 0, 0 },
};

static bool take_option(struct reading *r, char *word)
{
	bool minus = word[0] == '-';

	word += minus || word[0] == '+';
	for (size_t i = 0; i < SCN_COUNT(options); i++) {
		if (!scn_dialect_same(options[i].word, word))
			continue;
		r->config->options |= minus ? options[i].set_by_minus : options[i].set_by_plus;
		return true;
	}
	return scn_dialect_unknown(r->error, r->line, scn_tr("the option"), word);
}

static bool take_options(struct reading *r, char *value)
{
	for (char *word; (word = strsep(&value, ",")) != NULL;) {
		if (!take_option(r, scn_dialect_trim(word)))
			return false;
	}
	return true;
}

static const struct {
	const char *key;
	take_value *take;
} keys[] = {
	{ "CipherString", take_ciphers },
	{ "Ciphersuites", take_ciphersuites },
	{ "Groups", take_groups },
	{ "Curves", take_groups },
	{ "SignatureAlgorithms", take_schemes },
	{ "MinProtocol", take_min },
	{ "MaxProtocol", take_max },
	{ "Protocol", take_protocol },
	{ "Options", take_options },
	/* A client's own certificate, verification, a server's things: not in the hello. */
	{ "ClientSignatureAlgorithms", take_nothing },
	{ "VerifyMode", take_nothing },
	{ "VerifyCAFile", take_nothing },
	{ "VerifyCAPath", take_nothing },
	{ "Certificate", take_nothing },
	{ "PrivateKey", take_nothing },
	{ "DHParameters", take_nothing },
	{ "RecordPadding", take_nothing },
	{ "NumTickets", take_nothing },
};

static bool take_key(struct reading *r, const char *key, char *value)
{
	for (size_t i = 0; i < SCN_COUNT(keys); i++) {
		if (scn_dialect_same(keys[i].key, key))
			return keys[i].take(r, value);
	}
	return scn_dialect_unknown(r->error, r->line, scn_tr("the key"), key);
}

/* ---- lines ---- */

/* The '=' of KEY = VALUE; a cipher string may have one too ("@SECLEVEL=1"), behind other signs. */
static char *equals_of(char *line)
{
	size_t len =
		strspn(line, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789._");
	size_t blanks = strspn(line + len, " \t");

	return len && line[len + blanks] == '=' ? line + len + blanks : NULL;
}

static bool take_line(struct reading *r, char *line)
{
	char *equals;

	line = scn_dialect_trim(line);
	if (!*line || *line == '#' || *line == '[')
		return true;
	if (strlen(line) > SCN_DIALECT_MAX_LINE)
		return scn_dialect_complain(r->error, r->line, scn_tr("the line is too long"));
	equals = equals_of(line);
	if (!equals)
		return take_ciphers(r, line);
	*equals = 0;
	return take_key(r, scn_dialect_trim(line), scn_dialect_trim(equals + 1));
}

bool scn_openssl_config_read(
	struct scn_bytes file, struct scn_openssl_config *out, struct scn_text *error)
{
	struct scn_text text = { 0 };
	struct reading r = { .config = out, .error = error };
	struct scn_lines lines;
	bool ok = scn_dialect_text(file, &text, error);

	*out = (struct scn_openssl_config){ 0 };
	lines = scn_lines_of(&text);
	for (char *line; ok && (line = scn_lines_next(&lines)) != NULL;) {
		r.line = lines.number;
		ok = take_line(&r, line);
	}
	scn_text_finish(&text);
	if (ok && lines.number == 0)
		ok = scn_dialect_complain(error, 0, scn_tr("the file is empty"));
	if (!ok)
		scn_openssl_config_finish(out);
	return ok;
}

bool scn_openssl_config_recognise(struct scn_bytes file)
{
	struct scn_text text = { 0 }, error = { 0 };
	struct scn_lines lines;
	bool found = false;

	if (scn_dialect_text(file, &text, &error)) {
		lines = scn_lines_of(&text);
		for (char *line; !found && (line = scn_lines_next(&lines)) != NULL;) {
			char *equals = equals_of(scn_dialect_trim(line));

			for (size_t i = 0; equals && i < 4; i++) {
				size_t len = strlen(keys[i].key);

				found |= strncmp(scn_dialect_trim(line), keys[i].key, len) == 0;
			}
		}
	}
	scn_text_finish(&text);
	scn_text_finish(&error);
	return found;
}
