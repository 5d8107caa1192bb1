"""Organs (机关) of a service: the own one and those below it, whose campaigns somebody may know of, who is above."""

from collections.abc import Sequence

from generator.database import organs as kept
from generator.database.office import Office
from generator.database.people import NotAccepted
from generator.dataclass import dataclass
from generator.derive.branches import branch, standing_to
from generator.model.organ import ALL, Organ
from generator.model.people import Person
from generator.validate.wording import nearest
from generator.verbs.staffing import units
from generator.verbs.usage import UsageProblem

__all__ = ["NotAccepted", "Organ"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """A campaign that somebody may know of (可见的行动), whose it is, and how he stands to it."""

    code: str
    name: str
    organ: Organ
    asker: Person


def below(office: Office, person: Person) -> tuple[Organ, ...]:
    """Return the organ of a person and all below it, its own first."""
    found = office.organs()
    mine = branch(found, person.organ)
    return tuple(sorted((o for o in found if o.id in mine), key=lambda o: (o.id != person.organ, o.id)))


def organ_of(office: Office, person: Person, code: str) -> Organ:
    """Return an organ of somebody's branch by its code, his own when none is named; raises UsageProblem."""
    found = below(office, person)
    for organ in found:
        if organ.code == code or (not code and organ.id == person.organ):
            return organ
    if not code:
        return found[0]
    raise UsageProblem(f"没有代号“{code}”的机关。{nearest(code, [o.code for o in found])}")


def superior_of(office: Office, person: Person) -> Organ | None:
    """Return the organ above a person's, None where there is none."""
    known = {o.id: o for o in office.organs()}
    own = known.get(person.organ)
    return known.get(own.superior) if own else None


def known_campaigns(office: Office, person: Person) -> Sequence[Known]:
    """Return the campaigns that somebody may know of: of his organ, then of the one above it, then of those below."""
    every = office.organs()
    by_number = {o.id: o for o in every}
    found = []
    for code, name, number in office.campaigns_of([o.id for o in every]):
        asker = standing_to(person, number, every)
        if asker is not None:
            found.append(Known(code=code, name=name, organ=by_number[number], asker=asker))
    place = {person.organ: 0, by_number[person.organ].superior if person.organ in by_number else ALL: 1}
    return sorted(found, key=lambda k: (place.get(k.organ.id, 2), k.organ.id))


def unit_code(office: Office, organ: Organ, name: str) -> str:
    """Return the code of a unit of an organ's campaigns by its code or name; raises UsageProblem when there is none."""
    known = {name: u.code for u in units(office, organ.id) for name in (u.name, u.label, u.code)}
    if name not in known:
        raise UsageProblem(f"“{organ.name}”的行动里没有“{name}”这个单位。{nearest(name, known)}")
    return known[name]


def add_organ(office: Office, organ: Organ, who: Person) -> Organ:
    """Add an organ below one of somebody's branch; raises NotAccepted, UsageProblem for a superior that is none."""
    if organ.superior not in {o.id for o in below(office, who)} and (organ.superior, who.organ) != (ALL, ALL):
        raise UsageProblem("没有这个上级机关")
    return kept.add(office.engine, organ, who.known_as)


def rename_organ(office: Office, organ: Organ, name: str, who: Person) -> None:
    """Give an organ of somebody's branch another name; raises NotAccepted."""
    kept.rename(office.engine, organ, name, who.known_as)
