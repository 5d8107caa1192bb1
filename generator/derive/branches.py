"""Branches (隶属): which organs are below which, and how somebody stands to the campaign of another organ."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from generator.model.organ import ALL, Organ
from generator.model.people import Person


def branch(organs: Sequence[Organ], top: int) -> frozenset[int]:
    """Return an organ and all below it, however deep, by their numbers; all organs for the place above them."""
    if top == ALL:
        return frozenset(o.id for o in organs)
    found = {top}
    below = [o for o in organs if o.superior in found]
    while below:
        found |= {o.id for o in below}
        below = [o for o in organs if o.superior in found and o.id not in found]
    return frozenset(found)


def standing_to(person: Person, theirs: int, organs: Sequence[Organ]) -> Person | None:
    """Return a person as he stands to a campaign of an organ, None when it is as if there were none.

    In his own organ's he is what he is. In that of the organ above his, he is a clerk of the unit that his organ is
    there: the office and the administrator fill in, the others read. In those below, the people who see all units read
    all and change nothing. Clerks of units stand in their own organ's campaigns alone.
    """
    if theirs == person.organ:
        return person
    if person.role == "clerk":
        return None
    known: Mapping[int, Organ] = {o.id: o for o in organs}
    own = known.get(person.organ)
    if own is not None and own.superior == theirs:
        return replace(person, role="clerk", unit=own.unit, only_reads=person.role not in ("admin", "office"))
    if theirs in branch(organs, person.organ):
        return replace(person, only_reads=True)
    return None
