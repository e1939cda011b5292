/* Protocols, cipher suites, groups and signatures: what stands in an editor from top to bottom. */
#include <glib/gi18n.h>

#include "gui/profiles/add-window.h"
#include "gui/profiles/edit-list.h"
#include "gui/profiles/editor-private.h"
#include "gui/profiles/policy.h"
#include "gui/profiles/words.h"
#include "gui/widgets/a11y.h"

/* ---- protocols ---- */

/* On, off, and for a Windows client: not set. What the box shows comes from the engine afterwards. */
static gboolean step_version(AppEditor *editor, enum scn_version version, struct scn_text *said)
{
	struct scn_edit *edit = app_session_get_edit(editor->session);
	const struct scn_profile *p = scn_edit_profile(edit);
	const struct scn_profile *defaults = app_session_get_defaults(editor->session);
	gboolean unset = (p->not_set.versions & SCN_VERSION_BIT(version)) != 0;
	gboolean on = scn_profile_offers_version(p, version);

	if (!unset && !on && defaults)
		return scn_edit_unset_version(edit, version, defaults, said);
	return scn_edit_set_version(edit, version, unset || !on, said);
}

static void on_version(AppEditor *editor, GtkWidget *check)
{
	struct scn_text said = { 0 };
	int version = 0;

	if (editor->filling || !editor->session)
		return;
	while (editor->versions[version] != check)
		version++;
	app_session_stepped(
		editor->session, step_version(editor, (enum scn_version)version, &said), &said);
	app_editor_fill_sections(editor);
}

static GtkWidget *protocols(AppEditor *editor)
{
	GtkWidget *group = adw_preferences_group_new();
	GtkWidget *card = g_object_new(GTK_TYPE_FLOW_BOX, "selection-mode", GTK_SELECTION_NONE,
		"max-children-per-line", 6, "min-children-per-line", 2, "column-spacing", 12, NULL);

	adw_preferences_group_set_title(ADW_PREFERENCES_GROUP(group), _("Protocols"));
	adw_preferences_group_set_description(
		ADW_PREFERENCES_GROUP(group), _("Versions this client offers"));
	gtk_widget_add_css_class(card, "card");
	gtk_widget_add_css_class(card, "app-protocols");
	app_name(card, _("Protocols"));
	for (int v = 0; v < SCN_VERSION_COUNT; v++) {
		GtkWidget *child = gtk_flow_box_child_new();
		GtkWidget *box = gtk_box_new(GTK_ORIENTATION_HORIZONTAL, 6);

		editor->unset_tags[v] = app_tag_new(_("default"), NULL);
		editor->versions[v] =
			gtk_check_button_new_with_label(scn_version_title((enum scn_version)v));
		g_signal_connect_swapped(
			editor->versions[v], "toggled", G_CALLBACK(on_version), editor);
		gtk_widget_set_focusable(child, FALSE);
		gtk_box_append(GTK_BOX(box), editor->versions[v]);
		gtk_box_append(GTK_BOX(box), editor->unset_tags[v]);
		gtk_flow_box_child_set_child(GTK_FLOW_BOX_CHILD(child), box);
		gtk_flow_box_append(GTK_FLOW_BOX(card), child);
	}
	adw_preferences_group_add(ADW_PREFERENCES_GROUP(group), card);
	return group;
}

/* A dimmed box shows the default; what it means is said in words. */
static void fill_version(AppEditor *editor, const struct scn_profile *p, enum scn_version version)
{
	gboolean unset = (p->not_set.versions & SCN_VERSION_BIT(version)) != 0;
	gboolean on = scn_profile_offers_version(p, version);
	const char *title = scn_version_title(version);
	GtkWidget *check = editor->versions[version];
	g_autofree char *name = NULL;

	if (unset && !p->not_set.base)
		name = g_strdup_printf(_("%s, not set, default not known"), title);
	else if (unset)
		name = g_strdup_printf(
			on ? _("%s, not set, on by default") : _("%s, not set, off by default"),
			title);
	gtk_check_button_set_active(GTK_CHECK_BUTTON(check), on);
	gtk_widget_set_tooltip_text(check, name);
	app_name(check, name ? name : title);
	gtk_widget_set_visible(editor->unset_tags[version], unset);
	app_check_dim(check, unset);
}

