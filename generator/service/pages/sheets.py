"""Sheets (出表): any sheet as it prints, and everything generated for all or some, with progress, to be fetched."""

from typing import Annotated, Any, Literal
from urllib.parse import quote

from fastapi import APIRouter, Form, Request
from fastapi.responses import FileResponse, RedirectResponse, Response

from generator.press.output import Format
from generator.problem import EnvironmentProblem
from generator.service.context import Asker, TheOffice, TheStore, Today, needs
from generator.service.looks import page
from generator.service.rights import Right
from generator.verbs import jobs
from generator.verbs.overviewing import overview
from generator.verbs.previewing import pictures, preview
from generator.verbs.serving import Store
from generator.verbs.usage import UsageProblem

routes = APIRouter(include_in_schema=False, prefix="/c/{campaign}/sheets")
Names = Annotated[list[str], Form(max_length=2000)]


@routes.get("", dependencies=[needs(Right.REVIEW)])
def show(request: Request, office: TheOffice, store: TheStore, campaign: str, today: Today) -> Any:
    """Show what can be generated, and what was."""
    found = overview(store, today)
    forms = [f for f in store.body().forms.values() if f.used_by]
    return page(
        request,
        "sheets.html",
        found=found,
        forms=forms,
        jobs=jobs.jobs(office, campaign)[:20],
        campaign_name=found.campaign.name,
    )


@routes.post("", dependencies=[needs(Right.REVIEW)])
def generate(
    request: Request,
    office: TheOffice,
    person: Asker,
    today: Today,
    campaign: str,
    format: Annotated[list[Format], Form(max_length=4)],
    period: Annotated[str, Form(max_length=7)] = "",
    unit: Names = [],  # noqa: B006
    sheet: Names = [],  # noqa: B006
    blank: Annotated[bool, Form()] = False,
    stamping: Annotated[bool, Form()] = False,
    marks: Annotated[bool, Form()] = False,
) -> Any:
    """Ask for everything to be generated."""
    asked = jobs.Asked(
        period=period,
        units=tuple(filter(None, unit)),
        sheets=tuple(filter(None, sheet)),
        formats=tuple(dict.fromkeys((*format, "pdf"))) if marks else tuple(format),
        blank=blank,
        stamping=stamping,
        marks=marks,
        on=today.isoformat(),
    )
    number = jobs.ask(office, campaign, asked, person.known_as)
    request.app.state.jobs.ask(number)
    return RedirectResponse(f"/c/{campaign}/sheets", 303)


@routes.post("/urge", dependencies=[needs(Right.REVIEW)])
def urge(
    request: Request,
    office: TheOffice,
    person: Asker,
    today: Today,
    campaign: str,
    paper: Annotated[list[Literal["催报", "通报", "督办", "督促函"]], Form(max_length=4)],
) -> Any:
    """Ask for the papers that urge who is late today."""
    asked = jobs.Asked(papers=tuple(paper), on=today.isoformat())
    request.app.state.jobs.ask(jobs.ask(office, campaign, asked, person.known_as))
    return RedirectResponse(f"/c/{campaign}/sheets", 303)


@routes.get("/look", dependencies=[needs(Right.REVIEW)])
def look(request: Request, store: TheStore, period: str = "", unit: str = "", sheet: str = "") -> Any:
    """Show a sheet as it prints, as a piece of the page: the one chosen, else the first that there is."""
    campaign, forms = store.body().campaign, store.body().forms
    units = campaign.units if campaign else ()
    found = [
        (u.code, form.form)
        for u in units
        for form in forms.values()
        if u.kind in form.used_by and unit in ("", u.code) and sheet in ("", form.form)
    ]
    return _paper(request, store, *(found[0] if found else (unit, sheet)), period)


@routes.get("/{unit}/{form}/{period}/paper", dependencies=[needs(Right.SEE)])
def paper(request: Request, store: TheStore, unit: str, form: str, period: str) -> Any:
    """Show a unit's sheet as it prints, as a piece of the page beside its data."""
    return _paper(request, store, unit, form, period)


def _paper(request: Request, store: Store, unit: str, form: str, period: str) -> Any:
    told, shown = "", None
    try:
        shown = pictures(store, unit, form, period)
    except (UsageProblem, EnvironmentProblem) as error:
        told = str(error)
    return page(request, "paper.html", shown=shown, told=told, unit=unit, form=form, period=period)


@routes.get("/jobs/{job}", dependencies=[needs(Right.REVIEW)])
def progress(request: Request, office: TheOffice, campaign: str, job: str) -> Any:
    """Show how a job stands, as a piece of the page that asks for it again."""
    return page(request, "job.html", job=jobs.job(office, campaign, job))


@routes.get("/jobs/{job}/{name}", dependencies=[needs(Right.REVIEW)])
def fetch(office: TheOffice, campaign: str, job: str, name: str, shown: bool = False) -> Any:
    """Give a file that a job made, to be kept; a PDF may be shown."""
    place = jobs.fetched(office, campaign, job, name)
    how = "inline" if shown and place.suffix == ".pdf" else "attachment"
    return FileResponse(place, headers={"Content-Disposition": f"{how}; filename*=UTF-8''{quote(name)}"})


@routes.get("/{unit}/{form}/{period}.pdf", dependencies=[needs(Right.SEE)])
def show_sheet(store: TheStore, unit: str, form: str, period: str, hazard: str = "") -> Any:
    """Show a unit's sheet as it prints."""
    content = preview(store, unit, form, period, hazard)
    name = quote(f"{form} {unit} {period}.pdf")
    return Response(
        content,
        media_type="application/pdf",
        headers={"Content-Disposition": f"inline; filename*=UTF-8''{name}"},
    )
