/*
 * The verdict card: mark, title, sentence, how sure, the rows Why, Mail, Fix (or Checked, Certificate, Could be
 * better) and what to do about it.
 */
#ifndef GUI_VIEWS_ANSWER_CARD_H
#define GUI_VIEWS_ANSWER_CARD_H

#include <adwaita.h>

#include "gui/views/answer-text.h"

#define APP_TYPE_ANSWER_CARD (app_answer_card_get_type())
G_DECLARE_FINAL_TYPE(AppAnswerCard, app_answer_card, APP, ANSWER_CARD, GtkBox)

GtkWidget *app_answer_card_new(AppContext *context);
/* answer is only read. */
void app_answer_card_show(AppAnswerCard *card, const AppAnswer *answer);

#endif
