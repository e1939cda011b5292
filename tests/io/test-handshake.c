/*
 * Both back ends against real servers of both libraries, all in memory: versions, suites, groups,
 * schemes, certificates, plain text both ways, readable failures, and an honest `can`.
 */
#include "test.h"

#include "core/base/alloc.h"
#include "core/registry/group.h"
#include "core/registry/scheme.h"
#include "io/backends.h"
#include "tls/tls-server.h"

enum {
	MAX_ROUNDS = 20,
};

#define V12 SCN_VERSION_BIT(SCN_TLS1_2)
#define V13 SCN_VERSION_BIT(SCN_TLS1_3)

static struct test_certificate certificates[TEST_KEY_COUNT];

static const struct tls_server_kind *const servers[] = {
	&openssl_server,
#ifdef SCN_HAVE_WOLFSSL
	&wolfssl_server,
#endif
};

/* ---- one handshake ---- */

struct talk {
	const struct scn_handshake_backend *backend;
	const struct tls_server_kind *kind;
	struct scn_handshake *client;
	struct tls_server *server;
	enum scn_handshake_state state;
	struct scn_builder to_client, to_server, client_plain, server_plain;
};

/* Carry bytes to and fro until neither says anything more. */
static void carry(struct talk *t)
{
	for (int i = 0; i < MAX_ROUNDS; i++) {
		struct scn_builder answer = { 0 };

		t->state = t->backend->feed(
			t->client, scn_built(&t->to_client), &t->to_server, &t->client_plain);
		scn_builder_finish(&t->to_client);
		if (t->to_server.len == 0)
			return;
		t->kind->feed(t->server, scn_built(&t->to_server), &answer, &t->server_plain);
		scn_builder_finish(&t->to_server);
		t->to_client = answer;
	}
	fail_msg("the two never come to an end");
}

static void talk_start(struct talk *t, const struct scn_handshake_order *order,
	const struct tls_server_options *options, enum test_key key)
{
	t->server = t->kind->start(options, &certificates[key]);
	assert_non_null(t->server);
	t->client = t->backend->begin(order);
	assert_non_null(t->client);
	carry(t);
}

static void talk_finish(struct talk *t)
{
	t->backend->free(t->client);
	t->kind->stop(t->server);
	scn_builder_finish(&t->to_client);
	scn_builder_finish(&t->to_server);
	scn_builder_finish(&t->client_plain);
	scn_builder_finish(&t->server_plain);
}

/* ---- handshakes that complete ---- */

static const struct good {
	enum scn_version version;
	scn_suite_code suite;
	enum test_key key;
	uint16_t group;   /* offered alone; 0: the library's own */
	uint16_t scheme;  /* offered alone; 0: the library's own */
	bool not_wolfssl; /* client or server */
} good[] = {
	{ SCN_TLS1_2, 0xC02F, TEST_KEY_RSA, 0x0017, 0x0401 },
	{ SCN_TLS1_2, 0xC030, TEST_KEY_RSA, 0x0018, 0x0501 },
	{ SCN_TLS1_2, 0xC030, TEST_KEY_RSA, 0x001D, 0x0804 },
	{ SCN_TLS1_2, 0xC02B, TEST_KEY_ECDSA, 0x0017, 0x0403 },
	{ SCN_TLS1_2, 0xC014, TEST_KEY_RSA, 0x0017 },
	{ SCN_TLS1_2, 0x009E, TEST_KEY_RSA },
	{ SCN_TLS1_2, 0x009F, TEST_KEY_RSA, 0, 0x0401 },
	{ SCN_TLS1_2, 0xCCA8, TEST_KEY_RSA, 0x001D },
	{ SCN_TLS1_2, 0x002F, TEST_KEY_RSA, .not_wolfssl = true },         /* static RSA */
	{ SCN_TLS1_2, 0xC018, TEST_KEY_RSA, 0x0017, .not_wolfssl = true }, /* anonymous */
	{ SCN_TLS1_3, 0x1301, TEST_KEY_RSA, 0x001D, 0x0804 },
	{ SCN_TLS1_3, 0x1302, TEST_KEY_ECDSA, 0x0017, 0x0403 },
	{ SCN_TLS1_3, 0x1303, TEST_KEY_RSA, 0x0018 },
	{ SCN_TLS1_3, 0x1301, TEST_KEY_RSA, 0x0100 },
	{ SCN_TLS1_1, 0xC013, TEST_KEY_RSA, 0x0017 },
	{ SCN_TLS1_0, 0xC013, TEST_KEY_RSA, 0x0017, .not_wolfssl = true },
	{ SCN_TLS1_0, 0x002F, TEST_KEY_RSA, .not_wolfssl = true },
};

