#include "core/profile/profile-diff.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "core/base/alloc.h"
#include "core/profile/profile-names.h"
#include "core/registry/extension.h"

/* ---- lists ---- */

struct codes {
	uint32_t *at;
	size_t count;
};

static void free_codes(struct codes *codes)
{
	free(codes->at);
	*codes = (struct codes){ 0 };
}

static struct codes of_u16(const uint16_t *from, size_t count)
{
	struct codes codes = { 0 };

	for (size_t i = 0; i < count; i++)
		SCN_APPEND(codes.at, codes.count, from[i]);
	return codes;
}

/* Newest first, as a hello names them. */
static struct codes versions_of(const struct scn_profile *p)
{
	struct codes codes = { 0 };

	for (int v = SCN_TLS1_3; v >= SCN_SSL2; v--) {
		if (scn_profile_offers_version(p, (enum scn_version)v))
			SCN_APPEND(codes.at, codes.count, (uint32_t)v);
	}
	return codes;
}

static struct codes suites_of(const struct scn_profile *p)
{
	struct codes codes = { 0 };

	for (size_t i = 0; i < p->suite_count; i++)
		SCN_APPEND(codes.at, codes.count, p->suites[i]);
	return codes;
}

static struct codes groups_of(const struct scn_profile *p)
{
	return of_u16(p->groups, p->group_count);
}

static struct codes schemes_of(const struct scn_profile *p)
{
	return of_u16(p->schemes, p->scheme_count);
}

static struct codes key_shares_of(const struct scn_profile *p)
{
	return of_u16(p->key_shares, p->key_share_count);
}

static struct codes extensions_of(const struct scn_profile *p)
{
	struct codes codes = { 0 };

	for (size_t i = 0; i < p->extension_count; i++)
		SCN_APPEND(codes.at, codes.count, p->extensions[i].code);
	return codes;
}

static struct codes point_formats_of(const struct scn_profile *p)
{
	struct codes codes = { 0 };

	for (size_t i = 0; i < p->point_format_count; i++)
		SCN_APPEND(codes.at, codes.count, p->point_formats[i]);
	return codes;
}

static struct codes rsa_only_of(const struct scn_profile *p)
{
	struct codes codes = { 0 };

	for (int v = SCN_TLS1_3; v >= SCN_SSL2; v--) {
		if (p->versions_rsa_only & SCN_VERSION_BIT(v))
			SCN_APPEND(codes.at, codes.count, (uint32_t)v);
	}
	return codes;
}

static const char *version_name(uint32_t code)
{
	return scn_version_word((enum scn_version)code);
}

static const struct {
	const char *key;
	struct codes (*codes)(const struct scn_profile *p);
	const struct scn_vocabulary *words; /* NULL: version, or a bare number */
	const char *(*name)(uint32_t code);
} lists[SCN_DIFF_LISTS] = {
	{ "versions", versions_of, NULL, version_name },
	{ "versions_rsa_only", rsa_only_of, NULL, version_name },
	{ "suites", suites_of, &scn_suite_words, NULL },
	{ "groups", groups_of, &scn_group_words, NULL },
	{ "signature_schemes", schemes_of, &scn_scheme_words, NULL },
	{ "key_shares", key_shares_of, &scn_group_words, NULL },
	{ "extensions", extensions_of, &scn_extension_words, NULL },
	{ "point_formats", point_formats_of, NULL, NULL },
};

static char *name_of(size_t list, uint32_t code)
{
	struct scn_text name = { 0 };

	if (lists[list].words)
		scn_vocabulary_print(lists[list].words, code, &name);
	else if (lists[list].name)
		scn_text_add(&name, lists[list].name(code));
	else
		scn_text_printf(&name, "%u", code);
	return scn_text_take(&name);
}

/* The place from 1, 0 if it is not there. A profile has no code twice. */
static size_t place_in(const struct codes *codes, uint32_t code)
{
	for (size_t i = 0; i < codes->count; i++) {
		if (codes->at[i] == code)
			return i + 1;
	}
	return 0;
}

/*
 * Which of the common codes kept their order: a longest increasing row of places in b, walked in the
 * order of a. All others moved, and fewer cannot have.
 */
