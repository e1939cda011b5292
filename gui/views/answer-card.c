#include "gui/views/answer-card.h"

#include <glib/gi18n.h>

#include "core/report/export.h"
#include "gui/views/copy-fix.h"
#include "gui/widgets/a11y.h"
#include "gui/widgets/line.h"
#include "gui/widgets/tooltip.h"

enum {
	MARK_SIZE = 48,
	ICON_SIZE = 20,
};

struct _AppAnswerCard {
	GtkBox parent;
	AppContext *context;
	GtkWidget *round, *icon;
	GtkWidget *status; /* says a new title to screen readers */
	GtkWidget *title, *sentence;
	GtkWidget *tag, *tag_below; /* how sure: one of the two is shown */
	GtkWidget *rows;            /* GtkGrid */
	GtkWidget *fix, *fix_lead, *fix_value, *fix_alternative, *copy;
	AppStatus shown;
};

G_DEFINE_FINAL_TYPE(AppAnswerCard, app_answer_card, GTK_TYPE_BOX)

/* ---- filling ---- */

static void show_mark(AppAnswerCard *card, AppStatus status)
{
	const char *icon = app_status_icon(status);

	if (app_status_class(card->shown))
		gtk_widget_remove_css_class(card->round, app_status_class(card->shown));
	if (app_status_class(status))
		gtk_widget_add_css_class(card->round, app_status_class(status));
	gtk_image_set_from_icon_name(GTK_IMAGE(card->icon), icon);
	card->shown = status;
}

static void show_text(GtkWidget *label, const char *text)
{
	gtk_label_set_text(GTK_LABEL(label), text ? text : "");
	gtk_widget_set_visible(label, text && text[0]);
}

static void show_evidence(AppAnswerCard *card, const AppAnswer *answer)
{
	gboolean wide = app_context_get_width_class(card->context) == APP_WIDTH_WIDE;

	show_text(card->tag, answer->evidence);
	show_text(card->tag_below, answer->evidence);
	app_set_tooltip(card->tag, answer->proof);
	app_set_tooltip(card->tag_below, answer->proof);
	if (!answer->evidence)
		return;
	gtk_widget_set_visible(card->tag, wide);
	gtk_widget_set_visible(card->tag_below, !wide);
}

static void show_rows(AppAnswerCard *card, const AppAnswer *answer)
{
	for (int i = 0; i < APP_ANSWER_MAX_ROWS; i++) {
		gboolean used = (guint)i < answer->row_count;

		show_text(gtk_grid_get_child_at(GTK_GRID(card->rows), 0, i),
			used ? answer->rows[i].label : NULL);
		show_text(gtk_grid_get_child_at(GTK_GRID(card->rows), 1, i),
			used ? answer->rows[i].text : NULL);
	}
}

static void show_fix(AppAnswerCard *card, const AppAnswer *answer)
{
	GtkWidget *label = gtk_grid_get_child_at(GTK_GRID(card->rows), 0, APP_ANSWER_MAX_ROWS);
	gboolean stranger = app_profile_is_stranger(app_context_get_client(card->context));

	gtk_widget_set_visible(card->fix, answer->fix_lead != NULL);
	gtk_widget_set_visible(label, answer->fix_lead != NULL);
	show_text(card->fix_lead, answer->fix_lead);
	show_text(card->fix_value, answer->fix_value);
	show_text(card->fix_alternative, answer->fix_alternative);
	/* A text in the words of a program is made of the client's lists. */
	gtk_widget_set_visible(gtk_widget_get_parent(card->copy), !stranger);
	if (answer->fix_lead && !stranger)
		app_copy_fix_show(APP_COPY_FIX(card->copy), answer);
}

void app_answer_card_show(AppAnswerCard *card, const AppAnswer *answer)
{
	show_mark(card, answer->status);
	if (g_strcmp0(gtk_label_get_text(GTK_LABEL(card->title)), answer->title) != 0) {
		gtk_label_set_text(GTK_LABEL(card->title), answer->title);
		app_name(card->status, answer->title);
		app_name(GTK_WIDGET(card), answer->title);
	}
	show_text(card->sentence, answer->sentence);
	show_evidence(card, answer);
	show_rows(card, answer);
	gtk_widget_set_visible(card->rows, answer->row_count || answer->fix_lead);
	show_fix(card, answer);
}

