"""The members an OFD signature covers, against the container as it is now."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Final

from chapiao.seals import listing
from chapiao.seals.algorithms import SM3, Undecided, digest, digest_names
from chapiao.seals.certificate import Certificate
from chapiao.seals.container import Container, Place, is_of_the_system, key
from chapiao.seals.description import Description, Reference
from chapiao.seals.ses import keyed_sm3

MAX_REFERENCES: Final = 5_000
DIFFERS: Final = "与签章时不同"
GONE: Final = "不见了"
BROKEN: Final = "已损坏"
TWICE: Final = "有同名的两份，内容不一样"
ADDED: Final = "是签章后多出来的"
_KEYED_BYTES = 32


@dataclass(frozen=True, slots=True)
class Compared:
    """`changed` says of each member how it differs; `undecided` what could not be told."""

    covered: tuple[str, ...] = ()
    uncovered: tuple[str, ...] = ()
    changed: dict[str, str] = field(default_factory=dict)
    undecided: tuple[str, ...] = ()
    digests: frozenset[str] = frozenset()


def compare(
    container: Container, place: Place, about: Description, certificate: Certificate | None
) -> Compared:
    """Return how the members covered stand.

    Raises:
        Undecided: the container holds more than can be checked in a moment.
    """
    if not about.references or len(about.references) > MAX_REFERENCES:
        msg = "签章没有保护任何文件" if not about.references else "签章保护的文件过多"
        raise Undecided(msg)
    changed: dict[str, str] = {}
    undecided: list[str] = []
    digests: dict[str, None] = {}
    for one in about.references:
        name = container.name(one.path)
        try:
            digests |= dict.fromkeys(_fit(container, one, about.method, certificate, digests))
        except _Differs as differs:
            why = _list_has_grown(container, place, one, about.method) or differs.how
            if why is _GREW:
                continue
            if why is _MAY_HAVE_GROWN:
                undecided.append(f"签章清单{name}在加盖后变过，无法判断是否只因又加盖了章")
            else:
                changed[name] = why
        except _Unknown as unknown:
            undecided.append(f"{name}{unknown}")
    covered = {key(one.path): container.name(one.path) for one in about.references}
    uncovered = _uncovered(container, place, about, covered)
    added = container.unmentioned(one for one in uncovered if key(one) != "ofd.xml")
    if added and len(added) == sum(key(one) != "ofd.xml" for one in uncovered):
        # The signer took every file there was, and nothing refers to these.
        changed |= dict.fromkeys(added, ADDED)
    return Compared(
        covered=tuple(covered.values()),
        uncovered=tuple(one for one in uncovered if one not in changed),
        changed=changed,
        undecided=tuple(undecided),
        digests=frozenset(digests),
    )


_GREW: Final = "grew"
_MAY_HAVE_GROWN: Final = "may have grown"


class _Differs(Exception):
    """A member is not as it was signed; `how` says in which way."""

    def __init__(self, how: str) -> None:
        super().__init__(how)
        self.how = how


class _Unknown(Exception):
    """It cannot be told whether a member is as it was signed."""


def _fit(
    container: Container,
    reference: Reference,
    method: str | None,
    certificate: Certificate | None,
    before: dict[str, None],
) -> tuple[str, ...]:
    """Return the digest by which every member of that path fits.

    The digest named is tried first, then those that fitted before, then all of the
    same length: a wrong name is the signer's slip, a digest that fits is proof.
    """
    wanted = reference.digest
    if reference.path not in container:
        raise _Differs(GONE)
    if wanted is None:
        msg = "的摘要读不出来"
        raise _Unknown(msg)
    by_length = digest_names(None, len(wanted))
    names = [one for one in (*before, *digest_names(method, len(wanted))) if one in by_length]
    found: tuple[bytes | None, ...] = ()
    for name in dict.fromkeys((*names, *by_length)):
        found = container.digests(reference.path, name)
        if None in found:
            raise _Differs(BROKEN)
        if all(one == wanted for one in found):
            return (name,)
        if wanted in found:
            raise _Differs(TWICE)
    if not by_length:
        msg = f"的摘要有{len(wanted)}个字节，不知道是哪种算法"
        raise _Unknown(msg)
    if len(wanted) == _KEYED_BYTES and certificate is not None:
        copies = container.all_read(reference.path)
        if all(one is not None and keyed_sm3(certificate, one) == wanted for one in copies):
            return (SM3,)
    raise _Differs(DIFFERS)


def _list_has_grown(
    container: Container, place: Place, reference: Reference, method: str | None
) -> str:
    """Tell whether a list of signatures differs only because signatures were added since."""
    if place.list_path is None or key(place.list_path) != key(reference.path):
        return ""
    data = container.read(place.list_path)
    if data is None or reference.digest is None:
        return ""
    names = digest_names(method, len(reference.digest))
    for kept in (place.index + 1, place.index):
        for earlier in listing.earlier(data, kept):
            if any(digest(name, earlier) == reference.digest for name in names):
                return _GREW
    more = len(listing.places(data, "", container.resolve)) > place.index + 1
    return _MAY_HAVE_GROWN if more and listing.is_plain(data) else ""


def _uncovered(
    container: Container, place: Place, about: Description, covered: dict[str, str]
) -> tuple[str, ...]:
    """Return the members that are neither covered nor part of any signature."""
    own = {key(one) for one in (about.value, about.seal) if one}
    return tuple(
        path
        for path in container.paths
        if key(path) not in covered
        and key(path) not in own
        and not container.serves_signing(path)
        and not is_of_the_system(path)
        and (place.document is None or place.document.alone or place.document.holds(path))
    )
