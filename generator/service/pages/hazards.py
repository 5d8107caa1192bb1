"""Hazards (隐患): the ledger as a grid with their states, each hazard with its history and sheets, steps written down."""

from datetime import date
from typing import Annotated, Any
from urllib.parse import quote

from fastapi import APIRouter, File, Form, HTTPException, Query, Request, UploadFile
from fastapi.responses import RedirectResponse, Response

from generator.derive.names import months
from generator.model.campaign import Campaign
from generator.model.hazard import HazardEvent
from generator.model.register import When
from generator.service.context import Asker, TheFinder, TheOffice, TheStore, Today, needs
from generator.service.looks import page
from generator.service.rights import Right, may
from generator.verbs import hazards_shown, photos
from generator.verbs.ledgers_below import ledgers_below
from generator.verbs.organs import below_campaign
from generator.verbs.serving import Desk

routes = APIRouter(include_in_schema=False, prefix="/c/{campaign}/hazards")


def _unit(person: Asker) -> str:
    return person.unit if person.role == "clerk" else ""


@routes.get("", dependencies=[needs(Right.SEE)])
def show(
    request: Request, office: TheOffice, store: TheStore, find: TheFinder, person: Asker, today: Today
) -> Any:
    """Show the ledger, and those of the campaigns below."""
    campaign = store.body().campaign
    desk = Desk(store, person.known_as)
    lower = below_campaign(office, person, store) if may(person, Right.SEE_ALL) else {}
    below = ledgers_below(desk, today, find, lower.values()) if lower else ()
    return page(
        request,
        "hazards.html",
        states=hazards_shown.STATES,
        below=below,
        own=bool(campaign and campaign.hazards),
        units=campaign.units if campaign else (),
        labels={u.code: u.label for u in campaign.units} if campaign else {},
        campaign_name=campaign.name if campaign else "",
    )


