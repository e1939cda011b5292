/*
 * A template of IIS Crypto (.ictpl), XML in UTF-16 or UTF-8 with the root iisCryptoTemplate. Version 0
 * has schannelItem and cipherSuiteItem with state="Enabled|Disabled", version 3 templateItem with
 * value="0|-1" and one item that holds the list of suites. Read are clientProtocols, ciphers, hashes,
 * keyExchanges and cipherSuites. No entity but the five of XML is known, and nothing outside is loaded.
 */
#ifndef SCN_CORE_DIALECT_ICTPL_H
#define SCN_CORE_DIALECT_ICTPL_H

#include "core/base/bytes.h"
#include "core/dialect/windows.h"

/* False: the sentence is in *error. w is zeroed by the caller; notes: whole lines. */
bool scn_ictpl_read(struct scn_bytes file, struct scn_windows *w, struct scn_text *notes,
	struct scn_text *error);
bool scn_ictpl_recognise(struct scn_bytes file);
/* Version 3. False: *missing says why not; else what the format cannot hold. */
bool scn_ictpl_write(
	const struct scn_profile *profile, struct scn_text *out, struct scn_text *missing);

#endif
