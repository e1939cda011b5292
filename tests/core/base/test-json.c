/* Reading is strict and says where; writing is always valid JSON. */
#include "test.h"

#include "core/base/alloc.h"
#include "core/base/json.h"
#include "core/base/nearest.h"

/* The complaint about a text, "" if it is accepted. */
static char *complaint(const char *text, size_t len)
{
	struct scn_text error = { 0 };
	struct scn_json_document *document = scn_json_parse(text, len, "f", &error);

	assert_true((document == NULL) == (error.len > 0));
	scn_json_document_free(document);
	return scn_text_take(&error);
}

static const struct {
	const char *text;
	const char *complaint;
} bad[] = {
	{ "", "f:1: expected a value" },
	{ " \n", "f:2: expected a value" },
	{ "nul", "f:1: expected a value" },
	{ "{} x", "f:1: something follows the end of the JSON text" },
	{ "1 2", "f:1: something follows the end of the JSON text" },
	{ "01", "f:1: something follows the end of the JSON text" },
	{ "+1", "f:1: expected a value" },
	{ "-", "f:1: expected a value" },
	{ "1.", "f:1: expected a digit after the point" },
	{ "1e+", "f:1: expected a digit in the exponent" },
	{ "[1e999]", "f:1: [0]: the number is too large" },
	{ "1234567890123456789012345678901234567890123456789012345678901",
		"f:1: the number has too many digits" },
	{ "[1,]", "f:1: expected a value" },
	{ "[1\n2]", "f:2: expected ',' or ']'" },
	{ "{\"a\":1\n,}", "f:2: expected a key in double quotes" },
	{ "{\"a\" 1}", "f:1: expected ':' after the key" },
	{ "{\"a\":1 \"b\":2}", "f:1: expected ',' or '}'" },
	{ "{'a':1}", "f:1: expected a key in double quotes" },
	{ "\"a", "f:1: the string does not end" },
	{ "\"a\nb\"", "f:1: a control character in a string must be escaped" },
	{ "\"\\x\"", "f:1: unknown escape in a string" },
	{ "\"\\u12\"", "f:1: expected four hexadecimal digits after \\u" },
	{ "\"a\\u0000b\"", "f:1: a string must not hold the character U+0000" },
	{ "\"\\uD800\"", "f:1: half of a surrogate pair is no character" },
	{ "\"\\uDC00\\uD800\"", "f:1: half of a surrogate pair is no character" },
	{ "\"\xFF\"", "f:1: a string must be UTF-8" },
	{ "{\"a\":\n{\"b\":1,\n\"c\":2,\n\"b\":3}}", "f:4: a.b: the key \"b\" is there twice" },
	{ "{\"a\":1,\"\\u0061\":2}", "f:1: a: the key \"a\" is there twice" },
};

static void test_bad_texts_are_refused_with_their_line(void **state)
{
	for (size_t i = 0; i < SCN_COUNT(bad); i++) {
		char *found = complaint(bad[i].text, strlen(bad[i].text));

		assert_string_equal(found, bad[i].complaint);
		free(found);
	}
}

static void test_a_zero_byte_is_refused(void **state)
{
	char *found = complaint("1\0", 2);

	assert_string_equal(found, "f:1: something follows the end of the JSON text");
	free(found);
	found = complaint("\"a\0b\"", 5);
	assert_string_equal(found, "f:1: a control character in a string must be escaped");
	free(found);
}

static void test_every_cut_of_a_text_is_refused(void **state)
{
	static const char text[] =
		"{\"a\": [1.5e-3, true, null, \"\\u00e9\\uD83D\\uDE00\xC3\xA9\"]}";
	char *found;

	for (size_t len = 0; len < sizeof(text) - 1; len++) {
		found = complaint(text, len);
		assert_int_not_equal(strlen(found), 0);
		free(found);
	}
	found = complaint(text, sizeof(text) - 1);
	assert_string_equal(found, "");
	free(found);
}

static void test_depth_limit(void **state)
{
	for (size_t depth = SCN_JSON_MAX_DEPTH; depth <= SCN_JSON_MAX_DEPTH + 1; depth++) {
		struct scn_text text = { 0 };
		char *found;

		scn_text_fill(&text, '[', depth);
		scn_text_fill(&text, ']', depth);
		found = complaint(text.at, text.len);
		assert_string_equal(
			found, depth > SCN_JSON_MAX_DEPTH ? "f:1: nested too deep" : "");
		free(found);
		scn_text_finish(&text);
	}
}

static void test_length_limit(void **state)
{
	size_t len = (size_t)SCN_JSON_MAX_LEN + 1;
	char *text = scn_alloc(len, 1);
	char *found = complaint(text, len);

	assert_string_equal(found, "f:1: longer than a JSON text may be");
	free(found);
	free(text);
}

