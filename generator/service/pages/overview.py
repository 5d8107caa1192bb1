"""Overview (总览): the campaigns, and how a month of one stands."""

from typing import Annotated, Any

from fastapi import APIRouter, Form, Request
from fastapi.responses import RedirectResponse

from generator.service.context import Asker, TheOffice, TheStore, Today, needs
from generator.service.looks import page
from generator.service.rights import Right
from generator.verbs import reminding
from generator.verbs.organs import below_campaign, known_campaigns
from generator.verbs.overviewing import overview

routes = APIRouter(include_in_schema=False)


@routes.get("/", dependencies=[needs(Right.SIGNED_IN)])
def home(office: TheOffice, asker: Asker) -> Any:
    """Show the campaigns that somebody may know of; the only one is opened at once."""
    found = known_campaigns(office, asker)
    only = len(found) == 1 and found[0].organ.id == asker.organ
    return RedirectResponse(f"/c/{found[0].code}" if only else "/campaigns", 303)


@routes.get("/c/{campaign}", dependencies=[needs(Right.SEE)])
def show(
    request: Request, office: TheOffice, store: TheStore, person: Asker, today: Today, period: str = ""
) -> Any:
    """Show how a month stands, to a clerk his unit's part of it; units that have campaigns of their own lead there."""
    unit = person.unit if person.role == "clerk" else ""
    found = overview(store, today, period, unit)
    return page(
        request,
        "overview.html",
        found=found,
        lower={} if unit else below_campaign(office, person, store),
        missing=list({line.unit.code: line.unit for line in found.lines if not line.is_in}.values()),
        reminded=reminding.reminded(store, today, unit) if unit else (),
        last=reminding.last_reminders(store, found.period),
        campaign_name=found.campaign.name,
    )


@routes.post("/c/{campaign}/remind", dependencies=[needs(Right.REVIEW)])
def remind(
    store: TheStore,
    person: Asker,
    today: Today,
    campaign: str,
    period: Annotated[str, Form(max_length=7)],
    unit: Annotated[str, Form(max_length=200)] = "",
    said: Annotated[str, Form(max_length=500)] = "",
) -> Any:
    """Remind the units whose returns of a month are still to come, or one of them."""
    found = overview(store, today, period)
    reminding.remind(store, found, [unit] if unit else [], person.known_as, said)
    return RedirectResponse(f"/c/{campaign}?period={found.period}", 303)
