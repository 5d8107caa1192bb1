"""Register (用印回收): how far each printed sheet has come, scans taken in, pages that no code told put to their sheet."""

from datetime import date
from typing import Annotated, Any, Literal
from urllib.parse import quote

from fastapi import APIRouter, File, Form, HTTPException, Query, Request, UploadFile
from fastapi.responses import RedirectResponse, Response

from generator.derive.print_key import spaced
from generator.derive.register import Row
from generator.model.register import Step
from generator.service.context import Asker, TheOffice, TheStore, Today, needs
from generator.service.looks import page
from generator.service.rights import Right
from generator.verbs import registering, scan_jobs, scanning
from generator.verbs.serving import Desk

routes = APIRouter(include_in_schema=False, prefix="/c/{campaign}/register")
ROWS, ASIDE = 200, 10  # of a page
FILES_MAX = 50
CACHED = {"Cache-Control": "private, max-age=3600"}
Files = Annotated[list[UploadFile], File(max_length=FILES_MAX)]
Number = Annotated[int, Query(alias="page", ge=1, le=10_000)]
Missing = Literal["", "scan", "seal", "archive"]


def _unit(person: Asker) -> str:
    return person.unit if person.role == "clerk" else ""


@routes.get("", dependencies=[needs(Right.SEE)])
def show(
    request: Request,
    store: TheStore,
    person: Asker,
    period: Annotated[str, Query(max_length=20)] = "",
    unit: Annotated[str, Query(max_length=200)] = "",
    missing: Missing = "",
    number: Number = 1,
) -> Any:
    """Show the register, the newest month first."""
    desk = Desk(store, person.known_as)
    own = _unit(person) or unit
    whole = registering.register(desk, registering.RegisterAsked(units=(own,) if own else ()))
    month = period if period in whole.periods else next(iter(whole.periods), "")
    every = registering.only(whole, registering.RegisterAsked(period=month))
    found = registering.only(every, registering.RegisterAsked(missing=missing))
    return page(
        request,
        "register.html",
        found=found,
        every=every,
        shown=found.rows[(number - 1) * ROWS : number * ROWS],
        asked={"period": month, "unit": unit, "missing": missing},
        number=number,
        last=max(1, -(-len(found.rows) // ROWS)),
        own=_unit(person),
        aside=[] if _unit(person) else whole.unread,
        missing_names=registering.MISSING,
        campaign_name=found.campaign.name,
    )


def _row(store: TheStore, person: Asker, key: str) -> Row:
    row = registering.one(Desk(store, person.known_as), key)
    if _unit(person) and _unit(person) != row.printed.unit:
        raise HTTPException(403, "这张表不是您单位的，不能看。")
    return row


@routes.get("/sheets/{key}", dependencies=[needs(Right.SEE)])
def show_sheet(request: Request, store: TheStore, person: Asker, key: str, today: Today) -> Any:
    """Show a sheet: how far it has come, its seals, what came back."""
    row = _row(store, person, key)
    campaign = store.body().campaign
    return page(
        request,
        "register_sheet.html",
        row=row,
        number=spaced(row.key),
        label={u.code: u.label for u in campaign.units}.get(row.printed.unit, "") if campaign else "",
        steps=registering.STEPS,
        today=today,
        campaign_name=campaign.name if campaign else "",
    )


@routes.post("/sheets/{key}", dependencies=[needs(Right.REVIEW)])
def mark(
    store: TheStore,
    person: Asker,
    campaign: str,
    key: str,
    step: Annotated[Step, Form()],
    on: Annotated[date, Form()],
    today: Today,
    seal: Annotated[list[str], Form(max_length=50)] = [],  # noqa: B006
    taken_back: Annotated[bool, Form()] = False,
) -> Any:
    """Write down what a person says of a sheet."""
    if on > today:
        raise HTTPException(422, "日期还没有到，请改正。")
    if step == "stamped" and not seal:
        raise HTTPException(422, "没有选哪枚章，没有登。请勾选再登。")
    marking = registering.Marking(
        keys=(key,), step=step, on=on, by=person.name or person.login, seals=seal, taken_back=taken_back
    )
    row = registering.mark(Desk(store, person.known_as), marking)[0]
    return RedirectResponse(f"/c/{campaign}/register/sheets/{row.key}", 303)


@routes.get("/sheets/{key}/{scan}.pdf", dependencies=[needs(Right.SEE)])
def fetch(store: TheStore, person: Asker, key: str, scan: int) -> Any:
    """Give a scan as it is filed."""
    row = _row(store, person, key)
    content = registering.scan_of(Desk(store, person.known_as), row, scan)
    head = {"Content-Disposition": f"inline; filename*=UTF-8''{quote(row.printed.title)}.pdf"}
    return Response(content, media_type="application/pdf", headers=head)


@routes.get("/sheets/{key}/{scan}-{leaf}.jpg", dependencies=[needs(Right.SEE)])
def picture(store: TheStore, person: Asker, key: str, scan: int, leaf: int) -> Any:
    """Give a page of a scan as a picture."""
    row = _row(store, person, key)
    content = registering.scan_of(Desk(store, person.known_as), row, scan)
    return Response(registering.picture(content, leaf), media_type="image/jpeg", headers=CACHED)


@routes.post("/upload", dependencies=[needs(Right.REVIEW)])
def upload(
    request: Request, office: TheOffice, person: Asker, today: Today, campaign: str, file: Files
) -> Any:
    """Take in scans of any unit's sheets."""
    return _asked(request, office, person, (campaign, "", today), file)


@routes.post("/{unit}/upload", dependencies=[needs(Right.FILL)])
def upload_own(
    request: Request, office: TheOffice, person: Asker, today: Today, campaign: str, unit: str, file: Files
) -> Any:
    """Take in scans of one unit's sheets; what is another's is kept aside."""
    return _asked(request, office, person, (campaign, unit, today), file)


def _asked(
    request: Request,
    office: TheOffice,
    person: Asker,
    whose: tuple[str, str, date],
    files: list[UploadFile],
) -> Response:
    campaign, unit, today = whose
    sent = scanning.Sent(
        files=[(f.filename or "", f.file.read(scan_jobs.BYTES_MAX + 1)) for f in files],
        on=today,
        by=person.name or person.login,
        unit=unit,
    )
    number = scan_jobs.ask_scan(office, campaign, sent, person.known_as)
    request.app.state.jobs.ask(number)
    return RedirectResponse(f"/c/{campaign}/register/scans/{number}", 303)


@routes.get("/scans/{job}", dependencies=[needs(Right.FILL)])
def show_scans(
    request: Request, office: TheOffice, store: TheStore, person: Asker, campaign: str, job: str
) -> Any:
    """Show what came of scans that were sent, how far they are until then."""
    one, report = scan_jobs.scan_job(office, campaign, job)
    if _unit(person) and _unit(person) != one.asked["unit"]:
        raise HTTPException(403, "这些扫描件不是您单位传的，不能看。")
    found = store.body().campaign
    return page(
        request,
        "scan_state.html" if "hx-request" in request.headers else "scanned.html",
        job=one,
        report=report,
        labels={u.code: u.label for u in found.units} if found else {},
        campaign_name=found.name if found else "",
    )


@routes.get("/aside", dependencies=[needs(Right.REVIEW)])
def show_aside(request: Request, store: TheStore, person: Asker, number: Number = 1) -> Any:
    """Show the pages that no code told, some at a time, each with the sheets that it may be of."""
    found = registering.register(Desk(store, person.known_as), registering.RegisterAsked())
    last = max(1, -(-len(found.unread) // ASIDE))
    number = min(number, last)
    shown = found.unread[(number - 1) * ASIDE : number * ASIDE]
    return page(
        request,
        "register_aside.html",
        found=found,
        pages=[(event, registering.likely(found, event)) for event in shown],
        number=number,
        last=last,
        campaign_name=found.campaign.name,
    )


@routes.get("/aside/{leaf}.jpg", dependencies=[needs(Right.REVIEW)])
def picture_aside(store: TheStore, person: Asker, leaf: str) -> Any:
    """Give a page that no code told as a picture."""
    content = registering.aside_scan(Desk(store, person.known_as), leaf)
    return Response(registering.picture(content, 1), media_type="image/jpeg", headers=CACHED)


@routes.post("/aside/{leaf}", dependencies=[needs(Right.REVIEW)])
def settle(
    store: TheStore,
    person: Asker,
    today: Today,
    campaign: str,
    leaf: str,
    sheet: Annotated[str, Form(max_length=30)] = "",
    key: Annotated[str, Form(max_length=30)] = "",
    key_page: Annotated[int, Form(ge=1, le=1000)] = 1,
    number: Number = 1,
) -> Any:
    """Put a page to a sheet (its number and the page, as 747707099176-2, or both as typed), or to none."""
    desk, who = Desk(store, person.known_as), person.name or person.login
    if key.strip():
        registering.assign(desk, leaf, key, key_page, today, who)
    elif sheet:
        chosen, _, page_number = sheet.partition("-")
        of = int(page_number) if page_number.isascii() and page_number.isdigit() else 1
        registering.assign(desk, leaf, chosen, of, today, who)
    else:
        registering.drop(desk, leaf, today, who)
    return RedirectResponse(f"/c/{campaign}/register/aside?page={number}", 303)
