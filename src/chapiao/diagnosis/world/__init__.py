"""World: the people, machines and papers around a question, as plain values."""

from __future__ import annotations
