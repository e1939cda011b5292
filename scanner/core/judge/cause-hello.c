/*
 * Causes in the hello itself, found by trial: the lists of both sides match, the hello is refused, and
 * the same hello without one thing is accepted.
 */
#include <stdlib.h>
#include <string.h>

#include "core/base/alloc.h"
#include "core/base/language.h"
#include "core/judge/case.h"
#include "core/judge/remedy.h"
#include "core/judge/words.h"
#include "core/profile/profile-hello.h"
#include "core/registry/alert.h"
#include "core/registry/extension.h"

enum {
	FALLBACK_SCSV = 0x5600, /* RFC 7507 */
	MANY_SUITES = 64,       /* Windows Server 2003 reads only so many */
	BAD_LEN_FIRST = 256,    /* RFC 7685: some load balancers hang on 256 to 511 bytes */
	BAD_LEN_LAST = 511,
	PADDED_LEN = 512,
	LONG_SHARE = 200,  /* bytes of a key share: hybrids have over a thousand */
	LONG_HELLO = 1200, /* may not fit into one segment */
	NO_APPLICATION_PROTOCOL = 120,
	INAPPROPRIATE_FALLBACK = 86,
};

/* ---- trials ---- */

static struct scn_change client_change(enum scn_change_kind kind, uint32_t value)
{
	return (struct scn_change){
		.side = SCN_SIDE_CLIENT, .kind = kind, .values = { value }, .value_count = 1
	};
}

static bool accepted_with(const struct scn_case *c, enum scn_change_kind kind, uint32_t value)
{
	struct scn_change change = client_change(kind, value);

	return scn_case_counter_answer(c, &change, 0) == SCN_ACCEPTED;
}

static void try(struct scn_case *c, enum scn_change_kind kind, uint32_t value)
{
	struct scn_change change = client_change(kind, value);

	scn_case_try(c, &change);
}

/* RFC 6066 section 3: an address is no server name. */
static const char *server_name(const struct scn_case *c)
{
	const struct scn_server_facts *f = c->facts;

	return f->host && f->address && strcmp(f->host, f->address) != 0 ? f->host : NULL;
}

static bool names_server(const struct scn_case *c)
{
	return c->profile->sends_sni && server_name(c);
}

static bool could_name_server(const struct scn_case *c)
{
	return !c->profile->sends_sni && server_name(c);
}

static bool falls_back(const struct scn_case *c)
{
	return scn_profile_offers_suite(c->profile, FALLBACK_SCSV);
}

static bool has_alpn(const struct scn_case *c)
{
	return c->profile->alpn_count > 0;
}

static bool lacks_ems(const struct scn_case *c)
{
	return !scn_profile_has_extension(c->profile, SCN_EXT_EXTENDED_MASTER_SECRET) &&
	       scn_profile_offers_version(c->profile, SCN_TLS1_2);
}

static bool has_many_suites(const struct scn_case *c)
{
	return c->profile->suite_count > MANY_SUITES;
}

static bool has_bad_length(const struct scn_case *c)
{
	size_t len = scn_profile_hello_len(c->profile, server_name(c));

	return len >= BAD_LEN_FIRST && len <= BAD_LEN_LAST;
}

static bool is_long(const struct scn_case *c)
{
	return scn_profile_hello_len(c->profile, server_name(c)) > LONG_HELLO;
}

/* The newest version, if there is an older one left without it. */
static enum scn_version newest(const struct scn_case *c)
{
	enum scn_version version = scn_versions_newest(c->profile->versions);

	return c->profile->versions & (scn_versions)~SCN_VERSION_BIT(version) ? version
									      : SCN_VERSION_NONE;
}

static bool offers_older(const struct scn_case *c)
{
	return newest(c) != SCN_VERSION_NONE;
}

/* Each row: one thing to leave out or to add, and when that makes sense. after_silence: also where the
 * server said nothing, which costs a whole time-out a try. */
