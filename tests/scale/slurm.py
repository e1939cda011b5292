"""Slurm on this machine alone: munged, slurmctld and slurmd with a configuration in the test's own folder, on free
ports, without control groups. Ends with the Workshop that it is started in. Needs root, as slurmd does."""
import os
import pwd
import secrets
import shutil
import socket
import subprocess
import sys
import time

from peers import SKIP, free_port, need

PROGRAMS = ("munged", "slurmctld", "slurmd", "sbatch", "squeue", "sinfo", "scontrol")

CONFIG = """\
ClusterName=handfast
SlurmctldHost={host}(127.0.0.1)
SlurmUser=root
SlurmdUser=root
SlurmctldPort={controller_port}
SlurmdPort={node_port}
AuthType=auth/munge
AuthInfo=socket={dir}/munge/socket
CryptoType=crypto/munge
StateSaveLocation={dir}/state
SlurmdSpoolDir={dir}/spool
SlurmctldPidFile={dir}/slurmctld.pid
SlurmdPidFile={dir}/slurmd.pid
SlurmctldLogFile={dir}/slurmctld.log
SlurmdLogFile={dir}/slurmd.log
ProctrackType=proctrack/linuxproc
TaskPlugin=task/none
JobAcctGatherType=jobacct_gather/none
AccountingStorageType=accounting_storage/none
MpiDefault=none
SchedulerType=sched/builtin
SelectType=select/cons_tres
SelectTypeParameters=CR_CPU
SlurmdParameters=config_overrides
ReturnToService=2
MinJobAge=3600
NodeName={host} NodeAddr=127.0.0.1 CPUs={cpus} RealMemory=4096 State=UNKNOWN
PartitionName=all Nodes={host} Default=YES MaxTime=INFINITE State=UP
"""


def skip(reason):
    print(f"skipped: {reason}")
    sys.exit(SKIP)


def need_slurm():
    if os.geteuid() != 0:
        skip("Slurm's daemons need root")
    need(*PROGRAMS)


class Slurm:
    def __init__(self, shop, cpus=4):
        self.dir = shop.dir / "slurm"
        self.daemons = []
        for name in ("", "munge", "state", "spool"):
            (self.dir / name).mkdir(mode=0o755)
        self.env = {**os.environ, "SLURM_CONF": str(self.dir / "slurm.conf"),
                    "PATH": os.environ["PATH"] + ":/usr/sbin:/sbin"}
        self.host = socket.gethostname().split(".")[0]
        (self.dir / "slurm.conf").write_text(CONFIG.format(
            host=self.host, dir=self.dir, cpus=cpus, controller_port=free_port(), node_port=free_port()))
        # Named, it is not looked for in /sys, which a container may not have; nothing here uses it.
        (self.dir / "cgroup.conf").write_text("CgroupPlugin=cgroup/v1\n")
        self.start_munge(shop)
        self.start(shop, "slurmctld", "-D", "-c")
        self.start(shop, "slurmd", "-D")
        self.wait_until("the node is idle", lambda: "idle" in self.run("sinfo", "-h", "-o", "%T"))

    def start(self, shop, program, *options):
        self.daemons.append((program, shop.start(shutil.which(program, path=self.env["PATH"]), *options, env=self.env,
                                                 cwd=self.dir)))

    def start_munge(self, shop):
        """As the user that Debian's package makes for it; it refuses to be root."""
        folder = self.dir / "munge"
        (folder / "key").write_bytes(secrets.token_bytes(128))
        (folder / "key").chmod(0o400)
        options = {}
        try:
            user = pwd.getpwnam("munge")
            for path in (folder, folder / "key"):
                os.chown(path, user.pw_uid, user.pw_gid)
            options = {"user": user.pw_uid, "group": user.pw_gid, "extra_groups": []}
        except KeyError:
            options = {"force": True}
        command = [shutil.which("munged", path=self.env["PATH"]), "--foreground",
                   *(["--force"] if options.pop("force", False) else []),
                   f"--socket={folder}/socket", f"--key-file={folder}/key", f"--pid-file={folder}/pid",
                   f"--log-file={folder}/log", f"--seed-file={folder}/seed"]
        shop.start(*command, **options)
        self.wait_until("munged answers", (folder / "socket").exists)

    def logs(self):
        return "\n".join(f"{path.name}:\n" + "\n".join(path.read_text(errors="replace").splitlines()[-15:])
                         for path in [*self.dir.glob("*.log"), *self.dir.parent.glob("process-*.log")])

    def skip_if_ended(self):
        """A daemon that ends by itself at its start cannot be had on this machine: its log says why."""
        for program, process in self.daemons:
            if process.poll() is not None:
                skip(f"{program} does not run on this machine:\n{self.logs()}")

    def wait_until(self, what, true, seconds=60):
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            if true():
                return
            self.skip_if_ended()
            time.sleep(0.1)
        raise RuntimeError(f"not within {seconds} s: {what}\n{self.logs()}")

    def run(self, *command):
        done = subprocess.run([*map(str, command)], env=self.env, capture_output=True, text=True, timeout=60)
        return done.stdout.strip() if done.returncode == 0 else f"error: {done.stderr.strip()}"

    def submit(self, *words, env=None):
        """The number of a job, submitted as a user would."""
        done = subprocess.run(["sbatch", "--parsable", *map(str, words)], env={**self.env, **(env or {})},
                              capture_output=True, text=True, timeout=60, cwd=self.dir.parent)
        if done.returncode:
            raise RuntimeError(f"sbatch: {done.stderr}")
        return done.stdout.strip().split(";")[0]

    def states(self, job):
        """task -> state and exit code"""
        found = {}
        for line in self.run("scontrol", "show", "job", "-o", job).splitlines():
            words = dict(word.split("=", 1) for word in line.split() if "=" in word)
            found[words.get("ArrayTaskId", "0")] = (words.get("JobState"), words.get("ExitCode"))
        return found

    def wait(self, job, seconds=180):
        running = ("PENDING", "RUNNING", "COMPLETING", "CONFIGURING", None)
        self.wait_until(f"job {job} is over", lambda: all(
            state not in running for state, _ in self.states(job).values()), seconds)
        return self.states(job)
