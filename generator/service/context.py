"""Context (请求的上下文): who asks, with what right, over which campaign; forged requests end here."""

import hashlib
import hmac
import json
import re
import secrets
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Annotated, Any
from urllib.parse import urlsplit

from fastapi import Depends, HTTPException, Request
from fastapi.params import Depends as Dependency
from pydantic import BaseModel, model_validator

from generator.derive import branches
from generator.model.people import Person
from generator.service.rights import Right, may
from generator.validate.characters import unusable
from generator.verbs.levels import code_named
from generator.verbs.serving import Desk, Office, Store, of_token, signed_in

COOKIE = "gongwen"
FORGED = "页面过期了，请刷新后再做一次。"
FROM_ELSEWHERE = "这个请求不是从本系统的网页来的，没有做。请从首页打开再做。"
UNUSABLE = "送来的内容里有不能用的字符，没有收。请删去后再做一次。"
NO_CAMPAIGN = "没有这个行动，可能已经删去。请从首页打开。"
SAFE = {"GET", "HEAD", "OPTIONS"}
SECRET = "secret.key"
_NUL = re.compile(r"(?<!\\)(\\\\)*\\u0000")


class Texts(BaseModel):
    """JSON that is sent (送来的内容), whose texts can be kept and shown: no half of a sign, no NUL."""

    @model_validator(mode="before")
    @classmethod
    def _can_be_kept(cls, sent: Any) -> Any:
        written = json.dumps(sent, ensure_ascii=False)
        written.encode()  # a lone surrogate: UnicodeEncodeError, which is a ValueError
        if _NUL.search(written):
            raise ValueError(UNUSABLE)
        return sent


class NotSignedIn(Exception):
    """Raised when a page needs somebody who is signed in."""


def secret_of(folder: Path) -> bytes:
    """Return the service's own secret, made once, readable by its user alone."""
    place = folder / SECRET
    if not place.exists():
        place.touch(mode=0o600)
        place.write_bytes(secrets.token_bytes(32))
    return place.read_bytes()


def office_of(request: Request) -> Office:
    """Return the office that the application serves."""
    office: Office = request.app.state.office
    return office


def today_of(request: Request) -> date:
    """Return the day that counts as today."""
    today: Callable[[], date] = request.app.state.today
    return today()


def person_of(request: Request) -> Person | None:
    """Return who asks: whose session the cookie names, or whose token the header holds."""
    if not hasattr(request.state, "person"):
        request.state.person = _person(request)
    found: Person | None = request.state.person
    return found


def _person(request: Request) -> Person | None:
    kind, _, token = request.headers.get("authorization", "").partition(" ")
    if kind.lower() == "bearer":
        request.state.by_token = True
        return of_token(office_of(request), token.strip())
    cookie = request.cookies.get(COOKIE, "")
    return signed_in(office_of(request), cookie) if cookie else None


def standing_to(request: Request, campaign: str) -> Person | None:
    """Return who asks as he stands to a campaign; None when there is none of that code that he may know of.

    This is the one place where it is asked who may see whose campaigns.
    """
    person, office = person_of(request), office_of(request)
    organ = office.organ_of(campaign) if person is not None else None
    if person is None or organ is None:
        return None
    return person if organ == person.organ else branches.standing_to(person, organ, office.organs())


def acting(request: Request) -> Person | None:
    """Return who asks, on a route with a campaign in its path as he stands to that."""
    campaign = request.path_params.get("campaign")
    if campaign is None:
        return person_of(request)
    if not hasattr(request.state, "acting"):
        request.state.acting = standing_to(request, campaign)
    found: Person | None = request.state.acting
    return found


def form_token(request: Request) -> str:
    """Return what every form of a session's pages must send back, another each time: pages are packed (BREACH)."""
    return _token(request, secrets.token_hex(8))


def _token(request: Request, nonce: str) -> str:
    secret: bytes = request.app.state.secret
    said = f"{nonce}.{request.cookies.get(COOKIE, '')}"
    return f"{nonce}.{hmac.new(secret, said.encode(), hashlib.sha256).hexdigest()}"


