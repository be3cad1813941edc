"""The words of a message: number tail, amount, cause, next step and link; several in one."""

from __future__ import annotations

from collections.abc import Sequence

from django.conf import settings

from chapiao.diagnosis.say import yuan
from chapiao.store.models import Message

AGAIN = "【重发】"
MOST = 20  # messages in one post or mail
LONGEST_NAME = 20  # characters of a company's name: one message at its longest fits any robot


def head(message: Message) -> str:
    """Return what it is about, in a few words.

    >>> head(Message(kind="查到了", tail="…3205", amount=26400))
    '查到了 …3205 ¥264.00'
    """
    amount = "" if message.amount is None else yuan(message.amount)
    return " ".join(part for part in (str(message.kind), message.tail, amount) if part)


def whole(message: Message) -> str:
    """Return one message in full, line by line."""
    lines = [head(message), message.says]
    lines += [f"下一步：{message.step}"] if message.step else []
    return "\n".join([*lines, f"{settings.SITE}{message.link}"])


def subject(messages: Sequence[Message], *, again: bool) -> str:
    """Return the subject of a mail with these messages."""
    first = head(messages[0])
    more = f" 等{len(messages)}条" if len(messages) > 1 else ""
    return f"{AGAIN if again else ''}【查票】{first}{more}"


def text(messages: Sequence[Message], *, again: bool, whose: str = "") -> str:
    """Return the text of a post or a mail with these messages; `whose`: the company's name."""
    title = f"{AGAIN if again else ''}【查票{f'·{whose[:LONGEST_NAME]}' if whose else ''}】"
    if len(messages) > 1:
        title += f"{len(messages)}条消息"
    return "\n\n".join([title, *map(whole, messages)])


def fits(messages: Sequence[Message], room: int, whose: str = "") -> bool:
    """Whether these messages fit into one post of so many bytes, also when it is sent again."""
    return len(messages) <= MOST and len(text(messages, again=True, whose=whose).encode()) <= room
