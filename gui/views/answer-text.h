/*
 * All that the card of the Answer view says, in words: the engine's sentences for the chosen client and
 * server, or for the client and all servers. No widgets.
 */
#ifndef GUI_VIEWS_ANSWER_TEXT_H
#define GUI_VIEWS_ANSWER_TEXT_H

#include "gui/context.h"

enum {
	APP_ANSWER_MAX_ROWS = 4
};

typedef struct {
	const char *label; /* "Why" */
	char *text;
} AppAnswerRow;

typedef struct {
	AppStatus status;
	char *title, *sentence;
	char *evidence; /* "confirmed by test handshake"; NULL: none */
	char *proof;    /* what that rests on; or NULL */
	AppAnswerRow rows[APP_ANSWER_MAX_ROWS];
	guint row_count;
	/* NULL: nothing to mend, or no way is known. */
	char *fix_lead, *fix_value, *fix_alternative;
	AppServer *fix_server; /* whose pair it is of */
	enum scn_side fix_side;
} AppAnswer;

/* NULL: there is no scan, no server or no client. */
AppAnswer *app_answer_new(AppContext *context);
void app_answer_free(AppAnswer *answer);
/* Title, sentence, rows and fix, a line each. */
char *app_answer_to_text(const AppAnswer *answer);

G_DEFINE_AUTOPTR_CLEANUP_FUNC(AppAnswer, app_answer_free)

#endif
