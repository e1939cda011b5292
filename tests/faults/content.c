#include "content.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "core/base/alloc.h"

enum {
	HANDSHAKE = 22,
	ALERT = 21,
	TLS1_2 = 0x0303,
	MAX_RECORD = 16384,
	MAX_FILE = 1024 * 1024,
	MAX_BYTES = 8 * 1024 * 1024,
	MAX_TIMES = 1000000,
};

char *fault_word(struct fault_words *words)
{
	if (words->count == 0)
		return NULL;
	words->count--;
	return *words->at++;
}

bool fault_number(
	struct fault_words *words, unsigned long most, unsigned long *out, struct scn_text *error)
{
	const char *word = fault_word(words);
	char *end;

	*out = word ? strtoul(word, &end, 10) : 0;
	if (word && *word && !*end && *out <= most)
		return true;
	scn_text_printf(error, "a number up to %lu is needed, not \"%s\"", most, word ? word : "");
	return false;
}

/* ---- TLS records ---- */

static void record(struct scn_builder *out, uint8_t type, struct scn_bytes body)
{
	scn_build_u8(out, type);
	scn_build_u16(out, TLS1_2);
	scn_build_u16(out, (uint16_t)body.len);
	scn_build_bytes(out, body);
}

/* A message in as many records as it takes, the first of `first` bytes. */
static void fragments(
	struct scn_builder *out, struct scn_bytes message, size_t first, size_t fragment)
{
	size_t len = first;

	while (message.len > 0) {
		if (len > message.len)
			len = message.len;
		record(out, HANDSHAKE, (struct scn_bytes){ message.at, len });
		message = (struct scn_bytes){ message.at + len, message.len - len };
		len = fragment;
	}
}

void fault_records(struct scn_bytes records, size_t joint, size_t fragment, struct scn_builder *out)
{
	struct scn_reader r = scn_reader(records);
	struct scn_builder messages = { 0 };
	size_t most = fragment ? fragment : MAX_RECORD;

	while (scn_read_left(&r) && scn_read_ok(&r)) {
		uint8_t type = scn_read_u8(&r);
		struct scn_reader body;

		scn_read_u16(&r);
		body = scn_read_block(&r, 2);
		if (type == HANDSHAKE)
			scn_build_bytes(&messages, scn_read_bytes(&body, scn_read_left(&body)));
	}
	fragments(out, scn_built(&messages), joint ? joint : most, most);
	scn_builder_finish(&messages);
}

static void say_message(struct scn_builder *out, struct scn_builder *take_message)
{
	fragments(out, scn_built(take_message), MAX_RECORD, MAX_RECORD);
	scn_builder_finish(take_message);
}

/* ---- producers ---- */

typedef bool producer(struct fault_words *words, struct scn_builder *out, struct scn_text *error);

static bool say(struct fault_words *words, struct scn_builder *out, struct scn_text *error)
{
	const char *text = fault_word(words);

	if (text)
		scn_build_bytes(out, (struct scn_bytes){ (const uint8_t *)text, strlen(text) });
	else
		scn_text_add(error, "say what?");
	return text;
}

static bool hex(struct fault_words *words, struct scn_builder *out, struct scn_text *error)
{
	const char *digits = fault_word(words);

	if (digits && scn_build_hex(out, digits))
		return true;
	scn_text_add(error, "hexadecimal digits are needed");
	return false;
}

static bool alert(struct fault_words *words, struct scn_builder *out, struct scn_text *error)
{
	unsigned long level, code;

	if (!fault_number(words, UINT8_MAX, &level, error) ||
		!fault_number(words, UINT8_MAX, &code, error))
		return false;
	record(out, ALERT, (struct scn_bytes){ (uint8_t[]){ (uint8_t)level, (uint8_t)code }, 2 });
	return true;
}

/* RFC 5246 section 7.4.1.3, with an empty renegotiation_info (RFC 5746). */
static bool server_hello(struct fault_words *words, struct scn_builder *out, struct scn_text *error)
{
	static const uint8_t renegotiation[] = { 0, 5, 0xFF, 1, 0, 1, 0 };
	const char *suite = fault_word(words);
	struct scn_builder message = { 0 };
	size_t mark;
	bool good;

	scn_build_u8(&message, 2);
	mark = scn_build_open(&message, 3);
	scn_build_u16(&message, TLS1_2);
	for (uint8_t i = 0; i < 32; i++)
		scn_build_u8(&message, (uint8_t)(0xA0 + i));
	scn_build_u8(&message, 0);
	good = suite && strlen(suite) == 4 && scn_build_hex(&message, suite);
	scn_build_u8(&message, 0);
	scn_build_bytes(&message, (struct scn_bytes){ renegotiation, sizeof(renegotiation) });
	scn_build_close(&message, mark, 3);
	say_message(out, &message);
	if (!good)
		scn_text_add(error, "server-hello needs the four digits of a suite");
	return good;
}

