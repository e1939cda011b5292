#include "core/probe/target.h"

#include <string.h>
#include <strings.h>

#include "core/base/address.h"
#include "core/base/language.h"

/*
 *   target  = mailbox / server / domain
 *   mailbox = local "@" ( domain / "[" literal "]" )
 *   server  = "[" ( host / literal ) "]" [ ":" port ] / host ":" port / literal
 *   literal = IPv4 / [ "IPv6:" ] IPv6 [ "%" zone ]
 *
 * A parser below returns NULL when all is well, else why not: the end of a sentence.
 */
enum {
	LABEL_MAX_LEN = 63, /* RFC 1035 section 2.3.4 */
	ZONE_MAX_LEN = 32,
	PORT_MAX_LEN = 5,
	QUOTE_MAX_LEN = 80, /* bytes of the input in a message */
};

struct part {
	const char *at;
	size_t len;
};

static bool is_digit(char c)
{
	return c >= '0' && c <= '9';
}

static char lower(char c)
{
	return c >= 'A' && c <= 'Z' ? (char)(c - 'A' + 'a') : c;
}

static bool is_name_char(char c)
{
	return is_digit(c) || (lower(c) >= 'a' && lower(c) <= 'z') || c == '-' || c == '_';
}

static struct part skip(struct part p, size_t n)
{
	return (struct part){ p.at + n, p.len - n };
}

static size_t find(struct part p, char c)
{
	const char *at = memchr(p.at, c, p.len);

	return at ? (size_t)(at - p.at) : p.len;
}

static bool is_ipv4(struct part p)
{
	uint8_t bytes[4];

	return scn_ipv4_parse(p.at, p.len, bytes);
}

static bool is_zone(struct part p)
{
	for (size_t i = 0; i < p.len; i++)
		if (!is_name_char(p.at[i]) && p.at[i] != '.')
			return false;
	return p.len > 0 && p.len <= ZONE_MAX_LEN;
}

static bool is_ipv6(struct part p)
{
	size_t percent = find(p, '%');
	uint8_t bytes[16];

	if (percent < p.len && !is_zone(skip(p, percent + 1)))
		return false;
	return scn_ipv6_parse(p.at, percent, bytes);
}

static const char *check_label(struct part label)
{
	if (label.len == 0)
		return SCN_MARK("a part between two dots is empty");
	if (label.len > LABEL_MAX_LEN)
		return SCN_MARK("a part between two dots is longer than 63 characters");
	if (label.at[0] == '-' || label.at[label.len - 1] == '-')
		return SCN_MARK("a part begins or ends with a hyphen");
	for (size_t i = 0; i < label.len; i++) {
		if (label.at[i] & 0x80)
			return SCN_MARK("it has letters beyond ASCII; write the name in punycode "
					"(xn--...)");
		if (!is_name_char(label.at[i]))
			return SCN_MARK("a name has only letters, digits, hyphens and dots");
	}
	return NULL;
}

static bool all_digits(struct part p)
{
	for (size_t i = 0; i < p.len; i++)
		if (!is_digit(p.at[i]))
			return false;
	return true;
}

/* No top-level domain is a number, so that no name looks like an address (RFC 3696 section 2). */
static const char *check_name(struct part name)
{
	while (true) {
		size_t len = find(name, '.');
		struct part label = { name.at, len };
		const char *fault = check_label(label);

		if (fault)
			return fault;
		if (len == name.len)
			return all_digits(label)
				       ? SCN_MARK("it is neither a name nor an IPv4 address")
				       : NULL;
		name = skip(name, len + 1);
	}
}

static void set_host(struct scn_target *target, struct part host)
{
	for (size_t i = 0; i < host.len; i++)
		target->host[i] = lower(host.at[i]);
	target->host[host.len] = 0;
}

/* A name or an IPv4 address. */
static const char *take_host(struct scn_target *target, struct part host)
{
	const char *fault;

	if (host.len == 0)
		return SCN_MARK("the name of the host is missing");
	if (host.len > 1 && host.at[host.len - 1] == '.')
		host.len--;
	if (host.len > SCN_HOST_MAX_LEN)
		return SCN_MARK("the name is longer than 253 characters");
	target->literal = is_ipv4(host);
	fault = target->literal ? NULL : check_name(host);
	if (!fault)
		set_host(target, host);
	return fault;
}

static const char *take_ipv6(struct scn_target *target, struct part address)
{
	if (!is_ipv6(address))
		return SCN_MARK(
			"it is not an IPv6 address; with a port it is written [address]:port");
	target->literal = true;
	set_host(target, address);
	return NULL;
}

