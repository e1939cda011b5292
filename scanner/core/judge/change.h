/*
 * One change on one side: the unit of advice. A remedy is a change that turns the outcome, shown by
 * asking the judge again with the change made, and proved by a counter-probe where it is the
 * client's side.
 */
#ifndef SCN_CORE_JUDGE_CHANGE_H
#define SCN_CORE_JUDGE_CHANGE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "core/base/text.h"
#include "core/facts/facts.h"
#include "core/profile/profile.h"

enum scn_side {
	SCN_SIDE_CLIENT,
	SCN_SIDE_SERVER,
};
const char *scn_side_word(enum scn_side side); /* "client", "server" */

/*
 * What is changed, and the JSON word of it. The last column says on whose side it can be tried by
 * sending the client's hello once more (a counter-probe): H = a change of the hello, - = not.
 */
enum scn_change_kind {
	SCN_CHANGE_ADD_SUITE,    /* add-suite: suite codes                                H */
	SCN_CHANGE_ADD_VERSION,  /* add-version: scn_version; with: suites that come along H */
	SCN_CHANGE_ADD_GROUP,    /* add-group: group codes                                H */
	SCN_CHANGE_ADD_SCHEME,   /* add-scheme: scheme codes                              H */
	SCN_CHANGE_ADD_KEY_TYPE, /* add-key-type: server, a second certificate; scn_scheme_key - */
	SCN_CHANGE_LARGER_DH,    /* larger-dh: server, bits                               - */
	SCN_CHANGE_LOWER_DH_LIMIT,   /* lower-dh-limit: client, bits; weak                    - */
	SCN_CHANGE_OFFER_STARTTLS,   /* offer-starttls: server, no values                     - */
	SCN_CHANGE_REPAIR_STARTTLS,  /* repair-starttls: server                              - */
	SCN_CHANGE_REPAIR_SERVICE,   /* repair-service: server, what listens is not TLS/SMTP - */
	SCN_CHANGE_REMOVE_VERSION,   /* remove-version: scn_version                          H */
	SCN_CHANGE_ADD_EXTENSION,    /* add-extension: extension codes                       H */
	SCN_CHANGE_REMOVE_EXTENSION, /* remove-extension: extension codes                H */
	SCN_CHANGE_REMOVE_SUITE,     /* remove-suite: suite codes                        H */
	SCN_CHANGE_SHORTEN_SUITES,   /* shorten-suite-list: so many suites at most       H */
	SCN_CHANGE_SHORTEN_HELLO,    /* shorten-hello: no key share over so many bytes   H */
	SCN_CHANGE_PAD_HELLO,        /* pad-hello: handshake message of so many bytes    H */
	SCN_CHANGE_REMOVE_KEY_EXCHANGE, /* remove-key-exchange: scn_kx                      H */
	SCN_CHANGE_SMALLER_DH,          /* smaller-dh: server, bits                         - */
	SCN_CHANGE_LARGER_KEY,          /* larger-key: server, bits of a new key            - */
	SCN_CHANGE_SMALLER_KEY,         /* smaller-key: server, bits                        - */
	SCN_CHANGE_REPLACE_CERTIFICATE, /* replace-certificate: server                      - */
	SCN_CHANGE_SEND_CHAIN,          /* send-chain: server, the intermediates too        - */
	SCN_CHANGE_UPDATE_SOFTWARE,     /* update-software: the TLS library of that side    - */
	SCN_CHANGE_CLIENT_CERTIFICATE, /* client-certificate: client presents one; server asks for none */
	SCN_CHANGE_TRUST,              /* trust: client, the issuer                        - */
	SCN_CHANGE_CORRECT_DNS,        /* correct-dns: server, TLSA records, DNSSEC        - */
	SCN_CHANGE_REMOVE_KEY_TYPE, /* remove-key-type: server; scn_scheme_key          - */
	SCN_CHANGE_SAME_SETTINGS,   /* same-settings: server, all behind one address    - */
	SCN_CHANGE_REPAIR_PATH,     /* repair-path: a device in between                 - */
	SCN_CHANGE_KIND_COUNT,
};
const char *scn_change_word(enum scn_change_kind kind);

enum {
	SCN_CHANGE_MAX_VALUES = 16,
	SCN_CHANGE_MAX_WITH = 4,
};

/* Alternatives: each value alone is enough; the first is preferred. */
struct scn_change {
	enum scn_side side;
	enum scn_change_kind kind;
	uint32_t values[SCN_CHANGE_MAX_VALUES];
	size_t value_count;
	/* Suites that have to come along with any of the values; none where the value is enough. */
	scn_suite_code with[SCN_CHANGE_MAX_WITH];
	size_t with_count;
};

/* "0xC02F", "TLS1.2", "secp256r1" …: a value as JSON shows it. */
void scn_change_value_text(const struct scn_change *change, size_t index, struct scn_text *out);
/* Can it be tried by sending the client's hello once more? */
bool scn_change_is_of_hello(const struct scn_change *change);
/* The profile as it would be after a client-side change with values[index]; a copy, NULL if the
 * change is not one of a profile. Its id is that of the counter-probe
 * ("exchange-2019+add-suite=0x009E"), so that changes can be chained. New suites go last, so that
 * nobody else is moved to them. */
struct scn_profile *scn_change_apply(
	const struct scn_profile *profile, const struct scn_change *change, size_t index);
/* Id of the counter-probe: "exchange-2019+add-suite=0x009E". Heap. */
char *scn_change_replay_id(
	const struct scn_profile *profile, const struct scn_change *change, size_t index);

#endif
