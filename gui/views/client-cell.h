/* The cells of the client grid: the client's name, or mark and result of one pair. */
#ifndef GUI_VIEWS_CLIENT_CELL_H
#define GUI_VIEWS_CLIENT_CELL_H

#include "gui/context.h"

GtkWidget *app_client_cell_new(void);
/* The name, the platform behind it; the row is named for screen readers: "Exchange 2016, Windows Server 2012 R2:
 * mx1 fails, no common cipher suite; mx2 works". */
void app_client_cell_show_client(GtkWidget *cell, AppScan *scan, AppProfile *client);

typedef enum {
	APP_CELL_WHOLE, /* "TLS 1.2 · AES-256-GCM" */
	APP_CELL_SHORT, /* "TLS 1.2" */
} AppCellLength;
void app_client_cell_show_pair(
	GtkWidget *cell, AppServer *server, AppProfile *client, AppCellLength length);
/* The ring of the window's pair. */
void app_client_cell_set_current(GtkWidget *cell, gboolean current);

#endif
