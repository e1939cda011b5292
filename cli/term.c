#include "cli/term.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>
#ifdef _WIN32
#include <io.h>
#else
#include <sys/ioctl.h>
#include <unistd.h>
#endif

enum {
	WIDTH_MIN = 20,
	BAR_COLUMNS = 28,
	BAR_LEAST_COLUMNS = 4,
	REDRAWS_A_SECOND = 5,
	LEFT_AFTER_ANSWERS = 5, /* a guess of the time left from fewer answers is noise */
};

static bool is_set(const char *value)
{
	return value && value[0];
}

/* Set and not "0": how CLICOLOR_FORCE and FORCE_COLOR are read. */
static bool is_on(const char *value)
{
	return is_set(value) && strcmp(value, "0") != 0;
}

static bool decide_color(const struct cli_term_wishes *wishes, const struct cli_term_facts *facts)
{
	if (wishes->plain)
		return false;
	if (wishes->color && strcmp(wishes->color, "always") == 0)
		return true;
	if (wishes->color && strcmp(wishes->color, "never") == 0)
		return false;
	if (is_set(facts->no_color))
		return false;
	if (is_on(facts->clicolor_force) || is_on(facts->force_color))
		return true;
	return facts->stdout_tty && is_set(facts->term) && strcmp(facts->term, "dumb") != 0;
}

static unsigned decide_width(
	const struct cli_term_wishes *wishes, const struct cli_term_facts *facts)
{
	unsigned columns = facts->columns ? (unsigned)strtoul(facts->columns, NULL, 10) : 0;
	unsigned width = wishes->width       ? wishes->width
			 : columns           ? columns
			 : facts->stdout_tty ? facts->tty_columns
					     : 0;

	if (width == 0)
		return SCN_WIDTH_DEFAULT;
	if (width < WIDTH_MIN)
		return WIDTH_MIN;
	return width > SCN_WIDTH_MAX ? SCN_WIDTH_MAX : width;
}

/* "cs_CZ.UTF-8", "C.utf8"; a locale without a charset, "C" and "POSIX" are not UTF-8. */
static bool utf8_locale(const char *locale)
{
	const char *dot = locale ? strchr(locale, '.') : NULL;

	return dot &&
	       (strncasecmp(dot + 1, "utf-8", 5) == 0 || strncasecmp(dot + 1, "utf8", 4) == 0);
}

struct cli_term cli_term_decide(
	const struct cli_term_wishes *wishes, const struct cli_term_facts *facts)
{
	return (struct cli_term){
		.stdout_tty = facts->stdout_tty,
		.stderr_tty = facts->stderr_tty,
		.width = decide_width(wishes, facts),
		.color = decide_color(wishes, facts),
		.ascii = wishes->ascii || !utf8_locale(facts->locale),
		.plain = wishes->plain,
	};
}

static unsigned ask_columns(void)
{
#ifdef TIOCGWINSZ
	struct winsize size;

	if (ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) == 0)
		return size.ws_col;
#endif
	return 0;
}

static const char *locale_of_environment(void)
{
	static const char *const names[] = { "LC_ALL", "LC_CTYPE", "LANG" };

	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++)
		if (is_set(getenv(names[i])))
			return getenv(names[i]);
	return NULL;
}

struct cli_term cli_term_look(const struct cli_term_wishes *wishes)
{
	struct cli_term_facts facts = {
		.stdout_tty = isatty(STDOUT_FILENO),
		.stderr_tty = isatty(STDERR_FILENO),
		.tty_columns = ask_columns(),
		.columns = getenv("COLUMNS"),
		.term = getenv("TERM"),
		.no_color = getenv("NO_COLOR"),
		.clicolor_force = getenv("CLICOLOR_FORCE"),
		.force_color = getenv("FORCE_COLOR"),
		.locale = locale_of_environment(),
	};

	return cli_term_decide(wishes, &facts);
}

/* ---- progress ---- */

enum cli_progress_mode cli_progress_mode(const char *word, const struct cli_term *term)
{
	static const char *const words[] = {
		[CLI_PROGRESS_NONE] = "none",
		[CLI_PROGRESS_BAR] = "bar",
		[CLI_PROGRESS_LINES] = "lines",
		[CLI_PROGRESS_JSON] = "json",
	};

	for (size_t i = 0; word && i < sizeof(words) / sizeof(words[0]); i++)
		if (strcmp(words[i], word) == 0)
			return (enum cli_progress_mode)i;
	return term->stderr_tty ? CLI_PROGRESS_BAR : CLI_PROGRESS_NONE;
}

void cli_progress_init(
	struct cli_progress *p, FILE *out, enum cli_progress_mode mode, const struct cli_term *term)
{
	*p = (struct cli_progress){ .out = out, .mode = mode, .width = term->width };
}

