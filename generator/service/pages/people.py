"""People (用户): who may sign in; invitations as slips to be printed; whoever has one makes his own login."""

from typing import Annotated, Any, Literal

from fastapi import APIRouter, Depends, Form, Path, Request
from fastapi.responses import RedirectResponse

from generator.model.organ import Organ
from generator.model.people import Person, Role
from generator.service.context import Asker, TheOffice, needs
from generator.service.limits import count_failure, stop_guessing
from generator.service.looks import page
from generator.service.refusals import refuse
from generator.service.rights import Right
from generator.verbs import organs, staffing
from generator.verbs.serving import Office
from generator.verbs.usage import UsageProblem

routes = APIRouter(include_in_schema=False)
Text = Annotated[str, Form(max_length=200)]


def _organ(office: TheOffice, asker: Asker, request: Request) -> Organ:
    """Return the organ that the page is about: the asker's own, or one below it that the address names."""
    return organs.organ_of(office, asker, request.query_params.get("organ", ""))


TheOrgan = Annotated[Organ, Depends(_organ)]


@routes.get("/people", dependencies=[needs(Right.MANAGE)])
def show(request: Request, office: TheOffice, asker: Asker, organ: TheOrgan) -> Any:
    """Show everyone of an organ."""
    return _people(request, office, asker, organ)


def _people(
    request: Request, office: Office, asker: Person, organ: Organ, *, told: str = "", status: int = 200
) -> Any:
    refuse(request, told)
    units = staffing.units(office, organ.id)
    return page(
        request,
        "people.html",
        status=status,
        found=staffing.everyone(office, [organ.id]),
        units=units,
        labels={u.code: u.label for u in units},
        told=told,
        tokens=staffing.tokens(office, organ.id),
        organ=organ,
        organs=organs.below(office, asker),
    )


def _back(organ: Organ, asker: Person) -> RedirectResponse:
    return RedirectResponse("/people" if organ.id == asker.organ else f"/people?organ={organ.code}", 303)


@routes.post("/people", dependencies=[needs(Right.MANAGE)])
def add(
    request: Request,
    office: TheOffice,
    asker: Asker,
    organ: TheOrgan,
    login: Text,
    role: Annotated[Role, Form()],
    password: Annotated[str, Form(max_length=1000)],
    name: Text = "",
    unit: Text = "",
) -> Any:
    """Add a person."""
    person = Person(id=0, login=login.strip(), name=name.strip(), role=role, unit=unit, organ=organ.id)
    try:
        staffing.add_person(office, person, password, asker.known_as)
    except staffing.NotAccepted as error:
        return _people(request, office, asker, organ, told=str(error), status=422)
    return _back(organ, asker)


@routes.post("/people/{login}/{act}", dependencies=[needs(Right.MANAGE)])
def switch(
    office: TheOffice, asker: Asker, organ: TheOrgan, login: str, act: Literal["disable", "enable"]
) -> Any:
    """Let somebody sign in or no more."""
    staffing.switch(office, login, active=act == "enable", who=asker)
    return _back(organ, asker)


@routes.post("/people-password", dependencies=[needs(Right.MANAGE)])
def password(
    request: Request,
    office: TheOffice,
    asker: Asker,
    organ: TheOrgan,
    login: Text,
    password: Annotated[str, Form(max_length=1000)],
) -> Any:
    """Give somebody another password."""
    try:
        staffing.set_password(office, login, password, asker)
    except staffing.NotAccepted as error:
        return _people(request, office, asker, organ, told=str(error), status=422)
    return _back(organ, asker)


@routes.post("/tokens", dependencies=[needs(Right.MANAGE)])
def make_token(
    request: Request, office: TheOffice, asker: Asker, organ: TheOrgan, name: Text, unit: Text
) -> Any:
    """Make a token for a program of a unit, and show it this once."""
    token = staffing.make_token(office, organ.id, (name, unit), asker.known_as)
    return page(request, "token.html", token=token, name=name)


@routes.post("/tokens/{number}", dependencies=[needs(Right.MANAGE)])
def revoke_token(
    office: TheOffice, asker: Asker, organ: TheOrgan, number: Annotated[int, Path(ge=1, le=10**9)]
) -> Any:
    """Take a token back."""
    staffing.revoke_token(office, number, asker)
    return _back(organ, asker)


@routes.post("/invitations", dependencies=[needs(Right.MANAGE)])
def invite(
    request: Request,
    office: TheOffice,
    asker: Asker,
    organ: TheOrgan,
    unit: Annotated[list[str], Form(max_length=2000)],
) -> Any:
    """Make one-time codes, and show them as slips to be printed; they are shown this once."""
    slips = staffing.invite(office, organ.id, [u for u in unit if u], asker.known_as)
    return page(request, "slips.html", slips=slips, where=str(request.base_url))


@routes.post("/organs", dependencies=[needs(Right.MANAGE)])
def add_organ(
    request: Request, office: TheOffice, asker: Asker, organ: TheOrgan, code: Text, name: Text, unit: Text
) -> Any:
    """Add an organ below one, as one of its units, and show the slip that invites its first administrator."""
    below = Organ(id=0, code=code.strip(), name=name.strip(), superior=organ.id, unit=unit)
    if unit not in {u.code for u in staffing.units(office, organ.id)}:
        raise UsageProblem("请选择它是哪个单位")
    try:
        made = organs.add_organ(office, below, asker)
    except staffing.NotAccepted as error:
        return _people(request, office, asker, organ, told=str(error), status=422)
    slip = staffing.invite_admin(office, made, asker.known_as)
    return page(request, "slips.html", slips=[slip], where=str(request.base_url))


@routes.post("/organs/name", dependencies=[needs(Right.MANAGE)])
def rename_organ(office: TheOffice, asker: Asker, organ: TheOrgan, name: Text) -> Any:
    """Give an organ another name."""
    organs.rename_organ(office, organ, name, asker)
    return _back(organ, asker)


@routes.post("/organs/invitation", dependencies=[needs(Right.MANAGE)])
def invite_admin(request: Request, office: TheOffice, asker: Asker, organ: TheOrgan) -> Any:
    """Make a one-time code for an administrator of an organ."""
    slip = staffing.invite_admin(office, organ, asker.known_as)
    return page(request, "slips.html", slips=[slip], where=str(request.base_url))


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
