"""聚美智数 发票查验V2: a form with `sign = sha256(appId + appSecret + timestamp)`.

Source: showdoc.com.cn/jumdata 10191041369859894 (fields, signature), 10190309547172695 (codes).
"""

from __future__ import annotations

import hashlib
from datetime import datetime
from urllib.parse import urlencode

from chapiao.outside.channels.line import Line, inner, judged, sent, told
from chapiao.outside.channels.model import Inquiry, Key, Result, Vendor
from chapiao.outside.guarded_http import Reply, Request

BASE = "https://api.jumdata.com"
VALIDATE = "/invoice/validate/v2"
_FORM = {"Content-Type": "application/x-www-form-urlencoded", "Accept": "application/json"}
_MARKS = {"2": "作废", "3": "红冲"}


def ask(inquiry: Inquiry, line: Line) -> Result:
    """Ask for one invoice."""
    reply = sent(line, request(inquiry, line.base, line.key, line.at))
    return reply if isinstance(reply, Result) else read(reply)


def request(inquiry: Inquiry, base: str, key: Key, at: datetime) -> Request:
    """Return the signed request for one invoice."""
    stamp = str(int(at.timestamp() * 1000))
    given = {
        "fpdm": inquiry.code,
        "fphm": inquiry.number,
        "kprq": inquiry.day,
        "jym": inquiry.check,
        "je": inquiry.amount,
    }
    form = {"appId": key.id, "timestamp": stamp, "sign": sign(key, stamp)}
    form |= {name: value for name, value in given.items() if value}
    body = urlencode(form).encode()
    return Request(method="POST", url=f"{base}{VALIDATE}", headers=_FORM, body=body)


def sign(key: Key, stamp: str) -> str:
    """Return the signature of a time stamp in milliseconds."""
    return hashlib.sha256(f"{key.id}{key.secret}{stamp}".encode()).hexdigest()


def read(reply: Reply) -> Result:
    """Return what an answer means; `charge` says whether this very one costs money."""
    answer = told(reply)
    mark = _MARKS.get(str(inner(answer.get("data")).get("zfbz", "0")), "")
    said = answer.get("charge")
    charged = said if isinstance(said, bool) else None
    return judged(Vendor.JUMEI, reply, answer.get("code"), mark, charged=charged)
