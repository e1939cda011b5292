#include "core/profile/profile.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "core/base/alloc.h"
#include "core/base/text.h"
#include "core/base/nearest.h"
#include "core/registry/codes.h"

static const char *const source_words[] = {
	[SCN_SOURCE_CAPTURED] = "captured",
	[SCN_SOURCE_DOCUMENTED] = "documented",
	[SCN_SOURCE_DERIVED] = "derived",
	[SCN_SOURCE_ESTIMATED] = "estimated",
};

static const char *const verifies_words[] = {
	[SCN_VERIFIES_NONE] = "none",
	[SCN_VERIFIES_CHAIN] = "chain",
	[SCN_VERIFIES_NAME] = "name",
	[SCN_VERIFIES_DANE] = "dane",
};

static const char *const after_failure_words[] = {
	[SCN_AFTER_UNKNOWN] = "unknown",
	[SCN_AFTER_CLEAR_AT_ONCE] = "clear-at-once",
	[SCN_AFTER_CLEAR_LATER] = "clear-later",
	[SCN_AFTER_NEXT_SERVER] = "next-server",
	[SCN_AFTER_QUEUE] = "queue",
};

const char *scn_source_word(enum scn_source_kind kind)
{
	assert(kind < SCN_COUNT(source_words));
	return source_words[kind];
}

const char *scn_verifies_word(enum scn_verifies verifies)
{
	assert(verifies < SCN_COUNT(verifies_words));
	return verifies_words[verifies];
}

const char *scn_after_failure_word(enum scn_after_failure after)
{
	assert(after < SCN_COUNT(after_failure_words));
	return after_failure_words[after];
}

void scn_profile_free(struct scn_profile *profile)
{
	if (!profile)
		return;
	for (size_t i = 0; i < profile->source_count; i++) {
		free(profile->sources[i].what);
		free(profile->sources[i].reference);
		free(profile->sources[i].date);
	}
	for (size_t i = 0; i < profile->extension_count; i++)
		free(profile->extensions[i].body);
	for (size_t i = 0; i < profile->alpn_count; i++)
		free(profile->alpn[i]);
	free(profile->id);
	free(profile->name);
	free(profile->platform);
	free(profile->role);
	free(profile->note);
	free(profile->sources);
	free(profile->suites);
	free(profile->groups);
	free(profile->schemes);
	free(profile->key_shares);
	free(profile->extensions);
	free(profile->point_formats);
	free(profile->alpn);
	free(profile->hello);
	free(profile->not_set.base);
	free(profile->file);
	free(profile);
}

/* A copy of an array to which more may be appended; NULL stays NULL. */
static void *copied(const void *items, size_t count, size_t size)
{
	return items ? scn_copy_array(items, count, size) : NULL;
}

static void copy_nested(struct scn_profile *copy)
{
	for (size_t i = 0; i < copy->source_count; i++) {
		struct scn_source *source = &copy->sources[i];

		source->what = scn_strdup(source->what);
		source->reference = scn_strdup(source->reference);
		source->date = scn_strdup(source->date);
	}
	for (size_t i = 0; i < copy->extension_count; i++) {
		struct scn_profile_extension *extension = &copy->extensions[i];

		extension->body = copied(extension->body, extension->body_len, 1);
	}
	for (size_t i = 0; i < copy->alpn_count; i++)
		copy->alpn[i] = scn_strdup(copy->alpn[i]);
}

struct scn_profile *scn_profile_copy(const struct scn_profile *profile)
{
	struct scn_profile *copy = scn_memdup(profile, sizeof(*profile));

	copy->id = scn_strdup(profile->id);
	copy->name = scn_strdup(profile->name);
	copy->platform = scn_strdup(profile->platform);
	copy->role = scn_strdup(profile->role);
	copy->note = scn_strdup(profile->note);
	copy->not_set.base = scn_strdup(profile->not_set.base);
	copy->file = scn_strdup(profile->file);
#define COPY(items, count)                                                                         \
	copy->items = copied(profile->items, profile->count, sizeof(*copy->items))
	COPY(sources, source_count);
	COPY(suites, suite_count);
	COPY(groups, group_count);
	COPY(schemes, scheme_count);
	COPY(key_shares, key_share_count);
	COPY(extensions, extension_count);
	COPY(point_formats, point_format_count);
	COPY(alpn, alpn_count);
	COPY(hello, hello_len);
#undef COPY
	copy_nested(copy);
	return copy;
}

bool scn_profile_offers_suite(const struct scn_profile *profile, scn_suite_code code)
{
	return scn_suites_hold(profile->suites, profile->suite_count, code);
}

bool scn_profile_offers_group(const struct scn_profile *profile, uint16_t group)
{
	return scn_codes_hold(profile->groups, profile->group_count, group);
}

bool scn_profile_offers_scheme(const struct scn_profile *profile, uint16_t scheme)
{
	return scn_codes_hold(profile->schemes, profile->scheme_count, scheme);
}

