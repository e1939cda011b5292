/*
 * Sentences in the language of whoever reads them. The engine writes English and asks this hook for
 * each sentence; a front end sets it per thread. So a thread that writes a file (files are English)
 * and one that fills a window do not disturb each other. There is no catalogue here: without a
 * language, and for a sentence that it lacks, the English one is the answer. Words of machines (ids,
 * keys of JSON) never pass through here.
 */
#ifndef SCN_CORE_BASE_LANGUAGE_H
#define SCN_CORE_BASE_LANGUAGE_H

/* Each gives a string that lives as long as the language is set, with the same arguments as the English
 * one in its order or by number (%2$s); NULL = there is none. many: `count` says which plural form. */
struct scn_language {
	const char *(*one)(void *context, const char *english);
	const char *(*many)(
		void *context, const char *singular, const char *plural, unsigned long count);
	void *context;
};

/* For the calling thread; NULL = English. The struct is copied. */
void scn_language_set(const struct scn_language *language);
/* Of the calling thread, for setting it again after a piece of English; all zero = English. */
struct scn_language scn_language_get(void);

/* The sentence in the language of this thread. NULL stays NULL. */
const char *scn_tr(const char *english) __attribute__((format_arg(1)));
const char *scn_tr_n(const char *singular, const char *plural, unsigned long count)
	__attribute__((format_arg(1), format_arg(2)));

/* Marks a sentence in a table for the catalogue; scn_tr is asked where it is used. */
#define SCN_MARK(english) english
/* One that is the same for every number in English; another language may have several forms. */
#define SCN_MARK_MANY(english) english

#endif
