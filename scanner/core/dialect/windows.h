/*
 * Schannel's settings, whatever file they come from: a registry export (reg.h), an IIS Crypto template
 * (ictpl.h), the output of Get-TlsCipherSuite (powershell.h). They say only what somebody changed, so
 * they are applied to a base: the profile of the same Windows as it was installed.
 *
 * Only the client's half counts here; of protocols it is both values, Enabled and DisabledByDefault.
 */
#ifndef SCN_CORE_DIALECT_WINDOWS_H
#define SCN_CORE_DIALECT_WINDOWS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "core/base/text.h"
#include "core/profile/profile.h"

enum scn_windows_kind {
	SCN_WINDOWS_CIPHER,   /* SCHANNEL\Ciphers */
	SCN_WINDOWS_HASH,     /* SCHANNEL\Hashes */
	SCN_WINDOWS_EXCHANGE, /* SCHANNEL\KeyExchangeAlgorithms */
	SCN_WINDOWS_KIND_COUNT,
};

/* Zeroed: nothing said. */
struct scn_windows {
	scn_versions enabled_said, enabled;     /* value Enabled: is it there; is it not 0 */
	scn_versions default_said, default_off; /* value DisabledByDefault: likewise */
	uint32_t off[SCN_WINDOWS_KIND_COUNT];   /* bits: rows of the tables of names */
	bool has_suites, has_groups;
	scn_suite_code *suites;
	size_t suite_count;
	uint16_t *groups;
	size_t group_count;
	uint16_t *endings; /* curves in the order in which names end in them: _P256 … */
	size_t ending_count;
	struct scn_profile_limits limits; /* 0: not said */
};
void scn_windows_finish(struct scn_windows *w);

/* "TLS 1.2". False: no such protocol. *version_out is SCN_VERSION_NONE for those that are not TLS over
 * TCP, or older than SSL 2.0. */
bool scn_windows_protocol(const char *name, enum scn_version *version_out);
/* Switch an algorithm on or off by Schannel's name. False: nobody has that name. */
bool scn_windows_switch(
	struct scn_windows *w, enum scn_windows_kind kind, const char *name, bool on);
/* A name of the suite list, of the curve list. False: not known, or there already; said in *error. */
bool scn_windows_add_suite(
	struct scn_windows *w, const char *name, unsigned line, struct scn_text *error);
bool scn_windows_add_group(
	struct scn_windows *w, const char *name, unsigned line, struct scn_text *error);
/* Names separated by commas (and blanks). */
bool scn_windows_add_suites(
	struct scn_windows *w, const char *list, unsigned line, struct scn_text *error);
void scn_windows_clear_suites(struct scn_windows *w);
void scn_windows_clear_groups(struct scn_windows *w);

/* Change the profile (a copy of the base), and note what stays not set: it has the values of the base,
 * under the base's id. notes: whole lines about what could not be told. */
void scn_windows_apply(
	const struct scn_windows *w, struct scn_profile *profile, struct scn_text *notes);

/* The suites of a profile with Schannel's names, separated by commas; how many have none. */
size_t scn_windows_suite_list(const struct scn_profile *profile, struct scn_text *out);

#endif
