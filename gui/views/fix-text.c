#include "gui/views/fix-text.h"

#include <adwaita.h>
#include <string.h>

#include <glib/gi18n.h>

#include "gui/views/fix-changes.h"
#include "gui/views/fix-choice.h"
#include "gui/widgets/a11y.h"
#include "gui/widgets/clipboard.h"
#include "gui/widgets/save-file.h"

enum {
	TEXT_HEIGHT = 160,
};

struct _AppFixText {
	GtkBox parent;
	AppContext *context;
	AppFixPlan *plan;
	GtkWidget *choice;
	GtkWidget *pages, *page, *state; /* the plan, or a status page */
	GtkWidget *changes, *text, *warning, *warning_row, *partial, *partial_row;
	GtkWidget *copy, *save, *message, *again;
};

G_DEFINE_FINAL_TYPE(AppFixText, app_fix_text, GTK_TYPE_BOX)

/* ---- showing ---- */

static const struct {
	const char *icon, *title;
} states[] = {
	[SCN_FIX_NOTHING] = { "app-check-symbolic", N_("Nothing to Fix") },
	[SCN_FIX_POSSIBLE] = { NULL, NULL },
	[SCN_FIX_IMPOSSIBLE] = { "app-cross-symbolic", N_("No Change on This Side") },
	[SCN_FIX_UNTESTED] = { "app-question-symbolic", N_("Not Known Well Enough") },
};

static void set_text(GtkWidget *view, const char *text)
{
	GtkTextBuffer *buffer = gtk_text_view_get_buffer(GTK_TEXT_VIEW(view));
	g_autofree char *before = NULL;
	GtkTextIter start, end;

	g_object_get(buffer, "text", &before, NULL);
	if (g_strcmp0(before, text) == 0)
		return; /* a selection stays */
	gtk_text_buffer_set_text(buffer, "", 0);
	gtk_text_buffer_get_start_iter(buffer, &start);
	gtk_text_buffer_insert_with_tags_by_name(buffer, &start, text, -1, "whole", NULL);
	gtk_text_buffer_get_bounds(buffer, &start, &end);
	gtk_text_buffer_place_cursor(buffer, &start);
}

static void show_line(GtkWidget *row, GtkWidget *label, const struct scn_text *text)
{
	gtk_label_set_text(GTK_LABEL(label), scn_text_str(text));
	gtk_widget_set_visible(row, text->len > 0);
}

static void show_state(AppFixText *view, const struct scn_fix_plan *plan)
{
	g_autofree char *escaped = g_markup_escape_text(scn_text_str(&plan->message), -1);

	g_object_set(view->state, "icon-name", states[plan->state].icon, "title",
		_(states[plan->state].title), "description", escaped, NULL);
}

static void on_changed(AppFixText *view)
{
	const struct scn_fix_plan *plan = app_fix_plan_get(view->plan);
	g_autofree char *message =
		plan ? app_fix_plan_make_message(view->plan, SCN_SIDE_SERVER, "en") : NULL;
	gboolean possible = plan && plan->state == SCN_FIX_POSSIBLE;

	gtk_widget_set_visible(GTK_WIDGET(view), plan != NULL);
	if (!plan)
		return;
	if (possible) {
		app_fix_changes_show(APP_FIX_CHANGES(view->changes), plan);
		set_text(view->text, scn_text_str(&plan->text));
	} else {
		show_state(view, plan);
	}
	show_line(view->warning_row, view->warning, &plan->warning);
	show_line(view->partial_row, view->partial, &plan->partial);
	gtk_stack_set_visible_child(GTK_STACK(view->pages), possible ? view->page : view->state);
	gtk_widget_set_sensitive(view->copy, possible && plan->written);
	gtk_widget_set_sensitive(view->save, possible && plan->written);
	gtk_widget_set_tooltip_text(view->save,
		plan->undo.len ? _("Saves a second file that takes the change back") : NULL);
	gtk_widget_set_visible(view->message, message != NULL);
}

/* ---- buttons ---- */

static void on_copy(AppFixText *view)
{
	const struct scn_fix_plan *plan = app_fix_plan_get(view->plan);

	app_copy_text(GTK_WIDGET(view), scn_text_str(&plan->text));
	app_context_toast(view->context, _("Fix copied"));
}

/* How the file is called, by the format. */
static const char *file_name(const struct scn_export_format *format)
{
	static const struct {
		const char *word, *name;
	} names[] = {
		{ "schannel-powershell", "fix.ps1" },
		{ "schannel-reg", "fix.reg" },
		{ "iiscrypto", "fix.ictpl" },
		{ "postfix", "main.cf.fix" },
	};

	for (guint i = 0; i < G_N_ELEMENTS(names); i++)
		if (strcmp(names[i].word, format->word) == 0)
			return names[i].name;
	return "fix.txt";
}

