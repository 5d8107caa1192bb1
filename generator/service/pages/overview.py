"""Overview (总览): the campaigns, and how a month of one stands."""

from typing import Any

from fastapi import APIRouter, Request
from fastapi.responses import RedirectResponse

from generator.service.context import Asker, TheOffice, TheStore, Today, needs
from generator.service.looks import page
from generator.service.rights import Right
from generator.verbs.overviewing import overview

routes = APIRouter(include_in_schema=False)


@routes.get("/", dependencies=[needs(Right.SIGNED_IN)])
def campaigns(request: Request, office: TheOffice) -> Any:
    """Show the campaigns; the only one is opened at once."""
    found = office.campaigns()
    if len(found) == 1:
        return RedirectResponse(f"/c/{found[0][0]}", 303)
    return page(request, "campaigns.html", campaigns=found, told="")


@routes.get("/c/{campaign}", dependencies=[needs(Right.SEE)])
def show(request: Request, store: TheStore, person: Asker, today: Today, period: str = "") -> Any:
    """Show how a month stands, to a clerk his unit's part of it."""
    unit = person.unit if person.role == "clerk" else ""
    found = overview(store, today, period, unit)
    return page(request, "overview.html", found=found, campaign_name=found.campaign.name)
