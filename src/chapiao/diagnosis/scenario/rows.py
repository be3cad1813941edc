"""Of a told world: rows of the 台账 and of an export, and files, as records."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Any

from chapiao.diagnosis.faces import best_reading
from chapiao.diagnosis.record import ARCHIVE, EXPORT, LEDGER, Record
from chapiao.diagnosis.scenario.fields import Fields
from chapiao.diagnosis.world.papers import Faces, RedLetter, Seal
from chapiao.invoice.code import BadCode, parse_code
from chapiao.invoice.kind import Kind
from chapiao.invoice.model import DIGITAL_LENGTH, Invoice
from chapiao.invoice.status import DocStatus, TaxStatus, VerifyStatus
from chapiao.invoice.title import kind_from_title

THROUGH = frozenset({"01", "04"})
_YES_NO = {"是": True, "否": False}
_BLUE = re.compile(
    r"(?:蓝字|正数|原票|原发票|红冲|冲红|冲销)\D{0,20}?(?:代码\D{0,3}(\d{10,12})\D{0,8})?(?:号码?)?\D{0,3}(\d{20}|\d{8})(?!\d)"
)


def ledger_of(known: Fields) -> tuple[Record, ...]:
    """Return the rows of our own pool, in the order told."""
    return tuple(_of_ledger(row) for row in known.many("ledger") or ())


def _of_ledger(row: Fields) -> Record:
    return Record(
        invoice=_invoice(row, row.plain("number"), row.plain("second_number")),
        source=LEDGER,
        tax_status=_tax_status(row.words("tax_status")),
        doc_status=_of(DocStatus, row.words("doc_status")),
        verify_status=_of(VerifyStatus, row.words("verify_status")),
        risk=row.text("risk"),
        added_at=row.moment("added_at"),
        owner=row.words("owner"),
        department=row.words("department"),
        booked_on=row.day("booked_on"),
        voucher=row.words("voucher"),
    )


def export_of(known: Fields) -> tuple[Record, ...]:
    """Return the rows of the export; none where there is none."""
    export = known.one("export")
    rows = export.many("rows") if export is not None else None
    return tuple(_of_export(row) for row in rows or ())


def _of_export(row: Fields) -> Record:
    digital, number = row.plain("digital_number") or "", row.plain("number") or ""
    second = digital if digital and number and digital != number else ""
    return Record(
        invoice=_invoice(row, number or digital, second),
        source=EXPORT,
        tax_status=_tax_status(row.words("status")),
        positive=_YES_NO.get(row.words("positive")),
        risk=row.text("risk"),
        place=row.words("receive_place"),
    )


def archive_of(known: Fields) -> tuple[tuple[Record, Faces], ...]:
    """Return the files on hold, each as a record and as its faces."""
    return tuple(_of_archive(row) for row in known.many("archive") or ())


def _of_archive(row: Fields) -> tuple[Record, Faces]:
    fields = row.one("fields") or Fields({}, row.name("fields"))
    invoice = _invoice(fields, fields.plain("number"), fields.plain("second_number"))
    name = row.words("file") or ARCHIVE
    record = Record(
        invoice=invoice,
        source=ARCHIVE,
        ref="",
        added_at=row.moment("received_at"),
        owner=row.words("from"),
    )
    outer = Fields(
        {
            "source": _by_ending(name),
            **fields.given,
            **{key: value for key, value in row.given.items() if key in {"qr", "seal"}},
        }
    )
    return record, faces_of(outer, invoice, name)


def _by_ending(name: str) -> str:
    """Return how a file on hold was read, by what it is called."""
    ending = name.rsplit(".", maxsplit=1)[-1].casefold()
    return {"xml": "xml", "ofd": "ofd", "pdf": "pdf_text"}.get(ending, "ocr")


def file_of(asked: Fields) -> tuple[Invoice, Faces] | None:
    """Return what the file that was handed in gave."""
    row = asked.one("file_reading")
    if row is None:
        return None
    printed = _invoice(row, row.plain("number"), row.plain("second_number"))
    faces = faces_of(row, printed, "所交文件")
    return best_reading(faces), faces


def faces_of(row: Fields, invoice: Invoice, name: str) -> Faces:
    """Return the faces of a file."""
    told = row.given.get("seal")
    seal = row.one("seal") if isinstance(told, dict) else None
    said = seal.words("result") if seal is not None else str(told or "")
    return Faces(
        source=row.words("source"),
        title=row.words("title"),
        total_cn=row.words("total_cn"),
        qr=row.words("qr"),
        seal=_of(Seal, said) or Seal.NOT_RUN,
        seal_detail=seal.words("detail") if seal is not None else "",
        confidence=row.number("confidence"),
        control_code=row.plain("tax_control_code") or "",
        passenger=row.words("passenger"),
        invoice=invoice,
        name=name,
    )


def _invoice(row: Fields, number: str | None, second: str | None) -> Invoice:
    code = row.plain("code")
    if not code and number and len(number) == DIGITAL_LENGTH:
        code = ""
    title = row.words("kind") or row.words("title")
    return Invoice(
        kind=_kind(title, code or "", second or ""),
        code=code,
        number=number or None,
        second_number=second,
        issued_on=row.day("date"),
        buyer_name=row.text("buyer") or None,
        buyer_tax_id=row.plain("buyer_tax_id") or None,
        seller_name=row.text("seller") or None,
        seller_tax_id=row.plain("seller_tax_id") or None,
        amount=row.money("amount"),
        tax=row.money("tax"),
        total=row.money("total"),
        check_code=row.plain("check_code"),
        machine_no=row.plain("machine_no"),
        remark=row.text("remark"),
        title=row.text("title"),
        drawer=row.text("drawer"),
    )


def _kind(title: str, code: str, second: str) -> Kind | None:
    if title in set(Kind):
        return Kind(title)
    named = kind_from_title(title, second_number=second) if title else None
    try:
        return named or (parse_code(code).kind if code else None)
    except BadCode:
        return named


def _tax_status(said: str) -> TaxStatus | None:
    known: TaxStatus | None = _of(TaxStatus, said)
    if known is not None or not said:
        return known
    for word, status in (
        ("作废", TaxStatus.VOIDED),
        ("部分", TaxStatus.RED_PART),
        ("锁定", TaxStatus.RED_LOCKED),
        ("红冲", TaxStatus.RED_FULL),
        ("失控", TaxStatus.LOST),
        ("异常", TaxStatus.ABNORMAL),
    ):
        if word in said:
            return status
    return None


def _of(words: Any, said: str) -> Any:  # noqa: ANN401 - any of the vocabularies
    return words(said) if said in set(words) else None


def with_reds(
    rows: Iterable[Record], all_rows: Sequence[Record], letters: Iterable[RedLetter]
) -> tuple[Record, ...]:
    """Link each row to the red invoices whose remark names it, each red one once.

    A red confirmation that is through names both numbers and the amount, too.
    """
    reds: dict[str, dict[str, Invoice]] = {}
    for letter in letters:
        if letter.state_code in THROUGH and letter.red_number and letter.amount is not None:
            red = Invoice(number=letter.red_number, total=-abs(letter.amount))
            reds.setdefault(letter.blue_number, {})[letter.red_number] = red
    for one in all_rows:
        for blue in blues_of(one.invoice):
            reds.setdefault(blue, {})[one.invoice.number or ""] = one.invoice
    return tuple(replace(row, red=_offsets(row.invoice, reds)) for row in rows)


def _offsets(invoice: Invoice, reds: dict[str, dict[str, Invoice]]) -> tuple[Invoice, ...]:
    if not invoice.number or (invoice.total or 0) < 0:
        return ()
    names = (invoice.number, invoice.second_number, f"{invoice.code}-{invoice.number}")
    return tuple(
        {key: red for name in names for key, red in reds.get(name or "", {}).items()}.values()
    )


def blues_of(invoice: Invoice) -> tuple[str, ...]:
    """Return how a red invoice names the blue ones that it offsets."""
    if (invoice.total or 0) >= 0:
        return ()
    return tuple(
        f"{code}-{number}" if code else number
        for code, number in _BLUE.findall(invoice.remark or "")
    )