static const struct {
	enum scn_change_kind kind;
	uint32_t value;
	bool (*applies)(const struct scn_case *c);
	bool after_silence;
} experiments[] = {
	{ SCN_CHANGE_REMOVE_SUITE, FALLBACK_SCSV, falls_back, false },
	{ SCN_CHANGE_REMOVE_EXTENSION, SCN_EXT_SERVER_NAME, names_server, false },
	{ SCN_CHANGE_ADD_EXTENSION, SCN_EXT_SERVER_NAME, could_name_server, false },
	{ SCN_CHANGE_REMOVE_EXTENSION, SCN_EXT_ALPN, has_alpn, false },
	{ SCN_CHANGE_ADD_EXTENSION, SCN_EXT_EXTENDED_MASTER_SECRET, lacks_ems, false },
	{ SCN_CHANGE_SHORTEN_SUITES, MANY_SUITES, has_many_suites, true },
	{ SCN_CHANGE_PAD_HELLO, PADDED_LEN, has_bad_length, true },
	{ SCN_CHANGE_SHORTEN_HELLO, LONG_SHARE, is_long, true },
};

/* What a handshake can do without. */
static bool is_optional(uint16_t code)
{
	static const uint16_t needed[] = { SCN_EXT_SERVER_NAME, SCN_EXT_SUPPORTED_GROUPS,
		SCN_EXT_SIGNATURE_ALGORITHMS, SCN_EXT_ALPN, SCN_EXT_SUPPORTED_VERSIONS,
		SCN_EXT_KEY_SHARE, SCN_EXT_PSK_KEY_EXCHANGE_MODES };

	for (size_t i = 0; i < SCN_COUNT(needed); i++)
		if (needed[i] == code)
			return false;
	return true;
}

/* Several GREASE values are one thing (RFC 8701). */
static bool is_first_of_its_kind(const struct scn_profile *p, size_t index)
{
	for (size_t i = 0; i < index; i++)
		if (scn_extension_is_grease(p->extensions[i].code) &&
			scn_extension_is_grease(p->extensions[index].code))
			return false;
	return true;
}

static void try_extensions(struct scn_case *c)
{
	for (size_t i = 0; i < c->profile->extension_count; i++)
		if (is_optional(c->profile->extensions[i].code) &&
			is_first_of_its_kind(c->profile, i))
			try(c, SCN_CHANGE_REMOVE_EXTENSION, c->profile->extensions[i].code);
}

void scn_case_add_experiments(struct scn_case *c)
{
	bool silent = scn_case_silent(c);

	for (size_t i = 0; i < SCN_COUNT(experiments); i++)
		if ((experiments[i].after_silence || !silent) && experiments[i].applies(c))
			try(c, experiments[i].kind, experiments[i].value);
	if (offers_older(c))
		try(c, SCN_CHANGE_REMOVE_VERSION, newest(c));
	if (!silent)
		try_extensions(c);
}

/* ---- sentences and fixes that most of them share ---- */

static void fix_client(struct scn_case *c, struct scn_verdict *v, enum scn_change_kind kind,
	uint32_t value, const char *text)
{
	struct scn_change change = client_change(kind, value);

	scn_case_try(c, &change);
	scn_remedy_tried(c, v, &change, SCN_STRENGTH_GOOD, text);
}

static bool was_refused_with(const struct scn_case *c, uint8_t alert)
{
	return c->replay && c->replay->answer == SCN_ANSWER_ALERT && c->replay->alert == alert;
}

/* ---- one cause after the other ---- */

bool scn_detect_fallback_refused(const struct scn_case *c)
{
	return falls_back(c) && (was_refused_with(c, INAPPROPRIATE_FALLBACK) ||
					accepted_with(c, SCN_CHANGE_REMOVE_SUITE, FALLBACK_SCSV));
}

void scn_explain_fallback_refused(const struct scn_case *c, struct scn_verdict *v)
{
	scn_say(v, scn_tr("The client falls back to an older version; the server refuses that."),
		scn_tr("The hello carries TLS_FALLBACK_SCSV (RFC 7507): a second try with an older "
		       "version. The server can do a newer one and takes the try for an attack. "
		       "Something made the first try fail; that is what has to be found."));
}

