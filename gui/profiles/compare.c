#include "gui/profiles/compare.h"

#include <adwaita.h>
#include <glib/gi18n.h>

#include "core/profile/profile-diff.h"
#include "gui/profiles/words.h"
#include "gui/widgets/a11y.h"

struct _AppCompare {
	GtkBox parent;
	AppContext *context;
	AppSession *session;
	GtkWidget *drop_down, *only, *results;
	gboolean filling;
};

G_DEFINE_FINAL_TYPE(AppCompare, app_compare, GTK_TYPE_BOX)

static AppProfile *other_of(AppCompare *compare)
{
	return gtk_drop_down_get_selected_item(GTK_DROP_DOWN(compare->drop_down));
}

/* ---- lists ---- */

/* "Only in Exchange 2019" */
static char *tag_text(AppCompare *compare, const struct scn_edit_mark *mark, const char **class_out)
{
	*class_out = "app-tag-changed";
	if (mark->tag == SCN_EDIT_NEW)
		return g_strdup_printf(_("Only in %s"),
			app_profile_get_name(app_session_get_profile(compare->session)));
	if (mark->tag == SCN_EDIT_OFF || mark->tag == SCN_EDIT_NEW_OFF) {
		*class_out = NULL;
		return g_strdup_printf(_("Only in %s"), app_profile_get_name(other_of(compare)));
	}
	if (mark->tag == SCN_EDIT_SAME) {
		*class_out = NULL;
		return g_strdup(_("same"));
	}
	return app_mark_tag(mark, class_out);
}

static GtkWidget *line_row(const char *name, const char *tag, const char *class)
{
	GtkWidget *row = gtk_list_box_row_new();
	GtkWidget *line = gtk_box_new(GTK_ORIENTATION_HORIZONTAL, 12);
	GtkWidget *label = g_object_new(GTK_TYPE_LABEL, "label", name, "xalign", 0.0, "hexpand",
		TRUE, "ellipsize", PANGO_ELLIPSIZE_MIDDLE, NULL);
	g_autofree char *words = g_strdup_printf("%s, %s", name, tag);

	gtk_widget_add_css_class(line, "app-edit-line");
	gtk_box_append(GTK_BOX(line), label);
	gtk_box_append(GTK_BOX(line), app_tag_new(tag, class));
	gtk_list_box_row_set_child(GTK_LIST_BOX_ROW(row), line);
	gtk_list_box_row_set_activatable(GTK_LIST_BOX_ROW(row), FALSE);
	app_name(row, words);
	return row;
}

static GtkWidget *new_list(const char *name)
{
	GtkWidget *list = gtk_list_box_new();

	gtk_widget_add_css_class(list, "boxed-list");
	gtk_list_box_set_selection_mode(GTK_LIST_BOX(list), GTK_SELECTION_NONE);
	app_name(list, name);
	app_one_tab_stop(list);
	return list;
}

static void add_group(AppCompare *compare, const char *title, GtkWidget *list)
{
	GtkWidget *group = adw_preferences_group_new();

	adw_preferences_group_set_title(ADW_PREFERENCES_GROUP(group), title);
	adw_preferences_group_add(ADW_PREFERENCES_GROUP(group), list);
	gtk_box_append(GTK_BOX(compare->results), group);
}

static void add_list(AppCompare *compare, const struct scn_edit *beside, enum scn_edit_list list,
	const char *title)
{
	gboolean only = gtk_toggle_button_get_active(GTK_TOGGLE_BUTTON(compare->only));
	struct scn_edit_mark *marks = scn_edit_marks(beside, list);
	size_t count;
	const struct scn_edit_row *rows = scn_edit_rows(beside, list, &count);
	GtkWidget *box = new_list(title);
	gboolean any = FALSE;

	for (size_t i = 0; i < count; i++) {
		g_autofree char *name =
			app_code_name(list, rows[i].code, app_context_get_names(compare->context));
		const char *class;
		g_autofree char *tag = tag_text(compare, &marks[i], &class);

		if (only && marks[i].tag == SCN_EDIT_SAME)
			continue;
		gtk_list_box_append(GTK_LIST_BOX(box), line_row(name, tag, class));
		any = TRUE;
	}
	if (!any)
		gtk_list_box_append(
			GTK_LIST_BOX(box), line_row(_("No difference"), _("same"), NULL));
	add_group(compare, title, box);
	free(marks);
}

/* ---- values ---- */

static const struct {
	const char *key, *title;
} value_titles[] = {
	{ "dh_min", N_("Smallest DH group") },
	{ "dh_max", N_("Largest DH group") },
	{ "rsa_min", N_("Smallest RSA key") },
	{ "rsa_max", N_("Largest RSA key") },
	{ "secure_renegotiation", N_("Insists on secure renegotiation") },
	{ "extended_master_secret", N_("Insists on the extended master secret") },
	{ "key_usage", N_("Insists on the key usage of the certificate") },
	{ "verifies", N_("Verifies") },
	{ "after_failure", N_("When TLS fails") },
	{ "sends_sni", N_("Sends the server name (SNI)") },
};

static const char *value_title(const char *key)
{
	for (guint i = 0; i < G_N_ELEMENTS(value_titles); i++)
		if (strcmp(value_titles[i].key, key) == 0)
			return _(value_titles[i].title);
	return key;
}

static void add_versions(GtkWidget *box, const struct scn_profile *a, const struct scn_profile *b)
{
	for (int v = SCN_VERSION_COUNT - 1; v >= 0; v--) {
		scn_versions bit = SCN_VERSION_BIT(v);

		if ((a->versions & bit) == (b->versions & bit))
			continue;
		g_autofree char *tag =
			g_strdup_printf(_("Only in %s"), (a->versions & bit) ? a->name : b->name);

		gtk_list_box_append(GTK_LIST_BOX(box),
			line_row(scn_version_title((enum scn_version)v), tag, NULL));
	}
}