/* RFC 5246 section 7.4.2; each certificate is a SEQUENCE of zeros. */
static bool certificates(struct fault_words *words, struct scn_builder *out, struct scn_text *error)
{
	struct scn_builder message = { 0 };
	unsigned long count, len;
	size_t outer, inner, one, der;

	if (!fault_number(words, 10000, &count, error) || !fault_number(words, 60000, &len, error))
		return false;
	scn_build_u8(&message, 11);
	outer = scn_build_open(&message, 3);
	inner = scn_build_open(&message, 3);
	for (unsigned long i = 0; i < count; i++) {
		one = scn_build_open(&message, 3);
		scn_build_u16(&message, 0x3082);
		der = scn_build_open(&message, 2);
		scn_build_zeros(&message, len);
		scn_build_close(&message, der, 2);
		scn_build_close(&message, one, 3);
	}
	scn_build_close(&message, inner, 3);
	scn_build_close(&message, outer, 3);
	say_message(out, &message);
	return true;
}

static bool done(struct fault_words *words, struct scn_builder *out, struct scn_text *error)
{
	struct scn_builder message = { 0 };

	scn_build_u8(&message, 14);
	scn_build_zeros(&message, 3);
	say_message(out, &message);
	return true;
}

/* Bytes without a meaning, the same in every run. */
static bool garbage(struct fault_words *words, struct scn_builder *out, struct scn_text *error)
{
	unsigned long len;
	uint32_t state = 20;

	if (!fault_number(words, MAX_BYTES, &len, error))
		return false;
	for (unsigned long i = 0; i < len; i++) {
		state = state * 1664525 + 1013904223;
		scn_build_u8(out, (uint8_t)(state >> 24));
	}
	return true;
}

static char *path_of(const struct fault_words *words, const char *name)
{
	struct scn_text path = { 0 };

	scn_text_printf(&path, "%s/%s", words->folder, name);
	return scn_text_take(&path);
}

static bool flight(struct fault_words *words, struct scn_builder *out, struct scn_text *error)
{
	const char *name = fault_word(words);
	char *path = path_of(words, name ? name : "");
	char *text = scn_alloc(1, MAX_FILE);
	FILE *file = fopen(path, "r");
	size_t len = file ? fread(text, 1, MAX_FILE - 1, file) : 0;
	bool good;

	text[len] = 0;
	text[strcspn(text, "\r\n")] = 0;
	good = *text && scn_build_hex(out, text);
	if (!good)
		scn_text_printf(error, "%s: no hexadecimal bytes can be read", path);
	if (file)
		fclose(file);
	free(text);
	free(path);
	return good;
}

static bool times(struct fault_words *words, struct scn_builder *out, struct scn_text *error)
{
	struct scn_builder one = { 0 };
	unsigned long count;
	bool good = fault_number(words, MAX_TIMES, &count, error) &&
		    fault_content(words, &one, error) && count * one.len <= MAX_BYTES;

	for (unsigned long i = 0; good && i < count; i++)
		scn_build_bytes(out, scn_built(&one));
	if (!good && !error->len)
		scn_text_add(error, "too many bytes");
	scn_builder_finish(&one);
	return good;
}

bool fault_content(struct fault_words *words, struct scn_builder *out, struct scn_text *error)
{
	static const struct {
		const char *name;
		producer *produce;
	} producers[] = {
		{ "alert", alert },
		{ "certificates", certificates },
		{ "done", done },
		{ "flight", flight },
		{ "garbage", garbage },
		{ "hex", hex },
		{ "say", say },
		{ "server-hello", server_hello },
		{ "times", times },
	};
	const char *name = fault_word(words);

	for (size_t i = 0; name && i < SCN_COUNT(producers); i++)
		if (strcmp(producers[i].name, name) == 0)
			return producers[i].produce(words, out, error);
	scn_text_printf(error, "what to send is missing, or unknown: \"%s\"", name ? name : "");
	return false;
}
