/* Sendmail: STARTTLS= lines of both sides, stat= of deliveries. */
#include "core/explain/family.h"

static const char *const signs[] = {
	"STARTTLS=client,",
	"STARTTLS=server,",
	"STARTTLS=client:",
	"STARTTLS=server:",
	"sendmail[",
	"sm-mta[",
	"STARTTLS: read error=",
	NULL,
};

static const struct scn_extract extracts[] = {
	{ "STARTTLS=client, relay={peer}, version={version}, verify={verify}, cipher={suite}, "
	  "bits={bits}",
		SCN_HOST_SERVER },
	{ "STARTTLS=server, relay={peer}, version={version}, verify={verify}, cipher={suite}, "
	  "bits={bits}",
		SCN_HOST_CLIENT },
	{ "STARTTLS=server, relay={peer} (may be forged), version={version}, verify={verify}, "
	  "cipher={suite}, bits={bits}",
		SCN_HOST_CLIENT },
	{ "STARTTLS=client, relay={peer},", SCN_HOST_SERVER },
	{ "STARTTLS=server, relay={peer},", SCN_HOST_CLIENT },
	{ "STARTTLS=server, {}relay={peer}", SCN_HOST_CLIENT },
	{ "STARTTLS=client, {}relay={peer}", SCN_HOST_SERVER },
	{ "relay={peer}, dsn=", SCN_HOST_SERVER },
	{ "{host} sendmail[", SCN_HOST_SELF },
	{ "{host} sm-mta[", SCN_HOST_SELF },
	{ "STARTTLS=client", SCN_LINE_OF_CLIENT },
	{ "STARTTLS=server", SCN_LINE_OF_SERVER },
	{ NULL, SCN_HOST_NONE },
};

const struct scn_family scn_family_sendmail = { "Sendmail", signs, extracts, "[{number}]:" };
