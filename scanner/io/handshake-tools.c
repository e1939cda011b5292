#include "io/handshake-tools.h"

#include <stdlib.h>
#include <string.h>

#include "core/base/alloc.h"
#include "core/registry/alert.h"
#include "core/tls/certificate.h"

void scn_add_word(struct scn_text *list, const char *word)
{
	if (list->len)
		scn_text_char(list, ':');
	scn_text_add(list, word);
}

static bool add_if_accepted(struct scn_text *list, const char *name,
	bool (*accepts)(void *user, const char *list), void *user)
{
	struct scn_text longer = { 0 };

	scn_text_add(&longer, scn_text_str(list));
	scn_add_word(&longer, name);
	if (!accepts(user, scn_text_str(&longer))) {
		scn_text_finish(&longer);
		return false;
	}
	scn_text_finish(list);
	*list = longer;
	return true;
}

void scn_add_first(struct scn_text *list, const char *names,
	bool (*accepts)(void *user, const char *list), void *user)
{
	bool added = false;

	while (!added && names && *names) {
		size_t len = strcspn(names, ",");
		char *name = scn_strndup(names, len);

		added = add_if_accepted(list, name, accepts, user);
		free(name);
		names += len + (names[len] == ',');
	}
}

scn_versions scn_suite_versions(const struct scn_suite *suite)
{
	scn_versions versions = 0;

	for (int v = 0; v < SCN_VERSION_COUNT; v++)
		if (scn_suite_in_version(suite, (enum scn_version)v))
			versions |= SCN_VERSION_BIT(v);
	return versions;
}

void scn_add_alert(struct scn_text *text, uint8_t code, enum scn_alert_sender sender)
{
	const struct scn_alert *alert = scn_alert_by_code(code);

	if (text->len)
		scn_text_add(text, "; ");
	scn_text_printf(text, "%salert %s (%u)", sender == SCN_ALERT_OF_US ? "we sent " : "",
		alert ? alert->name : "unknown", code);
}

static char *hex(struct scn_bytes bytes)
{
	struct scn_text text = { 0 };

	if (bytes.len == 0)
		return NULL;
	scn_text_hex(&text, bytes);
	return scn_text_take(&text);
}

void scn_handshake_add_certificate(
	struct scn_handshake_result *out, struct scn_bytes der, struct scn_bytes sha256)
{
	struct scn_certificate_fact fact = { 0 };

	/* The library has read it, so a part that we cannot read is no reason to hide the rest. */
	(void)scn_certificate_read(der, &fact);
	fact.sha256 = hex(sha256);
	SCN_APPEND(out->certificates, out->certificate_count, fact);
}

void scn_handshake_judge_leaf(struct scn_handshake_result *out)
{
	struct scn_certificate_fact *leaf = out->certificates;

	if (out->certificate_count == 0)
		return;
	free(leaf->chain);
	leaf->chain = scn_strdup(out->chain);
	leaf->trust = out->trust;
	leaf->dane = out->dane;
	leaf->name_matches = out->name_matches;
}
