/*
 * Protocol versions. One enum for code, a word for JSON and CLI ("TLS1.2"), the value on the wire.
 */
#ifndef SCN_CORE_REGISTRY_VERSION_H
#define SCN_CORE_REGISTRY_VERSION_H

#include <stdbool.h>
#include <stdint.h>

/* In the order of age, so that < means older. */
enum scn_version {
	SCN_SSL2,
	SCN_SSL3,
	SCN_TLS1_0,
	SCN_TLS1_1,
	SCN_TLS1_2,
	SCN_TLS1_3,
	SCN_VERSION_COUNT,
	SCN_VERSION_NONE = SCN_VERSION_COUNT,
};

/* A set of versions: bit 1 << version. */
typedef uint8_t scn_versions;
#define SCN_VERSION_BIT(version) ((scn_versions)(1U << (version)))
#define SCN_VERSIONS_ALL         ((scn_versions)((1U << SCN_VERSION_COUNT) - 1))

/* "SSL2", "SSL3", "TLS1.0" … "TLS1.3": machine formats. SCN_VERSION_NONE gives NULL. */
const char *scn_version_word(enum scn_version version);
/* "SSL 2.0", "TLS 1.2": what a person reads. */
const char *scn_version_title(enum scn_version version);
/* The word or the title, either case; SCN_VERSION_NONE if it is neither. */
enum scn_version scn_version_parse(const char *text);
/* 0x0002, 0x0300, … 0x0304 (RFC 8446 section 4.1.2). */
uint16_t scn_version_wire(enum scn_version version);
enum scn_version scn_version_from_wire(uint16_t wire);
/* The newest and the oldest of a set, SCN_VERSION_NONE of the empty one. */
enum scn_version scn_versions_newest(scn_versions set);
enum scn_version scn_versions_oldest(scn_versions set);

#endif
