#include "core/profile/profile-from-hello.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#include "core/base/alloc.h"
#include "core/base/language.h"
#include "core/profile/profile-json.h"
#include "core/registry/codes.h"
#include "core/registry/extension.h"
#include "core/tls/hello.h"

enum {
	ID_MAX_LEN = 56,    /* of the 64 that an id may have: room for a number behind it */
	BARE_HELLO = 1,     /* type of the handshake message, where a record would have 22 */
	SSL3_WIRE = 0x0300, /* the first version that a later hello may stand for as well */
};

void scn_profile_id_text(const char *text, struct scn_text *out)
{
	size_t start = out->len;

	for (const char *c = text; *c && out->len - start < ID_MAX_LEN; c++) {
		if (isalnum((unsigned char)*c) && (unsigned char)*c < 0x80)
			scn_text_char(out, (char)tolower((unsigned char)*c));
		else if (out->len > start && *c == '.')
			scn_text_char(out, '.');
		else if (out->len > start && out->at[out->len - 1] != '-')
			scn_text_char(out, '-');
	}
	while (out->len > start && strchr("-.", out->at[out->len - 1]))
		out->at[--out->len] = 0;
	if (out->len == start)
		scn_text_add(out, "client");
}

/* ---- lists; a profile has no code twice ---- */

/* False: the code is there already. */
static bool add_code(uint16_t **codes, size_t *count, uint16_t code)
{
	for (size_t i = 0; i < *count; i++) {
		if ((*codes)[i] == code)
			return false;
	}
	SCN_APPEND(*codes, *count, code);
	return true;
}

static bool add_codes(uint16_t **codes, size_t *count, const uint16_t *from, size_t from_count)
{
	bool unique = true;

	for (size_t i = 0; i < from_count; i++)
		unique &= add_code(codes, count, from[i]);
	return unique;
}

static bool add_suites(struct scn_profile *p, const struct scn_hello_spec *spec)
{
	bool unique = true;

	for (size_t i = 0; i < spec->suite_count; i++) {
		bool seen = scn_profile_offers_suite(p, spec->suites[i]);

		unique &= !seen;
		if (!seen)
			SCN_APPEND(p->suites, p->suite_count, spec->suites[i]);
	}
	return unique;
}

static bool add_key_shares(struct scn_profile *p, const struct scn_hello_spec *spec)
{
	bool unique = true;

	for (size_t i = 0; i < spec->key_share_count; i++)
		unique &= add_code(&p->key_shares, &p->key_share_count, spec->key_shares[i].group);
	return unique;
}

/* These say what a list of the profile says, and have no body of their own in a file. */
static bool is_made_from_list(uint16_t code)
{
	static const uint16_t codes[] = { SCN_EXT_SERVER_NAME, SCN_EXT_SUPPORTED_GROUPS,
		SCN_EXT_EC_POINT_FORMATS, SCN_EXT_SIGNATURE_ALGORITHMS, SCN_EXT_ALPN,
		SCN_EXT_SUPPORTED_VERSIONS, SCN_EXT_KEY_SHARE, SCN_EXT_SESSION_TICKET };

	return scn_codes_hold(codes, SCN_COUNT(codes), code);
}

/* ---- bodies whose values a profile has no list for ---- */

static void psk_modes(const struct scn_hello_spec *spec, struct scn_builder *out)
{
	size_t mark = scn_build_open(out, 1);

	scn_build_bytes(out, (struct scn_bytes){ spec->psk_modes, spec->psk_mode_count });
	scn_build_close(out, mark, 1);
}

static void cert_schemes(const struct scn_hello_spec *spec, struct scn_builder *out)
{
	size_t mark = scn_build_open(out, 2);

	for (size_t i = 0; i < spec->cert_scheme_count; i++)
		scn_build_u16(out, spec->cert_schemes[i]);
	scn_build_close(out, mark, 2);
}

static void record_size_limit(const struct scn_hello_spec *spec, struct scn_builder *out)
{
	scn_build_u16(out, spec->record_size_limit);
}

static const struct {
	uint16_t code;
	void (*build)(const struct scn_hello_spec *spec, struct scn_builder *out);
} values[] = {
	{ SCN_EXT_RECORD_SIZE_LIMIT, record_size_limit },
	{ SCN_EXT_PSK_KEY_EXCHANGE_MODES, psk_modes },
	{ SCN_EXT_SIGNATURE_ALGORITHMS_CERT, cert_schemes },
};

