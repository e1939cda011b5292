#include <locale.h>

#include <glib/gi18n.h>

#include "gui/application.h"
#include "gui/language.h"
#include "gui/latency.h"

int main(int argc, char **argv)
{
	g_autoptr(GApplication) application = NULL;

	app_latency_watch(g_getenv("HANDFAST_LATENCY"));
	app_language_start();
	g_set_prgname(APP_ID);
	g_set_application_name("Handfast");
	application = app_application_new();
	return g_application_run(application, argc, argv);
}
