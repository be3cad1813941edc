"""票种与入口：查的地方、填的字段对不对。"""

from __future__ import annotations