static void on_saved(GtkWidget *view, GFile *file, GFile *undo)
{
	g_autofree char *name = g_file_get_basename(file);
	g_autofree char *undo_name = undo ? g_file_get_basename(undo) : NULL;
	/* Translators: names of two files, the second one takes the first one back */
	g_autofree char *text =
		undo ? g_strdup_printf(_("Saved %1$s, and %2$s to take it back"), name, undo_name)
		     : g_strdup_printf(_("Saved %s"), name);

	app_context_toast(APP_FIX_TEXT(view)->context, text);
}

static void on_save(AppFixText *view)
{
	const struct scn_fix_plan *plan = app_fix_plan_get(view->plan);

	app_save_with_undo(GTK_WIDGET(view), file_name(app_fix_plan_get_format(view->plan)),
		g_bytes_new(scn_text_str(&plan->text), plan->text.len),
		plan->undo.len ? g_bytes_new(scn_text_str(&plan->undo), plan->undo.len) : NULL,
		on_saved);
}

/* Who reads it is said, whatever side is changed in the window: only the user knows which one is the other. */
static const struct message {
	enum scn_side reader;
	const char *language, *title;
} messages[] = {
	{ SCN_SIDE_SERVER, "en", N_("To Who Runs the Server, in English") },
	{ SCN_SIDE_SERVER, "cs", N_("To Who Runs the Server, in Czech") },
	{ SCN_SIDE_CLIENT, "en", N_("To Who Runs the Client, in English") },
	{ SCN_SIDE_CLIENT, "cs", N_("To Who Runs the Client, in Czech") },
};

static void on_message(GtkWidget *button, AppFixText *view)
{
	const struct message *wanted = g_object_get_data(G_OBJECT(button), "message");
	g_autofree char *message =
		app_fix_plan_make_message(view->plan, wanted->reader, wanted->language);

	gtk_menu_button_popdown(GTK_MENU_BUTTON(view->message));
	if (!message)
		return;
	app_copy_text(GTK_WIDGET(view), message);
	app_context_toast(view->context, wanted->reader == SCN_SIDE_SERVER
						 ? _("Message to who runs the server copied")
						 : _("Message to who runs the client copied"));
}

static void on_again(AppFixText *view)
{
	g_signal_emit_by_name(view, "test-again");
}

/* ---- building ---- */

static GtkWidget *button_new(AppFixText *view, const char *icon, const char *title, GCallback done)
{
	GtkWidget *button = gtk_button_new();

	if (icon)
		gtk_button_set_child(
			GTK_BUTTON(button), g_object_new(ADW_TYPE_BUTTON_CONTENT, "icon-name", icon,
						    "label", title, "use-underline", TRUE, NULL));
	else
		gtk_button_set_label(GTK_BUTTON(button), title);
	g_signal_connect_swapped(button, "clicked", done, view);
	return button;
}

static GtkWidget *recipient_new(AppFixText *view, const struct message *message)
{
	GtkWidget *button = gtk_button_new_with_label(_(message->title));

	gtk_widget_add_css_class(button, "flat");
	gtk_widget_set_halign(gtk_button_get_child(GTK_BUTTON(button)), GTK_ALIGN_START);
	g_object_set_data(G_OBJECT(button), "message", (gpointer)message);
	g_signal_connect(button, "clicked", G_CALLBACK(on_message), view);
	return button;
}

/* Whoever reads it may have another language than this program. */
static GtkWidget *message_new(AppFixText *view)
{
	GtkWidget *popover = gtk_popover_new();
	GtkWidget *box = gtk_box_new(GTK_ORIENTATION_VERTICAL, 3);
	GtkWidget *button =
		g_object_new(GTK_TYPE_MENU_BUTTON, "label", _("Copy Message to the Other Side"),
			"popover", popover, "halign", GTK_ALIGN_START, NULL);

	for (guint i = 0; i < G_N_ELEMENTS(messages); i++)
		if (app_fix_plan_has_language(messages[i].language))
			gtk_box_append(GTK_BOX(box), recipient_new(view, &messages[i]));
	gtk_popover_set_child(GTK_POPOVER(popover), box);
	return button;
}

static GtkWidget *bar_new(AppFixText *view)
{
	GtkWidget *bar = gtk_box_new(GTK_ORIENTATION_HORIZONTAL, 9);

	view->copy = button_new(view, "app-copy-symbolic", _("_Copy"), G_CALLBACK(on_copy));
	gtk_widget_add_css_class(view->copy, "suggested-action");
	view->save = button_new(view, "app-save-symbolic", _("_Save…"), G_CALLBACK(on_save));
	view->again = button_new(view, NULL, _("Test Again After Change"), G_CALLBACK(on_again));
	gtk_widget_add_css_class(view->again, "flat");
	g_object_set(view->again, "hexpand", TRUE, "halign", GTK_ALIGN_END, NULL);
	gtk_box_append(GTK_BOX(bar), view->copy);
	gtk_box_append(GTK_BOX(bar), view->save);
	gtk_box_append(GTK_BOX(bar), view->again);
	return bar;
}

