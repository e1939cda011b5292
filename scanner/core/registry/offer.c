#include "core/registry/offer.h"

#include "core/base/alloc.h"

enum {
	GUARD_WEIGHT = -1,
	USUAL_WEIGHT = 1000, /* above every likelihood */
};

#define GUARD(code, name)
#define USUAL(code, name) code,
static const scn_suite_code usual[] = {
#include "core/registry/offers.inc"
};
#undef GUARD
#undef USUAL

#define GUARD(code, name) code,
#define USUAL(code, name)
static const scn_suite_code guards[] = {
#include "core/registry/offers.inc"
};

int scn_offer_weight(const struct scn_suite *suite)
{
	for (size_t i = 0; i < SCN_COUNT(guards); i++)
		if (guards[i] == suite->code)
			return GUARD_WEIGHT;
	for (size_t i = 0; i < SCN_COUNT(usual); i++)
		if (usual[i] == suite->code)
			return USUAL_WEIGHT - (int)i;
	return suite->likelihood;
}

scn_suite_code scn_offer_guard(void)
{
	return guards[0];
}

/* Our own estimate for mail servers on the Internet in 2026. */
static const uint8_t versions[SCN_VERSION_COUNT] = {
	[SCN_SSL2] = 1,
	[SCN_SSL3] = 3,
	[SCN_TLS1_0] = 45,
	[SCN_TLS1_1] = 45,
	[SCN_TLS1_2] = 97,
	[SCN_TLS1_3] = 80,
};

unsigned scn_offer_likelihood(enum scn_version version)
{
	return version < SCN_VERSION_COUNT ? versions[version] : 0;
}
