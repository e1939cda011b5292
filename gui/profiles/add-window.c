#include "gui/profiles/add-window.h"

#include <adwaita.h>
#include <glib/gi18n.h>

#include "core/registry/group.h"
#include "core/registry/scheme.h"
#include "gui/profiles/words.h"
#include "gui/widgets/a11y.h"

struct adding {
	AppSession *session;
	AppContext *context;
	enum scn_edit_list list;
	GtkWidget *window, *search, *button;
	GListModel *all; /* GtkStringObject, with its code as data */
	GtkFilter *filter;
	GtkSelectionModel *chosen;
};

static GQuark code_quark(void)
{
	return g_quark_from_static_string("app-code");
}

static void adding_free(gpointer data)
{
	struct adding *a = data;

	g_object_unref(a->session);
	g_object_unref(a->context);
	g_object_unref(a->all);
	g_free(a);
}

/* ---- what there is ---- */

static gboolean is_on(const struct adding *a, uint32_t code)
{
	size_t count;
	const struct scn_edit_row *rows =
		scn_edit_rows(app_session_get_edit(a->session), a->list, &count);

	for (size_t i = 0; i < count; i++)
		if (rows[i].code == code)
			return rows[i].on;
	return FALSE;
}

static void offer(struct adding *a, GListStore *store, uint32_t code)
{
	g_autofree char *name = app_code_name(a->list, code, app_context_get_names(a->context));
	g_autoptr(GtkStringObject) item = NULL;

	if (is_on(a, code))
		return;
	item = gtk_string_object_new(name);
	g_object_set_qdata(G_OBJECT(item), code_quark(), GUINT_TO_POINTER(code + 1));
	g_list_store_append(store, item);
}

static uint32_t code_of(gpointer item)
{
	return GPOINTER_TO_UINT(g_object_get_qdata(item, code_quark())) - 1;
}

/* What is advisable stands first, and there what is usual. */
static int compare_suites(gconstpointer x, gconstpointer y, gpointer user)
{
	const struct scn_suite *a = scn_suite_by_code(code_of((gpointer)x));
	const struct scn_suite *b = scn_suite_by_code(code_of((gpointer)y));

	if (a->strength != b->strength)
		return (int)a->strength - (int)b->strength;
	if (a->likelihood != b->likelihood)
		return b->likelihood - a->likelihood;
	return (a->code > b->code) - (a->code < b->code);
}

static GListModel *everything(struct adding *a)
{
	GListStore *store = g_list_store_new(GTK_TYPE_STRING_OBJECT);
	size_t count;

	if (a->list == SCN_EDIT_SUITES) {
		const struct scn_suite *suites = scn_suites(&count);

		for (size_t i = 0; i < count; i++)
			if (suites[i].status != SCN_SUITE_GREASE)
				offer(a, store, suites[i].code);
		g_list_store_sort(store, compare_suites, NULL);
	} else if (a->list == SCN_EDIT_GROUPS) {
		const struct scn_group *groups = scn_groups(&count);

		for (size_t i = 0; i < count; i++)
			if (groups[i].kind != SCN_GROUP_GREASE)
				offer(a, store, groups[i].code);
	} else {
		const struct scn_scheme *schemes = scn_schemes(&count);

		for (size_t i = 0; i < count; i++)
			if (!schemes[i].grease)
				offer(a, store, schemes[i].code);
	}
	return G_LIST_MODEL(store);
}

/* ---- the window ---- */

/* A suite is found by its name in any naming. */
static gboolean is_wanted(gpointer item, gpointer user)
{
	struct adding *a = user;
	g_autofree char *wanted =
		g_utf8_casefold(gtk_editable_get_text(GTK_EDITABLE(a->search)), -1);
	int last = a->list == SCN_EDIT_SUITES ? SCN_DIALECT_COUNT : 1;

	for (int names = 0; names < last; names++) {
		g_autofree char *name =
			app_code_name(a->list, code_of(item), (enum scn_dialect)names);
		g_autofree char *folded = g_utf8_casefold(name, -1);

		if (strstr(folded, wanted))
			return TRUE;
	}
	return FALSE;
}

static void on_search(struct adding *a)
{
	gtk_filter_changed(a->filter, GTK_FILTER_CHANGE_DIFFERENT);
}

static void on_setup(GtkSignalListItemFactory *factory, GtkListItem *item)
{
	GtkWidget *line = gtk_box_new(GTK_ORIENTATION_HORIZONTAL, 12);
	GtkWidget *name = g_object_new(GTK_TYPE_LABEL, "xalign", 0.0, "hexpand", TRUE, "ellipsize",
		PANGO_ELLIPSIZE_MIDDLE, NULL);

	gtk_widget_add_css_class(line, "app-edit-line");
	gtk_box_append(GTK_BOX(line), name);
	gtk_list_item_set_child(item, line);
}

static void on_bind(GtkSignalListItemFactory *factory, GtkListItem *item, struct adding *a)
{
	GtkWidget *line = gtk_list_item_get_child(item);
	GtkWidget *name = gtk_widget_get_first_child(line), *old = gtk_widget_get_last_child(line);
	GtkStringObject *object = gtk_list_item_get_item(item);
	const char *class, *tag = app_code_tag(a->list, code_of(object), &class);
	g_autofree char *words = NULL;

	if (old != name)
		gtk_box_remove(GTK_BOX(line), old);
	gtk_label_set_label(GTK_LABEL(name), gtk_string_object_get_string(object));
	if (tag)
		gtk_box_append(GTK_BOX(line), app_tag_new(tag, class));
	words = tag ? g_strdup_printf("%s, %s", gtk_string_object_get_string(object), tag)
		    : g_strdup(gtk_string_object_get_string(object));
	app_name_cell(line, words);
}