static struct scn_handshake_order order_of(const struct good *row)
{
	return (struct scn_handshake_order){
		.versions = SCN_VERSION_BIT(row->version),
		.suites = &row->suite,
		.suite_count = 1,
		.groups = &row->group,
		.group_count = row->group != 0,
		.schemes = &row->scheme,
		.scheme_count = row->scheme != 0,
		.server_name = "mx.example",
		.verify_name = "mx.example",
	};
}

static void check_words_both_ways(struct talk *t)
{
	static const uint8_t ehlo[] = "EHLO test\r\n", ok[] = "250 ok\r\n";
	struct scn_builder out = { 0 };

	assert_true(t->kind->done(t->server));
	assert_true(
		t->backend->send(t->client, (struct scn_bytes){ ehlo, sizeof(ehlo) - 1 }, &out));
	t->kind->feed(t->server, scn_built(&out), &t->to_client, &t->server_plain);
	scn_builder_finish(&out);
	assert_int_equal(t->server_plain.len, sizeof(ehlo) - 1);
	assert_memory_equal(t->server_plain.data, ehlo, sizeof(ehlo) - 1);
	t->kind->send(t->server, (struct scn_bytes){ ok, sizeof(ok) - 1 }, &t->to_client);
	carry(t);
	assert_int_equal(t->state, SCN_HANDSHAKE_DONE);
	assert_int_equal(t->client_plain.len, sizeof(ok) - 1);
	assert_memory_equal(t->client_plain.data, ok, sizeof(ok) - 1);
	t->backend->close(t->client, &out);
	assert_true(out.len > 0);
	scn_builder_finish(&out);
}

static void check_certificate(const struct scn_handshake_result *r, const struct good *row)
{
	const struct scn_certificate_fact *leaf = r->certificates;

	if (scn_suite_by_code(row->suite)->auth == SCN_AUTH_ANON) {
		assert_int_equal(r->certificate_count, 0);
		assert_null(r->chain);
		return;
	}
	assert_int_equal(r->certificate_count, 1);
	assert_string_equal(leaf->subject, "mx.example");
	assert_string_equal(leaf->key_word, row->key == TEST_KEY_RSA ? "rsa" : "ecdsa");
	assert_int_equal(leaf->der_len, certificates[row->key].der.len);
	assert_non_null(leaf->sha256);
	assert_int_equal(strlen(leaf->sha256), 64);
	/* Nobody has signed it, and the handshake completes all the same. */
	assert_non_null(r->chain);
	assert_string_not_equal(r->chain, "trusted");
	assert_string_equal(leaf->chain, r->chain);
	assert_int_equal(r->name_matches, SCN_ACCEPTED);
	assert_int_equal(leaf->name_matches, SCN_ACCEPTED);
}

static void check_parameters(
	const struct talk *t, const struct scn_handshake_result *r, const struct good *row)
{
	if (t->state != SCN_HANDSHAKE_DONE)
		fail_msg("%s against %s, suite %04X: %s", t->backend->name, t->kind->name,
			(unsigned)row->suite, r->failure ? r->failure : "still going");
	assert_int_equal(r->version, row->version);
	assert_int_equal(r->suite, row->suite);
	if (row->group)
		assert_int_equal(r->group, row->group);
	if (row->scheme) /* wolfSSL does not tell it */
		assert_int_equal(r->scheme, t->backend == &scn_openssl_backend ? row->scheme : 0);
	assert_null(r->failure);
	assert_false(r->client_certificate_asked);
}

