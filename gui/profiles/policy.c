#include "gui/profiles/policy.h"

#include <glib/gi18n.h>

#include "core/base/alloc.h"
#include "gui/widgets/a11y.h"

enum {
	LIMITS = 4,
	SWITCHES = 4,
	MAX_BITS = 16384,
};

struct _AppPolicy {
	GtkBox parent;
	AppSession *session;
	GtkWidget *spins[LIMITS], *switches[SWITCHES];
	GtkWidget *after, *verifies, *name, *sources;
	GPtrArray *source_rows;
	gboolean filling;
};

G_DEFINE_FINAL_TYPE(AppPolicy, app_policy, GTK_TYPE_BOX)

static const struct {
	const char *title;
	size_t offset; /* in struct scn_profile_limits */
} limits[LIMITS] = {
	{ N_("Smallest DH group"), offsetof(struct scn_profile_limits, dh_min) },
	{ N_("Largest DH group"), offsetof(struct scn_profile_limits, dh_max) },
	{ N_("Smallest RSA key"), offsetof(struct scn_profile_limits, rsa_min) },
	{ N_("Largest RSA key"), offsetof(struct scn_profile_limits, rsa_max) },
};

static const struct {
	const char *title, *subtitle;
	size_t offset; /* in struct scn_profile */
} switches[SWITCHES] = {
	{ N_("Sends the server name (SNI)"), NULL, offsetof(struct scn_profile, sends_sni) },
	{ N_("Insists on secure renegotiation"), N_("Ends the handshake with a server without it"),
		offsetof(struct scn_profile, requires_secure_renegotiation) },
	{ N_("Insists on the extended master secret"),
		N_("Ends the handshake with a server without it"),
		offsetof(struct scn_profile, requires_extended_master_secret) },
	{ N_("Insists on the key usage of the certificate"), NULL,
		offsetof(struct scn_profile, requires_key_usage) },
};

/* In the order of enum scn_after_failure. */
static const char *const after_words[] = { N_("Not known"), N_("Sends unencrypted at once"),
	N_("Sends unencrypted later"), N_("Goes to the next server"), N_("Keeps it in the queue"),
	NULL };

/* In the order of enum scn_verifies. */
static const char *const verifies_words[] = { N_("Nothing"), N_("The chain"),
	N_("The chain and the name"), N_("By DANE"), NULL };

static uint32_t *limit_of(struct scn_profile *p, guint at)
{
	return (uint32_t *)(void *)((char *)&p->limits + limits[at].offset);
}

static bool *switch_of(struct scn_profile *p, guint at)
{
	return (bool *)(void *)((char *)p + switches[at].offset);
}

/* ---- one step for whatever was touched ---- */

static void fill(AppPolicy *policy);

static void on_touched(AppPolicy *policy)
{
	struct scn_profile *wanted;
	struct scn_text said = { 0 };

	if (policy->filling || !policy->session || !app_session_get_editable(policy->session))
		return;
	wanted = scn_profile_copy(scn_edit_profile(app_session_get_edit(policy->session)));
	for (guint i = 0; i < LIMITS; i++)
		*limit_of(wanted, i) = (uint32_t)gtk_spin_button_get_value_as_int(
			GTK_SPIN_BUTTON(policy->spins[i]));
	for (guint i = 0; i < SWITCHES; i++)
		*switch_of(wanted, i) = gtk_switch_get_active(GTK_SWITCH(policy->switches[i]));
	wanted->after_failure =
		(enum scn_after_failure)adw_combo_row_get_selected(ADW_COMBO_ROW(policy->after));
	wanted->verifies =
		(enum scn_verifies)adw_combo_row_get_selected(ADW_COMBO_ROW(policy->verifies));
	free(wanted->name);
	wanted->name = scn_strdup(gtk_editable_get_text(GTK_EDITABLE(policy->name)));
	if (!app_session_stepped(policy->session,
		    scn_edit_set_policy(app_session_get_edit(policy->session), wanted, &said),
		    &said))
		fill(policy);
	scn_profile_free(wanted);
}

/* ---- filling ---- */

/* 0 is "not known", in words. */
static gboolean show_bits(GtkSpinButton *spin, gpointer user)
{
	int bits = gtk_spin_button_get_value_as_int(spin);
	g_autofree char *text =
		bits ? g_strdup_printf(_("%d bits"), bits) : g_strdup(_("not known"));

	gtk_editable_set_text(GTK_EDITABLE(spin), text);
	return TRUE;
}

