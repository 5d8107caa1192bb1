"""Totals (汇总): the month's figures as they stand, each told where it comes from; frozen once approved."""

from typing import Annotated, Any
from urllib.parse import urlencode

from fastapi import APIRouter, Form, HTTPException, Request
from fastapi.responses import RedirectResponse

from generator.service.context import Asker, TheFinder, TheStore, Today, needs, standing_to
from generator.service.looks import page
from generator.service.rights import Right, may
from generator.verbs import CollectRequest, collect, handing_up
from generator.verbs.handing_up import HandUpRequest, handed
from generator.verbs.serving import Changed, Desk
from generator.verbs.totals_shown import explained_number, month_totals
from generator.verbs.usage import UsageProblem

routes = APIRouter(include_in_schema=False, prefix="/c/{campaign}/totals")


@routes.get("", dependencies=[needs(Right.SEE_ALL)])
def show(request: Request, store: TheStore, find: TheFinder, person: Asker, period: str = "") -> Any:
    """Show a month's roll-ups, and how they stand in the campaign above."""
    month = month_totals(Desk(store, person.known_as), period, find)
    return page(request, "totals.html", month=month, campaign_name=month.result.campaign.name)


@routes.get("/explain", dependencies=[needs(Right.SEE_ALL)])
def explain(store: TheStore, find: TheFinder, person: Asker, period: str, form: str, name: str) -> Any:
    """Tell how a figure came about, and where it goes on below."""
    found = explained_number(Desk(store, person.known_as), period, form, name, find)
    return {
        "lines": found.lines,
        "below": [
            {
                "line": line,
                "place": f"/c/{code}/totals/explain?{urlencode({'period': period, 'form': f, 'name': n})}",
            }
            for line, code, f, n in found.below
        ],
    }


@routes.post("/approve", dependencies=[needs(Right.APPROVE)])
def approve(
    store: TheStore,
    person: Asker,
    campaign: str,
    period: Annotated[str, Form(max_length=7)],
    said: Annotated[str, Form(max_length=500)] = "",
) -> Any:
    """Freeze a month's figures; those that were frozen are frozen anew where it is said why."""
    desk = Desk(store, person.known_as)
    collect(CollectRequest(source=desk, period=period, freeze=True, again=said))
    return RedirectResponse(f"/c/{campaign}/totals?period={period}", 303)


@routes.post("/hand-up", dependencies=[needs(Right.REVIEW)])
def hand_up(
    request: Request,
    store: TheStore,
    find: TheFinder,
    person: Asker,
    today: Today,
    campaign: str,
    period: Annotated[str, Form(max_length=7)],
    said: Annotated[str, Form(max_length=500)] = "",
) -> Any:
    """Hand the approved figures up, where the asker may fill in for the unit that his organ is there."""
    desk = Desk(store, person.known_as)
    up, _, _ = handed(desk, period, find)
    asker = standing_to(request, up.code) if up else None
    if up is not None and not may(asker, Right.FILL, up.unit.code):
        raise HTTPException(403, "您不能在上级行动里替本机关填报。需要的，请找管理员。")
    asked = HandUpRequest(
        source=desk, period=period, by=person.name, who=person.known_as, on=today, reason=said, find=find
    )
    try:
        handing_up.hand_up(asked)
    except Changed as error:
        raise UsageProblem(f"{error.by or '另一位用户'}刚刚改过这张表，没有上报。请刷新后再看。") from error
    return RedirectResponse(f"/c/{campaign}/totals?period={period}", 303)
