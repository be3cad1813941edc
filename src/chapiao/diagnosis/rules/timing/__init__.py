"""延迟：还没到能查的时候，或已经过了。"""

from __future__ import annotations
