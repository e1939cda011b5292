#include "core/registry/codes.h"

bool scn_codes_hold(const uint16_t *codes, size_t count, uint16_t code)
{
	for (size_t i = 0; i < count; i++)
		if (codes[i] == code)
			return true;
	return false;
}

bool scn_suites_hold(const scn_suite_code *codes, size_t count, scn_suite_code code)
{
	for (size_t i = 0; i < count; i++)
		if (codes[i] == code)
			return true;
	return false;
}