/* Parse, print on one line, compare. */
static void assert_reprint(const char *text, const char *expected)
{
	struct scn_text error = { 0 };
	struct scn_text out = { 0 };
	struct scn_json_document *document = scn_json_parse(text, strlen(text), "f", &error);

	assert_string_equal(scn_text_str(&error), "");
	scn_json_print(scn_json_root(document), SCN_JSON_LINE, &out);
	assert_string_equal(scn_text_str(&out), expected);
	scn_text_finish(&out);
	scn_json_document_free(document);
}

static void test_values_survive_reading_and_printing(void **state)
{
	static const char *const same[] = {
		"{}",
		"[]",
		"[[],{},\"\",0]",
		"{\"b\":1,\"a\":[true,false,null]}",
		"9007199254740992",
		"-9007199254740992",
		"9007199254740991",
		"1000000000000000",
		"0.1",
		"1.5",
		"123456.789",
		"1e-07",
		"\"\\\"\\\\\\b\\f\\n\\r\\t\\u0001\\u007f/\"",
		"\"p\xC5\x99\xC3\xAD \xF0\x9F\x98\x80\"",
	};

	for (size_t i = 0; i < SCN_COUNT(same); i++)
		assert_reprint(same[i], same[i]);
	assert_reprint("\xEF\xBB\xBF [ 1 , 2e0 ] \r\n", "[1,2]");
	assert_reprint("\"\\u00e9\\uD83D\\uDE00\\/\"", "\"\xC3\xA9\xF0\x9F\x98\x80/\"");
}

static void test_writing_is_valid_whatever_goes_in(void **state)
{
	struct scn_text out = { 0 };
	struct scn_json *object = scn_json_object();
	struct scn_json *array = scn_json_put(object, "bad\xC0", scn_json_array());

	scn_json_push(array, scn_json_from_string("a\xFF\xC3(\x1b"));
	scn_json_push(array, scn_json_from_string(NULL));
	scn_json_push(array, scn_json_from_int((int64_t)1 << 53));
	scn_json_push(array, scn_json_from_double(1.0 / 0.0));
	scn_json_push(array, scn_json_from_bool(true));
	scn_json_put(object, "empty", scn_json_object());
	scn_json_print(object, SCN_JSON_INDENTED, &out);
	assert_string_equal(scn_text_str(&out), "{\n"
						"  \"bad\xEF\xBF\xBD\": [\n"
						"    \"a\xEF\xBF\xBD\xEF\xBF\xBD(\\u001b\",\n"
						"    null,\n"
						"    9007199254740992,\n"
						"    null,\n"
						"    true\n"
						"  ],\n"
						"  \"empty\": {}\n"
						"}");
	scn_text_finish(&out);
	scn_json_free(object);
}

static void test_values_of_the_wrong_kind_read_as_nothing(void **state)
{
	struct scn_json *text = scn_json_from_string("5");
	struct scn_json *big = scn_json_from_double(1e300);

	assert_int_equal(scn_json_int(text), 0);
	assert_false(scn_json_bool(text));
	assert_null(scn_json_get(text, "a"));
	assert_null(scn_json_string(big));
	assert_true(scn_json_int(big) == SCN_JSON_MAX_INT);
	assert_null(scn_json_string(NULL));
	assert_null(scn_json_first(NULL));
	assert_int_equal(scn_json_count(NULL), 0);
	assert_false(scn_json_is_object(NULL));
	scn_json_free(text);
	scn_json_free(big);
}

/* What the strict reader below says about a document; every row breaks one rule. */
static void read_strictly(struct scn_json_reader *r, const struct scn_json *root)
{
	static const char *const keys[] = { "name", "size", "list", "box", "flag", NULL };
	static const char *const box_keys[] = { "deep", NULL };
	const struct scn_json *box;

	scn_json_only(r, root, keys);
	scn_json_need_string(r, root, "name", SCN_JSON_REQUIRED);
	scn_json_need_int(r, root, "size", SCN_JSON_OPTIONAL, 1, 10);
	scn_json_need_array(r, root, "list", SCN_JSON_OPTIONAL);
	scn_json_need_bool(r, root, "flag", SCN_JSON_OPTIONAL);
	box = scn_json_need_object(r, root, "box", SCN_JSON_OPTIONAL);
	if (box) {
		scn_json_only(r, box, box_keys);
		scn_json_need_array(r, box, "deep", SCN_JSON_REQUIRED);
	}
}

