#include "gui/views/server-facts.h"

#include <string.h>

#include <glib/gi18n.h>

#include "gui/model/fact.h"
#include "gui/widgets/a11y.h"
#include "gui/widgets/clipboard.h"

/* To lay out all rows at once takes too long: some, then a frame, then the next ones. */
enum {
	SLICE = 6,
	PAUSE_MS = 20,
};

struct _AppServerFacts {
	GtkBox parent;
	AppContext *context;
	struct group {
		GtkWidget
			*widget;  /* AdwPreferencesGroup; stays, hidden as long as it has no rows */
		GPtrArray *rows;  /* struct row */
		GPtrArray *facts; /* AppFact: what it should show; NULL: it shows it */
	} groups[SCN_FACTS_COUNT];
	guint filling; /* the source that fills the next group */
};

/* A fact and what shows it. */
struct row {
	AppFact *fact;
	GtkWidget *widget, *mark;
	gboolean inside; /* of an expander, which removes it */
};

static const char fact_key[] = "app-fact";

G_DEFINE_FINAL_TYPE(AppServerFacts, app_server_facts, GTK_TYPE_BOX)

static void row_free(gpointer data)
{
	struct row *row = data;

	g_object_unref(row->fact);
	g_free(row);
}

/* ---- a row ---- */

/* The mark in words, unless the row says the same. */
static const char *mark_word(AppStatus status)
{
	if (status == APP_STATUS_WEAK)
		return _("weak");
	return status == APP_STATUS_FAILS ? _("bad") : NULL;
}

/* What an expander is made of has no name of its own: lists, the row that opens it, its arrow. */
static void name_insides(GtkWidget *widget, const char *name, const char *description)
{
	for (GtkWidget *at = gtk_widget_get_first_child(widget); at;
		at = gtk_widget_get_next_sibling(at)) {
		if (g_object_get_data(G_OBJECT(at), fact_key))
			continue;
		if (ADW_IS_PREFERENCES_ROW(at))
			gtk_accessible_update_property(GTK_ACCESSIBLE(at),
				GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, description, -1);
		else if (GTK_IS_LIST_BOX(at))
			app_name(at, name);
		else if (GTK_IS_IMAGE(at))
			gtk_accessible_update_state(
				GTK_ACCESSIBLE(at), GTK_ACCESSIBLE_STATE_HIDDEN, TRUE, -1);
		name_insides(at, name, description);
	}
}

static void set_words(struct row *row, AppFact *fact)
{
	const char *note = app_fact_get_note(fact), *words = app_fact_get_words(fact);
	const char *mark = mark_word(app_fact_get_status(fact));
	g_autofree char *subtitle =
		note[0] ? g_strdup_printf("%s\n%s", words, note) : g_strdup(words);
	g_autofree char *description =
		mark ? g_strdup_printf("%s: %s", mark, subtitle) : g_strdup(subtitle);

	adw_preferences_row_set_title(ADW_PREFERENCES_ROW(row->widget), app_fact_get_label(fact));
	if (ADW_IS_EXPANDER_ROW(row->widget)) {
		adw_expander_row_set_subtitle(ADW_EXPANDER_ROW(row->widget), subtitle);
		app_name(row->widget, app_fact_get_label(fact));
		name_insides(row->widget, app_fact_get_label(fact), description);
	} else
		adw_action_row_set_subtitle(ADW_ACTION_ROW(row->widget), subtitle);
	/* Its name is the title already. */
	gtk_accessible_update_property(
		GTK_ACCESSIBLE(row->widget), GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, description, -1);
	app_mark_set(row->mark, app_fact_get_status(fact));
	g_set_object(&row->fact, fact);
	g_object_set_data(G_OBJECT(row->widget), fact_key, fact);
}

static void on_show_order(AppServerFacts *view)
{
	app_context_show_view(view->context, "suites");
}

/* The suites have a view of their own. */
static void add_order_button(AppServerFacts *view, GtkWidget *row)
{
	GtkWidget *button = gtk_button_new_with_label(_("Show Order"));

	gtk_widget_set_valign(button, GTK_ALIGN_CENTER);
	gtk_widget_add_css_class(button, "flat");
	g_signal_connect_swapped(button, "clicked", G_CALLBACK(on_show_order), view);
	adw_action_row_add_suffix(ADW_ACTION_ROW(row), button);
	/* An activatable widget would have the row's name besides its own. */
	gtk_list_box_row_set_activatable(GTK_LIST_BOX_ROW(row), TRUE);
	g_signal_connect_swapped(row, "activated", G_CALLBACK(on_show_order), view);
}

