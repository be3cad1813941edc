"""What an invoice is: number, kind, region, money, status, completeness. No I/O, no clock."""

from __future__ import annotations
