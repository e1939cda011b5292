#include "gui/views/suites-why.h"

#include <adwaita.h>
#include <glib/gi18n.h>

#include "core/report/suite-table.h"

/* Names of programs: the same in all languages. */
const struct app_suites_dialect app_suites_dialects[4] = {
	{ SCN_DIALECT_IANA, "IANA" },
	{ SCN_DIALECT_OPENSSL, "OpenSSL" },
	{ SCN_DIALECT_GNUTLS, "GnuTLS" },
	{ SCN_DIALECT_SCHANNEL, "Schannel" },
};

enum {
	MOST_CLIENTS = 12, /* named one by one */
	VALUE_CHARS = 46,
};

struct why {
	AppContext *context;
	AppSuiteRow *row;
	GtkWidget *grid;
	int line;
};

/* ---- lines ---- */

static GtkWidget *value_label(const char *text)
{
	GtkWidget *label = gtk_label_new(text);
	PangoAttrList *attributes = pango_attr_list_new();

	pango_attr_list_insert(attributes, pango_attr_insert_hyphens_new(FALSE));
	gtk_label_set_attributes(GTK_LABEL(label), attributes);
	pango_attr_list_unref(attributes);
	gtk_label_set_xalign(GTK_LABEL(label), 0);
	gtk_label_set_wrap(GTK_LABEL(label), TRUE);
	gtk_label_set_wrap_mode(GTK_LABEL(label), PANGO_WRAP_WORD_CHAR);
	gtk_label_set_max_width_chars(GTK_LABEL(label), VALUE_CHARS);
	gtk_label_set_selectable(GTK_LABEL(label), TRUE);
	gtk_widget_set_valign(label, GTK_ALIGN_BASELINE);
	return label;
}

static void add_title(struct why *why, const char *title)
{
	GtkWidget *label = gtk_label_new(title);

	gtk_widget_add_css_class(label, "dim-label");
	gtk_label_set_xalign(GTK_LABEL(label), 0);
	gtk_widget_set_valign(label, GTK_ALIGN_BASELINE);
	gtk_grid_attach(GTK_GRID(why->grid), label, 0, why->line, 1, 1);
}

static void add_line(struct why *why, const char *title, const char *value)
{
	if (!*value)
		return;
	add_title(why, title);
	gtk_grid_attach(GTK_GRID(why->grid), value_label(value), 1, why->line++, 1, 1);
}

/* ---- the server's answers ---- */

static void on_probe(GtkButton *button, AppContext *context)
{
	uint32_t probe = GPOINTER_TO_UINT(g_object_get_data(G_OBJECT(button), "app-probe"));
	GtkWidget *popover = gtk_widget_get_ancestor(GTK_WIDGET(button), GTK_TYPE_POPOVER);
	g_autoptr(AppContext) held = g_object_ref(context);

	if (popover)
		gtk_popover_popdown(GTK_POPOVER(popover));
	app_context_set_probe(held, probe);
	app_context_show_view(held, "dialogue");
}

static void add_probe_button(struct why *why, uint32_t probe)
{
	g_autofree char *label = g_strdup_printf(_("Show Probe %u"), (unsigned)probe);
	GtkWidget *button = gtk_button_new_with_label(label);

	gtk_widget_add_css_class(button, "flat");
	gtk_widget_set_tooltip_text(button, _("Show in the Dialogue what was said"));
	gtk_widget_set_valign(button, GTK_ALIGN_BASELINE);
	g_object_set_data(G_OBJECT(button), "app-probe", GUINT_TO_POINTER(probe));
	g_signal_connect_object(button, "clicked", G_CALLBACK(on_probe), why->context, 0);
	gtk_grid_attach(GTK_GRID(why->grid), button, 2, why->line, 1, 1);
}

static char *answer_text(AppSuiteRow *row, enum scn_version version)
{
	const struct scn_suite_cell *cell = &app_suite_row_get(row)->at[version];

	switch (app_suite_row_status_at(row, version)) {
	case APP_STATUS_WORKS:
		if (cell->rank)
			return g_strdup_printf(
				_("Accepted, the server's choice number %u"), cell->rank);
		return g_strdup(_("Accepted"));
	case APP_STATUS_REJECTED:
		return g_strdup(_("Rejected"));
	case APP_STATUS_PENDING:
		return g_strdup(_("Still being tested"));
	case APP_STATUS_NONE:
		return NULL;
	default:
		return g_strdup(_("Not tested"));
	}
}