void scn_remedy_fallback_refused(struct scn_case *c, struct scn_verdict *v)
{
	fix_client(c, v, SCN_CHANGE_REMOVE_SUITE, FALLBACK_SCSV,
		scn_tr("switch the fallback to older versions off; offer all versions at once"));
}

bool scn_detect_sni_refused(const struct scn_case *c)
{
	return names_server(c) &&
	       (was_refused_with(c, SCN_ALERT_UNRECOGNIZED_NAME) ||
		       accepted_with(c, SCN_CHANGE_REMOVE_EXTENSION, SCN_EXT_SERVER_NAME));
}

void scn_explain_sni_refused(const struct scn_case *c, struct scn_verdict *v)
{
	struct scn_text name = { 0 }, server = { 0 };

	scn_say(v, scn_tr("The server refuses the name that the client asks for."),
		scn_tr("The client names the server in its hello (SNI), and the server has no "
		       "certificate for that name. RFC 6066 section 3 advises to go on with the "
		       "usual one."));
	scn_text_peer(&name, server_name(c), strlen(server_name(c)));
	scn_text_printf(&server, scn_tr("does not know the name %s"), scn_text_str(&name));
	scn_text_finish(&name);
	v->server_side = scn_text_take(&server);
	v->client_side = scn_strdup(scn_tr("sends the name of the server (SNI)"));
}

void scn_remedy_sni_refused(struct scn_case *c, struct scn_verdict *v)
{
	scn_remedy_on(v, SCN_SIDE_SERVER, SCN_CHANGE_REPAIR_SERVICE,
		scn_tr("answer unknown names with the usual certificate, or add this name"));
	fix_client(c, v, SCN_CHANGE_REMOVE_EXTENSION, SCN_EXT_SERVER_NAME,
		scn_tr("do not send the server's name (SNI) to this server"));
}

bool scn_detect_sni_required(const struct scn_case *c)
{
	return could_name_server(c) &&
	       accepted_with(c, SCN_CHANGE_ADD_EXTENSION, SCN_EXT_SERVER_NAME);
}

void scn_explain_sni_required(const struct scn_case *c, struct scn_verdict *v)
{
	scn_say(v, scn_tr("The server refuses a hello without a name."),
		scn_tr("This client does not name the server in its hello (SNI); what stands in "
		       "front of the server needs the name to find the right one. Many mail "
		       "senders never send it."));
	v->client_side = scn_strdup(scn_tr("sends no server name (SNI)"));
}

void scn_remedy_sni_required(struct scn_case *c, struct scn_verdict *v)
{
	scn_remedy_on(v, SCN_SIDE_SERVER, SCN_CHANGE_REPAIR_SERVICE,
		scn_tr("set a default certificate for connections without a server name"));
	fix_client(c, v, SCN_CHANGE_ADD_EXTENSION, SCN_EXT_SERVER_NAME,
		scn_tr("send the server's name (SNI; in Postfix: smtp_tls_servername = hostname)"));
}

bool scn_detect_alpn_refused(const struct scn_case *c)
{
	return has_alpn(c) && (was_refused_with(c, NO_APPLICATION_PROTOCOL) ||
				      accepted_with(c, SCN_CHANGE_REMOVE_EXTENSION, SCN_EXT_ALPN));
}

void scn_explain_alpn_refused(const struct scn_case *c, struct scn_verdict *v)
{
	scn_say(v, scn_tr("The server refuses the protocol that the client names (ALPN)."),
		scn_tr("The hello names an application protocol, and the server knows none of "
		       "those. SMTP has no ALPN name in general use."));
}

