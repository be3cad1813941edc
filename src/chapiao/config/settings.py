"""All settings, from the environment, with defaults that let a clone run at once."""

from __future__ import annotations

import os
from pathlib import Path

from csp.constants import NONE, SELF

from chapiao.config.env import (
    env_bool,
    env_choice,
    env_database,
    env_given_secret,
    env_issuer,
    env_list,
    env_number,
    env_secret,
    env_site,
)
from chapiao.config.env_inside import env_networks
from chapiao.config.env_probe import env_address, env_entries, env_proxy

DATA = Path(os.environ.get("CHAPIAO_DATA", "data")).resolve()
DEMO = (DATA / "demo").is_file()  # put there by `chapiao demo`, and by nothing else
# The 演示查验平台 answers only here: never beside real books, unless told to.
SANDBOX = DEMO or env_bool("CHAPIAO_SANDBOX", default=False)
DEBUG = False
# Served over HTTPS: cookies and transport are locked down. Loopback runs without.
HTTPS = env_bool("CHAPIAO_HTTPS", default=False)
SECRET_KEY = env_secret("CHAPIAO_SECRET_KEY", DATA / "secret_key")
# What identity numbers are sealed with; it never lies in the database.
IDENTITY_KEY = env_secret("CHAPIAO_IDENTITY_KEY", DATA / "identity_key")
ALLOWED_HOSTS = env_list("CHAPIAO_HOSTS", ["localhost", "127.0.0.1", "[::1]"])
CSRF_TRUSTED_ORIGINS = env_list("CHAPIAO_ORIGINS", [])

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "ninja",
    "chapiao.store.apps.StoreConfig",
    "chapiao.web.apps.WebConfig",
]
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "chapiao.web.only_utf8.OnlyUtf8",
    "chapiao.web.too_big.RefuseTooBig",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "chapiao.web.account_seen.Seen",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
]
ROOT_URLCONF = "chapiao.config.urls"
WSGI_APPLICATION = "chapiao.config.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "chapiao.web.context.everywhere",
            ],
            "builtins": ["chapiao.web.templatetags.show"],
        },
    },
]

