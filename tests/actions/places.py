"""Where people of the tests sit."""

from __future__ import annotations

from chapiao.actions.sign_in import Place


def place(device: str = "a", address: str = "203.0.113.7", *, portable: bool = False) -> Place:
    """Return a browser at an address."""
    return Place(device=device, device_name="Edge · Windows", portable=portable, address=address)
