"""Containers and documents, safely: ZIP, XML, OFD, PDF, spreadsheets. Knows no invoice."""

from __future__ import annotations
