"""Wiring: settings, addresses, the WSGI application."""

from __future__ import annotations
