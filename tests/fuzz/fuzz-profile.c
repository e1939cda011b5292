/* Any bytes as a profile file: what loads can be saved, loads again as the same, and can greet. */
#include <assert.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "core/profile/profile-hello.h"
#include "core/profile/profile-json.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void greet(const struct scn_profile *profile)
{
	const struct scn_hello_inputs inputs = { .server_name = "mx1.firma.example" };
	struct scn_hello *hello = scn_profile_hello(profile, &inputs);
	struct scn_builder wire = { 0 };

	scn_hello_build(scn_hello_spec(hello), &wire);
	assert(wire.len > 0);
	scn_builder_finish(&wire);
	scn_hello_free(hello);
}

static void save_and_load(const struct scn_profile *profile)
{
	struct scn_text error = { 0 };
	struct scn_text first = { 0 };
	struct scn_text second = { 0 };
	struct scn_profile *again;

	scn_profile_save(profile, &first);
	again = scn_profile_load(first.at, first.len, "saved", &error);
	assert(again || first.len > SCN_PROFILE_MAX_LEN);
	if (again) {
		scn_profile_save(again, &second);
		assert(first.len == second.len && memcmp(first.at, second.at, first.len) == 0);
	}
	scn_profile_free(again);
	scn_text_finish(&first);
	scn_text_finish(&second);
	scn_text_finish(&error);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct scn_text error = { 0 };
	struct scn_profile *profile = scn_profile_load((const char *)data, size, "fuzz", &error);

	assert((profile == NULL) == (error.len > 0));
	if (profile) {
		save_and_load(profile);
		greet(profile);
	}
	scn_profile_free(profile);
	scn_text_finish(&error);
	return 0;
}
