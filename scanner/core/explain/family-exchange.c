/* Exchange: protocol logs of its connectors (CSV), and its words in queues. */
#include "core/explain/family.h"

static const char *const signs[] = {
	"TLS protocol SP_PROT_",
	"TLS negotiation failed with error ",
	"Microsoft ESMTP MAIL Service",
	",{address}:{number},{address}:{number},",
	NULL,
};

static const struct scn_extract extracts[] = {
	{ "TLS protocol SP_PROT_{version}_CLIENT negotiation succeeded using bulk encryption "
	  "algorithm "
	  "CALG_{suite} with strength {bits} bits, MAC hash algorithm CALG_{hash} with strength "
	  "{number} "
	  "bits and key exchange algorithm CALG_{kx}",
		SCN_HOST_NONE },
	{ "TLS protocol SP_PROT_{version}_SERVER negotiation succeeded using bulk encryption "
	  "algorithm "
	  "CALG_{suite} with strength {bits} bits, MAC hash algorithm CALG_{hash} with strength "
	  "{number} "
	  "bits and key exchange algorithm CALG_{kx}",
		SCN_HOST_NONE },
	/* local endpoint, remote endpoint; from port 25 it is a receive connector. */
	{ ",{address}:25,{address}:{port},", SCN_HOST_CLIENT },
	{ ",{address}:{number},{address}:{port},", SCN_HOST_SERVER },
	{ NULL, SCN_HOST_NONE },
};

const struct scn_family scn_family_exchange = { "Exchange", signs, extracts,
	",{host},{number},{address}:{port}," };