void scn_remedy_alpn_refused(struct scn_case *c, struct scn_verdict *v)
{
	scn_remedy_on(v, SCN_SIDE_SERVER, SCN_CHANGE_REPAIR_SERVICE,
		scn_tr("do not insist on an ALPN protocol on the SMTP port"));
	fix_client(
		c, v, SCN_CHANGE_REMOVE_EXTENSION, SCN_EXT_ALPN, scn_tr("send no ALPN for SMTP"));
}

bool scn_detect_ems_required(const struct scn_case *c)
{
	return lacks_ems(c) &&
	       accepted_with(c, SCN_CHANGE_ADD_EXTENSION, SCN_EXT_EXTENDED_MASTER_SECRET);
}

void scn_explain_ems_required(const struct scn_case *c, struct scn_verdict *v)
{
	scn_say(v,
		scn_tr("The server requires the extended master secret; the client does not offer "
		       "it."),
		scn_tr("Servers in FIPS mode insist on RFC 7627. This client's TLS library is "
		       "older than that."));
	v->client_side = scn_strdup(scn_tr("offers no extended_master_secret"));
}

void scn_remedy_ems_required(struct scn_case *c, struct scn_verdict *v)
{
	fix_client(c, v, SCN_CHANGE_ADD_EXTENSION, SCN_EXT_EXTENDED_MASTER_SECRET,
		scn_tr("update the TLS library: it has to offer the extended master secret (RFC "
		       "7627)"));
	scn_remedy_on(v, SCN_SIDE_SERVER, SCN_CHANGE_UPDATE_SOFTWARE,
		scn_tr("do not insist on the extended master secret, or allow TLS 1.3"));
}

bool scn_detect_too_many_suites(const struct scn_case *c)
{
	return has_many_suites(c) && accepted_with(c, SCN_CHANGE_SHORTEN_SUITES, MANY_SUITES);
}

void scn_explain_too_many_suites(const struct scn_case *c, struct scn_verdict *v)
{
	struct scn_text client = { 0 };

	scn_say(v, scn_tr("The server does not read so long a list of suites."),
		scn_tr("Old Windows servers read the first 64 suites and ignore the rest. What "
		       "both have stands behind them."));
	scn_text_printf(&client,
		scn_tr_n("offers %zu suite", "offers %zu suites", c->profile->suite_count),
		c->profile->suite_count);
	v->client_side = scn_text_take(&client);
}

void scn_remedy_too_many_suites(struct scn_case *c, struct scn_verdict *v)
{
	fix_client(c, v, SCN_CHANGE_SHORTEN_SUITES, MANY_SUITES,
		scn_tr("offer fewer suites (64 at most), the usual ones first"));
	scn_remedy_on(v, SCN_SIDE_SERVER, SCN_CHANGE_UPDATE_SOFTWARE,
		scn_tr("update the server: its TLS library is too old"));
}

static bool needs_padding(const struct scn_case *c)
{
	return accepted_with(c, SCN_CHANGE_PAD_HELLO, PADDED_LEN);
}

bool scn_detect_hello_too_long(const struct scn_case *c)
{
	return needs_padding(c) || accepted_with(c, SCN_CHANGE_SHORTEN_HELLO, LONG_SHARE);
}

void scn_explain_hello_too_long(const struct scn_case *c, struct scn_verdict *v)
{
	struct scn_text client = { 0 };
	size_t len = scn_profile_hello_len(c->profile, server_name(c));

	if (needs_padding(c))
		scn_say(v, scn_tr("A hello of this length is not answered."),
			scn_tr("Some load balancers take a hello of 256 to 511 bytes for something "
			       "else (RFC 7685). The same hello with more bytes is answered."));
	else
		scn_say(v, scn_tr("A hello of this length is not answered."),
			scn_tr("A hello that does not fit into one packet is dropped on the way or "
			       "by the server. Without the large key share of the post-quantum "
			       "group it is answered."));
	scn_text_printf(&client, scn_tr_n("a hello of %zu byte", "a hello of %zu bytes", len), len);
	v->client_side = scn_text_take(&client);
}

