"""The worker killed with -9 at random moments of everything it does: nothing lost, nothing twice.

A few times here; two hundred times with `python -m tests.kill 200`.
"""

from __future__ import annotations

import subprocess
import sys

from tests.house.tree import ROOT

KILLS = 12


def test_killed_again_and_again_the_worker_loses_nothing_and_tells_all_once() -> None:
    done = subprocess.run(
        [sys.executable, "-m", "tests.kill", str(KILLS)],
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )

    assert done.returncode == 0, done.stdout + done.stderr[-3000:]
    assert "messages in the app" in done.stdout
