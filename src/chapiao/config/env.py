"""Settings from the environment; each refuses a bad value at start, out loud."""

from __future__ import annotations

import os
from pathlib import Path
from urllib.parse import unquote, urlsplit

TRUE = {"1", "true", "yes", "on"}
FALSE = {"0", "false", "no", "off", ""}


class BadSetting(ValueError):
    """A setting has a value that cannot be used."""


def env_bool(name: str, *, default: bool) -> bool:
    """Read 1/0, true/false, yes/no, on/off."""
    text = os.environ.get(name)
    if text is None:
        return default
    if text.lower() in TRUE:
        return True
    if text.lower() in FALSE:
        return False
    msg = f"环境变量 {name} 只能是 1 或 0"
    raise BadSetting(msg)


def env_choice(name: str, choices: list[str], default: str) -> str:
    """Read one of a few words."""
    text = os.environ.get(name, default)
    if text in choices:
        return text
    msg = f"环境变量 {name} 只能是 {'、'.join(choices)} 之一"
    raise BadSetting(msg)


def env_list(name: str, default: list[str]) -> list[str]:
    """Read a comma-separated list."""
    text = os.environ.get(name)
    return default if text is None else [part.strip() for part in text.split(",") if part.strip()]


def env_secret(name: str, file: Path) -> str:
    """Read NAME, or the file NAME_FILE names, or `file`, which is made if it is not there."""
    if os.environ.get(name):
        return os.environ[name]
    named = os.environ.get(f"{name}_FILE")
    if named:
        return Path(named).read_text(encoding="utf-8").strip()
    if not file.exists():
        from secrets import token_urlsafe

        file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        fresh = file.with_suffix(f".{os.getpid()}")
        fresh.touch(mode=0o600)
        fresh.write_text(token_urlsafe(50), encoding="utf-8")
        try:
            os.link(fresh, file)  # whoever comes first decides; the others read it
        except FileExistsError:
            pass
        finally:
            fresh.unlink()
    return file.read_text(encoding="utf-8").strip()


def env_number(name: str, *, default: int, most: int) -> int:
    """Read a whole number from 0 on."""
    text = os.environ.get(name, str(default))
    if text.isascii() and text.isdigit() and int(text) <= most:
        return int(text)
    msg = f"环境变量 {name} 应是0到{most}的整数"
    raise BadSetting(msg)


def env_given_secret(name: str) -> str:
    """Read NAME, or the file NAME_FILE names; "" when neither is set."""
    named = os.environ.get(f"{name}_FILE")
    if named:
        return Path(named).read_text(encoding="utf-8").strip()
    return os.environ.get(name, "")


def env_issuer(name: str) -> str:
    """Read the address of a sign-on provider: HTTPS, or this machine; "" when it is not set."""
    text = os.environ.get(name, "")
    url = urlsplit(text)
    here = url.scheme == "http" and url.hostname in {"localhost", "127.0.0.1", "::1"}
    if not text or ((url.scheme == "https" or here) and url.hostname and not url.query):
        return text
    msg = f"环境变量 {name} 应是以 https:// 开头的地址"
    raise BadSetting(msg)


def env_site(name: str, default: str) -> str:
    """Read the address people open the pages at, without a path; no slash at its end."""
    text = os.environ.get(name, default).rstrip("/")
    url = urlsplit(text)
    if url.scheme in {"http", "https"} and url.hostname and not (url.path or url.query):
        return text
    msg = f"环境变量 {name} 应形如 https://chapiao.example.com"
    raise BadSetting(msg)


def env_database(name: str, sqlite: Path) -> dict[str, object]:
    """Read postgresql://user:password@host:port/name; without it, the SQLite file."""
    text = os.environ.get(name)
    if not text:
        return {
            "ENGINE": "django.db.backends.sqlite3",
            "NAME": str(sqlite),
            "CONN_MAX_AGE": None,  # a file needs no new connection a request; opening costs 1 ms
            "OPTIONS": {
                "transaction_mode": "IMMEDIATE",
                "timeout": 20,
                "init_command": (
                    "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA foreign_keys=ON;"
                    "PRAGMA mmap_size=2147418112; PRAGMA cache_size=-65536;"
                ),
            },
        }
    url = urlsplit(text)
    if url.scheme not in {"postgres", "postgresql"} or not url.path.strip("/"):
        msg = f"环境变量 {name} 应形如 postgresql://用户:密码@主机:5432/库名"
        raise BadSetting(msg)
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": unquote(url.path.strip("/")),
        "USER": unquote(url.username or ""),
        "PASSWORD": unquote(url.password or ""),
        "HOST": unquote(url.hostname or ""),
        "PORT": str(url.port or ""),
        "CONN_MAX_AGE": 600,
        "CONN_HEALTH_CHECKS": True,
    }
