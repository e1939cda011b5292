#include "gui/latency.h"

#include <math.h>
#include <stdio.h>
#include <time.h>

#define TICK_US   5000
#define WRITE_US  G_USEC_PER_SEC
#define BUCKETS   1024 /* of a millisecond each; what is longer stands in the last */
#define BUCKET_US 1000
#define FIRST                                                                                      \
	(-1000) /* priority: before all others, so that a turn of the loop begins and ends here */

static const double shown[] = { 50, 90, 99, 99.9 };

struct series {
	gint64 max_us;
	guint64 count;
	guint64 bucket[BUCKETS];
};

enum phase {
	START,
	AFTERWARDS,
	PHASES,
};

struct phase_figures {
	const char *title;
	gint64 began_us, ended_us;
	struct series late, work;
};

static struct latency {
	char *path;
	enum phase phase;
	struct phase_figures phases[PHASES];
	gint64 due_us;      /* when the next tick should come */
	gint64 written_us;  /* when the file was written last */
	gint64 turn_cpu_us; /* of the main thread, when it began to work; 0: it waits */
} latency = { .phases = { [START] = { .title = "until the first frame" },
		      [AFTERWARDS] = { .title = "afterwards" } } };

static struct phase_figures *now_figures(void)
{
	return &latency.phases[latency.phase];
}

/* ---- figures ---- */

static void add(struct series *s, gint64 us)
{
	gint64 n = us / BUCKET_US;

	s->bucket[MIN(n, BUCKETS - 1)]++;
	s->count++;
	s->max_us = MAX(s->max_us, us);
}

/* The upper end of the bucket below which so many percent lie. */
static double percentile_ms(const struct series *s, double percent)
{
	guint64 below = 0, wanted = (guint64)ceil((double)s->count * percent / 100);

	for (int n = 0; n < BUCKETS; n++) {
		below += s->bucket[n];
		if (below >= wanted)
			return MIN((double)(n + 1) * BUCKET_US, (double)s->max_us) / 1000;
	}
	return (double)s->max_us / 1000;
}

static void print(FILE *file, const char *name, const struct series *s)
{
	fprintf(file, "  %s ", name);
	for (gsize i = 0; i < G_N_ELEMENTS(shown); i++)
		fprintf(file, " p%g %.1f", shown[i], percentile_ms(s, shown[i]));
	fprintf(file, " max %.1f ms (%" G_GUINT64_FORMAT ")\n", (double)s->max_us / 1000, s->count);
}

/* Not g_file_set_contents, which waits for the disk. */
static void write_report(gint64 now_us)
{
	FILE *file = fopen(latency.path, "w");

	if (!file)
		return;
	for (int i = 0; i <= (int)latency.phase; i++) {
		const struct phase_figures *p = &latency.phases[i];

		fprintf(file, "%s: %.1f s\n", p->title,
			(double)((p->ended_us ? p->ended_us : now_us) - p->began_us) /
				G_USEC_PER_SEC);
		print(file, "late", &p->late);
		print(file, "work", &p->work);
	}
	fclose(file);
}

/* ---- how late ---- */

/* A loop that was busy for long made every tick within that time late, not just the one that came. */
static gboolean on_tick(gpointer data)
{
	gint64 now_us = g_get_monotonic_time();

	for (; latency.due_us <= now_us; latency.due_us += TICK_US)
		add(&now_figures()->late, now_us - latency.due_us);
	if (now_us - latency.written_us >= WRITE_US) {
		write_report(now_us);
		/* The writing is no work of the program's. */
		latency.written_us = g_get_monotonic_time();
		latency.due_us = latency.written_us + TICK_US;
	}
	return G_SOURCE_CONTINUE;
}

static gboolean tick_dispatch(GSource *source, GSourceFunc callback, gpointer data)
{
	callback(data);
	g_source_set_ready_time(source, latency.due_us);
	return G_SOURCE_CONTINUE;
}

/* ---- how long at a time ---- */

static gint64 cpu_us(void)
{
	struct timespec t;

	clock_gettime(CLOCK_THREAD_CPUTIME_ID, &t);
	return (gint64)t.tv_sec * G_USEC_PER_SEC + t.tv_nsec / 1000;
}

/* Asked before the loop waits for events. */
static gboolean turn_prepare(GSource *source, int *timeout_ms)
{
	if (latency.turn_cpu_us)
		add(&now_figures()->work, cpu_us() - latency.turn_cpu_us);
	latency.turn_cpu_us = 0;
	*timeout_ms = -1;
	return FALSE;
}

/* Asked when there are some. */
static gboolean turn_check(GSource *source)
{
	latency.turn_cpu_us = cpu_us();
	return FALSE;
}

static gboolean turn_dispatch(GSource *source, GSourceFunc callback, gpointer data)
{
	return G_SOURCE_CONTINUE;
}

/* ---- beginning ---- */

static void attach(GSource *source, const char *name)
{
	g_source_set_name(source, name);
	g_source_attach(source, NULL);
	g_source_unref(source);
}

void app_latency_watch(const char *path)
{
	static GSourceFuncs tick = { .dispatch = tick_dispatch };
	static GSourceFuncs turn = {
		.prepare = turn_prepare, .check = turn_check, .dispatch = turn_dispatch
	};
	GSource *source;

	if (!path || !*path || latency.path)
		return;
	latency.path = g_strdup(path);
	latency.written_us = g_get_monotonic_time();
	latency.due_us = latency.written_us + TICK_US;
	latency.turn_cpu_us = cpu_us();
	latency.phases[START].began_us = latency.written_us;
	source = g_source_new(&tick, sizeof(GSource));
	g_source_set_callback(source, on_tick, NULL, NULL);
	g_source_set_ready_time(source, latency.due_us);
	attach(source, "latency");
	source = g_source_new(&turn, sizeof(GSource));
	g_source_set_priority(source, FIRST);
	attach(source, "turn");
}

/* The turn in which the first frame was drawn belongs to the start. */
static void end_start(gpointer data)
{
	latency.phase = AFTERWARDS;
	latency.phases[START].ended_us = g_get_monotonic_time();
	latency.phases[AFTERWARDS].began_us = latency.phases[START].ended_us;
}

static void on_painted(GdkFrameClock *clock, gpointer data)
{
	g_signal_handlers_disconnect_by_func(clock, on_painted, data);
	g_idle_add_once(end_start, NULL);
}

static void on_realize(GtkWidget *window)
{
	g_signal_connect(
		gtk_widget_get_frame_clock(window), "after-paint", G_CALLBACK(on_painted), NULL);
}

void app_latency_watch_window(GtkWidget *window)
{
	if (!latency.path || latency.phase != START)
		return;
	g_signal_connect(window, "realize", G_CALLBACK(on_realize), NULL);
}
