"""输入：号码、代码、日期、金额填得对不对。"""

from __future__ import annotations
