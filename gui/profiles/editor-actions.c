/* What the editor can do with a profile as a whole: undo, templates, copy, paste, export, duplicate, remove. */
#include <string.h>

#include <glib/gi18n.h>

#include "core/base/language.h"
#include "core/dialect/export.h"
#include "core/profile/template.h"
#include "gui/profiles/editor-private.h"
#include "gui/profiles/policy.h"
#include "gui/profiles/words.h"
#include "gui/widgets/clipboard.h"
#include "import/import.h"
#include "io/store.h"

static AppProfiles *profiles_of(AppEditor *editor)
{
	return app_context_get_profiles(editor->context);
}

static struct scn_edit *edit_of(AppEditor *editor)
{
	return app_session_get_edit(editor->session);
}

/* ---- steps ---- */

static void undo(AppEditor *editor, const char *parameter)
{
	app_session_undo(editor->session);
}

static void redo(AppEditor *editor, const char *parameter)
{
	app_session_redo(editor->session);
}

static gboolean take(AppEditor *editor, const struct scn_profile *lists)
{
	struct scn_text said = { 0 };

	return app_session_stepped(
		editor->session, scn_edit_take(edit_of(editor), lists, &said), &said);
}

static void offer_undo_of(AppEditor *editor, const char *title)
{
	g_autofree char *text = g_strdup_printf(_("%s applied"), title);

	app_editor_offer_undo(editor, text);
}

static void use_template(AppEditor *editor, const char *id)
{
	size_t count;
	const struct scn_profile_template *templates = scn_profile_templates(&count);
	struct scn_profile *made = scn_profile_from_template(id, scn_edit_profile(edit_of(editor)));

	if (made && take(editor, made))
		for (size_t i = 0; i < count; i++)
			if (strcmp(templates[i].id, id) == 0)
				offer_undo_of(editor, scn_tr(templates[i].title));
	scn_profile_free(made);
}

static void use_windows(AppEditor *editor, const char *id)
{
	AppProfile *windows = app_profiles_find(profiles_of(editor), id);

	if (windows && take(editor, app_profile_get(windows)))
		offer_undo_of(editor, app_profile_get_title(windows));
}

/* ---- copy and paste ---- */

static void copy_suites(AppEditor *editor, const char *parameter)
{
	size_t count;
	const struct scn_edit_row *rows = scn_edit_rows(edit_of(editor), SCN_EDIT_SUITES, &count);
	g_autoptr(GString) text = g_string_new(NULL);

	for (size_t i = 0; i < count; i++) {
		g_autofree char *name = app_code_name(
			SCN_EDIT_SUITES, rows[i].code, app_context_get_names(editor->context));

		if (rows[i].on)
			g_string_append_printf(text, "%s\n", name);
	}
	app_copy_text(GTK_WIDGET(editor), text->str);
	app_editor_toast(editor, _("Cipher suites copied"));
}

static void say_unknown(AppEditor *editor, const struct scn_suite_words *words)
{
	g_autofree char *sentence = NULL;

	if (words->unknown_count == 0)
		return;
	sentence = g_strdup_printf(ngettext("%1$zu name is not known: %2$s",
					   "%1$zu names are not known: %2$s", words->unknown_count),
		words->unknown_count, scn_text_str(&words->unknown));
	app_editor_say(editor, sentence);
}

static void paste_names(AppEditor *editor, const struct scn_suite_words *words)
{
	struct scn_text said = { 0 };
	size_t added = 0;
	g_autofree char *text = NULL;

	if (app_session_stepped(editor->session,
		    scn_edit_add(edit_of(editor), SCN_EDIT_SUITES, words->codes, words->count,
			    &added, &said),
		    &said)) {
		text = g_strdup_printf(
			ngettext("%zu cipher suite added", "%zu cipher suites added", added),
			added);
		app_editor_offer_undo(editor, text);
	} else if (words->count) {
		app_editor_say(editor, _("All of these cipher suites are in the list."));
	}
	say_unknown(editor, words);
}

static void paste(AppEditor *editor, const char *text)
{
	struct scn_bytes bytes = { (const uint8_t *)text, strlen(text) };
	g_autofree char *date = app_session_date();
	struct scn_paste pasted;

	scn_import_paste(bytes, scn_edit_profile(edit_of(editor)), date, &pasted);
	if (pasted.client && take(editor, pasted.client)) {
		offer_undo_of(editor, pasted.kind->title);
		if (pasted.notes.len)
			app_editor_say(editor, scn_text_str(&pasted.notes));
	} else if (pasted.suites.count || pasted.suites.unknown_count) {
		paste_names(editor, &pasted.suites);
	} else if (!pasted.client) {
		app_editor_say(editor, _("There is no list of cipher suites in the clipboard."));
	}
	scn_paste_finish(&pasted);
}

