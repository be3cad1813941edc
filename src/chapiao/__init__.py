"""查票：找到发票，或者说清楚为什么查不到。"""

from __future__ import annotations
