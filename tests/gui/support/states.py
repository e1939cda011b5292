"""The states of the program for the pictures, each reached as a person or the world brings it about: what stands in a
picture are the program's and the engine's own words. Each function opens the program anew; those that need servers or a
name server are left out, and say so, where that is not installed."""
import json
import pathlib
import re
import resource
import shutil
import socket
import struct
import subprocess
import sys

import layout
from desktop import wait_until
from flow import ROOT, saved
from mailservers import Workshop, free_port
from nameserver import name_server

HERE = pathlib.Path(__file__).resolve().parent
FOUR = ROOT / "tests/cases/gui/four-servers.json"
WIDE, MID = (1280, 800), (900, 600)
NOW = 1767300000
STATE = """[state]
now={now}
scan={scan}
history={history}
state={state}
fraction=0.63
text=mx1: 74 of 118 probes
stage=Testing TLS 1.2 suites on mx1…
detail=74 of 118 probes · about 40 s left
client={client}
server={server}
view={view}
"""
WITHOUT_TLS = ["no-starttls", "refused", "dns-error", "starttls-refused"]
WITH_TLS = ["weak", "all-work", "many-servers", "hostile"]
NAMES = ["nomail.example. MX 0 .", "nobody.example. TXT none"]


def state_file(flow, scan, state="done", client="exchange-2019", server=0, view="answer"):
    path = flow.desktop.dir / "picture.state"
    path.write_text(STATE.format(now=NOW, scan=scan, state=state, client=client, server=server, view=view,
                                 history=";".join(str(saved(one)) for one in ("no-starttls", "refused", "all-work"))))
    return f"--test-state={path}"


def window(flow, title):
    """Waits for another window than the main one; it has the keyboard then."""
    flow.program.place_titled(title)


def close(flow):
    """What is in front; the main window has the keyboard again."""
    flow.key("Escape")
    wait_until(lambda: len(flow.program.windows()) == 1, 10, "the main window alone")
    flow.program.focus()


def button(flow, name, role="push button"):
    return flow.program.wait(role, flow._(name).replace("_", ""),
                             where=lambda node: node.actions() and node.has("sensitive"))


def closed_by_key(gallery, name, key):
    gallery.flow.key(key)
    if key != "F9":
        wait_until(lambda: len(gallery.flow.program.windows()) > 1, 10, f"what {key} opens")
    gallery.shoot(name)
    close(gallery.flow)


# ---- the main window ----

def empty(gallery):
    flow = gallery.flow
    flow.open()
    gallery.shoot("first-run")


def running(gallery):
    flow = gallery.flow
    for state in ("running", "stopped"):
        flow.open(state_file(flow, saved("three-mx"), state))
        for number, view in enumerate(("answer", "suites"), 1):
            flow.key(f"alt+{number}")
            gallery.shoot(f"{state}-{view}")


def saved_scans(gallery):
    flow = gallery.flow
    for name in WITHOUT_TLS + WITH_TLS:
        gallery.size = MID if name == "no-starttls" else WIDE
        flow.open(saved(name), size=gallery.size)
        flow.key("alt+1")
        gallery.shoot(f"state-{name}")


def row_menu(flow):
    row = flow.program.find("list", flow._("Scans")).find("list item", where=lambda node: node.has("selected"))
    flow.desktop.click(*row.middle(), button=3)


def all_servers(gallery):
    """What is shown while no server is chosen."""
    flow = gallery.flow
    flow.open(state_file(flow, FOUR))
    for number, view in ((4, "dialogue"), (3, "server"), (1, "answer")):
        flow.key(f"alt+{number}")
        gallery.shoot(f"{view}-all")
    for size in (MID, (600, 720)):
        gallery.place(size)
        gallery.shoot("answer-all")


def menus(gallery):
    flow = gallery.flow
    flow.open(state_file(flow, saved("three-mx")))
    closed_by_key(gallery, "menu-main", "F10")
    button(flow, "Save or export").act()
    gallery.shoot("menu-save")
    close(flow)
    row_menu(flow)
    gallery.shoot("menu-row")
    close(flow)
    closed_by_key(gallery, "list-from", "alt+f")
    closed_by_key(gallery, "list-to", "alt+t")