DATABASES = {"default": env_database("DATABASE_URL", DATA / "chapiao.sqlite3")}
AUTH_USER_MODEL = "store.Person"
PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {
        "NAME": "chapiao.config.passwords.LongEnough",
        "OPTIONS": {"min_length": 10},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
# How many proxies of ours stand before us: the last but so many in X-Forwarded-For is the visitor.
PROXIES = env_number("CHAPIAO_PROXIES", default=0, most=9)
# Single sign-on (OpenID Connect); without an issuer there is none.
SSO_ISSUER = env_issuer("CHAPIAO_SSO_ISSUER")
SSO_CLIENT_ID = os.environ.get("CHAPIAO_SSO_CLIENT_ID", "")
SSO_CLIENT_SECRET = env_given_secret("CHAPIAO_SSO_CLIENT_SECRET")
SSO_NAME = os.environ.get("CHAPIAO_SSO_NAME", "单点登录")
SSO_MATCH = os.environ.get("CHAPIAO_SSO_MATCH", "")
SSO_SCOPES = os.environ.get("CHAPIAO_SSO_SCOPES", "openid profile")
SSO_TWO_STEPS = env_bool("CHAPIAO_SSO_TWO_STEPS", default=False)
# The address that links in messages begin with.
SITE = env_site("CHAPIAO_SITE", [*CSRF_TRUSTED_ORIGINS, "http://localhost:8000"][0])
# Mail goes out only where a server is named.
EMAIL_HOST = os.environ.get("CHAPIAO_SMTP_HOST", "")
_SMTP_TLS = env_choice("CHAPIAO_SMTP_TLS", ["ssl", "starttls", "none"], "ssl")
EMAIL_USE_SSL, EMAIL_USE_TLS = _SMTP_TLS == "ssl", _SMTP_TLS == "starttls"
_SMTP_PORT = {"ssl": 465, "starttls": 587, "none": 25}[_SMTP_TLS]
EMAIL_PORT = env_number("CHAPIAO_SMTP_PORT", default=_SMTP_PORT, most=65535)
EMAIL_HOST_USER = os.environ.get("CHAPIAO_SMTP_USER", "")
EMAIL_HOST_PASSWORD = env_given_secret("CHAPIAO_SMTP_PASSWORD")
EMAIL_TIMEOUT = 20
DEFAULT_FROM_EMAIL = os.environ.get("CHAPIAO_MAIL_FROM") or EMAIL_HOST_USER or "chapiao@localhost"
# Hosts, beside those of the three vendors, that a robot's address may name ("host" or "host:port").
ROBOT_HOSTS = env_list("CHAPIAO_ROBOT_HOSTS", [])
# Networks of the house that a verification channel may be reached in; none: outside only.
INSIDE = env_networks("CHAPIAO_INSIDE")
# Mail servers inside the house that files may be collected from.
MAILBOX_HOSTS = env_list("CHAPIAO_MAILBOX_HOSTS", [])
# Whether this machine looks if the official entries answer, through which proxy, and beside
# which address of the operator's own choice it tells that its own network is up.
PROBES = env_bool("CHAPIAO_PROBES", default=False)
PROBE_CONTROL = env_address("CHAPIAO_PROBE_CONTROL")
PROBE_PROXY = env_proxy("CHAPIAO_PROBE_PROXY")
PROBE_ADDRESSES = env_entries("CHAPIAO_PROBE_ADDRESSES")
PROBE_MINUTES = max(1, env_number("CHAPIAO_PROBE_MINUTES", default=5, most=1440))
# Days without an export after which a company is told; 0: never.
SILENT_DAYS = env_number("CHAPIAO_SILENT_DAYS", default=7, most=366)
LOGIN_URL = "login"
LOGIN_REDIRECT_URL = "look_up"
LOGOUT_REDIRECT_URL = "login"

LANGUAGE_CODE = "zh-hans"
TIME_ZONE = "Asia/Shanghai"
USE_I18N = True
USE_TZ = True

STATIC_URL = "static/"
_STATIC = os.environ.get("CHAPIAO_STATIC")
STATIC_ROOT = _STATIC or None
WHITENOISE_USE_FINDERS = _STATIC is None
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": (
            "whitenoise.storage.CompressedManifestStaticFilesStorage"
            if _STATIC
            else "django.contrib.staticfiles.storage.StaticFilesStorage"
        ),
    },
}

# Uploads: refused above these before they reach a view; the readers have limits of their own.
DATA_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 12_000  # a folder's files and their paths
DATA_UPLOAD_MAX_NUMBER_FILES = 5000
FILE_UPLOAD_MAX_MEMORY_SIZE = 1024 * 1024
UPLOAD_LIMIT = 200 * 1024 * 1024

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "object-src": [NONE],
        "base-uri": [SELF],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
    },
}
X_FRAME_OPTIONS = "DENY"
SECURE_REFERRER_POLICY = "same-origin"
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_AGE = 7 * 24 * 3600
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_SECURE = HTTPS
CSRF_COOKIE_SECURE = HTTPS
SECURE_SSL_REDIRECT = HTTPS
SECURE_REDIRECT_EXEMPT = [r"^healthz$"]  # asked from beside, not through the proxy
SECURE_HSTS_SECONDS = 31536000 if HTTPS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = HTTPS
SECURE_HSTS_PRELOAD = HTTPS
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if HTTPS else None

LEVELS = ["DEBUG", "INFO", "WARNING", "ERROR"]
# Log lines hold ids only, never what an invoice says.
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "{asctime} {levelname} {name} {message}", "style": "{"}},
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "line"}},
    "loggers": {"fido2": {"level": "WARNING"}},  # it tells the ids of keys
    "root": {"handlers": ["stderr"], "level": env_choice("CHAPIAO_LOG", LEVELS, "INFO")},
}
