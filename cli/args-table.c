#include "cli/args.h"

#include "core/base/alloc.h"

/* The tables of the command line: to add a command or an option add a row, and its line in the man
 * page (a test compares them). Rows stand in the order in which --help shows them. */

enum {
	RUNS = CLI_CHECK | CLI_SCAN | CLI_DEMO, /* they open connections for a report */
	LISTS = CLI_CHECK | CLI_SCAN,           /* also of many targets */
	FIXES = RUNS | CLI_FIX | CLI_COMPARE,   /* `fix TARGET` checks first */
	PROBES = FIXES | CLI_RESUME,            /* all that open connections */
	REPORTS = RUNS | CLI_SHOW | CLI_RESUME, /* they print a document */
	JUDGED = REPORTS | CLI_MERGE | CLI_COMPARE,
	TEXTS = CLI_ALL & ~CLI_HELP,
};

static const char *const check_examples[] = {
	"handfast check firma.example",
	"handfast check mx1.firma.example:25 --client exchange-2019",
	"handfast check firma.example -f json=result.json -f text",
	"handfast check @domains.txt --fail-on-weak",
	"handfast check @domains.txt --client exchange-2019 --resume results.jsonl",
	NULL,
};
static const char *const scan_examples[] = {
	"handfast scan firma.example",
	"handfast scan mx1.firma.example:25 --client exchange-2019 --all",
	NULL,
};
static const char *const fix_examples[] = {
	"handfast fix last --client exchange-2019 --format postfix",
	"handfast fix last --client exchange-2019 --on client --format schannel-powershell",
	"handfast fix last --must-work exchange-2019,java-8 --remove TLS1.0,TLS1.1",
	NULL,
};
static const char *const compare_examples[] = {
	"handfast compare firma.example",
	"handfast compare 20260131T120000Z-firma.example last",
	NULL,
};
static const char *const dialogue_examples[] = {
	"handfast dialogue last --server mx1 --client exchange-2019",
	NULL,
};
static const char *const merge_examples[] = {
	"handfast check @domains.txt --shard 3/16 --resume part-3.jsonl",
	"handfast merge part-*.jsonl -o all.jsonl",
	NULL,
};
static const char *const profile_examples[] = {
	"handfast profile list",
	"handfast profile show exchange-2019",
	"handfast profile show exchange-2019 -f json > mine.json",
	"handfast profile import capture.pcap -o clients/",
	"handfast profile record --listen 192.0.2.1:2525 -o mine.json",
	"handfast profile import schannel.reg --base windows-server-2019",
	"handfast profile export exchange-2019 --to reg -o exchange.reg",
	"handfast profile diff exchange-2019 mine.json",
	NULL,
};
static const char *const suites_examples[] = {
	"handfast suites ECDHE-RSA-AES128-GCM-SHA256",
	"handfast suites DHE",
	NULL,
};

static const char *const explain_examples[] = {
	"handfast explain 'SSL_accept error from mx.firma.example[192.0.2.1]: -1'",
	"handfast explain bounce.eml",
	"journalctl -u postfix | handfast explain -",
	"handfast explain no-common-suite",
	NULL,
};

static const struct cli_command commands[] = {
	{ CLI_CHECK, "check", "TARGET... [-c PROFILE,...]",
		"will mail get through? Verdict, cause and fix (the default)", check_examples },
	{ CLI_SCAN, "scan", "TARGET... [-c PROFILE,...]",
		"everything that the server accepts, then the clients", scan_examples },
	{ CLI_FIX, "fix", "SCAN|TARGET -c PROFILE --format FORMAT",
		"the smallest change as lines for a real system", fix_examples },
	{ CLI_COMPARE, "compare", "A [B...]", "servers of one domain, or saved scans, side by side",
		compare_examples },
	{ CLI_DIALOGUE, "dialogue", "SCAN [--server HOST] [--client PROFILE]",
		"the annotated SMTP and TLS conversation", dialogue_examples },
	{ CLI_SHOW, "show", "SCAN", "print a saved scan again", NULL },
	{ CLI_RESUME, "resume", "SCAN", "go on with what is still unknown in a saved scan", NULL },
	{ CLI_MERGE, "merge", "FILE... [-o FILE]", "the results of several workers as one",
		merge_examples },
	{ CLI_PROFILE, "profile", "list | show | diff | import | export | record",
		"what the sending clients offer", profile_examples },
	{ CLI_SUITES, "suites", "[PATTERN]",
		"names of cipher suites in all dialects, code, strength", suites_examples },
	{ CLI_EXPLAIN, "explain", "TEXT|FILE|-|CAUSE",
		"a log line, bounce or Received header in plain words", explain_examples },
	{ CLI_DEMO, "demo", "[SCENARIO]", "scan the built-in demo server on loopback", NULL },
	{ CLI_HELP, "help", "[COMMAND]", "all options of a command", NULL },
};