def dialogs(gallery):
    """In the window of menus()."""
    flow = gallery.flow
    for name, key in (("preferences", "ctrl+comma"), ("shortcuts", "ctrl+question"), ("help", "F1")):
        closed_by_key(gallery, name, key)
    for name, item in (("about", "_About Handfast"), ("compare", "_Compare Two Scans…")):
        flow.key("F10")
        button(flow, item, "menu item").act()
        gallery.shoot(name)
        close(flow)


def folded(gallery):
    """In the window of menus()."""
    flow = gallery.flow
    gallery.place(MID)
    closed_by_key(gallery, "sidebar-over", "F9")
    flow.key("F9")
    gallery.place(WIDE)


# ---- client profiles ----

def put_on_clipboard(flow, text):
    """xclip stays, to answer who pastes; it ends with the desktop."""
    subprocess.run(["xclip", "-selection", "clipboard", "-i"], input=text.encode(), env=flow.desktop.env, check=True,
                   stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, timeout=20)
    wait_until(lambda: flow.desktop.clipboard() == text, 10, "the text in the clipboard")


def profiles(gallery):
    """In the window of menus()."""
    flow = gallery.flow
    flow.key("ctrl+e")
    window(flow, flow._("Client Profiles"))
    gallery.shoot("profiles")
    button(flow, "Duplicate to Edit").act()
    gallery.shoot("profiles-own")
    button(flow, "Compare").act()
    gallery.shoot("profiles-compare")
    button(flow, "Compare").act()
    put_on_clipboard(flow, "ECDHE-RSA-AES256-GCM-SHA384:AES256-SHA:NOT-A-CIPHER:FOO-BAR")
    flow.key("ctrl+v")
    gallery.shoot("profiles-paste")


def listen(gallery, name, port, role, said):
    """On the page of a live client: "Start" with this port."""
    flow = gallery.flow
    flow.desktop.click(*flow.program.find("text", flow._("Address and port")).middle())
    flow.program.settle()
    flow.key("ctrl+a")
    flow.desktop.type(f"127.0.0.1:{port}")
    button(flow, "S_tart").act()
    flow.program.wait(role, said)
    gallery.shoot(name)


def imports(gallery):
    """In the window of profiles()."""
    flow = gallery.flow
    button(flow, "Import a profile").act()
    window(flow, flow._("Import a Client Profile"))
    gallery.shoot("import-source")
    flow.desktop.click(*flow.program.wait("list item", flow._("Record a Live Client")).middle())
    gallery.shoot("import-live")
    listen(gallery, "import-live-waiting", free_port(), "label", flow._("Waiting for a client to connect…"))
    button(flow, "St_op").act()
    with socket.create_server(("127.0.0.1", 0)) as other:
        listen(gallery, "import-live-port-in-use", other.getsockname()[1], "status bar", re.compile(":.*[a-z]"))


def hello(name):
    lines = (ROOT / "tests/cases/hellos" / name).read_text().splitlines()
    return bytes.fromhex("".join(line for line in lines if not line.startswith("#")))


def packet(number, text):
    """A raw IP packet in a record of a capture file, from a client to port 25."""
    tcp = struct.pack(">HHIIBBHHH", 40000 + number, 25, 1, 0, 5 << 4, 0x10, 65535, 0, 0) + text
    head = struct.pack(">BBHHHBBH4s4s", 0x45, 0, 20 + len(tcp), 0, 0, 64, 6, 0, bytes([192, 0, 2, 1 + number]),
                       bytes([192, 0, 2, 9]))
    size = len(head + tcp)
    return struct.pack("<IIII", NOW + number, 0, size, size) + head + tcp


def capture(flow, name, texts):
    path = flow.desktop.dir / name
    path.write_bytes(struct.pack("<IHHiIII", 0xA1B2C3D4, 2, 4, 0, 0, 65535, 101)
                     + b"".join(packet(number, text) for number, text in enumerate(texts)))
    return path


def captures(gallery):
    flow = gallery.flow
    start = b"EHLO mail.example\r\nSTARTTLS\r\n"
    hellos = [start + hello(name) for name in ("exim-4.96-gnutls.hex", "postfix-3.7-may.hex", "java-17-jsse.hex")]
    for name, texts in (("import-capture", hellos), ("import-no-hello", [b"EHLO mail.example\r\nQUIT\r\n"])):
        flow.open(capture(flow, f"{name}.pcap", texts))
        window(flow, flow._("Import a Client Profile"))
        gallery.shoot(name)


