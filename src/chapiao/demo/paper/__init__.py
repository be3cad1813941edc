"""Sample files in real formats with made-up parties.

Every page carries 演示样张·无效 and none carries a 监制章, so that no sample can ever
pass for an invoice.
"""

from __future__ import annotations
