#include "test.h"

#include <stdio.h>
#include <unistd.h>

#include "core/base/alloc.h"
#include "core/base/text.h"
#include "dns/name-server.h"
#include "io/dns-answer.h"
#include "io/resolver.h"

static struct name_server name_server;
static char forward[32], hosts[128];

enum kind {
	DOMAIN,
	HOST,
};

struct asked {
	struct scn_loop *loop;
	struct scn_resolver *resolver;
	struct scn_text answer;
	unsigned calls, stop_after;
	bool free_resolver;
};

static const char *const status_words[] = { "ok", "no such domain", "no server", "null mx",
	"failed", "cancelled" };

/* "ok; 10 mx.example 192.0.2.1 2001:db8::1; 20 gone.example (no such domain)" */
static void describe(struct scn_text *text, const struct scn_resolved *r)
{
	scn_text_add(text, status_words[r->status]);
	for (size_t s = 0; s < r->server_count; s++) {
		const struct scn_resolved_server *server = &r->servers[s];

		scn_text_printf(text, "; %d %s", server->preference, server->host);
		for (size_t a = 0; a < server->address_count; a++)
			scn_text_printf(text, " %s", server->addresses[a]);
		if (server->status != SCN_DNS_OK)
			scn_text_printf(text, " (%s)", status_words[server->status]);
	}
	if (r->detail)
		scn_text_printf(text, " [%s]", r->detail);
}

static void on_resolved(void *user, struct scn_resolved *resolved)
{
	struct asked *asked = user;

	if (asked->answer.len)
		scn_text_add(&asked->answer, " | ");
	describe(&asked->answer, resolved);
	scn_resolved_finish(resolved);
	asked->calls++;
	if (asked->free_resolver) {
		scn_resolver_free(asked->resolver);
		asked->resolver = NULL;
	}
	if (asked->calls == asked->stop_after)
		scn_loop_stop(asked->loop);
}

static void asked_init(struct asked *asked, const struct scn_resolver_options *options)
{
	enum scn_err err = SCN_ERR_LOOP;

	*asked = (struct asked){ .loop = scn_loop_new() };
	asked->resolver = scn_resolver_new(asked->loop, options, &err);
	assert_int_equal(err, SCN_ERR_OK);
	assert_non_null(asked->resolver);
}

static void asked_finish(struct asked *asked)
{
	scn_resolver_free(asked->resolver);
	scn_loop_free(asked->loop);
	scn_text_finish(&asked->answer);
}

static struct scn_resolver_options test_options(void)
{
	return (struct scn_resolver_options){ .forward = forward, .hosts = hosts };
}

/* ---- answers ---- */

