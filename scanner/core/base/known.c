#include "core/base/known.h"

const char *scn_known_word(enum scn_known known)
{
	static const char *const words[] = { "unknown", "rejected", "accepted" };

	return words[known];
}
