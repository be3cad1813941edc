"""What every page has in common: somebody is signed in, and what they may not see is not there."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Concatenate, ParamSpec

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponseBase
from django.utils.cache import patch_cache_control
from django.views.decorators.http import require_http_methods

from chapiao.store.access import NotSeen

P = ParamSpec("P")
View = Callable[Concatenate[HttpRequest, P], HttpResponseBase]


def page(*methods: str) -> Callable[[View[P]], View[P]]:
    """Make a view of a page for people who are signed in, with these methods."""

    def make(view: View[P]) -> View[P]:
        @wraps(view)
        def seen(request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
            try:
                response = view(request, *args, **kwargs)
            except NotSeen as error:
                raise Http404(str(error)) from error
            patch_cache_control(response, private=True, no_cache=True)
            return response

        return login_required(require_http_methods(methods)(seen))

    return make


def wants_part(request: HttpRequest) -> bool:
    """Whether a script of ours asks for the live part only (see static/web/js/poll.js)."""
    return request.headers.get("X-Part") == "1"
