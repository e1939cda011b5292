#include "test.h"

#include "fake-handshake.h"

#include "core/base/alloc.h"

struct scn_handshake {
	enum scn_handshake_state state;
	bool begun;
	bool mute;
	bool quoted; /* inside "…" */
};

static void braced(struct scn_builder *out, const char *text, size_t len)
{
	scn_build_u8(out, '{');
	scn_build_bytes(out, (struct scn_bytes){ (const uint8_t *)text, len });
	scn_build_u8(out, '}');
}

static bool fake_can(const struct scn_handshake_order *order)
{
	return true;
}

static struct scn_handshake *fake_begin(const struct scn_handshake_order *order)
{
	assert_int_equal(order->group_count, 1);
	assert_string_equal(order->server_name, "mx.example");
	return scn_alloc(1, sizeof(struct scn_handshake));
}

static struct scn_handshake *fake_refuse(const struct scn_handshake_order *order)
{
	return NULL;
}

static void take(
	struct scn_handshake *h, char c, struct scn_builder *out, struct scn_builder *plain)
{
	if (c == '"') {
		assert_int_equal(h->state, SCN_HANDSHAKE_DONE);
		h->quoted = !h->quoted;
	} else if (h->quoted) {
		scn_build_u8(plain, (uint8_t)c);
	} else if (c == '.') {
		braced(out, "more", 4);
	} else if (c == 'D' || c == 'M') {
		h->state = SCN_HANDSHAKE_DONE;
		h->mute = c == 'M';
	} else {
		assert_int_equal(c, 'F');
		h->state = SCN_HANDSHAKE_FAILED;
		braced(out, "alert", 5);
	}
}

static enum scn_handshake_state fake_feed(struct scn_handshake *h, struct scn_bytes in,
	struct scn_builder *out, struct scn_builder *plain_out)
{
	assert_int_not_equal(h->state, SCN_HANDSHAKE_FAILED);
	if (!h->begun)
		braced(out, "hello", 5);
	h->begun = true;
	for (size_t i = 0; i < in.len; i++)
		take(h, (char)in.at[i], out, plain_out);
	return h->state;
}

static bool fake_send(struct scn_handshake *h, struct scn_bytes plain, struct scn_builder *out)
{
	assert_int_equal(h->state, SCN_HANDSHAKE_DONE);
	if (h->mute)
		return false;
	braced(out, (const char *)plain.at, plain.len);
	return true;
}

static void fake_close(struct scn_handshake *h, struct scn_builder *out)
{
	braced(out, "close", 5);
}

static void fake_result(struct scn_handshake *h, struct scn_handshake_result *out)
{
	assert_int_not_equal(h->state, SCN_HANDSHAKE_GOING);
	assert_null(out->certificates);
	*out = (struct scn_handshake_result){ .version = SCN_TLS1_2, .suite = 0xC02F };
	out->certificates = scn_alloc(1, sizeof(*out->certificates));
	out->certificate_count = 1;
	out->answered = true;
	out->chain = scn_strdup("trusted");
	if (h->state == SCN_HANDSHAKE_FAILED)
		out->failure = scn_strdup("the fake was told to fail");
}

static void fake_free(struct scn_handshake *h)
{
	free(h);
}

const struct scn_handshake_backend fake_backend = {
	.name = "fake",
	.can = fake_can,
	.begin = fake_begin,
	.feed = fake_feed,
	.send = fake_send,
	.close = fake_close,
	.result = fake_result,
	.free = fake_free,
};

const struct scn_handshake_backend fake_refusing_backend = {
	.name = "fake",
	.can = fake_can,
	.begin = fake_refuse,
};
