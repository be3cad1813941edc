"""The day on which tests make the demo world."""

from __future__ import annotations

from datetime import datetime

from chapiao.invoice.dates import BEIJING

NOW = datetime(2026, 11, 24, 9, 12, tzinfo=BEIJING)
