"""Campaigns (行动): begun from nothing or from the one above, copied to another year, taken in from files."""

import re
from datetime import date
from typing import Annotated, Any

from fastapi import APIRouter, File, Form, Request, UploadFile
from fastapi.responses import RedirectResponse

from generator.model.people import Person
from generator.problem import ProblemsFound
from generator.service.context import Asker, TheOffice, TheStore, Today, needs
from generator.service.looks import page
from generator.service.refusals import refuse
from generator.service.rights import Right, may
from generator.verbs import beginning, campaign_making
from generator.verbs.organs import begin_own, known_campaigns, not_begun
from generator.verbs.serving import Office
from generator.verbs.uploading import UPLOAD_MAX
from generator.verbs.usage import UsageProblem, usable_campaign

routes = APIRouter(include_in_schema=False, prefix="/campaigns")
Text = Annotated[str, Form(max_length=200)]
Code = Annotated[str, Form(max_length=40)]
Several = Annotated[list[str], Form(max_length=100)]
SHOWN_MAX = 20


@routes.get("", dependencies=[needs(Right.SIGNED_IN)])
def show(request: Request, office: TheOffice, asker: Asker) -> Any:
    """Show the campaigns that somebody may know of."""
    return _list(request, office, asker)


def _list(request: Request, office: Office, asker: Person, told: str = "", status: int = 200) -> Any:
    refuse(request, told)
    return page(
        request,
        "campaigns.html",
        status=status,
        campaigns=known_campaigns(office, asker),
        to_begin=not_begun(office, asker) if may(asker, Right.MANAGE) else [],
        told=told,
    )


@routes.post("", dependencies=[needs(Right.MANAGE)])
def begin(
    office: TheOffice,
    asker: Asker,
    above: Code,
    code: Code,
    names: Annotated[str, Form(max_length=100_000)],
) -> Any:
    """Make the own campaign from the one of the organ above."""
    every = [name for line in names.splitlines() for name in re.split("[,，、]", line)]
    begin_own(office, asker, above, code, every)
    return RedirectResponse(f"/c/{code.strip()}", 303)


@routes.get("/new", dependencies=[needs(Right.MANAGE)])
def show_new(request: Request, office: TheOffice, today: Today) -> Any:
    """Show where a new campaign is begun."""
    typed = {
        "code": campaign_making.free_code(office, f"xingdong-{today.year}"),
        "starts_on": today.isoformat(),
        "ends_on": date(today.year, 12, 31).isoformat(),
        "kinds": ("community", "department"),
    }
    return _new(request, typed)


def _new(request: Request, typed: dict[str, Any], told: str = "", status: int = 200) -> Any:
    refuse(request, told)
    empty = {
        "name": "",
        "issuer": "",
        "short_name": "",
        "region": "",
        "units": "",
        "forms": (),
        "monthly_by": "",
    }
    return page(
        request,
        "campaign_new.html",
        status=status,
        told=told.splitlines(),
        typed=empty | typed,
        kinds=beginning.KINDS,
        forms=beginning.able_forms(),
        monthly=beginning.MONTHLY,
    )


@routes.post("/new", dependencies=[needs(Right.MANAGE)])
def make(
    request: Request,
    office: TheOffice,
    asker: Asker,
    name: Text,
    issuer: Text,
    starts_on: Annotated[date, Form()],
    ends_on: Annotated[date, Form()],
    code: Code,
    short_name: Text = "",
    region: Text = "",
    kinds: Several = [],  # noqa: B006
    units: Annotated[str, Form(max_length=500_000)] = "",
    forms: Several = [],  # noqa: B006
    monthly_by: Annotated[str, Form(max_length=10)] = "month_end",
) -> Any:
    """Begin a campaign."""
    told = beginning.Beginning(
        name=name,
        issuer=issuer,
        starts_on=starts_on,
        ends_on=ends_on,
        short_name=short_name,
        region=region,
        kinds=tuple(kinds),
        units=units,
        forms=tuple(forms),
        monthly_by=monthly_by,
    )
    try:
        campaign_making.new_here(office, code, told, asker)
    except (UsageProblem, ProblemsFound) as error:
        typed = {
            key: getattr(told, key) for key in ("name", "issuer", "short_name", "region", "kinds", "units")
        }
        typed |= {"forms": told.forms, "monthly_by": monthly_by, "code": code}
        typed |= {"starts_on": starts_on.isoformat(), "ends_on": ends_on.isoformat()}
        return _new(request, typed, str(error), 422)
    return RedirectResponse(f"/c/{code}/edit", 303)


@routes.get("/{campaign}/copy", dependencies=[needs(Right.MANAGE)])
def show_copy(request: Request, office: TheOffice, store: TheStore, campaign: str) -> Any:
    """Show where a campaign is copied to another year."""
    return _copy(request, office, store, campaign)


def _copy(
    request: Request, office: Office, store: Any, campaign: str, told: str = "", status: int = 200
) -> Any:
    refuse(request, told)
    found = usable_campaign(store.body())
    year = found.starts_on.year + 1
    stem = campaign.removesuffix(f"-{found.starts_on.year}")
    return page(
        request,
        "campaign_copy.html",
        status=status,
        told=told.splitlines(),
        found=found,
        year=year,
        code=campaign_making.free_code(office, f"{stem}-{year}"),
        campaign_name=found.name,
    )


@routes.post("/{campaign}/copy", dependencies=[needs(Right.MANAGE)])
def copy(
    request: Request,
    office: TheOffice,
    store: TheStore,
    asker: Asker,
    campaign: str,
    year: Annotated[int, Form(ge=1990, le=2190)],
    code: Code,
    open_hazards: Annotated[bool, Form()] = False,
) -> Any:
    """Copy a campaign, and show every place that was changed or left."""
    try:
        copied = campaign_making.copy_here(office, campaign, code, year, asker, open_hazards=open_hazards)
    except (UsageProblem, ProblemsFound) as error:
        return _copy(request, office, store, campaign, str(error), 422)
    return page(request, "campaign_copied.html", copied=copied, code=code)


@routes.post("/import/upload", dependencies=[needs(Right.MANAGE)])
def upload(
    request: Request,
    office: TheOffice,
    asker: Asker,
    file: Annotated[list[UploadFile], File(max_length=20)],
    code: Code,
) -> Any:
    """Take in a campaign that was sent."""
    files = [(f.filename or "", f.file.read(UPLOAD_MAX + 1)) for f in file]
    try:
        campaign_making.take_in(office, code, files, asker)
    except UsageProblem as error:
        return _list(request, office, asker, str(error), 422)
    except ProblemsFound as error:
        shown = "\n".join(str(p) for p in error.problems[:SHOWN_MAX])
        return _list(request, office, asker, f"文件里有错误，没有导入：\n{shown}", 422)
    return RedirectResponse(f"/c/{code}", 303)
