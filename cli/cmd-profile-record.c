/* profile record: listen, and write down the ClientHello of whoever connects. */
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "cli/command.h"
#include "cli/interrupt.h"
#include "cli/profile-files.h"

#include "core/base/alloc.h"
#include "core/capture/same-hello.h"
#include "core/tls/hello.h"
#include "import/import.h"
#include "io/listener.h"

enum {
	MAX_COUNT = 100000,
	DATE_LEN = 10, /* "2026-01-31" */
};

/* Which hellos were recorded: the same one under the same name is not written again. */
struct known {
	struct scn_bytes identity;
	char *id;
};

struct recorder {
	struct cli_context *context;
	struct scn_listener *listener;
	const char *output; /* NULL: standard output */
	int64_t wanted;     /* 0: until interrupted */
	struct scn_profiles profiles;
	struct known *known;
	size_t known_count;
	int code; /* of what could not be written */
};

/* ---- one connection ---- */

static void today(char date[SCN_UTC_LEN])
{
	scn_utc_text(time(NULL), date);
	date[DATE_LEN] = 0;
}

static struct scn_profile *profile_of(
	const struct recorder *r, const struct scn_heard *heard, struct scn_text *error)
{
	char date[SCN_UTC_LEN];

	today(date);
	return scn_import_heard(heard, cli_args_value(r->context->args, CLI_OPT_ID), date, error);
}

/* False: this client was recorded already. */
static bool remember(struct recorder *r, const struct scn_heard *heard, const char *id)
{
	struct scn_hello *hello = NULL;
	struct scn_builder identity = { 0 };

	if (scn_hello_parse(heard->hello, &hello, NULL) == SCN_GOT)
		scn_hello_identity(scn_hello_spec(hello), &identity);
	scn_hello_free(hello);
	for (size_t i = 0; i < r->known_count; i++) {
		if (strcmp(r->known[i].id, id) == 0 &&
			scn_bytes_equal(r->known[i].identity, scn_built(&identity))) {
			scn_builder_finish(&identity);
			return false;
		}
	}
	SCN_APPEND(r->known, r->known_count,
		((struct known){ .identity = scn_built(&identity), .id = scn_strdup(id) }));
	return true;
}

static bool write_profile(struct recorder *r, const struct scn_profile *profile)
{
	struct scn_text path = { 0 }, line = { 0 };
	bool ok;

	if (r->output)
		cli_profile_path(r->output, profile,
			r->wanted == 1 ? 0 : (unsigned)r->profiles.count, &path);
	cli_profile_line(profile, &line);
	ok = cli_profile_write(r->output ? scn_text_str(&path) : "-", profile);
	if (ok)
		fprintf(stderr, "  %s%s%s\n", scn_text_str(&line), r->output ? " → " : "",
			scn_text_str(&path));
	scn_text_finish(&path);
	scn_text_finish(&line);
	return ok;
}

static void keep(struct recorder *r, struct scn_profile *take_profile)
{
	scn_profiles_add_numbered(&r->profiles, take_profile);
	if (!write_profile(r, r->profiles.items[r->profiles.count - 1])) {
		r->code = CLI_EXIT_CANNOT_WRITE;
		scn_listener_stop(r->listener);
	}
	if (r->wanted && (int64_t)r->profiles.count == r->wanted)
		scn_listener_stop(r->listener);
}

static void say_end(const struct scn_heard *heard)
{
	struct scn_text line = { 0 };

	scn_import_heard_who(heard, &line);
	if (heard->version)
		scn_text_printf(&line, ": completed with %s, %s", heard->version, heard->suite);
	else if (heard->hello.len == 0)
		scn_text_printf(&line, ": no ClientHello, %s", heard->why);
	else
		scn_text_printf(&line, ": ClientHello%s%s", heard->why ? "; " : "",
			heard->why ? heard->why : "");
	fprintf(stderr, "%s\n", scn_text_str(&line));
	scn_text_finish(&line);
}

static bool is_over(const struct recorder *r)
{
	return r->code || (r->wanted && (int64_t)r->profiles.count >= r->wanted);
}

static void on_heard(void *user, const struct scn_heard *heard)
{
	struct recorder *r = user;
	struct scn_text error = { 0 };
	struct scn_profile *profile;

	if (is_over(r))
		return;
	say_end(heard);
	if (heard->hello.len == 0)
		return;
	profile = profile_of(r, heard, &error);
	if (!profile)
		fprintf(stderr, "  left out: %s\n", scn_text_str(&error));
	else if (remember(r, heard, profile->id))
		keep(r, profile);
	else {
		fputs("  the same as before\n", stderr);
		scn_profile_free(profile);
	}
	scn_text_finish(&error);
}

/* ---- the command ---- */

static void stop(void *listener)
{
	scn_listener_stop(listener);
}

static int record(struct recorder *r, const struct scn_listener_options *options)
{
	struct scn_text error = { 0 };

	r->listener = scn_listener_open(options, &error);
	if (!r->listener) {
		int code = cli_complain(CLI_EXIT_USAGE, "%s", scn_text_str(&error));

		scn_text_finish(&error);
		return code;
	}
	cli_interrupt_watch(stop, r->listener);
	fprintf(stderr, "Listening on %s. Let the client send a mail there; Ctrl-C ends.\n",
		scn_listener_where(r->listener));
	scn_listener_run(r->listener);
	cli_interrupt_watch(NULL, NULL);
	scn_listener_free(r->listener);
	if (r->code)
		return r->code;
	/* Without a number, an interrupt is the usual end. */
	if (r->wanted || r->profiles.count == 0)
		return cli_interrupt_code();
	return CLI_EXIT_OK;
}

static void forget(struct recorder *r)
{
	for (size_t i = 0; i < r->known_count; i++) {
		free(r->known[i].id);
		free((void *)r->known[i].identity.at);
	}
	free(r->known);
	scn_profiles_finish(&r->profiles);
}

int cli_profile_record(struct cli_context *context)
{
	const struct cli_args *args = context->args;
	const char *where = cli_args_value(args, CLI_OPT_LISTEN);
	const char *output = cli_args_value(args, CLI_OPT_OUTPUT);
	struct recorder r = { .context = context, .wanted = 1 };
	struct scn_text error = { 0 };
	int code;

	if (output && strcmp(output, "-") != 0)
		r.output = output;
	if (!cli_args_number(args, CLI_OPT_COUNT, 0, MAX_COUNT, &r.wanted, &error)) {
		code = cli_complain(CLI_EXIT_USAGE, "%s", scn_text_str(&error));
		scn_text_finish(&error);
		return code;
	}
	if (args->operand_count != 1)
		return cli_complain(CLI_EXIT_USAGE, "handfast profile record takes only options");
	if (r.wanted != 1 && !r.output)
		return cli_complain(CLI_EXIT_USAGE,
			"--count %lld needs -o FOLDER/: each client becomes a file of its own",
			(long long)r.wanted);
	code = record(&r, &(struct scn_listener_options){
				  .where = where ? where : SCN_LISTENER_DEFAULT,
				  .accept = cli_args_has(args, CLI_OPT_ACCEPT),
				  .heard = on_heard,
				  .user = &r,
			  });
	forget(&r);
	return code;
}
