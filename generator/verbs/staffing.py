"""Staffing (用户管理): people of the service, invitations, tokens; every act stands in the audit log."""

from collections.abc import Sequence

from generator.database import people
from generator.database.office import Office
from generator.database.people import NotAccepted
from generator.model.organ import Unit
from generator.model.people import Person, Role
from generator.problem import ProblemsFound
from generator.validate.wording import nearest
from generator.verbs.usage import UsageProblem, usable_campaign

__all__ = ["NotAccepted", "Person"]


def everyone(office: Office) -> tuple[Person, ...]:
    """Return the people of the service."""
    return people.people(office.engine)


def add_person(office: Office, person: Person, password: str, who: str) -> Person:
    """Add a person; raises NotAccepted."""
    return people.add(office.engine, _with_code(office, person), password, who)


def _with_code(office: Office, person: Person) -> Person:
    """Return a clerk with the code of his unit, which may be given by its name; the others have none."""
    if person.role != "clerk":
        return Person(id=0, login=person.login, name=person.name, role=person.role)
    known = {name: u.code for u in units(office) for name in (u.code, u.label, u.name)}
    if known and person.unit not in known:
        raise NotAccepted(f"没有“{person.unit}”这个单位。{nearest(person.unit, known)}")
    unit = known.get(person.unit, person.unit)
    return Person(id=0, login=person.login, name=person.name, role=person.role, unit=unit)


def units(office: Office) -> Sequence[Unit]:
    """Return the units of all campaigns, each code once, those of the newest campaign first."""
    found: dict[str, Unit] = {}
    for code, _ in office.campaigns():
        try:
            campaign = usable_campaign(office.store(code).body())
        except ProblemsFound:
            continue
        for unit in campaign.units:
            found.setdefault(unit.code, unit)
    return tuple(found.values())


def switch(office: Office, login: str, *, active: bool, who: Person) -> None:
    """Let a person sign in or no more; nobody shuts himself out."""
    if login == who.login and not active:
        raise UsageProblem("不能停用自己。请让另一位管理员来做。")
    people.switch(office.engine, login, active=active, who=who.known_as)


def set_password(office: Office, login: str, password: str, who: str) -> None:
    """Give a person another password; raises NotAccepted."""
    people.set_password(office.engine, login, password, who)


def invite(office: Office, role: Role, names: Sequence[str], who: str) -> list[tuple[Unit, str]]:
    """Return a one-time code for a clerk of each unit named, or of all."""
    known = units(office)
    wanted = [u for u in known if not names or u.code in names or u.label in names]
    if not wanted:
        raise UsageProblem("没有这些单位，请核对名称")
    return [(unit, people.invite(office.engine, role, unit.code, who)) for unit in wanted]


def tokens(office: Office) -> tuple[tuple[int, str, str], ...]:
    """Return number, name and unit of each token in force."""
    return people.tokens(office.engine)


def make_token(office: Office, name: str, unit: str, who: str) -> str:
    """Return a token by which a program of a unit reports; raises UsageProblem for a unit that is none."""
    if unit not in {u.code for u in units(office)} or not name.strip():
        raise UsageProblem("令牌要写明是哪个单位的、做什么用的")
    return people.make_token(office.engine, name.strip(), unit, who)


def revoke_token(office: Office, number: int, who: str) -> None:
    """Take a token back."""
    people.revoke_token(office.engine, number, who)


def invited(office: Office, code: str) -> str | None:
    """Return the label of the unit that a code is for, None when the code will not do."""
    found = people.invited(office.engine, code)
    if found is None:
        return None
    labels = {u.code: u.label for u in units(office)}
    return labels.get(found[1], found[1])


def accept_invitation(office: Office, code: str, person: Person, password: str) -> Person:
    """Make a login by an invitation and use it up; raises NotAccepted."""
    return people.accept(office.engine, code, person, password)
