"""Archive (归档): a campaign as one package, ordered, checked and fetched; the log goes with it, so whoever manages may."""

from typing import Any
from urllib.parse import quote

from fastapi import APIRouter, Request
from fastapi.responses import FileResponse, RedirectResponse

from generator.service.context import Asker, TheOffice, TheStore, needs
from generator.service.looks import page
from generator.service.rights import Right
from generator.verbs import packages

routes = APIRouter(include_in_schema=False, prefix="/c/{campaign}/archive")


@routes.get("", dependencies=[needs(Right.MANAGE)])
def show(request: Request, office: TheOffice, store: TheStore, campaign: str) -> Any:
    """Show the packages of a campaign, and how to order another."""
    name = dict(office.campaigns())[campaign]
    return page(request, "archive.html", packages=packages.packages(office, campaign), campaign_name=name)


@routes.get("/list", dependencies=[needs(Right.MANAGE)])
def show_list(request: Request, office: TheOffice, store: TheStore, campaign: str) -> Any:
    """Show the packages as a piece of the page that asks for it again while something is being done."""
    return page(request, "packages.html", packages=packages.packages(office, campaign))


@routes.post("", dependencies=[needs(Right.MANAGE)])
def order(request: Request, office: TheOffice, store: TheStore, person: Asker, campaign: str) -> Any:
    """Order a package."""
    request.app.state.jobs.ask(packages.order(office, campaign, person.known_as))
    return RedirectResponse(f"/c/{campaign}/archive", 303)


@routes.post("/{job}/check", dependencies=[needs(Right.MANAGE)])
def check(request: Request, office: TheOffice, person: Asker, campaign: str, job: str) -> Any:
    """Order a check of a package."""
    request.app.state.jobs.ask(packages.order_check(office, campaign, job, person.known_as))
    return RedirectResponse(f"/c/{campaign}/archive", 303)


@routes.get("/{job}/package.zip", dependencies=[needs(Right.MANAGE)])
def fetch(office: TheOffice, campaign: str, job: str) -> Any:
    """Give a package."""
    place = packages.package_file(office, campaign, job)
    told = f"attachment; filename*=UTF-8''{quote(place.name)}"
    return FileResponse(place, media_type="application/zip", headers={"Content-Disposition": told})