static void check_good(struct talk *t, const struct good *row)
{
	const struct tls_server_options options = {
		.oldest = row->version, .newest = row->version, .suite = row->suite
	};
	struct scn_handshake_order order = order_of(row);
	struct scn_handshake_result r = { 0 };

	assert_true(t->backend->can(&order));
	talk_start(t, &order, &options, row->key);
	t->backend->result(t->client, &r);
	check_parameters(t, &r, row);
	check_certificate(&r, row);
	check_words_both_ways(t);
	scn_handshake_result_finish(&r);
	talk_finish(t);
}

static void test_handshake_completes(void **state)
{
	for (const struct scn_handshake_backend *const *b = scn_backends(); *b; b++)
		for (size_t s = 0; s < SCN_COUNT(servers); s++)
			for (size_t i = 0; i < SCN_COUNT(good); i++) {
				struct talk t = { .backend = *b, .kind = servers[s] };

				if (good[i].not_wolfssl && (*b != &scn_openssl_backend ||
								   servers[s] != &openssl_server))
					continue;
				check_good(&t, &good[i]);
			}
}

/* The bytes of the server come one by one; nothing else changes. */
static void test_handshake_takes_byte_by_byte(void **state)
{
	const struct tls_server_options options = { .oldest = SCN_TLS1_2, .newest = SCN_TLS1_3 };
	const struct scn_handshake_order order = { .versions = V12 | V13 };

	for (const struct scn_handshake_backend *const *b = scn_backends(); *b; b++) {
		struct scn_handshake *client = (*b)->begin(&order);
		struct tls_server *server =
			openssl_server.start(&options, &certificates[TEST_KEY_RSA]);
		struct scn_builder out = { 0 }, answer = { 0 }, plain = { 0 };
		enum scn_handshake_state now = SCN_HANDSHAKE_GOING;

		assert_non_null(client);
		(*b)->feed(client, (struct scn_bytes){ 0 }, &out, &plain);
		openssl_server.feed(server, scn_built(&out), &answer, &plain);
		for (size_t i = 0; i < answer.len; i++) {
			assert_int_equal(now, SCN_HANDSHAKE_GOING);
			now = (*b)->feed(
				client, (struct scn_bytes){ answer.data + i, 1 }, &out, &plain);
		}
		assert_int_equal(now, SCN_HANDSHAKE_DONE);
		(*b)->free(client);
		openssl_server.stop(server);
		scn_builder_finish(&out);
		scn_builder_finish(&answer);
		scn_builder_finish(&plain);
	}
}

/* ---- handshakes that fail ---- */

static const struct bad {
	const char *what;
	scn_versions versions;
	scn_suite_code suite;
	uint16_t group;
	struct tls_server_options server;
	const char *failure;
} bad[] = {
	{ "no common suite", V12, 0xC030, 0,
		{ .oldest = SCN_TLS1_2, .newest = SCN_TLS1_2, .suite = 0x009E },
		"alert handshake_failure (40)" },
	{ "no common suite in TLS 1.3", V13, 0x1301, 0,
		{ .oldest = SCN_TLS1_3, .newest = SCN_TLS1_3, .suite = 0x1302 },
		"alert handshake_failure (40)" },
	{ "no common version", V12, 0, 0, { .oldest = SCN_TLS1_3, .newest = SCN_TLS1_3 },
		"alert protocol_version (70)" },
	{ "no common group", V12, 0xC02F, 0x0017,
		{ .oldest = SCN_TLS1_2, .newest = SCN_TLS1_2, .suite = 0xC02F, .groups = "P-521" },
		"alert handshake_failure (40)" },
	{ "no common group in TLS 1.3", V13, 0, 0x0017,
		{ .oldest = SCN_TLS1_3, .newest = SCN_TLS1_3, .groups = "P-521" },
		"alert handshake_failure (40)" },
	{ "client certificate", V12, 0, 0,
		{ .oldest = SCN_TLS1_2, .newest = SCN_TLS1_2, .ask_client = ASK_OR_FAIL },
		"alert handshake_failure (40)" },
	/* Told only after our Finished, when we thought that all was well. */
	{ "client certificate in TLS 1.3", V13, 0, 0,
		{ .oldest = SCN_TLS1_3, .newest = SCN_TLS1_3, .ask_client = ASK_OR_FAIL },
		"alert certificate_required (116)" },
};

