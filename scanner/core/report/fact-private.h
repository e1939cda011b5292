/*
 * The kinds of facts: one function each that fills value, detail, mark and extent. Private to fact-*.c.
 */
#ifndef SCN_CORE_REPORT_FACT_PRIVATE_H
#define SCN_CORE_REPORT_FACT_PRIVATE_H

#include "core/report/fact-table.h"

typedef void scn_fact_fn(const struct scn_fact_view *view, struct scn_fact *fact);

/* fact-connection.c */
scn_fact_fn scn_fact_server, scn_fact_starttls, scn_fact_software, scn_fact_versions;
scn_fact_fn scn_fact_suites, scn_fact_tls13, scn_fact_tls12, scn_fact_order, scn_fact_first;
/* fact-certificate.c */
scn_fact_fn scn_fact_key, scn_fact_name, scn_fact_chain, scn_fact_valid, scn_fact_tlsa;
scn_fact_fn scn_fact_key_type;
/* Heading and rows of each certificate, behind what is in the list. */
void scn_add_certificate_facts(const struct scn_fact_view *view, struct scn_fact_list *list);
/* fact-exchange.c */
scn_fact_fn scn_fact_groups, scn_fact_dh, scn_fact_schemes;
/* fact-behaviour.c */
scn_fact_fn scn_fact_ems, scn_fact_reneg, scn_fact_limits, scn_fact_refusal, scn_fact_pace;
scn_fact_fn scn_fact_required, scn_fact_cost, scn_fact_clients;

/* fact-client.c: what a row means for the client of the view. */
void scn_fact_consequence(const struct scn_fact_view *view, struct scn_fact *fact);

/* Where nothing is known: "not tested". */
void scn_fact_settle(struct scn_fact *fact);
/* Known as a whole, with this mark and, if there are any, these words. */
void scn_fact_say(struct scn_fact *fact, enum scn_fact_mark mark, const char *value);
/* The worse of both. */
void scn_fact_worsen(struct scn_fact *fact, enum scn_fact_mark mark);
/* A separator, unless the text is empty. */
void scn_fact_and(struct scn_text *text, const char *separator);

#endif
