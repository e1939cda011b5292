"""Servers with one fault each: what firewalls, load balancers, filters and half-configured mail servers do.
Real TLS comes from a real server behind them wherever there is TLS at all."""
import asyncio
import itertools

from client_hello import Hello
from peers import Front, Server, copy, reset


def alert(code, level=2):
    return bytes([21, 3, 1, 0, 2, level, code])


async def read_records(reader):
    """The records of one handshake message: the whole ClientHello."""
    got, need = b"", None
    while need is None or len(got) < need:
        header = await reader.readexactly(5)
        got += header
        body = await reader.readexactly(int.from_bytes(header[3:5], "big"))
        got += body
        if need is None:
            need = len(got) if header[0] != 22 else 0
        message = b"".join(split(got))
        if len(message) >= 4 and len(message) >= 4 + int.from_bytes(message[1:4], "big"):
            return got
    return got


def split(records):
    """Bodies of the records."""
    at, out = 0, []
    while at + 5 <= len(records):
        size = int.from_bytes(records[at + 3:at + 5], "big")
        out.append(records[at + 5:at + 5 + size])
        at += 5 + size
    return out


class Gate(Front):
    """Looks at the ClientHello; `matches(hello, records)` says whether the fault applies: "drop", "reset",
    "close", an alert's number, or bytes."""

    def __init__(self, backend, matches, action):
        super().__init__(backend)
        self.matches, self.action = matches, action

    async def splice(self, reader, writer):
        records = await read_records(reader)
        if not self.matches(Hello(records), records):
            back_reader, back_writer = await asyncio.open_connection("127.0.0.1", self.backend)
            back_writer.write(records)
            await asyncio.gather(copy(reader, back_writer), copy(back_reader, writer))
            back_writer.close()
        elif self.action == "drop":
            await reader.read()  # until the client gives up
        elif self.action == "reset":
            reset(writer)
        elif self.action != "close":
            writer.write(alert(self.action) if isinstance(self.action, int) else self.action)
            await writer.drain()


class Cut(Front):
    """Resets the connection once so many bytes of the server's flight have gone by."""

    def __init__(self, backend, after):
        super().__init__(backend)
        self.after = after

    async def splice(self, reader, writer):
        records = await read_records(reader)
        back_reader, back_writer = await asyncio.open_connection("127.0.0.1", self.backend)
        back_writer.write(records)
        writer.write(await back_reader.readexactly(self.after))
        await writer.drain()
        await asyncio.sleep(0.05)
        reset(writer)
        back_writer.close()


class Alternate(Front):
    """Two servers behind one address, in turn."""

    def __init__(self, *backends):
        super().__init__(backends[0])
        self.turn = itertools.cycle(backends)

    async def splice(self, reader, writer):
        backend = next(self.turn)
        back_reader, back_writer = await asyncio.open_connection("127.0.0.1", backend)
        await asyncio.gather(copy(reader, back_writer), copy(back_reader, writer))
        back_writer.close()


class Dialogue(Server):
    """SMTP by a table: what is answered to which command; None closes, b"" says nothing more."""

    def __init__(self, banner=b"220 odd.example ESMTP\r\n", **answers):
        super().__init__()
        self.banner = banner
        self.answers = {"EHLO": b"250-odd.example\r\n250 STARTTLS\r\n", "HELO": b"250 odd.example\r\n",
                        "STARTTLS": b"220 go\r\n", "QUIT": b"221 bye\r\n", **answers}

    async def serve(self, reader, writer):
        writer.write(self.banner)
        await writer.drain()
        if self.banner[:1] in (b"4", b"5"):
            return
        while line := await reader.readline():
            answer = self.answers.get(line.split()[0].decode("latin-1").upper() if line.split() else "",
                                      b"502 5.5.1 what?\r\n")
            if answer is None:
                return
            writer.write(answer)
            await writer.drain()
            if line[:4].upper() == b"QUIT":
                return
            if line.strip().upper() == b"STARTTLS" and answer[:3] == b"220":
                await self.after_starttls(reader, writer)
                return

    async def after_starttls(self, reader, writer):
        behaviour = self.answers.get("TLS")
        if behaviour is None:
            return
        await reader.read(4096)
        if behaviour:
            writer.write(behaviour)
            await writer.drain()
        else:
            await reader.read()
