#include "gui/print.h"

#include <glib/gi18n.h>

enum {
	COLUMNS = 100, /* of the report, in a fixed font */
	FONT_SIZE = 8, /* points */
	MARGIN_MM = 15,
	FOOT_LINES = 2,
};

/* What is printed. */
typedef struct {
	char **lines;
	guint line_count, lines_a_page;
	double line_height;
} Job;

static void job_free(gpointer data, GClosure *closure)
{
	Job *job = data;

	g_strfreev(job->lines);
	g_free(job);
}

static PangoLayout *layout_of(GtkPrintContext *context)
{
	PangoLayout *layout = gtk_print_context_create_pango_layout(context);
	PangoFontDescription *font = pango_font_description_from_string("monospace");

	pango_font_description_set_size(font, FONT_SIZE * PANGO_SCALE);
	pango_layout_set_font_description(layout, font);
	pango_font_description_free(font);
	return layout;
}

static void on_begin(GtkPrintOperation *operation, GtkPrintContext *context, Job *job)
{
	g_autoptr(PangoLayout) layout = layout_of(context);
	int width, height;

	pango_layout_set_text(layout, "Mg", -1);
	pango_layout_get_size(layout, &width, &height);
	job->line_height = (double)height / PANGO_SCALE;
	job->lines_a_page = (guint)MAX(
		gtk_print_context_get_height(context) / job->line_height - FOOT_LINES, 1);
	gtk_print_operation_set_n_pages(operation,
		(int)MAX((job->line_count + job->lines_a_page - 1) / job->lines_a_page, 1));
}

static void draw_line(cairo_t *cairo, PangoLayout *layout, const char *text, double y)
{
	pango_layout_set_text(layout, text, -1);
	cairo_move_to(cairo, 0, y);
	pango_cairo_show_layout(cairo, layout);
}

static void on_draw(GtkPrintOperation *operation, GtkPrintContext *context, int page, Job *job)
{
	g_autoptr(PangoLayout) layout = layout_of(context);
	cairo_t *cairo = gtk_print_context_get_cairo_context(context);
	guint first = (guint)page * job->lines_a_page;
	/* Translators: at the foot of a printed page. */
	g_autofree char *foot = g_strdup_printf(_("Handfast, page %d"), page + 1);

	for (guint i = 0; i < job->lines_a_page && first + i < job->line_count; i++)
		draw_line(cairo, layout, job->lines[first + i], i * job->line_height);
	draw_line(cairo, layout, foot, (job->lines_a_page + 1) * job->line_height);
}

static GtkPrintOperation *operation_of(const struct scn_document *document)
{
	GtkPrintOperation *operation = gtk_print_operation_new();
	g_autoptr(GtkPageSetup) page = gtk_page_setup_new();
	struct scn_text text = { 0 };
	Job *job = g_new0(Job, 1);

	scn_report_text(
		document, &(struct scn_text_options){ .width = COLUMNS, .scan = "" }, &text);
	job->lines = g_strsplit(scn_text_str(&text), "\n", -1);
	job->line_count = g_strv_length(job->lines);
	scn_text_finish(&text);
	gtk_page_setup_set_left_margin(page, MARGIN_MM, GTK_UNIT_MM);
	gtk_page_setup_set_right_margin(page, MARGIN_MM, GTK_UNIT_MM);
	gtk_page_setup_set_top_margin(page, MARGIN_MM, GTK_UNIT_MM);
	gtk_page_setup_set_bottom_margin(page, MARGIN_MM, GTK_UNIT_MM);
	gtk_print_operation_set_default_page_setup(operation, page);
	g_signal_connect_data(
		operation, "begin-print", G_CALLBACK(on_begin), job, job_free, (GConnectFlags)0);
	g_signal_connect(operation, "draw-page", G_CALLBACK(on_draw), job);
	return operation;
}

void app_print(GtkWindow *parent, const struct scn_document *document)
{
	g_autoptr(GtkPrintOperation) operation = operation_of(document);

	gtk_print_operation_run(operation, GTK_PRINT_OPERATION_ACTION_PRINT_DIALOG, parent, NULL);
}

gboolean app_print_to_pdf(const struct scn_document *document, const char *path)
{
	g_autoptr(GtkPrintOperation) operation = operation_of(document);

	gtk_print_operation_set_export_filename(operation, path);
	return gtk_print_operation_run(operation, GTK_PRINT_OPERATION_ACTION_EXPORT, NULL, NULL) ==
	       GTK_PRINT_OPERATION_RESULT_APPLY;
}
