/* Postfix: maillog of smtp(8), smtpd(8), tlsproxy(8), postscreen(8); posttls-finger(1). */
#include "core/explain/family.h"

static const char *const signs[] = {
	"postfix/",
	"postfix-{word}/",
	"TLS library problem:",
	"SSL_connect error to ",
	"SSL_accept error from ",
	"posttls-finger:",
	NULL,
};

static const struct scn_extract extracts[] = {
	{ "TLS connection established to {peer}: {version} with cipher {suite} ({bits}",
		SCN_HOST_SERVER },
	{ "TLS connection established from {peer}: {version} with cipher {suite} ({bits}",
		SCN_HOST_CLIENT },
	{ "TLS connection reused to {peer}: {version} with cipher {suite} ({bits}",
		SCN_HOST_SERVER },
	{ "SSL_connect error to {peer}", SCN_HOST_SERVER },
	{ "SSL_accept error from {peer}", SCN_HOST_CLIENT },
	{ "offered by host {peer}", SCN_HOST_SERVER },
	{ "host {peer} refused to start TLS", SCN_HOST_SERVER },
	{ "host {peer} refused to talk to me", SCN_HOST_SERVER },
	{ "host {peer} said:", SCN_HOST_SERVER },
	{ "lost connection with {peer} while", SCN_HOST_SERVER },
	{ "conversation with {peer} timed out", SCN_HOST_SERVER },
	{ "certificate verification failed for {peer}:", SCN_HOST_SERVER },
	{ "Server certificate not verified for {peer}", SCN_HOST_SERVER },
	{ "TLSA lookup error for {peer}", SCN_HOST_SERVER },
	{ "connect to {peer}: Connection refused", SCN_HOST_SERVER },
	{ "relay={peer},", SCN_HOST_SERVER },
	{ "lost connection after STARTTLS from {peer}", SCN_HOST_CLIENT },
	{ "STARTTLS request from {peer} for service", SCN_HOST_CLIENT },
	{ "reject: {word} from {peer}:", SCN_HOST_CLIENT },
	{ "{host} postfix", SCN_HOST_SELF },
	{ "/smtp[", SCN_LINE_OF_CLIENT },
	{ "/smtpd[", SCN_LINE_OF_SERVER },
	{ "/postscreen[", SCN_LINE_OF_SERVER },
	{ "posttls-finger", SCN_LINE_OF_CLIENT },
	{ NULL, SCN_HOST_NONE },
};

const struct scn_family scn_family_postfix = { "Postfix", signs, extracts, "[{number}]:" };
