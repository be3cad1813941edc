"""What the readers are compared with: each peer in a process and an environment of its own.

An environment is made on demand under `.bench/peers`, pinned; without a network a peer
is left out and its goal is 未执行. Every round gives it files it has not seen.
"""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from pathlib import Path

ROUNDS = 7
PEERS = Path(__file__).parents[1] / ".bench" / "peers"
# What a peer does with one file; the rounds around it are the same for all.
PEER_CODE = {
    "ofdkit": ("ofdkit==0.2.0", "import ofdkit", "ofdkit.extract_invoice(path)"),
    "ofdkit text": ("ofdkit==0.2.0", "import ofdkit", "ofdkit.extract_text(path)"),
    "pdfplumber": (
        "pdfplumber==0.11.10",
        "import pdfplumber",
        "[page.extract_text() for page in pdfplumber.open(path).pages]",
    ),
    "invoice2data": (
        "invoice2data==1.0.1",
        """from invoice2data import extract_data
from invoice2data.input import pdftotext
from invoice2data.extract.loader import read_templates
import logging; logging.disable(logging.CRITICAL)
templates = read_templates(folder)""",
        "extract_data(path, templates=templates, input_module=pdftotext)",
    ),
}
TEMPLATE = r"""issuer: CN
keywords: [发票]
fields:
  amount: '小写[)）]\s*[:：]?\s*[¥￥]?\s*(\d+\.\d+)'
  date: '开票日期\s*[:：]\s*(\d{4}\D{0,5}\d{2}\D{0,5}\d{2})'
  invoice_number: '发票号码\s*[:：]\s*(\d+)'
options: {date_formats: ['%Y年%m月%d日'], languages: [zh]}
"""
AROUND = """
import json, os, resource, shutil, statistics, sys, tempfile
folder, rounds, paths = sys.argv[1], int(sys.argv[2]), sys.argv[3:]
{setup}
def spent():
    mine, below = (resource.getrusage(w) for w in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    return mine.ru_utime + mine.ru_stime + below.ru_utime + below.ru_stime
taken, good = [], False
for turn in range(rounds + 1):
    # A peer that keeps what it saw under a file's name must read every round anew.
    fresh = tempfile.mkdtemp()
    files = [shutil.copy(path, os.path.join(fresh, os.path.basename(path))) for path in paths]
    began = spent()
    for path in files:
        try:
            {act}
            good = True
        except Exception as error:
            print(repr(error), file=sys.stderr)
    taken.append(spent() - began)
    shutil.rmtree(fresh)
print(json.dumps(statistics.median(taken[1:]) / len(paths) if good else None))
"""


def spent_by(name: str, paths: list[Path]) -> float | None:
    """Return seconds of processor time a file of a peer; None where it cannot be had."""
    package, setup, act = PEER_CODE[name]
    home = PEERS / package.partition("==")[0]
    python = home / "bin" / "python"
    uv = shutil.which("uv") or str(Path(sys.executable).parent / "uv")
    if not python.exists():
        made = subprocess.run(
            [uv, "venv", "-q", str(home), "--python", sys.executable], check=False
        )
        put = [uv, "pip", "install", "-q", "--python", str(python), package]
        if made.returncode or subprocess.run(put, check=False).returncode:
            shutil.rmtree(home, ignore_errors=True)
            return None
    templates = PEERS / "templates"
    templates.mkdir(exist_ok=True)
    (templates / "cn.yml").write_text(TEMPLATE, encoding="utf-8")
    code = AROUND.format(setup=setup, act=act)
    command = [str(python), "-c", code, str(templates), str(ROUNDS), *map(str, paths)]
    done = subprocess.run(command, check=False, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
    if done.returncode:
        return None
    told: float | None = json.loads(done.stdout.splitlines()[-1])
    return told
