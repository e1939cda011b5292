#include "gui/views/fix-choice.h"

#include <glib/gi18n.h>

#include "core/base/language.h"
#include "gui/widgets/a11y.h"
#include "gui/widgets/title-factory.h"

#define APP_TYPE_FIX_CHOICE (app_fix_choice_get_type())
G_DECLARE_FINAL_TYPE(AppFixChoice, app_fix_choice, APP, FIX_CHOICE, GtkBox)

struct _AppFixChoice {
	GtkBox parent;
	AppFixPlan *plan;
	GtkWidget *side, *format;
	GtkStringList *sides;
	gboolean filling;
};

G_DEFINE_FINAL_TYPE(AppFixChoice, app_fix_choice, GTK_TYPE_BOX)

/* The server first, because it is what a person comes with. */
static const enum scn_side side_order[] = { SCN_SIDE_SERVER, SCN_SIDE_CLIENT };

static char *name_of_side(AppFixChoice *choice, enum scn_side side)
{
	AppServer *server = app_fix_plan_get_server(choice->plan);
	struct scn_text host = { 0 };
	char *text;

	if (side == SCN_SIDE_CLIENT)
		return app_fix_plan_get_client_count(choice->plan)
			       ? g_strdup_printf(_("Client %s"),
					 app_profile_get_name(
						 app_fix_plan_get_client(choice->plan, 0)))
			       : g_strdup(_("Client"));
	if (!server)
		return g_strdup(_("Server"));
	scn_text_peer(&host, app_server_get_facts(server)->host,
		strlen(app_server_get_facts(server)->host));
	text = g_strdup_printf(_("Server %s"), scn_text_str(&host));
	scn_text_finish(&host);
	return text;
}

static void show_sides(AppFixChoice *choice)
{
	g_autofree char *server = name_of_side(choice, SCN_SIDE_SERVER);
	g_autofree char *client = name_of_side(choice, SCN_SIDE_CLIENT);
	const char *names[] = { server, client, NULL };

	if (g_strcmp0(gtk_string_list_get_string(choice->sides, 0), server) != 0 ||
		g_strcmp0(gtk_string_list_get_string(choice->sides, 1), client) != 0)
		gtk_string_list_splice(choice->sides, 0,
			g_list_model_get_n_items(G_LIST_MODEL(choice->sides)), names);
	for (guint i = 0; i < G_N_ELEMENTS(side_order); i++)
		if (side_order[i] == app_fix_plan_get_side(choice->plan))
			gtk_drop_down_set_selected(GTK_DROP_DOWN(choice->side), i);
	app_name_drop_down(choice->side,
		app_fix_plan_get_side(choice->plan) == SCN_SIDE_SERVER ? server : client);
}

static void on_changed(AppFixChoice *choice)
{
	size_t count;
	const struct scn_export_format *formats = scn_export_formats(&count);
	const struct scn_export_format *format = app_fix_plan_get_format(choice->plan);

	choice->filling = TRUE;
	show_sides(choice);
	gtk_drop_down_set_selected(GTK_DROP_DOWN(choice->format), (guint)(format - formats));
	app_name_drop_down(choice->format, scn_tr(format->title));
	choice->filling = FALSE;
}

static void on_side(AppFixChoice *choice)
{
	guint selected = gtk_drop_down_get_selected(GTK_DROP_DOWN(choice->side));

	if (!choice->filling && selected < G_N_ELEMENTS(side_order))
		app_fix_plan_set_side(choice->plan, side_order[selected]);
}

static void on_format(AppFixChoice *choice)
{
	size_t count;
	const struct scn_export_format *formats = scn_export_formats(&count);
	guint selected = gtk_drop_down_get_selected(GTK_DROP_DOWN(choice->format));

	if (!choice->filling && selected < count)
		app_fix_plan_set_format(choice->plan, &formats[selected]);
}

/* ---- building ---- */

static GtkStringList *titles_of_formats(void)
{
	GtkStringList *titles = gtk_string_list_new(NULL);
	size_t count;
	const struct scn_export_format *formats = scn_export_formats(&count);

	for (size_t i = 0; i < count; i++)
		gtk_string_list_append(titles, scn_tr(formats[i].title));
	return titles;
}

static GtkWidget *drop_down_new(GtkStringList *model)
{
	GtkListItemFactory *factory = app_title_factory_new();
	GtkWidget *drop_down;

	drop_down = g_object_new(GTK_TYPE_DROP_DOWN, "model", model, "factory", factory, NULL);
	g_object_unref(factory);
	return drop_down;
}

static GtkWidget *word_new(const char *text)
{
	GtkWidget *label = gtk_label_new(text);

	gtk_widget_add_css_class(label, "dim-label");
	return label;
}

static void app_fix_choice_init(AppFixChoice *choice)
{
	g_autoptr(GtkStringList) titles = titles_of_formats();

	g_object_set(choice, "spacing", 9, NULL);
	choice->sides = gtk_string_list_new(NULL);
	choice->side = drop_down_new(choice->sides);
	choice->format = drop_down_new(titles);
	/* Translators: "Change on [server mx1] as [Postfix main.cf]" */
	gtk_box_append(GTK_BOX(choice), word_new(_("Change on")));
	gtk_box_append(GTK_BOX(choice), choice->side);
	gtk_box_append(GTK_BOX(choice), word_new(C_("format", "as")));
	gtk_box_append(GTK_BOX(choice), choice->format);
	g_signal_connect_swapped(choice->side, "notify::selected", G_CALLBACK(on_side), choice);
	g_signal_connect_swapped(choice->format, "notify::selected", G_CALLBACK(on_format), choice);
}

static void app_fix_choice_dispose(GObject *object)
{
	AppFixChoice *choice = APP_FIX_CHOICE(object);

	choice->filling = TRUE;
	g_clear_object(&choice->plan);
	g_clear_object(&choice->sides);
	G_OBJECT_CLASS(app_fix_choice_parent_class)->dispose(object);
}

static void app_fix_choice_class_init(AppFixChoiceClass *class)
{
	G_OBJECT_CLASS(class)->dispose = app_fix_choice_dispose;
}

GtkWidget *app_fix_choice_new(AppFixPlan *plan)
{
	AppFixChoice *choice;

	choice = g_object_new(APP_TYPE_FIX_CHOICE, NULL);
	choice->filling = TRUE;
	choice->plan = g_object_ref(plan);
	g_signal_connect_object(plan, "changed", G_CALLBACK(on_changed), choice, G_CONNECT_SWAPPED);
	on_changed(choice);
	return GTK_WIDGET(choice);
}