/* A new server or stage? Then the guess of the time left starts again with the server. */
static bool new_stage(struct cli_progress *p, const struct cli_progress_state *s, scn_time now)
{
	struct scn_text name = { 0 };
	size_t host = strlen(s->host);
	bool same_host = strncmp(scn_text_str(&p->last), s->host, host) == 0 &&
			 scn_text_str(&p->last)[host] == '\n';
	bool fresh;

	scn_text_printf(&name, "%s\n%s%s", s->host, s->stage, s->waiting ? "\nwaiting" : "");
	fresh = strcmp(scn_text_str(&name), scn_text_str(&p->last)) != 0;
	if (!same_host) {
		p->stage_started = now;
		p->stage_answered = s->answered;
	}
	scn_text_finish(&p->last);
	p->last = name;
	return fresh;
}

static void time_left(const struct cli_progress *p, const struct cli_progress_state *s,
	scn_time now, struct scn_text *out)
{
	unsigned answered = s->answered - p->stage_answered;
	scn_time seconds;

	if (s->waiting) {
		scn_text_add(out, "  waiting");
		return;
	}
	if (s->answered < p->stage_answered || answered < LEFT_AFTER_ANSWERS ||
		s->expected < s->answered)
		return;
	seconds = (now - p->stage_started) / SCN_MS * (s->expected - s->answered) / answered / 1000;
	if (seconds >= 60)
		scn_text_printf(out, "  %lld min left", (long long)((seconds + 30) / 60));
	else
		scn_text_printf(out, "  %lld s left", (long long)seconds);
}

static void title(const struct cli_progress_state *s, struct scn_text *out)
{
	scn_text_add(out, s->host);
	if (s->server_count > 1)
		scn_text_printf(out, " (%u of %u)", s->server, s->server_count);
	scn_text_printf(out, "  %s", s->stage);
}

static void bar(const struct cli_progress *p, const struct cli_progress_state *s, scn_time now)
{
	struct scn_text line = { 0 }, tail = { 0 };
	size_t used, room, done;

	title(s, &line);
	scn_text_printf(&tail, "%u/%u", s->answered, s->expected);
	time_left(p, s, now, &tail);
	/* One column stays free: a full line wraps on some terminals and cannot be erased. */
	used = scn_text_columns(scn_text_str(&line)) + scn_text_columns(scn_text_str(&tail)) + 7;
	room = used + BAR_COLUMNS < p->width ? BAR_COLUMNS : used < p->width ? p->width - used : 0;
	if (room >= BAR_LEAST_COLUMNS) {
		done = s->expected ? room * s->answered / s->expected : 0;
		scn_text_add(&line, "  [");
		scn_text_fill(&line, '#', done < room ? done : room);
		scn_text_fill(&line, '.', done < room ? room - done : 0);
		scn_text_char(&line, ']');
	}
	scn_text_printf(&line, "  %s", scn_text_str(&tail));
	if (scn_text_columns(scn_text_str(&line)) < p->width)
		fprintf(p->out, "\r\x1b[K%s", scn_text_str(&line));
	else
		fprintf(p->out, "\r\x1b[K%.*s", (int)p->width - 1, scn_text_str(&tail));
	scn_text_finish(&line);
	scn_text_finish(&tail);
}

static void json_string(FILE *out, const char *key, const char *value)
{
	fprintf(out, "\"%s\":\"", key);
	for (; *value; value++)
		fprintf(out, *value == '"' || *value == '\\' ? "\\%c" : "%c", *value);
	fputs("\",", out);
}

static void json(const struct cli_progress *p, const struct cli_progress_state *s)
{
	fputs("{\"event\":\"progress\",", p->out);
	json_string(p->out, "server", s->host);
	json_string(p->out, "stage", s->stage);
	fprintf(p->out, "\"answered\":%u,\"expected\":%u,\"waiting\":%s}\n", s->answered,
		s->expected, s->waiting ? "true" : "false");
}

static void line(const struct cli_progress *p, const struct cli_progress_state *s)
{
	struct scn_text text = { 0 };

	title(s, &text);
	fprintf(p->out, "%s  %u/%u%s\n", scn_text_str(&text), s->answered, s->expected,
		s->waiting ? "  waiting" : "");
	scn_text_finish(&text);
}

void cli_progress_show(struct cli_progress *p, const struct cli_progress_state *state, scn_time now)
{
	bool fresh;

	if (p->mode == CLI_PROGRESS_NONE)
		return;
	fresh = new_stage(p, state, now);
	if (p->mode == CLI_PROGRESS_LINES ? !fresh : now < p->next)
		return;
	p->next = now + SCN_SECOND / REDRAWS_A_SECOND;
	if (p->mode == CLI_PROGRESS_BAR)
		bar(p, state, now);
	else if (p->mode == CLI_PROGRESS_JSON)
		json(p, state);
	else
		line(p, state);
	p->drawn = p->mode == CLI_PROGRESS_BAR;
	fflush(p->out);
}

void cli_progress_end(struct cli_progress *p)
{
	if (p->drawn)
		fputs("\r\x1b[K", p->out);
	fflush(p->out);
	p->drawn = false;
	p->next = 0;
	scn_text_finish(&p->last);
}