/* ---- building ---- */

static void on_other_fixes(AppAnswerCard *card)
{
	app_context_set_goal(card->context, SCN_GOAL_SMALLEST);
	app_context_show_view(card->context, "fix");
}

static GtkWidget *wrapped(const char *class)
{
	GtkWidget *label = g_object_new(GTK_TYPE_LABEL, "xalign", 0.0, "wrap", TRUE, "wrap-mode",
		PANGO_WRAP_WORD_CHAR, NULL);

	if (class)
		gtk_widget_add_css_class(label, class);
	return label;
}

static GtkWidget *make_mark(AppAnswerCard *card)
{
	card->round = gtk_box_new(GTK_ORIENTATION_HORIZONTAL, 0);
	card->icon = g_object_new(GTK_TYPE_IMAGE, "pixel-size", ICON_SIZE, "hexpand", TRUE,
		"accessible-role", GTK_ACCESSIBLE_ROLE_PRESENTATION, NULL);
	gtk_widget_add_css_class(card->round, "app-round-mark");
	gtk_widget_set_size_request(card->round, MARK_SIZE, MARK_SIZE);
	gtk_widget_set_valign(card->round, GTK_ALIGN_START);
	gtk_widget_set_hexpand(card->round, FALSE);
	gtk_box_append(GTK_BOX(card->round), card->icon);
	return card->round;
}

/* The title is a heading; what it stands in is a status, so that a new verdict is spoken. */
static GtkWidget *make_title(AppAnswerCard *card)
{
	card->status = g_object_new(GTK_TYPE_BOX, "orientation", GTK_ORIENTATION_VERTICAL,
		"accessible-role", GTK_ACCESSIBLE_ROLE_STATUS, "hexpand", TRUE, NULL);
	card->title = g_object_new(GTK_TYPE_LABEL, "accessible-role", GTK_ACCESSIBLE_ROLE_HEADING,
		"xalign", 0.0, "wrap", TRUE, "wrap-mode", PANGO_WRAP_WORD_CHAR, "hexpand", TRUE,
		NULL);
	gtk_widget_add_css_class(card->title, "title-3");
	gtk_box_append(GTK_BOX(card->status), card->title);
	return card->status;
}

static GtkWidget *make_head(AppAnswerCard *card)
{
	GtkWidget *head = gtk_box_new(GTK_ORIENTATION_VERTICAL, 2);
	GtkWidget *line = app_line_new(12);

	card->tag = gtk_label_new(NULL);
	gtk_widget_add_css_class(card->tag, "app-tag");
	gtk_widget_set_valign(card->tag, GTK_ALIGN_START);
	app_line_add(line, make_title(card));
	app_line_add(line, card->tag);
	card->sentence = wrapped(NULL);
	card->tag_below = wrapped("dim-label");
	gtk_widget_add_css_class(card->tag_below, "caption");
	gtk_box_append(GTK_BOX(head), line);
	gtk_box_append(GTK_BOX(head), card->sentence);
	gtk_box_append(GTK_BOX(head), card->tag_below);
	return head;
}

/* Names of suites are never hyphenated. */
static GtkWidget *make_value(void)
{
	GtkWidget *value = wrapped("monospace");
	g_autoptr(PangoAttrList) attributes = pango_attr_list_new();

	pango_attr_list_insert(attributes, pango_attr_insert_hyphens_new(FALSE));
	gtk_label_set_attributes(GTK_LABEL(value), attributes);
	gtk_label_set_selectable(GTK_LABEL(value), TRUE);
	return value;
}

static void add_cell(AppAnswerCard *card, int column, int row)
{
	GtkWidget *label = g_object_new(GTK_TYPE_LABEL, "xalign", 0.0, "yalign", 0.0, "wrap",
		column == 1, "hexpand", column == 1, "wrap-mode", PANGO_WRAP_WORD_CHAR, NULL);

	if (column == 0)
		gtk_widget_add_css_class(label, "dim-label");
	gtk_grid_attach(GTK_GRID(card->rows), label, column, row, 1, 1);
}

