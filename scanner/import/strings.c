/*
 * Settings that only their own library can evaluate. OpenSSL's words and Postfix's (which
 * become OpenSSL's) are given to the linked OpenSSL; the profile is made from the hello that it sends.
 */
#include <stdlib.h>
#include <string.h>

#include "import/private.h"

#include "core/base/alloc.h"
#include "core/base/language.h"
#include "core/dialect/openssl-config.h"
#include "core/dialect/postfix.h"
#include "core/profile/profile-fit.h"
#include "core/profile/profile-from-hello.h"
#include "core/registry/extension.h"
#include "io/import-openssl.h"

/* ---- the limits that a security level brings, SSL_CTX_set_security_level(3) ---- */

/* Above level 0 the signature of TLS 1.0 and 1.1 (MD5 with SHA-1) is too weak: only a handshake
 * without a signature is completed. */
static void limit_old_versions(struct scn_profile *p, struct scn_text *notes)
{
	for (int v = SCN_SSL3; v <= SCN_TLS1_1; v++) {
		if (!scn_profile_offers_version(p, (enum scn_version)v))
			continue;
		if (scn_profile_has_static_rsa(p, (enum scn_version)v))
			p->versions_rsa_only |= SCN_VERSION_BIT(v);
		else
			scn_text_printf(notes,
				scn_tr("%s is offered, but this security level never completes "
				       "it\n"),
				scn_version_title((enum scn_version)v));
	}
}

static void add_limits(
	struct scn_profile *p, const struct scn_openssl_hello *hello, struct scn_text *notes)
{
	static const uint32_t dh_bits[] = { 1024, 1024, 2048, 3072, 7680, 15360 };
	static const uint32_t rsa_bits[] = { 0, 1024, 2048, 3072, 7680, 15360 };
	size_t level = hello->level < 0 ? 0 : (size_t)hello->level;

	level = level < SCN_COUNT(dh_bits) ? level : SCN_COUNT(dh_bits) - 1;
	p->limits.dh_min = dh_bits[level];
	/* Too small a key is an error of verification, and who does not verify goes on. */
	if (p->verifies != SCN_VERIFIES_NONE)
		p->limits.rsa_min = rsa_bits[level];
	p->requires_secure_renegotiation = hello->requires_secure_renegotiation;
	if (level > 0)
		limit_old_versions(p, notes);
}

/* NULL: complained. The profile is OpenSSL's hello; policy and limits are not in there yet. */
static struct scn_profile *evaluate(const struct scn_import_input *input,
	const struct scn_openssl_config *config, struct scn_openssl_hello *hello,
	struct scn_text *error)
{
	struct scn_text reference = { 0 };
	struct scn_hello_origin origin = {
		.id = input->id ? input->id : input->stem,
		.platform = scn_openssl_version(),
		.date = input->date,
	};
	struct scn_profile *profile = NULL;

	scn_text_printf(&reference, "made by %s from %s", scn_openssl_version(), input->name);
	origin.reference = scn_text_str(&reference);
	if (scn_openssl_hello_of(config, hello, error))
		profile = scn_profile_from_hello(scn_built(&hello->wire), &origin, error);
	scn_builder_finish(&hello->wire);
	scn_text_finish(&reference);
	return profile;
}

bool scn_import_openssl_recognise(struct scn_bytes bytes)
{
	return scn_openssl_config_recognise(bytes);
}

bool scn_import_openssl_read(const struct scn_import_input *input, struct scn_import_result *result,
	struct scn_text *error)
{
	struct scn_openssl_config config;
	struct scn_openssl_hello hello;
	struct scn_profile *profile = NULL;

	if (scn_openssl_config_read(input->bytes, &config, error)) {
		profile = evaluate(input, &config, &hello, error);
		scn_openssl_config_finish(&config);
	}
	if (!profile)
		return false;
	add_limits(profile, &hello, &result->notes);
	scn_import_add(result, profile);
	return true;
}

/* ---- Postfix ---- */

bool scn_import_postfix_recognise(struct scn_bytes bytes)
{
	return scn_postfix_recognise(bytes);
}

/* A hello that was made without a name does not show where its SNI would stand: OpenSSL puts it
 * first. It is composed from the lists then. */
static void add_sni(struct scn_profile *p)
{
	struct scn_profile_extension sni = { .code = SCN_EXT_SERVER_NAME };

	SCN_APPEND(p->extensions, p->extension_count, sni);
	for (size_t i = p->extension_count - 1; i > 0; i--)
		p->extensions[i] = p->extensions[i - 1];
	p->extensions[0] = sni;
	p->sends_sni = true;
	free(p->hello);
	p->hello = NULL;
	p->hello_len = 0;
}

static void describe(
	struct scn_profile *p, const struct scn_postfix *postfix, struct scn_text *notes)
{
	struct scn_text note = { 0 };

	scn_text_printf(&note,
		"Security level %s. What the file does not say is taken as Postfix 3.7 has it.",
		postfix->level);
	scn_text_printf(notes, "%s\n", scn_text_str(&note));
	if (strcmp(postfix->level, "dane") == 0)
		scn_text_add(notes, scn_tr("where a domain has no usable TLSA records, level dane "
					   "behaves like may\n"));
	free(p->note);
	p->note = scn_text_take(&note);
	p->verifies = postfix->verifies;
	p->after_failure = postfix->after_failure;
	if (postfix->sends_sni)
		add_sni(p);
}

bool scn_import_postfix_read(const struct scn_import_input *input, struct scn_import_result *result,
	struct scn_text *error)
{
	struct scn_postfix postfix;
	struct scn_openssl_hello hello;
	struct scn_profile *profile;

	if (!scn_postfix_read(input->bytes, &postfix, &result->notes, error))
		return false;
	profile = evaluate(input, &postfix.openssl, &hello, error);
	if (profile) {
		describe(profile, &postfix, &result->notes);
		add_limits(profile, &hello, &result->notes);
		scn_import_add(result, profile);
	}
	scn_postfix_finish(&postfix);
	return profile != NULL;
}