# ---- what may stand in the Fix view ----

def other_side(flow):
    side = flow.program.find_all("push button", re.compile(r"mx1\.firma\.example"))[-1]
    flow.desktop.click(*side.middle())
    flow.program.settle()
    flow.key("Down", "Return")


def modern(flow):
    flow.desktop.click(*flow.program.find("check box", flow._("Modern List")).middle())


FIXES = [  # name, scan, client, server, what is chosen then
    ("fix-impossible", FOUR, "windows-server-2008r2", 1, other_side),
    ("fix-nothing", saved("all-work"), "exchange-2019", 1, None),
    ("fix-partial", saved("three-mx"), "exchange-2019", 3, modern),
    ("fix-untested", saved("three-mx"), "exchange-2016-ws2012r2", 3, None),
]


def fixes(gallery):
    flow = gallery.flow
    for name, scan, client, server, choose in FIXES:
        flow.open(state_file(flow, scan, client=client, server=server, view="fix"))
        if choose:
            choose(flow)
        gallery.shoot(name)


# ---- what the world does ----

def newer(gallery):
    """A file of a later program."""
    flow = gallery.flow
    path = flow.desktop.dir / "newer.json"
    path.write_text(saved("three-mx").read_text().replace("handfast/scan/1", "handfast/scan/9", 1))
    flow.open(saved("all-work"), path)
    gallery.shoot("file-newer")
    close(flow)


def no_servers(gallery):
    """Domains that have no mail server, as a real name server says so."""
    flow = gallery.flow
    if not shutil.which("unbound", path="/usr/sbin:/usr/bin:/sbin"):
        print("left out: unbound is not installed")
        return
    with Workshop() as shop:
        dns = name_server(shop, NAMES)
        for name in ("nomail", "nobody"):
            path = flow.desktop.dir / f"{name}.json"
            said = flow.cli("scan", f"{name}.example", "--dns", dns, "-f", f"json={path}")
            flow.expect(f"{name}.example is asked", path.exists(), said)
            flow.open(path)
            gallery.shoot(f"state-{name}")


def demo(gallery):
    """A scan that runs, until a server asks to slow down; then the window is closed."""
    flow = gallery.flow
    flow.open()
    flow.key("alt+d")
    said = flow.like("%s asked us to slow down: fewer connections now, with pauses.").pattern.rstrip("$")
    flow.program.wait("status bar", re.compile(said, re.DOTALL), seconds=60)
    gallery.shoot("running-slowed-down")
    flow.key("alt+F4")
    flow.program.wait("push button", flow._("_Keep Scanning").replace("_", ""))
    gallery.shoot("close-while-running")
    button(flow, "_Stop and Close").act()
    flow.program.wait_end(20)


def failure(gallery):
    """The engine cannot work: the program may open no more files."""
    flow = gallery.flow
    program = flow.open(state_file(flow, saved("three-mx"), "running"))  # its spinner is a file too
    flow.key("ctrl+n", "ctrl+a")
    flow.desktop.type("127.0.0.1:1")
    pid = program.process.pid
    usual = resource.prlimit(pid, resource.RLIMIT_NOFILE)
    resource.prlimit(pid, resource.RLIMIT_NOFILE, (len(list(pathlib.Path(f"/proc/{pid}/fd").iterdir())), usual[1]))
    flow.key("Return")
    program.wait("panel", flow._("The scan could not be done"))
    resource.prlimit(pid, resource.RLIMIT_NOFILE, usual)
    gallery.shoot("engine-failure")


def offline(gallery):
    flow = gallery.flow
    flow.desktop.spawn("network", [sys.executable, HERE / "no-network.py"])
    session = flow.desktop.bus().session
    wait_until(lambda: "org.freedesktop.NetworkManager" in layout.call(session, *layout.BUS, "ListNames")[0], 20,
               "NetworkManager on the bus")
    flow.open(saved("all-work"), GIO_USE_NETWORK_MONITOR="networkmanager",
              DBUS_SYSTEM_BUS_ADDRESS=flow.desktop.env["DBUS_SESSION_BUS_ADDRESS"])
    flow.program.wait("alert", flow._("No network. Saved scans stay readable."))
    gallery.shoot("offline")


ALL = [empty, all_servers, running, saved_scans, menus, dialogs, folded, profiles, imports, captures, fixes, newer, no_servers, demo,
       failure, offline]
