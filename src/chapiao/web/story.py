"""试试这些: the demo world's ready questions, one click each."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect

from chapiao.actions import hand_in, look_up
from chapiao.demo.made import made_on
from chapiao.demo.stories import STORIES, Shelf, Story
from chapiao.web.page import page
from chapiao.web.person import now, person


@dataclass(frozen=True, slots=True)
class ShelfOfStories:
    """The stories of one shelf, under its name."""

    name: str
    stories: tuple[Story, ...]


def front() -> tuple[Story, ...]:
    """Return the stories that are shown first; none outside the demo world."""
    return tuple(one for one in STORIES if one.front) if settings.DEMO else ()


def shelves() -> Sequence[ShelfOfStories]:
    """Return every story, shelf by shelf; none outside the demo world."""
    if not settings.DEMO:
        return ()
    return tuple(
        ShelfOfStories(shelf.value, tuple(one for one in STORIES if one.shelf is shelf))
        for shelf in Shelf
    )


@page("POST")
def story(request: HttpRequest, story_id: str) -> HttpResponse:
    """Ask a story's question as if it had been typed, its file as if it had been dropped."""
    told = next((one for one in STORIES if one.id == story_id), None)
    if told is None or not settings.DEMO:
        msg = "没有这个演示情形"
        raise Http404(msg)
    asker, at, made = person(request), now(), made_on(settings.DATA)
    question = replace(told.question(made, at), file=None)
    sample = told.sample(made, at)
    if sample is None:
        return redirect("lookup", look_up.look_up(asker=asker, question=question, now=at).pk)
    given = hand_in.hand_in(giver=asker, files=[sample], question=question, now=at)
    return redirect("intake", given.pk)