bool scn_profile_has_extension(const struct scn_profile *profile, uint16_t code)
{
	for (size_t i = 0; i < profile->extension_count; i++)
		if (profile->extensions[i].code == code)
			return true;
	return false;
}

bool scn_profile_offers_version(const struct scn_profile *profile, enum scn_version version)
{
	return version < SCN_VERSION_COUNT && (profile->versions & SCN_VERSION_BIT(version));
}

enum scn_known scn_profile_knows_version(
	const struct scn_profile *profile, enum scn_version version)
{
	if (!profile->not_set.base && (profile->not_set.versions & SCN_VERSION_BIT(version)))
		return SCN_UNKNOWN;
	return scn_profile_offers_version(profile, version) ? SCN_ACCEPTED : SCN_REJECTED;
}

bool scn_profile_guesses_lists(const struct scn_profile *profile)
{
	return !profile->not_set.base && (profile->not_set.suites || profile->not_set.groups);
}

void scn_profile_set_all(struct scn_profile *profile)
{
	free(profile->not_set.base);
	profile->not_set = (struct scn_not_set){ 0 };
}

void scn_profile_set_nothing(struct scn_profile *profile, const char *base)
{
	char *copy = scn_strdup(base);

	free(profile->not_set.base);
	profile->not_set = (struct scn_not_set){ .base = copy, .suites = true, .groups = true };
	for (int v = SCN_SSL2; v <= SCN_TLS1_3; v++)
		profile->not_set.versions |= SCN_VERSION_BIT(v);
}

size_t scn_profile_suites_at(const struct scn_profile *profile, enum scn_version version,
	const scn_suite_code **codes_out)
{
	scn_suite_code *codes = NULL;
	size_t count = 0;

	for (size_t i = 0; i < profile->suite_count; i++) {
		const struct scn_suite *suite = scn_suite_by_code(profile->suites[i]);

		if (suite && scn_suite_in_version(suite, version))
			SCN_APPEND(codes, count, suite->code);
	}
	*codes_out = codes;
	return count;
}

bool scn_profile_has_ecdhe(const struct scn_profile *profile)
{
	for (size_t i = 0; i < profile->suite_count; i++) {
		const struct scn_suite *suite = scn_suite_by_code(profile->suites[i]);

		if (suite && scn_suite_has_ecdhe(suite) && suite->min_version <= SCN_TLS1_2)
			return true;
	}
	return false;
}

void scn_profiles_finish(struct scn_profiles *profiles)
{
	for (size_t i = 0; i < profiles->count; i++)
		scn_profile_free(profiles->items[i]);
	free(profiles->items);
	*profiles = (struct scn_profiles){ 0 };
}

bool scn_profiles_add(struct scn_profiles *profiles, struct scn_profile *take_profile)
{
	if (scn_profiles_find(profiles, take_profile->id))
		return false;
	SCN_APPEND(profiles->items, profiles->count, take_profile);
	return true;
}

void scn_profiles_add_numbered(struct scn_profiles *profiles, struct scn_profile *take_profile)
{
	struct scn_text base = { 0 };

	scn_text_add(&base, take_profile->id);
	for (unsigned number = 2; !scn_profiles_add(profiles, take_profile); number++) {
		struct scn_text id = { 0 };

		scn_text_printf(&id, "%s-%u", scn_text_str(&base), number);
		free(take_profile->id);
		take_profile->id = scn_text_take(&id);
	}
	scn_text_finish(&base);
}

const struct scn_profile *scn_profiles_find(const struct scn_profiles *profiles, const char *id)
{
	for (size_t i = 0; i < profiles->count; i++) {
		if (strcmp(profiles->items[i]->id, id) == 0)
			return profiles->items[i];
	}
	return NULL;
}

const char *scn_profiles_nearest(const struct scn_profiles *profiles, const char *id)
{
	struct scn_nearest nearest = { .word = id };

	for (size_t i = 0; i < profiles->count; i++)
		scn_nearest_try(&nearest, profiles->items[i]->id);
	return nearest.best;
}

static bool names_schannel(const char *id)
{
	static const char *const beginnings[] = { "exchange", "windows", "schannel" };

	for (size_t i = 0; id && i < SCN_COUNT(beginnings); i++)
		if (strncmp(id, beginnings[i], strlen(beginnings[i])) == 0)
			return true;
	return false;
}

bool scn_profile_is_schannel(const struct scn_profile *profile)
{
	return names_schannel(profile->id) || names_schannel(profile->not_set.base) ||
	       (profile->platform && strstr(profile->platform, "Windows"));
}

char *scn_profile_title(const struct scn_profile *profile)
{
	struct scn_text text = { 0 };

	scn_text_add(&text, profile->name);
	if (profile->platform && profile->platform[0])
		scn_text_printf(&text, " (%s)", profile->platform);
	return scn_text_take(&text);
}