static void fill_protocols(AppEditor *editor)
{
	const struct scn_edit *edit = app_session_get_edit(editor->session);
	gboolean editable = app_session_get_editable(editor->session);
	const struct scn_profile *p = scn_edit_profile(edit);
	scn_versions ssl2 = SCN_VERSION_BIT(SCN_SSL2);

	for (int v = 0; v < SCN_VERSION_COUNT; v++) {
		fill_version(editor, p, (enum scn_version)v);
		gtk_widget_set_sensitive(editor->versions[v], editable);
	}
	/* Nobody turns SSL 2.0 on; it shows where it is. */
	gtk_widget_set_visible(
		gtk_widget_get_ancestor(editor->versions[SCN_SSL2], GTK_TYPE_FLOW_BOX_CHILD),
		((p->versions | scn_edit_base(edit)->versions) & ssl2) != 0);
}

/* ---- lists ---- */

static void on_removed(AppEditor *editor, const char *name)
{
	g_autofree char *text = g_strdup_printf(_("%s removed"), name);

	app_editor_offer_undo(editor, text);
}

static GtkWidget *edit_list(AppEditor *editor, enum scn_edit_list list, const char *name)
{
	editor->lists[list] = app_edit_list_new(editor->context, list, name);
	g_signal_connect_swapped(editor->lists[list], "removed", G_CALLBACK(on_removed), editor);
	return editor->lists[list];
}

static void on_up(GtkWidget *list)
{
	app_edit_list_move(APP_EDIT_LIST(list), -1);
}

static void on_down(GtkWidget *list)
{
	app_edit_list_move(APP_EDIT_LIST(list), 1);
}

static void on_add(GtkWidget *button, AppEditor *editor)
{
	GtkWidget *list = g_object_get_data(G_OBJECT(button), "app-list");

	if (editor->session)
		app_add_window_present(GTK_WIDGET(editor), editor->context, editor->session,
			app_edit_list_get_list(APP_EDIT_LIST(list)));
}

static void on_unset(GtkWidget *button, AppEditor *editor)
{
	AppEditList *list = g_object_get_data(G_OBJECT(button), "app-list");
	const struct scn_profile *defaults =
		editor->session ? app_session_get_defaults(editor->session) : NULL;
	struct scn_text said = { 0 };

	if (defaults)
		app_session_stepped(editor->session,
			scn_edit_unset_list(app_session_get_edit(editor->session),
				app_edit_list_get_list(list), defaults, &said),
			&said);
}

static GtkWidget *icon_button(const char *icon, const char *name)
{
	GtkWidget *button = gtk_button_new_from_icon_name(icon);

	gtk_widget_add_css_class(button, "flat");
	gtk_widget_set_tooltip_text(button, name);
	app_name(button, name);
	return button;
}

/* Up, Down, Add… for one list. */
static GtkWidget *tools(AppEditor *editor, GtkWidget *list)
{
	GtkWidget *box = g_object_new(GTK_TYPE_BOX, "spacing", 6, "valign", GTK_ALIGN_CENTER, NULL);
	GtkWidget *up = icon_button("app-up-symbolic", _("Move up"));
	GtkWidget *down = icon_button("app-down-symbolic", _("Move down"));
	GtkWidget *add = app_button_new(_("A_dd…"));
	GtkWidget *unset = app_button_new(_("_Windows Default"));

	gtk_widget_add_css_class(add, "flat");
	gtk_widget_add_css_class(unset, "flat");
	gtk_widget_set_tooltip_text(
		unset, _("Set nothing: the list of this Windows version counts"));
	g_object_set_data(G_OBJECT(unset), "app-list", list);
	g_object_set_data(G_OBJECT(list), "app-unset", unset);
	g_signal_connect(unset, "clicked", G_CALLBACK(on_unset), editor);
	g_object_set_data(G_OBJECT(add), "app-list", list);
	g_signal_connect_swapped(up, "clicked", G_CALLBACK(on_up), list);
	g_signal_connect_swapped(down, "clicked", G_CALLBACK(on_down), list);
	g_signal_connect(add, "clicked", G_CALLBACK(on_add), editor);
	gtk_box_append(GTK_BOX(box), unset);
	gtk_box_append(GTK_BOX(box), up);
	gtk_box_append(GTK_BOX(box), down);
	gtk_box_append(GTK_BOX(box), add);
	return box;
}

static GtkWidget *suites(AppEditor *editor)
{
	GtkWidget *group = adw_preferences_group_new();
	GtkWidget *list = edit_list(editor, SCN_EDIT_SUITES, _("Cipher suites"));

	adw_preferences_group_set_title(ADW_PREFERENCES_GROUP(group), _("Cipher Suites"));
	editor->suites_tools = tools(editor, list);
	adw_preferences_group_set_header_suffix(ADW_PREFERENCES_GROUP(group), editor->suites_tools);
	adw_preferences_group_add(ADW_PREFERENCES_GROUP(group), list);
	g_object_set_data(G_OBJECT(list), "app-group", group);
	return group;
}

