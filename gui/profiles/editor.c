#include <glib/gi18n.h>

#include "gui/profiles/words.h"
#include "gui/profiles/compare.h"
#include "gui/profiles/edit-list.h"
#include "gui/profiles/editor-private.h"
#include "gui/profiles/effect.h"
#include "gui/profiles/policy.h"
#include "gui/widgets/a11y.h"

enum {
	SIGNAL_TOAST,
	SIGNAL_OPEN,
	SIGNAL_BACK,
	SIGNAL_COUNT,
};
static guint signals[SIGNAL_COUNT];

#define WIDEST 820

G_DEFINE_FINAL_TYPE(AppEditor, app_editor, GTK_TYPE_BOX)

/* ---- what is said ---- */

void app_editor_toast(AppEditor *editor, const char *text)
{
	g_signal_emit(editor, signals[SIGNAL_TOAST], 0, adw_toast_new(text));
}

static void forget_toast(AppEditor *editor)
{
	if (editor->toast)
		adw_toast_dismiss(editor->toast);
	g_clear_object(&editor->toast);
}

void app_editor_offer_undo(AppEditor *editor, const char *text)
{
	forget_toast(editor);
	editor->toast = g_object_ref(adw_toast_new(text));
	adw_toast_set_button_label(editor->toast, _("Undo"));
	adw_toast_set_action_name(editor->toast, "editor.undo");
	g_signal_emit(editor, signals[SIGNAL_TOAST], 0, editor->toast);
}

void app_editor_say(AppEditor *editor, const char *sentence)
{
	gtk_label_set_label(GTK_LABEL(editor->message_text), sentence ? sentence : "");
	gtk_revealer_set_reveal_child(GTK_REVEALER(editor->message), sentence != NULL);
}

void app_editor_open(AppEditor *editor, AppProfile *profile)
{
	g_signal_emit(editor, signals[SIGNAL_OPEN], 0, profile);
}

/* ---- the profile ---- */

static void fill_title(AppEditor *editor)
{
	AppProfile *profile = app_session_get_profile(editor->session);
	AppProfile *base = app_session_get_base(editor->session);
	AdwWindowTitle *title = ADW_WINDOW_TITLE(editor->title);
	g_autofree char *based =
		base ? g_strdup_printf(_("based on %s"), app_profile_get_title(base)) : NULL;

	adw_window_title_set_title(title, app_profile_get_name(profile));
	adw_window_title_set_subtitle(title, based ? based : app_profile_get_platform(profile));
}

static void fill(AppEditor *editor)
{
	app_editor_fill_sections(editor);
	fill_title(editor);
	app_editor_update_actions(editor);
}

static void on_changed(AppEditor *editor)
{
	forget_toast(editor);
	app_editor_say(editor, NULL);
	fill(editor);
}

void app_editor_set_session(AppEditor *editor, AppSession *session)
{
	if (editor->session)
		g_signal_handlers_disconnect_by_data(editor->session, editor);
	g_set_object(&editor->session, session);
	forget_toast(editor);
	app_editor_say(editor, NULL);
	for (int list = 0; list < SCN_EDIT_LIST_COUNT; list++)
		app_edit_list_set_session(APP_EDIT_LIST(editor->lists[list]), session);
	app_policy_set_session(APP_POLICY(editor->policy), session);
	app_compare_set_session(APP_COMPARE(editor->compare), session);
	app_effect_set_session(APP_EFFECT(editor->effect), session);
	gtk_widget_set_visible(editor->pages, session != NULL);
	gtk_revealer_set_reveal_child(
		GTK_REVEALER(editor->built_in), session && !app_session_get_editable(session));
	app_editor_update_actions(editor);
	if (!session)
		return;
	g_signal_connect_swapped(session, "changed", G_CALLBACK(on_changed), editor);
	g_signal_connect_swapped(session, "said", G_CALLBACK(app_editor_say), editor);
	fill(editor);
}

GActionGroup *app_editor_get_actions(AppEditor *editor)
{
	return G_ACTION_GROUP(editor->actions);
}

