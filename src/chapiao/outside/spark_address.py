"""Where a cluster is: `spark://host:port/folder`, or `local[2]` within this process."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path
from typing import Final

ADDRESS: Final = re.compile(r"(spark://([\w.-]+):(\d+)|local\[(?:\d+|\*)\])(/.*)?")
HERE: Final = {"127.0.0.1", "localhost"}


class NoCluster(Exception):
    """There is no cluster to compare on. The message is fit to show a user."""


@dataclass(frozen=True, slots=True)
class Address:
    """A cluster, and the folder it shares with this machine; None is one made for the session."""

    master: str
    host: str  # '' is this process
    port: int
    folder: Path | None

    @property
    def is_here(self) -> bool:
        """Whether nothing leaves this machine."""
        return not self.host or self.host in HERE


def address(text: str) -> Address:
    """Read `spark://host:port/folder`; `local[2]` runs within this process.

    Raises:
        NoCluster: it is no address, or a folder is needed.
    """
    found = ADDRESS.fullmatch(text)
    if found is None:
        msg = f"集群地址「{text}」不对，要写成 spark://主机:端口/共享文件夹"
        raise NoCluster(msg)
    master, host, port, folder = found.groups()
    made = Address(master, host or "", int(port or 0), Path(folder) if folder else None)
    if folder and not Path(folder).is_dir():
        msg = f"没有这个文件夹：{folder}；它要在本机和集群的每台机器上都能用同一个路径读写"
        raise NoCluster(msg)
    if not folder and not made.is_here:
        msg = (
            f"集群不在本机，要写明本机和集群每台机器都能读写的文件夹：{master}/共享文件夹，"
            f"如 {master}/mnt/shared"
        )
        raise NoCluster(msg)
    return made
