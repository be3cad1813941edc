"""The same acts in a terminal, and the worker."""

from __future__ import annotations
