/* Cisco ESA (Secure Email Gateway): ICID is an incoming connection, DCID a delivery. */
#include "core/explain/family.h"

static const char *const signs[] = {
	"ICID {number} ",
	"DCID {number} ",
	NULL,
};

static const struct scn_extract extracts[] = {
	{ "ICID {number} TLS success protocol {version} cipher {suite}", SCN_HOST_NONE },
	{ "DCID {number} TLS success protocol {version} cipher {suite} for {host}", SCN_HOST_NONE },
	{ "DCID {number} TLS success protocol {version} cipher {suite}", SCN_HOST_NONE },
	{ "New SMTP DCID {number} interface {word} address {address} port {port}",
		SCN_HOST_SERVER },
	{ "New SMTP ICID {number} {} address {address} reverse dns host {host}", SCN_HOST_CLIENT },
	{ "DCID {number}", SCN_LINE_OF_CLIENT },
	{ "ICID {number}", SCN_LINE_OF_SERVER },
	{ NULL, SCN_HOST_NONE },
};

const struct scn_family scn_family_esa = { "Cisco ESA", signs, extracts,
	"DCID {number}|ICID {number}" };
