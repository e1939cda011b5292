/* Schannel: events of the Windows System log, and its error codes. */
#include "core/explain/family.h"

static const char *const signs[] = {
	"Schannel",
	"The TLS protocol defined fatal",
	"Windows SChannel error state",
	"SEC_E_",
	NULL,
};

static const struct scn_extract extracts[] = {
	{ "fatal alert code is {alert}", SCN_HOST_NONE },
	{ "fatal error code is {alert}", SCN_HOST_NONE },
	{ "fatal alert was received: {alert}", SCN_HOST_NONE },
	{ "Protocol version: TLS {version} CipherSuite: {suite}", SCN_HOST_NONE },
	{ "Protocol: TLS {version} CipherSuite: {suite}", SCN_HOST_NONE },
	{ "CipherSuite: {suite}", SCN_HOST_NONE },
	{ NULL, SCN_HOST_NONE },
};

const struct scn_family scn_family_schannel = { "Schannel", signs, extracts };
