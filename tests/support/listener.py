"""An SMTP listener that watches what a real client does: it keeps every ClientHello, and either refuses it with
an alert or passes it on to a plain TLS server and tells from the records how the handshake ended.
"""
import asyncio
import contextlib
import time

from client_hello import Hello, complete
from peers import Server

CHANGE_CIPHER_SPEC, ALERT, HANDSHAKE = 20, 21, 22
SERVER_KEY_EXCHANGE = 12
HANDSHAKE_FAILURE = bytes([ALERT, 3, 3, 0, 2, 2, 40])


class Records:
    """The clear part of one direction, record by record (RFC 5246 section 6.2.1)."""

    def __init__(self):
        self.buffer = b""
        self.handshake = b""
        self.alert = None
        self.changed = False  # ChangeCipherSpec seen: what follows cannot be read

    def feed(self, data):
        self.buffer += data
        while not self.changed and len(self.buffer) >= 5:
            length = int.from_bytes(self.buffer[3:5], "big")
            if len(self.buffer) < 5 + length:
                return
            kind, body, self.buffer = self.buffer[0], self.buffer[5:5 + length], self.buffer[5 + length:]
            if kind == HANDSHAKE:
                self.handshake += body
            self.changed = kind == CHANGE_CIPHER_SPEC
            if kind == ALERT and length == 2 and body[0] == 2:
                self.alert = body[1]


    def dh_bits(self):
        """Size of the group in a ServerKeyExchange of DHE (RFC 5246 section 7.4.3), None if there was none."""
        rest = self.handshake
        while len(rest) >= 4:
            kind, length = rest[0], int.from_bytes(rest[1:4], "big")
            prime = int.from_bytes(rest[6:6 + int.from_bytes(rest[4:6], "big")], "big")
            # The body of ECDHE starts with 3, named_curve, so its "length" is far too long for the message.
            if kind == SERVER_KEY_EXCHANGE and int.from_bytes(rest[4:6], "big") < length:
                return prime.bit_length()
            rest = rest[4 + length:]
        return None


class Listener(Server):
    """backend: port of a plain TLS server, or None to refuse every hello. Attributes for the test:
    hellos; ending of the last handshake that was passed on ("completed", "client alert 40", "server closed" …, None
    while it lasts); clear_mails, the number of messages that came without TLS. "completed" is for versions up to
    TLS 1.2: there both sides send a ChangeCipherSpec, the client after it has accepted all that the server said."""

    def __init__(self, backend=None):
        super().__init__()
        self.backend = backend
        self.hellos = []
        self.ending = None
        self.clear_mails = 0
        self.from_client = self.from_server = None

    async def serve(self, reader, writer):
        writer.write(b"220 mx.example.test ESMTP\r\n")
        in_data = False
        while line := await reader.readline():
            verb = line.strip().upper()
            if in_data:
                if verb == b".":
                    in_data = False
                    self.clear_mails += 1
                    writer.write(b"250 2.0.0 Kept\r\n")
                continue
            if verb.startswith(b"EHLO"):
                writer.write(b"250-mx.example.test\r\n250-8BITMIME\r\n250 STARTTLS\r\n")
            elif verb == b"STARTTLS":
                writer.write(b"220 2.0.0 Ready to start TLS\r\n")
                await self.handshake(reader, writer)
                return
            elif verb == b"DATA":
                in_data = True
                writer.write(b"354 End with a dot\r\n")
            elif verb == b"QUIT":
                writer.write(b"221 2.0.0 Bye\r\n")
                await writer.drain()
                return
            else:
                writer.write(b"250 2.0.0 Ok\r\n")

    async def handshake(self, reader, writer):
        first = b""
        while not complete(first):
            data = await reader.read(65536)
            if not data:
                return
            first += data
        self.hellos.append(Hello(first))
        if self.backend is None:
            writer.write(HANDSHAKE_FAILURE)
            await writer.drain()
            return
        await self.pass_on(first, reader, writer)

    async def pass_on(self, first, reader, writer):
        back_reader, back_writer = await asyncio.open_connection("127.0.0.1", self.backend)
        client, server = self.from_client, self.from_server = Records(), Records()
        self.ending = None

        def over(what):
            self.ending = self.ending or what

        async def copy(source, target, records, who):
            with contextlib.suppress(ConnectionError):
                while data := await source.read(65536):
                    records.feed(data)
                    if client.changed and server.changed:
                        over("completed")
                    elif records.alert is not None and not records.changed:
                        over(f"{who} alert {records.alert}")
                    target.write(data)
                    await target.drain()
            over(f"{who} closed")
            with contextlib.suppress(OSError):
                target.write_eof()
        client.feed(first)
        back_writer.write(first)
        try:
            await asyncio.gather(copy(reader, back_writer, client, "client"),
                                 copy(back_reader, writer, server, "server"))
        finally:
            back_writer.close()


def wait_until(condition, seconds=20):
    """True as soon as it holds; False after so many seconds."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if condition():
            return True
        time.sleep(0.02)
    return bool(condition())
