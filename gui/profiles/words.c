#include "gui/profiles/words.h"

#include <glib/gi18n.h>

#include "core/registry/group.h"
#include "core/registry/scheme.h"

enum {
	SUMMARY_NAMES = 5,
};

static const char *suite_name(uint32_t code, enum scn_dialect names)
{
	const struct scn_suite *suite = scn_suite_by_code(code);
	const char *name = suite ? scn_suite_name(suite, names) : NULL;

	return name ? name : suite ? suite->name : NULL;
}

static const char *group_name(uint32_t code)
{
	const struct scn_group *group = scn_group_by_code((uint16_t)code);

	return group ? group->name : NULL;
}

static const char *scheme_name(uint32_t code)
{
	const struct scn_scheme *scheme = scn_scheme_by_code((uint16_t)code);

	return scheme ? scheme->name : NULL;
}

char *app_code_name(enum scn_edit_list list, uint32_t code, enum scn_dialect names)
{
	const char *name = list == SCN_EDIT_SUITES   ? suite_name(code, names)
			   : list == SCN_EDIT_GROUPS ? group_name(code)
						     : scheme_name(code);

	return name ? g_strdup(name) : g_strdup_printf("0x%04X", code);
}

static const char *suite_tag(uint32_t code, const char **class_out)
{
	const struct scn_suite *suite = scn_suite_by_code(code);

	if (!suite)
		return _("unknown");
	if (!scn_suite_selectable(suite))
		return suite->status == SCN_SUITE_GREASE ? "GREASE" : _("signal");
	if (suite->strength < SCN_STRENGTH_WEAK)
		return NULL;
	*class_out = suite->strength == SCN_STRENGTH_WEAK ? "app-tag-weak" : "app-tag-broken";
	return suite->strength == SCN_STRENGTH_WEAK ? _("weak") : _("broken");
}

const char *app_code_tag(enum scn_edit_list list, uint32_t code, const char **class_out)
{
	*class_out = NULL;
	return list == SCN_EDIT_SUITES ? suite_tag(code, class_out) : NULL;
}

char *app_mark_tag(const struct scn_edit_mark *mark, const char **class_out)
{
	*class_out = NULL;
	switch (mark->tag) {
	case SCN_EDIT_OFF:
		return g_strdup(_("off, was on"));
	case SCN_EDIT_NEW_OFF:
		return g_strdup(_("off"));
	case SCN_EDIT_NEW:
		*class_out = "app-tag-changed";
		return g_strdup(_("new"));
	case SCN_EDIT_UP:
		*class_out = "app-tag-changed";
		return g_strdup_printf(_("moved up %zu"), mark->by);
	case SCN_EDIT_DOWN:
		*class_out = "app-tag-changed";
		return g_strdup_printf(_("moved down %zu"), mark->by);
	default:
		return NULL;
	}
}

GtkWidget *app_tag_new(const char *text, const char *class)
{
	GtkWidget *tag = gtk_label_new(text);

	gtk_widget_add_css_class(tag, "app-tag");
	if (class)
		gtk_widget_add_css_class(tag, class);
	gtk_widget_set_valign(tag, GTK_ALIGN_CENTER);
	return tag;
}

/* GTK 4.8 gives a button its label as name with the underscore, and the label's text behind it. */
static GtkWidget *named(GtkWidget *button)
{
	gtk_accessible_reset_property(GTK_ACCESSIBLE(button), GTK_ACCESSIBLE_PROPERTY_LABEL);
	return button;
}

GtkWidget *app_button_new(const char *label)
{
	return named(gtk_button_new_with_mnemonic(label));
}

GtkWidget *app_toggle_new(const char *label)
{
	return named(gtk_toggle_button_new_with_mnemonic(label));
}

char *app_list_summary(const struct scn_edit *edit, enum scn_edit_list list)
{
	size_t count, on = 0;
	const struct scn_edit_row *rows = scn_edit_rows(edit, list, &count);
	g_autoptr(GString) text = g_string_new(NULL);

	for (size_t i = 0; i < count; i++) {
		g_autofree char *name = app_code_name(list, rows[i].code, SCN_DIALECT_IANA);

		if (rows[i].on && ++on <= SUMMARY_NAMES)
			g_string_append_printf(text, "%s%s", text->len ? ", " : "", name);
	}
	if (on > SUMMARY_NAMES)
		return g_strdup_printf(
			ngettext("%1$s and %2$zu more", "%1$s and %2$zu more", on - SUMMARY_NAMES),
			text->str, on - SUMMARY_NAMES);
	return g_strdup(on ? text->str : _("none"));
}

void app_check_dim(GtkWidget *check, gboolean dim)
{
	if (dim)
		gtk_widget_add_css_class(check, "app-unset");
	else
		gtk_widget_remove_css_class(check, "app-unset");
}

char *app_not_set_summary(const struct scn_profile *profile)
{
	const struct scn_not_set *not_set = &profile->not_set;
	g_autoptr(GString) text = g_string_new(NULL);

	for (int v = 0; v < SCN_VERSION_COUNT; v++)
		if (not_set->versions & SCN_VERSION_BIT(v))
			g_string_append_printf(text, "%s%s", text->len ? ", " : "",
				scn_version_title((enum scn_version)v));
	if (not_set->suites)
		g_string_append_printf(text, "%s%s", text->len ? ", " : "", _("cipher suites"));
	if (not_set->groups)
		g_string_append_printf(text, "%s%s", text->len ? ", " : "", _("groups"));
	return text->len ? g_string_free(g_steal_pointer(&text), FALSE) : NULL;
}
