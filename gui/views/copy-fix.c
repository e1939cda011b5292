#include "gui/views/copy-fix.h"

#include <string.h>

#include <glib/gi18n.h>

#include "core/report/export.h"
#include "gui/settings.h"
#include "gui/widgets/a11y.h"
#include "gui/widgets/clipboard.h"

static const char last_key[] = "fix.format";

struct _AppCopyFix {
	AdwBin parent;
	AppContext *context;
	GtkWidget *button; /* AdwSplitButton */
	GtkWidget *plain;  /* where no format can write the fix: its words */
	char *words;       /* of the fix */
	AppServer *server;
	enum scn_side side;
	const struct scn_export_format *format; /* of the button; NULL: none can */
};

G_DEFINE_FINAL_TYPE(AppCopyFix, app_copy_fix, ADW_TYPE_BIN)

/* The engine's format, and what its button says. */
static const struct {
	const char *word, *label;
} labels[] = {
	{ "exim-gnutls", N_("Copy for Exim (GnuTLS)") },
	{ "exim-openssl", N_("Copy for Exim (OpenSSL)") },
	{ "gnutls", N_("Copy GnuTLS Priority") },
	{ "iana", N_("Copy IANA List") },
	{ "iiscrypto", N_("Copy for IIS Crypto") },
	{ "openssl", N_("Copy OpenSSL String") },
	{ "opensmtpd", N_("Copy for OpenSMTPD") },
	{ "postfix", N_("Copy for Postfix") },
	{ "schannel-gpo", N_("Copy Group Policy List") },
	{ "schannel-powershell", N_("Copy PowerShell") },
	{ "schannel-reg", N_("Copy Registry File") },
	{ "sendmail", N_("Copy for Sendmail") },
};

static const char *label_of(const struct scn_export_format *format)
{
	for (guint i = 0; i < G_N_ELEMENTS(labels); i++)
		if (strcmp(labels[i].word, format->word) == 0)
			return _(labels[i].label);
	return format->title;
}

/* ---- what a format writes ---- */

/* A format for Windows is for the client that runs there, as on the command line: its administrator takes PowerShell
 * for the own system, and would run the server's fix on it. */
static enum scn_side side_for(AppCopyFix *copy, const struct scn_export_format *format)
{
	AppProfile *client = app_context_get_client(copy->context);
	const struct scn_verdict *verdict =
		app_pair_get_verdict(app_server_get_pair(copy->server, client));

	if (!scn_export_for_schannel(format) || !scn_profile_is_schannel(app_profile_get(client)))
		return copy->side;
	return scn_verdict_fix(verdict, SCN_SIDE_CLIENT) ? SCN_SIDE_CLIENT : copy->side;
}

static gboolean write_fix(
	AppCopyFix *copy, const struct scn_export_format *format, struct scn_text *out)
{
	AppProfile *client = app_context_get_client(copy->context);
	const struct scn_server_facts *facts = app_server_get_facts(copy->server);
	struct scn_text host = { 0 };
	struct scn_export_input input = { .profile = app_profile_get(client),
		.facts = facts,
		.verdict = app_pair_get_verdict(app_server_get_pair(copy->server, client)),
		.side = side_for(copy, format),
		.goal = SCN_GOAL_SMALLEST };
	gboolean can = input.side == SCN_SIDE_SERVER ? format->server : format->client;

	scn_text_peer(&host, facts->host, strlen(facts->host));
	input.host = scn_text_str(&host);
	can = can && format->write(&input, out);
	scn_text_finish(&host);
	return can;
}

static gboolean can_write(AppCopyFix *copy, const struct scn_export_format *format)
{
	struct scn_text text = { 0 };
	gboolean can = write_fix(copy, format, &text);

	scn_text_finish(&text);
	return can;
}

/* What this side most likely runs, where no format was used before. */
static const char *usual_word(AppCopyFix *copy)
{
	const struct scn_profile *profile = app_profile_get(app_context_get_client(copy->context));

	if (copy->side == SCN_SIDE_SERVER)
		return "postfix";
	return scn_profile_is_schannel(profile) ? "schannel-powershell" : "openssl";
}

/* ---- copying ---- */

static void copy_as(AppCopyFix *copy, const struct scn_export_format *format)
{
	struct scn_text text = { 0 };
	g_autofree char *toast = NULL;

	if (write_fix(copy, format, &text)) {
		app_copy_text(GTK_WIDGET(copy), scn_text_str(&text));
		/* Translators: %s is a format, "Postfix main.cf" */
		toast = g_strdup_printf(side_for(copy, format) == SCN_SIDE_SERVER
						? _("Copied for the server: %s")
						: _("Copied for the client: %s"),
			format->title);
		app_context_toast(copy->context, toast);
	}
	scn_text_finish(&text);
}

