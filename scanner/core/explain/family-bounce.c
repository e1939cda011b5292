/* Bounces: the fields of a delivery report (RFC 3464 section 2) and what their words say of hosts; library texts. */
#include "core/explain/family.h"

static const struct scn_extract extracts[] = {
	{ "Remote-MTA: dns; {peer}", SCN_HOST_SERVER_OF_BLOCK },
	{ "Remote-MTA: dns;{peer}", SCN_HOST_SERVER_OF_BLOCK },
	{ "Reporting-MTA: dns; {host}", SCN_HOST_SELF },
	{ "Reporting-MTA: dns;{host}", SCN_HOST_SELF },
	{ "Generating server: {host}", SCN_HOST_SELF },
	{ "Remote server returned {} [{host}]", SCN_HOST_NONE },
	{ "host {host} [{address}]", SCN_HOST_SERVER },
	{ "host {peer} said:", SCN_HOST_SERVER },
	{ "by host {peer}", SCN_HOST_SERVER },
	{ "host {peer} refused", SCN_HOST_SERVER },
	{ "... while talking to {host}", SCN_HOST_SERVER },
	{ "Connected to {address} but", SCN_HOST_SERVER },
	{ "LastAttemptedServerName={host}", SCN_HOST_SERVER },
	{ "LastAttemptedIP={address}:{port}", SCN_HOST_SERVER },
	{ "receiving-mx-hostname\": \"{host}\"", SCN_HOST_SERVER },
	{ "alert number {alert}", SCN_HOST_NONE },
	{ "SSL alert {alert}", SCN_HOST_NONE },
	{ "alert {alert}", SCN_HOST_NONE },
	{ "alert [{alert}]", SCN_HOST_NONE },
	{ NULL, SCN_HOST_NONE },
};

const struct scn_family scn_family_bounce = { NULL, NULL, extracts };
