"""`chapiao`: the acts of the pages, in a terminal.

Every command is a module with HELP, `arguments(parser)` and `run(args) -> exit code`;
it is imported only when it is called, so `chapiao read` loads no Django.
Exit codes: 0 done, 1 done but something was refused, 2 wrong usage.
"""

from __future__ import annotations

import importlib
import os
import sys
from collections.abc import Sequence

from chapiao.cli.chinese import ChineseParser, speak_chinese

# name → (module, one line of help); the order is that of `chapiao --help`.
COMMANDS: dict[str, tuple[str, str]] = {
    "read": ("chapiao.cli.read", "读取发票文件（PDF、OFD、XML、图片、ZIP、文件夹）"),
    "show": ("chapiao.cli.show", "把OFD或PDF的一页画成图片（SVG或PNG）"),
    "look-up": ("chapiao.cli.look_up", "查一张发票，查不到就说明原因"),
    "import": ("chapiao.cli.import_", "导入税局导出的表格，可先预览、可撤销"),
    "reconcile": ("chapiao.cli.reconcile", "比对两到四份清单，每处差异说明原因和下一步"),
    "scenario": ("chapiao.cli.scenario", "回答场景文件里的问题，也可按标注评分"),
    "notice": ("chapiao.cli.notice", "读停机公告，列出每个停机时段和受影响的服务"),
    "run": ("chapiao.cli.run", "在本机启动网页和后台（首次自动建演示数据）"),
    "serve": ("chapiao.cli.serve", "只启动网页和接口"),
    "worker": ("chapiao.cli.worker", "只启动后台：读文件、导入、自动再查"),
    "demo": ("chapiao.cli.demo", "建立或重建演示数据"),
    "admin": ("chapiao.cli.admin", "管理企业、人员、权限和数据库"),
    "channel": ("chapiao.cli.channel", "管理第三方查验接口：密钥、用量、费用"),
    "trust": ("chapiao.cli.trust", "管理验章时信任的根证书"),
    "token": ("chapiao.cli.token", "管理接口令牌"),
    "audit": ("chapiao.cli.audit", "查看和核对操作日志"),
}
INTERRUPTED = 130


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command and return its exit code."""
    given = list(sys.argv[1:] if argv is None else argv)
    speak_chinese()
    if "CHAPIAO_FOLLOW" in os.environ:
        from chapiao.cli.lifeline import follow

        follow()
    try:
        return _main(given)
    except KeyboardInterrupt:
        return INTERRUPTED
    except BrokenPipeError:
        # The reader has seen enough (`chapiao read … | head`): no more is written.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 1
    except Exception as error:
        sentence = _trouble(error)
        if sentence is None:
            raise
        print(sentence, file=sys.stderr)
        return 1


def _trouble(error: Exception) -> str | None:
    """Return the sentence for a locked database or a full disk; None for a bug of ours."""
    if "django" not in sys.modules:
        return None
    from chapiao.store.trouble import told

    return told(error)


def _main(given: list[str]) -> int:
    if given[:1] == ["--version"]:
        from importlib.metadata import version

        print(f"chapiao {version('chapiao')}")
        return 0
    if not given or given[0] not in COMMANDS:
        return _explain(given)
    name = given[0]
    module = importlib.import_module(COMMANDS[name][0])
    own = ChineseParser(prog=f"chapiao {name}", description=COMMANDS[name][1])
    module.arguments(own)
    code: int = module.run(own.parse_args(given[1:]))
    return code


def _explain(given: list[str]) -> int:
    """Print what commands there are; wrong usage, unless it was asked for."""
    parser = ChineseParser(prog="chapiao", description="查票：找到发票，或者说清楚为什么查不到")
    parser.add_argument("--version", action="store_true", help="显示版本")
    commands = parser.add_subparsers(dest="command", metavar="命令", required=True)
    for name, (_, help_text) in COMMANDS.items():
        commands.add_parser(name, help=help_text, add_help=False)
    if given:
        parser.parse_args(given)
    parser.print_help(sys.stderr)
    return 2


if __name__ == "__main__":
    sys.exit(main())
