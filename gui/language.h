/* The user's language: gettext for our own strings, and for the engine's sentences in the main thread. */
#ifndef GUI_LANGUAGE_H
#define GUI_LANGUAGE_H

/* To be called first, in the main thread. */
void app_language_start(void);

#endif
