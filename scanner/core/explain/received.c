#include "core/explain/received.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "core/base/alloc.h"
#include "core/base/text.h"
#include "core/explain/suite-name.h"

/*
 * RFC 5321 section 4.4: "Received:" FROM-domain BY-domain [via] [with] [id] [for] ";" date-time, with
 * comments in parentheses. Where the TLS words stand and how they look is each server's own.
 */

/* The sender: the name that the receiver looked up is worth more than the one of the greeting. */
static const char *const from_patterns[] = {
	"Received: from {word} ({host}. [{address}])", /* Gmail */
	"Received: from {word} ({host} [{address}]",   /* Postfix, Sendmail, OpenSMTPD */
	"Received: from {word} ({host} [IPv6:{address}]",
	"Received: from {host} (HELO {word}) ({address})", /* qmail */
	"Received: from {host} ([{address}]",              /* Exim */
	"Received: from {host} ([IPv6:{address}]",
	"Received: from [{address}] ({}helo={host})", /* Exim, no name found */
	"Received: from [{address}] ({host})",
	"Received: from {host} ({address})", /* Exchange */
	"Received: from {host} ([{address}])",
	"Received: from {host} [{address}]",
	"Received: from [{address}]",
	"Received: from {host}",
};

static const char *const by_patterns[] = {
	") by {word}",
	" by {word}",
	"Received: by {word}",
	"by {word}",
};

static const struct {
	const char *pattern;
	const char *software;
} softwares[] = {
	{ "(Postfix", "Postfix" },
	{ "(Exim ", "Exim" },
	{ "with Microsoft SMTP Server", "Exchange" },
	{ "with mapi id", "Exchange" },
	{ "with HTTPS;", "Exchange" },
	{ "by mx.google.com with", "Gmail" },
	{ "by smtp.gmail.com with", "Gmail" },
	{ "(OpenSMTPD)", "OpenSMTPD" },
	{ "with ESMTP/TLS/", "Cisco ESA" },
	{ "(HELO ", "qmail" },
	{ " encrypted) ", "qmail" },
	{ "(Sendmail", "Sendmail" },
	{ "({number}.{number}.{number}/{number}.{number}.{number}", "Sendmail" },
};

/* Special ones first. */
static const char *const tls_patterns[] = {
	"using {version} with cipher {suite} ({bits}",   /* Postfix */
	"(version={version}, cipher={suite}",            /* Exchange */
	"(version={version} cipher={suite} bits={bits}", /* Sendmail, Gmail */
	"(version={version} cipher={suite}",             /* others of that kind */
	"({version}) tls {suite} (",                     /* Exim 4.94 and later */
	"({version}) tls {suite}",
	"({version}:{suite}:{bits}", /* Exim, OpenSMTPD */
	"({version} {suite} {bits}",
	"(TLS: {version},{bits}bits,{suite})", /* Courier */
	"({suite} encrypted)",                 /* qmail */
	"with ESMTP/TLS/{suite}",              /* Cisco ESA */
	"with ESMTPS/TLS/{suite}",
	"({version}, cipher {suite}",
	"with {word} ({version} {suite})",
};

/* Servers that say only that. */
static const char *const only_tls_patterns[] = {
	"with Microsoft SMTP Server (TLS)", /* Exchange 2007 and 2010 */
	"(Using TLS)",                      /* Mimecast */
	"(using TLS)",
	"(encrypted)",
};

static const struct {
	const char *pattern;
	const char *words;
} certificate_patterns[] = {
	{ "(No client certificate requested)", "none requested" },
	{ "(Client did not present a certificate)", "requested, none given" },
	{ "(verified OK)", "given and verified" },
	{ "(not verified)", "given, not verified" },
	{ "verify=OK", "given and verified" },
	{ "verify=NOT", "none requested" },
	{ "verify=NO)", "none given" },
	{ "verify=NO ", "none given" },
	{ "verify=FAIL", "given, not verified" },
	{ "({version}:{suite}:{bits}:YES)", "given and verified" }, /* OpenSMTPD */
	{ "({version}:{suite}:{bits}:NO)", "none verified" },
};

