"""Try a channel's key: it asks for no invoice, and costs nothing."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from chapiao.actions import channel_keys
from chapiao.actions.ask_channel import try_key
from chapiao.outside.channels.model import Vendor, Verdict
from chapiao.store import audit
from chapiao.store.models import Person


@dataclass(frozen=True, slots=True, kw_only=True)
class Tried:
    """What came of it: whether the vendor knows the key (None: cannot be told), in a sentence."""

    works: bool | None
    says: str


def try_channel(*, by: Person, vendor: str, now: datetime) -> Tried:
    """Ask a vendor for no invoice: whoever knows the key says that the number is missing.

    Raises:
        NotAllowed: not an administrator of the system.
        BadChannel: there is no such channel, or its key cannot be unsealed.
    """
    if not by.is_superuser:
        raise channel_keys.NotAllowed
    channel = channel_keys.one(vendor)
    result = try_key(channel, now)
    label = Vendor(channel.vendor).label
    audit.append(at=now, person_id=by.pk, act="试查验接口", subject=f"channel:{channel.vendor}")
    if result.verdict is Verdict.BAD_INPUT and channel.vendor != Vendor.JUMEI:
        return Tried(works=True, says=f"{label}认得这把密钥")
    if result.verdict in {Verdict.AUTH, Verdict.ARREARS}:
        return Tried(works=False, says=f"{label}不接受：{result.words}")
    if result.verdict is Verdict.BAD_INPUT:  # what a wrong signature gets there, nobody wrote down
        return Tried(works=None, says=f"{label}有答复；这家不说密钥对不对，查一张票才知道")
    return Tried(works=None, says=f"还不知道密钥对不对：{result.words}")