static void on_add(struct adding *a)
{
	g_autoptr(GtkBitset) set = gtk_selection_model_get_selection(a->chosen);
	g_autoptr(GArray) codes = g_array_new(FALSE, FALSE, sizeof(uint32_t));
	struct scn_text said = { 0 };
	size_t added;

	for (guint64 i = 0; i < gtk_bitset_get_size(set); i++) {
		g_autoptr(GObject) item = g_list_model_get_item(
			G_LIST_MODEL(a->chosen), gtk_bitset_get_nth(set, (guint)i));
		uint32_t code = code_of(item);

		g_array_append_val(codes, code);
	}
	if (codes->len)
		app_session_stepped(a->session,
			scn_edit_add(app_session_get_edit(a->session), a->list,
				(const uint32_t *)(void *)codes->data, codes->len, &added, &said),
			&said);
	gtk_window_destroy(GTK_WINDOW(a->window));
}

static void on_chosen(struct adding *a)
{
	g_autoptr(GtkBitset) set = gtk_selection_model_get_selection(a->chosen);

	gtk_widget_set_sensitive(a->button, !gtk_bitset_is_empty(set));
}

static GtkWidget *list_view(struct adding *a, const char *title)
{
	GtkListItemFactory *factory = gtk_signal_list_item_factory_new();
	GtkFilterListModel *wanted;
	GtkWidget *view, *scroller;

	a->filter = GTK_FILTER(gtk_custom_filter_new(is_wanted, a, NULL));
	wanted = gtk_filter_list_model_new(g_object_ref(a->all), a->filter);
	a->chosen = GTK_SELECTION_MODEL(gtk_multi_selection_new(G_LIST_MODEL(wanted)));
	g_signal_connect(factory, "setup", G_CALLBACK(on_setup), NULL);
	g_signal_connect(factory, "bind", G_CALLBACK(on_bind), a);
	view = gtk_list_view_new(a->chosen, factory);
	g_signal_connect_swapped(view, "activate", G_CALLBACK(on_add), a);
	g_signal_connect_swapped(a->chosen, "selection-changed", G_CALLBACK(on_chosen), a);
	app_name(view, title);
	app_one_tab_stop(view);
	scroller = g_object_new(GTK_TYPE_SCROLLED_WINDOW, "child", view, "vexpand", TRUE,
		"hscrollbar-policy", GTK_POLICY_NEVER, NULL);
	return scroller;
}

static GtkWidget *header(struct adding *a)
{
	GtkWidget *bar = adw_header_bar_new();
	GtkWidget *cancel = app_button_new(_("_Cancel"));

	a->button = app_button_new(_("_Add"));
	gtk_widget_add_css_class(a->button, "suggested-action");
	gtk_widget_set_sensitive(a->button, FALSE);
	g_signal_connect_swapped(cancel, "clicked", G_CALLBACK(gtk_window_destroy), a->window);
	g_signal_connect_swapped(a->button, "clicked", G_CALLBACK(on_add), a);
	adw_header_bar_set_show_end_title_buttons(ADW_HEADER_BAR(bar), FALSE);
	adw_header_bar_set_show_start_title_buttons(ADW_HEADER_BAR(bar), FALSE);
	adw_header_bar_pack_start(ADW_HEADER_BAR(bar), cancel);
	adw_header_bar_pack_end(ADW_HEADER_BAR(bar), a->button);
	return bar;
}

static void close_on_escape(GtkWidget *window)
{
	GtkEventController *keys = gtk_shortcut_controller_new();

	gtk_shortcut_controller_add_shortcut(GTK_SHORTCUT_CONTROLLER(keys),
		gtk_shortcut_new(gtk_keyval_trigger_new(GDK_KEY_Escape, 0),
			gtk_named_action_new("window.close")));
	gtk_widget_add_controller(window, keys);
}

void app_add_window_present(
	GtkWidget *from, AppContext *context, AppSession *session, enum scn_edit_list list)
{
	static const char *const titles[] = {
		[SCN_EDIT_SUITES] = N_("Add Cipher Suites"),
		[SCN_EDIT_GROUPS] = N_("Add Groups"),
		[SCN_EDIT_SCHEMES] = N_("Add Signature Schemes"),
	};
	struct adding *a = g_new0(struct adding, 1);
	GtkWidget *box = gtk_box_new(GTK_ORIENTATION_VERTICAL, 0);

	a->session = g_object_ref(session);
	a->context = g_object_ref(context);
	a->list = list;
	a->all = everything(a);
	a->window = g_object_new(ADW_TYPE_WINDOW, "title", _(titles[list]), "modal", TRUE,
		"transient-for", gtk_widget_get_root(from), "default-width", 480, "default-height",
		520, "content", box, NULL);
	g_object_set_data_full(G_OBJECT(a->window), "app-adding", a, adding_free);
	a->search = g_object_new(GTK_TYPE_SEARCH_ENTRY, "margin-start", 12, "margin-end", 12,
		"margin-top", 6, "margin-bottom", 6, "placeholder-text", _("Find by any name"),
		NULL);
	app_name(a->search, _("Find by any name"));
	gtk_box_append(GTK_BOX(box), header(a));
	gtk_box_append(GTK_BOX(box), a->search);
	gtk_box_append(GTK_BOX(box), list_view(a, _(titles[list])));
	g_signal_connect_swapped(a->search, "search-changed", G_CALLBACK(on_search), a);
	g_signal_connect_swapped(a->search, "stop-search", G_CALLBACK(gtk_window_close), a->window);
	close_on_escape(a->window);
	gtk_window_present(GTK_WINDOW(a->window));
	gtk_widget_grab_focus(a->search);
}