static const char *const confirm_words[] = { "openssl", "wolfssl", "both", "none", NULL };
static const char *const names_words[] = { "iana", "openssl", "gnutls", "schannel", "wolfssl",
	NULL };
static const char *const color_words[] = { "auto", "always", "never", NULL };
static const char *const progress_words[] = { "auto", "bar", "lines", "json", "none", NULL };
static const char *const csv_words[] = { "pairs", "suites", NULL };
static const char *const goal_words[] = { "smallest", "modern", "keep", NULL };
static const char *const side_words[] = { "server", "client", NULL };

static const struct cli_option options[] = {
	{ CLI_OPT_CLIENT, 'c', "client", "PROFILE,...", NULL, CLI_GROUP_WHAT, PROBES | CLI_DIALOGUE,
		"sending clients to ask for; repeats" },
	{ CLI_OPT_SERVER, 0, "server", "HOST", NULL, CLI_GROUP_WHAT, CLI_FIX | CLI_DIALOGUE,
		"only this server; a first label is enough" },
	{ CLI_OPT_PROBE, 0, "probe", "N", NULL, CLI_GROUP_WHAT, CLI_DIALOGUE,
		"the connection of this number" },
	{ CLI_OPT_PORT, 'p', "port", "PORT", NULL, CLI_GROUP_WHAT, FIXES,
		"port where the target names none (25)" },
	{ CLI_OPT_IPV4, '4', "ipv4", NULL, NULL, CLI_GROUP_WHAT, FIXES, "IPv4 addresses only" },
	{ CLI_OPT_IPV6, '6', "ipv6", NULL, NULL, CLI_GROUP_WHAT, FIXES, "IPv6 addresses only" },
	{ CLI_OPT_NO_MX, 0, "no-mx", NULL, NULL, CLI_GROUP_WHAT, FIXES,
		"the target is a host, not a domain" },
	{ CLI_OPT_VERSIONS, 0, "versions", "LIST", NULL, CLI_GROUP_WHAT, CLI_SCAN,
		"versions to enumerate: TLS1.2,TLS1.3 (all)" },
	{ CLI_OPT_SHARD, 0, "shard", "K/N", NULL, CLI_GROUP_WHAT, LISTS,
		"of N workers the K-th: only its servers" },
	{ CLI_OPT_SUITES_ONLY, 0, "suites-only", NULL, NULL, CLI_GROUP_WHAT, CLI_SCAN,
		"no clients, groups, schemes and handshakes" },
	{ CLI_OPT_DNS, 0, "dns", "ADDRESS[@PORT]", NULL, CLI_GROUP_WHAT, PROBES,
		"ask this name server instead of the system's" },
	{ CLI_OPT_TRUST_ANCHOR, 0, "trust-anchor", "FILE", NULL, CLI_GROUP_WHAT, PROBES,
		"DS or DNSKEY records to trust instead of the root's" },
	{ CLI_OPT_GOAL, 0, "goal", "GOAL", goal_words, CLI_GROUP_WHAT, CLI_FIX,
		"smallest, modern or keep (smallest)" },
	{ CLI_OPT_ON, 0, "on", "SIDE", side_words, CLI_GROUP_WHAT, CLI_FIX,
		"change the server or the client" },
	{ CLI_OPT_MUST_WORK, 0, "must-work", "PROFILE,...", NULL, CLI_GROUP_WHAT, CLI_FIX,
		"senders before and after the change" },
	{ CLI_OPT_UNDO, 0, "undo", NULL, NULL, CLI_GROUP_WHAT, CLI_FIX,
		"the file that takes the change back (Schannel)" },
	{ CLI_OPT_REMOVE, 0, "remove", "WHAT,...", NULL, CLI_GROUP_WHAT, CLI_FIX,
		"with --must-work: without this suite, version or key" },

	{ CLI_OPT_ID, 0, "id", "ID", NULL, CLI_GROUP_WHAT, CLI_PROFILE,
		"import, record: what to call the client" },
	{ CLI_OPT_LISTEN, 0, "listen", "ADDRESS:PORT", NULL, CLI_GROUP_WHAT, CLI_PROFILE,
		"record: where (127.0.0.1:2525)" },
	{ CLI_OPT_ACCEPT, 0, "accept", NULL, NULL, CLI_GROUP_WHAT, CLI_PROFILE,
		"record: complete the handshake, take the mail" },
	{ CLI_OPT_COUNT, 0, "count", "N", NULL, CLI_GROUP_WHAT, CLI_PROFILE,
		"record: so many clients, 0 is until Ctrl-C (1)" },
	{ CLI_OPT_FROM, 0, "from", "KIND", NULL, CLI_GROUP_WHAT, CLI_PROFILE,
		"import: what the file is, where its looks do not tell" },
	{ CLI_OPT_BASE, 0, "base", "PROFILE", NULL, CLI_GROUP_WHAT, CLI_PROFILE,
		"import: the client that the file changes" },
	{ CLI_OPT_TO, 0, "to", "KIND", NULL, CLI_GROUP_WHAT, CLI_PROFILE,
		"export: json, reg, ictpl, powershell, gpo, openssl …" },

	{ CLI_OPT_PARALLEL, 'j', "parallel", "N", NULL, CLI_GROUP_PACE, PROBES,
		"connections to one server at once (2)" },
	{ CLI_OPT_PAUSE, 0, "pause", "MS", NULL, CLI_GROUP_PACE, PROBES,
		"milliseconds between two connections (0)" },
	{ CLI_OPT_TIMEOUT, 0, "timeout", "SECONDS", NULL, CLI_GROUP_PACE, PROBES,
		"longest wait for one answer" },
	{ CLI_OPT_SLOW, 0, "slow", NULL, NULL, CLI_GROUP_PACE, PROBES,
		"one connection at a time, long pauses" },
	{ CLI_OPT_EHLO, 0, "ehlo", "NAME", NULL, CLI_GROUP_PACE, PROBES, "what to call ourselves" },
	{ CLI_OPT_MAX_PROBES, 0, "max-probes", "N", NULL, CLI_GROUP_PACE, PROBES,
		"connections to one server at most" },
	{ CLI_OPT_SERVERS, 0, "servers", "N", NULL, CLI_GROUP_PACE, LISTS,
		"servers at once (16; of a list 1000)" },
	{ CLI_OPT_PER_NETWORK, 0, "per-network", "N", NULL, CLI_GROUP_PACE, LISTS,
		"connections to one /24 or /64 at once (8)" },
	{ CLI_OPT_MAX_TIME, 0, "max-time", "SECONDS", NULL, CLI_GROUP_PACE, PROBES,
		"time for one server at most" },
	{ CLI_OPT_CONFIRM, 0, "confirm", "LIBRARY", confirm_words, CLI_GROUP_PACE, PROBES,
		"complete handshakes with openssl, wolfssl, both or none" },
	{ CLI_OPT_NO_CONFIRM, 0, "no-confirm", NULL, NULL, CLI_GROUP_PACE, PROBES,
		"the same as --confirm=none" },

	{ CLI_OPT_OUTPUT, 'o', "output", "FILE", NULL, CLI_GROUP_OUTPUT,
		REPORTS | CLI_EXPLAIN | CLI_PROFILE | CLI_MERGE | CLI_COMPARE,
		"write there instead of standard output" },
	{ CLI_OPT_FORMAT, 'f', "format", "FORMAT[=FILE]", NULL, CLI_GROUP_OUTPUT,
		REPORTS | CLI_PROFILE | CLI_EXPLAIN, "text, json, jsonl, csv or html; repeats" },
	{ CLI_OPT_FIX_FORMAT, 'f', "format", "FORMAT", NULL, CLI_GROUP_OUTPUT, CLI_FIX,
		"postfix, openssl, gnutls, schannel-powershell …" },
	{ CLI_OPT_CSV_ROWS, 0, "csv-rows", "WHAT", csv_words, CLI_GROUP_OUTPUT, REPORTS,
		"csv: a row for each of the pairs or suites (pairs)" },
	{ CLI_OPT_CSV_BOM, 0, "csv-bom", NULL, NULL, CLI_GROUP_OUTPUT, REPORTS,
		"csv: a byte order mark, for Excel" },
	{ CLI_OPT_RESUME, 0, "resume", "FILE", NULL, CLI_GROUP_OUTPUT, LISTS,
		"write JSON Lines there; go on where they stopped" },
	{ CLI_OPT_WIDTH, 'w', "width", "N", NULL, CLI_GROUP_OUTPUT, TEXTS,
		"columns (the terminal's, else 80)" },
	{ CLI_OPT_NAMES, 0, "names", "DIALECT", names_words, CLI_GROUP_OUTPUT,
		REPORTS | CLI_DIALOGUE | CLI_PROFILE | CLI_SUITES | CLI_COMPARE,
		"suite names: iana, openssl, gnutls, schannel, wolfssl" },
	{ CLI_OPT_SHOW_ALL, 0, "all", NULL, NULL, CLI_GROUP_OUTPUT, REPORTS,
		"also the rejected suites" },
	{ CLI_OPT_QUIET, 'q', "quiet", NULL, NULL, CLI_GROUP_OUTPUT, REPORTS | CLI_MERGE,
		"no text, only the exit code" },
	{ CLI_OPT_VERBOSE, 'v', "verbose", NULL, NULL, CLI_GROUP_OUTPUT, CLI_SUITES,
		"all names of each suite" },
	{ CLI_OPT_PLAIN, 0, "plain", NULL, NULL, CLI_GROUP_OUTPUT, TEXTS,
		"\"key: value\" lines, no colour, no alignment" },
	{ CLI_OPT_ASCII, 0, "ascii", NULL, NULL, CLI_GROUP_OUTPUT, TEXTS, "ASCII only" },
	{ CLI_OPT_COLOR, 0, "color", "WHEN", color_words, CLI_GROUP_OUTPUT, TEXTS,
		"auto, always or never (auto)" },
	{ CLI_OPT_PROGRESS, 0, "progress", "MODE", progress_words, CLI_GROUP_OUTPUT, PROBES,
		"auto, bar, lines, json or none (auto)" },
	{ CLI_OPT_NO_SAVE, 0, "no-save", NULL, NULL, CLI_GROUP_OUTPUT, FIXES,
		"do not keep the result as `last`" },

	{ CLI_OPT_FAIL_ON_WEAK, 0, "fail-on-weak", NULL, NULL, CLI_GROUP_JUDGE, JUDGED,
		"exit code 2 when something works but is weak" },
	{ CLI_OPT_ALLOW_UNKNOWN, 0, "allow-unknown", NULL, NULL, CLI_GROUP_JUDGE, JUDGED,
		"exit code 0 although something stayed unknown" },

	{ CLI_OPT_HELP, 'h', "help", NULL, NULL, CLI_GROUP_OTHER, CLI_ALL, "this text" },
	{ CLI_OPT_VERSION, 0, "version", NULL, NULL, CLI_GROUP_OTHER, CLI_ALL,
		"the program's version" },
};

const struct cli_command *cli_commands(size_t *count_out)
{
	*count_out = SCN_COUNT(commands);
	return commands;
}

const struct cli_option *cli_options(size_t *count_out)
{
	*count_out = SCN_COUNT(options);
	return options;
}

const char *cli_group_title(enum cli_group group)
{
	static const char *const titles[] = {
		[CLI_GROUP_WHAT] = "What",
		[CLI_GROUP_PACE] = "How gently",
		[CLI_GROUP_OUTPUT] = "Output",
		[CLI_GROUP_JUDGE] = "Exit code",
		[CLI_GROUP_OTHER] = "Other",
	};

	return titles[group];
}
