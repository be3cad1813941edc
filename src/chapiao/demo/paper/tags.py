"""CustomTag.xml: which object of the page shows which field (domain §6.2).

A field is a path; `#n` after a name keeps the n-th line apart from the others.
"""

from __future__ import annotations

from collections.abc import Sequence

from chapiao.demo.paper.ofd_sheet import HEAD, PAGE, XMLNS

Tree = dict[str, "Tree | list[int]"]


def digital(tags: Sequence[tuple[str, int]]) -> str:
    """Return the tags of a 数电票: an `ofd:root`, every item of a line on its own."""
    return f'{HEAD}<ofd:root {XMLNS} version="1.0">{_nested(_tree(tags), "ofd:")}</ofd:root>'


def taxed(tags: Sequence[tuple[str, int]]) -> str:
    """Return the tags of a 税控票 as its issuers write them: not quite well-formed."""
    return f'{HEAD}<:eInvoice xmlns:="">{_nested(_tree(tags), "")}</:eInvoice>'


def _tree(tags: Sequence[tuple[str, int]]) -> Tree:
    root: Tree = {}
    for path, number in tags:
        *folders, leaf = path.split("/")
        place = root
        for name in folders:
            inner = place.setdefault(name, {})
            if isinstance(inner, list):
                msg = f"{name} is a field and a folder"
                raise TypeError(msg)
            place = inner
        numbers = place.setdefault(leaf, [])
        if isinstance(numbers, list):
            numbers.append(number)
    return root


def _nested(tree: Tree, prefix: str) -> str:
    return "".join(
        f"<{prefix}{name}>{_refs(inner) if isinstance(inner, list) else _nested(inner, prefix)}"
        f"</{prefix}{name}>"
        for name, inner in ((key.split("#")[0], inner) for key, inner in tree.items())
    )


def _refs(numbers: list[int]) -> str:
    return "".join(f'<ofd:ObjectRef PageRef="{PAGE}">{n}</ofd:ObjectRef>' for n in numbers)