async def _sent(request: Request) -> str:
    """Return the token that a request which changes something sent back, in its head or among its fields."""
    if request.method in SAFE:
        return ""
    form = await request.form()
    texts = (text.replace("\r\n", "\n") for _, text in form.multi_items() if isinstance(text, str))
    if any(map(unusable, texts)):
        raise HTTPException(422, UNUSABLE)
    return request.headers.get("x-form-token", "") or str(form.get("form_token", ""))


def needs(right: Right) -> Any:
    """Return the dependency of a route that needs a right; the matrix of the tests reads it from the routes."""

    def check(request: Request, sent: Annotated[str, Depends(_sent)]) -> None:
        person = _admitted(request, right)
        if request.method in SAFE or getattr(request.state, "by_token", False):
            return
        if _is_from_elsewhere(request):
            raise HTTPException(403, FROM_ELSEWHERE)
        if person is not None and not _is_ours(request, sent):
            raise HTTPException(403, FORGED)

    check.right = right  # type: ignore[attr-defined]
    return Depends(check)


def _admitted(request: Request, right: Right) -> Person | None:
    """Return who asks, when he has a right; raises NotSignedIn, or HTTPException for who has it not."""
    if right is Right.OPEN and request.method in SAFE and "campaign" not in request.path_params:
        return None  # what is open to all is told without the database too
    person = person_of(request)
    if right is not Right.OPEN and person is None:
        raise NotSignedIn
    asker = acting(request)
    if asker is None and "campaign" in request.path_params:
        raise HTTPException(404, NO_CAMPAIGN)
    if not may(asker, right, request.path_params.get("unit")):
        raise HTTPException(403, "您没有做这件事的权限。需要的，请找管理员。")
    return person


def admit(request: Request) -> None:
    """Raise as the route does for who may not ask at all: a body that cannot be read is looked at before the rights."""
    for dependency in getattr(request.scope.get("route"), "dependencies", ()):
        if right := right_of(dependency):
            _admitted(request, right)


def _is_from_elsewhere(request: Request) -> bool:
    """Tell whether a browser says that another site's page sent the request."""
    if request.headers.get("sec-fetch-site", "") in ("cross-site", "same-site"):
        return True
    origin = request.headers.get("origin", "")
    try:
        return bool(origin) and urlsplit(origin).hostname != request.url.hostname
    except ValueError:
        return True


def _is_ours(request: Request, sent: str) -> bool:
    """Tell whether a request that changes something comes from a page of the same session."""
    nonce, _, _ = sent.partition(".")
    return hmac.compare_digest(sent.encode(), _token(request, nonce).encode())


def right_of(dependency: Dependency) -> Right | None:
    """Return the right that a route's dependency asks for."""
    return getattr(dependency.dependency, "right", None)


def store_of(request: Request, campaign: str) -> Store:
    """Return the store of the campaign in the path; 404 when there is none that the asker may know of."""
    if acting(request) is None:
        raise HTTPException(404, NO_CAMPAIGN)
    try:
        return office_of(request).store(campaign)
    except LookupError as error:
        raise HTTPException(404, NO_CAMPAIGN) from error


def finder(request: Request) -> Callable[[str], Desk | None]:
    """Return what finds the campaigns above and below by the names in the data: those that the asker may know of.

    Where he is the clerk of a unit there, that unit goes with it: no other may be handed up for, or looked at.
    """
    person, office = person_of(request), office_of(request)

    def find(name: str) -> Desk | None:
        code = code_named(name)
        asker = standing_to(request, code)
        if person is None or asker is None:
            return None
        return Desk(office.store(code), person.known_as, asker.unit if asker.role == "clerk" else "")

    return find


TheFinder = Annotated[Callable[[str], Desk | None], Depends(finder)]
TheOffice = Annotated[Office, Depends(office_of)]
TheStore = Annotated[Store, Depends(store_of)]
Today = Annotated[date, Depends(today_of)]


def somebody(request: Request) -> Person:
    """Return who asks, as he stands to the campaign in the path, on a route that let nobody else through."""
    person = acting(request)
    if person is None:
        raise NotSignedIn
    return person


Asker = Annotated[Person, Depends(somebody)]