static void add_source(AppPolicy *policy, const struct scn_source *source)
{
	static const char *const kinds[] = {
		[SCN_SOURCE_CAPTURED] = N_("captured"),
		[SCN_SOURCE_DOCUMENTED] = N_("documented"),
		[SCN_SOURCE_DERIVED] = N_("derived"),
		[SCN_SOURCE_ESTIMATED] = N_("estimated"),
	};
	GtkWidget *row = adw_action_row_new();
	g_autofree char *title = g_strdup_printf("%s%s%s", _(kinds[source->kind]),
		source->what && source->what[0] ? ": " : "", source->what ? source->what : "");
	g_autofree char *subtitle =
		g_strdup_printf("%s%s%s", source->reference ? source->reference : "",
			source->date ? ", " : "", source->date ? source->date : "");

	adw_preferences_row_set_use_markup(ADW_PREFERENCES_ROW(row), FALSE);
	adw_preferences_row_set_title(ADW_PREFERENCES_ROW(row), title);
	adw_action_row_set_subtitle(ADW_ACTION_ROW(row), subtitle);
	adw_preferences_group_add(ADW_PREFERENCES_GROUP(policy->sources), row);
	g_ptr_array_add(policy->source_rows, row);
}

static void add_note(AppPolicy *policy, const char *note)
{
	GtkWidget *row = adw_action_row_new();

	adw_preferences_row_set_use_markup(ADW_PREFERENCES_ROW(row), FALSE);
	adw_preferences_row_set_title(ADW_PREFERENCES_ROW(row), _("Note"));
	adw_action_row_set_subtitle(ADW_ACTION_ROW(row), note);
	adw_preferences_group_add(ADW_PREFERENCES_GROUP(policy->sources), row);
	g_ptr_array_add(policy->source_rows, row);
}

static void fill_sources(AppPolicy *policy, const struct scn_profile *p)
{
	for (guint i = 0; i < policy->source_rows->len; i++)
		adw_preferences_group_remove(
			ADW_PREFERENCES_GROUP(policy->sources), policy->source_rows->pdata[i]);
	g_ptr_array_set_size(policy->source_rows, 0);
	for (size_t i = 0; i < p->source_count; i++)
		add_source(policy, &p->sources[i]);
	if (p->note && p->note[0])
		add_note(policy, p->note);
}

static void fill_values(AppPolicy *policy, struct scn_profile *p, gboolean editable)
{
	for (guint i = 0; i < LIMITS; i++) {
		gtk_spin_button_set_value(GTK_SPIN_BUTTON(policy->spins[i]), *limit_of(p, i));
		/* A value that stays as it was is not written out. */
		show_bits(GTK_SPIN_BUTTON(policy->spins[i]), NULL);
		gtk_widget_set_sensitive(policy->spins[i], editable);
	}
	for (guint i = 0; i < SWITCHES; i++) {
		gtk_switch_set_active(GTK_SWITCH(policy->switches[i]), *switch_of(p, i));
		gtk_widget_set_sensitive(policy->switches[i], editable);
	}
	adw_combo_row_set_selected(ADW_COMBO_ROW(policy->after), p->after_failure);
	adw_combo_row_set_selected(ADW_COMBO_ROW(policy->verifies), p->verifies);
	gtk_widget_set_sensitive(policy->after, editable);
	gtk_widget_set_sensitive(policy->verifies, editable);
	gtk_widget_set_visible(policy->name, editable);
	if (g_strcmp0(gtk_editable_get_text(GTK_EDITABLE(policy->name)), p->name) != 0)
		gtk_editable_set_text(GTK_EDITABLE(policy->name), p->name);
}

static void fill(AppPolicy *policy)
{
	struct scn_profile *p;

	if (!policy->session)
		return;
	policy->filling = TRUE;
	p = scn_profile_copy(scn_edit_profile(app_session_get_edit(policy->session)));
	fill_values(policy, p, app_session_get_editable(policy->session));
	fill_sources(policy, p);
	scn_profile_free(p);
	policy->filling = FALSE;
}

void app_policy_set_session(AppPolicy *policy, AppSession *session)
{
	if (policy->session)
		g_signal_handlers_disconnect_by_func(policy->session, fill, policy);
	g_set_object(&policy->session, session);
	if (session)
		g_signal_connect_object(
			session, "changed", G_CALLBACK(fill), policy, G_CONNECT_SWAPPED);
	fill(policy);
}

void app_policy_focus_source(AppPolicy *policy)
{
	gtk_widget_child_focus(policy->sources, GTK_DIR_TAB_FORWARD);
}

/* ---- building ---- */

static GtkWidget *group(AppPolicy *policy, const char *title, const char *description)
{
	GtkWidget *made = adw_preferences_group_new();

	adw_preferences_group_set_title(ADW_PREFERENCES_GROUP(made), title);
	adw_preferences_group_set_description(ADW_PREFERENCES_GROUP(made), description);
	gtk_box_append(GTK_BOX(policy), made);
	return made;
}

