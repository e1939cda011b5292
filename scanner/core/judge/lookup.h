/*
 * Small questions about a profile and facts that negotiation, causes and remedies share. Private to
 * the judge.
 */
#ifndef SCN_CORE_JUDGE_LOOKUP_H
#define SCN_CORE_JUDGE_LOOKUP_H

#include <stdbool.h>

#include "core/facts/facts.h"
#include "core/profile/profile.h"

/* Can this client complete the suite at this version? (versions_rsa_only) */
bool scn_suite_usable_at(
	const struct scn_profile *profile, scn_suite_code code, enum scn_version version);
/* Does the server sign its key exchange: (EC)DHE with a certificate? */
bool scn_suite_is_signed(const struct scn_suite *suite);
/* Is there a group that both have? unknown where the server's groups were not asked for. A client
 * without a list leaves the choice to the server. */
enum scn_known scn_common_group(const struct scn_profile *profile,
	const struct scn_server_facts *facts, enum scn_version version);
/* Is there a scheme of TLS 1.2 that both have for keys of this kind? */
enum scn_known scn_common_scheme(const struct scn_profile *profile,
	const struct scn_server_facts *facts, enum scn_auth auth);
/* Has the server a certificate whose key this client can work with, for suites of this kind? Up to
 * TLS 1.2 the curve of an ECDSA key has to be among the client's groups (RFC 8422 section 5.1); in TLS
 * 1.3 a scheme that fits the key has to be offered (RFC 8446 section 4.4.3). unknown where no
 * certificate of the kind was seen. */
enum scn_known scn_common_key(const struct scn_profile *profile,
	const struct scn_server_facts *facts, enum scn_version version, enum scn_auth auth);
/* Is the scheme one that signs with this very key (kind, and in TLS 1.3 the curve)? */
bool scn_scheme_fits_key(uint16_t scheme, const struct scn_certificate_fact *certificate);
/* Bits of the server's RSA key, 0 where none is known. */
uint16_t scn_rsa_bits(const struct scn_server_facts *facts);
/* Has the server, as far as one can see, a key for suites of this kind? */
bool scn_server_has_key(const struct scn_server_facts *facts, enum scn_auth auth);
/* The newest version that both have; SCN_VERSION_NONE if there is none, or if it depends on something
 * unknown. */
enum scn_version scn_common_version(
	const struct scn_profile *profile, const struct scn_server_facts *facts);
/* Does a scheme belong to suites that are authenticated so? */
bool scn_scheme_is_for(uint16_t scheme, enum scn_auth auth);

#endif
