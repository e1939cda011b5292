/* Every link layer down to the TCP segment; every packet also cut short at each byte. */
#include "test.h"

#include "core/capture/packet.h"
#include "support.h"

enum {
	IPV4_TYPE = 0x0800,
	IPV6_TYPE = 0x86DD,
	PAYLOAD_LEN = 5,
};

static const char payload[] = "EHLO ";

static void segment(struct scn_builder *out)
{
	tcp(out, 40000, 25, 1000, 0x18, bytes_of(payload));
}

static void whole_ipv4(struct scn_builder *out)
{
	ipv4(out, 0x4000, 6, 24 + PAYLOAD_LEN); /* "don't fragment" is no fragment */
	segment(out);
}

static void whole_ipv6(struct scn_builder *out)
{
	ipv6(out, 6, 24 + PAYLOAD_LEN);
	segment(out);
}

/* Hop by hop, routing (16 bytes), destination, an atomic fragment (RFC 6946), authentication. */
static void extended_ipv6(struct scn_builder *out)
{
	static const char *const headers = "2b00010400000000"
					   "3c010000000000000000000000000000"
					   "2c00010400000000"
					   "3300000000000009"
					   "060400000000000000000000000000000000000000000000";
	struct scn_builder extra = { 0 };

	assert_true(scn_build_hex(&extra, headers));
	ipv6(out, 0, extra.len + 24 + PAYLOAD_LEN);
	scn_build_bytes(out, scn_built(&extra));
	segment(out);
	scn_builder_finish(&extra);
}

static void ethernet(struct scn_builder *out, uint16_t type)
{
	scn_build_zeros(out, 12);
	scn_build_u16(out, type);
}

static void ethernet_ipv4(struct scn_builder *out)
{
	ethernet(out, IPV4_TYPE);
	whole_ipv4(out);
}

static void ethernet_ipv6(struct scn_builder *out)
{
	ethernet(out, IPV6_TYPE);
	whole_ipv6(out);
}

static void ethernet_extended(struct scn_builder *out)
{
	ethernet(out, IPV6_TYPE);
	extended_ipv6(out);
}

static void vlan(struct scn_builder *out)
{
	ethernet(out, 0x8100);
	scn_build_u16(out, 7);
	scn_build_u16(out, IPV4_TYPE);
	whole_ipv4(out);
}

static void qinq(struct scn_builder *out)
{
	ethernet(out, 0x88A8);
	scn_build_u16(out, 7);
	scn_build_u16(out, 0x8100);
	scn_build_u16(out, 8);
	scn_build_u16(out, IPV6_TYPE);
	whole_ipv6(out);
}

static void cooked(struct scn_builder *out)
{
	scn_build_zeros(out, 14);
	scn_build_u16(out, IPV4_TYPE);
	whole_ipv4(out);
}

static void cooked_vlan(struct scn_builder *out)
{
	scn_build_zeros(out, 14);
	scn_build_u16(out, 0x8100);
	scn_build_u16(out, 7);
	scn_build_u16(out, IPV6_TYPE);
	whole_ipv6(out);
}

static void cooked2(struct scn_builder *out)
{
	scn_build_u16(out, IPV6_TYPE);
	scn_build_zeros(out, 18);
	whole_ipv6(out);
}

static void loopback_little(struct scn_builder *out)
{
	scn_build_u32(out, 0x02000000);
	whole_ipv4(out);
}

static void loopback_big(struct scn_builder *out)
{
	scn_build_u32(out, 0x0000001E);
	whole_ipv6(out);
}

