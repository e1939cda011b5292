/* What the formats share, and their functions for the table in kinds.c. Private to import. */
#ifndef SCN_IMPORT_PRIVATE_H
#define SCN_IMPORT_PRIVATE_H

#include "import/import.h"

/* Take a profile over; where its id is there already it gets a number behind it. */
void scn_import_add(struct scn_import_result *result, struct scn_profile *take_profile);
/* "JA4 t13d1516h2_8daaf6152771_b186095e22b6, JA3 e7d7….": the short forms by which other tools know a
 * client; nothing where it is no hello. */
void scn_import_hello_note(struct scn_bytes wire, struct scn_text *out);

/* ---- capture.c ---- */
bool scn_import_capture_recognise(struct scn_bytes bytes);
bool scn_import_capture_read(const struct scn_import_input *input, struct scn_import_result *result,
	struct scn_text *error);

/* ---- hex.c ---- */
bool scn_import_hex_recognise(struct scn_bytes bytes);
bool scn_import_hex_read(const struct scn_import_input *input, struct scn_import_result *result,
	struct scn_text *error);

/* ---- strings.c ---- */
bool scn_import_openssl_recognise(struct scn_bytes bytes);
bool scn_import_openssl_read(const struct scn_import_input *input, struct scn_import_result *result,
	struct scn_text *error);
bool scn_import_postfix_recognise(struct scn_bytes bytes);
bool scn_import_postfix_read(const struct scn_import_input *input, struct scn_import_result *result,
	struct scn_text *error);

/* ---- based.c ---- */
bool scn_import_reg_recognise(struct scn_bytes bytes);
bool scn_import_reg_read(const struct scn_import_input *input, struct scn_import_result *result,
	struct scn_text *error);
bool scn_import_ictpl_recognise(struct scn_bytes bytes);
bool scn_import_ictpl_read(const struct scn_import_input *input, struct scn_import_result *result,
	struct scn_text *error);
bool scn_import_powershell_recognise(struct scn_bytes bytes);
bool scn_import_powershell_read(const struct scn_import_input *input,
	struct scn_import_result *result, struct scn_text *error);
bool scn_import_gnutls_recognise(struct scn_bytes bytes);
bool scn_import_gnutls_read(const struct scn_import_input *input, struct scn_import_result *result,
	struct scn_text *error);

#endif
