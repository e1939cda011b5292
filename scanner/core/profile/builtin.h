/*
 * The files of profiles/, compiled into the program by profiles/embed.py.
 */
#ifndef SCN_CORE_PROFILE_BUILTIN_H
#define SCN_CORE_PROFILE_BUILTIN_H

#include <stddef.h>

struct scn_builtin_profile {
	const char *file; /* "exchange-2019.json"; NULL ends the list */
	const char *text;
	size_t len;
};

extern const struct scn_builtin_profile scn_builtin_profiles[];

#endif
