"""The original file, byte for byte as it was given."""

from __future__ import annotations

from django.http import FileResponse, HttpRequest

from chapiao.store import access
from chapiao.store.originals import open_original
from chapiao.web.page import page
from chapiao.web.person import person


@page("GET", "HEAD")
def document(request: HttpRequest, pk: int) -> FileResponse:
    """Hand out the bytes as a download; a browser never opens them as a page of ours."""
    kept = access.document_for(person(request), pk)
    response = FileResponse(
        open_original(kept),
        as_attachment=True,
        filename=kept.name,
        content_type="application/octet-stream",
    )
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = "sandbox; default-src 'none'"
    return response
