#include "io/backends.h"

#include <string.h>

static const struct scn_handshake_backend *const backends[] = {
	&scn_openssl_backend,
#ifdef SCN_HAVE_WOLFSSL
	&scn_wolfssl_backend,
#endif
	NULL,
};

const struct scn_handshake_backend *scn_backend_find(const char *name)
{
	for (size_t i = 0; backends[i]; i++)
		if (strcmp(backends[i]->name, name) == 0)
			return backends[i];
	return NULL;
}

const struct scn_handshake_backend *const *scn_backends(void)
{
	return backends;
}
