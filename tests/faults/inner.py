"""The good server behind the faulty one: TLS at once, then SMTP inside, a thread for each connection, in a
process of its own. (asyncio would do, but it closes without the alert where a handshake fails.)

usage: inner.py CERTIFICATE KEY     prints its port
"""
import contextlib
import socket
import ssl
import sys
import threading

# What it accepts, by OpenSSL's names, in its order.
SUITES = {"ECDHE-RSA-AES256-GCM-SHA384": "0xC030", "ECDHE-RSA-AES128-SHA256": "0xC027", "AES256-SHA": "0x0035"}
PATIENCE = 20


def context(certificate, key):
    tls = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    tls.load_cert_chain(certificate, key)
    tls.minimum_version = tls.maximum_version = ssl.TLSVersion.TLSv1_2
    tls.options |= ssl.OP_CIPHER_SERVER_PREFERENCE
    tls.set_ciphers(":".join(SUITES) + ":@SECLEVEL=0")
    return tls


def serve(tls, client):
    client.settimeout(PATIENCE)
    with client, contextlib.suppress(OSError):  # an ssl.SSLError is one
        with tls.wrap_socket(client, server_side=True) as inner:
            for line in inner.makefile("rb"):
                inner.sendall(b"250 inner.example\r\n" if line[:4].upper() == b"EHLO" else b"221 bye\r\n")


def main():
    tls = context(*sys.argv[1:3])
    listener = socket.create_server(("127.0.0.1", 0), backlog=512)
    print(listener.getsockname()[1], flush=True)
    while True:
        client, _ = listener.accept()
        threading.Thread(target=serve, args=(tls, client), daemon=True).start()


if __name__ == "__main__":
    main()
