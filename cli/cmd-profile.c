/* profile list | show: the sending clients that Handfast knows. */
#include <stdlib.h>
#include <string.h>

#include "cli/command.h"

#include "core/base/alloc.h"
#include "core/profile/profile-json.h"
#include "core/registry/extension.h"
#include "core/registry/group.h"
#include "core/registry/scheme.h"

static void versions_text(scn_versions versions, struct scn_text *out)
{
	bool first = true;

	for (int v = SCN_TLS1_3; v >= SCN_SSL2; v--) {
		if (!(versions & SCN_VERSION_BIT(v)))
			continue;
		scn_text_printf(
			out, "%s%s", first ? "" : " ", scn_version_word((enum scn_version)v));
		first = false;
	}
}

/* The first source is the one that the profile stands on. */
static const char *source_word(const struct scn_profile *profile)
{
	return profile->source_count ? scn_source_word(profile->sources[0].kind) : "-";
}

static size_t real_suites(const struct scn_profile *profile)
{
	size_t count = 0;

	for (size_t i = 0; i < profile->suite_count; i++) {
		const struct scn_suite *suite = scn_suite_by_code(profile->suites[i]);

		count += !suite || scn_suite_selectable(suite);
	}
	return count;
}

static int list(struct cli_context *context)
{
	struct scn_text out = { 0 };
	size_t width = 0;

	for (size_t i = 0; i < context->profiles.count; i++)
		if (strlen(context->profiles.items[i]->id) > width)
			width = strlen(context->profiles.items[i]->id);
	for (size_t i = 0; i < context->profiles.count; i++) {
		const struct scn_profile *p = context->profiles.items[i];

		scn_text_printf(&out, "%-*s  %-10s  %3zu suites  %s", (int)width, p->id,
			p->file ? "mine" : source_word(p), real_suites(p), p->name);
		if (p->platform && p->platform[0])
			scn_text_printf(&out, " (%s)", p->platform);
		scn_text_char(&out, '\n');
	}
	scn_text_printf(
		&out, "%zu clients. Details: handfast profile show ID\n", context->profiles.count);
	fputs(scn_text_str(&out), stdout);
	scn_text_finish(&out);
	return CLI_EXIT_OK;
}

static void suites_text(const struct scn_profile *p, enum scn_dialect names, struct scn_text *out)
{
	scn_text_printf(out, "Suites, in offered order (%zu)\n", real_suites(p));
	for (size_t i = 0; i < p->suite_count; i++) {
		const struct scn_suite *suite = scn_suite_by_code(p->suites[i]);
		const char *name = suite ? scn_suite_name(suite, names) : NULL;
		char code[SCN_SUITE_CODE_LEN];

		scn_suite_code_text(p->suites[i], code);
		scn_text_printf(out, "  %s  %-6s  %s\n", code,
			suite && scn_suite_selectable(suite) ? scn_strength_word(suite->strength)
							     : "-",
			name    ? name
			: suite ? suite->name
				: "(no name)");
	}
}

static void groups_text(const struct scn_profile *p, struct scn_text *out)
{
	scn_text_add(out, "Groups      ");
	for (size_t i = 0; i < p->group_count; i++) {
		const struct scn_group *group = scn_group_by_code(p->groups[i]);

		scn_text_printf(out, " %s", group ? group->name : "?");
	}
	scn_text_add(out, p->group_count ? "\n" : " none\n");
}

static void schemes_text(const struct scn_profile *p, struct scn_text *out)
{
	scn_text_add(out, "Signatures  ");
	for (size_t i = 0; i < p->scheme_count; i++) {
		const struct scn_scheme *scheme = scn_scheme_by_code(p->schemes[i]);

		if (i && i % 3 == 0)
			scn_text_add(out, "\n            ");
		scn_text_printf(out, " %s", scheme ? scheme->name : "?");
	}
	scn_text_add(out, p->scheme_count ? "\n" : " none\n");
}

static void extensions_text(const struct scn_profile *p, struct scn_text *out)
{
	scn_text_add(out, "Extensions  ");
	for (size_t i = 0; i < p->extension_count; i++) {
		const struct scn_extension *e = scn_extension_by_code(p->extensions[i].code);

		if (i && i % 3 == 0)
			scn_text_add(out, "\n            ");
		if (e)
			scn_text_printf(out, " %s", e->name);
		else
			scn_text_printf(out, " %u", p->extensions[i].code);
	}
	scn_text_add(out, p->extension_count ? "\n" : " none\n");
}

