"""Group robots of 企业微信, 钉钉 and 飞书: a text is posted to an address that is a key.

The library knows how keys look and how 钉钉 signs. The post is made here: two of its
three senders take every 200 for delivered, and the vendors refuse with a 200.

Source: the vendors' pages on custom robots (企业微信 99398; 钉钉 custom-robot-access;
飞书 bot-v3/add-custom-bot): paths, fields, signing, codes and the limits of a post.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from http import HTTPStatus
from http.client import HTTPException
from typing import Any
from urllib.error import HTTPError, URLError
from urllib.parse import parse_qs, quote, urlencode, urlsplit
from urllib.request import HTTPRedirectHandler, Request, build_opener

TIMEOUT = 15.0  # seconds
LONGEST_ANSWER = 64 * 1024
A_MINUTE = 20  # posts a minute that 企业微信 and 钉钉 let through; 飞书 lets more


class Vendor(StrEnum):
    """Whose robot."""

    WECOM = "企业微信"
    DINGTALK = "钉钉"
    FEISHU = "飞书"

    @property
    def room(self) -> int:
        """How many bytes of UTF-8 a text may have."""
        return _ROOM[self]


_ROOM = {Vendor.WECOM: 2048, Vendor.DINGTALK: 15_000, Vendor.FEISHU: 15_000}
_HOSTS = {
    Vendor.WECOM: "qyapi.weixin.qq.com",
    Vendor.DINGTALK: "oapi.dingtalk.com",
    Vendor.FEISHU: "open.feishu.cn",
}
_PHONE = re.compile(r"1[0-9]{10}")
_UNKNOWN = "认不出是哪一家的群机器人：请把企业微信、钉钉或飞书给出的 Webhook 地址整个粘贴过来"
_FEISHU_PATH = "/open-apis/bot/v2/hook/"
# What a vendor refuses for a time, and for how many seconds it is better left alone.
_WAIT = {
    Vendor.WECOM: {45009: 60, -1: 60},
    Vendor.DINGTALK: {130101: 600, 130102: 600, -1: 60},
    Vendor.FEISHU: {11232: 60, 99991400: 60},
}


class BadAddress(ValueError):
    """It is no robot's address. The message can be shown to the user."""


class NotSent(Exception):
    """The text was not taken. The message can be shown to the user.

    `permanent`: it will not be, until somebody changes something. `arrived`: None, nobody
    knows whether it did. `wait`: seconds after which to try again, None: as usual.
    """

    def __init__(
        self,
        message: str,
        *,
        permanent: bool = False,
        arrived: bool | None = False,
        wait: int | None = None,
    ) -> None:
        super().__init__(message)
        self.permanent, self.arrived, self.wait = permanent, arrived, wait


@dataclass(frozen=True, slots=True, kw_only=True)
class Robot:
    """A robot: the base of its address, its key there, its signing secret ("": none)."""

    vendor: Vendor
    base: str
    key: str = field(repr=False)
    secret: str = field(default="", repr=False)
    phones: tuple[str, ...] = ()  # who is called by name (@)


def parse(
    address: str, *, secret: str = "", phones: Collection[str] = (), allowed: Collection[str] = ()
) -> Robot:
    """Return the robot at an address as its vendor shows it.

    `allowed` are hosts ("host" or "host:port") of the operator's own, beside the vendors'.

    Raises:
        BadAddress: it is none, or lies elsewhere.
    """
    try:
        url = urlsplit(address.strip())
    except ValueError as error:  # brackets of no IPv6 address
        raise BadAddress(_UNKNOWN) from error
    vendor, key = _of_path(url.path, parse_qs(url.query))
    mine = {url.netloc, url.hostname or ""} & set(allowed)
    if not mine and (url.scheme != "https" or url.netloc != _HOSTS[vendor]):
        msg = f"{vendor}机器人的地址应以 https://{_HOSTS[vendor]}/ 开头；别的地址要先由运维放行"
        raise BadAddress(msg)
    if url.scheme not in {"http", "https"} or not url.hostname:
        msg = "机器人的地址应以 https:// 开头"
        raise BadAddress(msg)
    wrong = [one for one in phones if not _PHONE.fullmatch(one)]
    if wrong:
        msg = f"手机号应是11位数字，这里有“{wrong[0][:20]}”"
        raise BadAddress(msg)
    robot = Robot(
        vendor=vendor,
        base=f"{url.scheme}://{url.netloc}",
        key=key,
        secret=secret.strip(),
        phones=tuple(phones),
    )
    _checked(robot)
    return robot


def _of_path(path: str, query: Mapping[str, list[str]]) -> tuple[Vendor, str]:
    if path.startswith("/cgi-bin/webhook/send") and query.get("key"):
        return Vendor.WECOM, query["key"][0]
    if path.startswith("/robot/send") and query.get("access_token"):
        return Vendor.DINGTALK, query["access_token"][0]
    if path.startswith(_FEISHU_PATH) and path.removeprefix(_FEISHU_PATH).strip("/"):
        return Vendor.FEISHU, path.removeprefix(_FEISHU_PATH).strip("/")
    raise BadAddress(_UNKNOWN)


