"""The tables, one noun a file."""

from __future__ import annotations
