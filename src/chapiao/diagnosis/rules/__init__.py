"""规则: one file each, found by walking this folder."""

from __future__ import annotations
