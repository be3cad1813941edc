"""The vendors' own SDKs speak to our fakes, and sign as we do: neither side is only our own."""

from __future__ import annotations

import importlib
import importlib.util
import json
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from types import ModuleType
from urllib.parse import parse_qs, urlsplit

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.outside.channels.vendors import DAY, FAKES, KEY, NUMBER, TOTAL, ask, inquiry

from chapiao.outside.channels import aliyun, baidu, tencent
from chapiao.outside.channels.fake_server import FakeVendor, Heard, Issued
from chapiao.outside.channels.model import Inquiry, Key, Vendor

pytestmark = pytest.mark.filterwarnings("ignore::DeprecationWarning")

PLAIN = st.text(max_size=40)
SECRETS = st.text(st.characters(codec="utf-8", exclude_characters="\r\n"), min_size=1, max_size=40)


@contextmanager
def playing(vendor: Vendor, key: Key = KEY) -> Iterator[FakeVendor]:
    fake = FAKES[vendor](key, datetime.now(UTC).timestamp)  # noqa: TID251 - an SDK reads the clock
    fake.issue(Issued(number=NUMBER, issued_on=DAY, last=TOTAL))
    with fake.running():
        yield fake


def tencent_sdk(fake: FakeVendor, secret: str) -> dict[str, object]:
    from tencentcloud.common.credential import Credential
    from tencentcloud.common.exception.tencent_cloud_sdk_exception import TencentCloudSDKException
    from tencentcloud.common.profile.client_profile import ClientProfile
    from tencentcloud.common.profile.http_profile import HttpProfile
    from tencentcloud.ocr.v20181119 import models
    from tencentcloud.ocr.v20181119.ocr_client import OcrClient

    http = HttpProfile(protocol="http", endpoint=urlsplit(fake.base).netloc)
    client = OcrClient(Credential(KEY.id, secret), "", ClientProfile(httpProfile=http))
    request = models.VatInvoiceVerifyNewRequest()
    request.from_json_string(json.dumps(tencent.payload(inquiry())))
    try:
        found: dict[str, object] = json.loads(client.VatInvoiceVerifyNew(request).to_json_string())
    except TencentCloudSDKException as error:
        return {"error": error.get_code()}
    return found


def aliyun_sdk(fake: FakeVendor, secret: str) -> dict[str, object]:
    from alibabacloud_ocr_api20210707 import models
    from alibabacloud_ocr_api20210707.client import Client
    from alibabacloud_tea_openapi.models import Config
    from alibabacloud_tea_util.models import RuntimeOptions

    config = Config(
        access_key_id=KEY.id,
        access_key_secret=secret,
        endpoint=urlsplit(fake.base).netloc,
        protocol="http",
    )
    request = models.VerifyVATInvoiceRequest().from_map(aliyun.parameters(inquiry()))
    try:
        found = Client(config).verify_vatinvoice_with_options(request, RuntimeOptions())
    except Exception as error:  # noqa: BLE001 - the SDK has many, of several packages
        return {"error": str(getattr(error, "code", error))}
    told: dict[str, object] = json.loads(found.body.data)
    return told


def _aip() -> ModuleType:
    """Return the module aip.ocr; the package itself wants chardet, which it does not declare."""
    if "aip" not in sys.modules:
        spec = importlib.util.find_spec("aip")
        assert spec is not None
        package = ModuleType("aip")
        package.__path__ = list(spec.submodule_search_locations or ())
        sys.modules["aip"] = package
    return importlib.import_module("aip.ocr")


def baidu_sdk(fake: FakeVendor, secret: str) -> dict[str, object]:
    client = _aip().AipOcr("1", KEY.id, secret)
    # The SDK knows one address only; here it is told another.
    vars(client)["_AipBase__accessTokenUrl"] = fake.base + baidu.TOKEN
    vars(client)["_AipOcr__vat_invoice_verificationUrl"] = fake.base + baidu.VERIFY
    body = baidu.request(inquiry(), fake.base, "").body
    form = parse_qs(body.decode(), keep_blank_values=True)
    found: dict[str, object] = client.vat_invoice_verification(
        {name: value[0] for name, value in form.items()}
    )
    return found


def test_the_sdk_of_tencent_is_accepted_and_a_wrong_secret_rejected() -> None:
    with playing(Vendor.TENCENT) as fake:
        found = tencent_sdk(fake, KEY.secret)
        refused = tencent_sdk(fake, "another")

    assert found["Invoice"]["Number"] == NUMBER  # type: ignore[index]
    assert refused == {"error": "AuthFailure.SignatureFailure"}


def test_the_sdk_of_aliyun_is_accepted_and_a_wrong_secret_rejected() -> None:
    with playing(Vendor.ALIYUN) as fake:
        found = aliyun_sdk(fake, KEY.secret)
        refused = aliyun_sdk(fake, "another")

    assert found["code"] == "001"
    assert "SignatureDoesNotMatch" in str(refused["error"])


