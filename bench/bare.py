"""The floor of a look-up over HTTP: a Django view with one cursor read, and nothing else.

No token, no diagnosis, nothing kept: what the server, Django's request, the one
middleware the API has too, and one read by an index cost. Served as chapiao itself is
(`bench/http.py`).
"""

from __future__ import annotations

import os

import django
import orjson
from django.conf import settings
from django.core.handlers.wsgi import WSGIHandler
from django.db import connection
from django.http import HttpRequest, HttpResponse
from django.urls import path
from django.views.decorators.csrf import csrf_exempt

COLUMNS = "key, code, kind, issued_on, amount, tax, total, tax_status, verify_status, source"
SELECT = f"select {COLUMNS} from store_invoice where key = %s"

settings.configure(
    ROOT_URLCONF=__name__,
    SECRET_KEY="the bench's own, not for secrets",  # noqa: S106
    ALLOWED_HOSTS=["127.0.0.1"],
    MIDDLEWARE=["django.middleware.security.SecurityMiddleware"],
    DATABASES={
        "default": {
            "ENGINE": "django.db.backends.sqlite3",
            "CONN_MAX_AGE": None,
            "NAME": os.path.join(os.environ["CHAPIAO_DATA"], "chapiao.sqlite3"),  # noqa: PTH118
        }
    },
)
django.setup()


@csrf_exempt
def look_up(request: HttpRequest) -> HttpResponse:
    """Answer with the row of the number asked for."""
    number = orjson.loads(request.body)["number"]
    with connection.cursor() as cursor:
        cursor.execute(SELECT, [number])
        row = cursor.fetchone()
    return HttpResponse(
        orjson.dumps({"found": row is not None, "row": row}), content_type="application/json"
    )


urlpatterns = [path("api/v1/look-up", look_up)]
application = WSGIHandler()