static GtkWidget *expander(AppEditor *editor, enum scn_edit_list list, const char *title)
{
	GtkWidget *row = adw_expander_row_new();
	GtkWidget *made = edit_list(editor, list, title);
	GtkWidget *holder = gtk_list_box_row_new();
	GtkWidget *inside = gtk_box_new(GTK_ORIENTATION_VERTICAL, 0);
	GtkWidget *bar = tools(editor, made);

	gtk_widget_set_halign(bar, GTK_ALIGN_END);
	gtk_box_append(GTK_BOX(inside), bar);
	gtk_box_append(GTK_BOX(inside), made);
	gtk_widget_add_css_class(inside, "app-nested-list");
	gtk_list_box_row_set_child(GTK_LIST_BOX_ROW(holder), inside);
	gtk_list_box_row_set_activatable(GTK_LIST_BOX_ROW(holder), FALSE);
	gtk_widget_set_focusable(holder, FALSE);
	adw_preferences_row_set_title(ADW_PREFERENCES_ROW(row), title);
	adw_expander_row_add_row(ADW_EXPANDER_ROW(row), holder);
	editor->expanders[list] = row;
	g_object_set_data(G_OBJECT(row), "app-tools", bar);
	return row;
}

static GtkWidget *groups(AppEditor *editor)
{
	GtkWidget *group = adw_preferences_group_new();

	adw_preferences_group_set_title(ADW_PREFERENCES_GROUP(group), _("Groups and Signatures"));
	adw_preferences_group_add(
		ADW_PREFERENCES_GROUP(group), expander(editor, SCN_EDIT_GROUPS, _("Groups")));
	adw_preferences_group_add(ADW_PREFERENCES_GROUP(group),
		expander(editor, SCN_EDIT_SCHEMES, _("Signature algorithms")));
	return group;
}

/* There is something to go back to only where the list was set. */
static void fill_unset(AppEditor *editor, enum scn_edit_list list)
{
	const struct scn_edit *edit = app_session_get_edit(editor->session);

	gtk_widget_set_visible(g_object_get_data(G_OBJECT(editor->lists[list]), "app-unset"),
		list != SCN_EDIT_SCHEMES && !scn_edit_is_unset(edit, list) &&
			app_session_get_defaults(editor->session));
}

static void fill_lists(AppEditor *editor)
{
	const struct scn_edit *edit = app_session_get_edit(editor->session);
	gboolean editable = app_session_get_editable(editor->session);
	GtkWidget *group = g_object_get_data(G_OBJECT(editor->lists[SCN_EDIT_SUITES]), "app-group");

	gtk_widget_set_visible(editor->suites_tools, editable);
	adw_preferences_group_set_description(ADW_PREFERENCES_GROUP(group),
		editable ? _("Offered from top to bottom. Drag, or press Ctrl+Shift+Up and "
			     "Ctrl+Shift+Down")
			 : _("Offered from top to bottom"));
	for (int list = 0; list < SCN_EDIT_LIST_COUNT; list++)
		fill_unset(editor, (enum scn_edit_list)list);
	for (int list = SCN_EDIT_GROUPS; list <= SCN_EDIT_SCHEMES; list++) {
		g_autofree char *summary = app_list_summary(edit, (enum scn_edit_list)list);

		adw_expander_row_set_subtitle(ADW_EXPANDER_ROW(editor->expanders[list]), summary);
		gtk_widget_set_visible(
			g_object_get_data(G_OBJECT(editor->expanders[list]), "app-tools"),
			editable);
	}
}

/* ---- all of them ---- */

void app_editor_fill_sections(AppEditor *editor)
{
	if (!editor->session)
		return;
	editor->filling = TRUE;
	fill_protocols(editor);
	fill_lists(editor);
	editor->filling = FALSE;
}

GtkWidget *app_editor_sections(AppEditor *editor)
{
	GtkWidget *box = g_object_new(GTK_TYPE_BOX, "orientation", GTK_ORIENTATION_VERTICAL,
		"spacing", 24, "margin-top", 12, "margin-bottom", 24, "margin-start", 12,
		"margin-end", 12, NULL);

	editor->policy = app_policy_new();
	gtk_box_append(GTK_BOX(box), protocols(editor));
	gtk_box_append(GTK_BOX(box), suites(editor));
	gtk_box_append(GTK_BOX(box), groups(editor));
	gtk_box_append(GTK_BOX(box), editor->policy);
	return box;
}
