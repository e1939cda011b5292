/*
 * The CLIENT side: what one sending client offers in its ClientHello, its limits and its policy.
 * One file a client in profiles/, format in profiles/README.md ("handfast/profile/1").
 */
#ifndef SCN_CORE_PROFILE_PROFILE_H
#define SCN_CORE_PROFILE_PROFILE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "core/base/known.h"
#include "core/registry/suite.h"
#include "core/registry/version.h"

enum {
	SCN_PROFILE_MAX_LEN = 1024 * 1024, /* bytes of a profile file */
	SCN_PROFILE_MAX_SUITES = 1024,
};

/* "captured", "documented", "derived", "estimated". */
enum scn_source_kind {
	SCN_SOURCE_CAPTURED,
	SCN_SOURCE_DOCUMENTED,
	SCN_SOURCE_DERIVED,
	SCN_SOURCE_ESTIMATED,
};
const char *scn_source_word(enum scn_source_kind kind);

struct scn_source {
	enum scn_source_kind kind;
	char *what;
	char *reference;
	char *date; /* or NULL */
};

/* "none", "chain", "name", "dane". */
enum scn_verifies {
	SCN_VERIFIES_NONE,
	SCN_VERIFIES_CHAIN,
	SCN_VERIFIES_NAME,
	SCN_VERIFIES_DANE,
};
const char *scn_verifies_word(enum scn_verifies verifies);

/* "unknown", "clear-at-once", "clear-later", "next-server", "queue". */
enum scn_after_failure {
	SCN_AFTER_UNKNOWN,
	SCN_AFTER_CLEAR_AT_ONCE,
	SCN_AFTER_CLEAR_LATER,
	SCN_AFTER_NEXT_SERVER,
	SCN_AFTER_QUEUE,
};
const char *scn_after_failure_word(enum scn_after_failure after);

/* An extension at its place; body NULL: built from the lists. */
struct scn_profile_extension {
	uint16_t code;
	uint8_t *body;
	size_t body_len;
};

/* 0 = no limit known. */
struct scn_profile_limits {
	uint32_t dh_min, dh_max;   /* bits of a finite-field group */
	uint32_t rsa_min, rsa_max; /* bits of the server's key */
};

/* Schannel's third state: what nobody set, so that Windows takes its own. The lists of the profile hold what
 * that is for the base; where the base is not known they are a guess, on which no verdict rests. Of the
 * lists only the whole one can be set: there is no value for one suite. */
struct scn_not_set {
	char *base; /* id of the profile whose defaults count; NULL: not known, or nothing is said */
	scn_versions versions;
	bool suites, groups;
};

struct scn_profile {
	char *id;       /* "exchange-2019" */
	char *name;     /* "Exchange 2019" */
	char *platform; /* "Windows Server 2019" */
	char *role;     /* "sender" */
	char *note;     /* or NULL */
	struct scn_source *sources;
	size_t source_count;
	scn_versions versions; /* offered */
	/* Offered, but completed only with static RSA (OpenSSL 3 with TLS 1.0/1.1); a subset. */
	scn_versions versions_rsa_only;
	scn_suite_code *suites; /* in offered order, signals and GREASE included */
	size_t suite_count;
	uint16_t *groups;
	size_t group_count;
	uint16_t *schemes;
	size_t scheme_count;
	uint16_t *key_shares; /* groups with a key share in the hello (TLS 1.3) */
	size_t key_share_count;
	struct scn_profile_extension *extensions; /* in the order of the hello */
	size_t extension_count;
	uint8_t *point_formats;
	size_t point_format_count;
	char **alpn;
	size_t alpn_count;
	uint8_t session_id_len; /* 0 or 32 */
	uint16_t record_version;
	bool ssl2_form; /* the hello is a SSL 2.0 CLIENT-HELLO */
	bool sends_sni;
	uint8_t *
		hello; /* a captured hello, record header included; NULL = composed from the lists */
	size_t hello_len;
	struct scn_profile_limits limits;
	bool requires_secure_renegotiation;
	bool requires_extended_master_secret;
	bool requires_key_usage; /* ends the handshake where keyUsage does not fit, also unverified */
	enum scn_verifies verifies;
	enum scn_after_failure after_failure;
	struct scn_not_set not_set;
	/* Where it came from, for messages; NULL for a built-in one. */
	char *file;
};

void scn_profile_free(struct scn_profile *profile);
struct scn_profile *scn_profile_copy(const struct scn_profile *profile);
/* With its platform: "Exchange 2019 (Windows Server 2019)". Heap. */
char *scn_profile_title(const struct scn_profile *profile);
bool scn_profile_offers_suite(const struct scn_profile *profile, scn_suite_code code);
bool scn_profile_offers_group(const struct scn_profile *profile, uint16_t group);
bool scn_profile_offers_scheme(const struct scn_profile *profile, uint16_t scheme);
bool scn_profile_has_extension(const struct scn_profile *profile, uint16_t code);
bool scn_profile_offers_version(const struct scn_profile *profile, enum scn_version version);
/* The same where it may be left to a default that nobody knows. */
enum scn_known scn_profile_knows_version(
	const struct scn_profile *profile, enum scn_version version);
/* Are its suites or groups those of a Windows that nobody knows? */
bool scn_profile_guesses_lists(const struct scn_profile *profile);
/* What is set from now on: everything; nothing, with this base. */
void scn_profile_set_all(struct scn_profile *profile);
void scn_profile_set_nothing(struct scn_profile *profile, const char *base);
/* Selectable suites that the client offers and that exist at this version. */
size_t scn_profile_suites_at(const struct scn_profile *profile, enum scn_version version,
	const scn_suite_code **codes_out /* heap array that the caller frees */);
/* Is its TLS library Schannel (Exchange, Windows)? Then it can have only what Schannel has a name for. */
bool scn_profile_is_schannel(const struct scn_profile *profile);
/* Does it offer real suites that use ECDHE at TLS 1.2 or older? */
bool scn_profile_has_ecdhe(const struct scn_profile *profile);

/* An ordered set of profiles; ids are unique. Owns them. */
struct scn_profiles {
	struct scn_profile **items;
	size_t count;
};
void scn_profiles_finish(struct scn_profiles *profiles);
/* False, and profile not taken, if the id is there already. */
bool scn_profiles_add(struct scn_profiles *profiles, struct scn_profile *take_profile);
/* Where the id is there already it gets a number behind it: "mx", "mx-2". */
void scn_profiles_add_numbered(struct scn_profiles *profiles, struct scn_profile *take_profile);
const struct scn_profile *scn_profiles_find(const struct scn_profiles *profiles, const char *id);
/* The id nearest to a mistyped one, or NULL. */
const char *scn_profiles_nearest(const struct scn_profiles *profiles, const char *id);

#endif