static bool *kept_of(const struct codes *a, const struct codes *b)
{
	bool *kept = scn_alloc(a->count, sizeof(*kept));
	size_t *place = scn_alloc(a->count, sizeof(*place));   /* in b, 0 = not there */
	size_t *len = scn_alloc(a->count, sizeof(*len));       /* of the row that ends here */
	size_t *before = scn_alloc(a->count, sizeof(*before)); /* the one before in it, plus 1 */
	size_t best = 0;                                       /* where the longest ends, plus 1 */

	for (size_t i = 0; i < a->count; i++) {
		place[i] = place_in(b, a->at[i]);
		len[i] = place[i] ? 1 : 0;
		for (size_t j = 0; place[i] && j < i; j++) {
			if (place[j] == 0 || place[j] > place[i] || len[j] < len[i])
				continue;
			len[i] = len[j] + 1;
			before[i] = j + 1;
		}
		if (len[i] && (best == 0 || len[i] > len[best - 1]))
			best = i + 1;
	}
	for (; best; best = before[best - 1])
		kept[best - 1] = true;
	free(before);
	free(len);
	free(place);
	return kept;
}

static void add_item(struct scn_diff_list *list, size_t which, enum scn_diff_kind kind,
	uint32_t code, size_t place_a, size_t place_b)
{
	struct scn_diff_item item = {
		.kind = kind,
		.code = code,
		.name = name_of(which, code),
		.place_a = place_a,
		.place_b = place_b,
	};

	SCN_APPEND(list->items, list->count, item);
}

static void diff_list(size_t which, const struct scn_profile *pa, const struct scn_profile *pb,
	struct scn_diff_list *list)
{
	struct codes a = lists[which].codes(pa);
	struct codes b = lists[which].codes(pb);
	bool *kept = kept_of(&a, &b);

	list->key = lists[which].key;
	for (size_t i = 0; i < b.count; i++) {
		if (!place_in(&a, b.at[i]))
			add_item(list, which, SCN_DIFF_ADDED, b.at[i], 0, i + 1);
	}
	for (size_t i = 0; i < a.count; i++) {
		if (!place_in(&b, a.at[i]))
			add_item(list, which, SCN_DIFF_REMOVED, a.at[i], i + 1, 0);
	}
	for (size_t i = 0; i < a.count; i++) {
		size_t place = place_in(&b, a.at[i]);

		if (place && !kept[i])
			add_item(list, which, SCN_DIFF_MOVED, a.at[i], i + 1, place);
	}
	free(kept);
	free_codes(&a);
	free_codes(&b);
}

/* ---- values ---- */

static void add_value(struct scn_profile_diff *diff, const char *key, const char *a, const char *b)
{
	struct scn_diff_value value = { scn_strdup(key), scn_strdup(a), scn_strdup(b) };

	if (strcmp(a, b) == 0) {
		free(value.key);
		free(value.a);
		free(value.b);
		return;
	}
	SCN_APPEND(diff->values, diff->value_count, value);
}

/* 0: no limit known, or no such thing at all. */
static char *number_text(uint32_t number, const char *zero)
{
	struct scn_text text = { 0 };

	if (number)
		scn_text_printf(&text, "%u", number);
	else
		scn_text_add(&text, zero);
	return scn_text_take(&text);
}

static void add_number(
	struct scn_profile_diff *diff, const char *key, const char *zero, uint32_t a, uint32_t b)
{
	char *text_a = number_text(a, zero);
	char *text_b = number_text(b, zero);

	add_value(diff, key, text_a, text_b);
	free(text_a);
	free(text_b);
}

static void add_limit(struct scn_profile_diff *diff, const char *key, uint32_t a, uint32_t b)
{
	add_number(diff, key, "not known", a, b);
}

static void add_bool(struct scn_profile_diff *diff, const char *key, bool a, bool b)
{
	add_value(diff, key, a ? "yes" : "no", b ? "yes" : "no");
}

static void add_wire(struct scn_profile_diff *diff, const char *key, unsigned a, unsigned b)
{
	char text[2][16];

	snprintf(text[0], sizeof(text[0]), "0x%04X", a);
	snprintf(text[1], sizeof(text[1]), "0x%04X", b);
	add_value(diff, key, text[0], text[1]);
}

static void add_alpn(
	struct scn_profile_diff *diff, const struct scn_profile *a, const struct scn_profile *b)
{
	const struct scn_profile *const both[] = { a, b };
	struct scn_text text[2] = { { 0 }, { 0 } };

	for (size_t n = 0; n < 2; n++) {
		for (size_t i = 0; i < both[n]->alpn_count; i++)
			scn_text_printf(&text[n], "%s%s", i ? " " : "", both[n]->alpn[i]);
	}
	add_value(
		diff, "alpn", text[0].len ? text[0].at : "none", text[1].len ? text[1].at : "none");
	scn_text_finish(&text[0]);
	scn_text_finish(&text[1]);
}

