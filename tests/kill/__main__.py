"""Kill the worker with -9 at random moments, many times over, and see that nothing was lost.

`python -m tests.kill 200` makes a world of its own in a temporary folder: files handed in
and lying in a watched folder, tables imported, look-ups asked again at the demo's
verification platform, and messages that go to a real mail server and a real robot's server
on loopback. After the last kill the worker finishes, and all is counted. It prints what it
counted, and ends with 1 where something does not hold.
"""

from __future__ import annotations

import os
import random
import shutil
import sys
import tempfile
import time
from pathlib import Path

os.environ["CHAPIAO_DATA"] = tempfile.mkdtemp(prefix="chapiao-kill-")
os.environ["DJANGO_SETTINGS_MODULE"] = "chapiao.config.settings"
os.environ["CHAPIAO_SANDBOX"] = "1"
os.environ["CHAPIAO_LOG"] = "INFO"
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"

from tests.outside import mail_server, robot_server

USUAL = 200
SEED = 20261124


def main(kills: int) -> int:
    """Kill so often; return 0 when all holds."""
    chance = random.Random(SEED)
    began = time.monotonic()
    with mail_server.running() as post, robot_server.running() as vendors:
        os.environ["CHAPIAO_SMTP_HOST"] = "127.0.0.1"
        os.environ["CHAPIAO_SMTP_PORT"] = str(post.port)
        os.environ["CHAPIAO_SMTP_TLS"] = "none"
        os.environ["CHAPIAO_ROBOT_HOSTS"] = vendors.host
        import django

        django.setup()
        from tests.kill import counted, world

        post.slow = vendors.slow = 0.2  # so that some kills fall between taking and noting
        made = world.make(Path(os.environ["CHAPIAO_DATA"]), vendors)
        worker = world.Worker(made.data)
        for place in range(kills):
            if place % 3 != 1:  # and every third time it gets at what was left
                world.feed(made, place)
            worker.up()
            time.sleep(chance.uniform(0.0, 1.0) if place % 2 else chance.uniform(0.5, 3.0))
            worker.kill()
            world.free_claims()
            world.decide(made)
            worker = world.Worker(made.data)
        world.finish(made, worker)
        worker.stop()
        wrong = counted.wrong(made, post, vendors, kills)
        told = counted.told(made, post, vendors)
    lines = [f"{kills} kills in {time.monotonic() - began:.0f} s: {told}"]
    sys.stdout.write("\n".join([*lines, *(f"WRONG: {one}" for one in wrong)]) + "\n")
    shutil.rmtree(made.data, ignore_errors=True)
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main(int(sys.argv[1]) if len(sys.argv) > 1 else USUAL))
