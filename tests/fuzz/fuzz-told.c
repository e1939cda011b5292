/* What replies say of waiting: any text gives a length of time that can be added to a clock. */
#include <assert.h>
#include <stdlib.h>

#include "core/base/alloc.h"
#include "core/probe/told.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	char *reply = scn_strndup((const char *)data, size);
	scn_time wait = scn_told_wait(reply);

	assert(wait >= 0 && wait <= SCN_NEVER / 2);
	scn_told_too_many(reply);
	free(reply);
	return 0;
}