static void on_text(GObject *source, GAsyncResult *result, gpointer user)
{
	g_autoptr(AppEditor) editor = user;
	g_autofree char *text = gdk_clipboard_read_text_finish(GDK_CLIPBOARD(source), result, NULL);

	if (editor->session && app_session_get_editable(editor->session))
		paste(editor, text ? text : "");
}

static void paste_suites(AppEditor *editor, const char *parameter)
{
	gdk_clipboard_read_text_async(
		gtk_widget_get_clipboard(GTK_WIDGET(editor)), NULL, on_text, g_object_ref(editor));
}

/* ---- the profile as a whole ---- */

static void duplicate(AppEditor *editor, const char *parameter)
{
	g_autoptr(GError) error = NULL;
	AppProfile *copy;

	app_session_flush(editor->session);
	copy = app_profiles_duplicate(
		profiles_of(editor), app_session_get_profile(editor->session), &error);
	if (copy)
		app_editor_open(editor, copy);
	else
		app_editor_say(editor, error->message);
}

/* The profile comes back with the toast's button, from the copy that the toast holds. */
static void on_restore(AdwToast *toast, AppEditor *editor)
{
	const struct scn_profile *copy = g_object_get_data(G_OBJECT(toast), "app-profile");
	g_autoptr(GError) error = NULL;
	AppProfile *profile = app_profiles_add(profiles_of(editor), scn_profile_copy(copy), &error);

	if (profile)
		app_editor_open(editor, profile);
	else
		app_editor_say(editor, error->message);
}

static void delete_profile(AppEditor *editor, const char *parameter)
{
	g_autoptr(AppProfile) profile = g_object_ref(app_session_get_profile(editor->session));
	g_autofree char *text = g_strdup_printf(_("%s removed"), app_profile_get_name(profile));
	struct scn_profile *copy = scn_profile_copy(app_profile_get(profile));
	g_autoptr(GError) error = NULL;
	AdwToast *toast;

	app_session_forget(editor->session);
	if (!app_profiles_remove(profiles_of(editor), profile, &error)) {
		scn_profile_free(copy);
		app_editor_say(
			editor, error ? error->message : _("This profile cannot be removed."));
		return;
	}
	toast = adw_toast_new(text);
	adw_toast_set_button_label(toast, _("Undo"));
	g_object_set_data_full(
		G_OBJECT(toast), "app-profile", copy, (GDestroyNotify)scn_profile_free);
	g_signal_connect_object(toast, "button-clicked", G_CALLBACK(on_restore), editor, 0);
	g_signal_emit_by_name(editor, "toast", toast);
	app_editor_open(editor, NULL);
}

static void show_source(AppEditor *editor, const char *parameter)
{
	gtk_stack_set_visible_child_name(GTK_STACK(editor->pages), "edit");
	app_policy_focus_source(APP_POLICY(editor->policy));
}

/* ---- export ---- */

struct exporting {
	AppEditor *editor;
	const struct scn_profile_format *format;
};

static void write_file(AppEditor *editor, const struct scn_profile_format *format, const char *path)
{
	struct scn_text out = { 0 }, missing = { 0 };
	g_autofree char *toast = NULL;

	if (!format->write(scn_edit_profile(edit_of(editor)), &out, &missing)) {
		app_editor_say(editor, scn_text_str(&missing));
	} else {
		enum scn_err err = scn_store_write(path, &out);
		g_autofree char *name = g_path_get_basename(path);

		toast = err ? g_strdup_printf("%s: %s", path, scn_err_text(err))
			    : g_strdup_printf(_("Saved as %s"), name);
		if (err)
			app_editor_say(editor, toast);
		else
			app_editor_toast(editor, toast);
		if (!err && missing.len)
			app_editor_say(editor, scn_text_str(&missing));
	}
	scn_text_finish(&out);
	scn_text_finish(&missing);
}

static void on_file(GtkNativeDialog *dialog, int response, struct exporting *exporting)
{
	if (response == GTK_RESPONSE_ACCEPT && exporting->editor->session) {
		g_autoptr(GFile) file = gtk_file_chooser_get_file(GTK_FILE_CHOOSER(dialog));

		write_file(exporting->editor, exporting->format, g_file_peek_path(file));
	}
	g_object_unref(exporting->editor);
	g_free(exporting);
	g_object_unref(dialog);
}

