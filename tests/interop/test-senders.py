#!/usr/bin/env python3
"""Every sender that Debian 12 packages is what its profile says. Each is run against a listener: the hello that
it sends now equals the profile's byte for byte, but for what belongs to one connection; what it does after a
failed handshake is what the profile says; `profile record` writes the profile's lists down again.

usage: test-senders.py HANDFAST WOLFSSL-CLIENT|- [PROFILE...]
"""
import json
import pathlib
import sys

ROOT = pathlib.Path(__file__).resolve().parent.parent.parent
sys.path.insert(0, str(ROOT / "tests/support"))
from client_hello import Hello, differences  # noqa: E402
from expect import exit_code, expect  # noqa: E402
from listener import Listener, wait_until  # noqa: E402
from peers import SKIP, Workshop, free_port  # noqa: E402
from senders import MAIL_SERVERS, SENDERS, wolfssl_sender  # noqa: E402
from unpacked import Missing  # noqa: E402

# What a profile and a recording of the same client must have in common.
LISTS = ("versions", "suites", "groups", "signature_schemes", "key_shares", "extensions", "point_formats", "alpn",
         "session_id_len", "record_version", "sends_sni")

skipped = []


def profile(sender):
    return json.loads((ROOT / f"profiles/{sender.profile}.json").read_text())


def says_the_same_hello(shop, sender):
    """Who sends in clear is waited for. Who does not is watched to the second handshake, or for 12 seconds: time
    enough for the queue runs of Postfix (set to one second) and for those who send in clear at once."""
    wanted = profile(sender)
    listener = shop.serve(Listener())
    over = {"clear-at-once": lambda: listener.clear_mails, "clear-later": lambda: listener.clear_mails,
            "queue": lambda: len(listener.hellos) > 1}.get(wanted["after_failure"], lambda: listener.hellos)
    said = sender.run(shop, listener.port, over, seconds=12 if wanted["after_failure"] == "queue" else 150)
    name = f"{sender.profile} ({sender.version()})"
    if not listener.hellos:
        expect(f"{name} sends a hello", False, said)
        return
    different = differences(Hello(bytes.fromhex(wanted["hello"])), listener.hellos[0])
    expect(f"{name} sends the hello of its profile", not different, "\n      ".join(different))
    if sender in MAIL_SERVERS and wanted["after_failure"] != "unknown":
        goes_on_as_it_says(sender, wanted["after_failure"], listener)


def goes_on_as_it_says(sender, after, listener):
    what = f"{sender.profile} after a failed handshake: {after}"
    if after == "queue":
        expect(what, listener.clear_mails == 0, f"{listener.clear_mails} mails came in clear")
        return
    first = "clear-at-once" if len(listener.hellos) == 1 else "clear-later"
    expect(what, listener.clear_mails == 1 and first == after,
           f"{listener.clear_mails} mails in clear after {len(listener.hellos)} handshakes")


def kinds(extensions):
    """A recorded extension may have its body written out, where the profile leaves that to the lists."""
    return [extension if isinstance(extension, str) else extension["type"] for extension in extensions]


def is_recorded(shop, sender):
    port = free_port()
    file = shop.dir / "recorded.json"
    recorder = shop.start(sys.argv[1], "profile", "record", "--listen", f"127.0.0.1:{port}", "-o", file)
    # Not wait_for: a connection that only looks would be recorded as a client.
    wait_until((shop.dir / f"process-{len(shop.processes) - 1}.log").read_text)
    sender.run(shop, port, lambda: recorder.poll() is not None)
    recorder.wait(20)
    wanted, seen = profile(sender), json.loads(file.read_text())
    for one in (wanted, seen):
        one["extensions"] = kinds(one["extensions"])
    different = [key for key in LISTS if wanted.get(key) != seen.get(key)]
    expect(f"{sender.profile} is recorded with the lists of its profile", not different,
           [(seen.get(key), wanted.get(key)) for key in different])


def main():
    only = sys.argv[3:]
    senders = SENDERS + MAIL_SERVERS + wolfssl_sender(sys.argv[2])
    for sender in senders:
        with Workshop() as shop:
            try:
                sender.prepare(shop)
            except Missing as why:
                skipped.append(f"{sender.profile}: {why}")
                continue
            if only and sender.profile not in only:
                continue
            says_the_same_hello(shop, sender)
            if sender not in MAIL_SERVERS:
                is_recorded(shop, sender)
    print("\n".join(f"skipped {line}" for line in skipped))
    print(f"{len(senders) - len(skipped)} of {len(senders)} senders")
    return exit_code(SKIP if len(skipped) == len(senders) else 0)


if __name__ == "__main__":
    sys.exit(main())
