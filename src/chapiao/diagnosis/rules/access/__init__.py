"""账号权限：是谁的票，谁能看。"""

from __future__ import annotations
