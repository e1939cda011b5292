/* reg.h: a profile as a file for regedit. Only documented values, and of a protocol always both. */
#include <string.h>

#include "core/base/alloc.h"
#include "core/base/language.h"
#include "core/dialect/reg.h"
#include "core/dialect/windows-write.h"
#include "core/registry/group.h"

static const char schannel[] =
	"HKEY_LOCAL_MACHINE\\SYSTEM\\CurrentControlSet\\Control\\SecurityProviders\\SCHANNEL";
static const char policy[] =
	"HKEY_LOCAL_MACHINE\\SOFTWARE\\Policies\\Microsoft\\Cryptography\\Configuration\\SSL"
	"\\00010002";

static void add_protocols(const struct scn_profile *p, struct scn_text *out)
{
	for (int v = SCN_SSL2; v <= SCN_TLS1_3; v++) {
		bool on = scn_profile_offers_version(p, (enum scn_version)v);

		if (p->not_set.versions & SCN_VERSION_BIT(v))
			continue;
		scn_text_printf(out,
			"[%s\\Protocols\\%s\\Client]\r\n\"Enabled\"=dword:%08x\r\n"
			"\"DisabledByDefault\"=dword:%08x\r\n\r\n",
			schannel, scn_version_title((enum scn_version)v), on, !on);
	}
}

static void add_limits(const char *name, uint32_t least, uint32_t most, struct scn_text *out)
{
	if (!least && !most)
		return;
	scn_text_printf(out, "[%s\\KeyExchangeAlgorithms\\%s]\r\n", schannel, name);
	if (least)
		scn_text_printf(out, "\"ClientMinKeyBitLength\"=dword:%08x\r\n", least);
	if (most)
		scn_text_printf(out, "\"ClientMaxKeyBitLength\"=dword:%08x\r\n", most);
	scn_text_add(out, "\r\n");
}

/* REG_MULTI_SZ: each name in UTF-16 with a zero behind it, and one more at the end. */
static size_t add_curves(const struct scn_profile *p, struct scn_text *out)
{
	size_t without = 0;
	const char *comma = "";

	if (!p->group_count || p->not_set.groups)
		return 0;
	scn_text_add(out, "\"EccCurves\"=hex(7):");
	for (size_t i = 0; i < p->group_count; i++) {
		const struct scn_group *group = scn_group_by_code(p->groups[i]);
		const char *name = group ? group->schannel : NULL;

		without += !name;
		for (; name && *name && *name != ','; name++) {
			scn_text_printf(out, "%s%02x,00", comma, *name);
			comma = ",";
		}
		if (name)
			scn_text_printf(out, "%s00,00", comma);
	}
	scn_text_printf(out, "%s00,00\r\n", comma);
	return without;
}

static void to_utf16(const struct scn_text *text, struct scn_text *out)
{
	scn_text_addn(out, "\xFF\xFE", 2);
	for (size_t i = 0; i < text->len; i++) {
		scn_text_char(out, text->at[i]);
		scn_text_addn(out, "\0", 1);
	}
}

static void say_missing(size_t without, struct scn_text *missing)
{
	scn_text_add(missing, scn_tr("Not in this format: signature schemes, extensions and their "
				     "order, verification, what happens after a failure"));
	if (without)
		scn_text_printf(missing,
			scn_tr(", and %zu suites or groups that Schannel has no name for"),
			without);
	scn_text_char(missing, '.');
}

/* What is not set is not written: Windows then has its default, as the profile says. */
bool scn_reg_write(
	const struct scn_profile *profile, struct scn_text *out, struct scn_text *missing)
{
	struct scn_text text = { 0 }, suites = { 0 };
	const struct scn_not_set *not_set = &profile->not_set;
	size_t without = 0;
	bool ok = true;

	if (!not_set->suites) {
		without = scn_windows_suite_list(profile, &suites);
		ok = scn_policy_fits(&suites, missing);
	}
	if (ok) {
		scn_text_add(&text, "Windows Registry Editor Version 5.00\r\n\r\n");
		add_protocols(profile, &text);
		add_limits("Diffie-Hellman", profile->limits.dh_min, profile->limits.dh_max, &text);
		add_limits("PKCS", profile->limits.rsa_min, profile->limits.rsa_max, &text);
		if (!not_set->suites || !not_set->groups)
			scn_text_printf(&text, "[%s]\r\n", policy);
		if (!not_set->suites)
			scn_text_printf(&text, "\"Functions\"=\"%s\"\r\n", scn_text_str(&suites));
		without += add_curves(profile, &text);
		to_utf16(&text, out);
		say_missing(without, missing);
	}
	scn_text_finish(&text);
	scn_text_finish(&suites);
	return ok;
}
