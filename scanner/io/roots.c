#include "io/roots.h"

#include <stdlib.h>

#include <openssl/pem.h>
#include <openssl/x509.h>

#include "core/base/alloc.h"
#include "core/tls/der.h"

/* ---- the bundle: where in the file which name begins ---- */

struct entry {
	unsigned long name; /* X509_NAME_hash_ex of the subject */
	long at;
};

struct bundle {
	char *path;
	struct entry *entries;
	size_t count;
};

/* RFC 5280 section 4.1.2: version, serial, signature, issuer and validity stand before the subject. */
static X509_NAME *subject_of(struct scn_bytes der)
{
	struct scn_reader file = { .rest = der };
	struct scn_reader certificate = scn_der_expect(&file, SCN_DER_SEQUENCE);
	struct scn_reader tbs = scn_der_expect(&certificate, SCN_DER_SEQUENCE);
	const unsigned char *at;
	struct scn_bytes from;

	scn_der_optional(&tbs, SCN_DER_CONTEXT_CONSTRUCTED(0));
	scn_der_expect(&tbs, SCN_DER_INTEGER);
	for (int i = 0; i < 3; i++)
		scn_der_expect(&tbs, SCN_DER_SEQUENCE);
	from = tbs.rest;
	scn_der_expect(&tbs, SCN_DER_SEQUENCE);
	at = from.at;
	return tbs.failed ? NULL : d2i_X509_NAME(NULL, &at, (long)(tbs.rest.at - from.at));
}

static bool hash_of(const X509_NAME *name, unsigned long *hash_out)
{
	int ok = 0;

	*hash_out = name ? X509_NAME_hash_ex(name, NULL, NULL, &ok) : 0;
	return ok == 1;
}

static void read_index(struct bundle *bundle, BIO *file)
{
	char *kind, *header;
	unsigned char *data;
	long len, at = 0;

	while (PEM_read_bio(file, &kind, &header, &data, &len) == 1) {
		X509_NAME *name = subject_of((struct scn_bytes){ data, (size_t)len });
		struct entry entry = { .at = at };

		if (hash_of(name, &entry.name))
			SCN_APPEND(bundle->entries, bundle->count, entry);
		X509_NAME_free(name);
		OPENSSL_free(kind);
		OPENSSL_free(header);
		OPENSSL_free(data);
		at = (long)BIO_tell(file);
	}
}

static int bundle_new(X509_LOOKUP *lookup)
{
	const char *set = getenv(X509_get_default_cert_file_env());
	struct bundle *bundle = scn_alloc(1, sizeof(*bundle));
	BIO *file;

	bundle->path = scn_strdup(set ? set : X509_get_default_cert_file());
	file = BIO_new_file(bundle->path, "r");
	if (file)
		read_index(bundle, file);
	BIO_free(file);
	X509_LOOKUP_set_method_data(lookup, bundle);
	return 1;
}

static void bundle_free(X509_LOOKUP *lookup)
{
	struct bundle *bundle = X509_LOOKUP_get_method_data(lookup);

	if (!bundle)
		return;
	free(bundle->path);
	free(bundle->entries);
	free(bundle);
}

/* ---- finding ---- */

/* Into the store, from where OpenSSL takes all certificates of the name. */
static void fetch(X509_STORE *store, BIO *file, long at, const X509_NAME *name)
{
	X509 *certificate =
		BIO_seek(file, at) >= 0 ? PEM_read_bio_X509_AUX(file, NULL, NULL, NULL) : NULL;

	if (certificate && X509_NAME_cmp(X509_get_subject_name(certificate), name) == 0)
		X509_STORE_add_cert(store, certificate);
	X509_free(certificate);
}

/* The result holds no reference of its own, see X509_LOOKUP_meth_set_get_by_subject(3): the store has one. */
static bool found_in(X509_STORE *store, const X509_NAME *name, X509_OBJECT *found)
{
	X509_OBJECT *object;
	bool ok = false;

	X509_STORE_lock(store);
	object =
		X509_OBJECT_retrieve_by_subject(X509_STORE_get0_objects(store), X509_LU_X509, name);
	if (object)
		ok = X509_OBJECT_set1_X509(found, X509_OBJECT_get0_X509(object)) == 1;
	if (ok)
		X509_free(X509_OBJECT_get0_X509(object));
	X509_STORE_unlock(store);
	return ok;
}

static int by_subject(
	X509_LOOKUP *lookup, X509_LOOKUP_TYPE type, const X509_NAME *name, X509_OBJECT *found)
{
	const struct bundle *bundle = X509_LOOKUP_get_method_data(lookup);
	X509_STORE *store = X509_LOOKUP_get_store(lookup);
	unsigned long hash;
	BIO *file = NULL;

	if (type != X509_LU_X509 || !hash_of(name, &hash))
		return 0;
	for (size_t i = 0; i < bundle->count; i++) {
		if (bundle->entries[i].name != hash)
			continue;
		file = file ? file : BIO_new_file(bundle->path, "r");
		if (file)
			fetch(store, file, bundle->entries[i].at, name);
	}
	BIO_free(file);
	return found_in(store, name, found);
}

/* ---- the store ---- */

/* The method has to outlive the store that it was added to, and nothing says when that ends; so there is one,
 * made once and kept. */
static X509_LOOKUP_METHOD *bundle_method;
static CRYPTO_ONCE made_once = CRYPTO_ONCE_STATIC_INIT;

static void make_method(void)
{
	X509_LOOKUP_METHOD *method = X509_LOOKUP_meth_new("bundle, by name");

	if (method && X509_LOOKUP_meth_set_new_item(method, bundle_new) &&
		X509_LOOKUP_meth_set_free(method, bundle_free) &&
		X509_LOOKUP_meth_set_get_by_subject(method, by_subject))
		bundle_method = method;
}

X509_STORE *scn_roots_new(void)
{
	X509_STORE *store = X509_STORE_new();
	X509_LOOKUP *folder;

	if (!store || !CRYPTO_THREAD_run_once(&made_once, make_method) || !bundle_method ||
		!X509_STORE_add_lookup(store, bundle_method)) {
		X509_STORE_free(store);
		return NULL;
	}
	folder = X509_STORE_add_lookup(store, X509_LOOKUP_hash_dir());
	if (folder)
		X509_LOOKUP_add_dir(folder, NULL, X509_FILETYPE_DEFAULT);
	return store;
}
