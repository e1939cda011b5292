/*
 * TLSA look-ups where no signed zone is at hand: what cannot be vouched for stays unknown, never "none"
 * and never "bogus". A really signed zone is in tests/interop/test-trust.py.
 */
#include "test.h"

#include <stdio.h>
#include <unistd.h>

#include "core/base/alloc.h"
#include "dns/name-server.h"
#include "io/dns-answer.h"
#include "io/store.h"
#include "io/tlsa.h"

/* unbound without its validator: it answers, and passes no DNSSEC on. */
static struct name_server name_server;
static char forward[32], anchor_path[128];

struct asked {
	struct scn_loop *loop;
	struct scn_tlsa_resolver *resolver;
	struct scn_tlsa_fact fact; /* the last one */
	unsigned calls;
};

static void on_fact(void *user, struct scn_tlsa_fact *fact)
{
	struct asked *asked = user;

	scn_tlsa_fact_finish(&asked->fact);
	asked->fact = *fact;
	asked->calls++;
}

static void asked_init(struct asked *asked, const struct scn_tlsa_options *options)
{
	enum scn_err err = SCN_ERR_LOOP;

	*asked = (struct asked){ .loop = scn_loop_new() };
	asked->resolver = scn_tlsa_new(asked->loop, options, &err);
	assert_int_equal(err, SCN_ERR_OK);
	assert_non_null(asked->resolver);
}

static void asked_finish(struct asked *asked)
{
	scn_tlsa_free(asked->resolver);
	scn_loop_free(asked->loop);
	scn_tlsa_fact_finish(&asked->fact);
}

static void assert_unknown(const struct asked *asked, const char *detail)
{
	assert_int_equal(asked->fact.status, SCN_TLSA_UNKNOWN);
	assert_int_equal(asked->fact.dane, SCN_DANE_UNKNOWN);
	assert_int_equal(asked->fact.record_count, 0);
	assert_string_equal(asked->fact.detail, detail);
}

static void write_anchor(const char *content)
{
	struct scn_text text = { 0 };

	scn_text_add(&text, content);
	assert_int_equal(scn_store_write(anchor_path, &text), SCN_ERR_OK);
	scn_text_finish(&text);
}

/* ---- no DNSSEC, no answer ---- */

static void test_tlsa_without_dnssec_is_unknown(void **state)
{
	/* A name with an address, one that does not exist, one whose look-up fails. */
	static const char *const hosts[] = { "mx.lab.test", "gone.example", "a.servfail.example" };
	struct scn_tlsa_options options = { .forward = forward };
	struct asked asked;

	asked_init(&asked, &options);
	for (unsigned i = 0; i < SCN_COUNT(hosts); i++) {
		scn_tlsa_lookup(asked.resolver, hosts[i], 25, on_fact, &asked);
		scn_loop_run(asked.loop);
		assert_int_equal(asked.calls, i + 1);
		assert_unknown(&asked, "the name server in use does not pass DNSSEC on");
	}
	asked_finish(&asked);
}

static void test_tlsa_under_a_key_that_is_not_there(void **state)
{
	struct scn_tlsa_options options = { .forward = forward, .trust_anchor = anchor_path };
	struct asked asked;

	write_anchor("; the key of a zone that is not signed\n\n"
		     "example.\tIN DS 20326 8 2 "
		     "E06D44B80B8F1D39A95C0B0D7C65D08458E880409BBC683457104237C7F8EC8D\n");
	asked_init(&asked, &options);
	scn_tlsa_lookup(asked.resolver, "gone.example", 25, on_fact, &asked);
	scn_loop_run(asked.loop);
	assert_int_equal(asked.calls, 1);
	assert_unknown(&asked, "the name server in use does not pass DNSSEC on");
	asked_finish(&asked);
}

static void test_tlsa_silence_is_unknown(void **state)
{
	char silent[32];
	int fd = name_server_silent(silent);
	struct scn_tlsa_options options = { .forward = silent, .limit = 300 * SCN_MS };
	struct asked asked;

	asked_init(&asked, &options);
	scn_tlsa_lookup(asked.resolver, "mx.example", 25, on_fact, &asked);
	scn_loop_run(asked.loop);
	assert_int_equal(asked.calls, 1);
	assert_unknown(&asked, "no answer in time");
	asked_finish(&asked);
	close(fd);
}

/* ---- cancel and free ---- */