void app_editor_set_folded(AppEditor *editor, gboolean folded)
{
	gtk_widget_set_visible(editor->back, folded);
}

/* ---- building ---- */

static void on_back(AppEditor *editor)
{
	g_signal_emit(editor, signals[SIGNAL_BACK], 0);
}

static GtkWidget *icon_button(const char *icon, const char *name, const char *action)
{
	GtkWidget *button = gtk_button_new_from_icon_name(icon);

	gtk_widget_set_tooltip_text(button, name);
	app_name(button, name);
	if (action)
		gtk_actionable_set_action_name(GTK_ACTIONABLE(button), action);
	return button;
}

static GtkWidget *header(AppEditor *editor)
{
	GtkWidget *bar = adw_header_bar_new();
	GtkWidget *templates = gtk_menu_button_new();
	GtkWidget *more = gtk_menu_button_new();
	g_autoptr(GMenuModel) templates_menu = app_editor_templates_menu(editor);
	g_autoptr(GMenuModel) more_menu = app_editor_more_menu();

	editor->back = icon_button("app-arrow-left-symbolic", _("Back to the list"), NULL);
	gtk_widget_set_visible(editor->back, FALSE);
	g_signal_connect_swapped(editor->back, "clicked", G_CALLBACK(on_back), editor);
	gtk_menu_button_set_label(GTK_MENU_BUTTON(templates), _("Templates"));
	gtk_menu_button_set_menu_model(GTK_MENU_BUTTON(templates), templates_menu);
	gtk_menu_button_set_icon_name(GTK_MENU_BUTTON(more), "app-menu-symbolic");
	gtk_menu_button_set_menu_model(GTK_MENU_BUTTON(more), more_menu);
	app_name(more, _("More"));
	gtk_widget_set_tooltip_text(more, _("More"));
	editor->compare_button = app_toggle_new(_("_Compare"));
	gtk_actionable_set_action_name(GTK_ACTIONABLE(editor->compare_button), "editor.compare");
	editor->title = adw_window_title_new("", "");
	adw_header_bar_set_title_widget(ADW_HEADER_BAR(bar), editor->title);
	adw_header_bar_set_centering_policy(ADW_HEADER_BAR(bar), ADW_CENTERING_POLICY_LOOSE);
	adw_header_bar_pack_start(ADW_HEADER_BAR(bar), editor->back);
	adw_header_bar_pack_start(
		ADW_HEADER_BAR(bar), icon_button("app-undo-symbolic", _("Undo"), "editor.undo"));
	adw_header_bar_pack_start(ADW_HEADER_BAR(bar), templates);
	adw_header_bar_pack_end(ADW_HEADER_BAR(bar), more);
	adw_header_bar_pack_end(ADW_HEADER_BAR(bar), editor->compare_button);
	return bar;
}

static GtkWidget *strip(const char *text, GtkAccessibleRole role, GtkWidget **label_out)
{
	GtkWidget *box = gtk_box_new(GTK_ORIENTATION_HORIZONTAL, 12);

	*label_out = g_object_new(GTK_TYPE_LABEL, "label", text, "accessible-role", role, "xalign",
		0.0, "hexpand", TRUE, "wrap", TRUE, NULL);
	gtk_widget_add_css_class(box, "app-strip");
	gtk_box_append(GTK_BOX(box), *label_out);
	return box;
}

static GtkWidget *built_in_strip(AppEditor *editor)
{
	GtkWidget *label;
	GtkWidget *box = strip(_("Built-in profile"), GTK_ACCESSIBLE_ROLE_STATUS, &label);
	GtkWidget *button = app_button_new(_("_Duplicate to Edit"));

	gtk_actionable_set_action_name(GTK_ACTIONABLE(button), "editor.duplicate");
	gtk_box_append(GTK_BOX(box), button);
	editor->built_in = gtk_revealer_new();
	gtk_revealer_set_child(GTK_REVEALER(editor->built_in), box);
	app_hide_unmapped(box);
	return editor->built_in;
}

