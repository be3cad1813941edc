"""The same acts as JSON."""

from __future__ import annotations
