#include "gui/views/state-page.h"

#include <string.h>

#include <glib/gi18n.h>

#include "core/report/state.h"
#include "gui/widgets/a11y.h"

/* In the order in which they stand. */
static const struct {
	unsigned needs;
	const char *label, *action, *parameter;
} buttons[] = {
	{ SCN_TRY_DIALOGUE, N_("Show Dialogue"), "win.view", "dialogue" },
	{ SCN_TRY_PORT_587, N_("Try Port 587"), "win.try-587", NULL },
	{ SCN_TRY_AGAIN, N_("Scan Again"), "win.scan-again", NULL },
	{ SCN_TRY_OTHER, N_("New Scan"), "win.new-scan", NULL },
};

/* The first whose words begin the state's id. */
static const struct {
	const char *prefix, *icon;
} icons[] = {
	{ "starttls", "app-unlock-symbolic" },
	{ "no-esmtp", "app-unlock-symbolic" },
	{ "not-tls", "app-unlock-symbolic" },
	{ "greeting", "app-mail-symbolic" },
	{ "dns-null-mx", "app-mail-symbolic" },
	{ "dns", "app-search-symbolic" },
	{ "bad-target", "app-search-symbolic" },
	{ "failed", "app-warning-symbolic" },
	{ "not-tested", "app-question-symbolic" },
	{ "stopped", "app-question-symbolic" },
	{ "", "app-offline-symbolic" },
};

struct _AppStatePage {
	GtkBox parent;
	GtkWidget *status, *buttons_box, *hint;
	GtkWidget *buttons[G_N_ELEMENTS(buttons)];
};

G_DEFINE_FINAL_TYPE(AppStatePage, app_state_page, GTK_TYPE_BOX)

static const char *icon_of(const char *id)
{
	guint i = 0;

	while (!g_str_has_prefix(id, icons[i].prefix))
		i++;
	return icons[i].icon;
}

static void show(AppStatePage *page, const struct scn_state *state)
{
	AdwStatusPage *status = ADW_STATUS_PAGE(page->status);
	/* It is read as markup, and these are words of whoever runs the server. */
	g_autofree char *text = g_markup_escape_text(scn_text_str(&state->text), -1);

	adw_status_page_set_icon_name(status, icon_of(state->id));
	adw_status_page_set_title(status, scn_text_str(&state->title));
	adw_status_page_set_description(status, text);
	gtk_label_set_text(GTK_LABEL(page->hint), scn_text_str(&state->hint));
	gtk_widget_set_visible(page->hint, state->hint.len > 0);
	for (guint i = 0; i < G_N_ELEMENTS(buttons); i++)
		gtk_widget_set_visible(page->buttons[i], (state->tries & buttons[i].needs) != 0);
	app_name(GTK_WIDGET(page), scn_text_str(&state->title));
}

/* The engine itself could not work, so it has nothing to say of servers. */
static void show_failure(AppStatePage *page, AppScan *scan)
{
	struct scn_state state = { .id = "failed", .tries = SCN_TRY_AGAIN };
	/* Translators: %s is what failed, such as "not enough memory". */
	scn_text_printf(&state.text, _("It is not the server's fault: here, %s."),
		app_scan_get_error(scan));
	scn_text_add(&state.title, _("The scan could not be done"));
	show(page, &state);
	scn_state_finish(&state);
}

gboolean app_state_page_set(AppStatePage *page, AppScan *scan)
{
	AppDocument *document = scan ? app_scan_get_document(scan) : NULL;
	struct scn_state state = { 0 };
	gboolean applies;

	if (!scan || app_scan_get_state(scan) == APP_SCAN_RUNNING)
		return FALSE;
	applies = document && scn_document_state(app_document_get(document), &state);
	/* What was found before the engine failed is not hidden. */
	if (app_scan_get_state(scan) == APP_SCAN_FAILED && (applies || !document)) {
		show_failure(page, scan);
		applies = TRUE;
	} else if (applies) {
		show(page, &state);
	}
	scn_state_finish(&state);
	return applies;
}

void app_state_page_set_narrow(AppStatePage *page, gboolean narrow)
{
	gtk_orientable_set_orientation(GTK_ORIENTABLE(page->buttons_box),
		narrow ? GTK_ORIENTATION_VERTICAL : GTK_ORIENTATION_HORIZONTAL);
}

/* ---- life ---- */

static void app_state_page_class_init(AppStatePageClass *class)
{
}

static GtkWidget *new_button(guint i)
{
	GtkWidget *button = gtk_button_new_with_label(_(buttons[i].label));

	gtk_widget_add_css_class(button, "pill");
	if (buttons[i].parameter)
		gtk_actionable_set_action_target(GTK_ACTIONABLE(button), "s", buttons[i].parameter);
	gtk_actionable_set_action_name(GTK_ACTIONABLE(button), buttons[i].action);
	return button;
}

static GtkWidget *new_hint(void)
{
	GtkWidget *hint = gtk_label_new(NULL);

	gtk_label_set_wrap(GTK_LABEL(hint), TRUE);
	gtk_label_set_justify(GTK_LABEL(hint), GTK_JUSTIFY_CENTER);
	gtk_label_set_max_width_chars(GTK_LABEL(hint), 110);
	gtk_widget_add_css_class(hint, "caption");
	gtk_widget_add_css_class(hint, "dim-label");
	return hint;
}

static void app_state_page_init(AppStatePage *page)
{
	GtkWidget *box = gtk_box_new(GTK_ORIENTATION_VERTICAL, 12);

	page->status = adw_status_page_new();
	page->buttons_box = gtk_box_new(GTK_ORIENTATION_HORIZONTAL, 9);
	gtk_widget_set_halign(page->buttons_box, GTK_ALIGN_CENTER);
	for (guint i = 0; i < G_N_ELEMENTS(buttons); i++) {
		page->buttons[i] = new_button(i);
		gtk_box_append(GTK_BOX(page->buttons_box), page->buttons[i]);
	}
	page->hint = new_hint();
	gtk_box_append(GTK_BOX(box), page->buttons_box);
	gtk_box_append(GTK_BOX(box), page->hint);
	adw_status_page_set_child(ADW_STATUS_PAGE(page->status), box);
	gtk_widget_set_vexpand(page->status, TRUE);
	gtk_box_append(GTK_BOX(page), page->status);
}

GtkWidget *app_state_page_new(void)
{
	return g_object_new(APP_TYPE_STATE_PAGE, "orientation", GTK_ORIENTATION_VERTICAL,
		"accessible-role", GTK_ACCESSIBLE_ROLE_GROUP, NULL);
}
