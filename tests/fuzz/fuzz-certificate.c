/* A certificate from a hostile server. */
#include <assert.h>
#include <string.h>

#include "core/tls/certificate.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct scn_certificate_fact fact;
	bool ok = scn_certificate_read((struct scn_bytes){ data, size }, &fact);

	assert(!ok || (fact.subject && fact.issuer && fact.signature && fact.key_word));
	assert(fact.name_count <= SCN_CERTIFICATE_MAX_NAMES);
	if (ok) {
		struct scn_certificate_fact again;

		scn_certificate_matches(&fact, "mx.firma.example");
		assert(fact.der_len == size && memcmp(fact.der, data, size) == 0);
		assert(scn_certificate_read((struct scn_bytes){ fact.der, fact.der_len }, &again));
		assert(strcmp(again.subject, fact.subject) == 0 && again.bits == fact.bits);
		assert(again.name_count == fact.name_count);
		scn_certificate_fact_finish(&again);
	}
	scn_certificate_fact_finish(&fact);
	return 0;
}
