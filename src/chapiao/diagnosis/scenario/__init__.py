"""Scenario: a told world put before the same rules as a real look-up, and scored."""

from __future__ import annotations
