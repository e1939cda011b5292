#include "core/report/stored.h"

#include <stdlib.h>
#include <string.h>

#include "core/base/alloc.h"
#include "core/base/language.h"

/* The forms, each as it stands where the sentence is made (po/update --check looks): long ones before those
 * that they begin or end with. An argument may be a stored sentence itself. */
static const char *const forms[] = {
	/* Why a server was not tested to the end. */
	SCN_MARK("The scan was stopped."),
	SCN_MARK("Not everything could be tested: %s."),
	SCN_MARK("Stopped after %u of about %u questions: %s (the server's last answer: %d)."),
	SCN_MARK("Stopped after %u of about %u questions: %s (last: %s)."),
	SCN_MARK("Stopped after %u of about %u questions: %s."),
	SCN_MARK("What listens on this port does not speak SMTP."),
	SCN_MARK("The server could not be reached."),
	SCN_MARK("The server wants no mail from this address."),
	SCN_MARK("the server asked to come back later than there is time for"),
	SCN_MARK("too many connections failed one after the other"),
	SCN_MARK("the budget of connections is used up"),
	SCN_MARK("the budget of time is used up"),
	/* Why a target has no servers, and what is said beside them. */
	SCN_MARK("%s does not exist. Check the spelling."),
	SCN_MARK("%s has no mail server: neither an MX record nor an address."),
	SCN_MARK("%s says that it accepts no mail (null MX, RFC 7505)."),
	SCN_MARK("The mail servers of %s could not be looked up; try again later."),
	SCN_MARK("The look-up of %s was stopped."),
	SCN_MARK("%s was not tested: this machine has no way to IPv6 addresses."),
	SCN_MARK("its address could not be looked up"),
	SCN_MARK("it has no address"),
	SCN_MARK("what answers there does not speak SMTP"),
	/* What is being asked. */
	SCN_MARK("cipher suites"),
	SCN_MARK("order of suites"),
	SCN_MARK("groups and signatures"),
	SCN_MARK("client hellos"),
	SCN_MARK("handshakes"),
	SCN_MARK("done"),
	/* Comments of a dialogue. */
	SCN_MARK("connected after %lld ms"),
	SCN_MARK("closed by us"),
	SCN_MARK("connection closed at once"),
	SCN_MARK("connection reset at once"),
	SCN_MARK("connection refused"),
	SCN_MARK("no answer to the connection"),
	SCN_MARK("host or network unreachable"),
	SCN_MARK("the connection could not be made"),
	SCN_MARK("connection reset by the server (RST)"),
	SCN_MARK("closed by the server (FIN)"),
	SCN_MARK("waited %lld ms for %s in vain"),
	SCN_MARK("what follows was not kept: too long"),
	SCN_MARK("SSL 2.0 SERVER-HELLO, kinds of our offer that it takes: %zu"),
	SCN_MARK("handshake completed: %s, %s"),
	SCN_MARK("the handshake failed: %s"),
	SCN_MARK("no reason was given"),
	SCN_MARK("the library cannot make this handshake"),
	SCN_MARK("the server closed the connection in the middle, every time"),
	SCN_MARK("it broke off in the middle; nothing can be concluded"),
	SCN_MARK("no SMTP reply came inside TLS"),
	/* What was waited for. */
	SCN_MARK("the connection"),
	SCN_MARK("the greeting"),
	SCN_MARK("the reply"),
	SCN_MARK("a question"),
	SCN_MARK("the answer to the ClientHello"),
	SCN_MARK("the next step of the handshake"),
	SCN_MARK("the reply inside TLS"),
	SCN_MARK("the reply to QUIT"),
};

enum {
	MAX_ARGUMENTS = 4,
};

struct part {
	const char *at;
	size_t len;
};

/* The length of the directive at a '%': "%lld", "%2$s". Forms have nothing harder. */
static size_t directive_len(const char *at)
{
	return strcspn(at, "sdu") + 1;
}

/* The text of each argument, in the order of the English sentence; false: another form. */
static bool match(const char *form, const char *text, struct part parts[MAX_ARGUMENTS])
{
	for (size_t count = 0;; count++) {
		size_t len = strcspn(form, "%"), next;
		const char *end;

		if (strncmp(form, text, len) != 0)
			return false;
		form += len;
		text += len;
		if (!*form)
			return !*text;
		form += directive_len(form);
		next = strcspn(form, "%");
		end = next ? NULL : text + strlen(text);
		for (const char *at = text; next && *at; at++)
			if (strncmp(at, form, next) == 0 && (form[next] || !at[next])) {
				end = at;
				break;
			}
		if (!end || count == MAX_ARGUMENTS)
			return false;
		parts[count] = (struct part){ text, (size_t)(end - text) };
		text = end;
	}
}

static void say_argument(struct part part, struct scn_text *out)
{
	char *argument = scn_strndup(part.at, part.len);

	scn_tr_stored(argument, out);
	free(argument);
}

/* Arguments by number (%2$s) or in their order. */
static void say(const char *format, const struct part parts[MAX_ARGUMENTS], struct scn_text *out)
{
	size_t count = 0;

	while (*format) {
		size_t len = strcspn(format, "%");

		scn_text_addn(out, format, len);
		format += len;
		if (!*format)
			return;
		count++;
		len = strspn(format + 1, "0123456789");
		say_argument(parts[len && format[1 + len] == '$' ? (size_t)(format[1] - '1')
								 : count - 1],
			out);
		format += directive_len(format);
	}
}

static bool say_form(const char *english, struct scn_text *out)
{
	struct part parts[MAX_ARGUMENTS] = { 0 };

	for (size_t i = 0; i < SCN_COUNT(forms); i++) {
		if (!match(forms[i], english, parts))
			continue;
		say(scn_tr(forms[i]), parts, out);
		return true;
	}
	return false;
}

/* A sentence with a detail behind it, in parentheses: the words of a resolver. */
static bool say_detailed(const char *english, struct scn_text *out)
{
	const char *detail = strstr(english, " (");
	char *sentence;
	bool said;

	if (!detail)
		return false;
	sentence = scn_strndup(english, (size_t)(detail - english));
	said = say_form(sentence, out);
	if (said)
		scn_text_add(out, detail);
	free(sentence);
	return said;
}

void scn_tr_stored(const char *english, struct scn_text *out)
{
	if (!english)
		return;
	if (!scn_language_get().one || (!say_form(english, out) && !say_detailed(english, out)))
		scn_text_add(out, english);
}
