"""Bytes → Reading, one file per format. Knows no database, network or clock."""

from __future__ import annotations
