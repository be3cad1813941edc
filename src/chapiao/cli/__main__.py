"""`chapiao`: the acts of the pages, in a terminal.

Every command is a module with HELP, `arguments(parser)` and `run(args) -> exit code`;
it is imported only when it is called, so `chapiao read` loads no Django.
Exit codes: 0 done, 1 done but something was refused, 2 wrong usage.
"""

from __future__ import annotations

import argparse
import importlib
import sys
from collections.abc import Sequence

# name → (module, one line of help); the order is that of `chapiao --help`.
COMMANDS: dict[str, tuple[str, str]] = {
    "read": ("chapiao.cli.read", "读取发票文件（PDF、OFD、XML、图片、ZIP、文件夹）"),
    "look-up": ("chapiao.cli.look_up", "查一张发票，查不到就说明原因"),
}


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command and return its exit code."""
    given = list(sys.argv[1:] if argv is None else argv)
    if given[:1] == ["--version"]:
        from importlib.metadata import version

        print(f"chapiao {version('chapiao')}")
        return 0
    parser = argparse.ArgumentParser(
        prog="chapiao", description="查票：找到发票，或者说清楚为什么查不到"
    )
    parser.add_argument("--version", action="store_true", help="显示版本")
    commands = parser.add_subparsers(dest="command", metavar="命令", required=True)
    for name, (_, help_text) in COMMANDS.items():
        commands.add_parser(name, help=help_text, add_help=False)
    if not given or given[0] not in COMMANDS:
        parser.parse_args(given)
        return 2
    name = given[0]
    module = importlib.import_module(COMMANDS[name][0])
    own = argparse.ArgumentParser(prog=f"chapiao {name}", description=COMMANDS[name][1])
    module.arguments(own)
    code: int = module.run(own.parse_args(given[1:]))
    return code


if __name__ == "__main__":
    sys.exit(main())
