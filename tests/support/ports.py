"""Ports for the servers that a test starts: nobody else gets them between the choice and the start.

The kernel gives the ports of net.ipv4.ip_local_port_range to outgoing connections of anybody, so none of them is
chosen; and other tests that run at the same time are kept off by a socket in the abstract name space, which is bound
as long as this process lives and leaves nothing behind. Standard library only.
"""
import contextlib
import functools
import pathlib
import random
import socket
import time

LOWEST, HIGHEST = 20001, 65535
RANGE = pathlib.Path("/proc/sys/net/ipv4/ip_local_port_range")
FEWEST = 1000  # outside of the kernel's range, or it is used all the same
TRIES = 1000

chosen = {}  # port -> the socket that reserves it
dice = random.Random()  # of its own: a test may seed the other one


@functools.cache
def candidates():
    low, high = map(int, RANGE.read_text().split())
    outside = [port for port in range(LOWEST, HIGHEST + 1) if not low <= port <= high]
    return outside if len(outside) >= FEWEST else list(range(LOWEST, HIGHEST + 1))


def reserve(port):
    """False: another test has it."""
    sign = socket.socket(socket.AF_UNIX)
    try:
        sign.bind(f"\0handfast-test-port-{port}")
    except OSError:
        sign.close()
        return False
    chosen[port] = sign
    return True


def is_unused(port):
    """By anybody, on any IPv4 address, also as the rest of a connection that is over."""
    for kind in (socket.SOCK_STREAM, socket.SOCK_DGRAM):
        with socket.socket(type=kind) as probe:
            try:
                probe.bind(("0.0.0.0", port))
            except OSError:
                return False
    return True


def free_port():
    """One where nobody listens, for this process until it ends."""
    for _ in range(TRIES):
        port = dice.choice(candidates())
        if port not in chosen and reserve(port):
            if is_unused(port):
                return port
            chosen.pop(port).close()
    raise RuntimeError("no port is free")


def wait_for(port, seconds=20, process=None):
    """Until something listens on the port. process: the server; when it ends, there is nothing to wait for."""
    end = time.monotonic() + seconds
    while time.monotonic() < end and (process is None or process.poll() is None):
        with socket.socket() as s, contextlib.suppress(OSError):
            s.settimeout(1)
            s.connect(("127.0.0.1", port))
            return
        time.sleep(0.02)
    raise RuntimeError(f"nothing listens on port {port}")
