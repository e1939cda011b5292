"""Mail servers that say what a test wants, on loopback."""
import asyncio
import pathlib
import sys

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent.parent / "support"))
from peers import Front, Relay, Server, Workshop, free_port, need  # noqa: E402

__all__ = ["Front", "Relay", "Says", "Workshop", "free_port", "need"]


class Says(Server):
    """Answers each command by its table: the verb (or "greeting") → lines without their ends; then: what it does
    after the answer to STARTTLS."""

    ANSWERS = {"greeting": "220 test.example ESMTP", "EHLO": "250-test.example\r\n250 STARTTLS",
               "STARTTLS": "220 Ready", "QUIT": "221 Bye"}

    def __init__(self, then=None, pause=0, **answers):
        super().__init__()
        self.answers = {**self.ANSWERS, **answers}
        self.then, self.pause = then, pause

    async def serve(self, reader, writer):
        await asyncio.sleep(self.pause)
        writer.write(self.answers["greeting"].encode() + b"\r\n")
        while line := await reader.readline():
            verb = line.split()[0].decode("ascii", "replace").upper() if line.split() else ""
            writer.write(self.answers.get(verb, "502 5.5.1 Not here").encode() + b"\r\n")
            await writer.drain()
            if verb == "QUIT":
                return
            if verb == "STARTTLS" and self.then:
                await self.then(reader, writer)
                return


async def speaks_smtp_on(reader, writer):
    """Instead of TLS: the answer of a program that took the ClientHello for commands."""
    await reader.read(4096)
    writer.write(b"500 5.5.1 Command unrecognized\r\n")
    await writer.drain()