static const struct {
	enum kind kind;
	const char *name;
	enum scn_family family;
	const char *expected;
} rows[] = {
	{ DOMAIN, "three.example", SCN_FAMILY_ANY,
		"ok; 10 mx-c.three.example 2001:db8::33"
		"; 20 mx-a.three.example 192.0.2.11 2001:db8::11"
		"; 20 mx-b.three.example 192.0.2.22 192.0.2.23 2001:db8::22" },
	{ DOMAIN, "THREE.Example.", SCN_FAMILY_IPV4,
		"ok; 10 mx-c.three.example (no server)"
		"; 20 mx-a.three.example 192.0.2.11"
		"; 20 mx-b.three.example 192.0.2.22 192.0.2.23" },
	{ DOMAIN, "three.example", SCN_FAMILY_IPV6,
		"ok; 10 mx-c.three.example 2001:db8::33"
		"; 20 mx-a.three.example 2001:db8::11"
		"; 20 mx-b.three.example 2001:db8::22" },
	{ DOMAIN, "no-mx.example", SCN_FAMILY_ANY, "ok; -1 no-mx.example 192.0.2.40 2001:db8::40" },
	{ DOMAIN, "v6only.example", SCN_FAMILY_IPV4, "no server" },
	{ DOMAIN, "v6only.example", SCN_FAMILY_ANY, "ok; -1 v6only.example 2001:db8::41" },
	{ DOMAIN, "nothing.example", SCN_FAMILY_ANY, "no server" },
	{ DOMAIN, "null-mx.example", SCN_FAMILY_ANY, "null mx" },
	{ DOMAIN, "half-null.example", SCN_FAMILY_ANY, "ok; 10 mx-c.three.example 2001:db8::33" },
	{ DOMAIN, "no-such.example", SCN_FAMILY_ANY, "no such domain" },
	{ DOMAIN, "alias.example", SCN_FAMILY_IPV4,
		"ok; 10 mx-c.three.example (no server)"
		"; 20 mx-a.three.example 192.0.2.11"
		"; 20 mx-b.three.example 192.0.2.22 192.0.2.23" },
	{ DOMAIN, "cname-mx.example", SCN_FAMILY_ANY,
		"ok; 10 alias-host.example 192.0.2.40 2001:db8::40" },
	{ DOMAIN, "dangling.example", SCN_FAMILY_IPV4,
		"ok; 10 gone.example (no such domain); 20 nothing.example (no server)"
		"; 30 no-mx.example 192.0.2.40" },
	{ DOMAIN, "broken-mx.example", SCN_FAMILY_IPV4,
		"ok; 10 mx.servfail.example (failed); 20 no-mx.example 192.0.2.40"
		" [the A record of mx.servfail.example could not be looked up: SERVFAIL]" },
	{ DOMAIN, "x.servfail.example", SCN_FAMILY_ANY,
		"failed [the MX record of x.servfail.example could not be looked up: SERVFAIL]" },
	/* The name server refuses what it does not serve. */
	{ DOMAIN, "elsewhere.invalid-tld", SCN_FAMILY_ANY,
		"failed [the MX record of elsewhere.invalid-tld could not be looked up: "
		"SERVFAIL]" },
	{ DOMAIN, "strange.example", SCN_FAMILY_IPV4,
		"ok; 10 a\\032b\\027c.three.example (no such domain)" },
	{ DOMAIN, "lab.test", SCN_FAMILY_IPV4, "ok; 10 mx.lab.test 192.0.2.77" },
	/* The hosts file says where a host is, never which servers a domain has. */
	{ DOMAIN, "only-in-hosts.example", SCN_FAMILY_IPV4,
		"ok; -1 only-in-hosts.example 192.0.2.90" },
	{ DOMAIN, "hosts-name.example", SCN_FAMILY_IPV4, "ok; 10 no-mx.example 192.0.2.40" },
	{ HOST, "hosts-name.example", SCN_FAMILY_ANY, "ok; -1 hosts-name.example 192.0.2.91" },
	{ HOST, "localhost", SCN_FAMILY_IPV4, "ok; -1 localhost 127.0.0.1" },
	{ DOMAIN, "localhost", SCN_FAMILY_IPV4, "ok; -1 localhost 127.0.0.1" },
	{ HOST, "three.example", SCN_FAMILY_ANY, "no server" },
	{ HOST, "no-mx.example", SCN_FAMILY_IPV6, "ok; -1 no-mx.example 2001:db8::40" },
	{ HOST, "no-such.example", SCN_FAMILY_ANY, "no such domain" },
	{ HOST, "x.servfail.example", SCN_FAMILY_IPV6,
		"failed [the AAAA record of x.servfail.example could not be looked up: "
		"SERVFAIL]" },
	{ HOST, "many.example", SCN_FAMILY_IPV6, "no server" },
	/* Literals. */
	{ HOST, "192.0.2.7", SCN_FAMILY_ANY, "ok; -1 192.0.2.7 192.0.2.7" },
	{ DOMAIN, "192.0.2.7", SCN_FAMILY_IPV4, "ok; -1 192.0.2.7 192.0.2.7" },
	{ HOST, "192.0.2.7", SCN_FAMILY_IPV6, "no server [it is an IPv4 address]" },
	{ DOMAIN, "2001:DB8::7", SCN_FAMILY_ANY, "ok; -1 2001:db8::7 2001:db8::7" },
	{ HOST, "fe80::1%lo", SCN_FAMILY_IPV6, "ok; -1 fe80::1%lo fe80::1%lo" },
	{ HOST, "::1", SCN_FAMILY_IPV4, "no server [it is an IPv6 address]" },
	/* No names at all. */
	{ DOMAIN, "a..example", SCN_FAMILY_ANY,
		"failed [the MX record of a..example could not be looked up: syntax error]" },
	{ HOST, "a..example", SCN_FAMILY_ANY,
		"failed [the A record of a..example could not be looked up: syntax error]" },
};

