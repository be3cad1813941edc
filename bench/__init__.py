"""Benches: ours, the peer and the physical floor, in one run (`make bench`)."""

from __future__ import annotations
