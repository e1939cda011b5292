#include "io/digest.h"

#include <openssl/err.h>
#include <openssl/evp.h>

bool scn_digest_hex(const char *name, struct scn_bytes bytes, struct scn_text *out)
{
	uint8_t digest[EVP_MAX_MD_SIZE];
	size_t len = 0;
	bool ok = EVP_Q_digest(NULL, name, NULL, bytes.at, bytes.len, digest, &len) == 1;

	if (ok)
		scn_text_hex(out, (struct scn_bytes){ digest, len });
	else
		ERR_clear_error();
	return ok;
}
