"""维护与网络：入口或网络的问题。"""

from __future__ import annotations