static struct row *new_row(AppServerFacts *view, AppFact *fact, gboolean expander)
{
	struct row *row = g_new0(struct row, 1);

	row->widget = expander ? adw_expander_row_new() : adw_action_row_new();
	row->mark = app_mark_new(APP_STATUS_NONE);
	/* Words of the server are no markup. */
	adw_preferences_row_set_use_markup(ADW_PREFERENCES_ROW(row->widget), FALSE);
	if (expander) {
		adw_expander_row_add_prefix(ADW_EXPANDER_ROW(row->widget), row->mark);
	} else {
		adw_action_row_add_prefix(ADW_ACTION_ROW(row->widget), row->mark);
		adw_action_row_set_subtitle_lines(ADW_ACTION_ROW(row->widget), 0);
	}
	if (g_str_equal(app_fact_get_id(fact), "suites"))
		add_order_button(view, row->widget);
	set_words(row, fact);
	return row;
}

/* ---- all rows ---- */

/* The list that a row stands in, of a group or inside of an expander, is one stop for Tab. */
static void one_stop(GtkWidget *row)
{
	static const char key[] = "app-one-stop";
	GtkWidget *list = gtk_widget_get_parent(row);

	if (!GTK_IS_LIST_BOX(list) || g_object_get_data(G_OBJECT(list), key))
		return;
	app_one_tab_stop(list);
	g_object_set_data(G_OBJECT(list), key, (gpointer)key);
}

/* What the rows of a certificate stand in. */
static GtkWidget *last_expander(const struct group *group)
{
	for (guint i = group->rows->len; i-- > 0;) {
		struct row *row = group->rows->pdata[i];

		if (ADW_IS_EXPANDER_ROW(row->widget))
			return row->widget;
	}
	return NULL;
}

static void add_row(AppServerFacts *view, struct group *group, AppFact *fact, AppFact *before)
{
	guint number = app_fact_get_certificate(fact);
	gboolean heading = number && (!before || app_fact_get_certificate(before) != number);
	struct row *row = new_row(view, fact, heading);

	row->inside = number && !heading;
	if (row->inside)
		adw_expander_row_add_row(ADW_EXPANDER_ROW(last_expander(group)), row->widget);
	else
		adw_preferences_group_add(ADW_PREFERENCES_GROUP(group->widget), row->widget);
	one_stop(row->widget);
	if (heading && number == 1)
		adw_expander_row_set_expanded(ADW_EXPANDER_ROW(row->widget), TRUE);
	g_ptr_array_add(group->rows, row);
}

static void remove_rows(struct group *group)
{
	for (guint i = 0; i < group->rows->len; i++) {
		struct row *row = group->rows->pdata[i];

		if (!row->inside)
			adw_preferences_group_remove(
				ADW_PREFERENCES_GROUP(group->widget), row->widget);
	}
	g_ptr_array_set_size(group->rows, 0);
}

/* ---- some rows at a time ---- */

/* Are the rows that there are the first of those? */
static gboolean begin_the_same(const struct group *group, GPtrArray *facts)
{
	if (group->rows->len > facts->len)
		return FALSE;
	for (guint i = 0; i < group->rows->len; i++) {
		struct row *row = group->rows->pdata[i];

		if (!app_fact_is_same_row(row->fact, facts->pdata[i]))
			return FALSE;
	}
	return TRUE;
}

/* Rows that stay take the words at once; group->facts remembers that there are other rows to come. */
static void want(struct group *group, GPtrArray *take_facts)
{
	gboolean same = begin_the_same(group, take_facts);

	for (guint i = 0; same && i < group->rows->len; i++)
		set_words(group->rows->pdata[i], take_facts->pdata[i]);
	g_clear_pointer(&group->facts, g_ptr_array_unref);
	if (same && group->rows->len == take_facts->len)
		g_ptr_array_unref(take_facts);
	else
		group->facts = take_facts;
}

static void fill_group(AppServerFacts *view, struct group *group)
{
	guint end;

	if (!begin_the_same(group, group->facts))
		remove_rows(group);
	end = MIN(group->rows->len + SLICE, group->facts->len);
	for (guint i = group->rows->len; i < end; i++)
		add_row(view, group, group->facts->pdata[i], i ? group->facts->pdata[i - 1] : NULL);
	gtk_widget_set_visible(group->widget, end > 0);
	if (end == group->facts->len)
		g_clear_pointer(&group->facts, g_ptr_array_unref);
}

/* FALSE: all is shown. */
static gboolean fill_next(AppServerFacts *view)
{
	for (int g = 0; g < SCN_FACTS_COUNT; g++)
		if (view->groups[g].facts) {
			fill_group(view, &view->groups[g]);
			return TRUE;
		}
	return FALSE;
}

