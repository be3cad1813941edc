"""What a printed face says, from the place of its characters (OFD pages, PDF text layers)."""

from __future__ import annotations