static void test_resolver_answers(void **state)
{
	struct scn_resolver_options options = test_options();

	for (size_t i = 0; i < SCN_COUNT(rows); i++) {
		struct asked asked;

		asked_init(&asked, &options);
		(rows[i].kind == DOMAIN ? scn_resolve_domain : scn_resolve_host)(
			asked.resolver, rows[i].name, rows[i].family, on_resolved, &asked);
		assert_int_equal(asked.calls, 0); /* never from within the call */
		scn_loop_run(asked.loop);         /* ends by itself */
		assert_string_equal(scn_text_str(&asked.answer), rows[i].expected);
		assert_int_equal(asked.calls, 1);
		asked_finish(&asked);
	}
}

static void test_resolver_limits_addresses(void **state)
{
	struct scn_resolver_options options = test_options();
	struct asked asked;
	size_t addresses = 0;

	asked_init(&asked, &options);
	scn_resolve_host(asked.resolver, "many.example", SCN_FAMILY_IPV4, on_resolved, &asked);
	scn_loop_run(asked.loop);
	for (const char *at = scn_text_str(&asked.answer); (at = strstr(at, " 192.0.2.1")); at++)
		addresses++;
	assert_int_equal(addresses, SCN_RESOLVER_MAX_ADDRESSES);
	asked_finish(&asked);
}

static void test_resolver_serves_many_at_once(void **state)
{
	struct scn_resolver_options options = test_options();
	struct asked asked;

	asked_init(&asked, &options);
	for (size_t i = 0; i < SCN_COUNT(rows); i++)
		scn_resolve_domain(
			asked.resolver, rows[i].name, SCN_FAMILY_ANY, on_resolved, &asked);
	scn_loop_run(asked.loop);
	assert_int_equal(asked.calls, SCN_COUNT(rows));
	asked_finish(&asked);
}

/* ---- nobody answers ---- */

static void test_resolver_silence_proves_nothing(void **state)
{
	char silent[32];
	int fd = name_server_silent(silent);
	struct scn_resolver_options options = {
		.forward = silent, .hosts = hosts, .limit = 300 * SCN_MS
	};
	struct asked asked;

	asked_init(&asked, &options);
	scn_resolve_domain(asked.resolver, "three.example", SCN_FAMILY_ANY, on_resolved, &asked);
	scn_loop_run(asked.loop);
	assert_string_equal(scn_text_str(&asked.answer),
		"failed [the MX record of three.example could not be looked up: "
		"no answer within 0.3 s]");
	scn_text_clear(&asked.answer);
	scn_resolve_host(asked.resolver, "no-mx.example", SCN_FAMILY_IPV6, on_resolved, &asked);
	scn_loop_run(asked.loop);
	assert_string_equal(scn_text_str(&asked.answer),
		"failed [the AAAA record of no-mx.example could not be looked up: "
		"no answer within 0.3 s]");
	asked_finish(&asked);
	close(fd);
}

static void test_resolver_needs_no_dns_for_localhost(void **state)
{
	char silent[32];
	int fd = name_server_silent(silent);
	struct scn_resolver_options options = { .forward = silent, .hosts = hosts };
	struct asked asked;

	asked_init(&asked, &options);
	scn_resolve_domain(asked.resolver, "localhost", SCN_FAMILY_IPV4, on_resolved, &asked);
	scn_resolve_host(asked.resolver, "127.0.0.1", SCN_FAMILY_ANY, on_resolved, &asked);
	asked.stop_after = 2;
	scn_loop_run(asked.loop);
	assert_int_equal(asked.calls, 2);
	assert_non_null(strstr(scn_text_str(&asked.answer), "ok; -1 localhost 127.0.0.1"));
	assert_non_null(strstr(scn_text_str(&asked.answer), "ok; -1 127.0.0.1 127.0.0.1"));
	asked_finish(&asked);
	close(fd);
}

/* ---- cancel and free ---- */

