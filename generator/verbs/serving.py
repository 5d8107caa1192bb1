"""Serving (服务): what the web pages need of the office's database, by the names they use."""

from sqlalchemy.exc import SQLAlchemyError

from generator.database import people
from generator.database.changes import Changed, Desk, NotAllowed, reasons
from generator.database.office import WORKING, Office
from generator.database.people import Locked, NotAccepted
from generator.database.store import DatabaseStore as Store
from generator.database.store import Unknown
from generator.model.people import Person

__all__ = [
    "WORKING",
    "Changed",
    "Desk",
    "Locked",
    "NotAccepted",
    "NotAllowed",
    "Office",
    "Store",
    "Unknown",
    "of_token",
    "reasons",
    "sign_in",
    "sign_out",
    "signed_in",
]


def sign_in(office: Office, login: str, password: str) -> str:
    """Return the token of a new session; raises NotAccepted."""
    return people.sign_in(office.engine, login, password)


def signed_in(office: Office, token: str) -> Person | None:
    """Return whose session a token is."""
    return people.signed_in(office.engine, token)


def of_token(office: Office, token: str) -> Person | None:
    """Return the clerk that a program's token stands for."""
    return people.of_token(office.engine, token)


def sign_out(office: Office, token: str) -> None:
    """End a session."""
    people.sign_out(office.engine, token)


def has_people(office: Office) -> bool:
    """Tell whether anyone can sign in at all."""
    return bool(people.people(office.engine))


def is_well(office: Office) -> bool:
    """Tell whether the database answers."""
    try:
        office.campaigns()
    except SQLAlchemyError:
        return False
    return True
