"""比对: choose lists, see them compared, and every gap with its cause."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Count, Sum
from django.http import FileResponse, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render

from chapiao.actions import run_reconciliation as action
from chapiao.readers.lists.mapping import WORDS
from chapiao.reconcile.model import Outcome
from chapiao.store import access
from chapiao.store.models import Reconciliation, ReconciliationState, SnapshotState
from chapiao.store.reconciliations import gaps_for, reconciliation_for, reconciliations_for
from chapiao.web.columns import columns_of
from chapiao.web.page import page, wants_part
from chapiao.web.pareto import pareto
from chapiao.web.person import now, person
from chapiao.web.reconciliation_form import SLOTS, Reconcile
from chapiao.web.templatetags import show

A_PAGE = 20
GAPS_A_PAGE = 50
RECENT_IMPORTS = 5
UNPROCESSABLE = 422
NOT_COMPARED = "不比对"
BUSY = {ReconciliationState.WAITING, ReconciliationState.RUNNING}
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@page("GET", "POST")
def reconciliations(request: HttpRequest) -> HttpResponse:
    """List the comparisons; begin another one."""
    who = person(request)
    recent = access.snapshots_for(who).filter(state=SnapshotState.IMPORTED)
    imports = list(recent.select_related("document").order_by("-pk")[:RECENT_IMPORTS])
    sent = request.method == "POST"
    given = (request.POST, request.FILES) if sent else ()
    form = Reconcile(*given, imports=imports)
    if sent and form.is_valid():
        told = form.cleaned_data
        try:
            made = action.start(
                person=who,
                lists=form.chosen(),
                now=now(),
                asof=told["asof"],
                tolerance=told["tolerance"],
                window_days=31 if told["window"] is None else told["window"],
            )
        except (action.NotAllowed, action.BadPeriod, action.BadColumns) as error:
            form.add_error(None, str(error))
        else:
            return redirect("reconciliation", made.pk)
    every = reconciliations_for(who).select_related("made_by").order_by("-pk")
    listed = Paginator(every, A_PAGE).get_page(request.GET.get("page"))
    return render(
        request,
        "web/reconciliations.html",
        {"form": form, "page": listed, "newest": imports[0] if imports else None},
        status=UNPROCESSABLE if form.errors else None,
    )


@page("POST")
def quick(request: HttpRequest) -> HttpResponse:
    """Compare the newest export that was imported with the 台账 of its days."""
    who = person(request)
    recent = access.snapshots_for(who).filter(state=SnapshotState.IMPORTED)
    newest = recent.order_by("-pk").first()
    if newest is None:
        messages.error(request, "还没有导入过税局导出，请先导入，或上传两份清单")
        return redirect("reconciliations")
    first, last = newest.first_day, newest.last_day
    period = f"{first}..{last}" if first and last else ""
    lists = [
        action.Chosen(snapshot=newest.pk),
        action.Chosen(period=period, entity=newest.entity_id),
    ]
    return redirect("reconciliation", action.start(person=who, lists=lists, now=now()).pk)


@page("GET")
def reconciliation(request: HttpRequest, pk: int) -> HttpResponse:
    """Show one comparison: how far it is, what it asks, or what came out."""
    one = reconciliation_for(person(request), pk)
    busy = one.state in BUSY
    shown: dict[str, Any] = {"one": one, "busy": busy, "slots": SLOTS}
    if one.state == ReconciliationState.ASKING:
        shown |= _asked(one, {})
    elif one.state == ReconciliationState.DONE:
        shown |= _results(request, one)
    if not wants_part(request):
        return render(request, "web/reconciliation.html", shown)
    response = render(request, "web/parts/reconciliation_body.html", shown)
    if not busy:
        response["X-Done"] = "1"
    return response


def _asked(one: Reconciliation, said: Mapping[str, str]) -> dict[str, Any]:
    """Return what a person needs to say what the columns of the first unknown list are."""
    at = next(at for at, given in enumerate(one.lists) if "outline" in given)
    outline = one.lists[at]["outline"]
    columns = columns_of(outline, said)
    fields = [word for word, field in WORDS.items() if field]
    return {"at": at, "asked": one.lists[at]["name"], "outline": outline, "columns": columns,
            "fields": fields}  # fmt: skip


def _results(request: HttpRequest, one: Reconciliation) -> dict[str, Any]:
    """Return one pair of lists with its findings, as the address filters them."""
    pairs = one.result["pairs"]
    asked = request.GET.get("pair", "")
    pair = int(asked) if asked.isdecimal() and 0 < int(asked) <= len(pairs) else 1
    of_pair = gaps_for(person(request), one.pk).filter(pair=pair)
    causes = of_pair.exclude(cause="").values_list("cause").annotate(Count("pk"), Sum("stake"))
    titles = {each["id"]: each["title"] for each in one.result["causes"]}
    chosen = {name: request.GET.get(name, "") for name in ("outcome", "cause", "text")}
    gaps = of_pair.order_by("place")
    if chosen["outcome"] in set(Outcome):
        gaps = gaps.filter(outcome=chosen["outcome"])
    if chosen["cause"]:
        gaps = gaps.filter(cause=chosen["cause"])
    if digits := "".join(c for c in chosen["text"] if c.isdigit()):
        gaps = gaps.filter(key__contains=digits)
    told = pairs[pair - 1]
    return {
        "pair": told,
        "pair_number": pair,
        "outcomes": [
            (outcome.value, _named(outcome, told), told["outcomes"][outcome.value])
            for outcome in Outcome
        ],
        "pareto": pareto([(titles.get(cause, cause), cause, n) for cause, n, _ in causes]),
        "page": Paginator(gaps, GAPS_A_PAGE).get_page(request.GET.get("page")),
        **chosen,
    }


def _named(outcome: Outcome, pair: Mapping[str, Any]) -> str:
    names = {Outcome.ONLY_LEFT: pair["left"], Outcome.ONLY_RIGHT: pair["right"]}
    return f"只在「{names[outcome]}」" if outcome in names else outcome.value


@page("GET")
def gap(request: HttpRequest, pk: int, place: int) -> HttpResponse:
    """Show one gap: both sides beside each other, why, and what to do."""
    one = reconciliation_for(person(request), pk)
    found = gaps_for(person(request), pk).filter(place=place).first()
    if found is None:
        raise access.NotSeen
    pair = one.result["pairs"][found.pair - 1]
    shown = {
        "one": one,
        "gap": found,
        "told": found.told,
        "pair": pair,
        "rows": _beside(found.told),
    }
    return render(request, "web/reconciliation_gap.html", shown)


_ROWS = (
    ("where", "在哪一行"), ("number", "发票号码"), ("code", "发票代码"), ("date", "开票日期"),
    ("seller_name", "销方名称"), ("buyer_name", "购方名称"), ("amount", "金额"), ("tax", "税额"),
    ("total", "价税合计"), ("status", "发票状态"), ("booked_on", "入账日期"), ("voucher", "凭证号"),
    ("remark", "摘要"),
)  # fmt: skip


_MONEY, _SIDES = {"amount", "tax", "total"}, ("left", "right")


def _text(value: str | None) -> str:
    return value or "–"


def _beside(told: Mapping[str, Any]) -> list[tuple[str, list[str], list[str], bool]]:
    """Return the fields that one side has, with what each row says, and whether they differ."""
    differs = {one["name"] for one in told["fields"]}
    rows = []
    for field, name in _ROWS:
        shown = show.money if field in _MONEY else _text
        left, right = ([str(shown(row[field])) for row in told[side]] for side in _SIDES)
        if any(value != "–" for value in left + right):
            rows.append((name, left, right, name in differs))
    return rows


@page("POST")
def columns(request: HttpRequest, pk: int) -> HttpResponse:
    """Take what a person says that the columns of a list are."""
    headings, fields = request.POST.getlist("heading"), request.POST.getlist("field")
    given = {one: field or NOT_COMPARED for one, field in zip(headings, fields, strict=False)}
    at = request.POST.get("at", "")
    try:
        action.assign(
            person=person(request),
            pk=pk,
            at=int(at) if at.isdecimal() else -1,
            given=given,
            now=now(),
        )
    except action.NotNow as error:
        messages.error(request, str(error))
    except action.BadColumns as error:
        one = reconciliation_for(person(request), pk)
        shown = {"one": one, "slots": SLOTS, "wrong": str(error), **_asked(one, given)}
        return render(request, "web/reconciliation.html", shown, status=UNPROCESSABLE)
    return redirect("reconciliation", pk)


@page("POST")
def cancel(request: HttpRequest, pk: int) -> HttpResponse:
    """Stop a comparison."""
    return _done(request, pk, action.cancel)


@page("POST")
def again(request: HttpRequest, pk: int) -> HttpResponse:
    """Run a comparison once more, over the same lists."""
    return _done(request, pk, action.again)


def _done(request: HttpRequest, pk: int, act: Callable[..., object]) -> HttpResponse:
    try:
        act(person=person(request), pk=pk, now=now())
    except action.NotNow as error:
        messages.error(request, str(error))
    return redirect("reconciliation", pk)


@page("GET")
def report(request: HttpRequest, pk: int) -> HttpResponseBase:
    """Give the workbook of a finished comparison."""
    file = action.take_report(person=person(request), pk=pk, now=now())
    name = f"比对结果_{pk}.xlsx"
    return FileResponse(file, as_attachment=True, filename=name, content_type=XLSX)
