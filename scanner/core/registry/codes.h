/*
 * Is a code in a list of codes? Suites, and whatever has 16 bits on the wire: groups, schemes, versions,
 * extensions.
 */
#ifndef SCN_CORE_REGISTRY_CODES_H
#define SCN_CORE_REGISTRY_CODES_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "core/registry/suite.h"

bool scn_codes_hold(const uint16_t *codes, size_t count, uint16_t code);
bool scn_suites_hold(const scn_suite_code *codes, size_t count, scn_suite_code code);

#endif
