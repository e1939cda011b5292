"""A relay that passes an SMTP conversation on and reads, after STARTTLS, what goes by in clear: the version and the
suite of the ServerHello, alerts, and whether the server answered inside TLS. What was negotiated is taken from here
and not from what programs print.
"""
import asyncio
import contextlib

from peers import Server

CHANGE_CIPHER_SPEC, ALERT, HANDSHAKE, DATA = 20, 21, 22, 23
SERVER_HELLO, SUPPORTED_VERSIONS = 2, 43
LONGEST_ALERT = 2 + 1 + 16  # encrypted, of TLS 1.3: the alert, the type, the tag (RFC 8446 section 5.2)
VERSIONS = {0x0300: "SSL3", 0x0301: "TLS1.0", 0x0302: "TLS1.1", 0x0303: "TLS1.2", 0x0304: "TLS1.3"}


class Side:
    """One direction of a TLS connection, read record by record up to what is encrypted (RFC 8446 section 5.1)."""

    def __init__(self, on_record):
        self.buffer = b""
        self.handshake = b""
        self.version = self.suite = self.alert = None
        self.encrypted = False
        self.on_record = on_record

    def feed(self, data):
        self.buffer += data
        while len(self.buffer) >= 5:
            kind, length = self.buffer[0], int.from_bytes(self.buffer[3:5], "big")
            if len(self.buffer) < 5 + length:
                return
            body, self.buffer = self.buffer[5:5 + length], self.buffer[5 + length:]
            self.on_record(kind, length)
            if kind == CHANGE_CIPHER_SPEC and self.version != "TLS1.3":
                self.encrypted = True
            if kind == ALERT and length == 2 and body[0] == 2:
                self.alert = body[1]
            if kind == HANDSHAKE and not self.encrypted:
                self.handshake += body
                self.read_messages()

    def read_messages(self):
        while len(self.handshake) >= 4:
            length = int.from_bytes(self.handshake[1:4], "big")
            if len(self.handshake) < 4 + length:
                return
            if self.handshake[0] == SERVER_HELLO:
                self.read_server_hello(self.handshake[4:4 + length])
            self.handshake = self.handshake[4 + length:]

    def read_server_hello(self, body):
        """The second one counts where the first was a HelloRetryRequest."""
        at = 35 + body[34]
        version, self.suite = int.from_bytes(body[:2], "big"), int.from_bytes(body[at:at + 2], "big")
        at += 5
        while at + 4 <= len(body):
            kind, length = int.from_bytes(body[at:at + 2], "big"), int.from_bytes(body[at + 2:at + 4], "big")
            if kind == SUPPORTED_VERSIONS:
                version = int.from_bytes(body[at + 4:at + 6], "big")
            at += 4 + length
        self.version = VERSIONS.get(version, hex(version))


class Session:
    """One connection that came as far as TLS. answered: the handshake was completed on both sides, because the
    server sent something else than an alert after the client's last flight (in TLS 1.3 a server may refuse the
    client's certificate, or that there is none, when the client has long begun to speak)."""

    def __init__(self):
        self.client, self.server = Side(self.client_record), Side(self.server_record)
        self.client_data = self.answered = False

    def client_record(self, kind, _length):
        self.client_data = self.client_data or kind == DATA

    def server_record(self, kind, length):
        if kind == DATA and self.client_data and (self.server.version != "TLS1.3" or length > LONGEST_ALERT):
            self.answered = True


class Tap(Server):
    """patience: seconds after which a connection is ended once the server has answered inside TLS, for clients that
    would wait long for a better answer; None: as long as the two want."""

    def __init__(self, backend, patience=None):
        super().__init__()
        self.backend = backend
        self.patience = patience
        self.sessions = []

    async def serve(self, reader, writer):
        back_reader, back_writer = await asyncio.open_connection("127.0.0.1", self.backend)
        session = Session()
        asked = asyncio.Event()
        talk = asyncio.gather(self.from_client(reader, back_writer, session, asked),
                              self.from_server(back_reader, writer, session, asked))
        try:
            while self.patience and not session.answered and not talk.done():
                await asyncio.wait([talk], timeout=0.05)
            await asyncio.wait_for(talk, self.patience)
        except asyncio.TimeoutError:
            pass
        finally:
            back_writer.close()

    async def from_client(self, reader, writer, session, asked):
        with contextlib.suppress(ConnectionError):
            while line := await reader.readline():
                if line.strip().upper() == b"STARTTLS":
                    asked.set()
                writer.write(line)
                if asked.is_set():
                    break
            await pass_on(reader, writer, session.client)
        end(writer)

    async def from_server(self, reader, writer, session, asked):
        with contextlib.suppress(ConnectionError):
            while line := await reader.readline():
                writer.write(line)
                if asked.is_set() and line[3:4] == b" ":
                    if line.startswith(b"220"):
                        self.sessions.append(session)
                    break
            await pass_on(reader, writer, session.server)
        end(writer)


async def pass_on(reader, writer, side):
    while data := await reader.read(65536):
        side.feed(data)
        writer.write(data)
        await writer.drain()


def end(writer):
    with contextlib.suppress(OSError, RuntimeError):
        writer.write_eof()
