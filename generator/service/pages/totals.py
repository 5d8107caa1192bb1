"""Totals (汇总): the month's figures as they stand, each told where it comes from; frozen once approved."""

from typing import Annotated, Any

from fastapi import APIRouter, Form, Request
from fastapi.responses import RedirectResponse

from generator.service.context import Asker, TheStore, needs
from generator.service.looks import page
from generator.service.rights import Right
from generator.verbs import CollectRequest, collect
from generator.verbs.serving import Desk
from generator.verbs.totals_shown import explained_number, month_totals

routes = APIRouter(include_in_schema=False, prefix="/c/{campaign}/totals")


@routes.get("", dependencies=[needs(Right.SEE_ALL)])
def show(request: Request, store: TheStore, person: Asker, period: str = "") -> Any:
    """Show a month's roll-ups."""
    month = month_totals(Desk(store, person.known_as), period)
    return page(request, "totals.html", month=month, campaign_name=month.result.campaign.name)


@routes.get("/explain", dependencies=[needs(Right.SEE_ALL)])
def explain(request: Request, store: TheStore, person: Asker, period: str, form: str, name: str) -> Any:
    """Tell how a figure came about."""
    lines = explained_number(Desk(store, person.known_as), period, form, name)
    return {"lines": lines}


@routes.post("/approve", dependencies=[needs(Right.APPROVE)])
def approve(store: TheStore, person: Asker, campaign: str, period: Annotated[str, Form(max_length=7)]) -> Any:
    """Freeze a month's figures: from now on changes go into the next month."""
    collect(CollectRequest(source=Desk(store, person.known_as), period=period, freeze=True))
    return RedirectResponse(f"/c/{campaign}/totals?period={period}", 303)