static void check_bad(struct talk *t, const struct bad *row)
{
	const struct scn_handshake_order order = {
		.versions = row->versions,
		.suites = &row->suite,
		.suite_count = row->suite != 0,
		.groups = &row->group,
		.group_count = row->group != 0,
	};
	struct scn_handshake_result r = { 0 };
	struct scn_builder out = { 0 };

	talk_start(t, &order, &row->server, TEST_KEY_RSA);
	t->backend->result(t->client, &r);
	if (t->state != SCN_HANDSHAKE_FAILED || !r.failure || strcmp(r.failure, row->failure) != 0)
		fail_msg("%s, %s: state %d, %s", t->backend->name, row->what, t->state,
			r.failure ? r.failure : "-");
	assert_int_equal(r.version, SCN_VERSION_NONE);
	assert_int_equal(r.client_certificate_asked, row->server.ask_client != ASK_NEVER);
	/* It stays failed, and says nothing more. */
	assert_false(
		t->backend->send(t->client, (struct scn_bytes){ (const uint8_t *)"x", 1 }, &out));
	assert_int_equal(t->backend->feed(t->client, (struct scn_bytes){ 0 }, &out, &out),
		SCN_HANDSHAKE_FAILED);
	t->backend->close(t->client, &out);
	assert_int_equal(out.len, 0);
	scn_handshake_result_finish(&r);
	talk_finish(t);
}

static void test_handshake_fails_readably(void **state)
{
	for (const struct scn_handshake_backend *const *b = scn_backends(); *b; b++)
		for (size_t i = 0; i < SCN_COUNT(bad); i++) {
			struct talk t = { .backend = *b, .kind = &openssl_server };

			check_bad(&t, &bad[i]);
		}
}

static void test_handshake_does_not_take_smtp_for_tls(void **state)
{
	static const uint8_t smtp[] = "500 5.5.2 Error: bad syntax\r\n";
	const struct scn_handshake_order order = { .versions = V12 | V13 };

	for (const struct scn_handshake_backend *const *b = scn_backends(); *b; b++) {
		struct scn_handshake *client = (*b)->begin(&order);
		struct scn_builder out = { 0 }, plain = { 0 };
		struct scn_handshake_result r = { 0 };

		(*b)->feed(client, (struct scn_bytes){ 0 }, &out, &plain);
		assert_int_equal((*b)->feed(client, (struct scn_bytes){ smtp, sizeof(smtp) - 1 },
					 &out, &plain),
			SCN_HANDSHAKE_FAILED);
		(*b)->result(client, &r);
		assert_non_null(r.failure);
		assert_true(strlen(r.failure) > 5);
		assert_int_equal(r.certificate_count, 0);
		scn_handshake_result_finish(&r);
		(*b)->free(client);
		scn_builder_finish(&out);
		scn_builder_finish(&plain);
	}
}

/* ---- particular servers ---- */

