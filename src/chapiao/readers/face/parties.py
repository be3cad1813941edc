"""Buyer and seller: two blocks of labels, one above the other or side by side."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from chapiao.formats.layout import Page, words
from chapiao.readers.face import labels
from chapiao.readers.face.labels import Label

_BUYER = r"(?:购买方|购货单位|购方|买方|付款方|交款人)"
_SELLER = r"(?:销售方|销货单位|销方|卖方|收款单位|填开单位)"
_NAME = re.compile(
    rf"(?:({_BUYER})|({_SELLER}))?(?:信息)?(?<![目务物品票人])(?<!代开企业)名称[:：]"
    rf"|({_BUYER})[:：](?![(（]章)|({_SELLER})(?:[(（]章[)）])?[:：](?![(（]章)"
)
_ID = re.compile(
    r"统一社会信用代码(?:[/／或]?纳税人识别号)?[:：]?|纳税人识别号[:：]?|(?<!代)税号[:：]|"
    r"身份证号码?[/／]组织机构代码[:：]?"
)
_OTHER = re.compile(
    r"地址[、,，]?电话[:：]?|地址[:：]|电话[:：]|开户行及账号[:：]?|开户银行[:：]|电子支付标识[:：]?|账号[:：]"
)
_AFTER_BUYER = re.compile(r"价税合计|[(（]小写[)）]|货物或应税劳务|服务名称|项目名称|规格型号")
_WIDEST = 12  # letters that the labels of one block begin apart
_CIPHER_COLUMN = 0.565  # of the page's width: where 密码区 and 备注 begin on a 税控 face
_CIPHER = re.compile(r"[0-9+\-*/<>]{24,}")
_NOTED_ID = re.compile(r"([0-9A-Z]{15,20})[(（]")
_WORTHLESS = re.compile(r"^[/／\-—_＿*＊]+$")


@dataclass(frozen=True, slots=True, kw_only=True)
class Parties:
    """Buyer and seller as printed; "" where the label stands and nothing beside it."""

    buyer_name: str | None = None
    buyer_tax_id: str | None = None
    seller_name: str | None = None
    seller_tax_id: str | None = None


def read_parties(page: Page) -> Parties:
    """Return the two parties of a page, None where it has no such labels."""
    names = list(labels.find(page, _NAME))[:4]
    if not names:
        return Parties()
    buyer, seller = _sides(page, names)
    ids, rest = list(labels.find(page, _ID)), list(labels.find(page, _OTHER))
    blocks = {
        side: _block(page, label, [one for one in names if one is not label], ids, rest)
        for side, label in (("buyer", buyer), ("seller", seller))
        if label is not None
    }
    said: dict[str, str | None] = {}
    for side, (name, tax_id) in blocks.items():
        said[f"{side}_name"] = name
        said[f"{side}_tax_id"] = tax_id
    return Parties(**said)


def _sides(page: Page, names: Sequence[Label]) -> tuple[Label | None, Label | None]:
    """Tell buyer from seller: by the label itself, else left or upper is the buyer."""
    named_buyer = next((n for n in names if n.match[1] or n.match[3]), None)
    named_seller = next((n for n in names if n.match[2] or n.match[4]), None)
    if named_buyer or named_seller:
        return named_buyer, named_seller
    first = names[0]
    beside = [n for n in names[1:] if abs(n.words.middle - first.words.middle) < first.size]
    if beside:
        left, right = sorted((first, beside[0]), key=lambda n: n.words.x0)
        return left, right
    if len(names) > 1:
        return first, names[1]
    return (None, first) if _is_sellers(page, first) else (first, None)


def _is_sellers(page: Page, alone: Label) -> bool:
    """Whether a block without its other is the seller's: a thumb or a stamp covers the buyer's.

    It stands on the right, or below the lines; the buyer's stands above them.
    """
    if alone.words.x0 > page.width / 2:
        return True
    above = (row for row in page.rows if row.middle < alone.words.middle - alone.size)
    return any(True for row in above for _ in row.find(_AFTER_BUYER))


def _block(
    page: Page,
    name: Label,
    others: Sequence[Label],
    all_ids: Sequence[Label],
    all_rest: Sequence[Label],
) -> tuple[str, str | None]:
    right = _column_edge(page, name, others)
    below = min(
        (o.words.y0 for o in others if o.words.y0 > name.words.y1 + name.size),
        default=page.height,
    )
    ids = _inside(name, all_ids, right, below)[:1]
    rest = _inside(name, all_rest, right, below)
    if ids and abs(ids[0].words.middle - name.words.middle) < name.size * 0.7:
        # Name and id in one row, as on a rail ticket: each has its own space.
        [name_text] = labels.beside(page, [name], ids[0].words.x0)
        [id_text] = labels.beside(page, ids, page.width)
        return _clean(name_text), _clean_id(id_text)
    if right >= page.width:
        right = _next_label(name) or right
    block = [name, *ids, *rest[:3]]
    texts = labels.beside(page, block, right, wanted=2 if ids else 1)
    return _clean(texts[0]), _clean_id(texts[1]) if ids else None


def _inside(name: Label, found: Sequence[Label], right: float, below: float) -> list[Label]:
    """Return the labels that stand in the block of a name, and near it."""
    size, words = name.size, name.words
    return [
        label
        for label in found
        if words.x0 - 3 * size < label.words.x0
        and label.words.x1 < right
        and _is_under(name, label)
        and words.y0 - size < label.words.y0 < below - 2
        and label.words.middle - words.middle < 8 * size
    ]


def _is_under(name: Label, label: Label) -> bool:
    """Whether a label is of this block: in its row, or below it and not a column away."""
    same_row = abs(label.words.middle - name.words.middle) < name.size * 0.7
    return same_row or label.words.x0 - name.words.x0 < _WIDEST * name.size


def _column_edge(page: Page, name: Label, others: Sequence[Label]) -> float:
    """Where the block ends: the other party beside it, or the column of the cipher."""
    beside = [
        o.words.x0 - 1.9 * name.size
        for o in others
        if o.words.x0 > name.words.x1 and abs(o.words.middle - name.words.middle) < name.size
    ]
    if beside:
        return min(beside)
    if name.words.x0 > page.width / 2:
        return page.width
    column = next(_cipher_columns(page, name), None)
    if column is not None:
        return column
    return page.width * (_CIPHER_COLUMN if _has_cipher(page) else 1.0)


def _next_label(name: Label) -> float | None:
    """Return where the next label of the same row begins."""
    for cell in words(name.row):
        if cell.x0 > name.words.x1 and re.search(r"[一-龥][:：]", cell.text):
            return cell.x0
    return None


def _cipher_columns(page: Page, name: Label) -> Iterator[float]:
    """Yield where the upright words 密码区, 备注 or 说明 stand beside the block."""
    for first, rest in (("密", "码区"), ("备", "注"), ("说", "明")):
        heads = [g for g in page.of(first) if g.x0 > page.width * 0.4]
        for head in heads:
            under = [
                g
                for char in rest
                for g in page.of(char)
                if abs(g.x0 - head.x0) < name.size and 0 < g.y0 - head.y0 < 6 * name.size
            ]
            if len(under) >= len(rest) and abs(head.y0 - name.words.y0) < 6 * name.size:
                yield head.x0 - 1


def _has_cipher(page: Page) -> bool:
    """Whether the page has the column of the cipher, as every 税控 face does."""
    return any(covered.x0 > page.width / 2 for row in page.rows for _, covered in row.find(_CIPHER))


def _clean(text: str) -> str:
    bare = text.strip().lstrip(":：").strip()
    return "" if _WORTHLESS.match(bare) else bare


def _clean_id(text: str) -> str:
    bare = re.sub(r"[\s:：]+", "", text)
    noted = _NOTED_ID.match(bare)  # a tax office that invoices for others notes so beside it
    bare = noted[1] if noted else bare
    return "" if _WORTHLESS.match(bare) else bare
