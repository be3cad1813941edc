"""Every slip of the hand, for the tests of this room."""

from __future__ import annotations


def slips(text: str) -> set[str]:
    """Return every text one slip away: changed, lost, added or swapped characters."""
    letters = "0123456789-X"
    found = set()
    for at in range(len(text) + 1):
        head, tail = text[:at], text[at:]
        found |= {head + one + tail for one in letters}
        if tail:
            found.add(head + tail[1:])
            found |= {head + one + tail[1:] for one in letters}
        if len(tail) > 1:
            found.add(head + tail[1] + tail[0] + tail[2:])
    return found - {text}
