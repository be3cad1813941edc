"""百度智能云 增值税发票验真: `vat_invoice_verification`, with an OAuth access token.

Source: cloud.baidu.com/doc/OCR/s/cklbnrnwe (fields, VerifyResult), ai.baidu.com/ai-doc/OCR/
dk3h7y5vr (error_code); the token is exchanged for the key at `/oauth/2.0/token`.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from urllib.parse import urlencode

from chapiao.outside.channels.capability import named
from chapiao.outside.channels.line import Line, Token, inner, judged, sent, told
from chapiao.outside.channels.model import Inquiry, Key, Result, Vendor, not_understood
from chapiao.outside.guarded_http import Reply, Request

BASE = "https://aip.baidubce.com"
VERIFY = "/rest/2.0/ocr/v1/vat_invoice_verification"
TOKEN = "/oauth/2.0/token"  # noqa: S105 - a path
MARGIN = timedelta(hours=1)  # a token this near to its end is not used any more
DAYS = timedelta(days=30)  # as long as a token holds by the documentation
_FORM = {"Content-Type": "application/x-www-form-urlencoded", "Accept": "application/json"}
_STALE = {"100", "110", "111"}  # codes that a fresh token may cure
_MARKS = {"Y": "作废", "H": "红冲", "BH": "部分红冲", "QH": "全额红冲"}


def ask(inquiry: Inquiry, line: Line) -> Result:
    """Ask with the token that is held, and once more with a fresh one where it is stale."""
    held = line.tokens.held(line.at)
    if held is not None:
        result = _asked(inquiry, line, held)
        if result.code not in _STALE:
            return result
    fresh = _fresh(line)
    return fresh if isinstance(fresh, Result) else _asked(inquiry, line, fresh)


def token_request(base: str, key: Key) -> Request:
    """Return the request that exchanges a key for a token."""
    query = {"grant_type": "client_credentials", "client_id": key.id, "client_secret": key.secret}
    return Request(method="POST", url=f"{base}{TOKEN}?{urlencode(query)}", headers=_FORM)


def request(inquiry: Inquiry, base: str, token: str) -> Request:
    """Return the request for one invoice."""
    form = {
        "invoice_code": inquiry.code,
        "invoice_num": inquiry.number,
        "invoice_date": inquiry.day,
        "invoice_type": named(Vendor.BAIDU, inquiry.kind),
        "check_code": inquiry.check,
        "total_amount": inquiry.amount,
    }
    url = f"{base}{VERIFY}?{urlencode({'access_token': token})}"
    return Request(method="POST", url=url, headers=_FORM, body=urlencode(form).encode())


def read(reply: Reply) -> Result:
    """Return what an answer means."""
    answer = told(reply)
    if "error_code" in answer:
        return judged(Vendor.BAIDU, reply, answer["error_code"])
    # Some copies of the documentation put the result one level down.
    found = answer if "VerifyResult" in answer else inner(answer.get("words_result"))
    mark = _MARKS.get(str(found.get("InvalidSign", "N")), "")
    return judged(Vendor.BAIDU, reply, found.get("VerifyResult"), mark)


def _asked(inquiry: Inquiry, line: Line, token: Token) -> Result:
    reply = sent(line, request(inquiry, line.base, token.text))
    return reply if isinstance(reply, Result) else read(reply)


def _fresh(line: Line) -> Token | Result:
    """Exchange the key for a token, and keep it; where that fails, no invoice was asked for."""
    reply = sent(line, token_request(line.base, line.key))
    if isinstance(reply, Result):
        return replace(reply, charged=False, counts=False)
    answer = told(reply)
    text, seconds = answer.get("access_token"), answer.get("expires_in")
    if not isinstance(text, str) or not text:
        refused = judged(Vendor.BAIDU, reply, answer.get("error", answer.get("error_code")))
        return replace(refused, charged=False, counts=False)
    if isinstance(seconds, bool) or not isinstance(seconds, int) or seconds <= 0:
        return replace(not_understood(), charged=False, counts=False)
    token = Token(text=text, until=line.at + min(timedelta(seconds=seconds), DAYS) - MARGIN)
    line.tokens.keep(token)
    return token
