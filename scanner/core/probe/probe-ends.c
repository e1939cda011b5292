/* The words for how a probe ended, and which end an SMTP dialogue leads to. */
#include "core/probe/probe-private.h"

const char *scn_probe_end_name(enum scn_probe_end end)
{
	static const char *const names[] = {
		[SCN_END_NONE] = "going",
		[SCN_END_CONNECT_REFUSED] = "connect-refused",
		[SCN_END_CONNECT_TIMED_OUT] = "connect-timed-out",
		[SCN_END_UNREACHABLE] = "unreachable",
		[SCN_END_GREETING_SILENT] = "greeting-silent",
		[SCN_END_GREETING_CLOSED] = "greeting-closed",
		[SCN_END_GREETING_REFUSED] = "greeting-refused",
		[SCN_END_DIALOGUE_SILENT] = "dialogue-silent",
		[SCN_END_DIALOGUE_CLOSED] = "dialogue-closed",
		[SCN_END_EHLO_REFUSED] = "ehlo-refused",
		[SCN_END_NOT_OFFERED] = "not-offered",
		[SCN_END_STARTTLS_TEMPFAIL] = "starttls-tempfail",
		[SCN_END_STARTTLS_REFUSED] = "starttls-refused",
		[SCN_END_NOT_SMTP] = "not-smtp",
		[SCN_END_INJECTED] = "injected",
		[SCN_END_WARM_CLOSED] = "warm-closed",
		[SCN_END_UNUSED] = "unused",
		[SCN_END_SELECTED] = "selected",
		[SCN_END_ALERT] = "alert",
		[SCN_END_HELLO_CLOSED] = "hello-closed",
		[SCN_END_HELLO_SILENT] = "hello-silent",
		[SCN_END_HELLO_NOT_TLS] = "hello-not-tls",
		[SCN_END_HELLO_BROKEN] = "hello-broken",
		[SCN_END_SSL2] = "ssl2",
		[SCN_END_COMPLETED] = "completed",
		[SCN_END_COMPLETED_NO_SMTP] = "completed-no-smtp",
		[SCN_END_HANDSHAKE_FAILED] = "handshake-failed",
		[SCN_END_HANDSHAKE_BROKEN] = "handshake-broken",
	};

	return names[end];
}

enum scn_probe_end scn_probe_end_of_dialogue(const struct scn_smtp_dialogue *d)
{
	static const enum scn_probe_end ends[] = {
		[SCN_SMTP_UNDECIDED] = SCN_END_UNUSED, /* we broke it off */
		[SCN_SMTP_STARTED] = SCN_END_UNUSED,
		[SCN_SMTP_GREETING_REFUSED] = SCN_END_GREETING_REFUSED,
		[SCN_SMTP_EHLO_REFUSED] = SCN_END_EHLO_REFUSED,
		[SCN_SMTP_NOT_OFFERED] = SCN_END_NOT_OFFERED,
		[SCN_SMTP_STARTTLS_TEMPFAIL] = SCN_END_STARTTLS_TEMPFAIL,
		[SCN_SMTP_STARTTLS_REFUSED] = SCN_END_STARTTLS_REFUSED,
		[SCN_SMTP_NOT_SMTP] = SCN_END_NOT_SMTP,
		[SCN_SMTP_INJECTED] = SCN_END_INJECTED,
	};

	/* RFC 5321 section 3.8: 421 is the server going away, not its answer to the command. */
	if (d->reply_code == 421 && d->outcome != SCN_SMTP_GREETING_REFUSED)
		return SCN_END_DIALOGUE_CLOSED;
	return ends[d->outcome];
}