/* What stands between brackets; "IPv6:" is how SMTP writes it (RFC 5321 section 4.1.3). */
static const char *take_bracketed(struct scn_target *target, struct part inside)
{
	static const char tag[] = "IPv6:";
	size_t tag_len = sizeof(tag) - 1;

	target->kind = SCN_TARGET_SERVER;
	if (find(inside, ':') == inside.len)
		return take_host(target, inside);
	if (inside.len > tag_len && strncasecmp(inside.at, tag, tag_len) == 0)
		inside = skip(inside, tag_len);
	return take_ipv6(target, inside);
}

static const char *take_port(struct scn_target *target, struct part digits)
{
	static const char fault[] = SCN_MARK("a port is a number from 1 to 65535");
	unsigned long port = 0;

	if (digits.len == 0 || digits.len > PORT_MAX_LEN || !all_digits(digits))
		return fault;
	for (size_t i = 0; i < digits.len; i++)
		port = port * 10 + (unsigned long)(digits.at[i] - '0');
	if (port < 1 || port > UINT16_MAX)
		return fault;
	target->port = (uint16_t)port;
	return NULL;
}

static const char *parse_bracketed(struct scn_target *target, struct part text)
{
	size_t end = find(text, ']');
	struct part rest;
	const char *fault;

	if (end == text.len)
		return SCN_MARK("the closing bracket is missing");
	fault = take_bracketed(target, (struct part){ text.at + 1, end - 1 });
	rest = skip(text, end + 1);
	if (fault || rest.len == 0)
		return fault;
	if (rest.at[0] != ':')
		return SCN_MARK("only a colon and a port may follow the bracket");
	return take_port(target, skip(rest, 1));
}

static const char *parse_mailbox(struct scn_target *target, struct part local, struct part domain)
{
	const char *fault;

	if (local.len == 0)
		return SCN_MARK("an e-mail address has something before the @");
	if (domain.len > 1 && domain.at[0] == '[' && domain.at[domain.len - 1] == ']')
		return take_bracketed(target, (struct part){ domain.at + 1, domain.len - 2 });
	if (find(domain, ':') < domain.len)
		return SCN_MARK("an e-mail address has no port");
	fault = take_host(target, domain);
	target->kind = target->literal ? SCN_TARGET_SERVER : SCN_TARGET_DOMAIN;
	return fault;
}

static const char *parse_plain(struct scn_target *target, struct part text)
{
	size_t colon = find(text, ':');
	const char *fault;

	if (colon == text.len) {
		fault = take_host(target, text);
		target->kind = target->literal ? SCN_TARGET_SERVER : SCN_TARGET_DOMAIN;
		return fault;
	}
	target->kind = SCN_TARGET_SERVER;
	if (find(skip(text, colon + 1), ':') < text.len - colon - 1)
		return take_ipv6(target, text);
	fault = take_host(target, (struct part){ text.at, colon });
	return fault ? fault : take_port(target, skip(text, colon + 1));
}

static const char *parse(struct scn_target *target, struct part text)
{
	const char *at;

	if (text.len == 0)
		return "it is empty";
	if (text.len > SCN_TARGET_MAX_LEN)
		return SCN_MARK("it is too long");
	for (size_t i = 0; i < text.len; i++)
		if ((unsigned char)text.at[i] <= ' ' || text.at[i] == 0x7F)
			return SCN_MARK("it has a blank or a control character in it");
	/* The last one: a quoted local part may have more (RFC 5321 section 4.1.2). */
	at = strrchr(text.at, '@');
	if (at) {
		size_t local_len = (size_t)(at - text.at);

		return parse_mailbox(
			target, (struct part){ text.at, local_len }, skip(text, local_len + 1));
	}
	return text.at[0] == '[' ? parse_bracketed(target, text) : parse_plain(target, text);
}

bool scn_target_parse(const char *text, struct scn_target *target_out, struct scn_text *error_out)
{
	struct part all = { text, strlen(text) };
	struct scn_text quote = { 0 };
	const char *fault;

	*target_out = (struct scn_target){ .port = SCN_DEFAULT_PORT };
	fault = parse(target_out, all);
	if (!fault)
		return true;
	scn_text_peer(&quote, text, all.len < QUOTE_MAX_LEN ? all.len : QUOTE_MAX_LEN);
	scn_text_add(&quote, all.len > QUOTE_MAX_LEN ? "..." : "");
	scn_text_printf(error_out, scn_tr("\"%1$s\" is not a domain or mail server: %2$s."),
		scn_text_str(&quote), scn_tr(fault));
	scn_text_finish(&quote);
	return false;
}