static void test_resolver_cancels(void **state)
{
	char silent[32];
	int fd = name_server_silent(silent);
	struct scn_resolver_options options = { .forward = silent, .hosts = hosts };
	struct asked asked;

	asked_init(&asked, &options);
	scn_resolve_domain(asked.resolver, "three.example", SCN_FAMILY_ANY, on_resolved, &asked);
	scn_resolve_host(asked.resolver, "no-mx.example", SCN_FAMILY_ANY, on_resolved, &asked);
	scn_resolve_host(asked.resolver, "192.0.2.1", SCN_FAMILY_ANY, on_resolved, &asked);
	scn_resolver_cancel(asked.resolver);
	assert_int_equal(asked.calls, 0);
	scn_loop_run(asked.loop);
	assert_string_equal(scn_text_str(&asked.answer), "cancelled | cancelled | cancelled");
	asked_finish(&asked);
	close(fd);
}

static void test_resolver_frees_with_lookups_open(void **state)
{
	char silent[32];
	int fd = name_server_silent(silent);
	struct scn_resolver_options options = { .forward = silent, .hosts = hosts };
	struct asked asked;

	asked_init(&asked, &options);
	scn_resolve_domain(asked.resolver, "three.example", SCN_FAMILY_ANY, on_resolved, &asked);
	scn_resolve_host(asked.resolver, "no-mx.example", SCN_FAMILY_ANY, on_resolved, &asked);
	scn_resolver_free(asked.resolver);
	asked.resolver = NULL;
	scn_loop_run(asked.loop);
	assert_int_equal(asked.calls, 0);
	asked_finish(&asked);
	close(fd);
}

static void test_resolver_is_freed_from_within_done(void **state)
{
	struct scn_resolver_options options = test_options();
	struct asked asked;

	asked_init(&asked, &options);
	asked.free_resolver = true;
	scn_resolve_domain(asked.resolver, "no-mx.example", SCN_FAMILY_ANY, on_resolved, &asked);
	scn_resolve_domain(asked.resolver, "three.example", SCN_FAMILY_ANY, on_resolved, &asked);
	scn_loop_run(asked.loop);
	assert_int_equal(asked.calls, 1);
	asked_finish(&asked);
}

static void test_resolver_refuses_bad_options(void **state)
{
	static const struct scn_resolver_options bad[] = {
		{ .forward = "not an address" },
		{ .resolv_conf = "/nonexistent/resolv.conf" },
		{ .forward = forward, .hosts = "/nonexistent/hosts" },
	};

	for (size_t i = 0; i < SCN_COUNT(bad); i++) {
		struct scn_loop *loop = scn_loop_new();
		enum scn_err err = SCN_ERR_OK;

		assert_null(scn_resolver_new(loop, &bad[i], &err));
		assert_int_equal(err, SCN_ERR_RESOLVER);
		scn_loop_free(loop);
	}
}

static void test_resolver_reads_resolv_conf(void **state)
{
	struct scn_resolver_options options = { .hosts = hosts };
	char path[128];
	FILE *file;
	struct asked asked;

	snprintf(path, sizeof(path), "%s/resolv.conf", name_server.dir);
	file = fopen(path, "w");
	assert_non_null(file);
	fputs("nameserver 127.0.0.1\n", file); /* port 53: nothing of ours */
	fclose(file);
	options.resolv_conf = path;
	asked_init(&asked, &options);
	scn_resolve_host(
		asked.resolver, "only-in-hosts.example", SCN_FAMILY_IPV4, on_resolved, &asked);
	scn_loop_run(asked.loop);
	assert_string_equal(scn_text_str(&asked.answer), "ok; -1 only-in-hosts.example 192.0.2.90");
	asked_finish(&asked);
	unlink(path);
}

static void test_resolver_error_ids(void **state)
{
	assert_null(scn_dns_error_id(SCN_DNS_OK));
	assert_string_equal(scn_dns_error_id(SCN_DNS_NO_SUCH_DOMAIN), "dns-no-such-domain");
	assert_string_equal(scn_dns_error_id(SCN_DNS_NO_SERVER), "dns-no-server");
	assert_string_equal(scn_dns_error_id(SCN_DNS_NULL_MX), "dns-null-mx");
	assert_string_equal(scn_dns_error_id(SCN_DNS_FAILED), "dns-failed");
}

/* ---- names on the wire ---- */