static const struct {
	const char *name;
	enum scn_link link;
	void (*build)(struct scn_builder *out);
	const char *from;
} rows[] = {
	{ "Ethernet, IPv4", SCN_LINK_ETHERNET, ethernet_ipv4, "192.0.2.1" },
	{ "Ethernet, IPv6", SCN_LINK_ETHERNET, ethernet_ipv6, "2001:db8::1" },
	{ "Ethernet, IPv6 with extensions", SCN_LINK_ETHERNET, ethernet_extended, "2001:db8::1" },
	{ "VLAN", SCN_LINK_ETHERNET, vlan, "192.0.2.1" },
	{ "QinQ", SCN_LINK_ETHERNET, qinq, "2001:db8::1" },
	{ "cooked", SCN_LINK_COOKED, cooked, "192.0.2.1" },
	{ "cooked, VLAN", SCN_LINK_COOKED, cooked_vlan, "2001:db8::1" },
	{ "cooked v2", SCN_LINK_COOKED2, cooked2, "2001:db8::1" },
	{ "raw IPv4", SCN_LINK_RAW, whole_ipv4, "192.0.2.1" },
	{ "raw IPv6", SCN_LINK_RAW, whole_ipv6, "2001:db8::1" },
	{ "loopback, little-endian", SCN_LINK_LOOPBACK, loopback_little, "192.0.2.1" },
	{ "loopback, big-endian", SCN_LINK_LOOPBACK, loopback_big, "2001:db8::1" },
};

static void expect_segment(const struct scn_segment *s, const char *from)
{
	struct scn_text address = { 0 };

	scn_endpoint_address(&s->from, &address);
	assert_string_equal(scn_text_str(&address), from);
	assert_int_equal(s->from.port, 40000);
	assert_int_equal(s->to.port, 25);
	assert_int_equal(s->seq, 1000);
	assert_false(s->syn);
	assert_true(s->ack);
	assert_false(s->cut);
	assert_true(scn_bytes_equal(s->payload, bytes_of(payload)));
	scn_text_finish(&address);
}

static void test_packet_reads_every_link(void **state)
{
	for (size_t i = 0; i < SCN_COUNT(rows); i++) {
		struct scn_builder packet = { 0 };
		struct scn_segment s;

		print_message("%s\n", rows[i].name);
		rows[i].build(&packet);
		assert_int_equal(
			scn_packet_read(rows[i].link, scn_built(&packet), &s), SCN_PACKET_TCP);
		expect_segment(&s, rows[i].from);
		scn_build_zeros(&packet, 9); /* a short frame is padded */
		assert_int_equal(
			scn_packet_read(rows[i].link, scn_built(&packet), &s), SCN_PACKET_TCP);
		expect_segment(&s, rows[i].from);
		scn_builder_finish(&packet);
	}
}

/* Cut in the headers it is broken; cut in the payload it is what is left, and says so. */
static void test_packet_may_be_cut_short(void **state)
{
	for (size_t i = 0; i < SCN_COUNT(rows); i++) {
		struct scn_builder packet = { 0 };
		struct scn_segment s;

		rows[i].build(&packet);
		for (size_t lost = 1; lost <= packet.len; lost++) {
			struct scn_bytes part = { packet.data, packet.len - lost };
			enum scn_packet_kind kind = scn_packet_read(rows[i].link, part, &s);

			assert_int_equal(
				kind, lost <= PAYLOAD_LEN ? SCN_PACKET_TCP : SCN_PACKET_BROKEN);
			if (lost <= PAYLOAD_LEN) {
				assert_true(s.cut);
				assert_int_equal(s.payload.len, PAYLOAD_LEN - lost);
			}
		}
		scn_builder_finish(&packet);
	}
}

/* ---- what is no segment ---- */

static void first_fragment(struct scn_builder *out)
{
	ipv4(out, 0x2000, 6, 24 + PAYLOAD_LEN);
	segment(out);
}

static void later_fragment(struct scn_builder *out)
{
	ipv4(out, 0x0005, 6, 24 + PAYLOAD_LEN);
	segment(out);
}

static void ipv6_fragment(struct scn_builder *out)
{
	static const uint8_t header[] = { 6, 0, 0, 1, 0, 0, 0, 9 };

	ipv6(out, 44, sizeof(header) + 24 + PAYLOAD_LEN);
	scn_build_bytes(out, (struct scn_bytes){ header, sizeof(header) });
	segment(out);
}