static char *copy(struct scn_span span)
{
	return span.at && span.len ? scn_strndup(span.at, span.len) : NULL;
}

static bool find_any(const char *const *patterns, size_t count, const struct scn_searched *line,
	struct scn_match *match)
{
	for (size_t i = 0; i < count; i++)
		if (scn_pattern_find(patterns[i], line, match))
			return true;
	return false;
}

static void read_from(const struct scn_searched *line, struct scn_hop *hop)
{
	struct scn_match match;

	if (!find_any(from_patterns, SCN_COUNT(from_patterns), line, &match))
		return;
	hop->from = copy(match.fields[SCN_FIELD_HOST]);
	hop->address = copy(match.fields[SCN_FIELD_ADDRESS]);
	if (hop->from && strcasecmp(hop->from, "unknown") == 0 && match.fields[SCN_FIELD_WORD].at) {
		free(hop->from);
		hop->from = copy(match.fields[SCN_FIELD_WORD]);
	}
}

/* A host, or the address of one (inside Gmail). */
static void read_by(const struct scn_searched *line, struct scn_hop *hop)
{
	struct scn_match match;
	struct scn_span by;

	if (!find_any(by_patterns, SCN_COUNT(by_patterns), line, &match))
		return;
	by = match.fields[SCN_FIELD_WORD];
	while (by.len > 0 && strchr(";,.)", by.at[by.len - 1]))
		by.len--;
	hop->by = copy(by);
}

/* The word behind "with" that is a protocol (RFC 3848, RFC 6531); "with cipher" is not one. */
static void read_protocol(const struct scn_searched *line, struct scn_hop *hop)
{
	static const char *const protocols[] = { "ESMTPSA", "ESMTPS", "ESMTPA", "ESMTP", "SMTPS",
		"SMTP", "LMTPSA", "LMTPS", "LMTPA", "LMTP", "UTF8SMTPSA", "UTF8SMTPS", "UTF8SMTPA",
		"UTF8SMTP", "HTTP", "HTTPS", "local", "mapi", "Microsoft SMTP Server", "QMQP" };
	struct scn_text pattern = { 0 };
	struct scn_match match;

	for (size_t i = 0; i < SCN_COUNT(protocols) && !hop->protocol; i++) {
		scn_text_printf(&pattern, "with %s|encrypted) %s", protocols[i], protocols[i]);
		if (scn_pattern_find(scn_text_str(&pattern), line, &match))
			hop->protocol = scn_strdup(protocols[i]);
		scn_text_clear(&pattern);
	}
}

/* The first notation whose version is one (an IPv6 address looks like "version:suite:bits" too). */
static bool find_tls(
	const struct scn_searched *line, struct scn_match *match, enum scn_version *version)
{
	for (size_t i = 0; i < SCN_COUNT(tls_patterns); i++) {
		struct scn_span word;

		if (!scn_pattern_find(tls_patterns[i], line, match))
			continue;
		word = match->fields[SCN_FIELD_VERSION];
		*version = word.at ? scn_version_in_log(word.at, word.len) : SCN_VERSION_NONE;
		if (!word.at || *version != SCN_VERSION_NONE)
			return true;
	}
	return false;
}

static void read_tls(const struct scn_searched *line, struct scn_hop *hop)
{
	struct scn_match match;
	struct scn_span suite, bits;

	if (!find_tls(line, &match, &hop->session.version))
		return;
	suite = match.fields[SCN_FIELD_SUITE];
	bits = match.fields[SCN_FIELD_BITS];
	scn_session_suite(&hop->session, suite.at, suite.len);
	hop->session.bits = bits.at ? (unsigned)strtoul(bits.at, NULL, 10) : 0;
}

