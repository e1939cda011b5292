/*
 * A short e-mail to whoever runs the other side: what was tested, what came out, and what is asked for.
 * Plain text in the language of the calling thread; the pair is judged anew so that its sentences are in
 * that language too. A peer's words are escaped.
 */
#ifndef SCN_CORE_REPORT_MESSAGE_H
#define SCN_CORE_REPORT_MESSAGE_H

#include "core/base/text.h"
#include "core/facts/facts.h"
#include "core/judge/change.h"
#include "core/profile/profile.h"

struct scn_message_input {
	const struct scn_profile *profile;
	const struct scn_server_facts *facts;
	enum scn_side side; /* whose change is asked for: the reader's */
	scn_unixtime when;  /* of the test */
};

/* False: the pair does not fail, so there is nothing to ask for. */
bool scn_report_message(
	const struct scn_message_input *input, struct scn_text *subject, struct scn_text *body);

#endif
