/*
 * Packets of any kind through the whole of core/capture. The input: a byte that chooses the link, then
 * packets, each with its length in two bytes before it. What is found must be a hello that becomes a
 * profile or is refused with a sentence.
 */
#include <assert.h>

#include "core/capture/capture.h"
#include "core/profile/profile-from-hello.h"
#include "core/profile/profile.h"
#include "core/tls/hello.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void check_hello(const struct scn_captured_hello *found)
{
	struct scn_bytes wire = { found->wire, found->wire_len };
	struct scn_hello_origin origin = { .id = found->ehlo ? found->ehlo : "", .reference = "x" };
	struct scn_hello *hello = NULL;
	struct scn_text error = { 0 };
	struct scn_profile *profile;
	size_t len = 0;

	assert(scn_hello_parse(wire, &hello, &len) == SCN_GOT && len == wire.len);
	scn_hello_free(hello);
	profile = scn_profile_from_hello(wire, &origin, &error);
	assert(profile || error.len);
	scn_profile_free(profile);
	scn_text_finish(&error);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct scn_reader r = scn_reader((struct scn_bytes){ data, size });
	enum scn_link link = (enum scn_link)(scn_read_u8(&r) % (SCN_LINK_COOKED2 + 1));
	struct scn_capture *capture = scn_capture_new();
	const struct scn_captured_hello *hellos;
	size_t count;

	while (scn_read_left(&r)) {
		struct scn_reader packet = scn_read_block(&r, 2);

		if (scn_read_ok(&packet))
			scn_capture_packet(capture, link, 1, packet.rest);
	}
	scn_capture_end(capture);
	hellos = scn_capture_hellos(capture, &count);
	for (size_t i = 0; i < count; i++)
		check_hello(&hellos[i]);
	scn_capture_free(capture);
	return 0;
}
