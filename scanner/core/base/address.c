#include "core/base/address.h"

#include <arpa/inet.h>
#include <string.h>

/* The piece of text as a string for the C library, which knows the rest (RFC 4291 section 2.2). */
static bool parse(int family, const char *text, size_t len, uint8_t *bytes_out)
{
	char plain[INET6_ADDRSTRLEN];

	if (len >= sizeof(plain) || memchr(text, 0, len))
		return false;
	memcpy(plain, text, len);
	plain[len] = 0;
	return inet_pton(family, plain, bytes_out) == 1;
}

bool scn_ipv4_parse(const char *text, size_t len, uint8_t bytes_out[4])
{
	return parse(AF_INET, text, len, bytes_out);
}

bool scn_ipv6_parse(const char *text, size_t len, uint8_t bytes_out[16])
{
	return parse(AF_INET6, text, len, bytes_out);
}

static const uint8_t mapped[12] = { [10] = 0xFF, [11] = 0xFF };

bool scn_address_bytes(const char *address, uint8_t bytes_out[16])
{
	memcpy(bytes_out, mapped, sizeof(mapped));
	if (scn_ipv4_parse(address, strlen(address), bytes_out + 12))
		return true;
	return scn_ipv6_parse(address, strcspn(address, "%"), bytes_out);
}

bool scn_network_bytes(const char *address, uint8_t bytes_out[16])
{
	size_t kept = SCN_IPV6_OWNER_BITS / 8;

	if (!scn_address_bytes(address, bytes_out))
		return false;
	if (memcmp(bytes_out, mapped, sizeof(mapped)) == 0)
		kept = sizeof(mapped) + SCN_IPV4_OWNER_BITS / 8;
	memset(bytes_out + kept, 0, 16 - kept);
	return true;
}