static void export(AppEditor *editor, const char *word)
{
	const struct scn_profile_format *format = scn_profile_format_find(word);
	struct exporting *exporting;
	GtkFileChooserNative *dialog;
	g_autofree char *name = NULL;

	if (!format)
		return;
	exporting = g_new0(struct exporting, 1);
	exporting->editor = g_object_ref(editor);
	exporting->format = format;
	name = g_strconcat(scn_edit_profile(edit_of(editor))->id, format->ending, NULL);
	dialog = gtk_file_chooser_native_new(_("Export Profile"),
		GTK_WINDOW(gtk_widget_get_root(GTK_WIDGET(editor))), GTK_FILE_CHOOSER_ACTION_SAVE,
		_("_Save"), _("_Cancel"));
	gtk_file_chooser_set_current_name(GTK_FILE_CHOOSER(dialog), name);
	g_signal_connect(dialog, "response", G_CALLBACK(on_file), exporting);
	gtk_native_dialog_show(GTK_NATIVE_DIALOG(dialog));
}

/* ---- the table ---- */

enum needs {
	ANY,      /* a profile */
	EDITABLE, /* one of the user's */
	UNDO,     /* and something to undo */
	REDO,
};

static const struct {
	const char *name;
	gboolean parameter;
	void (*activate)(AppEditor *editor, const char *parameter);
	enum needs needs;
	const char *keys; /* NULL: none */
} actions[] = {
	{ "undo", FALSE, undo, UNDO, "<Control>z" },
	{ "redo", FALSE, redo, REDO, "<Control><Shift>z" },
	{ "template", TRUE, use_template, EDITABLE, NULL },
	{ "windows", TRUE, use_windows, EDITABLE, NULL },
	{ "copy-suites", FALSE, copy_suites, ANY, "<Control>c" },
	{ "paste-suites", FALSE, paste_suites, EDITABLE, "<Control>v" },
	{ "duplicate", FALSE, duplicate, ANY, "<Control>u" },
	{ "delete-profile", FALSE, delete_profile, EDITABLE, NULL },
	{ "source", FALSE, show_source, ANY, NULL },
	{ "export", TRUE, export, ANY, NULL },
};

static void on_action(GSimpleAction *action, GVariant *parameter, AppEditor *editor)
{
	const char *name = g_action_get_name(G_ACTION(action));

	for (guint i = 0; editor->session && i < G_N_ELEMENTS(actions); i++)
		if (strcmp(actions[i].name, name) == 0) {
			actions[i].activate(
				editor, parameter ? g_variant_get_string(parameter, NULL) : NULL);
			return;
		}
}

static void on_compare(GSimpleAction *action, GVariant *state, AppEditor *editor)
{
	g_simple_action_set_state(action, state);
	gtk_stack_set_visible_child_name(
		GTK_STACK(editor->pages), g_variant_get_boolean(state) ? "compare" : "edit");
}

static void on_in_set(GSimpleAction *action, GVariant *state, AppEditor *editor)
{
	g_simple_action_set_state(action, state);
	if (editor->session)
		app_profiles_set_in_client_set(profiles_of(editor),
			app_session_get_profile(editor->session), g_variant_get_boolean(state));
}

static void add_switch(AppEditor *editor, const char *name, GCallback on_change)
{
	g_autoptr(GSimpleAction) action =
		g_simple_action_new_stateful(name, NULL, g_variant_new_boolean(FALSE));

	g_signal_connect(action, "change-state", on_change, editor);
	g_action_map_add_action(G_ACTION_MAP(editor->actions), G_ACTION(action));
}

void app_editor_add_actions(AppEditor *editor)
{
	editor->actions = g_simple_action_group_new();
	for (guint i = 0; i < G_N_ELEMENTS(actions); i++) {
		g_autoptr(GSimpleAction) action = g_simple_action_new(
			actions[i].name, actions[i].parameter ? G_VARIANT_TYPE_STRING : NULL);

		g_signal_connect(action, "activate", G_CALLBACK(on_action), editor);
		g_action_map_add_action(G_ACTION_MAP(editor->actions), G_ACTION(action));
	}
	add_switch(editor, "compare", G_CALLBACK(on_compare));
	add_switch(editor, "in-set", G_CALLBACK(on_in_set));
}

static GSimpleAction *find(AppEditor *editor, const char *name)
{
	return G_SIMPLE_ACTION(g_action_map_lookup_action(G_ACTION_MAP(editor->actions), name));
}

