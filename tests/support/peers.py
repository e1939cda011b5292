"""Real servers for the tests: openssl s_server, gnutls-serv and Postfix on loopback, an SMTP front that
puts STARTTLS before a plain TLS server, and relays that delay, limit or break connections.

Everything lives in a temporary folder and ends with the test. Standard library only.
"""
import asyncio
import contextlib
import os
import pathlib
import random
import shutil
import socket
import subprocess
import sys
import tempfile
import threading

from ports import free_port, wait_for

SKIP = 77  # meson's exit code for "skipped"
STARTS = 3  # of a server, before it is said that it does not start


def need(*programs):
    """Skip the whole test, with a sentence, where a program is missing."""
    for program in programs:
        if not shutil.which(program, path=os.environ.get("PATH", "") + ":/usr/sbin:/sbin"):
            print(f"skipped: {program} is not installed")
            sys.exit(SKIP)


class Workshop:
    """A temporary folder with certificates, and the processes that a test starts."""

    KEYS = {
        "rsa": ["-newkey", "rsa:2048"],
        "rsa1024": ["-newkey", "rsa:1024"],
        "ecdsa": ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256"],
        "rsa4096": ["-newkey", "rsa:4096"],
        "rsapss": ["-newkey", "rsa-pss", "-pkeyopt", "rsa_keygen_bits:2048"],
        "ecdsa384": ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-384"],
        "ecdsa521": ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-521"],
        "ed25519": ["-newkey", "ed25519"],
    }

    def __init__(self):
        self.dir = pathlib.Path(tempfile.mkdtemp(prefix="handfast-test-"))
        self.dir.chmod(0o755)
        self.processes = []
        self.stack = contextlib.ExitStack()
        self.loop = None

    def __enter__(self):
        return self

    def __exit__(self, *unused):
        self.stack.close()
        for process in self.processes:
            process.terminate()
        for process in self.processes:
            try:
                process.wait(5)
            except subprocess.TimeoutExpired:
                process.kill()
        shutil.rmtree(self.dir, ignore_errors=True)

    def certificate(self, kind):
        """(certificate file, key file) of a self-signed certificate for localhost."""
        cert, key = self.dir / f"{kind}.pem", self.dir / f"{kind}.key"
        if not cert.exists():
            subprocess.run(["openssl", "req", "-x509", "-nodes", "-days", "30", "-subj", "/CN=localhost",
                            "-addext", "subjectAltName=DNS:localhost", *self.KEYS[kind],
                            "-keyout", key, "-out", cert], check=True, capture_output=True)
        return str(cert), str(key)

    def start(self, *command, stdout=None, **options):
        """stdout: where it goes, if not into a log beside the messages; options: of Popen."""
        path = self.dir / f"process-{len(self.processes)}.log"
        with open(path, "wb") as log:
            process = subprocess.Popen([str(c) for c in command], stdin=subprocess.PIPE, stdout=stdout or log,
                                       stderr=log, **options)
        process.log = path
        self.processes.append(process)
        return process

    def server(self, command, started=lambda process: None, **options):
        """Port of a server that runs as our child; command(port) gives its words. If it ends at once (the port was
        taken after all), it is started on another one. started: told of the process; options: of start."""
        for _ in range(STARTS):
            port = free_port()
            process = self.start(*command(port), **options)
            started(process)
            try:
                wait_for(port, process=process)
                return port
            except RuntimeError:
                if process.poll() is None:
                    raise
        raise RuntimeError(f"{process.args} ends at once: {process.log.read_text(errors='replace')}")

    def s_server(self, keys=("rsa",), options=()):
        """Port of an `openssl s_server` (plain TLS)."""
        command = ["-quiet"]
        for number, kind in enumerate(keys):
            cert, key = self.certificate(kind)
            command += ["-cert", cert, "-key", key] if number == 0 else ["-dcert", cert, "-dkey", key]
        return self.server(lambda port: ["openssl", "s_server", "-accept", f"127.0.0.1:{port}", *command, *options])

    def gnutls_serv(self, keys=("rsa",), priority="NORMAL", options=()):
        """Port of a `gnutls-serv` (plain TLS)."""
        command = ["--echo", "--quiet", "--priority", priority, *options]
        for kind in keys:
            cert, key = self.certificate(kind)
            command += ["--x509certfile", cert, "--x509keyfile", key]
        return self.server(lambda port: ["gnutls-serv", "--port", port, *command])

    def postfix(self, keys=("rsa",), settings=()):
        """Port of a real Postfix with STARTTLS."""
        port = free_port()
        base = self.dir / f"postfix-{port}"
        for name in ("etc", "queue", "data"):
            (base / name).mkdir(parents=True)
        shutil.chown(base / "data", "postfix")
        lines = [f"config_directory={base}/etc", f"queue_directory={base}/queue",
                 f"data_directory={base}/data", "compatibility_level=3.6", "myhostname=mx.test.example",
                 "mydestination=", "inet_interfaces=127.0.0.1", "mynetworks=127.0.0.0/8",
                 f"maillog_file={base}/maillog", "maillog_file_prefixes=/tmp", "smtpd_tls_security_level=may",
                 "smtpd_peername_lookup=no", "smtputf8_enable=no",
                 "smtpd_tls_loglevel=0", *settings]
        for kind in keys:
            cert, key = self.certificate(kind)
            name = "eccert" if kind.startswith("ecdsa") else "cert"
            lines += [f"smtpd_tls_{name}_file={cert}",
                      f"smtpd_tls_{'eckey' if name == 'eccert' else 'key'}_file={key}"]
            (base / "etc/main.cf").write_text("\n".join(lines) + "\n")
        (base / "etc/master.cf").write_text("\n".join([
            f"127.0.0.1:{port} inet n - n - - smtpd", "cleanup unix n - n - 0 cleanup",
            "tlsmgr unix - - n 1000? 1 tlsmgr", "rewrite unix - - n - - trivial-rewrite",
            "anvil unix - - n - 1 anvil", "postlog unix-dgram n - n - 1 postlogd",
            "proxymap unix - - n - - proxymap", "bounce unix - - n - 0 bounce",
            "qmgr unix n - n 300 1 qmgr", "pickup unix n - n 60 1 pickup",
            "defer unix - - n - 0 bounce", "trace unix - - n - 0 bounce", "error unix - - n - - error",
            "flush unix n - n 1000? 0 flush", "scache unix - - n - 1 scache"]) + "\n")
        done = subprocess.run(["/usr/sbin/postfix", "-c", base / "etc", "start"], capture_output=True, text=True)
        if done.returncode:
            raise RuntimeError(f"postfix does not start: {done.stdout}{done.stderr}")
        self.stack.callback(subprocess.run, ["/usr/sbin/postfix", "-c", base / "etc", "abort"],
                            capture_output=True)
        wait_for(port)
        return port

    def front(self, backend, **options):
        return self.serve(Front(backend, **options))

    def relay(self, backend, **options):
        return self.serve(Relay(backend, **options))

    def serve(self, server):
        """Run one of the asyncio servers below, all in one thread; its port is server.port."""
        if self.loop is None:
            self.loop = LoopThread()
            self.stack.callback(self.loop.stop)
        self.loop.call(server.listen())
        return server

    def end(self, server):
        """No more connections for one of them."""
        self.loop.call(server.close())


