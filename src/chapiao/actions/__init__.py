"""One function per thing a person does: who may, in one transaction, and what is written down."""

from __future__ import annotations