/* Empty: the lists of the profile give the very same body. */
static struct scn_builder own_body(
	const struct scn_hello_spec *spec, const struct scn_hello_extension *extension)
{
	struct scn_builder body = { 0 };

	if (extension->body.at) {
		scn_build_bytes(&body, extension->body);
		if (body.len == 0)
			body.data = scn_alloc(1, 1); /* an empty body, not a built one */
		return body;
	}
	for (size_t i = 0; i < SCN_COUNT(values); i++) {
		if (values[i].code == extension->code)
			values[i].build(spec, &body);
	}
	return body;
}

static bool add_extensions(struct scn_profile *p, const struct scn_hello_spec *spec)
{
	bool unique = true;

	for (size_t i = 0; i < spec->extension_count; i++) {
		const struct scn_hello_extension *from = &spec->extensions[i];
		struct scn_profile_extension extension = { .code = from->code };

		if (scn_profile_has_extension(p, from->code)) {
			unique = false;
			continue;
		}
		if (!is_made_from_list(from->code)) {
			struct scn_builder body = own_body(spec, from);

			extension.body = body.data;
			extension.body_len = body.len;
		}
		SCN_APPEND(p->extensions, p->extension_count, extension);
	}
	return unique;
}

/* RFC 8446 section 4.2.1: supported_versions, where it is there, is all that counts. */
static scn_versions versions_of(const struct scn_hello_spec *spec)
{
	scn_versions set = 0;

	for (size_t i = 0; i < spec->version_count; i++) {
		enum scn_version version = scn_version_from_wire(spec->versions[i]);

		if (version != SCN_VERSION_NONE)
			set |= SCN_VERSION_BIT(version);
	}
	if (spec->version_count == 0 &&
		scn_version_from_wire(spec->legacy_version) != SCN_VERSION_NONE)
		set = SCN_VERSION_BIT(scn_version_from_wire(spec->legacy_version));
	return set;
}

/* All lists; false if one of them named a code twice. */
static bool fill_lists(struct scn_profile *p, const struct scn_hello_spec *spec)
{
	bool unique = add_suites(p, spec);

	unique &= add_codes(&p->groups, &p->group_count, spec->groups, spec->group_count);
	unique &= add_codes(&p->schemes, &p->scheme_count, spec->schemes, spec->scheme_count);
	unique &= add_key_shares(p, spec);
	unique &= add_extensions(p, spec);
	p->versions = versions_of(spec);
	if (spec->point_format_count)
		p->point_formats = scn_memdup(spec->point_formats, spec->point_format_count);
	p->point_format_count = spec->point_format_count;
	for (size_t i = 0; i < spec->alpn_count; i++)
		SCN_APPEND(p->alpn, p->alpn_count, scn_strdup(spec->alpn[i]));
	p->session_id_len = spec->session_id_len;
	p->record_version = spec->record_version;
	p->ssl2_form = spec->form == SCN_HELLO_SSL2;
	p->sends_sni = scn_profile_has_extension(p, SCN_EXT_SERVER_NAME);
	return unique;
}

/* ---- the words ---- */

static void add_note(struct scn_text *note, const char *sentence)
{
	if (note->len)
		scn_text_char(note, ' ');
	scn_text_add(note, sentence);
}

static void fill_words(struct scn_profile *p, const struct scn_hello_origin *origin)
{
	struct scn_source source = {
		.kind = SCN_SOURCE_CAPTURED,
		.what = scn_strdup("ClientHello"),
		.reference = scn_strdup(origin->reference),
		.date = scn_strdup(origin->date),
	};
	struct scn_text id = { 0 };

	scn_profile_id_text(origin->id, &id);
	p->id = scn_text_take(&id);
	p->name = scn_strdup(origin->name ? origin->name : p->id);
	p->platform = scn_strdup(origin->platform ? origin->platform : "unknown");
	p->role = scn_strdup("sender");
	SCN_APPEND(p->sources, p->source_count, source);
}

/* ---- what is left of the hello when one session's own is taken out ---- */