/* RFC 3848: an S behind SMTP or LMTP means TLS. Exchange writes the same word for both. */
static enum scn_encrypted by_protocol(const char *protocol)
{
	static const struct {
		const char *word;
		enum scn_encrypted encrypted;
	} words[] = {
		{ "ESMTPS", SCN_ENCRYPTED_YES },
		{ "ESMTPSA", SCN_ENCRYPTED_YES },
		{ "SMTPS", SCN_ENCRYPTED_YES },
		{ "LMTPS", SCN_ENCRYPTED_YES },
		{ "LMTPSA", SCN_ENCRYPTED_YES },
		{ "UTF8SMTPS", SCN_ENCRYPTED_YES },
		{ "UTF8SMTPSA", SCN_ENCRYPTED_YES },
		{ "HTTPS", SCN_ENCRYPTED_YES },
		{ "ESMTP", SCN_ENCRYPTED_NO },
		{ "ESMTPA", SCN_ENCRYPTED_NO },
		{ "SMTP", SCN_ENCRYPTED_NO },
		{ "LMTP", SCN_ENCRYPTED_NO },
		{ "LMTPA", SCN_ENCRYPTED_NO },
		{ "UTF8SMTP", SCN_ENCRYPTED_NO },
		{ "UTF8SMTPA", SCN_ENCRYPTED_NO },
		{ "HTTP", SCN_ENCRYPTED_NO },
	};

	for (size_t i = 0; protocol && i < SCN_COUNT(words); i++)
		if (strcmp(words[i].word, protocol) == 0)
			return words[i].encrypted;
	return SCN_ENCRYPTED_UNKNOWN;
}

static bool is_loopback(const char *address)
{
	return address && (strncmp(address, "127.", 4) == 0 || strcmp(address, "::1") == 0);
}

static void judge(const struct scn_searched *line, struct scn_hop *hop)
{
	struct scn_match match;

	hop->encrypted = hop->session.suite_text || hop->session.version != SCN_VERSION_NONE ||
					 find_any(only_tls_patterns, SCN_COUNT(only_tls_patterns),
						 line, &match)
				 ? SCN_ENCRYPTED_YES
				 : by_protocol(hop->protocol);
	/* Old Exchange and many appliances write ESMTP or SMTP also under TLS. */
	if (hop->encrypted == SCN_ENCRYPTED_NO && hop->software &&
		strcmp(hop->software, "Cisco ESA") == 0)
		hop->encrypted = SCN_ENCRYPTED_UNKNOWN;
	hop->local = is_loopback(hop->address) || (!hop->from && !hop->address && hop->by) ||
		     (hop->protocol && strcmp(hop->protocol, "local") == 0);
}

bool scn_received_read(const char *line, size_t len, struct scn_hop *hop_out)
{
	static const char name[] = "Received:";
	struct scn_searched searched;
	struct scn_match match;

	if (len < sizeof(name) || strncasecmp(line, name, sizeof(name) - 1) != 0)
		return false;
	*hop_out = (struct scn_hop){ .session = { .version = SCN_VERSION_NONE } };
	searched = scn_searched(line, len);
	read_from(&searched, hop_out);
	read_by(&searched, hop_out);
	read_protocol(&searched, hop_out);
	for (size_t i = 0; i < SCN_COUNT(softwares) && !hop_out->software; i++)
		if (scn_pattern_find(softwares[i].pattern, &searched, &match))
			hop_out->software = softwares[i].software;
	read_tls(&searched, hop_out);
	for (size_t i = 0; i < SCN_COUNT(certificate_patterns) && !hop_out->client_certificate; i++)
		if (scn_pattern_find(certificate_patterns[i].pattern, &searched, &match))
			hop_out->client_certificate = certificate_patterns[i].words;
	judge(&searched, hop_out);
	if (hop_out->from || hop_out->by)
		return true;
	scn_hop_finish(hop_out);
	return false;
}

void scn_hop_finish(struct scn_hop *hop)
{
	free(hop->from);
	free(hop->address);
	free(hop->by);
	free(hop->protocol);
	scn_session_finish(&hop->session);
	*hop = (struct scn_hop){ .session = { .version = SCN_VERSION_NONE } };
}
