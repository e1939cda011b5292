/*
 * The output of Get-TlsCipherSuite: as a list of properties, as a table, as bare names, or through
 * ConvertTo-Json. What counts are the names in their order. A table that cut names off is refused.
 */
#ifndef SCN_CORE_DIALECT_POWERSHELL_H
#define SCN_CORE_DIALECT_POWERSHELL_H

#include "core/base/bytes.h"
#include "core/dialect/windows.h"

/* False: the sentence is in *error. w is zeroed by the caller. */
bool scn_powershell_read(struct scn_bytes file, struct scn_windows *w, struct scn_text *error);
bool scn_powershell_recognise(struct scn_bytes file);

#endif
