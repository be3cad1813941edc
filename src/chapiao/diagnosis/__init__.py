"""Facts → findings with evidence and next steps. Pure: same facts, same findings."""

from __future__ import annotations
