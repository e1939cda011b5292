#include "gui/views/dialogue-view.h"

#include <glib/gi18n.h>

#include "gui/model/dialogue.h"
#include "gui/views/dialogue-detail.h"
#include "gui/views/dialogue-list.h"
#include "gui/views/dialogue-save.h"
#include "gui/widgets/a11y.h"
#include "gui/widgets/clipboard.h"
#include "gui/widgets/fresh.h"
#include "gui/widgets/title-factory.h"
#include "gui/widgets/view.h"

enum {
	DETAIL_WIDTH = 354,
	DETAIL_HEIGHT = 220,
};

struct _AppDialogueView {
	GtkBox parent;
	AppContext *context;
	AppDialogue *dialogue;
	GtkWidget *filters, *probes, *copy, *save;
	GtkWidget *pages; /* the paned one, or a word about why there is nothing */
	GtkWidget *empty, *paned, *list, *detail;
	gboolean filling;
	AppWidthClass shape;
};

static void view_interface_init(AppViewInterface *interface);

G_DEFINE_FINAL_TYPE_WITH_CODE(AppDialogueView, app_dialogue_view, GTK_TYPE_BOX,
	G_IMPLEMENT_INTERFACE(APP_TYPE_VIEW, view_interface_init))

/* ---- what is shown ---- */

/* Beside the list where there is room, else below it. */
static void set_shape(AppDialogueView *view)
{
	AppWidthClass shape = app_context_get_width_class(view->context);
	gboolean wide = shape == APP_WIDTH_WIDE;

	if (shape == view->shape)
		return;
	view->shape = shape;
	gtk_orientable_set_orientation(GTK_ORIENTABLE(view->paned),
		wide ? GTK_ORIENTATION_HORIZONTAL : GTK_ORIENTATION_VERTICAL);
	gtk_widget_set_size_request(
		view->detail, wide ? DETAIL_WIDTH : -1, wide ? -1 : DETAIL_HEIGHT);
	/* Anew, by what both ask for. */
	g_object_set(view->paned, "position-set", FALSE, NULL);
}

static void show_probes(AppDialogueView *view)
{
	guint position = app_dialogue_get_position(view->dialogue);
	GListModel *titles = app_dialogue_get_titles(view->dialogue);

	view->filling = TRUE;
	gtk_drop_down_set_selected(GTK_DROP_DOWN(view->probes), position);
	view->filling = FALSE;
	gtk_widget_set_sensitive(view->probes, g_list_model_get_n_items(titles) > 0);
	gtk_widget_set_sensitive(view->copy, position != GTK_INVALID_LIST_POSITION);
	gtk_widget_set_sensitive(view->save, position != GTK_INVALID_LIST_POSITION);
	if (position != GTK_INVALID_LIST_POSITION)
		app_name_drop_down(view->probes,
			gtk_string_list_get_string(GTK_STRING_LIST(titles), position));
}

static void fill(GtkWidget *widget)
{
	AppDialogueView *view = APP_DIALOGUE_VIEW(widget);
	AppServer *server = app_context_get_one_server(view->context);
	uint32_t before = app_dialogue_get_probe(view->dialogue);

	app_dialogue_set(view->dialogue, server, app_context_get_pair(view->context),
		app_context_get_probe(view->context));
	show_probes(view);
	set_shape(view);
	gtk_stack_set_visible_child(GTK_STACK(view->pages),
		app_dialogue_get_probe(view->dialogue) ? view->paned : view->empty);
	if (before != app_dialogue_get_probe(view->dialogue))
		app_dialogue_list_select_first(APP_DIALOGUE_LIST(view->list));
}

static void on_selected(AppDialogueView *view)
{
	app_dialogue_detail_show(APP_DIALOGUE_DETAIL(view->detail),
		app_dialogue_list_get_selected(APP_DIALOGUE_LIST(view->list)));
}

static void on_probe(AppDialogueView *view)
{
	guint position = gtk_drop_down_get_selected(GTK_DROP_DOWN(view->probes));
	uint32_t number = app_dialogue_get_number(view->dialogue, position);

	if (!view->filling && number)
		app_context_set_probe(view->context, number);
}

static void on_copy(AppDialogueView *view)
{
	g_autofree char *text = app_dialogue_make_text(view->dialogue, FALSE);

	if (!text)
		return;
	app_copy_text(GTK_WIDGET(view), text);
	app_context_toast(view->context, _("Dialogue copied"));
}

static void on_filter(GtkToggleButton *button, AppDialogueView *view)
{
	if (gtk_toggle_button_get_active(button))
		app_dialogue_list_set_filter(APP_DIALOGUE_LIST(view->list),
			GPOINTER_TO_INT(g_object_get_data(G_OBJECT(button), "filter")));
}

/* ---- keys ---- */

static gboolean next_problem(AppView *view, int by)
{
	return app_dialogue_list_next_problem(APP_DIALOGUE_LIST(APP_DIALOGUE_VIEW(view)->list), by);
}

static GtkWidget *get_detail(AppView *view)
{
	return APP_DIALOGUE_VIEW(view)->detail;
}

static void view_interface_init(AppViewInterface *interface)
{
	interface->next_problem = next_problem;
	interface->get_detail = get_detail;
}

/* ---- building ---- */

