"""Looks (页面): templates filled in with what a page shows; every page has the same head, foot and tokens."""

from collections.abc import Iterator
from datetime import date, datetime
from functools import lru_cache
from pathlib import Path
from typing import Any

from fastapi import Request
from fastapi.responses import HTMLResponse
from isal import igzip
from jinja2 import Environment, FileSystemLoader, StrictUndefined

from generator import __version__
from generator.compose.wording import printed_date, printed_month
from generator.derive.hazard_state import EVENTS, STATES
from generator.derive.register import STAGES
from generator.model.people import ROLES
from generator.resources import template_root
from generator.service.context import acting, form_token, person_of
from generator.service.rights import Right, may
from generator.service.wording import in_page_words

STATIC = Path(__file__).parent / "static"
STANDINGS = {
    "none": "未填",
    "draft": "填写中",
    "submitted": "已报",
    "sent_back": "已退回",
    "accepted": "已收",
}


def moment(kept: str, *, seconds: bool = False) -> str:
    """Return a time of the database (UTC) as the clock on the wall shows it where the service runs."""
    shown = "%Y-%m-%d %H:%M:%S" if seconds else "%Y-%m-%d %H:%M"
    return datetime.fromisoformat(kept).astimezone().strftime(shown) if kept else ""


def dated(kept: str) -> str:
    """Return a day that is kept as 2023-06-30 as it is printed."""
    return printed_date(date.fromisoformat(kept))


def file_kind(extension: str) -> str:
    """Return the name by which a clerk knows files of an extension."""
    return {"docx": "Word", "xlsx": "Excel"}.get(extension, extension.upper())


@lru_cache
def _environment() -> Environment:
    loader = FileSystemLoader(template_root() / "web")
    environment = Environment(
        loader=loader, undefined=StrictUndefined, autoescape=True, trim_blocks=True, lstrip_blocks=True
    )
    environment.globals.update(version=__version__, roles=ROLES, standings=STANDINGS, Right=Right)
    environment.globals.update(states=STATES, events=EVENTS, stages=STAGES)
    environment.filters.update(day=printed_date, month=printed_month, said=in_page_words, moment=moment)
    environment.filters.update(dated=dated, file_kind=file_kind)
    return environment


def compiled() -> Iterator[None]:
    """Compile every page and piece of a page, one at a time, so that nobody has to wait for it."""
    for name in _environment().list_templates(["html"]):
        _environment().get_template(name)
        yield


def fragment(template: str, /, **shown: Any) -> str:
    """Return a piece of a page, which a script puts in its place."""
    return _environment().get_template(template).render(**shown)


def page(request: Request, template: str, /, *, status: int = 200, **shown: Any) -> HTMLResponse:
    """Return a page made from a template of `templates/web/`."""
    signed_in, person = person_of(request), acting(request)
    common = {
        "person": person,
        "signed_in": signed_in,
        "form_token": form_token(request),
        "may": lambda right: may(person, right),
        "may_at_home": lambda right: may(signed_in, right),
        "path": request.url.path,
        "campaign_code": request.path_params.get("campaign", "") if person else "",
        "campaign_name": "",
    }
    text = _environment().get_template(template).render(**(common | shown))
    if "gzip" not in request.headers.get("accept-encoding", ""):
        return HTMLResponse(text, status, headers={"Vary": "Accept-Encoding"})
    head = {"Content-Encoding": "gzip", "Vary": "Accept-Encoding"}
    return HTMLResponse(igzip.compress(text.encode(), mtime=0), status, headers=head)