static void udp(struct scn_builder *out)
{
	ipv4(out, 0, 17, 8);
	scn_build_zeros(out, 8);
}

static void version_5(struct scn_builder *out)
{
	scn_build_u8(out, 0x55);
	scn_build_zeros(out, 60);
}

static void short_header(struct scn_builder *out)
{
	scn_build_u8(out, 0x44);
	scn_build_zeros(out, 60);
}

static void tcp_offset_4(struct scn_builder *out)
{
	whole_ipv4(out);
	out->data[24 + 12] = 4 << 4;
}

static void tcp_offset_15(struct scn_builder *out)
{
	whole_ipv4(out);
	out->data[24 + 12] = 15 << 4;
}

static void total_below_header(struct scn_builder *out)
{
	whole_ipv4(out);
	out->data[3] = 10;
}

static const struct {
	void (*build)(struct scn_builder *out);
	enum scn_packet_kind kind;
} others[] = {
	{ first_fragment, SCN_PACKET_FRAGMENT },
	{ later_fragment, SCN_PACKET_FRAGMENT },
	{ ipv6_fragment, SCN_PACKET_FRAGMENT },
	{ udp, SCN_PACKET_OTHER },
	{ version_5, SCN_PACKET_OTHER },
	{ short_header, SCN_PACKET_BROKEN },
	{ tcp_offset_4, SCN_PACKET_BROKEN },
	{ tcp_offset_15, SCN_PACKET_BROKEN },
	{ total_below_header, SCN_PACKET_BROKEN },
};

static void test_packet_names_what_it_leaves_out(void **state)
{
	for (size_t i = 0; i < SCN_COUNT(others); i++) {
		struct scn_builder packet = { 0 };
		struct scn_segment s;

		others[i].build(&packet);
		assert_int_equal(
			scn_packet_read(SCN_LINK_RAW, scn_built(&packet), &s), others[i].kind);
		scn_builder_finish(&packet);
	}
}

/* Segmentation offload leaves the length of the IP packet at 0. */
static void test_packet_without_a_length_is_as_long_as_it_is(void **state)
{
	struct scn_builder packet = { 0 };
	struct scn_segment s;

	whole_ipv4(&packet);
	packet.data[2] = packet.data[3] = 0;
	assert_int_equal(scn_packet_read(SCN_LINK_RAW, scn_built(&packet), &s), SCN_PACKET_TCP);
	expect_segment(&s, "192.0.2.1");
	scn_builder_finish(&packet);
}

/* RFC 5952 section 4 */
static void test_address_text_is_the_usual_one(void **state)
{
	static const struct {
		uint8_t address[16];
		const char *text;
	} addresses[] = {
		{ { 0 }, "::" },
		{ { [15] = 1 }, "::1" },
		{ { 0xFE, 0x80, [15] = 1 }, "fe80::1" },
		{ { 0x20, 1, 0xD, 0xB8, [7] = 1, [9] = 1, [11] = 1, [13] = 1, [15] = 1 },
			"2001:db8:0:1:1:1:1:1" },
		{ { 0x20, 1, [7] = 1, [15] = 1 }, "2001:0:0:1::1" },
		{ { 0x20, 1, [6] = 0xA }, "2001:0:0:a00::" },
	};

	for (size_t i = 0; i < SCN_COUNT(addresses); i++) {
		struct scn_endpoint end = { .address_len = 16 };
		struct scn_text text = { 0 };

		memcpy(end.address, addresses[i].address, 16);
		scn_endpoint_address(&end, &text);
		assert_string_equal(scn_text_str(&text), addresses[i].text);
		scn_text_finish(&text);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_packet_reads_every_link),
		cmocka_unit_test(test_packet_may_be_cut_short),
		cmocka_unit_test(test_packet_names_what_it_leaves_out),
		cmocka_unit_test(test_packet_without_a_length_is_as_long_as_it_is),
		cmocka_unit_test(test_address_text_is_the_usual_one),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
