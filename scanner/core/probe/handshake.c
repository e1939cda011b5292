#include "core/probe/handshake.h"

#include <stdlib.h>

void scn_handshake_result_finish(struct scn_handshake_result *r)
{
	for (size_t i = 0; i < r->certificate_count; i++)
		scn_certificate_fact_finish(&r->certificates[i]);
	free(r->certificates);
	free(r->chain);
	free(r->failure);
	*r = (struct scn_handshake_result){ 0 };
}
