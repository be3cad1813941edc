"""`/api/docs`: the API's own description, drawn by the page that comes with ninja."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe
from ninja.openapi.docs import Swagger

from chapiao.api.routes import api


@require_safe
def docs(request: HttpRequest) -> HttpResponse:
    """Show it; scripts and styles are our own server's."""
    return Swagger().render_page(request, api)