void scn_remedy_hello_too_long(struct scn_case *c, struct scn_verdict *v)
{
	scn_remedy_on(v, SCN_SIDE_SERVER, SCN_CHANGE_REPAIR_PATH,
		scn_tr("update the load balancer or firewall in front of the server"));
	if (needs_padding(c))
		fix_client(c, v, SCN_CHANGE_PAD_HELLO, PADDED_LEN,
			scn_tr("let the client pad its hello (OpenSSL: SSL_OP_TLSEXT_PADDING)"));
	else
		fix_client(c, v, SCN_CHANGE_SHORTEN_HELLO, LONG_SHARE,
			scn_tr("send no key share of a post-quantum group first"));
}

bool scn_detect_version_intolerance(const struct scn_case *c)
{
	return offers_older(c) && accepted_with(c, SCN_CHANGE_REMOVE_VERSION, newest(c));
}

void scn_explain_version_intolerance(const struct scn_case *c, struct scn_verdict *v)
{
	struct scn_text text = { 0 };
	const char *version = scn_version_title(newest(c));

	scn_text_printf(&text,
		scn_tr("A hello that offers %1$s is refused; without %1$s it is accepted."),
		version);
	v->summary = scn_text_take(&text);
	v->why =
		scn_strdup(scn_tr("The server, or a device in between, does not ignore a version "
				  "that it does not know, as it should (RFC 8446 section 4.1.2)."));
}

void scn_remedy_version_intolerance(struct scn_case *c, struct scn_verdict *v)
{
	struct scn_text text = { 0 };

	scn_remedy_on(v, SCN_SIDE_SERVER, SCN_CHANGE_REPAIR_PATH,
		scn_tr("update the server, or the firewall or proxy in front of it that meddles "
		       "with TLS"));
	scn_text_printf(
		&text, scn_tr("do not offer %s to this server"), scn_version_title(newest(c)));
	fix_client(c, v, SCN_CHANGE_REMOVE_VERSION, newest(c), scn_text_str(&text));
	scn_text_finish(&text);
}

/* The extension that must not be there; NULL if it is not that. */
static const struct scn_profile_extension *culprit(const struct scn_case *c)
{
	for (size_t i = 0; i < c->profile->extension_count; i++)
		if (is_optional(c->profile->extensions[i].code) &&
			accepted_with(
				c, SCN_CHANGE_REMOVE_EXTENSION, c->profile->extensions[i].code))
			return &c->profile->extensions[i];
	return NULL;
}

bool scn_detect_extension_intolerance(const struct scn_case *c)
{
	return culprit(c) != NULL;
}

/* The sentence with the extension's name in it; heap. */
static char *say_extension(const char *format, uint16_t code)
{
	const struct scn_extension *extension = scn_extension_by_code(code);
	struct scn_text name = { 0 }, text = { 0 };

	if (scn_extension_is_grease(code))
		scn_text_add(&name, scn_tr("a reserved value (GREASE)"));
	else if (extension)
		scn_text_add(&name, extension->name);
	else
		scn_text_printf(&name, "0x%04X", code);
	scn_text_printf(&text, format, scn_text_str(&name));
	scn_text_finish(&name);
	return scn_text_take(&text);
}

void scn_explain_extension_intolerance(const struct scn_case *c, struct scn_verdict *v)
{
	v->summary = say_extension(
		scn_tr("The server refuses a hello with the extension %s."), culprit(c)->code);
	v->why = scn_strdup(scn_tr("A server has to ignore extensions that it does not know (RFC "
				   "8446 section 4.2). The same hello without it is accepted."));
}

void scn_remedy_extension_intolerance(struct scn_case *c, struct scn_verdict *v)
{
	uint16_t code = culprit(c)->code;
	char *text = say_extension(scn_tr("do not send the extension %s"), code);

	scn_remedy_on(v, SCN_SIDE_SERVER, SCN_CHANGE_UPDATE_SOFTWARE,
		scn_tr("update the server, or the device in front of it"));
	fix_client(c, v, SCN_CHANGE_REMOVE_EXTENSION, code, text);
	free(text);
}
