/*
 * The keywords of an EHLO answer (RFC 5321 section 4.1.1.1): which of them matter here.
 */
#ifndef SCN_CORE_SMTP_EHLO_H
#define SCN_CORE_SMTP_EHLO_H

#include <stdbool.h>

#include "core/smtp/reply.h"

struct scn_ehlo {
	bool starttls;
	bool starttls_masked; /* XXXXXXXA: a firewall that rewrites EHLO was here */
	bool pipelining;
	bool requiretls;
	bool auth;
};

/* From the text of a 250 reply (first line is the server's name, then one keyword a line). */
struct scn_ehlo scn_ehlo_read(const struct scn_reply *reply);

#endif
