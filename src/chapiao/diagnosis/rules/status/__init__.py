"""状态：作废、红冲、异常。"""

from __future__ import annotations
