/*
 * What stands under the headline of a pair (title.h), row by row: how sure it is, what happens to the mail, the
 * fix in words, and for what works how it was checked and what could be better. In the language of the
 * calling thread; safe to print.
 */
#ifndef SCN_CORE_REPORT_CARD_H
#define SCN_CORE_REPORT_CARD_H

#include "core/base/text.h"
#include "core/facts/facts.h"
#include "core/judge/verdict.h"
#include "core/profile/profile.h"

/* "confirmed by test handshake", "confirmed", "computed", "not tested". NULL: not tested. */
const char *scn_card_evidence(const struct scn_verdict *pair);
/* What that rests on: the proof, and the counter-test where there was one. Empty if nothing. */
void scn_card_proof(const struct scn_verdict *pair, struct scn_text *out);
/* "Unencrypted if TLS is optional, queued if it is required." */
void scn_card_mail(const struct scn_verdict *pair, struct scn_text *out);

/* The fix to show first, and the best one of the other side; NULL: none. */
const struct scn_fix *scn_card_best_fix(const struct scn_verdict *pair);
const struct scn_fix *scn_card_other_fix(const struct scn_verdict *pair);
/* "Allow one more suite on the server:" and its name to copy, which is empty where there is none. */
struct scn_fix_words {
	struct scn_text lead, value;
};
void scn_card_fix(const struct scn_fix *fix, struct scn_fix_words *out);
void scn_fix_words_finish(struct scn_fix_words *words);
/* "or in the client: run Exchange on Windows Server 2016" */
void scn_card_alternative(const struct scn_fix *fix, struct scn_text *out);

/* For pairs that work. */
void scn_card_checked(
	const struct scn_server_facts *facts, const struct scn_verdict *pair, struct scn_text *out);
/* The certificate that this client gets to see. */
void scn_card_certificate(const struct scn_profile *profile, const struct scn_server_facts *facts,
	const struct scn_verdict *pair, struct scn_text *out);
void scn_card_better(const struct scn_profile *profile, const struct scn_server_facts *facts,
	const struct scn_verdict *pair, struct scn_text *out);

#endif
