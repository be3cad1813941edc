"""`make bench [B=name]`: run the benches, print a table, write bench.json.

Sizes come from CHAPIAO_BENCH_SIZES (default 1000000,10000000). The pools are
made once and kept under `.bench`, or where CHAPIAO_BENCH_DATA says.
"""

from __future__ import annotations

import importlib
import json
import os
import sys
from pathlib import Path

from bench.row import Row

BENCHES = {
    "look-up": ("bench.look_up", "bench.http"),
    "readers": ("bench.readers",),
    "import": ("bench.imports",),
    "access": ("bench.access",),
    "diagnosis": ("bench.diagnosis",),
    "reconcile": ("bench.reconcile", "bench.reconcile_command"),
}


def cpu() -> str:
    """Name the processor the figures were measured on."""
    for line in Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines():
        if line.startswith("model name"):
            return f"{line.split(':', 1)[1].strip()} × {os.cpu_count()}"
    return "unknown"


def table(rows: list[dict[str, object]]) -> str:
    """Lay the rows out for a terminal."""
    lines = [f"{'名称':<40}{'规模':>10}{'我们':>12}{'下限':>12}  对手 / 目标 / 结果"]
    for row in rows:
        goal = row["goal"]
        assert isinstance(goal, dict)
        floor = "" if row["floor"] is None else f"{row['floor']:.2f}"
        verdict = {True: "达到", False: "未达到", None: "未执行"}[row["holds"]]  # type: ignore[index]
        lines.append(
            f"{row['name']:<42}{row['size']:>10}{row['ours']:>12.2f}{floor:>12}  {row['unit']}"
            f"  {row['peers'] or ''} {goal['op']} {goal['value']} ({goal['of']})"
            f" → {row['measured']} {verdict}"
        )
    return "\n".join(lines)


def main(names: list[str]) -> int:
    """Run the named benches, or all."""
    unknown = [name for name in names if name not in BENCHES]
    if unknown:
        print(f"没有这项测速：{'、'.join(unknown)}；有：{'、'.join(BENCHES)}", file=sys.stderr)
        return 2
    sizes = [int(n) for n in os.environ.get("CHAPIAO_BENCH_SIZES", "1000000,10000000").split(",")]
    rows: list[Row] = []
    for name in names or BENCHES:
        for module in BENCHES[name]:
            rows += importlib.import_module(module).run(sizes)
    done = [row.as_json(cpu()) for row in rows]
    Path("bench.json").write_text(json.dumps(done, ensure_ascii=False, indent=1), encoding="utf-8")
    print(table(done))
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
