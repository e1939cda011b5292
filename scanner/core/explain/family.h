/*
 * Who writes logs, bounces and events: by what a line of theirs is known, and where it names the other
 * side, the version, the suite, the alert. One file a family; each is a table.
 */
#ifndef SCN_CORE_EXPLAIN_FAMILY_H
#define SCN_CORE_EXPLAIN_FAMILY_H

#include "core/explain/replies.h"

/* What a pattern tells: whose its {host} or {peer} is, or which side writes such lines. */
enum scn_host_role {
	SCN_HOST_NONE,
	SCN_HOST_SERVER, /* the host in the pattern is the server, the line is the client's */
	SCN_HOST_SERVER_OF_BLOCK, /* also of the lines around, in a delivery report */
	SCN_HOST_CLIENT,
	SCN_HOST_SELF, /* who wrote the line */
	SCN_LINE_OF_CLIENT,
	SCN_LINE_OF_SERVER,
};

struct scn_extract {
	const char *pattern;
	enum scn_host_role role;
};

struct scn_family {
	const char *product;      /* as in replies.inc; NULL: none of its own */
	const char *const *signs; /* patterns, ends with NULL; NULL: a line is never theirs */
	const struct scn_extract *extracts; /* ends with a NULL pattern */
	/* Its {word}, {host} or {number} is the same in all lines of one connection; NULL: lines tell no such
	 * thing. */
	const char *connection;
};

extern const struct scn_family scn_family_postfix;
extern const struct scn_family scn_family_exim;
extern const struct scn_family scn_family_sendmail;
extern const struct scn_family scn_family_opensmtpd;
extern const struct scn_family scn_family_exchange;
extern const struct scn_family scn_family_esa;
extern const struct scn_family scn_family_schannel;
extern const struct scn_family scn_family_bounce; /* DSN fields of RFC 3464, and words of bounces */

/* All of them; ends with NULL. */
extern const struct scn_family *const scn_families[];
/* The first family one of whose signs is in the line; NULL if there is none. */
const struct scn_family *scn_family_of(const struct scn_searched *line);

#endif