static void test_dns_answer_reads_names(void **state)
{
	static const struct {
		const char *hex;
		const char *name; /* NULL: malformed */
	} names[] = {
		{ "00", "." }, { "024D58076578616D706C6500", "mx.example" },
		{ "035F2D3900", "_-9" }, { "03612E6200", "a\\046b" },
		{ "031B5B6D00", "\\027\\091m" }, { "02C3A400", "\\195\\164" }, { "", NULL },
		{ "02", NULL }, { "024D", NULL }, { "024D58", NULL }, { "40", NULL },
		{ "C00C", NULL }, /* compression has been undone before */
	};

	for (size_t i = 0; i < SCN_COUNT(names); i++) {
		struct scn_builder wire = { 0 };
		struct scn_reader r;
		char *name;

		assert_true(scn_build_hex(&wire, names[i].hex));
		r = scn_reader(scn_built(&wire));
		name = scn_dns_name(&r);
		if (names[i].name)
			assert_string_equal(name, names[i].name);
		else
			assert_null(name);
		free(name);
		scn_builder_finish(&wire);
	}
}

static void test_dns_answer_limits_names(void **state)
{
	/* 63 labels of 4 bytes, one of 2 and the root are 255 bytes; one byte more is too long. */
	for (uint8_t last = 1; last <= 2; last++) {
		struct scn_builder wire = { 0 };
		struct scn_reader r;
		char *name;

		for (int i = 0; i < 63; i++)
			assert_true(scn_build_hex(&wire, "03616263"));
		scn_build_u8(&wire, last);
		for (uint8_t i = 0; i < last; i++)
			scn_build_u8(&wire, 'x');
		scn_build_u8(&wire, 0);
		r = scn_reader(scn_built(&wire));
		name = scn_dns_name(&r);
		assert_int_equal(name != NULL, last == 1);
		free(name);
		scn_builder_finish(&wire);
	}
}

static void test_dns_answer_reads_mx(void **state)
{
	static const struct {
		const char *hex;
		int preference; /* -1: malformed */
		const char *host;
	} records[] = {
		{ "000A026D7800", 10, "mx" },
		{ "FFFF00", 65535, "." },
		{ "000A026D780000", -1, NULL },
		{ "000A026D78", -1, NULL },
		{ "000A", -1, NULL },
		{ "00", -1, NULL },
		{ "", -1, NULL },
	};

	for (size_t i = 0; i < SCN_COUNT(records); i++) {
		struct scn_builder wire = { 0 };
		int preference;
		char *host;

		assert_true(scn_build_hex(&wire, records[i].hex));
		assert_int_equal(scn_dns_mx(scn_built(&wire), &preference, &host),
			records[i].preference >= 0);
		if (records[i].preference >= 0) {
			assert_int_equal(preference, records[i].preference);
			assert_string_equal(host, records[i].host);
		} else {
			assert_null(host);
		}
		free(host);
		scn_builder_finish(&wire);
	}
}

static int start_server(void **state)
{
	if (!name_server_start(&name_server))
		return -1;
	snprintf(forward, sizeof(forward), "127.0.0.1@%u", name_server.port);
	snprintf(hosts, sizeof(hosts), "%s/hosts", name_server.dir);
	return 0;
}

static int stop_server(void **state)
{
	name_server_stop(&name_server);
	return 0;
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_resolver_answers),
		cmocka_unit_test(test_resolver_limits_addresses),
		cmocka_unit_test(test_resolver_serves_many_at_once),
		cmocka_unit_test(test_resolver_silence_proves_nothing),
		cmocka_unit_test(test_resolver_needs_no_dns_for_localhost),
		cmocka_unit_test(test_resolver_cancels),
		cmocka_unit_test(test_resolver_frees_with_lookups_open),
		cmocka_unit_test(test_resolver_is_freed_from_within_done),
		cmocka_unit_test(test_resolver_refuses_bad_options),
		cmocka_unit_test(test_resolver_reads_resolv_conf),
		cmocka_unit_test(test_resolver_error_ids),
		cmocka_unit_test(test_dns_answer_reads_names),
		cmocka_unit_test(test_dns_answer_limits_names),
		cmocka_unit_test(test_dns_answer_reads_mx),
	};

	return cmocka_run_group_tests(tests, start_server, stop_server);
}
