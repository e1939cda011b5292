#include "gui/views/fix-changes.h"

#include <glib/gi18n.h>

#include "gui/widgets/a11y.h"

enum {
	MANY_LINES = 6, /* more of them scroll */
	LINES_HEIGHT = 150,
};

struct _AppFixChanges {
	GtkBox parent;
	GtkWidget *lines; /* GtkBox */
	GtkWidget *scrolled;
	GtkWidget *note, *tags, *counter;
};

G_DEFINE_FINAL_TYPE(AppFixChanges, app_fix_changes, GTK_TYPE_BOX)

static const struct {
	const char *sign, *class, *word;
} kinds[] = {
	[SCN_FIX_LINE_ADDED] = { "+", "app-works", N_("added") },
	[SCN_FIX_LINE_REMOVED] = { "−", "app-fails", N_("removed") },
	[SCN_FIX_LINE_MOVED] = { "↕", "app-moved", N_("moved") },
	[SCN_FIX_LINE_OTHER] = { "•", "app-moved", N_("to do") },
};

static void empty(GtkWidget *box)
{
	GtkWidget *child;

	while ((child = gtk_widget_get_first_child(box)) != NULL)
		gtk_box_remove(GTK_BOX(box), child);
}

static GtkWidget *tag_new(const char *text, const char *class)
{
	GtkWidget *tag = gtk_label_new(text);

	gtk_widget_add_css_class(tag, "app-tag");
	if (class)
		gtk_widget_add_css_class(tag, class);
	gtk_widget_set_valign(tag, GTK_ALIGN_CENTER);
	return tag;
}

static GtkWidget *text_new(const char *text, gboolean mono)
{
	GtkWidget *label = g_object_new(GTK_TYPE_LABEL, "label", text, "xalign", 0.0, "wrap", TRUE,
		"wrap-mode", PANGO_WRAP_WORD_CHAR, "hexpand", TRUE, NULL);
	g_autoptr(PangoAttrList) attributes = pango_attr_list_new();

	pango_attr_list_insert(attributes, pango_attr_insert_hyphens_new(FALSE));
	gtk_label_set_attributes(GTK_LABEL(label), attributes);
	if (mono)
		gtk_widget_add_css_class(label, "app-mono");
	return label;
}

/* "+ NAME [weak: CBC mode]"; read as "added NAME, weak: CBC mode". */
static GtkWidget *line_new(const struct scn_fix_line *line)
{
	GtkWidget *row = g_object_new(
		GTK_TYPE_BOX, "spacing", 6, "accessible-role", GTK_ACCESSIBLE_ROLE_GROUP, NULL);
	GtkWidget *sign = gtk_label_new(kinds[line->kind].sign);
	GtkWidget *text = text_new(line->text, line->kind != SCN_FIX_LINE_OTHER);
	g_autofree char *name = g_strdup_printf("%s %s%s%s", _(kinds[line->kind].word), line->text,
		line->tag ? ", " : "", line->tag ? line->tag : "");

	gtk_widget_add_css_class(sign, kinds[line->kind].class);
	gtk_widget_add_css_class(sign, "app-strong");
	gtk_widget_set_valign(sign, GTK_ALIGN_START);
	gtk_box_append(GTK_BOX(row), sign);
	gtk_box_append(GTK_BOX(row), text);
	if (line->tag)
		gtk_box_append(GTK_BOX(row),
			tag_new(line->tag,
				line->strength >= SCN_STRENGTH_WEAK ? "app-tag-weak" : NULL));
	app_name(row, name);
	return row;
}

static void show_tags(AppFixChanges *changes, const struct scn_fix_plan *plan)
{
	const char *effort = scn_fix_effort_word(plan->effort);

	empty(changes->tags);
	if (effort)
		gtk_box_append(GTK_BOX(changes->tags), tag_new(effort, NULL));
	if (plan->affects_others)
		gtk_box_append(GTK_BOX(changes->tags), tag_new(_("affects other services"), NULL));
	gtk_widget_set_visible(changes->tags, effort || plan->affects_others);
}

static void show_counter(AppFixChanges *changes, const struct scn_fix_plan *plan)
{
	/* Translators: length of a list, and the longest one that is possible */
	g_autofree char *text = g_strdup_printf(
		_("%1$u of %2$d characters"), (guint)plan->policy_len, SCN_POLICY_MAX_LEN);

	gtk_label_set_text(GTK_LABEL(changes->counter), text);
	gtk_widget_set_visible(changes->counter, plan->policy_len > 0);
}

void app_fix_changes_show(AppFixChanges *changes, const struct scn_fix_plan *plan)
{
	empty(changes->lines);
	for (size_t i = 0; i < plan->line_count; i++)
		gtk_box_append(GTK_BOX(changes->lines), line_new(&plan->lines[i]));
	/* A scrolled window is never lower than its bar. */
	gtk_scrolled_window_set_policy(GTK_SCROLLED_WINDOW(changes->scrolled), GTK_POLICY_NEVER,
		plan->line_count > MANY_LINES ? GTK_POLICY_AUTOMATIC : GTK_POLICY_NEVER);
	gtk_label_set_text(GTK_LABEL(changes->note), scn_text_str(&plan->note));
	gtk_widget_set_visible(changes->note, plan->note.len > 0);
	show_tags(changes, plan);
	show_counter(changes, plan);
}

static void app_fix_changes_init(AppFixChanges *changes)
{
	GtkWidget *heading = g_object_new(
		GTK_TYPE_LABEL, "label", _("What Changes"), "xalign", 0.0, "hexpand", TRUE, NULL);
	GtkWidget *top = gtk_box_new(GTK_ORIENTATION_HORIZONTAL, 6);

	g_object_set(changes, "orientation", GTK_ORIENTATION_VERTICAL, "spacing", 6, NULL);
	gtk_widget_add_css_class(GTK_WIDGET(changes), "card");
	gtk_widget_add_css_class(GTK_WIDGET(changes), "app-fix-card");
	gtk_widget_add_css_class(heading, "heading");
	changes->tags = gtk_box_new(GTK_ORIENTATION_HORIZONTAL, 6);
	changes->lines = gtk_box_new(GTK_ORIENTATION_VERTICAL, 3);
	changes->note = text_new("", FALSE);
	changes->counter = text_new("", FALSE);
	gtk_widget_add_css_class(changes->note, "app-row-small");
	gtk_widget_add_css_class(changes->counter, "app-row-small");
	changes->scrolled = gtk_scrolled_window_new();
	g_object_set(changes->scrolled, "child", changes->lines, "hscrollbar-policy",
		GTK_POLICY_NEVER, "propagate-natural-height", TRUE, "max-content-height",
		LINES_HEIGHT, NULL);
	app_name(changes->scrolled, gtk_label_get_label(GTK_LABEL(heading)));
	gtk_box_append(GTK_BOX(top), heading);
	gtk_box_append(GTK_BOX(top), changes->tags);
	gtk_box_append(GTK_BOX(changes), top);
	gtk_box_append(GTK_BOX(changes), changes->scrolled);
	gtk_box_append(GTK_BOX(changes), changes->note);
	gtk_box_append(GTK_BOX(changes), changes->counter);
}

static void app_fix_changes_class_init(AppFixChangesClass *class)
{
}

GtkWidget *app_fix_changes_new(void)
{
	return g_object_new(APP_TYPE_FIX_CHANGES, NULL);
}
