/* A hostile server: the first byte says how its words are cut into packets and when we lose
 * interest. The dialogue ends, never starts TLS without a reply of class 2, and never pipelines. */
#include <assert.h>
#include <string.h>

#include "core/smtp/dialogue.h"

static void feed(struct scn_smtp_dialogue *d, struct scn_bytes packet)
{
	size_t used = 1;

	while (packet.len > 0 && used > 0) {
		used = scn_smtp_feed(d, packet);
		assert(used <= packet.len);
		packet = (struct scn_bytes){ packet.at + used, packet.len - used };
	}
	assert(packet.len == 0 || d->state == SCN_SMTP_READY || d->state == SCN_SMTP_OVER);
}

/* One command at most, with one line end. */
static void check_output(struct scn_smtp_dialogue *d)
{
	const char *out = scn_smtp_output(d);
	const char *end = strstr(out, "\r\n");

	assert(!out[0] || (end && !end[2]));
	scn_smtp_sent(d);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct scn_smtp_dialogue d;
	size_t piece = size ? data[0] % 32 + 1U : 1;
	size_t quit_at = size ? data[0] / 32 * 40U : 0;

	scn_smtp_init(&d, "probe.example");
	for (size_t at = 1; at < size; at += piece) {
		if (quit_at > 0 && at > quit_at)
			scn_smtp_quit(&d);
		feed(&d, (struct scn_bytes){ data + at, size - at < piece ? size - at : piece });
		check_output(&d);
	}
	assert(d.state != SCN_SMTP_READY || d.outcome == SCN_SMTP_STARTED);
	/* A 421 right behind the 220 ends what was started. */
	assert(d.outcome != SCN_SMTP_STARTED || d.reply_code / 100 == 2 ||
		(d.reply_code == 421 && d.state == SCN_SMTP_OVER));
	assert(strlen(scn_smtp_state_name(d.state)) && strlen(scn_smtp_outcome_name(d.outcome)));
	scn_smtp_finish(&d);
	return 0;
}
