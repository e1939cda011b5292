#include "core/tls/hello-own.h"

#include <stdlib.h>
#include <string.h>

#include "core/base/alloc.h"

struct scn_hello *scn_hello_new(void)
{
	return scn_alloc(1, sizeof(struct scn_hello));
}

void scn_hello_take(struct scn_hello *hello, void *take_block)
{
	SCN_APPEND(hello->blocks, hello->block_count, take_block);
}

void *scn_hello_keep(struct scn_hello *hello, const void *at, size_t len)
{
	void *block;

	if (!at)
		return NULL;
	block = scn_memdup(at, len);
	scn_hello_take(hello, block);
	return block;
}

struct scn_bytes scn_hello_keep_bytes(struct scn_hello *hello, struct scn_bytes bytes)
{
	return (struct scn_bytes){ scn_hello_keep(hello, bytes.at, bytes.len), bytes.len };
}

static void copy_extensions(struct scn_hello *hello)
{
	struct scn_hello_spec *s = &hello->spec;
	struct scn_hello_extension *copy =
		scn_hello_keep(hello, s->extensions, s->extension_count * sizeof(*s->extensions));

	for (size_t i = 0; i < s->extension_count; i++)
		copy[i].body = scn_hello_keep_bytes(hello, copy[i].body);
	s->extensions = copy;
}

static void copy_shares(struct scn_hello *hello)
{
	struct scn_hello_spec *s = &hello->spec;
	struct scn_key_share *copy =
		scn_hello_keep(hello, s->key_shares, s->key_share_count * sizeof(*s->key_shares));

	for (size_t i = 0; i < s->key_share_count; i++)
		copy[i].key = scn_hello_keep_bytes(hello, copy[i].key);
	s->key_shares = copy;
}

static void copy_alpn(struct scn_hello *hello)
{
	struct scn_hello_spec *s = &hello->spec;
	const char **copy = scn_hello_keep(hello, s->alpn, s->alpn_count * sizeof(*s->alpn));

	for (size_t i = 0; i < s->alpn_count; i++)
		copy[i] = scn_hello_keep(hello, copy[i], strlen(copy[i]) + 1);
	s->alpn = copy;
}

struct scn_hello *scn_hello_copy(const struct scn_hello_spec *spec)
{
	struct scn_hello *h = scn_hello_new();
	struct scn_hello_spec *s = &h->spec;

	*s = *spec;
	s->suites = scn_hello_keep(h, s->suites, s->suite_count * sizeof(*s->suites));
	s->compression = scn_hello_keep(h, s->compression, s->compression_count);
	s->versions = scn_hello_keep(h, s->versions, s->version_count * sizeof(*s->versions));
	s->groups = scn_hello_keep(h, s->groups, s->group_count * sizeof(*s->groups));
	s->schemes = scn_hello_keep(h, s->schemes, s->scheme_count * sizeof(*s->schemes));
	s->cert_schemes =
		scn_hello_keep(h, s->cert_schemes, s->cert_scheme_count * sizeof(*s->cert_schemes));
	s->point_formats = scn_hello_keep(h, s->point_formats, s->point_format_count);
	if (s->server_name)
		s->server_name = scn_hello_keep(h, s->server_name, strlen(s->server_name) + 1);
	copy_extensions(h);
	copy_shares(h);
	copy_alpn(h);
	return h;
}

void scn_hello_free(struct scn_hello *hello)
{
	if (!hello)
		return;
	for (size_t i = 0; i < hello->block_count; i++)
		free(hello->blocks[i]);
	free(hello->blocks);
	free(hello);
}

const struct scn_hello_spec *scn_hello_spec(const struct scn_hello *hello)
{
	return &hello->spec;
}
