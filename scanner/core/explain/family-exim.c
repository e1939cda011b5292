/* Exim: mainlog, with OpenSSL and with GnuTLS. */
#include "core/explain/family.h"

static const char *const signs[] = {
	"exim[",
	"exim4[",
	"TLS error on connection from ",
	"TLS error on connection to ",
	"a TLS session is required, but ",
	"DANE attempt failed; TLS connection to ",
	"SMTP protocol synchronization error",
	" R={word} T={word} ",
	" P=esmtps X=",
	" P=esmtpsa X=",
	NULL,
};

static const struct scn_extract extracts[] = {
	{ "-> {word} R={word} T={word} H={peer} X={version}:{suite}:{bits}", SCN_HOST_SERVER },
	{ "=> {word} R={word} T={word} H={peer} X={version}:{suite}:{bits}", SCN_HOST_SERVER },
	{ "T={word} H={peer} X={version}:{suite}:{bits}", SCN_HOST_SERVER },
	{ "T={word} H={peer}", SCN_HOST_SERVER },
	{ "<= {word} H={peer} P={word} X={version}:{suite}:{bits}", SCN_HOST_CLIENT },
	{ "<= {word} H={host} ({host}) [{address}]{} X={version}:{suite}:{bits}", SCN_HOST_CLIENT },
	{ " X={version}:{suite}:{bits}", SCN_HOST_NONE },
	{ "TLS connection to {peer}", SCN_HOST_SERVER },
	{ "TLS error on connection to {peer}", SCN_HOST_SERVER },
	{ "TLS error on connection from {peer} ", SCN_HOST_CLIENT },
	{ "TLS error on connection from ({host}) [{address}]", SCN_HOST_CLIENT },
	{ "TLS error on connection from {host} ({host}) [{address}]", SCN_HOST_CLIENT },
	{ "defer ({number}) H={peer}", SCN_HOST_SERVER },
	{ "defer (-{number}) H={peer}", SCN_HOST_SERVER },
	{ "H={peer} TLS error on connection", SCN_HOST_SERVER },
	{ "{host} exim", SCN_HOST_SELF },
	{ " R={word} T={word}", SCN_LINE_OF_CLIENT },
	{ " P=esmtps", SCN_LINE_OF_SERVER },
	{ NULL, SCN_HOST_NONE },
};

const struct scn_family scn_family_exim = { "Exim", signs, extracts,
	":{number} {word} H=|:{number} {word} ==|:{number} {word} =>|:{number} {word} <=" };