static GtkWidget *hint_new(const char *icon, GtkWidget **label_out)
{
	GtkWidget *row = gtk_box_new(GTK_ORIENTATION_HORIZONTAL, 9);
	GtkWidget *image = g_object_new(GTK_TYPE_IMAGE, "icon-name", icon, "valign",
		GTK_ALIGN_START, "accessible-role", GTK_ACCESSIBLE_ROLE_PRESENTATION, NULL);

	gtk_widget_add_css_class(image, "app-weak");
	*label_out = g_object_new(GTK_TYPE_LABEL, "xalign", 0.0, "hexpand", TRUE, "wrap", TRUE,
		"wrap-mode", PANGO_WRAP_WORD_CHAR, NULL);
	gtk_widget_add_css_class(*label_out, "app-row-small");
	gtk_box_append(GTK_BOX(row), image);
	gtk_box_append(GTK_BOX(row), *label_out);
	return row;
}

static GtkWidget *text_new(AppFixText *view)
{
	GtkWidget *scrolled = gtk_scrolled_window_new();

	view->text = g_object_new(GTK_TYPE_TEXT_VIEW, "editable", FALSE, "cursor-visible", FALSE,
		"wrap-mode", GTK_WRAP_WORD_CHAR, "accepts-tab", FALSE, "left-margin", 10,
		"right-margin", 10, "top-margin", 10, "bottom-margin", 10, NULL);
	gtk_text_buffer_create_tag(gtk_text_view_get_buffer(GTK_TEXT_VIEW(view->text)), "whole",
		"insert-hyphens", FALSE, NULL);
	gtk_widget_add_css_class(view->text, "app-mono-text");
	gtk_widget_add_css_class(view->text, "app-plain-text");
	app_name(view->text, _("Text of the fix"));
	app_name(scrolled, _("Text of the fix"));
	g_object_set(scrolled, "child", view->text, "vexpand", TRUE, "min-content-height",
		TEXT_HEIGHT, "hscrollbar-policy", GTK_POLICY_NEVER, "overflow", GTK_OVERFLOW_HIDDEN,
		NULL);
	gtk_widget_add_css_class(scrolled, "card");
	return scrolled;
}

static void make_page(AppFixText *view)
{
	view->page = gtk_box_new(GTK_ORIENTATION_VERTICAL, 9);
	view->changes = app_fix_changes_new();
	view->warning_row = hint_new("app-warning-symbolic", &view->warning);
	view->partial_row = hint_new("app-question-symbolic", &view->partial);
	gtk_box_append(GTK_BOX(view->page), view->changes);
	gtk_box_append(GTK_BOX(view->page), text_new(view));
	gtk_box_append(GTK_BOX(view->page), view->partial_row);
	gtk_box_append(GTK_BOX(view->page), view->warning_row);
	view->state = g_object_new(ADW_TYPE_STATUS_PAGE, "vexpand", TRUE, NULL);
	view->pages = g_object_new(GTK_TYPE_STACK, "vhomogeneous", FALSE, NULL);
	gtk_stack_add_child(GTK_STACK(view->pages), view->page);
	gtk_stack_add_child(GTK_STACK(view->pages), view->state);
	app_hide_unmapped(view->page);
	app_hide_unmapped(view->state);
}

static void app_fix_text_dispose(GObject *object)
{
	AppFixText *view = APP_FIX_TEXT(object);

	g_clear_object(&view->context);
	g_clear_object(&view->plan);
	G_OBJECT_CLASS(app_fix_text_parent_class)->dispose(object);
}

static void app_fix_text_class_init(AppFixTextClass *class)
{
	G_OBJECT_CLASS(class)->dispose = app_fix_text_dispose;
	g_signal_new("test-again", APP_TYPE_FIX_TEXT, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
		G_TYPE_NONE, 0);
}

static void app_fix_text_init(AppFixText *view)
{
}

GtkWidget *app_fix_text_new(AppContext *context, AppFixPlan *plan)
{
	AppFixText *view = g_object_new(
		APP_TYPE_FIX_TEXT, "orientation", GTK_ORIENTATION_VERTICAL, "spacing", 9, NULL);

	view->context = g_object_ref(context);
	view->plan = g_object_ref(plan);
	view->choice = app_fix_choice_new(plan);
	make_page(view);
	view->message = message_new(view);
	gtk_box_append(GTK_BOX(view), view->choice);
	gtk_box_append(GTK_BOX(view), view->pages);
	gtk_box_append(GTK_BOX(view), bar_new(view));
	gtk_box_append(GTK_BOX(view), view->message);
	g_signal_connect_object(plan, "changed", G_CALLBACK(on_changed), view, G_CONNECT_SWAPPED);
	on_changed(view);
	return GTK_WIDGET(view);
}
