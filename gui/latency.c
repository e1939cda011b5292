#include "gui/latency.h"

#include <glib.h>

#include <math.h>

/* A source of the priority that keys and clicks have is due every TICK_US; what it comes late, they would too. */
#define TICK_US       5000
#define WRITE_US      G_USEC_PER_SEC
#define BUCKETS       512 /* of a millisecond each; what is longer stands in the last */
#define BUCKET_US     1000
#define PERCENT_STEPS (sizeof(shown) / sizeof(*shown))

static const double shown[] = { 50, 90, 99, 99.9 };

struct latency {
	char *path;
	gint64 due_us;     /* when the next tick should come */
	gint64 written_us; /* when the file was written last */
	gint64 max_us;
	guint64 count;
	guint64 bucket[BUCKETS];
};

static void add(struct latency *l, gint64 late_us)
{
	gint64 n = late_us / BUCKET_US;

	l->bucket[MIN(n, BUCKETS - 1)]++;
	l->count++;
	l->max_us = MAX(l->max_us, late_us);
}

/* The upper end of the bucket below which so many percent lie. */
static double percentile_ms(const struct latency *l, double percent)
{
	guint64 below = 0, wanted = (guint64)ceil((double)l->count * percent / 100);

	for (int n = 0; n < BUCKETS; n++) {
		below += l->bucket[n];
		if (below >= wanted)
			return MIN((double)(n + 1) * BUCKET_US, (double)l->max_us) / 1000;
	}
	return (double)l->max_us / 1000;
}

static void write_report(struct latency *l)
{
	g_autoptr(GString) text = g_string_new(NULL);

	g_string_append_printf(text, "ticks %" G_GUINT64_FORMAT "\n", l->count);
	for (gsize i = 0; i < PERCENT_STEPS; i++)
		g_string_append_printf(text, "p%g %.1f ms\n", shown[i], percentile_ms(l, shown[i]));
	g_string_append_printf(text, "max %.1f ms\n", (double)l->max_us / 1000);
	for (int n = 0; n < BUCKETS; n++)
		if (l->bucket[n])
			g_string_append_printf(
				text, "below %d ms: %" G_GUINT64_FORMAT "\n", n + 1, l->bucket[n]);
	g_file_set_contents(l->path, text->str, (gssize)text->len, NULL);
}

/* A loop that was busy for long made every tick within that time late, not just the one that came. */
static gboolean on_tick(gpointer data)
{
	struct latency *l = data;
	gint64 now_us = g_get_monotonic_time();

	for (; l->due_us <= now_us; l->due_us += TICK_US)
		add(l, now_us - l->due_us);
	if (now_us - l->written_us >= WRITE_US) {
		write_report(l);
		/* The writing is no work of the program's. */
		l->written_us = g_get_monotonic_time();
		l->due_us = l->written_us + TICK_US;
	}
	return G_SOURCE_CONTINUE;
}

static gboolean tick_dispatch(GSource *source, GSourceFunc callback, gpointer data)
{
	struct latency *l = data;

	callback(data);
	g_source_set_ready_time(source, l->due_us);
	return G_SOURCE_CONTINUE;
}

void app_latency_watch(const char *path)
{
	static GSourceFuncs functions = { .dispatch = tick_dispatch };
	struct latency *l;
	GSource *source;

	if (!path || !*path)
		return;
	l = g_new0(struct latency, 1);
	l->path = g_strdup(path);
	l->written_us = g_get_monotonic_time();
	l->due_us = l->written_us + TICK_US;
	source = g_source_new(&functions, sizeof(GSource));
	g_source_set_callback(source, on_tick, l, NULL);
	g_source_set_ready_time(source, l->due_us);
	g_source_set_name(source, "latency");
	g_source_attach(source, NULL);
	g_source_unref(source);
}