static void add_answers(struct why *why, scn_versions versions)
{
	for (int v = SCN_VERSION_COUNT - 1; v >= 0; v--) {
		const struct scn_suite_cell *cell = &app_suite_row_get(why->row)->at[v];
		g_autofree char *text = answer_text(why->row, (enum scn_version)v);

		if (!text || !(versions & SCN_VERSION_BIT(v)))
			continue;
		if (cell->probe)
			add_probe_button(why, cell->probe);
		add_line(why, scn_version_title((enum scn_version)v), text);
	}
}

/* ---- clients ---- */

/* Clients of the set whose match is one of these (bits of enum scn_match), by name. */
static char *clients_with(struct why *why, const struct scn_server_facts *facts, guint matches)
{
	GListModel *set = app_profiles_get_client_set(app_context_get_profiles(why->context));
	GString *names = g_string_new(NULL);
	guint found = 0;

	for (guint i = 0; i < g_list_model_get_n_items(set); i++) {
		g_autoptr(AppProfile) client = g_list_model_get_item(set, i);
		enum scn_match match = scn_suite_match(
			facts, app_profile_get(client), app_suite_row_get_code(why->row));

		if (!(matches & 1U << match))
			continue;
		if (found++ < MOST_CLIENTS)
			g_string_append_printf(names, "%s%s", names->len ? "; " : "",
				app_profile_get_title(client));
	}
	if (found > MOST_CLIENTS)
		g_string_append_printf(names,
			ngettext("; and %u more", "; and %u more", found - MOST_CLIENTS),
			found - MOST_CLIENTS);
	return g_string_free(names, FALSE);
}

static void add_clients(struct why *why)
{
	static const guint offered = 1U << SCN_MATCH_CLIENT_ONLY | 1U << SCN_MATCH_APART;
	AppServer *server = app_context_get_one_server(why->context);
	const struct scn_server_facts *facts = server ? app_server_get_facts(server) : NULL;
	g_autofree char *could = NULL, *maybe = NULL, *only = NULL;

	if (!facts)
		return;
	could = clients_with(why, facts, 1U << SCN_MATCH_COMMON);
	maybe = clients_with(why, facts, 1U << SCN_MATCH_UNKNOWN);
	only = clients_with(why, facts, offered);
	add_line(why, _("Could Use It Here"), could);
	add_line(why, _("Perhaps, Not Tested"), maybe);
	add_line(why, _("Offer It in Vain"), only);
}

/* ---- all together ---- */

static void add_names(struct why *why)
{
	const struct scn_suite *suite = app_suite_row_get(why->row)->suite;
	g_autofree char *code = app_suite_row_code_text(why->row);
	g_autofree char *reference = app_suite_row_reference(why->row);

	add_line(why, _("Code Point"), code);
	add_line(why, _("Defined In"), reference);
	for (guint i = 0; suite && i < G_N_ELEMENTS(app_suites_dialects); i++) {
		const char *name = scn_suite_name(suite, app_suites_dialects[i].dialect);

		add_line(why, app_suites_dialects[i].title, name ? name : _("no name"));
	}
}

static void add_strength(struct why *why)
{
	const char *word = app_suite_row_strength_word(why->row);
	const char *weakness = app_suite_row_weakness(why->row);
	g_autofree char *text = g_strdup_printf("%s: %s", word, weakness);

	add_line(why, _("Strength"), *weakness ? text : word);
}

static GtkWidget *heading(struct why *why)
{
	g_autofree char *name = app_suite_row_name(why->row, app_context_get_names(why->context));
	GtkWidget *label = value_label(name);

	gtk_label_set_selectable(GTK_LABEL(label), FALSE);
	gtk_widget_add_css_class(label, "heading");
	return label;
}

GtkWidget *app_suites_why_new(AppContext *context, AppSuiteRow *row, scn_versions versions)
{
	GtkWidget *box = gtk_box_new(GTK_ORIENTATION_VERTICAL, 12);
	struct why why = { .context = context, .row = row, .grid = gtk_grid_new() };

	gtk_grid_set_column_spacing(GTK_GRID(why.grid), 12);
	gtk_grid_set_row_spacing(GTK_GRID(why.grid), 6);
	add_answers(&why, versions);
	add_clients(&why);
	add_strength(&why);
	add_names(&why);
	gtk_widget_set_margin_start(box, 6);
	gtk_widget_set_margin_end(box, 6);
	gtk_widget_set_margin_top(box, 6);
	gtk_widget_set_margin_bottom(box, 6);
	gtk_box_append(GTK_BOX(box), heading(&why));
	gtk_box_append(GTK_BOX(box), why.grid);
	return box;
}
