/*
 * A registry export of Schannel: what regedit or `reg export` writes, in UTF-16 or UTF-8. Read are
 * the client's half of SCHANNEL\Protocols, Ciphers, Hashes, KeyExchangeAlgorithms and the suites and
 * curves of the policy (which wins) or of the local configuration; everything else is passed over.
 *
 * Grammar: a first line "Windows Registry Editor Version 5.00" or "REGEDIT4"; [KEY] or [-KEY];
 * "NAME"=dword:HEX | "TEXT" | hex(N):HEX,HEX… | - ; a backslash at the end goes on in the next line.
 */
#ifndef SCN_CORE_DIALECT_REG_H
#define SCN_CORE_DIALECT_REG_H

#include "core/base/bytes.h"
#include "core/dialect/windows.h"

/* False: the sentence is in *error. w is zeroed by the caller. */
bool scn_reg_read(struct scn_bytes file, struct scn_windows *w, struct scn_text *error);
bool scn_reg_recognise(struct scn_bytes file);
/* As regedit writes it: UTF-16 with a mark, so the text may hold zeros. False: *missing says why not;
 * else it says what the format cannot hold. */
bool scn_reg_write(
	const struct scn_profile *profile, struct scn_text *out, struct scn_text *missing);

#endif
