"""An SMTP listener that watches what a real client does: it keeps every ClientHello, and either refuses it with
an alert or passes it on to a plain TLS server and tells from the records how the handshake ended.
"""
import asyncio
import contextlib
import time

from client_hello import Hello, complete
from peers import Server

ALERT, CHANGE_CIPHER_SPEC = 21, 20
HANDSHAKE_FAILURE = bytes([ALERT, 3, 3, 0, 2, 2, 40])


class Records:
    """The clear part of one direction, record by record (RFC 5246 section 6.2.1)."""

    def __init__(self):
        self.buffer = b""
        self.types = []
        self.alert = None
        self.changed = False  # ChangeCipherSpec seen: what follows cannot be read

    def feed(self, data):
        self.buffer += data
        while not self.changed and len(self.buffer) >= 5:
            length = int.from_bytes(self.buffer[3:5], "big")
            if len(self.buffer) < 5 + length:
                return
            kind, body, self.buffer = self.buffer[0], self.buffer[5:5 + length], self.buffer[5 + length:]
            self.types.append(kind)
            self.changed = kind == CHANGE_CIPHER_SPEC
            if kind == ALERT and length == 2 and body[0] == 2:
                self.alert = body[1]


class Listener(Server):
    """backend: port of a plain TLS server, or None to refuse every hello. Attributes for the test:
    hellos, endings ("completed", "client alert 40", "server alert 40", "client closed", "server closed") and
    clear_mails, the number of messages that came without TLS. Up to TLS 1.2 only: there the server's
    ChangeCipherSpec follows the client's Finished, so it says that the client had no objection."""

    def __init__(self, backend=None):
        super().__init__()
        self.backend = backend
        self.hellos = []
        self.endings = []
        self.clear_mails = 0
        self.starttls_refused = 0

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
        client, server = Records(), Records()
        closed = []

        async def copy(source, target, records, who):
            with contextlib.suppress(ConnectionError):
                while data := await source.read(65536):
                    records.feed(data)
                    target.write(data)
                    await target.drain()
            closed.append(who)
            with contextlib.suppress(OSError):
                target.write_eof()
        client.feed(first)
        back_writer.write(first)
        try:
            await asyncio.gather(copy(reader, back_writer, client, "client"),
                                 copy(back_reader, writer, server, "server"))
        finally:
            self.endings.append(self.ending(client, server, closed))
            back_writer.close()

    @staticmethod
    def ending(client, server, closed):
        if client.changed and server.changed:
            return "completed"
        for who, records in (("client", client), ("server", server)):
            if records.alert is not None:
                return f"{who} alert {records.alert}"
        return f"{closed[0]} closed" if closed else "not over"


def wait_until(condition, seconds=20):
    """True as soon as it holds; False after so many seconds."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if condition():
            return True
        time.sleep(0.02)
    return bool(condition())