static GtkWidget *make_filters(AppDialogueView *view)
{
	static const struct {
		const char *title;
		AppDialogueFilter filter;
	} filters[] = {
		{ N_("Everything"), APP_DIALOGUE_EVERYTHING },
		{ N_("SMTP"), APP_DIALOGUE_SMTP },
		{ N_("TLS"), APP_DIALOGUE_TLS },
		{ N_("Comments"), APP_DIALOGUE_COMMENTS },
	};
	GtkWidget *box =
		g_object_new(GTK_TYPE_BOX, "accessible-role", GTK_ACCESSIBLE_ROLE_GROUP, NULL);
	GtkWidget *first = NULL;

	gtk_widget_add_css_class(box, "linked");
	app_name(box, _("Shown rows"));
	for (guint i = 0; i < G_N_ELEMENTS(filters); i++) {
		GtkWidget *button = gtk_toggle_button_new_with_label(_(filters[i].title));

		g_object_set_data(G_OBJECT(button), "filter", GINT_TO_POINTER(filters[i].filter));
		if (first)
			gtk_toggle_button_set_group(
				GTK_TOGGLE_BUTTON(button), GTK_TOGGLE_BUTTON(first));
		else
			first = button;
		g_signal_connect(button, "toggled", G_CALLBACK(on_filter), view);
		gtk_box_append(GTK_BOX(box), button);
	}
	gtk_toggle_button_set_active(GTK_TOGGLE_BUTTON(first), TRUE);
	return box;
}

static void make_probes(AppDialogueView *view)
{
	GtkListItemFactory *factory = app_title_factory_new();

	view->probes = g_object_new(GTK_TYPE_DROP_DOWN, "model",
		app_dialogue_get_titles(view->dialogue), "factory", factory, "hexpand", TRUE,
		"halign", GTK_ALIGN_END, "tooltip-text", _("Connection"), NULL);
	g_object_unref(factory);
	g_signal_connect_swapped(view->probes, "notify::selected", G_CALLBACK(on_probe), view);
}

static GtkWidget *make_toolbar(AppDialogueView *view)
{
	GtkWidget *bar = gtk_box_new(GTK_ORIENTATION_HORIZONTAL, 6);

	gtk_widget_add_css_class(bar, "app-toolbar");
	view->filters = make_filters(view);
	make_probes(view);
	view->copy = gtk_button_new_from_icon_name("app-copy-symbolic");
	gtk_widget_set_tooltip_text(view->copy, _("Copy dialogue"));
	app_name(view->copy, _("Copy dialogue"));
	gtk_widget_add_css_class(view->copy, "flat");
	g_signal_connect_swapped(view->copy, "clicked", G_CALLBACK(on_copy), view);
	view->save = app_dialogue_save_new(view->context, view->dialogue);
	gtk_box_append(GTK_BOX(bar), view->filters);
	gtk_box_append(GTK_BOX(bar), view->probes);
	gtk_box_append(GTK_BOX(bar), view->copy);
	gtk_box_append(GTK_BOX(bar), view->save);
	return bar;
}

static void make_pages(AppDialogueView *view)
{
	view->pages =
		g_object_new(GTK_TYPE_STACK, "hhomogeneous", FALSE, "vhomogeneous", FALSE, NULL);
	view->paned = gtk_paned_new(GTK_ORIENTATION_HORIZONTAL);
	g_object_set(view->paned, "start-child", view->list, "end-child", view->detail,
		"resize-start-child", TRUE, "shrink-start-child", FALSE, "resize-end-child", FALSE,
		"shrink-end-child", FALSE, "vexpand", TRUE, NULL);
	view->empty = g_object_new(ADW_TYPE_STATUS_PAGE, "icon-name", "app-dialogue-symbolic",
		"title", _("No Dialogue"), "description",
		_("The words of no connection to this server were kept."), NULL);
	gtk_stack_add_child(GTK_STACK(view->pages), view->paned);
	gtk_stack_add_child(GTK_STACK(view->pages), view->empty);
	app_hide_unmapped(view->empty);
	app_hide_unmapped(view->paned);
}

static void app_dialogue_view_dispose(GObject *object)
{
	AppDialogueView *view = APP_DIALOGUE_VIEW(object);

	g_clear_object(&view->context);
	g_clear_object(&view->dialogue);
	G_OBJECT_CLASS(app_dialogue_view_parent_class)->dispose(object);
}

static void app_dialogue_view_class_init(AppDialogueViewClass *class)
{
	G_OBJECT_CLASS(class)->dispose = app_dialogue_view_dispose;
}

static void app_dialogue_view_init(AppDialogueView *view)
{
	view->shape = APP_WIDTH_WIDE + 1; /* none yet */
}

GtkWidget *app_dialogue_view_new(AppContext *context)
{
	AppDialogueView *view =
		g_object_new(APP_TYPE_DIALOGUE_VIEW, "orientation", GTK_ORIENTATION_VERTICAL, NULL);

	view->context = g_object_ref(context);
	view->dialogue = app_dialogue_new();
	view->list = app_dialogue_list_new(view->dialogue);
	view->detail = app_dialogue_detail_new(context);
	make_pages(view);
	gtk_box_append(GTK_BOX(view), make_toolbar(view));
	gtk_box_append(GTK_BOX(view), view->pages);
	g_signal_connect_swapped(view->list, "selected", G_CALLBACK(on_selected), view);
	app_keep_fresh(GTK_WIDGET(view), context, fill);
	return GTK_WIDGET(view);
}