static const struct {
	const char *text;
	const char *complaint;
} strict[] = {
	{ "{\"name\":\"x\",\"size\":10,\"list\":[],\"flag\":true}", "" },
	{ "{\"name\":\"x\",\"size\":null,\"box\":null}", "" },
	{ "[]", "f:1: (top): expected an object" },
	{ "\n{}", "f:2: (top): expected the key \"name\" with a string" },
	{ "{\"name\":\nnull}", "f:1: name: expected a string" },
	{ "{\n\"name\":5}", "f:2: name: expected a string" },
	{ "{\"name\":\"x\",\n\"sise\":5}", "f:2: sise: unknown key; did you mean \"size\"?" },
	{ "{\"name\":\"x\",\"qqq\":5}",
		"f:1: qqq: unknown key; expected one of: name, size, list, box, flag" },
	{ "{\"name\":\"x\",\n\n\"size\":0}", "f:3: size: expected a whole number from 1 to 10" },
	{ "{\"name\":\"x\",\"size\":11}", "f:1: size: expected a whole number from 1 to 10" },
	{ "{\"name\":\"x\",\"size\":1.5}", "f:1: size: expected a whole number from 1 to 10" },
	{ "{\"name\":\"x\",\"size\":\"1\"}", "f:1: size: expected a number" },
	{ "{\"name\":\"x\",\"flag\":1}", "f:1: flag: expected true or false" },
	{ "{\"name\":\"x\",\"list\":{}}", "f:1: list: expected an array" },
	{ "{\"name\":\"x\",\"box\":{\n\"deep\":\n7}}", "f:2: box.deep: expected an array" },
	{ "{\"name\":\"x\",\"box\":\n{}}", "f:1: box: expected the key \"deep\" with an array" },
	/* The first complaint is kept, and a hostile key cannot write to the terminal. */
	{ "{\"\\u001b[2J\":1}",
		"f:1: \\x1b[2J: unknown key; expected one of: name, size, list, box, flag" },
};

static void test_strict_reader(void **state)
{
	for (size_t i = 0; i < SCN_COUNT(strict); i++) {
		struct scn_text error = { 0 };
		struct scn_json_document *document =
			scn_json_parse(strict[i].text, strlen(strict[i].text), "f", &error);
		struct scn_json_reader r = scn_json_reader(document, &error);

		assert_non_null(document);
		read_strictly(&r, scn_json_root(document));
		assert_string_equal(scn_text_str(&error), strict[i].complaint);
		assert_int_equal(scn_json_reader_ok(&r), strict[i].complaint[0] == 0);
		scn_text_finish(&error);
		scn_json_document_free(document);
	}
}

static void test_complaints_find_elements_of_arrays(void **state)
{
	static const char text[] =
		"{\"a\": \"]},\\\"\", \"list\": [\n1,\n[2, {}],\n {\"x\": [\n0]}]}";
	struct scn_text error = { 0 };
	struct scn_json_document *document = scn_json_parse(text, strlen(text), "f", &error);
	struct scn_json_reader r = scn_json_reader(document, &error);
	const struct scn_json *list = scn_json_get(scn_json_root(document), "list");
	const struct scn_json *last = scn_json_next(scn_json_next(scn_json_first(list)));

	assert_int_equal(scn_json_count(list), 3);
	scn_json_complain(&r, scn_json_first(scn_json_get(last, "x")), "no %d", 7);
	assert_string_equal(scn_text_str(&error), "f:5: list[2].x[0]: no 7");
	scn_text_finish(&error);
	scn_json_document_free(document);
}

static void test_nearest_word(void **state)
{
	static const char *const words[] = { "secp256r1", "secp384r1", "x25519", "x448" };
	static const struct {
		const char *word;
		const char *nearest;
	} cases[] = {
		{ "secp256r2", "secp256r1" },
		{ "SECP384r1", "secp384r1" },
		{ "x2551", "x25519" },
		{ "completely", NULL },
		{ "", NULL },
	};

	for (size_t i = 0; i < SCN_COUNT(cases); i++) {
		struct scn_nearest n = { .word = cases[i].word };

		for (size_t j = 0; j < SCN_COUNT(words); j++)
			scn_nearest_try(&n, words[j]);
		if (cases[i].nearest)
			assert_string_equal(n.best, cases[i].nearest);
		else
			assert_null(n.best);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_bad_texts_are_refused_with_their_line),
		cmocka_unit_test(test_a_zero_byte_is_refused),
		cmocka_unit_test(test_every_cut_of_a_text_is_refused),
		cmocka_unit_test(test_depth_limit),
		cmocka_unit_test(test_length_limit),
		cmocka_unit_test(test_values_survive_reading_and_printing),
		cmocka_unit_test(test_writing_is_valid_whatever_goes_in),
		cmocka_unit_test(test_values_of_the_wrong_kind_read_as_nothing),
		cmocka_unit_test(test_strict_reader),
		cmocka_unit_test(test_complaints_find_elements_of_arrays),
		cmocka_unit_test(test_nearest_word),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
