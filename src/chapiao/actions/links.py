"""Where the pages are that messages lead to. A test holds these to `web/urls.py`."""

from __future__ import annotations


def lookup(pk: int) -> str:
    """Return the answer's page."""
    return f"/look-ups/{pk}/"


def invoice(pk: int) -> str:
    """Return the page of a row of the 台账."""
    return f"/ledger/{pk}/"


def snapshot(pk: int) -> str:
    """Return the import's page."""
    return f"/import/{pk}/"


def approval(pk: int) -> str:
    """Return the page on which a request is decided."""
    return f"/approvals/{pk}/"


def collection(pk: int) -> str:
    """Return the page of a source that files are collected from."""
    return f"/collection/{pk}/"


def confirm_address(token: str) -> str:
    """Return the page that confirms an e-mail address."""
    return f"/messages/address/{token}/"


def notice(pk: int) -> str:
    """Return the page of a maintenance notice."""
    return f"/notices/{pk}/"
