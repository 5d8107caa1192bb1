"""Refusals (拒绝): what the service does not do, said to the asker and written down; a flood fills no log."""

import logging
import re
from urllib.parse import urlsplit

from fastapi import Request
from fastapi.responses import HTMLResponse, JSONResponse, Response
from sqlalchemy.exc import SQLAlchemyError

from generator.service.context import SAFE, office_of, person_of
from generator.service.limits import TO_MAX, Quota, address_of
from generator.service.looks import fragment, page
from generator.service.wording import in_page_words
from generator.verbs.refusing import Refused, write_refusal

BROKEN = "程序出错，没有做成。请告诉管理员，并说明刚才做的事。"
LOG = logging.getLogger("gongwen")
EACH_MAX, ALL_MAX, WITHIN_S = 20, 500, 600  # entries of one asker, of all, within so many seconds
PATH_MAX, QUERY_MAX = 1000, 4000
EVERYONE = "*"
ALWAYS = {400, 403, 413, 429}  # 401, 404, 405, 422 only where something was to be changed, or with a token
_CODE = re.compile(r"[\w.-]{1,40}")
_CROOKED = re.compile(r"[\x00-\x1f\x7f\\]|(^|/)\.\.(/|$)|%(00|2e|2f|5c)", re.IGNORECASE)


class Refusals:
    """What was refused of late (近来的拒绝): so many of each asker and of all are written down, the others counted."""

    def __init__(self) -> None:
        self._quota = Quota(EACH_MAX, WITHIN_S)
        self._others = 0

    def others(self, asker: str) -> int | None:
        """Return how many were not written down before this one, None when this one is not either."""
        if self._quota.count(asker) > EACH_MAX or self._quota.count(EVERYONE) > ALL_MAX:
            self._others += 1
            return None
        others, self._others = self._others, 0
        return others


def told(request: Request, status: int, message: str) -> Response:
    """Return what is wrong as the asker reads it: a page for a browser, JSON for a program or a script of ours."""
    message = in_page_words(message)
    refuse(request, message)
    if not _wants_page(request):
        return JSONResponse({"told": message}, status)
    return page(request, "told.html", status=status, message=message, code=status, to=place_of(request))


def _wants_page(request: Request) -> bool:
    wants_page = request.method == "GET" or "text/html" in request.headers.get("accept", "")
    return wants_page and not request.url.path.startswith("/api/") and "x-form-token" not in request.headers


def broken(request: Request) -> Response:
    """Return what is told when the program or its database failed: nothing is asked of the database for it."""
    if not _wants_page(request):
        return JSONResponse({"told": BROKEN}, 500)
    return HTMLResponse(fragment("broken.html", message=BROKEN), 500)


def place_of(request: Request) -> str:
    """Return the page that somebody is on, to come back to after signing in: where he was led, or what he sent from."""
    try:
        asked = urlsplit(str(request.url) if request.method == "GET" else request.headers.get("referer", ""))
        is_ours = asked.hostname == request.url.hostname
    except ValueError:
        return "/"
    place = f"{asked.path}?{asked.query}" if asked.query else asked.path
    return place if is_ours and len(place) <= TO_MAX else "/"


def refuse(request: Request, reason: str) -> None:
    """Say why a request is refused, for the log; a page that tells it itself calls this too."""
    request.state.refused = reason


def crooked(request: Request) -> Response | None:
    """Return the refusal of an address that no page of ours leads to: one that climbs, hides or is too long."""
    path, query = request.scope["path"], request.scope["query_string"].decode("latin-1")
    too_long = len(path) > PATH_MAX or len(query) > QUERY_MAX
    if not too_long and not _CROOKED.search(path) and "%00" not in query:
        return None
    refuse(request, reason := "网址不对，没有打开。请从首页打开。")
    return JSONResponse({"told": reason}, 400)


def note(request: Request, status: int) -> None:
    """Write a refusal down where something was to be done that may not be."""
    reason: str = getattr(request.state, "refused", "")
    if not reason or not _is_worth_noting(request, status):
        return
    try:
        _note(request, reason)
    except SQLAlchemyError:
        LOG.exception("a refusal was not written down", extra={"status": status})


def _note(request: Request, reason: str) -> None:
    person = person_of(request)
    who = person.known_as if person is not None else f"未登录（{address_of(request)}）"
    refusals: Refusals = request.app.state.refusals
    others = refusals.others(who)
    if others is None:
        return
    campaign = str(request.scope.get("path_params", {}).get("campaign", ""))
    refused = Refused(
        who=who,
        what=_what(request),
        campaign=campaign if _CODE.fullmatch(campaign) else "",
        reason=reason,
        others=others,
    )
    write_refusal(office_of(request), refused)


def _is_worth_noting(request: Request, status: int) -> bool:
    changes = request.method not in SAFE or "authorization" in request.headers
    return status in ALWAYS or (changes and 400 <= status < 500)


def _what(request: Request) -> str:
    """Return what was asked for by its kind: the route with the codes in it, never what people typed."""
    kind = str(getattr(request.scope.get("route"), "path", "（没有这个网址）"))
    for name in ("unit", "form", "period", "hazard"):
        value = str(request.scope.get("path_params", {}).get(name, ""))
        if _CODE.fullmatch(value):
            kind = kind.replace(f"{{{name}}}", value)
    return f"{request.method[:10]} {kind}"
