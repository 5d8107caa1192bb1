"""People (用户): who may sign in; invitations as slips to be printed; whoever has one makes his own login."""

from typing import Annotated, Any, Literal

from fastapi import APIRouter, Form, Path, Request
from fastapi.responses import RedirectResponse

from generator.model.people import Person, Role
from generator.service.context import Asker, TheOffice, needs
from generator.service.limits import count_failure, stop_guessing
from generator.service.looks import page
from generator.service.refusals import refuse
from generator.service.rights import Right
from generator.verbs import staffing

routes = APIRouter(include_in_schema=False)
Text = Annotated[str, Form(max_length=200)]


@routes.get("/people", dependencies=[needs(Right.MANAGE)])
def show(request: Request, office: TheOffice) -> Any:
    """Show everyone."""
    return _people(request, office)


def _people(request: Request, office: TheOffice, told: str = "", status: int = 200) -> Any:
    refuse(request, told)
    found, units = staffing.everyone(office), staffing.units(office)
    labels = {u.code: u.label for u in units}
    tokens = staffing.tokens(office)
    return page(
        request,
        "people.html",
        status=status,
        found=found,
        units=units,
        labels=labels,
        told=told,
        tokens=tokens,
    )


@routes.post("/people", dependencies=[needs(Right.MANAGE)])
def add(
    request: Request,
    office: TheOffice,
    asker: Asker,
    login: Text,
    role: Annotated[Role, Form()],
    password: Annotated[str, Form(max_length=1000)],
    name: Text = "",
    unit: Text = "",
) -> Any:
    """Add a person."""
    person = Person(id=0, login=login.strip(), name=name.strip(), role=role, unit=unit)
    try:
        staffing.add_person(office, person, password, asker.known_as)
    except staffing.NotAccepted as error:
        return _people(request, office, str(error), 422)
    return RedirectResponse("/people", 303)


@routes.post("/people/{login}/{act}", dependencies=[needs(Right.MANAGE)])
def switch(office: TheOffice, asker: Asker, login: str, act: Literal["disable", "enable"]) -> Any:
    """Let somebody sign in or no more."""
    staffing.switch(office, login, active=act == "enable", who=asker)
    return RedirectResponse("/people", 303)


@routes.post("/people-password", dependencies=[needs(Right.MANAGE)])
def password(
    request: Request,
    office: TheOffice,
    asker: Asker,
    login: Text,
    password: Annotated[str, Form(max_length=1000)],
) -> Any:
    """Give somebody another password."""
    try:
        staffing.set_password(office, login, password, asker.known_as)
    except staffing.NotAccepted as error:
        return _people(request, office, str(error), 422)
    return RedirectResponse("/people", 303)


@routes.post("/tokens", dependencies=[needs(Right.MANAGE)])
def make_token(request: Request, office: TheOffice, asker: Asker, name: Text, unit: Text) -> Any:
    """Make a token for a program of a unit, and show it this once."""
    token = staffing.make_token(office, name, unit, asker.known_as)
    return page(request, "token.html", token=token, name=name)


@routes.post("/tokens/{number}", dependencies=[needs(Right.MANAGE)])
def revoke_token(office: TheOffice, asker: Asker, number: Annotated[int, Path(ge=1, le=10**9)]) -> Any:
    """Take a token back."""
    staffing.revoke_token(office, number, asker.known_as)
    return RedirectResponse("/people", 303)


@routes.post("/invitations", dependencies=[needs(Right.MANAGE)])
def invite(
    request: Request, office: TheOffice, asker: Asker, unit: Annotated[list[str], Form(max_length=2000)]
) -> Any:
    """Make one-time codes, and show them as slips to be printed; they are shown this once."""
    slips = staffing.invite(office, "clerk", [u for u in unit if u], asker.known_as)
    return page(request, "slips.html", slips=slips, where=str(request.base_url))


@routes.get("/invitation", dependencies=[needs(Right.OPEN)])
def invitation(request: Request) -> Any:
    """Show where a code is typed in."""
    return page(request, "invitation.html", told="", code="", login="", name="")


@routes.post("/invitation", dependencies=[needs(Right.OPEN)])
def accept(
    request: Request,
    office: TheOffice,
    code: Text,
    login: Text,
    name: Text,
    password: Annotated[str, Form(max_length=1000)],
) -> Any:
    """Make a login by a code."""
    stop_guessing(request)
    person = Person(id=0, login=login.strip(), name=name.strip(), role="clerk")
    try:
        staffing.accept_invitation(office, code, person, password)
    except staffing.NotAccepted as error:
        count_failure(request)
        refuse(request, str(error))
        said = {"told": str(error), "code": code, "login": login, "name": name}
        return page(request, "invitation.html", status=422, **said)
    return RedirectResponse("/login", 303)
