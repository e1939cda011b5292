/* A hostile server's answer: whole and byte by byte must mean the same. */
#include <assert.h>

#include "core/tls/flight.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static const scn_suite_code suites[] = { 0xC02F, 0x009E, 0x002F, 0x1301, 0xC0A0, 0x00AA, 0x010080 };
static const uint16_t groups[] = { 0x001D, 0x0017 };

static void expect_same(const struct scn_flight_facts *a, const struct scn_flight_facts *b)
{
	assert(a->end == b->end);
	assert(a->selected == b->selected);
	assert(a->suite == b->suite);
	assert(a->version == b->version);
	assert(a->group == b->group);
	assert(a->dh_bits == b->dh_bits);
	assert(a->certificate_count == b->certificate_count);
	assert(a->ssl2_kind_count == b->ssl2_kind_count);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct scn_hello_spec offer = { .legacy_version = 0x0303,
		.suites = suites,
		.suite_count = sizeof(suites) / sizeof(suites[0]),
		.groups = groups,
		.group_count = 2 };
	struct scn_flight whole, bytes;

	if (size && (data[0] & 0x80))
		offer.form = SCN_HELLO_SSL2;
	scn_flight_init(&whole, &offer);
	scn_flight_init(&bytes, &offer);
	scn_flight_feed(&whole, (struct scn_bytes){ data, size });
	for (size_t i = 0; i < size; i++)
		scn_flight_feed(&bytes, (struct scn_bytes){ data + i, 1 });
	expect_same(&whole.facts, &bytes.facts);
	scn_flight_finish(&whole);
	scn_flight_finish(&bytes);
	return 0;
}