static bool belongs_to_session(uint16_t code)
{
	return code == SCN_EXT_PRE_SHARED_KEY || code == SCN_EXT_EARLY_DATA;
}

static bool has_session(const struct scn_hello_spec *spec)
{
	for (size_t i = 0; i < spec->extension_count; i++) {
		if (belongs_to_session(spec->extensions[i].code) ||
			(spec->extensions[i].code == SCN_EXT_SESSION_TICKET &&
				spec->extensions[i].body.len))
			return true;
	}
	return false;
}

/* The hello without what belongs to one session. */
static struct scn_hello *without_session(const struct scn_hello_spec *spec, struct scn_text *note)
{
	struct scn_hello_extension *kept = scn_alloc(spec->extension_count, sizeof(*kept));
	struct scn_hello_spec copy = *spec;
	struct scn_hello *hello;

	copy.extensions = kept;
	copy.extension_count = 0;
	for (size_t i = 0; i < spec->extension_count; i++) {
		struct scn_hello_extension extension = spec->extensions[i];

		if (belongs_to_session(extension.code))
			continue;
		/* RFC 5077 section 3.2: an empty one asks for a ticket. */
		if (extension.code == SCN_EXT_SESSION_TICKET)
			extension.body = (struct scn_bytes){ 0 };
		kept[copy.extension_count++] = extension;
	}
	if (copy.extension_count < spec->extension_count)
		add_note(note, "The client resumed a session; pre_shared_key is left out.");
	hello = scn_hello_copy(&copy);
	free(kept);
	return hello;
}

/* Does a file of this profile say the same again? */
static bool survives_saving(const struct scn_profile *p, struct scn_text *error_out)
{
	struct scn_text file = { 0 };
	struct scn_profile *again;

	scn_profile_save(p, &file);
	again = scn_profile_load(
		scn_text_str(&file), file.len, "this hello cannot become a profile", error_out);
	scn_text_finish(&file);
	scn_profile_free(again);
	return again != NULL;
}

/* The bytes as they were, with their records, where nothing was taken out. */
static void keep_hello(struct scn_profile *p, const struct scn_hello_spec *captured,
	const struct scn_hello_spec *kept, struct scn_bytes wire)
{
	struct scn_builder out = { 0 };

	if (has_session(captured) || wire.at[0] == BARE_HELLO)
		scn_hello_build(kept, &out);
	else
		scn_build_bytes(&out, wire);
	p->hello = out.data;
	p->hello_len = out.len;
}

static struct scn_profile *make(const struct scn_hello_spec *spec, struct scn_bytes wire,
	const struct scn_hello_origin *origin, struct scn_text *note)
{
	struct scn_profile *p = scn_alloc(1, sizeof(*p));
	struct scn_hello *hello = without_session(spec, note);

	fill_words(p, origin);
	if (fill_lists(p, scn_hello_spec(hello))) {
		keep_hello(p, spec, scn_hello_spec(hello), wire);
	} else {
		add_note(note, "The captured hello names something twice; it is composed from the "
			       "lists instead.");
	}
	if (spec->version_count == 0 && spec->legacy_version > SSL3_WIRE)
		add_note(note, "The hello names only its newest version.");
	p->note = note->len ? scn_text_take(note) : NULL;
	scn_hello_free(hello);
	return p;
}

struct scn_profile *scn_profile_from_hello(
	struct scn_bytes wire, const struct scn_hello_origin *origin, struct scn_text *error_out)
{
	struct scn_hello *hello = NULL;
	size_t len = 0;
	enum scn_parse parsed = scn_hello_parse(wire, &hello, &len);
	struct scn_text note = { 0 };
	struct scn_profile *p;

	if (parsed != SCN_GOT) {
		scn_text_add(error_out, parsed == SCN_MORE ? scn_tr("the ClientHello is cut short")
							   : scn_tr("this is no ClientHello"));
		return NULL;
	}
	if (origin->note)
		scn_text_add(&note, origin->note);
	p = make(scn_hello_spec(hello), (struct scn_bytes){ wire.at, len }, origin, &note);
	scn_hello_free(hello);
	scn_text_finish(&note);
	if (!survives_saving(p, error_out)) {
		scn_profile_free(p);
		return NULL;
	}
	return p;
}
