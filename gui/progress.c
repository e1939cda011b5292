#include "gui/progress.h"

#include "core/base/language.h"

#include <glib/gi18n.h>

enum {
	THOUSAND = 1000,
	LEAST_FRACTION = 20, /* thousandths: before that no time left can be guessed */
};

void app_progress_table_begin(
	struct app_progress_table *table, const char *title, unsigned parallel)
{
	table->title = g_strdup(title);
	table->parallel = parallel;
	table->servers = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
	table->begun = g_get_monotonic_time();
}

void app_progress_table_finish(struct app_progress_table *table)
{
	g_clear_pointer(&table->servers, g_hash_table_unref);
	g_clear_pointer(&table->title, g_free);
	g_clear_pointer(&table->host, g_free);
	g_clear_pointer(&table->stage, g_free);
}

void app_progress_table_set(
	struct app_progress_table *table, const struct scn_run_progress *progress)
{
	char *key = g_strdup_printf("%s:%u", progress->host, progress->port);
	unsigned far =
		progress->expected ? progress->answered * THOUSAND / progress->expected : THOUSAND;

	g_hash_table_insert(table->servers, key, GUINT_TO_POINTER(MIN(far, THOUSAND)));
	table->server_count = progress->server_count;
	/* One that is done while another waits is not what there is to tell. */
	if (far >= THOUSAND && table->host)
		return;
	table->answered = progress->answered;
	table->expected = progress->expected;
	table->waiting = progress->waiting;
	g_free(table->host);
	table->host = g_strdup(progress->host);
	g_free(table->stage);
	table->stage = g_strdup(progress->stage);
}

/* Thousandths of all servers. */
static unsigned done(const struct app_progress_table *table)
{
	unsigned sum = 0;
	GHashTableIter iter;
	gpointer far;

	g_hash_table_iter_init(&iter, table->servers);
	while (g_hash_table_iter_next(&iter, NULL, &far))
		sum += GPOINTER_TO_UINT(far);
	return table->server_count ? MIN(sum / table->server_count, THOUSAND) : 0;
}

/* "about 40 s left"; NULL: nobody can tell. */
static char *time_left(const struct app_progress_table *table, unsigned far)
{
	gint64 spent = (g_get_monotonic_time() - table->begun) / G_USEC_PER_SEC;
	gint64 left;

	if (far < LEAST_FRACTION || far >= THOUSAND || table->waiting)
		return NULL;
	left = spent * (THOUSAND - far) / far;
	if (left < 60)
		return g_strdup_printf(_("about %d s left"), (int)(left / 5 + 1) * 5);
	return g_strdup_printf(_("about %d min left"), (int)((left + 59) / 60));
}

static char *stage_of(const struct app_progress_table *table)
{
	if (!table->host)
		return g_strdup_printf(_("Looking up mail servers of %s"), table->title);
	if (table->waiting)
		return g_strdup_printf(
			_("%s asked us to slow down: fewer connections now, with pauses."),
			table->host);
	/* Translators: %1$s is a stage such as "TLS1.2 suites", %2$s a server. */
	return g_strdup_printf(_("Testing %1$s on %2$s…"), scn_tr(table->stage), table->host);
}

static char *detail_of(const struct app_progress_table *table)
{
	g_autofree char *left = NULL, *probes = NULL, *parallel = NULL;

	if (!table->host)
		return g_strdup("");
	left = time_left(table, done(table));
	probes = g_strdup_printf(_("%u of %u probes"), table->answered, table->expected);
	parallel = g_strdup_printf(
		ngettext("%u connection at a time", "%u connections at a time", table->parallel),
		table->parallel);
	if (left)
		return g_strdup_printf("%s · %s · %s", probes, parallel, left);
	return g_strdup_printf("%s · %s", probes, parallel);
}

void app_progress_table_show(struct app_progress_table *table, AppScan *scan)
{
	g_autofree char *stage = stage_of(table);
	g_autofree char *detail = detail_of(table);
	g_autofree char *text = table->host ? g_strdup_printf(_("%s: %u of %u probes"), table->host,
						      table->answered, table->expected)
					    : g_strdup(_("looking up mail servers"));

	app_scan_set_progress(scan, &(struct app_progress){ .fraction = done(table) / 1000.0,
					    .waiting = table->waiting,
					    .text = text,
					    .stage = stage,
					    .detail = detail });
}
