"""The settings of a real installation pass Django's own check for one."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
from django.test import Client

CHECK = ["check", "--deploy", "--fail-level", "WARNING"]


def checked(tmp_path: Path, **more: str) -> subprocess.CompletedProcess[str]:
    ours = {"DATABASE_URL", "CHAPIAO_SECRET_KEY", "DJANGO_ALLOW_ASYNC_UNSAFE"}
    env = {name: value for name, value in os.environ.items() if name not in ours}
    env |= {
        "CHAPIAO_DATA": str(tmp_path / "fresh"),
        "DJANGO_SETTINGS_MODULE": "chapiao.config.settings",
    }
    return subprocess.run(
        [sys.executable, "-W", "error", "-m", "django", *CHECK],
        env=env | more,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )


def test_behind_https_nothing_is_left_to_warn_of(tmp_path: Path) -> None:
    done = checked(tmp_path, CHAPIAO_HTTPS="1", CHAPIAO_HOSTS="chapiao.example.com")

    assert done.returncode == 0, done.stderr
    assert "no issues" in done.stdout


def test_a_secret_is_made_once_and_only_its_owner_reads_it(tmp_path: Path) -> None:
    checked(tmp_path, CHAPIAO_HTTPS="1")
    secret = tmp_path / "fresh" / "secret_key"
    before = secret.read_text(encoding="utf-8")

    checked(tmp_path, CHAPIAO_HTTPS="1")

    assert secret.read_text(encoding="utf-8") == before
    assert len(before) >= 50
    assert secret.stat().st_mode & 0o077 == 0


@pytest.mark.django_db
@pytest.mark.parametrize("address", ["/login/", "/healthz", "/api/v1/me", "/api/docs"])
def test_every_answer_says_what_a_browser_may_do(address: str) -> None:
    response = Client().get(address)

    policy = response["Content-Security-Policy"]
    assert "default-src 'self'" in policy
    assert "unsafe" not in policy
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["X-Frame-Options"] == "DENY"


@pytest.mark.django_db
def test_a_probe_of_health_takes_head_and_refuses_post() -> None:
    assert Client().head("/healthz").status_code == 200
    assert Client().post("/healthz").status_code == 405


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("CHAPIAO_SSO_ISSUER", "http://sso.example.com"),
        ("CHAPIAO_SSO_ISSUER", "sso.example.com"),
        ("CHAPIAO_PROXIES", "-1"),
        ("CHAPIAO_INSIDE", "10.0.0.0/99"),
        ("CHAPIAO_PROXIES", "many"),
        ("CHAPIAO_PROBES", "maybe"),
        ("CHAPIAO_PROBE_CONTROL", "example.com"),
        ("CHAPIAO_PROBE_CONTROL", "https://me:secret@example.com"),
        ("CHAPIAO_PROBE_PROXY", "socks5://127.0.0.1:1080"),
        ("CHAPIAO_PROBE_ADDRESSES", "别处=https://example.com"),
        ("CHAPIAO_PROBE_ADDRESSES", "电子税务局=https://example.com:x"),
        ("CHAPIAO_SILENT_DAYS", "-1"),
    ],
)
def test_a_setting_that_cannot_be_used_is_refused_at_start(
    tmp_path: Path, name: str, value: str
) -> None:
    done = checked(tmp_path, **{name: value})

    assert done.returncode != 0
    assert f"环境变量 {name}" in done.stderr


def test_with_single_sign_on_nothing_is_left_to_warn_of_either(tmp_path: Path) -> None:
    done = checked(
        tmp_path,
        CHAPIAO_HTTPS="1",
        CHAPIAO_PROXIES="1",
        CHAPIAO_SSO_ISSUER="https://sso.example.com/realms/finance",
    )

    assert done.returncode == 0, done.stderr
