"""Everything beyond this machine, one file each."""

from __future__ import annotations
