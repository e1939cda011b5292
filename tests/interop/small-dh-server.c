/* A plain TLS 1.2 server with a DH group of any size: openssl s_server refuses less than 1024 bits at every
 * security level, other servers refuse them from who offers the groups of RFC 7919.
 * usage: small-dh-server PORT CERTIFICATE KEY DH-PARAMETERS; one connection after the other, until killed. */
#include <openssl/decoder.h>
#include <openssl/pem.h>
#include <openssl/ssl.h>

#include <arpa/inet.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <unistd.h>

static int allow_all(
	const SSL *ssl, const SSL_CTX *context, int op, int bits, int nid, void *other, void *ex)
{
	return 1;
}

static EVP_PKEY *read_group(const char *path)
{
	FILE *file = fopen(path, "r");
	EVP_PKEY *group = NULL;
	OSSL_DECODER_CTX *decoder = OSSL_DECODER_CTX_new_for_pkey(
		&group, "PEM", NULL, "DH", OSSL_KEYMGMT_SELECT_DOMAIN_PARAMETERS, NULL, NULL);

	if (!file || OSSL_DECODER_from_fp(decoder, file) != 1)
		exit(2);
	OSSL_DECODER_CTX_free(decoder);
	fclose(file);
	return group;
}

static SSL_CTX *make_context(char **argv)
{
	SSL_CTX *context = SSL_CTX_new(TLS_server_method());

	SSL_CTX_set_security_callback(context, allow_all);
	SSL_CTX_set_max_proto_version(context, TLS1_2_VERSION);
	if (SSL_CTX_set_cipher_list(context, "kDHE:!aNULL:@SECLEVEL=0") != 1 ||
		SSL_CTX_use_certificate_file(context, argv[2], SSL_FILETYPE_PEM) != 1 ||
		SSL_CTX_use_PrivateKey_file(context, argv[3], SSL_FILETYPE_PEM) != 1 ||
		SSL_CTX_set0_tmp_dh_pkey(context, read_group(argv[4])) != 1)
		exit(2);
	return context;
}

static int listening(int port)
{
	struct sockaddr_in address = { .sin_family = AF_INET,
		.sin_port = htons((uint16_t)port),
		.sin_addr.s_addr = htonl(INADDR_LOOPBACK) };
	int fd = socket(AF_INET, SOCK_STREAM, 0);

	if (fd < 0 || bind(fd, (struct sockaddr *)&address, sizeof(address)) != 0 ||
		listen(fd, 5) != 0)
		exit(2);
	return fd;
}

int main(int argc, char **argv)
{
	SSL_CTX *context;
	int fd;

	if (argc != 5)
		return 2;
	context = make_context(argv);
	fd = listening(atoi(argv[1]));
	for (;;) {
		SSL *ssl = SSL_new(context);
		char line[256];
		int client = accept(fd, NULL, NULL);

		SSL_set_fd(ssl, client);
		if (SSL_accept(ssl) == 1)
			SSL_read(ssl, line, sizeof(line));
		SSL_free(ssl);
		close(client);
	}
}