static void test_tlsa_cancels(void **state)
{
	char silent[32];
	int fd = name_server_silent(silent);
	struct scn_tlsa_options options = { .forward = silent };
	struct asked asked;

	asked_init(&asked, &options);
	scn_tlsa_lookup(asked.resolver, "mx.example", 25, on_fact, &asked);
	scn_tlsa_lookup(asked.resolver, "mx2.example", 25, on_fact, &asked);
	scn_tlsa_cancel(asked.resolver);
	assert_int_equal(asked.calls, 0); /* from the loop, not from inside the call */
	scn_loop_run(asked.loop);
	assert_int_equal(asked.calls, 2);
	assert_unknown(&asked, "stopped");
	asked_finish(&asked);
	close(fd);
}

static void test_tlsa_frees_with_lookups_open(void **state)
{
	char silent[32];
	int fd = name_server_silent(silent);
	struct scn_tlsa_options options = { .forward = silent };
	struct asked asked;

	asked_init(&asked, &options);
	scn_tlsa_lookup(asked.resolver, "mx.example", 25, on_fact, &asked);
	scn_tlsa_lookup(asked.resolver, "mx2.example", 25, on_fact, &asked);
	asked_finish(&asked);
	assert_int_equal(asked.calls, 0);
	scn_tlsa_free(NULL);
	close(fd);
}

/* ---- trust anchors ---- */

static void test_tlsa_refuses_an_unreadable_anchor(void **state)
{
	static const char *const contents[] = { "", "\n\n", "; only a comment\n",
		"example. IN DS 1 8 2 nothex\n" };
	struct scn_tlsa_options options = { .forward = forward, .trust_anchor = anchor_path };
	struct scn_loop *loop = scn_loop_new();
	enum scn_err err;

	for (size_t i = 0; i < SCN_COUNT(contents); i++) {
		write_anchor(contents[i]);
		err = SCN_ERR_OK;
		assert_null(scn_tlsa_new(loop, &options, &err));
		assert_int_equal(err, SCN_ERR_RESOLVER);
	}
	options.trust_anchor = "tests/no-such-file";
	err = SCN_ERR_OK;
	assert_null(scn_tlsa_new(loop, &options, &err));
	assert_int_equal(err, SCN_ERR_RESOLVER);
	scn_loop_free(loop);
}

/* ---- records on the wire ---- */

static void test_tlsa_wire(void **state)
{
	static const struct {
		const char *hex;
		int usage; /* -1: malformed */
		int selector, matching;
		size_t len;
	} records[] = {
		{ "030101ABCD", 3, 1, 1, 2 },
		{ "020002AB", 2, 0, 2, 1 },
		{ "FFFEFD00", 255, 254, 253, 1 },
		{ "030101", -1, 0, 0, 0 }, /* nothing to compare with */
		{ "0301", -1, 0, 0, 0 },
		{ "03", -1, 0, 0, 0 },
		{ "", -1, 0, 0, 0 },
	};

	for (size_t i = 0; i < SCN_COUNT(records); i++) {
		struct scn_builder wire = { 0 };
		struct scn_bytes data;
		uint8_t fields[3];

		assert_true(scn_build_hex(&wire, records[i].hex));
		assert_int_equal(
			scn_dns_tlsa(scn_built(&wire), fields, &data), records[i].usage >= 0);
		if (records[i].usage >= 0) {
			assert_int_equal(fields[0], records[i].usage);
			assert_int_equal(fields[1], records[i].selector);
			assert_int_equal(fields[2], records[i].matching);
			assert_int_equal(data.len, records[i].len);
			assert_ptr_equal(data.at, wire.data + 3);
		}
		scn_builder_finish(&wire);
	}
}

static int start_server(void **state)
{
	if (!name_server_start(&name_server))
		return -1;
	snprintf(forward, sizeof(forward), "127.0.0.1@%u", name_server.port);
	snprintf(anchor_path, sizeof(anchor_path), "%s/anchor", name_server.dir);
	return 0;
}

static int stop_server(void **state)
{
	unlink(anchor_path); /* the folder must be empty to go */
	name_server_stop(&name_server);
	return 0;
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_tlsa_without_dnssec_is_unknown),
		cmocka_unit_test(test_tlsa_under_a_key_that_is_not_there),
		cmocka_unit_test(test_tlsa_silence_is_unknown),
		cmocka_unit_test(test_tlsa_cancels),
		cmocka_unit_test(test_tlsa_frees_with_lookups_open),
		cmocka_unit_test(test_tlsa_refuses_an_unreadable_anchor),
		cmocka_unit_test(test_tlsa_wire),
	};

	return cmocka_run_group_tests(tests, start_server, stop_server);
}
