"""How the body of `POST /look-up` looks, for the API's description."""

from __future__ import annotations

from typing import Any

_MEANINGS = {
    "number": "发票号码，照原样写",
    "code": "发票代码",
    "date": "开票日期，怎么写都行",
    "amount": "金额，含税或不含税",
    "check_code": "校验码",
    "buyer": "购买方名称或税号",
    "seller": "销售方名称或税号",
    "text": "二维码内容，或一段含有号码的文字",
    "entry": "在哪里没查到：查验平台、电子税务局、本系统台账……",
    "answer": "那个入口怎么提示的，照抄",
}
_FIELDS: dict[str, Any] = {
    name: {"type": "string", "description": text} for name, text in _MEANINGS.items()
}
_FILE = {"type": "string", "format": "binary", "description": "发票文件"}
BODY: dict[str, Any] = {
    "required": True,
    "content": {
        "application/json": {
            "schema": {"type": "object", "properties": _FIELDS},
            "example": {"number": "25112000000012345678", "date": "2025-01-04"},
        },
        "multipart/form-data": {
            "schema": {"type": "object", "properties": _FIELDS | {"file": _FILE}},
        },
    },
}