/* Without a body of its own it is built: from lists, which are compared as lists, or as one psk_dhe_ke. */
static struct scn_bytes body_of(const struct scn_profile_extension *extension)
{
	static const uint8_t psk_dhe_ke[] = { 1, 1 }; /* RFC 8446 section 4.2.9 */

	if (!extension->body && extension->code == SCN_EXT_PSK_KEY_EXCHANGE_MODES)
		return (struct scn_bytes){ psk_dhe_ke, sizeof(psk_dhe_ke) };
	return (struct scn_bytes){ extension->body, extension->body_len };
}

static void add_body(struct scn_profile_diff *diff, const struct scn_profile_extension *a,
	const struct scn_profile_extension *b)
{
	struct scn_text key = { 0 };
	struct scn_text text[2] = { { 0 }, { 0 } };

	scn_text_add(&key, "extension ");
	scn_vocabulary_print(&scn_extension_words, a->code, &key);
	scn_text_hex(&text[0], body_of(a));
	scn_text_hex(&text[1], body_of(b));
	add_value(diff, scn_text_str(&key), text[0].len ? text[0].at : "empty",
		text[1].len ? text[1].at : "empty");
	scn_text_finish(&key);
	scn_text_finish(&text[0]);
	scn_text_finish(&text[1]);
}

static void add_bodies(
	struct scn_profile_diff *diff, const struct scn_profile *a, const struct scn_profile *b)
{
	for (size_t i = 0; i < a->extension_count; i++) {
		for (size_t j = 0; j < b->extension_count; j++) {
			if (a->extensions[i].code == b->extensions[j].code)
				add_body(diff, &a->extensions[i], &b->extensions[j]);
		}
	}
}

static void diff_values(
	struct scn_profile_diff *diff, const struct scn_profile *a, const struct scn_profile *b)
{
	add_limit(diff, "dh_min", a->limits.dh_min, b->limits.dh_min);
	add_limit(diff, "dh_max", a->limits.dh_max, b->limits.dh_max);
	add_limit(diff, "rsa_min", a->limits.rsa_min, b->limits.rsa_min);
	add_limit(diff, "rsa_max", a->limits.rsa_max, b->limits.rsa_max);
	add_bool(diff, "secure_renegotiation", a->requires_secure_renegotiation,
		b->requires_secure_renegotiation);
	add_bool(diff, "extended_master_secret", a->requires_extended_master_secret,
		b->requires_extended_master_secret);
	add_bool(diff, "key_usage", a->requires_key_usage, b->requires_key_usage);
	add_value(diff, "verifies", scn_verifies_word(a->verifies), scn_verifies_word(b->verifies));
	add_value(diff, "after_failure", scn_after_failure_word(a->after_failure),
		scn_after_failure_word(b->after_failure));
	add_bool(diff, "sends_sni", a->sends_sni, b->sends_sni);
	add_bool(diff, "ssl2_form", a->ssl2_form, b->ssl2_form);
	add_number(diff, "session_id_len", "0", a->session_id_len, b->session_id_len);
	add_wire(diff, "record_version", a->record_version, b->record_version);
	add_alpn(diff, a, b);
	add_bodies(diff, a, b);
}

void scn_profile_diff(
	const struct scn_profile *a, const struct scn_profile *b, struct scn_profile_diff *diff_out)
{
	*diff_out = (struct scn_profile_diff){ 0 };
	for (size_t i = 0; i < SCN_DIFF_LISTS; i++)
		diff_list(i, a, b, &diff_out->lists[i]);
	diff_values(diff_out, a, b);
}

bool scn_profile_diff_is_empty(const struct scn_profile_diff *diff)
{
	size_t count = diff->value_count;

	for (size_t i = 0; i < SCN_DIFF_LISTS; i++)
		count += diff->lists[i].count;
	return count == 0;
}

void scn_profile_diff_finish(struct scn_profile_diff *diff)
{
	for (size_t i = 0; i < SCN_DIFF_LISTS; i++) {
		for (size_t j = 0; j < diff->lists[i].count; j++)
			free(diff->lists[i].items[j].name);
		free(diff->lists[i].items);
	}
	for (size_t i = 0; i < diff->value_count; i++) {
		free(diff->values[i].key);
		free(diff->values[i].a);
		free(diff->values[i].b);
	}
	free(diff->values);
	*diff = (struct scn_profile_diff){ 0 };
}
