/* Packets and hellos built by hand. */
#ifndef TESTS_CORE_CAPTURE_SUPPORT_H
#define TESTS_CORE_CAPTURE_SUPPORT_H

#include <string.h>

#include "core/base/alloc.h"
#include "core/capture/packet.h"
#include "core/tls/hello.h"

static inline struct scn_bytes bytes_of(const char *text)
{
	return (struct scn_bytes){ (const uint8_t *)text, strlen(text) };
}

/* A TLS 1.2 hello; seed changes what is new in each connection, suite what is not. */
static inline struct scn_builder hello_of(uint8_t seed, scn_suite_code suite, size_t fragment_len)
{
	const scn_suite_code suites[] = { suite, 0xC030 };
	struct scn_hello_spec spec = {
		.legacy_version = 0x0303,
		.suites = suites,
		.suite_count = SCN_COUNT(suites),
		.session_id_len = 32,
		.fragment_len = fragment_len,
	};
	struct scn_builder wire = { 0 };

	memset(spec.random, seed, sizeof(spec.random));
	memset(spec.session_id, seed, sizeof(spec.session_id));
	scn_hello_build(&spec, &wire);
	return wire;
}

static inline void tcp(struct scn_builder *out, uint16_t from, uint16_t to, uint32_t seq,
	uint8_t flags, struct scn_bytes payload)
{
	scn_build_u16(out, from);
	scn_build_u16(out, to);
	scn_build_u32(out, seq);
	scn_build_u32(out, 0);
	scn_build_u8(out, 6 << 4); /* with four bytes of options */
	scn_build_u8(out, flags);
	scn_build_u16(out, 0xFFFF);
	scn_build_u32(out, 0);
	scn_build_u32(out, 0x01010101);
	scn_build_bytes(out, payload);
}

static inline void ipv4(struct scn_builder *out, uint16_t fragment, uint8_t protocol, size_t len)
{
	scn_build_u8(out, 0x46); /* with four bytes of options */
	scn_build_u8(out, 0);
	scn_build_u16(out, (uint16_t)(24 + len));
	scn_build_u16(out, 0);
	scn_build_u16(out, fragment);
	scn_build_u8(out, 64);
	scn_build_u8(out, protocol);
	scn_build_u16(out, 0);
	scn_build_u32(out, 0xC0000201);
	scn_build_u32(out, 0xC0000202);
	scn_build_u32(out, 0x01010101);
}

static inline void ipv6(struct scn_builder *out, uint8_t next, size_t len)
{
	scn_build_u32(out, 0x60000000);
	scn_build_u16(out, (uint16_t)len);
	scn_build_u8(out, next);
	scn_build_u8(out, 64);
	for (uint8_t i = 1; i <= 2; i++) {
		scn_build_u32(out, 0x20010DB8);
		scn_build_zeros(out, 11);
		scn_build_u8(out, i);
	}
}

#endif