def test_the_sdk_of_baidu_is_accepted_and_a_wrong_secret_rejected() -> None:
    with playing(Vendor.BAIDU) as fake:
        found = baidu_sdk(fake, KEY.secret)
        refused = baidu_sdk(fake, "another")

    assert found["VerifyResult"] == "0001"
    assert refused != found
    assert fake.spent(NUMBER) == 1


def parts(heard: Heard) -> tuple[object, ...]:
    """What a request asks for, without what differs from one to the next."""
    query = {k: v for k, v in heard.query.items() if k not in {"aipSdk", "aipVersion"}}
    query.pop("access_token", None)
    return heard.method, heard.path, query, heard.form if heard.body else {}


def test_our_requests_ask_for_the_same_as_the_sdks() -> None:
    sdks = {Vendor.BAIDU: baidu_sdk, Vendor.TENCENT: tencent_sdk, Vendor.ALIYUN: aliyun_sdk}
    for vendor, sdk in sdks.items():
        with playing(vendor) as fake:
            sdk(fake, KEY.secret)
            theirs = fake.heard[-1]
            ask(fake, vendor, datetime.now(UTC))  # noqa: TID251 - as the SDK did
            ours = fake.heard[-1]

        assert parts(ours)[:3] == parts(theirs)[:3]
        if vendor is Vendor.TENCENT:
            assert json.loads(ours.body) == json.loads(theirs.body)
        else:
            assert parts(ours) == parts(theirs)


@given(
    secret=SECRETS,
    body=st.dictionaries(PLAIN, PLAIN, max_size=6),
    host=st.from_regex(r"[a-z]{1,9}\.cn", fullmatch=True),
    at=st.integers(0, 4_102_444_800),
)
@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_tc3_is_the_sdks_for_any_secret_and_any_fields(
    secret: str, body: dict[str, str], host: str, at: int
) -> None:
    from tencentcloud.common.abstract_client import AbstractClient
    from tencentcloud.common.http.request import RequestInternal

    data = json.dumps(body).encode()
    asked = RequestInternal(
        host=host,
        method="POST",
        uri="/",
        header={"Content-Type": tencent.JSON, "Host": host, "X-TC-Timestamp": str(at)},
        data=data,
    )
    day = f"{datetime.fromtimestamp(at, UTC):%Y-%m-%d}"
    theirs = AbstractClient._get_tc3_signature(  # noqa: SLF001 - the very thing to compare with
        None, body, asked, day, tencent.SERVICE, secret
    )

    assert tencent.sign(secret, host, tencent.JSON, data, at) == theirs


@given(
    secret=SECRETS,
    query=st.dictionaries(
        st.from_regex(r"[A-Za-z]{1,9}", fullmatch=True), PLAIN, min_size=1, max_size=6
    ),
    nonce=st.from_regex(r"[0-9a-f]{8}", fullmatch=True),
)
@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_acs3_is_the_sdks_for_any_secret_and_any_fields(
    secret: str, query: dict[str, str], nonce: str
) -> None:
    from alibabacloud_tea_openapi.utils import Utils
    from darabonba.request import DaraRequest

    headers = {"host": "ocr.example.cn", "x-acs-signature-nonce": nonce, "x-acs-action": "中文"}
    asked = DaraRequest()
    asked.method, asked.pathname, asked.query, asked.headers = "POST", "/", query, headers
    theirs = Utils.get_authorization(asked, "ACS3-HMAC-SHA256", "0" * 64, "id", secret)

    ours = aliyun.sign(secret, aliyun.canonical_query(query), headers, "0" * 64)

    assert theirs.rpartition("Signature=")[2] == ours


@given(text=PLAIN, name=st.text(max_size=12))
@settings(max_examples=60, deadline=None)
def test_any_field_arrives_as_it_was_and_the_signature_holds(text: str, name: str) -> None:
    at = datetime(2026, 11, 24, 1, 12, tzinfo=UTC)
    asked = Inquiry(number=f"1{name}", issued_on=DAY, code=text, check=f"{name}{text}")
    for vendor, made in (
        (Vendor.TENCENT, tencent.request(asked, "http://a.cn", KEY, at)),
        (Vendor.ALIYUN, aliyun.request(asked, "http://a.cn", KEY, at, text)),
    ):
        fake = FAKES[vendor](KEY, at.timestamp)
        url = urlsplit(made.url)
        heard = Heard(
            method=made.method,
            target=f"{url.path}?{url.query}",
            headers={key.lower(): value.strip() for key, value in made.headers.items()},
            body=made.body,
        )

        assert fake.refuse(heard) is None
        changed = Heard(
            method=heard.method,
            target=f"{heard.target}&InvoiceNo=2",
            headers=heard.headers,
            body=heard.body + b" ",
        )
        assert fake.refuse(changed) is not None