class LoopThread:
    def __init__(self):
        self.loop = asyncio.new_event_loop()
        self.thread = threading.Thread(target=self.run, daemon=True)
        self.thread.start()

    def run(self):
        asyncio.set_event_loop(self.loop)
        self.loop.run_forever()

    def call(self, coroutine):
        return asyncio.run_coroutine_threadsafe(coroutine, self.loop).result(10)

    def stop(self):
        async def finish():
            while tasks := asyncio.all_tasks() - {asyncio.current_task()}:
                for task in tasks:
                    task.cancel()
                await asyncio.wait(tasks)
            self.loop.stop()
        asyncio.run_coroutine_threadsafe(finish(), self.loop)
        self.thread.join(5)


class Server:
    """An asyncio server on loopback that counts its connections."""

    hosts = ["127.0.0.1"]

    def __init__(self, port=0):
        self.port = port  # 0: any, known as soon as it listens
        self.connections = 0
        self.open = 0
        self.most_open = 0
        self.tasks = set()  # asyncio itself keeps no reference, and one that only waits could be collected

    async def listen(self):
        self.server = await asyncio.start_server(self.on_client, self.hosts, self.port, backlog=1000)
        self.port = self.server.sockets[0].getsockname()[1]

    async def close(self):
        self.server.close()

    async def on_client(self, reader, writer):
        self.tasks.add(asyncio.current_task())
        self.connections += 1
        self.open += 1
        self.most_open = max(self.most_open, self.open)
        try:
            await self.serve(reader, writer)
        except (ConnectionError, asyncio.IncompleteReadError, asyncio.CancelledError):
            pass
        finally:
            self.open -= 1
            self.tasks.discard(asyncio.current_task())
            writer.close()


