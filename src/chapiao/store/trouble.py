"""Trouble that the machine makes and waiting or an administrator mends, told in a sentence."""

from __future__ import annotations

import errno
import sqlite3

from django.db import OperationalError

_FULL = {errno.ENOSPC, errno.EDQUOT}
_SHUT = {errno.EROFS, errno.EACCES, errno.EPERM}
_KEPT = "这一步没有做完，之前保存的数据都还在"
_BUSY = f"数据库正被另一个程序占着，{_KEPT}；请过一会儿再试"
_NO_SPACE = f"服务器的磁盘满了，{_KEPT}；请系统管理员清出空间后再试"
_READ_ONLY = f"服务器的数据文件夹现在只能读、不能写，{_KEPT}；请系统管理员检查权限和磁盘"


def told(error: BaseException | None) -> str | None:
    """Return the sentence for what the machine did; None for an error that is ours."""
    if isinstance(error, OperationalError | sqlite3.OperationalError):
        said = str(error)
        if "locked" in said:
            return _BUSY
        if "disk is full" in said or "No space left" in said:
            return _NO_SPACE
        return _READ_ONLY if "readonly database" in said else None
    if isinstance(error, OSError):
        if error.errno in _FULL:
            return _NO_SPACE
        return _READ_ONLY if error.errno in _SHUT else None
    return None