static GtkWidget *make_buttons(AppAnswerCard *card)
{
	GtkWidget *buttons = gtk_box_new(GTK_ORIENTATION_HORIZONTAL, 6);
	GtkWidget *other = gtk_button_new_with_label(_("Other Fixes…"));

	card->copy = app_copy_fix_new(card->context);
	gtk_widget_add_css_class(other, "flat");
	g_signal_connect_swapped(other, "clicked", G_CALLBACK(on_other_fixes), card);
	gtk_widget_set_margin_top(buttons, 6);
	gtk_box_append(GTK_BOX(buttons), card->copy);
	gtk_box_append(GTK_BOX(buttons), other);
	return buttons;
}

static void make_fix(AppAnswerCard *card)
{
	GtkWidget *label =
		g_object_new(GTK_TYPE_LABEL, "label", _("Fix"), "xalign", 0.0, "yalign", 0.0, NULL);

	gtk_widget_add_css_class(label, "app-strong");
	card->fix = gtk_box_new(GTK_ORIENTATION_VERTICAL, 2);
	card->fix_lead = wrapped(NULL);
	card->fix_value = make_value();
	card->fix_alternative = wrapped("dim-label");
	gtk_widget_add_css_class(card->fix_alternative, "caption");
	gtk_box_append(GTK_BOX(card->fix), card->fix_lead);
	gtk_box_append(GTK_BOX(card->fix), card->fix_value);
	gtk_box_append(GTK_BOX(card->fix), card->fix_alternative);
	gtk_box_append(GTK_BOX(card->fix), make_buttons(card));
	gtk_grid_attach(GTK_GRID(card->rows), label, 0, APP_ANSWER_MAX_ROWS, 1, 1);
	gtk_grid_attach(GTK_GRID(card->rows), card->fix, 1, APP_ANSWER_MAX_ROWS, 1, 1);
}

static void app_answer_card_dispose(GObject *object)
{
	g_clear_object(&APP_ANSWER_CARD(object)->context);
	G_OBJECT_CLASS(app_answer_card_parent_class)->dispose(object);
}

static void app_answer_card_class_init(AppAnswerCardClass *class)
{
	G_OBJECT_CLASS(class)->dispose = app_answer_card_dispose;
	gtk_widget_class_set_accessible_role(GTK_WIDGET_CLASS(class), GTK_ACCESSIBLE_ROLE_GROUP);
}

static void app_answer_card_init(AppAnswerCard *card)
{
	gtk_orientable_set_orientation(GTK_ORIENTABLE(card), GTK_ORIENTATION_VERTICAL);
	gtk_widget_add_css_class(GTK_WIDGET(card), "card");
	gtk_widget_add_css_class(GTK_WIDGET(card), "app-answer-card");
}

GtkWidget *app_answer_card_new(AppContext *context)
{
	AppAnswerCard *card = g_object_new(APP_TYPE_ANSWER_CARD, NULL);
	GtkWidget *line = app_line_new(14), *body = gtk_box_new(GTK_ORIENTATION_VERTICAL, 14);

	card->context = g_object_ref(context);
	card->rows = gtk_grid_new();
	gtk_grid_set_row_spacing(GTK_GRID(card->rows), 8);
	gtk_grid_set_column_spacing(GTK_GRID(card->rows), 18);
	gtk_widget_set_hexpand(body, TRUE);
	gtk_box_append(GTK_BOX(body), make_head(card));
	gtk_box_append(GTK_BOX(body), card->rows);
	for (int i = 0; i < 2 * APP_ANSWER_MAX_ROWS; i++)
		add_cell(card, i % 2, i / 2); /* before the fix: a screen reader goes that way */
	make_fix(card);
	app_line_add(line, make_mark(card));
	app_line_add(line, body);
	gtk_box_append(GTK_BOX(card), line);
	return GTK_WIDGET(card);
}
