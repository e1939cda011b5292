/* A hostile server's answer: whole and byte by byte must mean the same. */
#include <assert.h>

#include "core/tls/flight.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static const scn_suite_code suites[] = { 0xC02F, 0x009E, 0x002F, 0x1301, 0xC0A0, 0x00AA, 0x010080 };
static const uint16_t groups[] = { 0x001D, 0x0017 };

static void expect_same(const struct scn_flight_facts *a, const struct scn_flight_facts *b)
{
	assert(a->end == b->end);
	assert(a->selected == b->selected && a->retry == b->retry && a->done == b->done);
	assert(a->suite == b->suite && a->suite_offered == b->suite_offered);
	assert(a->version == b->version && a->version_offered == b->version_offered);
	assert(a->wire_version == b->wire_version && a->compression == b->compression);
	assert(a->group == b->group && a->group_offered == b->group_offered);
	assert(a->scheme == b->scheme && a->dh_bits == b->dh_bits && a->dh_name == b->dh_name);
	assert(a->extended_master_secret == b->extended_master_secret);
	assert(a->secure_renegotiation == b->secure_renegotiation);
	assert(a->downgrade_mark == b->downgrade_mark);
	assert(a->certificate_request == b->certificate_request);
	assert(a->alert_level == b->alert_level && a->alert_code == b->alert_code);
	assert(a->warning_count == b->warning_count);
	assert(a->certificate_count == b->certificate_count);
	assert(a->ssl2_kind_count == b->ssl2_kind_count);
}

/* What those who read the facts rely on without asking. */
static void expect_sound(const struct scn_flight_facts *f)
{
	assert(f->selected == (f->version != SCN_VERSION_NONE));
	assert(!f->selected || f->version < SCN_VERSION_COUNT);
	assert(f->end != SCN_FLIGHT_COMPLETE || f->selected);
	assert(f->end != SCN_FLIGHT_ALERT || (!f->selected && f->alert_level == 2));
	assert((f->end == SCN_FLIGHT_NOT_TLS) == (f->first_bytes.len > 0));
	assert(f->certificate_count <= SCN_FLIGHT_MAX_CERTIFICATES);
	for (size_t i = 0; i < f->certificate_count; i++)
		assert(f->certificates[i].subject && f->certificates[i].der);
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
	expect_sound(&whole.facts);
	expect_sound(&bytes.facts);
	scn_flight_finish(&whole);
	scn_flight_finish(&bytes);
	return 0;
}
