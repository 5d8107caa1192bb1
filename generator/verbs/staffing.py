"""Staffing (用户管理): people of the service, invitations, tokens; every act stands in the audit log."""

from collections.abc import Collection, Sequence
from dataclasses import replace

from generator.database import people
from generator.database.office import Office
from generator.database.people import NotAccepted
from generator.derive.branches import branch
from generator.model.organ import Organ, Unit
from generator.model.people import Person
from generator.problem import ProblemsFound
from generator.validate.wording import nearest
from generator.verbs.usage import UsageProblem, usable_campaign

__all__ = ["NotAccepted", "Person"]


def everyone(office: Office, within: Collection[int] = ()) -> tuple[Person, ...]:
    """Return the people of the service, or of some organs."""
    return people.people(office.engine, within)


def add_person(office: Office, person: Person, password: str, who: str) -> Person:
    """Add a person to his organ; raises NotAccepted."""
    return people.add(office.engine, _with_code(office, person), password, who)


def _with_code(office: Office, person: Person) -> Person:
    """Return a clerk with the code of his unit, which may be given by its name; the others have none."""
    if person.role != "clerk":
        return replace(person, id=0, unit="")
    known = {name: u.code for u in units(office, person.organ) for name in (u.code, u.label, u.name)}
    if known and person.unit not in known:
        raise NotAccepted(f"没有“{person.unit}”这个单位。{nearest(person.unit, known)}")
    return replace(person, id=0, unit=known.get(person.unit, person.unit))


def units(office: Office, organ: int) -> Sequence[Unit]:
    """Return the units of all campaigns of an organ, each code once, those of the newest campaign first."""
    found: dict[str, Unit] = {}
    for code, _, _ in office.campaigns_of([organ]):
        try:
            campaign = usable_campaign(office.store(code).body())
        except ProblemsFound:
            continue
        for unit in campaign.units:
            found.setdefault(unit.code, unit)
    return tuple(found.values())


def _known(office: Office, login: str, by: Person) -> None:
    """Raise NotAccepted when nobody of that login belongs to the organ of whoever asks, or to one below it."""
    if login not in {p.login for p in everyone(office, branch(office.organs(), by.organ))}:
        raise NotAccepted(f"没有登录名“{login}”。")


def switch(office: Office, login: str, *, active: bool, who: Person) -> None:
    """Let a person of the own branch sign in or no more; nobody shuts himself out."""
    if login == who.login and not active:
        raise UsageProblem("不能停用自己。请让另一位管理员来做。")
    _known(office, login, who)
    people.switch(office.engine, login, active=active, who=who.known_as)


def set_password(office: Office, login: str, password: str, who: Person) -> None:
    """Give a person of the own branch another password; raises NotAccepted."""
    _known(office, login, who)
    people.set_password(office.engine, login, password, who.known_as)


def invite(office: Office, organ: int, names: Sequence[str], who: str) -> list[tuple[str, str]]:
    """Return a one-time code for a clerk of each unit of an organ that is named, or of all, with the unit's label."""
    known = units(office, organ)
    wanted = [u for u in known if not names or u.code in names or u.label in names]
    if not wanted:
        raise UsageProblem("没有这些单位，请核对名称")
    return [(u.label, people.invite(office.engine, "clerk", u.code, who, organ)) for u in wanted]


def invite_admin(office: Office, organ: Organ, who: str) -> tuple[str, str]:
    """Return a one-time code for the administrator of an organ, with the organ's name."""
    return f"{organ.name} 管理员", people.invite(office.engine, "admin", "", who, organ.id)


def tokens(office: Office, organ: int) -> tuple[tuple[int, str, str], ...]:
    """Return number, name and unit of each token of an organ in force."""
    return people.tokens(office.engine, [organ])


def make_token(office: Office, organ: int, token: tuple[str, str], who: str) -> str:
    """Return a token by which a program of a unit reports, of that name; raises UsageProblem for a unit that is none."""
    name, unit = token
    if unit not in {u.code for u in units(office, organ)} or not name.strip():
        raise UsageProblem("令牌要写明是哪个单位的、做什么用的")
    return people.make_token(office.engine, name.strip(), unit, who, organ)


def revoke_token(office: Office, number: int, who: Person) -> None:
    """Take a token of the own branch back."""
    within = branch(office.organs(), who.organ)
    if number in {token for token, _, _ in people.tokens(office.engine, within)}:
        people.revoke_token(office.engine, number, who.known_as)


def accept_invitation(office: Office, code: str, person: Person, password: str) -> Person:
    """Make a login by an invitation and use it up; raises NotAccepted."""
    return people.accept(office.engine, code, person, password)
