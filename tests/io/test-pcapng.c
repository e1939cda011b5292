/*
 * A dialogue as a capture file: libpcap and our own reader find the ClientHello in it again, byte for byte; and
 * tcpdump, where it is installed, finds no wrong checksum and all commands.
 */
#include "test.h"

#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "core/base/alloc.h"
#include "core/capture/pcapng.h"
#include "core/tls/hello.h"
#include "io/pcap.h"

static char greeting[] = "220 mx.example ESMTP", ehlo[] = "EHLO client.example",
	    offer[] = "250-mx.example\n250 STARTTLS", starttls[] = "STARTTLS",
	    ready[] = "220 2.0.0 Ready", hello_text[] = "ClientHello", connected[] = "connected",
	    alert_text[] = "Alert", inside[] = "EHLO inside.example";
static uint8_t alert[] = { 0x15, 3, 3, 0, 2, 2, 40 };

static struct scn_line lines[] = {
	{ 1 * SCN_MS, SCN_COMMENT, SCN_LAYER_TCP, connected, NULL, 0 },
	{ 2 * SCN_MS, SCN_FROM_SERVER, SCN_LAYER_SMTP, greeting, NULL, 0 },
	{ 3 * SCN_MS, SCN_FROM_US, SCN_LAYER_SMTP, ehlo, NULL, 0 },
	{ 4 * SCN_MS, SCN_FROM_SERVER, SCN_LAYER_SMTP, offer, NULL, 0 },
	{ 5 * SCN_MS, SCN_FROM_US, SCN_LAYER_SMTP, starttls, NULL, 0 },
	{ 6 * SCN_MS, SCN_FROM_SERVER, SCN_LAYER_SMTP, ready, NULL, 0 },
	{ 7 * SCN_MS, SCN_FROM_US, SCN_LAYER_TLS, hello_text, NULL, 0 },
	{ 8 * SCN_MS, SCN_FROM_SERVER, SCN_LAYER_TLS, alert_text, alert, sizeof(alert) },
	{ 9 * SCN_MS, SCN_FROM_US, SCN_LAYER_SMTP, inside, NULL, 0 },
};

/* A hello of two records, one of them odd in length. */
static struct scn_builder make_hello(void)
{
	static const scn_suite_code suites[] = { 0xC02F, 0x009E };
	struct scn_hello_spec spec = {
		.legacy_version = 0x0303, .suites = suites, .suite_count = SCN_COUNT(suites)
	};
	struct scn_builder wire = { 0 };

	scn_hello_build(&spec, &wire);
	return wire;
}

static struct scn_builder write_capture(char *address, const struct scn_builder *hello)
{
	struct scn_server_facts facts = { .address = address, .port = 25 };
	struct scn_probe_record record = {
		.started = 1769860800, .lines = lines, .line_count = SCN_COUNT(lines)
	};
	struct scn_builder file = { 0 };

	lines[6].bytes = hello->data;
	lines[6].len = hello->len;
	assert_true(scn_pcapng_write(&facts, &record, &file));
	return file;
}

static void expect_hello(char *address)
{
	struct scn_builder hello = make_hello();
	struct scn_builder file = write_capture(address, &hello);
	struct scn_capture *capture = scn_capture_new();
	struct scn_text error = { 0 }, server = { 0 };
	const struct scn_captured_hello *found;
	size_t count;

	assert_true(scn_pcap_recognise(scn_built(&file)));
	if (!scn_pcap_read(scn_built(&file), capture, &error))
		fail_msg("%s", scn_text_str(&error));
	scn_capture_end(capture);
	found = scn_capture_hellos(capture, &count);
	assert_int_equal(count, 1);
	assert_int_equal(found->wire_len, hello.len);
	assert_memory_equal(found->wire, hello.data, hello.len);
	assert_true(found->starttls);
	assert_string_equal(found->ehlo, "client.example");
	assert_int_equal(found->when, 1769860800);
	assert_int_equal(found->server.port, 25);
	scn_endpoint_address(&found->server, &server);
	assert_string_equal(scn_text_str(&server), address);
	assert_int_equal(scn_capture_counts(capture)->broken, 0);
	assert_int_equal(scn_capture_counts(capture)->gaps, 0);
	scn_text_finish(&server);
	scn_capture_free(capture);
	scn_builder_finish(&file);
	scn_builder_finish(&hello);
}

static void test_read_again(void **state)
{
	char four[] = "192.0.2.25", six[] = "2001:db8::25";

	expect_hello(four);
	expect_hello(six);
}

static void test_no_address(void **state)
{
	char name[] = "mx.example";
	struct scn_server_facts facts = { .address = name, .port = 25 };
	struct scn_probe_record record = { .lines = lines, .line_count = 1 };
	struct scn_builder file = { 0 };

	assert_false(scn_pcapng_write(&facts, &record, &file));
	facts.address = NULL;
	assert_false(scn_pcapng_write(&facts, &record, &file));
	assert_int_equal(file.len, 0);
}

/* ---- what another program says ---- */

static void ask_tcpdump(const char *path, struct scn_text *said)
{
	struct scn_text command = { 0 };
	FILE *pipe;
	int c;

	scn_text_printf(&command, "tcpdump -vvnr %s 2>&1", path);
	pipe = popen(scn_text_str(&command), "r");
	assert_non_null(pipe);
	while ((c = getc(pipe)) != EOF)
		scn_text_char(said, (char)c);
	assert_int_equal(pclose(pipe), 0);
	scn_text_finish(&command);
}

static void check_by_tcpdump(char *address)
{
	struct scn_builder hello = make_hello();
	struct scn_builder file = write_capture(address, &hello);
	char path[] = "/tmp/test-pcapng-XXXXXX";
	struct scn_text said = { 0 };
	int fd = mkstemp(path);

	assert_true(fd >= 0);
	assert_int_equal(write(fd, file.data, file.len), (ssize_t)file.len);
	close(fd);
	ask_tcpdump(path, &said);
	unlink(path);
	if (strstr(scn_text_str(&said), "incorrect") || strstr(scn_text_str(&said), "bad cksum"))
		fail_msg("%s", scn_text_str(&said));
	assert_non_null(strstr(scn_text_str(&said), "(correct)"));
	assert_non_null(strstr(scn_text_str(&said), "SMTP, length: 21\n\tEHLO client.example"));
	assert_null(strstr(scn_text_str(&said), "inside.example"));
	scn_text_finish(&said);
	scn_builder_finish(&file);
	scn_builder_finish(&hello);
}

static void test_tcpdump(void **state)
{
	char four[] = "192.0.2.25", six[] = "2001:db8::25";

	if (system("tcpdump --version >/dev/null 2>&1") != 0) {
		print_message("tcpdump is not installed\n");
		skip();
	}
	check_by_tcpdump(four);
	check_by_tcpdump(six);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_read_again),
		cmocka_unit_test(test_no_address),
		cmocka_unit_test(test_tcpdump),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
