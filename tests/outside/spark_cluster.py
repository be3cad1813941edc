"""A real standalone cluster on loopback: one master and two workers, each its own process."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

SECONDS = 60  # for a process to start
# Programs that live for a minute are not worth optimising for an hour.
SHORT_LIVED = "-XX:TieredStopAtLevel=1 -XX:+UseSerialGC"
MASTER, WORKER = (f"org.apache.spark.deploy.{one}" for one in ("master.Master", "worker.Worker"))


@dataclass
class Cluster:
    """Its address, and its workers' processes."""

    address: str
    folder: Path
    workers: list[subprocess.Popen[bytes]] = field(default_factory=list)

    def add_worker(self) -> None:
        """Start a worker, and wait until the master has heard of it."""
        log = self.folder / f"worker-{len(self.workers)}-{time.monotonic_ns()}.log"
        place = (
            f"--host 127.0.0.1 --port 0 --webui-port 0 --cores 1 --memory 600m --work-dir {log}.d"
        )
        self.workers.append(_start(log, WORKER, *place.split(), self.address))
        _until(log, "Successfully registered with master")

    def kill_worker(self) -> subprocess.Popen[bytes]:
        """Kill a worker and what it runs, as a loss of power would."""
        worker = self.workers.pop()
        os.killpg(worker.pid, signal.SIGKILL)
        worker.wait()
        return worker


@contextmanager
def running(folder: Path) -> Iterator[Cluster]:
    """Start a cluster; nothing of it is left at the end."""
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    log = folder / "master.log"
    master = _start(log, MASTER, *f"--host 127.0.0.1 --port {port} --webui-port 0".split())
    cluster = Cluster(f"spark://127.0.0.1:{port}", folder)
    try:
        _until(log, "I have been elected leader")
        cluster.add_worker()
        cluster.add_worker()
        yield cluster
    finally:
        while cluster.workers:
            cluster.kill_worker()
        os.killpg(master.pid, signal.SIGKILL)
        master.wait()


def _start(log: Path, *what: str) -> subprocess.Popen[bytes]:
    import pyspark

    home = Path(pyspark.__file__).parent
    around = os.environ | {
        "SPARK_HOME": str(home),
        "SPARK_LOCAL_IP": "127.0.0.1",
        "SPARK_DAEMON_MEMORY": "256m",
    }
    with log.open("wb") as out:
        return subprocess.Popen(
            [home / "bin" / "spark-class", *what],
            stdout=out,
            stderr=subprocess.STDOUT,
            env=around,
            start_new_session=True,  # so that it can be killed with what it runs
        )


def _until(log: Path, says: str) -> None:
    late = time.monotonic() + SECONDS
    while says not in log.read_text(errors="replace"):
        if time.monotonic() > late:
            raise TimeoutError(log.read_text(errors="replace"))
        time.sleep(0.1)
