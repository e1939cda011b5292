/* Any bytes as a file of another program; the first byte says which. What is read can be applied and
 * written again; what is not read is explained by one sentence. */
#include <assert.h>
#include <stdint.h>
#include <stdlib.h>

#include "core/dialect/gnutls.h"
#include "core/dialect/ictpl.h"
#include "core/dialect/openssl-config.h"
#include "core/dialect/postfix.h"
#include "core/dialect/powershell.h"
#include "core/dialect/reg.h"
#include "core/dialect/windows.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void write_all(const struct scn_profile *p)
{
	bool (*const writers[])(
		const struct scn_profile *, struct scn_text *, struct scn_text *) = { scn_reg_write,
		scn_ictpl_write, scn_openssl_config_write, scn_gnutls_write, scn_postfix_write };

	for (size_t i = 0; i < sizeof(writers) / sizeof(writers[0]); i++) {
		struct scn_text out = { 0 }, missing = { 0 };

		assert(writers[i](p, &out, &missing) == (out.len > 0));
		assert(missing.len > 0);
		scn_text_finish(&out);
		scn_text_finish(&missing);
	}
}

/* A base with a bit of everything. */
static struct scn_profile *base(void)
{
	static const uint16_t groups[] = { 29, 23 };
	static const scn_suite_code suites[] = { 0x1301, 0xC02F, 0x009E, 0x002F };
	struct scn_profile *p = calloc(1, sizeof(*p));
	struct scn_profile *copy;

	p->name = (char *)(uintptr_t) "<base>";
	p->versions = 1 << SCN_TLS1_3 | 1 << SCN_TLS1_2 | 1 << SCN_TLS1_0;
	p->groups = (uint16_t *)(uintptr_t)groups;
	p->group_count = 2;
	p->suites = (scn_suite_code *)(uintptr_t)suites;
	p->suite_count = 4;
	copy = scn_profile_copy(p);
	free(p);
	return copy;
}

static bool windows(int kind, struct scn_bytes file, struct scn_profile *p, struct scn_text *error)
{
	struct scn_windows w = { 0 };
	struct scn_text notes = { 0 };
	bool ok = kind == 0   ? scn_reg_read(file, &w, error)
		  : kind == 1 ? scn_ictpl_read(file, &w, &notes, error)
			      : scn_powershell_read(file, &w, error);

	if (ok)
		scn_windows_apply(&w, p, &notes);
	scn_windows_finish(&w);
	scn_text_finish(&notes);
	return ok;
}

static bool strings(int kind, struct scn_bytes file, struct scn_profile *p, struct scn_text *error)
{
	struct scn_openssl_config config;
	struct scn_postfix postfix;
	struct scn_text notes = { 0 };
	bool ok;

	if (kind == 3) {
		ok = scn_openssl_config_read(file, &config, error);
		if (ok)
			scn_openssl_config_finish(&config);
	} else if (kind == 4) {
		ok = scn_postfix_read(file, &postfix, &notes, error);
		if (ok)
			scn_postfix_finish(&postfix);
	} else {
		ok = scn_gnutls_answer(file, p, &notes, error);
	}
	scn_text_finish(&notes);
	return ok;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct scn_bytes file = { data + 1, size - 1 };
	struct scn_text error = { 0 };
	struct scn_profile *p;
	int kind;
	bool ok;

	if (size == 0)
		return 0;
	p = base();
	kind = data[0] % 6;
	scn_reg_recognise(file);
	scn_ictpl_recognise(file);
	scn_powershell_recognise(file);
	scn_openssl_config_recognise(file);
	scn_postfix_recognise(file);
	scn_gnutls_recognise(file);
	ok = kind < 3 ? windows(kind, file, p, &error) : strings(kind, file, p, &error);
	assert(ok == (error.len == 0));
	if (ok && p->versions)
		write_all(p);
	scn_profile_free(p);
	scn_text_finish(&error);
	return 0;
}
