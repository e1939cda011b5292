"""A ClientHello taken apart, for tests that watch real clients. It is written without a look at the scanner's
own codec, so that the two check each other. Standard library only.
"""
import hashlib
import struct

# Extensions by number, as far as a message here names them.
NAMES = {0: "server_name", 5: "status_request", 10: "supported_groups", 11: "ec_point_formats",
         13: "signature_algorithms", 16: "alpn", 17: "status_request_v2", 18: "signed_certificate_timestamp",
         21: "padding", 22: "encrypt_then_mac", 23: "extended_master_secret", 28: "record_size_limit",
         35: "session_ticket", 43: "supported_versions", 45: "psk_key_exchange_modes",
         49: "post_handshake_auth", 50: "signature_algorithms_cert", 51: "key_share", 65281: "renegotiation_info"}
SNI, GROUPS, FORMATS, SCHEMES, ALPN, PADDING, VERSIONS, SHARES = 0, 10, 11, 13, 16, 21, 43, 51


def grease(value):
    """RFC 8701."""
    return value & 0x0F0F == 0x0A0A and value >> 8 == value & 0xFF


def words(data):
    return list(struct.unpack(f">{len(data) // 2}H", data[:len(data) // 2 * 2]))


def complete(data):
    """Is a whole ClientHello there (RFC 8446 section 5.1: a message may be cut into records)?"""
    message = b""
    while len(data) >= 5:
        length = struct.unpack(">H", data[3:5])[0]
        message += data[5:5 + length]
        data = data[5 + length:]
    return len(message) >= 4 and len(message) >= 4 + int.from_bytes(message[1:4], "big")


class Hello:
    def __init__(self, wire):
        self.record_version = struct.unpack(">H", wire[1:3])[0]
        message, rest = b"", wire
        while rest:
            length = struct.unpack(">H", rest[3:5])[0]
            message, rest = message + rest[5:5 + length], rest[5 + length:]
        if wire[0] != 22 or message[0] != 1:
            raise ValueError(f"not a ClientHello: {wire[:8].hex()}")
        self.length = len(message)
        self.body = message[4:]
        self.at = 0
        self.version = struct.unpack(">H", self.take(2))[0]
        self.random = self.take(32)
        self.session_id = self.vector(1)
        self.suites = words(self.vector(2))
        self.compression = list(self.vector(1))
        self.extensions = []
        end = 0
        if self.at < len(self.body):
            end = self.at + 2 + struct.unpack(">H", self.body[self.at:self.at + 2])[0]
            self.take(2)
        while self.at < end:
            code = struct.unpack(">H", self.take(2))[0]
            self.extensions.append((code, self.vector(2)))
        self.bodies = dict(self.extensions)
        self.order = [code for code, _ in self.extensions]
        self.groups = words(self.bodies.get(GROUPS, b"")[2:])
        self.schemes = words(self.bodies.get(SCHEMES, b"")[2:])
        self.formats = list(self.bodies.get(FORMATS, b"")[1:])
        self.versions = words(self.bodies.get(VERSIONS, b"")[1:]) or [self.version]
        self.shares = self.read_shares(self.bodies.get(SHARES, b"")[2:])
        self.server_name = self.bodies[SNI][5:].decode() if self.bodies.get(SNI) else None
        alpn = self.bodies.get(ALPN, b"")
        self.alpn = alpn[3:3 + alpn[2]] if len(alpn) > 3 else None

    def take(self, count):
        self.at += count
        if self.at > len(self.body):
            raise ValueError("the ClientHello is cut short")
        return self.body[self.at - count:self.at]

    def vector(self, size):
        return self.take(int.from_bytes(self.take(size), "big"))

    @staticmethod
    def read_shares(data):
        """[(group, length of the key)]: RFC 8446 section 4.2.8."""
        shares = []
        while data:
            group, length = struct.unpack(">HH", data[:4])
            shares.append((group, length))
            data = data[4 + length:]
        return shares

    def ja3(self):
        lists = [self.suites, self.order, self.groups]
        text = ",".join([str(self.version), *("-".join(str(v) for v in values if not grease(v)) for values in lists),
                         "-".join(map(str, self.formats))])
        return hashlib.md5(text.encode()).hexdigest()

    def ja4(self):
        """JA4 with its lists in clear (ja4_r)."""
        def codes(values):
            return ",".join(f"{value:04x}" for value in values)
        newest = max(v for v in self.versions if not grease(v))
        suites = sorted(s for s in self.suites if not grease(s))
        order = [code for code in self.order if not grease(code)]
        alpn = self.alpn.decode("latin-1") if self.alpn else "00"
        start = "t" + {0x0304: "13", 0x0303: "12", 0x0302: "11", 0x0301: "10"}.get(newest, "00")
        start += f"{'d' if SNI in order else 'i'}{min(len(suites), 99):02d}{min(len(order), 99):02d}{alpn[0]}{alpn[-1]}"
        shown = sorted(code for code in order if code not in (SNI, ALPN))
        return "_".join([start, codes(suites), codes(shown), codes(s for s in self.schemes if not grease(s))]
                        if self.schemes else [start, codes(suites), codes(shown)])

    def masked(self):
        """What a second connection of the same client must repeat, byte for byte: all but random, session id,
        names, keys and the padding that levels out the length of the name."""
        kept = {code: body for code, body in self.extensions if code not in (SNI, SHARES, PADDING)}
        return {"record version": f"{self.record_version:04x}", "version": f"{self.version:04x}",
                "session id length": len(self.session_id), "compression": self.compression,
                "key shares": [f"{group:04x}, {length} bytes" for group, length in self.shares],
                "server name": self.server_name is not None,
                "extensions": [NAMES.get(code, f"0x{code:04x}") for code in self.order],
                "versions": [f"{v:04x}" for v in self.versions],
                "suites": [f"{s:04x}" for s in self.suites],
                "groups": [f"{g:04x}" for g in self.groups],
                "schemes": [f"{s:04x}" for s in self.schemes],
                **{f"extension {NAMES.get(code, hex(code))}": body.hex() for code, body in kept.items()},
                "JA3": self.ja3(), "JA4": self.ja4()}


def differences(wanted, seen):
    """Sentences: what of the hello `seen` is not as in the hello `wanted`. Empty: the same client."""
    old, new = wanted.masked(), seen.masked()
    out = []
    for key in [*old, *(key for key in new if key not in old)]:
        a, b = old.get(key), new.get(key)
        if a == b:
            continue
        if isinstance(a, list) and isinstance(b, list):
            gone, more = [x for x in a if x not in b], [x for x in b if x not in a]
            what = ", ".join(filter(None, [gone and f"without {' '.join(map(str, gone))}",
                                           more and f"with {' '.join(map(str, more))} besides"]))
            out.append(f"{key}: {what or 'another order: ' + ' '.join(map(str, b))}")
        else:
            out.append(f"{key}: {b} instead of {a}")
    return out
