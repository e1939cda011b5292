/*
 * That a server wants fewer connections, and how it says so. None of it says anything about TLS.
 */
#ifndef SCN_CORE_FACTS_THROTTLE_H
#define SCN_CORE_FACTS_THROTTLE_H

#include <stdint.h>

#include "core/base/time.h"

/* Words, in this order: "none", "421", "450", "451", "454", "554", "refused-by-reply", "connection-refused",
 * "timed-out", "reset", "closed-before-greeting", "closed-in-dialogue", "closed-after-starttls", "silent",
 * "slow-replies", "starttls-withdrawn". */
enum scn_throttle_sign {
	SCN_THROTTLE_NONE,
	SCN_THROTTLE_421, /* RFC 5321 section 3.8: service not available, closing */
	SCN_THROTTLE_450,
	SCN_THROTTLE_451,
	SCN_THROTTLE_454,   /* RFC 3207 section 4: TLS not available at present */
	SCN_THROTTLE_554,   /* "too many …", or after other connections were served */
	SCN_THROTTLE_REPLY, /* another reply that sends us away */
	SCN_THROTTLE_REFUSED,
	SCN_THROTTLE_TIMED_OUT, /* the connection was not accepted in time */
	SCN_THROTTLE_RESET,
	SCN_THROTTLE_CLOSED_GREETING,
	SCN_THROTTLE_CLOSED_DIALOGUE,
	SCN_THROTTLE_CLOSED_STARTTLS, /* right behind its 220 */
	SCN_THROTTLE_SILENT,
	SCN_THROTTLE_SLOW,      /* a tarpit: a byte now and then, or ever later replies */
	SCN_THROTTLE_WITHDRAWN, /* STARTTLS was there and is not any more */
	SCN_THROTTLE_COUNT,
};
const char *scn_throttle_word(enum scn_throttle_sign sign);

struct scn_throttle_fact {
	enum scn_throttle_sign sign; /* the first one */
	uint32_t count;              /* connections that showed any */
	uint16_t limit;  /* so many at once were served, one more never; 0 = not known */
	scn_time told;   /* the longest wait that it asked for; 0 = none */
	scn_time waited; /* for how long nothing new was opened because of the signs */
	scn_time gap;    /* what was kept between two connections at last; 0 = nothing */
};

#endif