static void add_values(
	AppCompare *compare, const struct scn_profile *a, const struct scn_profile *b)
{
	GtkWidget *box = new_list(_("Values"));
	struct scn_profile_diff diff;

	scn_profile_diff(b, a, &diff);
	add_versions(box, a, b);
	for (size_t i = 0; i < diff.value_count; i++) {
		g_autofree char *tag =
			g_strdup_printf("%s → %s", diff.values[i].a, diff.values[i].b);

		gtk_list_box_append(GTK_LIST_BOX(box),
			line_row(value_title(diff.values[i].key), tag, "app-tag-changed"));
	}
	if (!gtk_list_box_get_row_at_index(GTK_LIST_BOX(box), 0))
		gtk_list_box_append(
			GTK_LIST_BOX(box), line_row(_("No difference"), _("same"), NULL));
	add_group(compare, _("Versions and Values"), box);
	scn_profile_diff_finish(&diff);
}

/* ---- filling ---- */

static void fill(AppCompare *compare)
{
	AppProfile *other = other_of(compare);
	const struct scn_profile *a, *b;
	struct scn_edit *beside;
	GtkWidget *child;

	while ((child = gtk_widget_get_first_child(compare->results)))
		gtk_box_remove(GTK_BOX(compare->results), child);
	if (compare->filling || !compare->session || !other)
		return;
	a = scn_edit_profile(app_session_get_edit(compare->session));
	b = app_profile_get(other);
	beside = scn_edit_new(a, b, NULL);
	add_values(compare, a, b);
	add_list(compare, beside, SCN_EDIT_SUITES, _("Cipher Suites"));
	add_list(compare, beside, SCN_EDIT_GROUPS, _("Groups"));
	add_list(compare, beside, SCN_EDIT_SCHEMES, _("Signature Schemes"));
	scn_edit_free(beside);
}

static void on_other(AppCompare *compare)
{
	AppProfile *other = other_of(compare);
	g_autofree char *name =
		other ? g_strdup_printf(_("Compare with %s"), app_profile_get_title(other))
		      : g_strdup(_("Compare with"));

	app_name_drop_down(compare->drop_down, name);
	fill(compare);
}

static void choose_base(AppCompare *compare)
{
	AppProfile *base = app_session_get_base(compare->session);
	GListModel *all = G_LIST_MODEL(app_context_get_profiles(compare->context));

	for (guint i = 0; i < g_list_model_get_n_items(all); i++) {
		g_autoptr(AppProfile) profile = g_list_model_get_item(all, i);

		if (base ? profile == base : profile != app_session_get_profile(compare->session)) {
			gtk_drop_down_set_selected(GTK_DROP_DOWN(compare->drop_down), i);
			return;
		}
	}
}

void app_compare_set_session(AppCompare *compare, AppSession *session)
{
	if (compare->session)
		g_signal_handlers_disconnect_by_func(compare->session, fill, compare);
	g_set_object(&compare->session, session);
	if (!session)
		return;
	g_signal_connect_object(session, "changed", G_CALLBACK(fill), compare, G_CONNECT_SWAPPED);
	compare->filling = TRUE;
	choose_base(compare);
	compare->filling = FALSE;
	on_other(compare);
}

static void app_compare_dispose(GObject *object)
{
	g_clear_object(&APP_COMPARE(object)->session);
	g_clear_object(&APP_COMPARE(object)->context);
	G_OBJECT_CLASS(app_compare_parent_class)->dispose(object);
}

static void app_compare_class_init(AppCompareClass *class)
{
	G_OBJECT_CLASS(class)->dispose = app_compare_dispose;
}

static void app_compare_init(AppCompare *compare)
{
	gtk_orientable_set_orientation(GTK_ORIENTABLE(compare), GTK_ORIENTATION_VERTICAL);
	gtk_box_set_spacing(GTK_BOX(compare), 18);
}

GtkWidget *app_compare_new(AppContext *context)
{
	AppCompare *compare = g_object_new(APP_TYPE_COMPARE, NULL);
	GtkWidget *line = gtk_box_new(GTK_ORIENTATION_HORIZONTAL, 12);
	GtkExpression *title = gtk_property_expression_new(APP_TYPE_PROFILE, NULL, "title");

	compare->context = g_object_ref(context);
	compare->drop_down = gtk_drop_down_new(
		g_object_ref(G_LIST_MODEL(app_context_get_profiles(context))), title);
	gtk_drop_down_set_enable_search(GTK_DROP_DOWN(compare->drop_down), TRUE);
	gtk_widget_set_hexpand(compare->drop_down, TRUE);
	compare->only = app_toggle_new(_("Only _Differences"));
	gtk_toggle_button_set_active(GTK_TOGGLE_BUTTON(compare->only), TRUE);
	compare->results = gtk_box_new(GTK_ORIENTATION_VERTICAL, 24);
	gtk_box_append(GTK_BOX(line), gtk_label_new(_("Compare with")));
	gtk_box_append(GTK_BOX(line), compare->drop_down);
	gtk_box_append(GTK_BOX(line), compare->only);
	gtk_box_append(GTK_BOX(compare), line);
	gtk_box_append(GTK_BOX(compare), compare->results);
	g_signal_connect_swapped(
		compare->drop_down, "notify::selected", G_CALLBACK(on_other), compare);
	g_signal_connect_swapped(compare->only, "toggled", G_CALLBACK(fill), compare);
	return GTK_WIDGET(compare);
}
