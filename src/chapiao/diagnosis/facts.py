"""Facts: everything known when somebody asks for an invoice. None is "not known".

A rule names the facts it needs as its parameters; a fact that is None leaves the
rule unasked, and the page asks for it. An empty tuple is known: there are none.
To give the rules something new to think with, add one field (here what follows from
others, in `core.py` what is known of the invoice, in `known.py` what is known around the
question) and fill it where facts are gathered.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from chapiao.diagnosis.core import EXISTS, Hidden, Hiding, Neighbour, Repair, Slip
from chapiao.diagnosis.disagree import disagreement
from chapiao.diagnosis.messages import numbers_in, sums_in
from chapiao.diagnosis.person import Person
from chapiao.diagnosis.reads_as import reads_as_code
from chapiao.diagnosis.record import ARCHIVE, EXPORT, HANDED_IN, LEDGER, OurEntity, Record
from chapiao.diagnosis.typed import Heard, Unsaid
from chapiao.diagnosis.where import holds
from chapiao.diagnosis.world.entries import Attempt
from chapiao.diagnosis.world.papers import RedLetter, Seal, SellerSays
from chapiao.invoice.code import FISCAL_LENGTH
from chapiao.invoice.entry import Entry
from chapiao.invoice.model import DIGITAL_LENGTH
from chapiao.invoice.region import number_region

__all__ = [
    "ARCHIVE", "EXPORT", "HANDED_IN", "LEDGER", "Facts", "Heard", "Hidden", "Hiding",
    "Neighbour", "OurEntity", "Record", "Repair", "Slip", "Unsaid",
]  # fmt: skip

PART = re.compile(r"部分|折让|剩下|剩余|余下|其余|一半|半价|只冲")
CHANGES = re.compile(r"冲红|红冲|冲掉|作废|冲了|要冲|重开|退票")
SAYS_ISSUED = frozenset({SellerSays.ISSUED, SellerSays.OFFLINE})


@dataclass(frozen=True, kw_only=True)
class Facts(Person):
    """The world as it is known to one asker at one moment."""

    @property
    def looks(self) -> tuple[Attempt, ...] | None:
        """Every check of it, this one's answer the last."""
        if self.tried is None:
            return None
        now = (Attempt(at=self.now, entry=self.entry, outcome=one) for one in self.told)
        return (*self.tried, *now)

    @property
    def field_label(self) -> str:
        """How the entry labels its last field; "" where nobody told."""
        return self.amount_field or ""

    @property
    def same_files(self) -> bool:
        """Whether the file handed in and the one on hold tell the same."""
        if self.reading is None or self.archived is None:
            return True
        return disagreement(self.reading, self.archived.invoice) is None

    @property
    def numbers_told(self) -> tuple[tuple[str, str], ...]:
        """The invoice numbers that the seller wrote or a pasted message names, with where."""
        words = self.seller_side.words if self.seller_side is not None else ""
        told = ((words, "销售方的消息"), (self.beside or "", "粘贴的文字"))
        return tuple((one, where) for text, where in told for one in numbers_in(text))

    @property
    def handed_in(self) -> bool:
        """Whether a file was handed in with the question."""
        return self.reading is not None

    @property
    def poor_scan(self) -> bool:
        """Whether what was typed was copied from a scan that nobody could read well."""
        file = self.faces[0] if self.faces else None
        return (
            file is not None
            and not file.is_clear
            and (self.plain_number in {file.invoice.number, file.invoice.second_number})
        )

    @property
    def face_numbers(self) -> frozenset[str]:
        """Every number that a copy or the face of a file shows."""
        papers = [one.invoice for one in self.copies or ()]
        papers += [one.invoice for one in self.faces or ()]
        return frozenset(n for one in papers for n in (one.number, one.second_number) if n)

    @property
    def sought_seller(self) -> str:
        """The seller looked for: the one typed, or else the one who denies; or ""."""
        side = self.seller_side
        asked = side.name if side is not None and side.says is SellerSays.DENIES else ""
        return self.seller or asked

    @property
    def sought_code(self) -> str:
        """The code asked for, as it is understood; "" where none is."""
        return self.code.text if self.code is not None else ""

    @property
    def typed_from_file(self) -> bool:
        """Whether what was typed beside the number is that of the file at hand."""
        file = self.reading
        if file is None:
            return False
        agree = (
            self.code is not None and self.code.text == file.code,
            self.issued_on is not None and self.issued_on == file.issued_on,
            self.amount is not None and self.amount in {file.amount, file.total},
        )
        return sum(agree) > 1

    @property
    def machine_printed(self) -> str:
        """The 机器编号 that the file at hand shows; "" where it shows none."""
        return (self.reading.machine_no or "") if self.reading is not None else ""

    @property
    def control_printed(self) -> str:
        """The 税控码 that a file of it shows; "" where none does."""
        return next((one.control_code for one in self.faces or () if one.control_code), "")

    @property
    def file_number(self) -> str:
        """The number that the file at hand shows; "" where it shows none."""
        return (self.reading.number or "") if self.reading is not None else ""

    @property
    def meant_number(self) -> str:
        """The number that the file at hand, or else a message, shows; "" where none does."""
        return self.file_number or next((one for one, _ in self.numbers_told), "")

    @property
    def typed_names(self) -> tuple[str, ...]:
        """The names of parties that were typed."""
        return tuple(one for one in (self.seller, self.buyer) if one)

    @property
    def paper_here(self) -> bool:
        """Whether the file at hand is of a kind that the entry asked has.

        What its face says beats what was typed.
        """
        kind = self.reading.kind if self.reading is not None else None
        return kind is not None and self.entry is not None and holds(self.entry, kind, None)

    @property
    def mixed_identity(self) -> bool:
        """Whether code and number do not go together: each may be right in its place.

        A code beside twenty digits, which have none; or a code in the number's field.
        """
        code, number = self.sought_code, self.number.text if self.number is not None else ""
        exchanged = len(code) == FISCAL_LENGTH and reads_as_code(number, self.today_year)
        exchanged = exchanged and not self.proven
        digital = self.number is not None and self.number.is_digital
        return exchanged or (digital and bool(self.typed_code))

    @property
    def split_whole(self) -> str:
        """The digital number that code and number make together; "" where they make none."""
        whole = f"{self.sought_code}{self.plain_number or ''}"
        looks = len(whole) == DIGITAL_LENGTH and whole.isdigit() and whole[0] == "2"
        return whole if looks and whole[4:6] == "20" and number_region(whole[2:4]) else ""

    @property
    def kind_on_paper(self) -> bool:
        """Whether a copy tells the kind, whatever was typed."""
        return self.copy is not None and self.copy.invoice.kind is not None

    @property
    def kind_known(self) -> bool:
        """Whether a copy, a QR, a title or the code tells the kind."""
        return self.kind is not None

    @property
    def is_held(self) -> bool:
        """Whether our 台账 shows it; not looked is no."""
        return bool(self.held)

    @property
    def known_totals(self) -> frozenset[int]:
        """The totals that the copies show, in fen."""
        return frozenset(
            one.invoice.total for one in self.copies or () if one.invoice.total is not None
        )

    @property
    def known_places(self) -> frozenset[str]:
        """The 受票地 that the copies show."""
        return frozenset(one.place for one in self.copies or () if one.place)

    @property
    def missed(self) -> bool:
        """Whether the entry said something, and it was not that the invoice is there."""
        return bool(self.words) and not self.seen_there

    @property
    def code_known(self) -> str:
        """The code that a copy of the invoice shows; "" where none does."""
        return (self.copy.invoice.code or "") if self.copy is not None else ""

    @property
    def seller_says_part(self) -> bool:
        """Whether the seller's words, or the red confirmations, tell of a part only."""
        words = self.seller_side.words if self.seller_side is not None else ""
        total = self.copy.invoice.total if self.copy is not None else None
        sums = [abs(one.amount) for one in self.letters_of_it if one.amount is not None]
        sums += sums_in(words)
        less = total is not None and any(0 < one < total for one in sums)
        return less or PART.search(words) is not None

    @property
    def status_in_doubt(self) -> bool:
        """Whether the seller hints at a change of state that all we hold is too old to show."""
        side = self.seller_side
        if side is None or side.says not in {None, SellerSays.RED}:
            return False
        part = side.says is SellerSays.RED and self.seller_says_part and not self.letters_of_it
        if not part and (side.says is not None or not CHANGES.search(side.words)):
            return False
        known = self.export_span.fresh_to if self.export_span is not None else None
        return self.is_held and (known is None or side.said_at is None or known < side.said_at)

    @property
    def shown(self) -> Record | None:
        """What the list asked shows or should show: our row in the 台账, a copy elsewhere."""
        if self.entry is Entry.OWN and self.record is not None:
            return self.record
        return self.copy or self.fitting

    @property
    def stored_wrong(self) -> bool:
        """Whether our 台账 holds it under a number that is wrong or lost digits."""
        return bool(self.damaged or self.misfiled)

    @property
    def sought_number(self) -> str:
        """The number asked for, as it is understood; "" where none is."""
        return self.number.text if self.number is not None else ""

    @property
    def seeks_red(self) -> bool:
        """Whether it is a red invoice that is looked for."""
        copy = self.copy.invoice.total if self.copy is not None else None
        said = any(word in self.answered for word in ("红字", "红票", "负数发票"))
        return (self.amount or 0) < 0 or (copy or 0) < 0 or said

    @property
    def letters_of_it(self) -> tuple[RedLetter, ...]:
        """The red confirmations of this invoice; all of them where a red one is looked for."""
        names = {self.sought_number, self.copy.invoice.number if self.copy is not None else ""}
        names -= {"", None}
        if not names and self.seeks_red:
            much = None if self.amount is None else abs(self.amount)
            return tuple(
                one
                for one in self.letters
                if much is None or one.amount is None or abs(one.amount) == much
            )
        return tuple(
            one for one in self.letters if names & {one.blue_number, one.red_number, one.confirm_no}
        )

    @property
    def issue_proof(self) -> str:
        """What proves that the invoice was issued, in words; "" where nothing does."""
        if self.exported is not None:
            return "税局导出里有这张票"
        sealed = next((one for one in self.faces or () if one.proves), None)
        if sealed is not None:
            return f"{sealed.name}是税务局交付的数据文件，签章没有问题"
        if self.seller_side is not None and self.seller_side.says in SAYS_ISSUED:
            return "销售方说已经开具"
        seen = next((one for one in self.tried or () if one.outcome in EXISTS), None)
        if seen is not None:
            return f"{seen.at:%m-%d}在{seen.entry or '别处'}查到过"
        return "手里有这张票的文件" if self.reading is not None and self.faces is None else ""

    @property
    def number_proof(self) -> str:
        """What proves the issue of a number that can be one; "" for nothing."""
        return self.issue_proof if self.number is not None else ""

    @property
    def firm_proof(self) -> str:
        """What proves the issue beyond what anybody could have made; "" for nothing."""
        if self.exported is not None:
            return "税局导出里有这张票"
        if any(one.seal is Seal.PASSED for one in self.faces or ()):
            return "文件的签章验证通过"
        return "有人查到过" if any(one.outcome in EXISTS for one in self.tried or ()) else ""
