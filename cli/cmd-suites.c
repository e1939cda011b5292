/* suites: names in all dialects, code, strength. */
#include <stdlib.h>
#include <string.h>

#include "cli/command.h"

static bool contains(const char *text, const char *part)
{
	return text && strcasestr(text, part) != NULL;
}

/* A code or a whole name finds one suite; any other pattern is a part of some name. */
static bool matches(
	const struct scn_suite *suite, const char *pattern, const struct scn_suite *exact)
{
	char code[SCN_SUITE_CODE_LEN];

	if (!pattern)
		return true;
	if (exact)
		return suite == exact;
	scn_suite_code_text(suite->code, code);
	return contains(code, pattern) || contains(suite->name, pattern) ||
	       contains(suite->openssl, pattern) || contains(suite->openssl_aliases, pattern) ||
	       contains(suite->gnutls, pattern) || contains(suite->schannel, pattern) ||
	       contains(suite->wolfssl, pattern);
}

static const char *strength(const struct scn_suite *suite)
{
	return scn_suite_selectable(suite) ? scn_strength_word(suite->strength) : "-";
}

static void add_row(const struct scn_suite *suite, enum scn_dialect names, struct scn_text *out)
{
	char code[SCN_SUITE_CODE_LEN];
	const char *name = scn_suite_name(suite, names);

	scn_suite_code_text(suite->code, code);
	scn_text_printf(out, "%-8s  %-6s  %s", code, strength(suite), name ? name : suite->name);
	if (!name)
		scn_text_printf(out, "  (no %s name)", scn_dialect_word(names));
	else if (names == SCN_DIALECT_IANA && suite->openssl)
		scn_text_printf(out, "  %s", suite->openssl);
	scn_text_char(out, '\n');
}

static void add_block(const struct scn_suite *suite, struct scn_text *out)
{
	static const char *const titles[SCN_DIALECT_COUNT] = { "IANA", "OpenSSL", "GnuTLS",
		"Schannel", "wolfSSL" };
	char code[SCN_SUITE_CODE_LEN];

	scn_suite_code_text(suite->code, code);
	scn_text_printf(out, "%s  %s\n", code, suite->name);
	for (int d = SCN_DIALECT_OPENSSL; d < SCN_DIALECT_COUNT; d++) {
		const char *name = scn_suite_name(suite, (enum scn_dialect)d);

		scn_text_printf(out, "  %-10s%s\n", titles[d], name ? name : "(no name)");
	}
	if (scn_suite_selectable(suite))
		scn_text_printf(out, "  %-10s%s to %s, key exchange %s, authentication %s\n",
			"Used", scn_version_title(suite->min_version),
			scn_version_title(suite->max_version), scn_kx_word(suite->kx),
			scn_auth_word(suite->auth));
	scn_text_printf(out, "  %-10s%s%s%s\n", "Strength", strength(suite),
		suite->weakness ? ": " : "", suite->weakness ? suite->weakness : "");
	if (suite->reference)
		scn_text_printf(out, "  %-10s%s\n", "Source", suite->reference);
}

static void add_found(const struct cli_context *context, const struct scn_suite *suite,
	enum scn_dialect names, struct scn_text *out)
{
	if (cli_args_has(context->args, CLI_OPT_VERBOSE))
		add_block(suite, out);
	else
		add_row(suite, names, out);
}

int cli_cmd_suites(struct cli_context *context)
{
	const char *pattern = context->args->operand_count ? context->args->operands[0] : NULL;
	const struct scn_suite *exact = pattern ? scn_suite_find(pattern) : NULL;
	enum scn_dialect names = cli_text_options(context).names;
	struct scn_text out = { 0 };
	size_t count, found = 0;
	const struct scn_suite *all = scn_suites(&count);

	for (size_t i = 0; i < count; i++) {
		if (!matches(&all[i], pattern, exact))
			continue;
		found++;
		if (exact)
			add_block(&all[i], &out);
		else
			add_found(context, &all[i], names, &out);
	}
	if (found > 1)
		scn_text_printf(&out, "%zu suites\n", found);
	fputs(scn_text_str(&out), stdout);
	scn_text_finish(&out);
	if (!found)
		return cli_complain(CLI_EXIT_NOT_FOUND, "no suite matches \"%s\"", pattern);
	return CLI_EXIT_OK;
}
