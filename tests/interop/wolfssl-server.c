/* A TLS server on wolfSSL that answers every line as an SMTP server would, one connection at a time.
 * usage: wolfssl-server PORT any|1.2|1.3 CERT KEY [ask] [SUITES]; `ask`: a client certificate is required. */
#include <wolfssl/options.h>
#include <wolfssl/ssl.h>

#include <arpa/inet.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <unistd.h>

static int listening(int port)
{
	struct sockaddr_in address = { .sin_family = AF_INET,
		.sin_port = htons((uint16_t)port),
		.sin_addr.s_addr = htonl(INADDR_LOOPBACK) };
	int fd = socket(AF_INET, SOCK_STREAM, 0), yes = 1;

	if (fd < 0 || setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &yes, sizeof(yes)) != 0 ||
		bind(fd, (struct sockaddr *)&address, sizeof(address)) != 0 || listen(fd, 64) != 0)
		exit(2);
	return fd;
}

static WOLFSSL_METHOD *method(const char *versions)
{
	if (strcmp(versions, "1.2") == 0)
		return wolfTLSv1_2_server_method();
	if (strcmp(versions, "1.3") == 0)
		return wolfTLSv1_3_server_method();
	return wolfSSLv23_server_method();
}

static WOLFSSL_CTX *configured(char **words, int count)
{
	WOLFSSL_CTX *context = wolfSSL_CTX_new(method(words[0]));
	int ok = context != NULL &&
		 wolfSSL_CTX_use_certificate_file(context, words[1], SSL_FILETYPE_PEM) ==
			 WOLFSSL_SUCCESS &&
		 wolfSSL_CTX_use_PrivateKey_file(context, words[2], SSL_FILETYPE_PEM) ==
			 WOLFSSL_SUCCESS;

	for (int i = 3; ok && i < count; i++) {
		if (strcmp(words[i], "ask") == 0)
			wolfSSL_CTX_set_verify(context,
				WOLFSSL_VERIFY_PEER | WOLFSSL_VERIFY_FAIL_IF_NO_PEER_CERT, NULL);
		else
			ok = wolfSSL_CTX_set_cipher_list(context, words[i]) == WOLFSSL_SUCCESS;
	}
	if (!ok) {
		fprintf(stderr, "wolfSSL does not take this configuration\n");
		exit(2);
	}
	return context;
}

static void answer(WOLFSSL *ssl)
{
	static const char ok[] = "250 2.0.0 Ok\r\n";
	char line[512];
	int len;

	while ((len = wolfSSL_read(ssl, line, sizeof(line))) > 0) {
		wolfSSL_write(ssl, ok, (int)strlen(ok));
		if (len >= 4 && strncmp(line, "QUIT", 4) == 0)
			return;
	}
}

static void serve(WOLFSSL_CTX *context, int fd)
{
	struct timeval wait = { .tv_sec = 10 };
	WOLFSSL *ssl = wolfSSL_new(context);

	setsockopt(fd, SOL_SOCKET, SO_RCVTIMEO, &wait, sizeof(wait));
	wolfSSL_set_fd(ssl, fd);
	if (wolfSSL_accept(ssl) == WOLFSSL_SUCCESS)
		answer(ssl);
	wolfSSL_shutdown(ssl);
	wolfSSL_free(ssl);
	close(fd);
}

int main(int argc, char **argv)
{
	WOLFSSL_CTX *context;
	int fd;

	if (argc < 5)
		return 2;
	signal(SIGPIPE, SIG_IGN);
	wolfSSL_Init();
	context = configured(argv + 2, argc - 2);
	fd = listening(atoi(argv[1]));
	for (;;) {
		int client = accept(fd, NULL, NULL);

		if (client >= 0)
			serve(context, client);
	}
}
