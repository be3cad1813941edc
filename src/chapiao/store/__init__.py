"""The one Django app with tables."""

from __future__ import annotations