static void on_button(AppCopyFix *copy)
{
	if (copy->format)
		copy_as(copy, copy->format);
}

static void on_plain(AppCopyFix *copy)
{
	app_copy_text(GTK_WIDGET(copy), copy->words);
	app_context_toast(copy->context, _("Copied"));
}

static void set_format(AppCopyFix *copy, const struct scn_export_format *format)
{
	copy->format = format;
	if (format)
		adw_split_button_set_label(ADW_SPLIT_BUTTON(copy->button), label_of(format));
	gtk_widget_set_visible(copy->button, format != NULL);
	gtk_widget_set_visible(copy->plain, format == NULL);
}

static void on_format(GtkWidget *widget, const char *name, GVariant *parameter)
{
	AppCopyFix *copy = APP_COPY_FIX(widget);
	const struct scn_export_format *format =
		scn_export_format_find(g_variant_get_string(parameter, NULL));

	if (!format || !copy->server)
		return;
	app_settings_set_string(app_settings_get(), last_key, format->word);
	set_format(copy, format);
	copy_as(copy, format);
}

/* ---- the widget ---- */

/* Another fix; an open menu stays as it is while a scan goes on. */
static gboolean take_fix(AppCopyFix *copy, const AppAnswer *answer)
{
	const char *words = answer->fix_value[0] ? answer->fix_value : answer->fix_lead;

	if (copy->server == answer->fix_server && copy->side == answer->fix_side &&
		g_strcmp0(copy->words, words) == 0)
		return FALSE;
	g_set_object(&copy->server, answer->fix_server);
	copy->side = answer->fix_side;
	g_free(copy->words);
	copy->words = g_strdup(words);
	return TRUE;
}

static void fill_menu(AppCopyFix *copy)
{
	g_autoptr(GMenu) menu = g_menu_new();
	g_autofree char *last = app_settings_get_string(app_settings_get(), last_key);
	const struct scn_export_format *first = NULL, *usual = NULL, *used = NULL;
	size_t count;
	const struct scn_export_format *formats = scn_export_formats(&count);

	for (size_t i = 0; i < count; i++) {
		g_autofree char *action = g_strdup_printf("copy-fix.as('%s')", formats[i].word);

		if (!can_write(copy, &formats[i]))
			continue;
		g_menu_append(menu, label_of(&formats[i]), action);
		first = first ? first : &formats[i];
		if (strcmp(formats[i].word, usual_word(copy)) == 0)
			usual = &formats[i];
		if (strcmp(formats[i].word, last) == 0)
			used = &formats[i];
	}
	adw_split_button_set_menu_model(ADW_SPLIT_BUTTON(copy->button), G_MENU_MODEL(menu));
	set_format(copy, used ? used : usual ? usual : first);
}

void app_copy_fix_show(AppCopyFix *copy, const AppAnswer *answer)
{
	if (take_fix(copy, answer))
		fill_menu(copy);
}

static void app_copy_fix_dispose(GObject *object)
{
	AppCopyFix *copy = APP_COPY_FIX(object);

	g_clear_object(&copy->server);
	g_clear_object(&copy->context);
	g_clear_pointer(&copy->words, g_free);
	G_OBJECT_CLASS(app_copy_fix_parent_class)->dispose(object);
}

static void app_copy_fix_class_init(AppCopyFixClass *class)
{
	G_OBJECT_CLASS(class)->dispose = app_copy_fix_dispose;
	gtk_widget_class_install_action(GTK_WIDGET_CLASS(class), "copy-fix.as", "s", on_format);
}

static void app_copy_fix_init(AppCopyFix *copy)
{
	GtkWidget *box = gtk_box_new(GTK_ORIENTATION_HORIZONTAL, 0);

	copy->button = adw_split_button_new();
	copy->plain = gtk_button_new_with_label(_("Copy Fix"));
	adw_split_button_set_dropdown_tooltip(ADW_SPLIT_BUTTON(copy->button), _("Other formats"));
	g_signal_connect_swapped(copy->button, "clicked", G_CALLBACK(on_button), copy);
	g_signal_connect_swapped(copy->plain, "clicked", G_CALLBACK(on_plain), copy);
	app_name_split_arrow(copy->button, _("Other formats"));
	gtk_box_append(GTK_BOX(box), copy->button);
	gtk_box_append(GTK_BOX(box), copy->plain);
	adw_bin_set_child(ADW_BIN(copy), box);
}

GtkWidget *app_copy_fix_new(AppContext *context)
{
	AppCopyFix *copy = g_object_new(APP_TYPE_COPY_FIX, NULL);

	copy->context = g_object_ref(context);
	return GTK_WIDGET(copy);
}
