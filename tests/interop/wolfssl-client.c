/* A mail client on wolfSSL with the defaults of the library: greeting, EHLO, STARTTLS, handshake, QUIT.
 * The certificate is not verified. usage: wolfssl-client PORT; exits 0 if the handshake completed. */
#include <wolfssl/options.h>
#include <wolfssl/ssl.h>

#include <arpa/inet.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

static int connected(int port)
{
	struct sockaddr_in address = { .sin_family = AF_INET,
		.sin_port = htons((uint16_t)port),
		.sin_addr.s_addr = htonl(INADDR_LOOPBACK) };
	int fd = socket(AF_INET, SOCK_STREAM, 0);

	if (fd < 0 || connect(fd, (struct sockaddr *)&address, sizeof(address)) != 0)
		exit(2);
	return fd;
}

/* Until a line whose fourth character is a blank: the last one of a reply, RFC 5321 section 4.2.1. */
static void read_reply(int fd)
{
	char line[512];
	size_t len = 0;

	while (len < sizeof(line) && read(fd, line + len, 1) == 1) {
		if (line[len++] != '\n')
			continue;
		if (len > 3 && line[3] == ' ')
			return;
		len = 0;
	}
	exit(2);
}

static void say(int fd, const char *line)
{
	if (write(fd, line, strlen(line)) < 0)
		exit(2);
	read_reply(fd);
}

int main(int argc, char **argv)
{
	static const char quit[] = "QUIT\r\n";
	char reply[512];
	WOLFSSL_CTX *context;
	WOLFSSL *ssl;
	int fd, result;

	if (argc != 2)
		return 2;
	fd = connected(atoi(argv[1]));
	read_reply(fd);
	say(fd, "EHLO client.example\r\n");
	say(fd, "STARTTLS\r\n");
	wolfSSL_Init();
	context = wolfSSL_CTX_new(wolfSSLv23_client_method());
	wolfSSL_CTX_set_verify(context, WOLFSSL_VERIFY_NONE, NULL);
	ssl = wolfSSL_new(context);
	wolfSSL_set_fd(ssl, fd);
	result = wolfSSL_connect(ssl);
	if (result == WOLFSSL_SUCCESS) {
		puts("handshake completed");
		wolfSSL_write(ssl, quit, (int)strlen(quit));
		wolfSSL_read(ssl, reply, sizeof(reply));
	} else {
		fprintf(stderr, "error %d\n", wolfSSL_get_error(ssl, result));
	}
	wolfSSL_free(ssl);
	wolfSSL_CTX_free(context);
	wolfSSL_Cleanup();
	close(fd);
	return result == WOLFSSL_SUCCESS ? 0 : 1;
}
