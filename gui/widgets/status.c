#include "gui/widgets/status.h"

#include <glib/gi18n.h>

static const struct {
	const char *icon, *class, *word;
} marks[] = {
	[APP_STATUS_NONE] = { NULL, NULL, "" },
	[APP_STATUS_PENDING] = { "app-dots-symbolic", "app-unknown", N_("testing…") },
	[APP_STATUS_UNKNOWN] = { "app-question-symbolic", "app-unknown", N_("not tested") },
	[APP_STATUS_WORKS] = { "app-check-symbolic", "app-works", N_("works") },
	[APP_STATUS_WEAK] = { "app-warning-symbolic", "app-weak", N_("works, weak") },
	[APP_STATUS_FAILS] = { "app-cross-symbolic", "app-fails", N_("fails") },
	[APP_STATUS_REJECTED] = { "app-minus-symbolic", "app-unknown", N_("rejected") },
};

AppStatus app_status_of_verdict(enum scn_verdict_kind kind)
{
	static const AppStatus statuses[] = {
		[SCN_VERDICT_UNKNOWN] = APP_STATUS_UNKNOWN,
		[SCN_VERDICT_WORKS] = APP_STATUS_WORKS,
		[SCN_VERDICT_WEAK] = APP_STATUS_WEAK,
		[SCN_VERDICT_FAILS] = APP_STATUS_FAILS,
	};

	return statuses[kind];
}

AppStatus app_status_of_known(enum scn_known known)
{
	static const AppStatus statuses[] = {
		[SCN_UNKNOWN] = APP_STATUS_UNKNOWN,
		[SCN_REJECTED] = APP_STATUS_REJECTED,
		[SCN_ACCEPTED] = APP_STATUS_WORKS,
	};

	return statuses[known];
}

AppStatus app_status_of_strength(enum scn_strength strength)
{
	static const AppStatus statuses[] = {
		[SCN_STRENGTH_GOOD] = APP_STATUS_WORKS,
		[SCN_STRENGTH_OK] = APP_STATUS_WORKS,
		[SCN_STRENGTH_WEAK] = APP_STATUS_WEAK,
		[SCN_STRENGTH_BROKEN] = APP_STATUS_FAILS,
	};

	return statuses[strength];
}

const char *app_status_icon(AppStatus status)
{
	return marks[status].icon;
}

const char *app_status_class(AppStatus status)
{
	return marks[status].class;
}

const char *app_status_word(AppStatus status)
{
	return marks[status].word[0] ? _(marks[status].word) : "";
}

GtkWidget *app_mark_new(AppStatus status)
{
	GtkWidget *mark = g_object_new(
		GTK_TYPE_IMAGE, "accessible-role", GTK_ACCESSIBLE_ROLE_PRESENTATION, NULL);

	app_mark_set(mark, status);
	return mark;
}

/* To set the same again would load the picture anew and lay out all around it. */
static gboolean shows(GtkWidget *mark, AppStatus status, const char *icon)
{
	const char *class = marks[status].class;

	if (g_strcmp0(gtk_image_get_icon_name(GTK_IMAGE(mark)), icon) != 0)
		return FALSE;
	return class ? gtk_widget_has_css_class(mark, class) : gtk_widget_get_opacity(mark) == 0;
}

void app_mark_set(GtkWidget *mark, AppStatus status)
{
	app_mark_set_icon(mark, status, marks[status].icon);
}

void app_mark_set_icon(GtkWidget *mark, AppStatus status, const char *icon)
{
	if (shows(mark, status, icon))
		return;
	for (guint i = 0; i < G_N_ELEMENTS(marks); i++)
		if (marks[i].class)
			gtk_widget_remove_css_class(mark, marks[i].class);
	if (marks[status].class)
		gtk_widget_add_css_class(mark, marks[status].class);
	gtk_image_set_from_icon_name(GTK_IMAGE(mark), icon);
	gtk_widget_set_opacity(mark, icon ? 1 : 0);
}
