"""Overview (总览): the campaigns, and how a month of one stands."""

import re
from typing import Annotated, Any

from fastapi import APIRouter, Form, Request
from fastapi.responses import RedirectResponse

from generator.service.context import Asker, TheOffice, TheStore, Today, needs
from generator.service.looks import page
from generator.service.rights import Right, may
from generator.verbs import reminding
from generator.verbs.organs import begin_own, known_campaigns, not_begun
from generator.verbs.overviewing import overview

routes = APIRouter(include_in_schema=False)


@routes.get("/", dependencies=[needs(Right.SIGNED_IN)])
def campaigns(request: Request, office: TheOffice, asker: Asker) -> Any:
    """Show the campaigns that somebody may know of; the only one is opened at once."""
    found = known_campaigns(office, asker)
    if len(found) == 1 and found[0].organ.id == asker.organ:
        return RedirectResponse(f"/c/{found[0].code}", 303)
    to_begin = not_begun(office, asker) if may(asker, Right.MANAGE) else []
    return page(request, "campaigns.html", campaigns=found, to_begin=to_begin)


@routes.post("/campaigns", dependencies=[needs(Right.MANAGE)])
def begin(
    office: TheOffice,
    asker: Asker,
    above: Annotated[str, Form(max_length=40)],
    code: Annotated[str, Form(max_length=40)],
    names: Annotated[str, Form(max_length=100_000)],
) -> Any:
    """Make the own campaign from the one of the organ above."""
    begin_own(
        office,
        asker,
        above,
        code,
        [name for line in names.splitlines() for name in re.split("[,，、]", line)],
    )
    return RedirectResponse(f"/c/{code.strip()}", 303)


@routes.get("/c/{campaign}", dependencies=[needs(Right.SEE)])
def show(request: Request, store: TheStore, person: Asker, today: Today, period: str = "") -> Any:
    """Show how a month stands, to a clerk his unit's part of it."""
    unit = person.unit if person.role == "clerk" else ""
    found = overview(store, today, period, unit)
    return page(
        request,
        "overview.html",
        found=found,
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
