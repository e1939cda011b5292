/*
 * Bodies of ClientHello extensions: a table with a row an extension that says how its body is built
 * from the fields of a spec. Private to core/tls.
 */
#ifndef SCN_CORE_TLS_EXTENSION_H
#define SCN_CORE_TLS_EXTENSION_H

#include <stdbool.h>

#include "core/tls/hello.h"

/* Append the extension (type, length, body), unless the spec has it left out (no server_name, no key
 * shares wanted). Padding is not built here: its length depends on the rest of the hello. */
void scn_extension_build(const struct scn_hello_spec *spec,
	const struct scn_hello_extension *extension, struct scn_builder *out);

#endif