static void sources_text(const struct scn_profile *p, struct scn_text *out)
{
	for (size_t i = 0; i < p->source_count; i++) {
		const struct scn_source *s = &p->sources[i];

		scn_text_printf(out, "Source       %s: %s\n             %s%s%s\n",
			scn_source_word(s->kind), s->what ? s->what : "",
			s->reference ? s->reference : "", s->date ? ", " : "",
			s->date ? s->date : "");
	}
}

/* Schannel's third state, and whose default it is. */
static void not_set_text(const struct scn_not_set *not_set, struct scn_text *out)
{
	if (!not_set->versions && !not_set->suites && !not_set->groups)
		return;
	scn_text_add(out, "Not set     ");
	if (not_set->versions)
		scn_text_char(out, ' ');
	versions_text(not_set->versions, out);
	scn_text_printf(out, "%s%s\n             as in %s\n", not_set->suites ? " suites" : "",
		not_set->groups ? " groups" : "",
		not_set->base ? not_set->base : "a Windows that is not known");
}

static void show_text(const struct scn_profile *p, enum scn_dialect names, struct scn_text *out)
{
	scn_text_printf(out, "%s", p->name);
	if (p->platform && p->platform[0])
		scn_text_printf(out, " (%s)", p->platform);
	scn_text_printf(out, "\n\nId           %s\nVersions     ", p->id);
	versions_text(p->versions, out);
	if (p->versions_rsa_only) {
		scn_text_add(out, "\n             completed only with static RSA: ");
		versions_text(p->versions_rsa_only, out);
	}
	scn_text_char(out, '\n');
	groups_text(p, out);
	schemes_text(p, out);
	extensions_text(p, out);
	if (p->limits.dh_min)
		scn_text_printf(out, "DH           at least %u bits\n", p->limits.dh_min);
	if (p->limits.rsa_min)
		scn_text_printf(out, "RSA key      at least %u bits\n", p->limits.rsa_min);
	not_set_text(&p->not_set, out);
	scn_text_printf(out, "Verifies     %s\nIf TLS fails %s\n", scn_verifies_word(p->verifies),
		scn_after_failure_word(p->after_failure));
	scn_text_printf(out, "Hello        %s\n",
		p->hello ? "captured, sent byte for byte" : "composed from these lists");
	sources_text(p, out);
	if (p->note)
		scn_text_printf(out, "Note         %s\n", p->note);
	scn_text_char(out, '\n');
	suites_text(p, names, out);
}

static bool wants_json(const struct cli_args *args)
{
	const char *form = cli_args_value(args, CLI_OPT_FORMAT);

	return form && strcmp(form, "json") == 0;
}

static int show(struct cli_context *context)
{
	struct scn_text out = { 0 };
	const struct scn_profile *profile;
	const char *id;

	if (context->args->operand_count != 2)
		return cli_complain(CLI_EXIT_USAGE, "handfast profile show needs one profile id");
	id = context->args->operands[1];
	profile = scn_profiles_find(&context->profiles, id);
	if (!profile) {
		const char *near = scn_profiles_nearest(&context->profiles, id);

		return cli_complain(CLI_EXIT_NOT_FOUND, "there is no client \"%s\"%s%s", id,
			near ? "; did you mean " : "", near ? near : "");
	}
	if (wants_json(context->args))
		scn_profile_save(profile, &out);
	else
		show_text(profile, cli_text_options(context).names, &out);
	fputs(scn_text_str(&out), stdout);
	scn_text_finish(&out);
	return CLI_EXIT_OK;
}

static const struct {
	const char *word;
	cli_command_fn *run;
} verbs[] = {
	{ "list", list },
	{ "show", show },
	{ "diff", cli_profile_diff },
	{ "export", cli_profile_export },
	{ "import", cli_profile_import },
	{ "record", cli_profile_record },
};

int cli_cmd_profile(struct cli_context *context)
{
	const char *verb = context->args->operand_count ? context->args->operands[0] : "list";

	for (size_t i = 0; i < SCN_COUNT(verbs); i++) {
		if (strcmp(verbs[i].word, verb) == 0)
			return verbs[i].run(context);
	}
	return cli_complain(CLI_EXIT_USAGE,
		"handfast profile knows: list, show ID (with -f json: the file itself), "
		"diff A B, import FILE, "
		"export ID --to KIND, record");
}