@routes.get("/rows", dependencies=[needs(Right.SEE)])
def rows(
    store: TheStore,
    person: Asker,
    today: Today,
    number: Annotated[int, Query(alias="page", ge=1, le=100_000)] = 1,
    size: Annotated[int, Query(ge=1, le=500)] = 100,
    words: Annotated[str, Query(max_length=100)] = "",
    state: Annotated[str, Query(max_length=20)] = "",
    unit: Annotated[str, Query(max_length=200)] = "",
) -> Any:
    """Give a page of the ledger."""
    asked = hazards_shown.Asked(words=words, state=state, unit=_unit(person) or unit)
    found = hazards_shown.listed(Desk(store, person.known_as), today, asked)
    start = (number - 1) * size
    return {
        "last_page": max(1, -(-len(found) // size)),
        "last_row": len(found),
        "data": [hazards_shown.row(s) for s in found[start : start + size]],
    }


def _one(store: TheStore, person: Asker, today: Today, hazard: str) -> hazards_shown.One:
    found = hazards_shown.one(Desk(store, person.known_as), today, hazard)
    if person.role == "clerk" and person.unit not in (found.hazard.unit, found.hazard.department):
        raise HTTPException(403, "这条隐患不是您单位的，不能看。")
    return found


@routes.get("/{hazard}", dependencies=[needs(Right.SEE)])
def show_one(request: Request, store: TheStore, person: Asker, today: Today, hazard: str) -> Any:
    """Show a hazard with its history, what may be written down next, and the sheets that print it."""
    found = _one(store, person, today, hazard)
    name = found.campaign.name
    shots = photos.photos_of(Desk(store, person.known_as), hazard)
    return page(
        request,
        "hazard.html",
        found=found,
        forms=found.forms if may(person, Right.SEE, found.hazard.unit) else (),
        month=_month(found.campaign, today),
        steps=_steps(person, found),
        shots={said: [s for s in shots if s.when == when] for when, said in photos.WHEN.items()},
        may_send=_may_send(person, found),
        today=today,
        campaign_name=name,
    )


def _month(campaign: Campaign, today: date) -> str:
    """Return the month whose sheets print a hazard: today's, or the campaign's nearest."""
    first, last = months(campaign)
    return min(max(today.isoformat()[:7], first), last)


def _may_send(person: Asker, found: hazards_shown.One) -> bool:
    """Tell whether somebody may add photos: a unit to hazards of its own, the office to any."""
    return may(person, Right.FILL) and (person.role != "clerk" or person.unit == found.hazard.unit)


@routes.post("/{hazard}/upload", dependencies=[needs(Right.FILL)])
def add_photos(
    store: TheStore,
    person: Asker,
    today: Today,
    campaign: str,
    hazard: str,
    when: Annotated[When, Form()],
    file: Annotated[list[UploadFile], File(max_length=20)],
    text: Annotated[str, Form(max_length=200)] = "",
) -> Any:
    """Keep photos of a hazard."""
    found = _one(store, person, today, hazard)
    if not _may_send(person, found):
        raise HTTPException(403, "这条隐患不是您单位的，不能传照片。")
    sent = [
        photos.Photo(
            hazard=hazard,
            when=when,
            name=(one.filename or "")[:200],
            content=one.file.read(photos.BYTES_MAX + 1),
            on=today,
            by=person.name or person.login,
            text=text,
        )
        for one in file
    ]
    photos.add_photos(Desk(store, person.known_as), sent)
    return RedirectResponse(f"/c/{campaign}/hazards/{hazard}", 303)


@routes.get("/{hazard}/photos.pdf", dependencies=[needs(Right.SEE)])
def evidence(store: TheStore, person: Asker, today: Today, hazard: str) -> Any:
    """Show the photos of a hazard side by side, as they print."""
    _one(store, person, today, hazard)
    content = photos.evidence(Desk(store, person.known_as), hazard)
    head = {"Content-Disposition": f"inline; filename*=UTF-8''{quote(f'整改前后对比照片 {hazard}')}.pdf"}
    return Response(content, media_type="application/pdf", headers=head)


@routes.get("/{hazard}/photos/{photo}.jpg", dependencies=[needs(Right.SEE)])
def show_photo(store: TheStore, person: Asker, today: Today, hazard: str, photo: str) -> Any:
    """Give a photo of a hazard."""
    _one(store, person, today, hazard)
    content = photos.photo(Desk(store, person.known_as), hazard, photo)
    return Response(content, media_type="image/jpeg", headers={"Cache-Control": "private, max-age=3600"})


@routes.post("/{hazard}/photos/{photo}", dependencies=[needs(Right.REVIEW)])
def take_back(store: TheStore, person: Asker, today: Today, campaign: str, hazard: str, photo: str) -> Any:
    """Say that a photo is none of this hazard."""
    photos.take_back(Desk(store, person.known_as), hazard, photo, today, person.name or person.login)
    return RedirectResponse(f"/c/{campaign}/hazards/{hazard}", 303)


def _steps(person: Asker, found: hazards_shown.One) -> list[tuple[HazardEvent, str]]:
    """Return the steps that somebody may write down: a unit those of its own rectification, the office any."""
    if not may(person, Right.FILL):
        return []
    mine = person.role != "clerk" or person.unit == found.hazard.unit
    own = hazards_shown.OF_THE_UNIT if person.role == "clerk" else hazards_shown.EVENTS
    return [(event, hazards_shown.EVENTS[event]) for event in found.allowed if mine and event in own]


@routes.post("/{hazard}", dependencies=[needs(Right.FILL)])
def record(
    store: TheStore,
    person: Asker,
    today: Today,
    campaign: str,
    hazard: str,
    event: Annotated[HazardEvent, Form()],
    on: Annotated[date, Form()],
    text: Annotated[str, Form(max_length=1000)] = "",
    until: Annotated[str, Form(max_length=10)] = "",
) -> Any:
    """Write down a step."""
    found = _one(store, person, today, hazard)
    if event not in dict(_steps(person, found)):
        raise HTTPException(403, "这一步现在不能记，或要由汇总单位记。")
    step = hazards_shown.Step(event=event, on=on, by=person.name or person.login, text=text)
    hazards_shown.write(Desk(store, person.known_as), today, hazard, step, until)
    return RedirectResponse(f"/c/{campaign}/hazards/{hazard}", 303)
