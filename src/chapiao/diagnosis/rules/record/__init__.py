"""数据缺漏：台账漏了、错了、旧了。"""

from __future__ import annotations
