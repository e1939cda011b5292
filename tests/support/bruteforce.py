"""The slow and simple truth: one suite a probe, over all suites, at every version. Independent of the
program under test: it shares no code with it and reads nothing of it but the list of code points.

Speaks plain TLS to 127.0.0.1 (no SMTP); with starttls=True it goes through an SMTP dialogue first.
"""
import asyncio
import os
import struct

VERSIONS = {"SSL3": 0x0300, "TLS1.0": 0x0301, "TLS1.1": 0x0302, "TLS1.2": 0x0303, "TLS1.3": 0x0304}
GROUPS = [0x001D, 0x0017, 0x0018, 0x0019, 0x001E, 0x0016, 0x001A, 0x001B, 0x001C,
          0x0100, 0x0101, 0x0102, 0x0103, 0x0104]
SCHEMES = [0x0403, 0x0503, 0x0603, 0x0807, 0x0808, 0x0804, 0x0805, 0x0806, 0x0809, 0x080A, 0x080B,
           0x0401, 0x0501, 0x0601, 0x0203, 0x0201, 0x0301, 0x0303, 0x0202, 0x0402]


def vector(width, data):
    return len(data).to_bytes(width, "big") + data


def shorts(values):
    return b"".join(struct.pack(">H", v) for v in values)


def extension(code, body):
    return struct.pack(">H", code) + vector(2, body)


def client_hello(version, suites):
    wire = VERSIONS[version]
    extensions = b""
    if wire > 0x0300:
        extensions += extension(10, vector(2, shorts(GROUPS)))
        extensions += extension(11, b"\x01\x00")
        extensions += extension(0xFF01, b"\x00")
    if wire >= 0x0303:
        extensions += extension(13, vector(2, shorts(SCHEMES)))
    if wire == 0x0304:
        extensions += extension(43, b"\x02\x03\x04")
        extensions += extension(51, vector(2, struct.pack(">H", 0x001D) + vector(2, os.urandom(32))))
        extensions += extension(45, b"\x01\x01")
    body = struct.pack(">H", min(wire, 0x0303)) + os.urandom(32) + b"\x00"
    body += vector(2, shorts(suites)) + b"\x01\x00"
    if extensions:
        body += vector(2, extensions)
    message = b"\x01" + vector(3, body)
    return b"\x16" + struct.pack(">H", min(wire, 0x0301)) + vector(2, message)


async def read_record(reader):
    head = await reader.readexactly(5)
    return head[0], await reader.readexactly(int.from_bytes(head[3:5], "big"))


def chosen_version(body):
    """The version of a ServerHello: from supported_versions where it is there."""
    at = 34
    at += 1 + body[at] + 3
    if len(body) >= at + 2:
        at += 2
        while at + 4 <= len(body):
            code, length = struct.unpack(">HH", body[at:at + 4])
            if code == 43:
                return struct.unpack(">H", body[at + 4:at + 6])[0]
            at += 4 + length
    return struct.unpack(">H", body[:2])[0]


async def starttls(reader, writer):
    async def reply():
        while (line := await reader.readline())[3:4] == b"-":
            pass
        return line
    await reply()
    writer.write(b"EHLO brute.example\r\n")
    await reply()
    writer.write(b"STARTTLS\r\n")
    return (await reply()).startswith(b"220")


async def ask(port, version, suites, smtp):
    """The suite that the server selects at exactly this version, or None for a TLS refusal."""
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    try:
        if smtp and not await starttls(reader, writer):
            raise RuntimeError("no STARTTLS")
        writer.write(client_hello(version, suites))
        while True:
            kind, body = await read_record(reader)
            if kind == 21 and body[0] == 1:
                continue  # a warning
            if kind != 22 or body[0] != 2:
                return None
            hello = body[4:]
            if chosen_version(hello) != VERSIONS[version]:
                return None
            at = 35 + hello[34]
            return struct.unpack(">H", hello[at:at + 2])[0]
    except (asyncio.IncompleteReadError, ConnectionError):
        return None  # closed: on loopback, with nothing in between, a refusal
    finally:
        writer.close()


async def accepted_of(port, version, codes, smtp, parallel):
    gate = asyncio.Semaphore(parallel)

    async def one(code):
        async with gate:
            return code if await ask(port, version, [code], smtp) == code else None
    found = await asyncio.gather(*[one(code) for code in codes])
    return [code for code in found if code is not None]


async def order_of(port, version, accepted, smtp):
    """("server", suites in its order), ("client", None), or ("unknown", None) for fewer than two."""
    if len(accepted) < 2:
        return "unknown", None
    forward = await ask(port, version, accepted, smtp)
    backward = await ask(port, version, accepted[::-1], smtp)
    if forward == accepted[0] and backward == accepted[-1]:
        return "client", None
    rest, order = list(accepted), []
    while rest:
        choice = await ask(port, version, rest, smtp)
        order.append(choice)
        rest.remove(choice)
    return "server", order


def brute_force(port, codes, versions=("TLS1.3", "TLS1.2", "TLS1.1", "TLS1.0", "SSL3"), smtp=False,
                parallel=8):
    """{version: (accepted codes, order, ranked codes)} of what is accepted at all."""
    async def run():
        result = {}
        for version in versions:
            accepted = await accepted_of(port, version, codes, smtp, parallel)
            if accepted:
                result[version] = (set(accepted), *await order_of(port, version, accepted, smtp))
        return result
    return asyncio.run(run())