static GtkWidget *row(GtkWidget *parent, const char *title, const char *subtitle, GtkWidget *suffix)
{
	GtkWidget *made = adw_action_row_new();

	adw_preferences_row_set_title(ADW_PREFERENCES_ROW(made), title);
	if (subtitle)
		adw_action_row_set_subtitle(ADW_ACTION_ROW(made), subtitle);
	gtk_widget_set_valign(suffix, GTK_ALIGN_CENTER);
	app_name(suffix, title);
	adw_action_row_add_suffix(ADW_ACTION_ROW(made), suffix);
	adw_preferences_group_add(ADW_PREFERENCES_GROUP(parent), made);
	return made;
}

static int read_bits(GtkSpinButton *spin, double *value_out, gpointer user)
{
	*value_out = g_ascii_strtod(gtk_editable_get_text(GTK_EDITABLE(spin)), NULL);
	return TRUE;
}

static void add_limits(AppPolicy *policy)
{
	GtkWidget *parent = group(policy, _("Limits"), _("What the client refuses"));

	for (guint i = 0; i < LIMITS; i++) {
		policy->spins[i] = gtk_spin_button_new_with_range(0, MAX_BITS, 512);
		gtk_spin_button_set_numeric(GTK_SPIN_BUTTON(policy->spins[i]), FALSE);
		gtk_editable_set_width_chars(GTK_EDITABLE(policy->spins[i]), 10);
		g_signal_connect(policy->spins[i], "output", G_CALLBACK(show_bits), NULL);
		g_signal_connect(policy->spins[i], "input", G_CALLBACK(read_bits), NULL);
		row(parent, _(limits[i].title), NULL, policy->spins[i]);
		g_signal_connect_swapped(
			policy->spins[i], "value-changed", G_CALLBACK(on_touched), policy);
	}
}

static GtkWidget *combo(
	AppPolicy *policy, GtkWidget *parent, const char *title, const char *const *words)
{
	g_autoptr(GtkStringList) list = gtk_string_list_new(NULL);
	GtkWidget *made;

	for (; *words; words++)
		gtk_string_list_append(list, _(*words));
	made = g_object_new(ADW_TYPE_COMBO_ROW, "title", title, "model", list, NULL);
	adw_preferences_group_add(ADW_PREFERENCES_GROUP(parent), made);
	g_signal_connect_swapped(made, "notify::selected", G_CALLBACK(on_touched), policy);
	return made;
}

static void add_behaviour(AppPolicy *policy)
{
	GtkWidget *parent = group(policy, _("Behaviour"), NULL);

	policy->after = combo(policy, parent, _("When TLS fails"), after_words);
	policy->verifies = combo(policy, parent, _("Verifies"), verifies_words);
	for (guint i = 0; i < SWITCHES; i++) {
		GtkWidget *made;

		policy->switches[i] = gtk_switch_new();
		made = row(parent, _(switches[i].title),
			switches[i].subtitle ? _(switches[i].subtitle) : NULL, policy->switches[i]);
		adw_action_row_set_activatable_widget(ADW_ACTION_ROW(made), policy->switches[i]);
		g_signal_connect_swapped(
			policy->switches[i], "notify::active", G_CALLBACK(on_touched), policy);
	}
}

static void add_sources(AppPolicy *policy)
{
	policy->sources = group(policy, _("Source"), NULL);
	policy->name = adw_entry_row_new();
	adw_preferences_row_set_title(ADW_PREFERENCES_ROW(policy->name), _("Name"));
	adw_entry_row_set_show_apply_button(ADW_ENTRY_ROW(policy->name), TRUE);
	g_signal_connect_swapped(policy->name, "apply", G_CALLBACK(on_touched), policy);
	adw_preferences_group_add(ADW_PREFERENCES_GROUP(policy->sources), policy->name);
}

static void app_policy_dispose(GObject *object)
{
	g_clear_object(&APP_POLICY(object)->session);
	g_clear_pointer(&APP_POLICY(object)->source_rows, g_ptr_array_unref);
	G_OBJECT_CLASS(app_policy_parent_class)->dispose(object);
}

static void app_policy_class_init(AppPolicyClass *class)
{
	G_OBJECT_CLASS(class)->dispose = app_policy_dispose;
}

static void app_policy_init(AppPolicy *policy)
{
	gtk_orientable_set_orientation(GTK_ORIENTABLE(policy), GTK_ORIENTATION_VERTICAL);
	gtk_box_set_spacing(GTK_BOX(policy), 24);
	policy->source_rows = g_ptr_array_new();
	add_limits(policy);
	add_behaviour(policy);
	add_sources(policy);
}

GtkWidget *app_policy_new(void)
{
	return g_object_new(APP_TYPE_POLICY, NULL);
}
