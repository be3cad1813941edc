"""Licensed verification APIs, asked with the customer's own key; off until one is given."""

from __future__ import annotations
