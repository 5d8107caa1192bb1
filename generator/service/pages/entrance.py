"""Entrance (登录): signing in and out, and making one's own login by an invitation."""

from typing import Annotated, Any

from fastapi import APIRouter, Form, Request
from fastapi.responses import RedirectResponse

from generator.service.context import COOKIE, TheOffice, needs
from generator.service.limits import TO_MAX, count_failure, stop_guessing
from generator.service.looks import page
from generator.service.refusals import refuse
from generator.service.rights import Right
from generator.verbs import serving

routes = APIRouter(include_in_schema=False)


@routes.get("/login", dependencies=[needs(Right.OPEN)])
def show(request: Request, office: TheOffice, to: str = "/") -> Any:
    """Show the page to sign in on; when nobody can yet, how the first administrator is made."""
    return page(request, "login.html", told="", login="", to=to, nobody=not serving.has_people(office))


@routes.post("/login", dependencies=[needs(Right.OPEN)])
def sign_in(
    request: Request,
    office: TheOffice,
    login: Annotated[str, Form(max_length=100)],
    password: Annotated[str, Form(max_length=1000)],
    to: Annotated[str, Form(max_length=TO_MAX)] = "/",
) -> Any:
    """Begin a session and go where somebody wanted to go."""
    stop_guessing(request)
    try:
        token = serving.sign_in(office, login.strip(), password)
    except serving.NotAccepted as error:
        count_failure(request)
        if isinstance(error, serving.Locked):  # a wrong password stands in the log already
            refuse(request, str(error))
        return page(request, "login.html", status=403, told=str(error), login=login, to=to, nobody=False)
    answer = RedirectResponse(_inside(to), 303)
    answer.set_cookie(
        COOKIE, token, httponly=True, samesite="lax", secure=request.url.scheme == "https", path="/"
    )
    return answer


def _inside(to: str) -> str:
    """Return a path of ours; whatever leads elsewhere becomes the first page."""
    return to if to.startswith("/") and not to.startswith(("//", "/\\")) else "/"


@routes.post("/logout", dependencies=[needs(Right.SIGNED_IN)])
def sign_out(request: Request, office: TheOffice) -> Any:
    """End the session."""
    serving.sign_out(office, request.cookies.get(COOKIE, ""))
    answer = RedirectResponse("/login", 303)
    answer.delete_cookie(COOKIE, path="/")
    return answer
