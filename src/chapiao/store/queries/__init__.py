"""Reads, through `access`."""

from __future__ import annotations
