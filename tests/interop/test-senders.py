#!/usr/bin/env python3
"""Every sender that Debian 12 packages is what its profile says. Each is run against a listener: the hello that
it sends now equals the profile's byte for byte, but for what belongs to one connection; what it does after a
failed handshake and which servers it refuses is what the profile says.

usage: test-senders.py WOLFSSL-CLIENT|- [PROFILE...]
"""
import json
import pathlib
import sys

ROOT = pathlib.Path(__file__).resolve().parent.parent.parent
sys.path.insert(0, str(ROOT / "tests/support"))
from client_hello import Hello, differences  # noqa: E402
from listener import Listener  # noqa: E402
from peers import SKIP, Workshop  # noqa: E402
from senders import MAIL_SERVERS, SENDERS, wolfssl_sender  # noqa: E402
from unpacked import Missing  # noqa: E402

wrong = []
skipped = []


def expect(what, ok, detail=""):
    print(("ok    " if ok else "FAIL  ") + what, flush=True)
    if not ok:
        wrong.append(what)
        print(f"      {detail}")


def profile(sender):
    return json.loads((ROOT / f"profiles/{sender.profile}.json").read_text())


def says_the_same_hello(shop, sender):
    """Who sends in clear is waited for. Who does not is watched to the second handshake, or for 12 seconds: time
    enough for the queue runs of Postfix (set to one second) and for those who send in clear at once."""
    wanted = profile(sender)
    listener = shop.serve(Listener())
    over = {"clear-at-once": lambda: listener.clear_mails, "clear-later": lambda: listener.clear_mails,
            "queue": lambda: len(listener.hellos) > 1}.get(wanted["after_failure"], lambda: listener.hellos)
    said = sender.run(shop, listener.port, over, seconds=12 if wanted["after_failure"] == "queue" else 60)
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


def main():
    wolfssl, only = sys.argv[1], sys.argv[2:]
    senders = SENDERS + MAIL_SERVERS + wolfssl_sender(wolfssl)
    for sender in senders:
        with Workshop() as shop:
            try:
                sender.prepare(shop)
            except Missing as why:
                skipped.append(f"{sender.profile}: {why}")
                continue
            if not only or sender.profile in only:
                says_the_same_hello(shop, sender)
    print("\n".join(f"skipped {line}" for line in skipped))
    print(f"{len(senders) - len(skipped)} of {len(senders)} senders, {len(wrong)} wrong")
    return 1 if wrong else SKIP if len(skipped) == len(senders) else 0


if __name__ == "__main__":
    sys.exit(main())
