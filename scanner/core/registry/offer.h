/*
 * What stands where in the offers of an enumeration, and what is likely: tables that order questions
 * and say how many will come. Nothing here ever decides a verdict.
 *
 * The rows are offers.inc (places), the column of likelihoods in suites.inc, and the versions here.
 */
#ifndef SCN_CORE_REGISTRY_OFFER_H
#define SCN_CORE_REGISTRY_OFFER_H

#include "core/registry/suite.h"

/* The heavier, the further behind in an offer. Suites of the same weight stand by code. */
int scn_offer_weight(const struct scn_suite *suite);
/* What stands foremost in every offer, so that no ChaCha20 does. */
scn_suite_code scn_offer_guard(void);
/* How many servers of a hundred accept anything at this version. */
unsigned scn_offer_likelihood(enum scn_version version);

#endif
