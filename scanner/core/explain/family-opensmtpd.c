/* OpenSMTPD: "smtp" lines are the server's, "mta" lines the client's. */
#include "core/explain/family.h"

static const char *const signs[] = {
	" smtp tls ciphers=",
	" mta tls ciphers=",
	" smtp disconnected reason=",
	" mta disconnected reason=",
	" mta closing reason=",
	" mta error reason=",
	" mta connecting address=",
	" smtp connected address=",
	"opportunistic TLS failed, downgrading to plain",
	NULL,
};

static const struct scn_extract extracts[] = {
	{ "smtp connected address={address} host={host}", SCN_HOST_CLIENT },
	{ "smtp connected address=[{address}] host={host}", SCN_HOST_CLIENT },
	{ "mta connecting address=smtp+tls://{address}:{port} host={host}", SCN_HOST_SERVER },
	{ "mta connecting address=smtp://{address}:{port} host={host}", SCN_HOST_SERVER },
	{ "relay=\"{address} ({host})\"", SCN_HOST_SERVER },
	{ "relay=\"{host}\"", SCN_HOST_SERVER },
	{ "tls ciphers={version}:{suite}:{bits}", SCN_HOST_NONE },
	{ "{host} smtpd[", SCN_HOST_SELF },
	{ " mta ", SCN_LINE_OF_CLIENT },
	{ " smtp ", SCN_LINE_OF_SERVER },
	{ NULL, SCN_HOST_NONE },
};

const struct scn_family scn_family_opensmtpd = { "OpenSMTPD", signs, extracts,
	"]: {word} smtp|]: {word} mta|]: {word} opportunistic" };
