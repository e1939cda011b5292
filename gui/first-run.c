#include "gui/first-run.h"

#include <adwaita.h>
#include <glib/gi18n.h>

#include "gui/target-entry.h"
#include "gui/widgets/a11y.h"

static GtkWidget *note(void)
{
	GtkWidget *label = g_object_new(GTK_TYPE_LABEL, "label",
		_("The scan opens short connections, sends no mail and never logs in. Scan only "
		  "servers you run or may test."),
		"wrap", TRUE, "justify", GTK_JUSTIFY_CENTER, NULL);

	gtk_widget_add_css_class(label, "caption");
	gtk_widget_add_css_class(label, "dim-label");
	return label;
}

static GtkWidget *demo_button(void)
{
	GtkWidget *button = gtk_button_new_with_mnemonic(_("Try the Built-in _Demo Server"));

	gtk_widget_add_css_class(button, "pill");
	gtk_widget_set_halign(button, GTK_ALIGN_CENTER);
	app_name(button, _("Try the Built-in Demo Server")); /* GTK 4.8 would say it twice */
	gtk_actionable_set_action_name(GTK_ACTIONABLE(button), "win.demo");
	return button;
}

GtkWidget *app_first_run_new(GtkWidget **entry_out)
{
	GtkWidget *page = adw_status_page_new();
	GtkWidget *clamp = adw_clamp_new();
	GtkWidget *box = gtk_box_new(GTK_ORIENTATION_VERTICAL, 18);

	*entry_out = app_target_entry_new(_("Scan"));
	adw_status_page_set_icon_name(ADW_STATUS_PAGE(page), "app-mail-symbolic");
	adw_status_page_set_title(ADW_STATUS_PAGE(page), _("Will the mail get through?"));
	adw_status_page_set_description(
		ADW_STATUS_PAGE(page), _("Enter a domain or a mail server. The answer says whether "
					 "mail to it travels encrypted, and if not, why."));
	gtk_box_append(GTK_BOX(box), *entry_out);
	gtk_box_append(GTK_BOX(box), demo_button());
	gtk_box_append(GTK_BOX(box), note());
	adw_clamp_set_maximum_size(ADW_CLAMP(clamp), 420);
	adw_clamp_set_child(ADW_CLAMP(clamp), box);
	adw_status_page_set_child(ADW_STATUS_PAGE(page), clamp);
	return page;
}
