"""Audit (审计): what was done, the newest first, with what stood there before and after."""

from typing import Annotated, Any

from fastapi import APIRouter, Query, Request

from generator.service.context import Asker, TheOffice, needs
from generator.service.looks import page
from generator.service.rights import Right
from generator.verbs import auditing

routes = APIRouter(include_in_schema=False)
Number = Annotated[int, Query(ge=0, lt=2**53)]


@routes.get("/audit", dependencies=[needs(Right.AUDIT)])
def show(request: Request, office: TheOffice, asker: Asker, before: Number = 0, words: str = "") -> Any:
    """Show a page of the log, as far as it tells of the asker's branch."""
    found = auditing.acts(office, before, words[:100], asker.organ)
    return page(request, "audit.html", found=found, words=words, whole=len(found) == auditing.AT_ONCE)


@routes.get("/audit/verify", dependencies=[needs(Right.AUDIT)])
def verify(request: Request, office: TheOffice) -> Any:
    """Tell whether the log is as it was written."""
    number, found = auditing.verify(office)
    return page(request, "verified.html", number=number, found=found)
