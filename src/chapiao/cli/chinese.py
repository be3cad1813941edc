"""argparse in Chinese: its headings, its complaints, and columns that line up.

The library looks every text of its own up through the names `_` and `ngettext`
of its module; both are given ours. A text not listed here stays as it is.
"""

from __future__ import annotations

import argparse
import re
import unicodedata
from collections.abc import Callable, Iterable

WORDS = {
    "usage: ": "用法：",
    "positional arguments": "参数",
    "options": "选项",
    "subcommands": "子命令",
    "show this help message and exit": "显示这段说明",
    "%(prog)s: error: %(message)s\n": "%(prog)s：%(message)s\n",
    "argument %(argument_name)s: %(message)s": "%(argument_name)s：%(message)s",
    "unrecognized arguments: %s": "不认识的参数：%s",
    "the following arguments are required: %s": "还要给出：%s",
    "one of the arguments %s is required": "%s 中要给出一个",
    "not allowed with argument %s": "不能与 %s 同时给出",
    "expected one argument": "后面要跟一个值",
    "expected at most one argument": "后面最多跟一个值",
    "expected at least one argument": "后面至少跟一个值",
    "expected %s argument": "后面要跟 %s 个值",
    "ignored explicit argument %r": "不需要值 %r",
    "ambiguous option: %(option)s could match %(matches)s": (
        "%(option)s 不明确，可能是 %(matches)s"
    ),
    "invalid %(type)s value: %(value)r": "值 %(value)r 不对",
    "invalid choice: %(value)r (choose from %(choices)s)": ("没有 %(value)r，可选：%(choices)s"),
    "can't open '%(filename)s': %(error)s": "打不开 %(filename)s：%(error)s",
}


def speak_chinese() -> None:
    """Let every parser of this program speak Chinese."""
    argparse._ = _said  # type: ignore[attr-defined]
    argparse.ngettext = _counted  # type: ignore[attr-defined]


def _said(text: str) -> str:
    return WORDS.get(text, text)


def _counted(one: str, many: str, count: int) -> str:
    del many, count  # Chinese has one form
    return WORDS.get(one, one)


class ChineseParser(argparse.ArgumentParser):
    """A parser whose help lines up in a terminal; its subcommands' parsers are such too."""

    def _get_formatter(self) -> argparse.HelpFormatter:
        return _Help(prog=self.prog)


class _Help(argparse.HelpFormatter):
    """Counts a Chinese character as the two columns it takes.

    The library measures with `len`, so a character of no meaning follows each wide one
    while the text is laid out, and is taken out of the finished page.
    """

    def format_help(self) -> str:
        """Return the page, its headings with a Chinese colon."""
        page = super().format_help().replace(_FILLER, "")
        return re.sub(r"^(\S+):$", r"\1：", page, flags=re.MULTILINE)

    def _format_usage(
        self,
        usage: str | None,
        actions: Iterable[argparse.Action],
        groups: Iterable[argparse._MutuallyExclusiveGroup],
        prefix: str | None,
    ) -> str:
        head = _said("usage: ") if prefix is None else prefix  # "" where only the name is wanted
        return super()._format_usage(usage, actions, groups, _filled(head))

    def _format_text(self, text: str) -> str:
        return super()._format_text(_filled(text))

    def _expand_help(self, action: argparse.Action) -> str:
        return _filled(super()._expand_help(action))

    def _metavar_formatter(
        self, action: argparse.Action, default_metavar: str
    ) -> Callable[[int], tuple[str, ...]]:
        told = super()._metavar_formatter(action, default_metavar)
        return lambda size: tuple(_filled(name) for name in told(size))


_FILLER = "\0"


def _filled(text: str) -> str:
    return "".join(
        char + _FILLER if unicodedata.east_asian_width(char) in "WF" else char for char in text
    )
