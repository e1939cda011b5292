/* The program: command line, the one window, what outlives it. */
#ifndef GUI_APPLICATION_H
#define GUI_APPLICATION_H

#include <adwaita.h>

#define APP_ID "org.handfast.Handfast"

#define APP_TYPE_APPLICATION (app_application_get_type())
G_DECLARE_FINAL_TYPE(AppApplication, app_application, APP, APPLICATION, AdwApplication)

GApplication *app_application_new(void);

#endif
