/*
 * Numeric IP addresses: read, and whose they are. The servers of one owner stand beside each other, in
 * one /24 of IPv4 or one /64 of IPv6.
 */
#ifndef SCN_CORE_BASE_ADDRESS_H
#define SCN_CORE_BASE_ADDRESS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum {
	SCN_IPV4_OWNER_BITS = 24,
	SCN_IPV6_OWNER_BITS = 64,
};

/* A numeric address as 16 bytes (IPv4 mapped, RFC 4291 section 2.5.5.2; a %scope is left out). False: not
 * an address. */
bool scn_address_bytes(const char *address, uint8_t bytes_out[16]);
/* The same with the bits behind /24 or /64 cleared. */
bool scn_network_bytes(const char *address, uint8_t bytes_out[16]);

/* The parts of it, for text that is not a string of its own. */
bool scn_ipv4_parse(const char *text, size_t len, uint8_t bytes_out[4]);
bool scn_ipv6_parse(const char *text, size_t len, uint8_t bytes_out[16]);

#endif
