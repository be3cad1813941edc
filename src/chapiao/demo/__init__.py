"""The demo world: a made-up company group, its invoices, sample files and stories."""

from __future__ import annotations