def _checked(robot: Robot) -> None:
    """Let the library say whether key, secret and phones look like those of the vendor."""
    from apprise.exception import AppriseImproperlyConfigured

    try:
        _known(robot)
    except AppriseImproperlyConfigured as error:
        msg = f"{robot.vendor}机器人的地址或加签密钥不对，请从群设置里重新复制"
        raise BadAddress(msg) from error


def _known(robot: Robot) -> Any:  # noqa: ANN401 - the library has no types for them
    from apprise.plugins import dingtalk, feishu, wecombot

    makers: dict[Vendor, Any] = {
        Vendor.WECOM: wecombot.NotifyWeComBot,
        Vendor.DINGTALK: dingtalk.NotifyDingTalk,
        Vendor.FEISHU: feishu.NotifyFeishu,
    }
    if robot.vendor is Vendor.WECOM:
        return makers[robot.vendor](key=robot.key)
    more: dict[str, Any] = {"token": robot.key}
    if robot.vendor is Vendor.DINGTALK:
        more |= {"secret": robot.secret or None, "targets": list(robot.phones)}
    return makers[robot.vendor](**more)


def post(robot: Robot, text: str, now: datetime) -> None:
    """Post a text into the robot's group; nothing is tried twice here.

    Raises:
        NotSent: says why, whether it may have arrived all the same, and when to try again.
    """
    request = {Vendor.WECOM: _to_wecom, Vendor.DINGTALK: _to_dingtalk, Vendor.FEISHU: _to_feishu}
    said = _answer(request[robot.vendor](robot, text, now))
    code = said.get("errcode", said.get("code", said.get("StatusCode")))
    if code == 0:
        return
    if not isinstance(code, int):
        msg = f"{robot.vendor}的答复看不懂，不知道收下没有"
        raise NotSent(msg, arrived=None)
    told = str(said.get("errmsg") or said.get("msg") or said.get("StatusMessage") or "")[:80]
    msg = f"{robot.vendor}没有收下（{code} {told}）"
    wait = _WAIT[robot.vendor].get(code)
    raise NotSent(msg, permanent=wait is None, wait=wait)


def _to_wecom(robot: Robot, text: str, now: datetime) -> Request:
    del now
    body: dict[str, Any] = {"content": text}
    if robot.phones:
        body["mentioned_mobile_list"] = list(robot.phones)
    address = f"{robot.base}/cgi-bin/webhook/send?{urlencode({'key': robot.key})}"
    return _request(address, {"msgtype": "text", "text": body})


def _to_dingtalk(robot: Robot, text: str, now: datetime) -> Request:
    del now  # the library signs with its own clock
    address = f"{robot.base}/robot/send?{urlencode({'access_token': robot.key})}"
    if robot.secret:
        stamp, sign = _known(robot).get_signature()  # quoted already
        address += f"&timestamp={stamp}&sign={sign}"
    at = {"atMobiles": list(robot.phones), "isAtAll": False}
    return _request(address, {"msgtype": "text", "text": {"content": text}, "at": at})


def _to_feishu(robot: Robot, text: str, now: datetime) -> Request:
    body: dict[str, Any] = {"msg_type": "text", "content": {"text": text}}
    if robot.secret:
        stamp = str(int(now.timestamp()))
        signed = hmac.new(f"{stamp}\n{robot.secret}".encode(), b"", hashlib.sha256).digest()
        body |= {"timestamp": stamp, "sign": base64.b64encode(signed).decode()}
    return _request(f"{robot.base}{_FEISHU_PATH}{quote(robot.key)}", body)


def _request(address: str, body: dict[str, Any]) -> Request:
    headers = {"Content-Type": "application/json; charset=utf-8", "User-Agent": "chapiao"}
    data = json.dumps(body, ensure_ascii=False).encode()
    return Request(address, data=data, headers=headers)  # noqa: S310 - its scheme was checked


class _Stay(HTTPRedirectHandler):
    """A key is not carried to another address."""

    def redirect_request(self, *given: object, **more: object) -> None:
        """Follow nothing."""
        del given, more


def _answer(request: Request) -> dict[str, Any]:
    try:
        with build_opener(_Stay).open(request, timeout=TIMEOUT) as answer:
            said = json.loads(answer.read(LONGEST_ANSWER))
    except HTTPError as error:
        busy = error.code >= HTTPStatus.INTERNAL_SERVER_ERROR
        slow = error.code == HTTPStatus.TOO_MANY_REQUESTS
        msg = f"对方服务器答复 {error.code}"
        arrived = None if busy else False
        raise NotSent(msg, permanent=not (busy or slow), arrived=arrived) from error
    except URLError as error:  # no connection was made, or the request was not sent whole
        msg = "连不上对方服务器，请检查这台机器的网络"
        raise NotSent(msg, arrived=False) from error
    except (OSError, HTTPException) as error:
        msg = "对方没有答复，不知道收下没有"
        raise NotSent(msg, arrived=None) from error
    except ValueError as error:
        msg = "对方的答复看不懂，不知道收下没有"
        raise NotSent(msg, arrived=None) from error
    return said if isinstance(said, dict) else {}
