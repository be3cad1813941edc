"""真伪：只提示，不下结论。"""

from __future__ import annotations