async def copy(reader, writer, delay=0):
    """Bytes from one side to the other, each `delay` seconds late, in order."""
    queue = asyncio.Queue()
    loop = asyncio.get_running_loop()

    async def send():
        while True:
            when, data = await queue.get()
            await asyncio.sleep(max(0, when - loop.time()))
            if not data:
                break
            writer.write(data)
            await writer.drain()
        with contextlib.suppress(OSError):  # the other side may be gone already
            writer.write_eof()
    sender = asyncio.ensure_future(send())
    try:
        data = b"-"
        while data:
            data = await reader.read(65536)
            await queue.put((loop.time() + delay, data))
        await sender
    except ConnectionError:
        sender.cancel()
        writer.transport.abort()  # pass a reset on as a reset


class Front(Server):
    """SMTP up to the 220 of STARTTLS, then the bytes of a plain TLS server on port `backend`."""

    def __init__(self, backend, fault=None):
        super().__init__()
        self.backend = backend
        self.fault = fault  # called with (self, reader, writer); True: it has dealt with the client

    async def serve(self, reader, writer):
        if self.fault and await self.fault(self, reader, writer):
            return
        writer.write(b"220 front.example ESMTP\r\n")
        while line := await reader.readline():
            verb = line.strip().upper()
            if verb.startswith(b"EHLO"):
                writer.write(b"250-front.example\r\n250-PIPELINING\r\n250 STARTTLS\r\n")
            elif verb == b"STARTTLS":
                writer.write(b"220 2.0.0 Ready to start TLS\r\n")
                await self.splice(reader, writer)
                return
            elif verb == b"QUIT":
                writer.write(b"221 2.0.0 Bye\r\n")
                await writer.drain()
                return
            else:
                writer.write(b"502 5.5.1 Not here\r\n")

    async def splice(self, reader, writer):
        first = await reader.read(65536)
        if not first:
            return
        back_reader, back_writer = await asyncio.open_connection("127.0.0.1", self.backend)
        back_writer.write(first)
        await asyncio.gather(copy(reader, back_writer), copy(back_reader, writer))
        back_writer.close()


class Relay(Server):
    """Bytes both ways, each direction half a round trip late; a new connection costs one more."""

    def __init__(self, backend, round_trip=0.0):
        super().__init__()
        self.backend = backend
        self.round_trip = round_trip

    async def serve(self, reader, writer):
        # The TCP handshake of loopback takes no time; here it takes a round trip.
        await asyncio.sleep(self.round_trip)
        back_reader, back_writer = await asyncio.open_connection("127.0.0.1", self.backend)
        half = self.round_trip / 2
        await asyncio.gather(copy(reader, back_writer, half), copy(back_reader, writer, half))
        back_writer.close()


def reset(writer):
    """Close with a reset instead of a FIN."""
    sock = writer.get_extra_info("socket")
    sock.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, bytes([1, 0, 0, 0, 0, 0, 0, 0]))
    writer.transport.abort()


FAULTS = ("421", "close", "reset", "reset-ehlo", "reset-hello")


def random_faults(share, seed=1, kinds=FAULTS):
    """A fault for Front: that share of the connections gets 421, is closed before the greeting, or is
    reset somewhere (before the greeting, after EHLO, after the ClientHello), the same in every run."""
    rng = random.Random(seed)

    async def fault(front, reader, writer):
        if rng.random() >= share:
            return False
        kind = rng.choice(kinds)
        if kind == "421":
            writer.write(b"421 4.7.0 front.example too many connections\r\n")
            await writer.drain()
        elif kind == "reset":
            reset(writer)
        elif kind.startswith("reset-"):
            writer.write(b"220 front.example ESMTP\r\n")
            await reader.readline()
            if kind == "reset-hello":
                writer.write(b"250-front.example\r\n250 STARTTLS\r\n")
                await reader.readline()
                writer.write(b"220 2.0.0 Ready to start TLS\r\n")
                await reader.read(4096)
            reset(writer)
        return True
    return fault
