/*
 * What both handshake back ends share and what needs no TLS library: lists of names that a library
 * accepts, the words of an alert, certificates as facts. Private to io.
 */
#ifndef SCN_IO_HANDSHAKE_TOOLS_H
#define SCN_IO_HANDSHAKE_TOOLS_H

#include <stdbool.h>
#include <stdint.h>

#include "core/base/bytes.h"
#include "core/base/text.h"
#include "core/probe/handshake.h"
#include "core/registry/suite.h"

/* Append a word to a list that is separated by colons. */
void scn_add_word(struct scn_text *list, const char *word);
/* Append the first of the comma-separated names with which the library accepts the list, if there is
 * one. It is asked with the whole list: it may also refuse a repetition, or one name too many. */
void scn_add_first(struct scn_text *list, const char *names,
	bool (*accepts)(void *user, const char *list), void *user);
/* The versions in which a suite may be selected. */
scn_versions scn_suite_versions(const struct scn_suite *suite);
/* Append "alert handshake_failure (40)" of the server, or "we sent alert …", behind a semicolon if
 * there is something already. */
enum scn_alert_sender {
	SCN_ALERT_OF_SERVER,
	SCN_ALERT_OF_US,
};
void scn_add_alert(struct scn_text *text, uint8_t code, enum scn_alert_sender sender);

/* Append one certificate of the peer, leaf first; sha256 may be empty. */
void scn_handshake_add_certificate(
	struct scn_handshake_result *out, struct scn_bytes der, struct scn_bytes sha256);
/* Copy the verdict on the chain and the name to the leaf's fact. */
void scn_handshake_judge_leaf(struct scn_handshake_result *out);

#endif
