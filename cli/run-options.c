#include "cli/run.h"

#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>

#include "core/base/alloc.h"

enum {
	/* A run over a list: so much at once, as far as the system's limit of open files allows. */
	LIST_SERVERS = 1000,
	LIST_TARGETS = 10000,
	LIST_LOOKUPS = 200,
	MAX_SERVERS = 20000,
	OTHER_FILES = 64, /* open files that are no connections */
};

static enum scn_confirm confirm_of(const struct cli_args *args)
{
	static const char *const words[] = {
		[SCN_CONFIRM_OPENSSL] = "openssl",
		[SCN_CONFIRM_WOLFSSL] = "wolfssl",
		[SCN_CONFIRM_BOTH] = "both",
		[SCN_CONFIRM_NONE] = "none",
	};
	const char *word = cli_args_value(args, CLI_OPT_CONFIRM);

	if (cli_args_has(args, CLI_OPT_NO_CONFIRM) || cli_args_has(args, CLI_OPT_SUITES_ONLY))
		return SCN_CONFIRM_NONE;
	for (size_t i = 0; word && i < SCN_COUNT(words); i++)
		if (strcmp(word, words[i]) == 0)
			return (enum scn_confirm)i;
	return SCN_CONFIRM_OPENSSL;
}

static bool versions_of(
	const struct cli_args *args, scn_versions *versions_out, struct scn_text *error)
{
	const char *list = cli_args_value(args, CLI_OPT_VERSIONS);
	char *copy = scn_strdup(list);
	char *rest = copy;
	bool ok = true;

	if (list)
		*versions_out = 0;
	for (char *word; ok && rest && (word = strsep(&rest, ",")) != NULL;) {
		enum scn_version version = scn_version_parse(word);

		ok = version != SCN_VERSION_NONE;
		if (ok)
			*versions_out |= SCN_VERSION_BIT(version);
		else
			scn_text_printf(error,
				"--versions: \"%s\" is none of SSL2, SSL3, TLS1.0, TLS1.1, TLS1.2, "
				"TLS1.3",
				word);
	}
	free(copy);
	return ok;
}

static bool numbers_of(
	const struct cli_args *args, struct scn_run_options *options, struct scn_text *error)
{
	int64_t parallel = options->parallel, pause_ms = options->pause / SCN_MS, timeout_s = 0,
		probes = 0, time_s = 0, port = options->port, servers = options->servers_at_once,
		per_network = options->per_network;

	if (!cli_args_number(args, CLI_OPT_PARALLEL, 1, 50, &parallel, error) ||
		!cli_args_number(args, CLI_OPT_PAUSE, 0, 3600000, &pause_ms, error) ||
		!cli_args_number(args, CLI_OPT_TIMEOUT, 1, 3600, &timeout_s, error) ||
		!cli_args_number(args, CLI_OPT_MAX_PROBES, 1, 100000, &probes, error) ||
		!cli_args_number(args, CLI_OPT_SERVERS, 1, MAX_SERVERS, &servers, error) ||
		!cli_args_number(args, CLI_OPT_PER_NETWORK, 1, 1000, &per_network, error) ||
		!cli_args_number(args, CLI_OPT_MAX_TIME, 1, 86400, &time_s, error) ||
		!cli_args_number(args, CLI_OPT_PORT, 1, 65535, &port, error))
		return false;
	options->parallel = (unsigned)parallel;
	options->pause = pause_ms * SCN_MS;
	options->timeout = timeout_s * SCN_SECOND;
	options->max_probes = (uint32_t)probes;
	options->max_time = time_s * SCN_SECOND;
	options->port = (uint16_t)port;
	options->servers_at_once = (unsigned)servers;
	options->per_network = (unsigned)per_network;
	return true;
}

static void stream(struct scn_run_options *options)
{
	options->streaming = true;
	options->servers_at_once = LIST_SERVERS;
	options->targets_at_once = LIST_TARGETS;
	options->lookups_at_once = LIST_LOOKUPS;
}

/* Each connection is an open file: take what the system gives, and stay below it. */
static void limit_servers(struct scn_run_options *options)
{
	struct rlimit files;
	rlim_t most;

	if (getrlimit(RLIMIT_NOFILE, &files))
		return;
	files.rlim_cur = files.rlim_max;
	setrlimit(RLIMIT_NOFILE, &files);
	if (getrlimit(RLIMIT_NOFILE, &files) || files.rlim_cur == RLIM_INFINITY)
		return;
	most = files.rlim_cur > OTHER_FILES ? (files.rlim_cur - OTHER_FILES) / options->parallel
					    : 1;
	if (options->servers_at_once > most)
		options->servers_at_once = most ? (unsigned)most : 1;
}

bool cli_run_options(const struct cli_context *context, const struct cli_run *what,
	struct scn_run_options *options, struct scn_text *error)
{
	const struct cli_args *args = context->args;
	const char *ehlo = cli_args_value(args, CLI_OPT_EHLO);

	*options = scn_run_defaults;
	options->mode = what->mode;
	options->demo = what->demo;
	options->clients = what->clients;
	options->client_count = what->client_count;
	options->ehlo_name = ehlo ? ehlo : scn_run_own_name();
	options->confirm = confirm_of(args);
	options->no_mx = cli_args_has(args, CLI_OPT_NO_MX);
	options->dns_forward = cli_args_value(args, CLI_OPT_DNS);
	options->trust_anchor = cli_args_value(args, CLI_OPT_TRUST_ANCHOR);
	options->shard = what->shard;
	if (what->streaming)
		stream(options);
	if (cli_args_has(args, CLI_OPT_SUITES_ONLY))
		options->detail = SCN_PLAN_SUITES;
	if (cli_args_has(args, CLI_OPT_IPV4))
		options->family = SCN_RUN_IPV4;
	if (cli_args_has(args, CLI_OPT_IPV6))
		options->family = SCN_RUN_IPV6;
	if (cli_args_has(args, CLI_OPT_SLOW)) {
		options->parallel = 1;
		options->pause = 2 * SCN_SECOND;
	}
	if (!numbers_of(args, options, error) || !versions_of(args, &options->versions, error))
		return false;
	limit_servers(options);
	return true;
}