void app_editor_update_actions(AppEditor *editor)
{
	AppSession *session = editor->session;
	gboolean editable = session && app_session_get_editable(session);
	const gboolean is_met[] = {
		[ANY] = session != NULL,
		[EDITABLE] = editable,
		[UNDO] = editable && scn_edit_can_undo(edit_of(editor)),
		[REDO] = editable && scn_edit_can_redo(edit_of(editor)),
	};

	for (guint i = 0; i < G_N_ELEMENTS(actions); i++)
		g_simple_action_set_enabled(
			find(editor, actions[i].name), is_met[actions[i].needs]);
	g_simple_action_set_enabled(find(editor, "compare"), session != NULL);
	g_simple_action_set_enabled(find(editor, "in-set"), session != NULL);
	if (session)
		g_simple_action_set_state(find(editor, "in-set"),
			g_variant_new_boolean(app_profiles_in_client_set(
				profiles_of(editor), app_session_get_profile(session))));
}

GtkEventController *app_editor_keys_new(void)
{
	GtkEventController *keys = gtk_shortcut_controller_new();

	for (guint i = 0; i < G_N_ELEMENTS(actions); i++) {
		g_autofree char *action = g_strconcat("editor.", actions[i].name, NULL);

		if (actions[i].keys)
			gtk_shortcut_controller_add_shortcut(GTK_SHORTCUT_CONTROLLER(keys),
				gtk_shortcut_new(gtk_shortcut_trigger_parse_string(actions[i].keys),
					gtk_named_action_new(action)));
	}
	return keys;
}

/* ---- menus ---- */

static void append_target(GMenu *menu, const char *label, const char *action, const char *target)
{
	g_autoptr(GMenuItem) item = g_menu_item_new(label, NULL);

	g_menu_item_set_action_and_target(item, action, "s", target);
	g_menu_append_item(menu, item);
}

GMenuModel *app_editor_templates_menu(AppEditor *editor)
{
	GMenu *menu = g_menu_new();
	g_autoptr(GMenu) first = g_menu_new();
	g_autoptr(GMenu) windows = g_menu_new();
	GListModel *all = G_LIST_MODEL(profiles_of(editor));
	size_t count;
	const struct scn_profile_template *templates = scn_profile_templates(&count);

	for (size_t i = 0; i < count; i++)
		append_target(
			first, scn_tr(templates[i].title), "editor.template", templates[i].id);
	for (guint i = 0; i < g_list_model_get_n_items(all); i++) {
		g_autoptr(AppProfile) profile = g_list_model_get_item(all, i);

		if (scn_profile_is_windows(app_profile_get(profile)))
			append_target(windows, app_profile_get_title(profile), "editor.windows",
				app_profile_get_id(profile));
	}
	g_menu_append_section(menu, NULL, G_MENU_MODEL(first));
	g_menu_append_submenu(menu, _("Windows Defaults"), G_MENU_MODEL(windows));
	return G_MENU_MODEL(menu);
}

static GMenuModel *export_menu(void)
{
	GMenu *menu = g_menu_new();

	for (const struct scn_profile_format *f = scn_profile_formats; f->word; f++)
		append_target(menu, scn_tr(f->title), "editor.export", f->word);
	return G_MENU_MODEL(menu);
}

GMenuModel *app_editor_more_menu(void)
{
	GMenu *menu = g_menu_new();
	g_autoptr(GMenu) steps = g_menu_new();
	g_autoptr(GMenu) whole = g_menu_new();
	g_autoptr(GMenu) last = g_menu_new();
	g_autoptr(GMenuModel) formats = export_menu();

	g_menu_append(steps, _("_Redo"), "editor.redo");
	g_menu_append(steps, _("_Copy Cipher Suites"), "editor.copy-suites");
	g_menu_append(steps, _("_Paste Cipher Suites"), "editor.paste-suites");
	g_menu_append(whole, _("_Duplicate"), "editor.duplicate");
	g_menu_append_submenu(whole, _("_Export As"), formats);
	g_menu_append(whole, _("_Source and Notes…"), "editor.source");
	g_menu_append(whole, _("Ask in Every Scan"), "editor.in-set");
	g_menu_append(last, _("Re_move Profile"), "editor.delete-profile");
	g_menu_append_section(menu, NULL, G_MENU_MODEL(steps));
	g_menu_append_section(menu, NULL, G_MENU_MODEL(whole));
	g_menu_append_section(menu, NULL, G_MENU_MODEL(last));
	return G_MENU_MODEL(menu);
}
