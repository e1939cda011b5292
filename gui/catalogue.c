/*
 * magic 0x950412DE, revision, count, place of the table of originals, place of that of translations; each table has
 * (length, place) for a string. Originals with a plural are "singular\0plural", their translations the forms in
 * order. Numbers are of the machine that wrote it; only our own order is read.
 */
#include "gui/catalogue.h"

#include <string.h>

struct app_catalogue {
	GBytes *bytes;
	GHashTable *strings; /* original: translation, both inside of bytes */
	struct scn_language language;
};

enum {
	MAGIC = 0x950412DE,
	HEADER_LEN = 20,
};

static guint32 number_at(const AppCatalogue *c, guint32 place)
{
	gsize len;
	const guint8 *data = g_bytes_get_data(c->bytes, &len);
	guint32 value = 0;

	if (place <= len && len - place >= sizeof(value))
		memcpy(&value, data + place, sizeof(value));
	return value;
}

/* A string that ends inside of the file, or NULL. */
static const char *string_at(const AppCatalogue *c, guint32 entry)
{
	gsize len;
	const char *data = g_bytes_get_data(c->bytes, &len);
	guint32 length = number_at(c, entry), place = number_at(c, entry + 4);

	if (place >= len || length >= len - place || data[place + length] != 0)
		return NULL;
	return data + place;
}

static gboolean read_strings(AppCatalogue *c)
{
	guint32 count = number_at(c, 8), originals = number_at(c, 12),
		translations = number_at(c, 16);
	gsize len = g_bytes_get_size(c->bytes);

	if (len < HEADER_LEN || number_at(c, 0) != (guint32)MAGIC || count > len / 16)
		return FALSE;
	for (guint32 i = 0; i < count; i++) {
		const char *original = string_at(c, originals + 8 * i);
		const char *translation = string_at(c, translations + 8 * i);

		if (!original || !translation)
			return FALSE;
		if (*original && *translation)
			g_hash_table_insert(c->strings, (gpointer)original, (gpointer)translation);
	}
	return TRUE;
}

static const char *one(void *context, const char *english)
{
	return g_hash_table_lookup(((AppCatalogue *)context)->strings, english);
}

/* The forms of Czech, the only language that we have besides English: 1, 2 to 4, more. */
static guint form_of(unsigned long count)
{
	return count == 1 ? 0 : count >= 2 && count <= 4 ? 1 : 2;
}

static const char *many(
	void *context, const char *singular, const char *plural, unsigned long count)
{
	const char *forms = one(context, singular);

	for (guint i = form_of(count); forms && i > 0; i--)
		forms += strlen(forms) + 1;
	return forms;
}

AppCatalogue *app_catalogue_read(GBytes *bytes)
{
	AppCatalogue *c = g_new0(AppCatalogue, 1);

	c->bytes = g_bytes_ref(bytes);
	c->strings = g_hash_table_new(g_str_hash, g_str_equal);
	c->language = (struct scn_language){ .one = one, .many = many, .context = c };
	if (read_strings(c))
		return c;
	app_catalogue_free(c);
	return NULL;
}

AppCatalogue *app_catalogue_open(const char *language)
{
	const char *folder = g_getenv("HANDFAST_LOCALEDIR"); /* as in language.c */
	g_autofree char *path = g_build_filename(folder ? folder : APP_LOCALEDIR, language,
		"LC_MESSAGES", GETTEXT_PACKAGE ".mo", NULL);
	g_autoptr(GMappedFile) file = g_mapped_file_new(path, FALSE, NULL);
	g_autoptr(GBytes) bytes = file ? g_mapped_file_get_bytes(file) : NULL;

	return bytes ? app_catalogue_read(bytes) : NULL;
}

void app_catalogue_free(AppCatalogue *catalogue)
{
	if (!catalogue)
		return;
	g_hash_table_unref(catalogue->strings);
	g_bytes_unref(catalogue->bytes);
	g_free(catalogue);
}

const struct scn_language *app_catalogue_language(AppCatalogue *catalogue)
{
	return &catalogue->language;
}