static void test_handshake_tells_a_polite_certificate_request(void **state)
{
	const struct tls_server_options options = {
		.oldest = SCN_TLS1_2, .newest = SCN_TLS1_3, .ask_client = ASK_POLITELY
	};

	for (const struct scn_handshake_backend *const *b = scn_backends(); *b; b++)
		for (int v = SCN_TLS1_2; v <= SCN_TLS1_3; v++) {
			const struct scn_handshake_order order = { .versions = SCN_VERSION_BIT(v) };
			struct talk t = { .backend = *b, .kind = &openssl_server };
			struct scn_handshake_result r = { 0 };

			talk_start(&t, &order, &options, TEST_KEY_RSA);
			assert_int_equal(t.state, SCN_HANDSHAKE_DONE);
			(*b)->result(t.client, &r);
			assert_true(r.client_certificate_asked);
			scn_handshake_result_finish(&r);
			talk_finish(&t);
		}
}

static void test_handshake_allows_small_dh(void **state)
{
	static const scn_suite_code suite = 0x009E;
	const struct scn_handshake_order order = {
		.versions = V12, .suites = &suite, .suite_count = 1
	};
	const struct tls_server_options options = {
		.oldest = SCN_TLS1_2, .newest = SCN_TLS1_2, .suite = suite, .dh_bits = 512
	};

	for (const struct scn_handshake_backend *const *b = scn_backends(); *b; b++) {
		struct talk t = { .backend = *b, .kind = &openssl_server };

		talk_start(&t, &order, &options, TEST_KEY_RSA);
		if (t.state != SCN_HANDSHAKE_DONE)
			fail_msg("%s refuses DH of 512 bits", (*b)->name);
		talk_finish(&t);
	}
}

static void test_handshake_judges_names(void **state)
{
	static const struct {
		const char *name; /* NULL: not asked */
		enum scn_known matches;
	} names[] = {
		{ NULL, SCN_UNKNOWN },
		{ "mx.example", SCN_ACCEPTED },
		{ "MX.Example", SCN_ACCEPTED },
		{ "a.wild.example", SCN_ACCEPTED },
		{ "wild.example", SCN_REJECTED },
		{ "a.b.wild.example", SCN_REJECTED },
		{ "other.example", SCN_REJECTED },
	};
	const struct tls_server_options options = { .oldest = SCN_TLS1_2, .newest = SCN_TLS1_3 };

	for (const struct scn_handshake_backend *const *b = scn_backends(); *b; b++)
		for (size_t i = 0; i < SCN_COUNT(names); i++) {
			const struct scn_handshake_order order = { .versions = V12 | V13,
				.verify_name = names[i].name };
			struct talk t = { .backend = *b, .kind = &openssl_server };
			struct scn_handshake_result r = { 0 };

			talk_start(&t, &order, &options, TEST_KEY_RSA);
			(*b)->result(t.client, &r);
			assert_int_equal(r.name_matches, names[i].matches);
			scn_handshake_result_finish(&r);
			talk_finish(&t);
		}
}

/* ---- can ---- */

static const struct {
	scn_versions versions;
	scn_suite_code suite;
	uint16_t group;
	bool openssl, wolfssl;
} abilities[] = {
	{ V12, 0xC02F, 0, true, true }, { V12, 0x009E, 0, true, true },
	{ V13, 0x1301, 0, true, true }, { SCN_VERSIONS_ALL, 0xC02F, 0, true, true },
	{ SCN_VERSION_BIT(SCN_TLS1_0), 0x002F, 0, true, false },
	{ SCN_VERSION_BIT(SCN_TLS1_0), 0xC013, 0, true, false },
	{ V12, 0x002F, 0, true, false },  /* static RSA */
	{ V12, 0x0005, 0, false, false }, /* RC4 */
	{ V12, 0x00A8, 0, false, false }, /* a key that both must have before */
	{ V12, 0x2A2A, 0, false, false }, /* GREASE */
	{ V12, 0x00FF, 0, false, false }, /* a signal */
	{ V12, 0x1301, 0, false, false }, /* of TLS 1.3 only */
	{ V13, 0xC02F, 0, false, false }, /* never in TLS 1.3 */
	{ SCN_VERSION_BIT(SCN_TLS1_1), 0xC02F, 0, false, false }, /* not before TLS 1.2 */
	{ SCN_VERSION_BIT(SCN_SSL3), 0x002F, 0, false, false },
	{ SCN_VERSION_BIT(SCN_SSL2), 0x010080, 0, false, false },
	{ V12, 0xC02F, 0x2A2A, false, false }, /* nothing but GREASE */
};

