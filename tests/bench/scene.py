"""What the tools are let loose on: six real servers with STARTTLS, and a line to each that makes round trips as long
as asked, counts connections and bytes, and breaks a part of the connections in the way asked. All tools see the same.
"""
import asyncio
import random

import servers
from bruteforce import brute_force
from peers import Relay, copy, reset

FEW = "aNULL,kRSA,kDHE,AESCCM,ARIA,CAMELLIA,AES128"
REFUSAL = b"421 4.7.0 line.example Error: too many connections\r\n"

SERVERS = {
    "postfix": lambda shop: servers.postfix(shop, ["rsa"], []),
    "postfix-few": lambda shop: servers.postfix(shop, ["rsa"], ["smtpd_tls_protocols=>=TLSv1.2",
                                                                f"smtpd_tls_exclude_ciphers={FEW}"]),
    "openssl-two-keys": lambda shop: servers.s_server(shop, ["rsa", "ecdsa"], ["-serverpref"]),
    "openssl-tls1.2": lambda shop: servers.s_server(shop, ["rsa"], ["-tls1_2"]),
    "openssl-all": lambda shop: servers.s_server(shop, ["rsa"], ["-cipher", servers.ALL, "-serverpref"]),
    "gnutls": lambda shop: servers.gnutls_serv(shop, ["rsa", "ecdsa"], "NORMAL", []),
}
NEEDS = {"postfix": "postfix", "openssl": "openssl", "gnutls": "gnutls-serv"}  # by the first word


def truth(port, codes):
    """All (version, suite) that the server accepts, by one connection for each."""
    found = brute_force(port, codes, smtp=True)
    return {(version, code) for version, (accepted, *_) in found.items() for code in accepted}


class Line(Relay):
    """A relay with an account of what went over it, and with at most one fault."""

    def __init__(self, backend, round_trip, fault=None, seed=1):
        super().__init__(backend, round_trip)
        self.up = self.down = 0
        self.fault = fault
        self.random = random.Random(seed)

    async def serve(self, reader, writer):
        step = await FAULTS[self.fault](self, writer) if self.fault else None
        if step == "over":
            return
        await asyncio.sleep(self.round_trip)  # the handshake of TCP
        back_reader, back_writer = await asyncio.open_connection("127.0.0.1", self.backend)
        half = self.round_trip / 2
        up = Count(reader, self, "up", drop_after=step, writer=writer)
        await asyncio.gather(copy(up, back_writer, half), copy(Count(back_reader, self, "down"), writer, half))
        back_writer.close()


class Count:
    """A reader that counts; one that drops the connection instead of passing on its nth piece."""

    def __init__(self, reader, line, name, drop_after=None, writer=None):
        self.reader, self.line, self.name = reader, line, name
        self.left, self.writer = drop_after, writer

    async def read(self, size):
        data = await self.reader.read(size)
        setattr(self.line, self.name, getattr(self.line, self.name) + len(data))
        if self.left is not None and data:
            self.left -= 1
            if self.left < 0:
                reset(self.writer)
                raise ConnectionError("dropped by the line")
        return data


async def refuse(line, writer):
    await asyncio.sleep(line.round_trip * 1.5)
    writer.write(REFUSAL)
    await writer.drain()
    line.down += len(REFUSAL)
    return "over"


async def some_421(line, writer):
    return await refuse(line, writer) if line.random.random() < 0.2 else None


async def some_dropped(line, writer):
    """Gone before the greeting, or when EHLO, STARTTLS or the ClientHello arrives."""
    if line.random.random() >= 0.2:
        return None
    step = line.random.choice(("at once", 0, 1, 2))
    if step == "at once":
        await asyncio.sleep(line.round_trip)
        reset(writer)
        return "over"
    return step


async def two_at_once(line, writer):
    return await refuse(line, writer) if line.open > 2 else None


async def late_banner(line, writer):
    await asyncio.sleep(5)


FAULTS = {"421": some_421, "dropped": some_dropped, "two": two_at_once, "banner": late_banner}
FAULT_TEXT = {"421": "20 % of connections greeted with 421", "dropped": "20 % of connections reset",
              "two": "421 to more than two at once", "banner": "greeting after 5 s"}