static gboolean fill_later(gpointer user)
{
	AppServerFacts *view = user;

	if (fill_next(view))
		return G_SOURCE_CONTINUE;
	view->filling = 0;
	return G_SOURCE_REMOVE;
}

void app_server_facts_show(AppServerFacts *view, AppServer *server)
{
	g_autoptr(GPtrArray) facts = NULL;

	if (!server)
		return;
	facts = app_facts_of(server, app_context_get_client(view->context),
		app_context_get_names(view->context));
	for (int g = 0; g < SCN_FACTS_COUNT; g++) {
		GPtrArray *own = g_ptr_array_new_with_free_func(g_object_unref);

		for (guint i = 0; i < facts->len; i++)
			if (app_fact_get_group(facts->pdata[i]) == (enum scn_fact_group)g)
				g_ptr_array_add(own, g_object_ref(facts->pdata[i]));
		want(&view->groups[g], own);
	}
	if (!view->filling && fill_next(view))
		view->filling = g_timeout_add_full(
			G_PRIORITY_DEFAULT_IDLE, PAUSE_MS, fill_later, view, NULL);
}

/* ---- Ctrl+C ---- */

static gboolean copy_row(GtkWidget *widget, GVariant *args, gpointer data)
{
	GtkRoot *root = gtk_widget_get_root(widget);
	GtkWidget *at = root ? gtk_root_get_focus(root) : NULL;

	for (; at && at != widget; at = gtk_widget_get_parent(at)) {
		AppFact *fact = g_object_get_data(G_OBJECT(at), fact_key);

		if (fact) {
			g_autofree char *text = app_fact_copy_text(fact);

			app_copy_text(widget, text);
			return TRUE;
		}
	}
	return FALSE;
}

static void add_copy_key(AppServerFacts *view)
{
	GtkEventController *keys = gtk_shortcut_controller_new();

	gtk_shortcut_controller_add_shortcut(GTK_SHORTCUT_CONTROLLER(keys),
		gtk_shortcut_new(gtk_keyval_trigger_new(GDK_KEY_c, GDK_CONTROL_MASK),
			gtk_callback_action_new(copy_row, NULL, NULL)));
	gtk_widget_add_controller(GTK_WIDGET(view), keys);
}

/* ---- life ---- */

static void app_server_facts_dispose(GObject *object)
{
	AppServerFacts *view = APP_SERVER_FACTS(object);

	g_clear_handle_id(&view->filling, g_source_remove);
	g_clear_object(&view->context);
	G_OBJECT_CLASS(app_server_facts_parent_class)->dispose(object);
}

static void app_server_facts_finalize(GObject *object)
{
	AppServerFacts *view = APP_SERVER_FACTS(object);

	for (int g = 0; g < SCN_FACTS_COUNT; g++) {
		g_ptr_array_unref(view->groups[g].rows);
		g_clear_pointer(&view->groups[g].facts, g_ptr_array_unref);
	}
	G_OBJECT_CLASS(app_server_facts_parent_class)->finalize(object);
}

static void app_server_facts_class_init(AppServerFactsClass *class)
{
	G_OBJECT_CLASS(class)->dispose = app_server_facts_dispose;
	G_OBJECT_CLASS(class)->finalize = app_server_facts_finalize;
}

static void add_group(struct group *group, GtkWidget *page, enum scn_fact_group which)
{
	group->widget = adw_preferences_group_new();
	group->rows = g_ptr_array_new_with_free_func(row_free);
	gtk_widget_set_visible(group->widget, FALSE);
	adw_preferences_group_set_title(
		ADW_PREFERENCES_GROUP(group->widget), scn_fact_group_title(which));
	adw_preferences_page_add(ADW_PREFERENCES_PAGE(page), ADW_PREFERENCES_GROUP(group->widget));
}

static void app_server_facts_init(AppServerFacts *view)
{
	GtkWidget *page = adw_preferences_page_new();

	gtk_orientable_set_orientation(GTK_ORIENTABLE(view), GTK_ORIENTATION_VERTICAL);
	for (int g = 0; g < SCN_FACTS_COUNT; g++)
		add_group(&view->groups[g], page, (enum scn_fact_group)g);
	gtk_widget_set_vexpand(page, TRUE);
	gtk_box_append(GTK_BOX(view), page);
	add_copy_key(view);
}

GtkWidget *app_server_facts_new(AppContext *context)
{
	AppServerFacts *view = g_object_new(APP_TYPE_SERVER_FACTS, NULL);

	view->context = g_object_ref(context);
	return GTK_WIDGET(view);
}