/* What no installed library has, nobody claims to be able to do. */
static void test_handshake_can_is_honest(void **state)
{
	for (const struct scn_handshake_backend *const *b = scn_backends(); *b; b++)
		for (size_t i = 0; i < SCN_COUNT(abilities); i++) {
			const struct scn_handshake_order order = {
				.versions = abilities[i].versions,
				.suites = &abilities[i].suite,
				.suite_count = 1,
				.groups = &abilities[i].group,
				.group_count = abilities[i].group != 0,
			};
			bool expected = *b == &scn_openssl_backend ? abilities[i].openssl
								   : abilities[i].wolfssl;

			if ((*b)->can(&order) != expected)
				fail_msg("%s, row %zu: not %d", (*b)->name, i, expected);
		}
}

/* All that there is a number for: no list is too long, and a client of such an order still completes. */
static void test_handshake_takes_the_longest_order(void **state)
{
	static scn_suite_code suites[1024];
	static uint16_t groups[256], schemes[256];
	const struct tls_server_options options = { .oldest = SCN_TLS1_2, .newest = SCN_TLS1_3 };
	struct scn_handshake_order order = {
		.versions = SCN_VERSIONS_ALL, .suites = suites, .groups = groups, .schemes = schemes
	};
	const struct scn_suite *suite = scn_suites(&order.suite_count);
	const struct scn_group *group = scn_groups(&order.group_count);
	const struct scn_scheme *scheme = scn_schemes(&order.scheme_count);

	assert_true(order.suite_count <= SCN_COUNT(suites));
	assert_true(order.group_count <= SCN_COUNT(groups));
	assert_true(order.scheme_count <= SCN_COUNT(schemes));
	for (size_t i = 0; i < order.suite_count; i++)
		suites[i] = suite[i].code;
	for (size_t i = 0; i < order.group_count; i++)
		groups[i] = group[i].code;
	for (size_t i = 0; i < order.scheme_count; i++)
		schemes[i] = scheme[i].code;
	for (const struct scn_handshake_backend *const *b = scn_backends(); *b; b++) {
		struct talk t = { .backend = *b, .kind = &openssl_server };

		assert_true((*b)->can(&order));
		talk_start(&t, &order, &options, TEST_KEY_RSA);
		assert_int_equal(t.state, SCN_HANDSHAKE_DONE);
		talk_finish(&t);
	}
}

static int make_certificates(void **state)
{
	for (int i = 0; i < TEST_KEY_COUNT; i++)
		if (!test_certificate_make(&certificates[i], (enum test_key)i))
			return -1;
	return 0;
}

static int free_certificates(void **state)
{
	for (int i = 0; i < TEST_KEY_COUNT; i++)
		test_certificate_finish(&certificates[i]);
	return 0;
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_handshake_completes),
		cmocka_unit_test(test_handshake_takes_byte_by_byte),
		cmocka_unit_test(test_handshake_fails_readably),
		cmocka_unit_test(test_handshake_does_not_take_smtp_for_tls),
		cmocka_unit_test(test_handshake_tells_a_polite_certificate_request),
		cmocka_unit_test(test_handshake_allows_small_dh),
		cmocka_unit_test(test_handshake_judges_names),
		cmocka_unit_test(test_handshake_can_is_honest),
		cmocka_unit_test(test_handshake_takes_the_longest_order),
	};

	return cmocka_run_group_tests(tests, make_certificates, free_certificates);
}