static void on_hide_message(AppEditor *editor)
{
	app_editor_say(editor, NULL);
}

static GtkWidget *message_strip(AppEditor *editor)
{
	GtkWidget *box = strip("", GTK_ACCESSIBLE_ROLE_ALERT, &editor->message_text);
	GtkWidget *hide = icon_button("app-cross-symbolic", _("Hide"), NULL);

	gtk_widget_add_css_class(hide, "flat");
	g_signal_connect_swapped(hide, "clicked", G_CALLBACK(on_hide_message), editor);
	gtk_box_append(GTK_BOX(box), hide);
	editor->message = gtk_revealer_new();
	gtk_revealer_set_child(GTK_REVEALER(editor->message), box);
	app_hide_unmapped(box);
	return editor->message;
}

static GtkWidget *page(GtkWidget *inside)
{
	GtkWidget *clamp = g_object_new(ADW_TYPE_CLAMP, "maximum-size", WIDEST,
		"tightening-threshold", 600, "child", inside, NULL);
	GtkWidget *viewport =
		g_object_new(GTK_TYPE_VIEWPORT, "scroll-to-focus", TRUE, "child", clamp, NULL);
	GtkWidget *scroller = g_object_new(GTK_TYPE_SCROLLED_WINDOW, "hscrollbar-policy",
		GTK_POLICY_NEVER, "vexpand", TRUE, "child", viewport, NULL);

	app_hide_unmapped(scroller);
	return scroller;
}

static void app_editor_dispose(GObject *object)
{
	AppEditor *editor = APP_EDITOR(object);

	if (editor->session)
		g_signal_handlers_disconnect_by_data(editor->session, editor);
	g_clear_object(&editor->toast);
	g_clear_object(&editor->session);
	g_clear_object(&editor->actions);
	g_clear_object(&editor->context);
	G_OBJECT_CLASS(app_editor_parent_class)->dispose(object);
}

static void app_editor_class_init(AppEditorClass *class)
{
	G_OBJECT_CLASS(class)->dispose = app_editor_dispose;
	signals[SIGNAL_TOAST] = g_signal_new("toast", APP_TYPE_EDITOR, G_SIGNAL_RUN_LAST, 0, NULL,
		NULL, NULL, G_TYPE_NONE, 1, ADW_TYPE_TOAST);
	signals[SIGNAL_OPEN] = g_signal_new("open", APP_TYPE_EDITOR, G_SIGNAL_RUN_LAST, 0, NULL,
		NULL, NULL, G_TYPE_NONE, 1, APP_TYPE_PROFILE);
	signals[SIGNAL_BACK] = g_signal_new(
		"back", APP_TYPE_EDITOR, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void app_editor_init(AppEditor *editor)
{
	gtk_orientable_set_orientation(GTK_ORIENTABLE(editor), GTK_ORIENTATION_VERTICAL);
}

GtkWidget *app_editor_new(AppContext *context)
{
	AppEditor *editor = g_object_new(APP_TYPE_EDITOR, NULL);
	GtkBox *box = GTK_BOX(editor);

	editor->context = g_object_ref(context);
	app_editor_add_actions(editor);
	editor->compare = app_compare_new(context);
	g_object_set(editor->compare, "margin-top", 12, "margin-bottom", 24, "margin-start", 12,
		"margin-end", 12, NULL);
	editor->pages = gtk_stack_new();
	gtk_widget_set_vexpand(editor->pages, TRUE);
	gtk_stack_add_named(GTK_STACK(editor->pages), page(app_editor_sections(editor)), "edit");
	gtk_stack_add_named(GTK_STACK(editor->pages), page(editor->compare), "compare");
	editor->effect = app_effect_new(context);
	gtk_box_append(box, header(editor));
	gtk_box_append(box, built_in_strip(editor));
	gtk_box_append(box, message_strip(editor));
	gtk_box_append(box, editor->pages);
	gtk_box_append(box, editor->effect);
	return GTK_WIDGET(editor);
}
