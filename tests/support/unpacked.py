"""Debian packages that cannot be installed beside others (each mail server removes the one before), downloaded
and unpacked into a cache, and laid over the system for one process: in a mount and process namespace of its own
it sees them as installed, and all that it starts ends with it. Needs root and a kernel with overlayfs.
"""
import os
import pathlib
import shutil
import subprocess

CACHE = pathlib.Path(os.environ.get("XDG_CACHE_HOME") or pathlib.Path.home() / ".cache") / "handfast-test-packages"

# $1: the unpacked packages, $2: a folder of this process's own with passwd, group, hosts; then the command.
ENTER = """
set -e
root=$1 own=$2
shift 2
mount -t overlay overlay -o "lowerdir=$root/usr:/usr" /usr
mount --bind "$own/passwd" /etc/passwd
mount --bind "$own/group" /etc/group
mount --bind "$own/hosts" /etc/hosts
hostname client.example
for folder in /run /var/spool /var/lib /var/log; do mount -t tmpfs -o mode=755 tmpfs $folder; done
exec "$@"
"""


class Missing(Exception):
    """Why the packages cannot be used here."""


def fetch_all(packages):
    """Folders of the packages' candidate versions, unpacked; from the cache if they are there."""
    shown = subprocess.run(["apt-cache", "show", "--no-all-versions", *packages], capture_output=True, text=True)
    names = [line.split("/")[-1] for line in shown.stdout.splitlines() if line.startswith("Filename:")]
    files = {name.split("_")[0]: name for name in names}
    if absent := set(packages) - set(files):
        raise Missing(f"no package {', '.join(sorted(absent))}")
    return [fetch(package, files[package]) for package in packages]


def fetch(package, file):
    folder = CACHE / file.removesuffix(".deb")
    if folder.exists():
        return folder
    fresh = CACHE / f".{folder.name}.{os.getpid()}"
    fresh.mkdir(parents=True)
    try:
        got = subprocess.run(["apt-get", "-qq", "download", package], cwd=fresh, capture_output=True, text=True)
        debs = list(fresh.glob("*.deb"))
        if not debs:
            raise Missing(f"{package} cannot be downloaded: {got.stderr.strip()}")
        subprocess.run(["dpkg", "-x", debs[0], fresh], check=True)
        debs[0].unlink()
        fresh.chmod(0o755)
        fresh.rename(folder)
    finally:
        shutil.rmtree(fresh, ignore_errors=True)
    return folder


def version(package):
    shown = subprocess.run(["apt-cache", "show", "--no-all-versions", package], capture_output=True, text=True)
    return next((line.split()[1] for line in shown.stdout.splitlines() if line.startswith("Version:")), None)


class Unpacked:
    """shop: the Workshop; packages; users: their names, made up for the processes inside."""

    def __init__(self, shop, packages, users=()):
        if os.geteuid():
            raise Missing("root is needed to lay packages over the system")
        self.root = shop.dir / f"packages-{packages[0]}"
        self.own = shop.dir / f"own-{packages[0]}"
        if not self.root.exists():  # a client and a server may share them
            for folder in fetch_all(packages):
                shutil.copytree(folder, self.root, symlinks=True, dirs_exist_ok=True)
        self.own.mkdir(exist_ok=True)
        for name in ("passwd", "group"):
            (self.own / name).write_text(pathlib.Path("/etc", name).read_text() + "".join(
                self.line(name, user, 64000 + number) for number, user in enumerate(users)))
        (self.own / "hosts").write_text("127.0.0.1 localhost\n127.0.0.1 client.example client\n")
        done = subprocess.run(self.inside("true"), capture_output=True, text=True)
        if done.returncode:
            raise Missing(f"no namespace of its own: {done.stderr.strip()}")

    @staticmethod
    def line(file, user, number):
        return f"{user}:x:{number}:{number}::/nonexistent:/usr/sbin/nologin\n" if file == "passwd" else \
            f"{user}:x:{number}:\n"

    def inside(self, *command):
        """The words that run the command where the packages are."""
        return ["unshare", "--mount", "--uts", "--pid", "--fork", "--kill-child", "--mount-proc",
                "sh", "-c", ENTER, "sh", str(self.root), str(self.own), *map(str, command)]
