"""Rights (权限): who may do what, one table; every route names the right that it needs.

A clerk has his rights over his own unit alone: a route that has a unit in its path asks for that too. Over another
organ's campaign somebody stands as derive/branches.py says: that person is asked here, never who signed in.
"""

from enum import StrEnum

from generator.model.people import Person, Role


class Right(StrEnum):
    """Right (权限) that a route needs."""

    OPEN = "open"  # nobody need be signed in
    SIGNED_IN = "signed_in"
    SEE = "see"  # the campaign; a clerk his unit's part of it
    FILL = "fill"  # in and hand in a unit's returns
    SEE_ALL = "see_all"  # every unit's returns, the totals
    REVIEW = "review"  # take returns, send them back, register, generate, remind
    APPROVE = "approve"  # the month's figures before they are reported
    EDIT = "edit"  # the campaign itself: texts, units, forms, duties
    MANAGE = "manage"  # people, invitations, tokens, campaigns
    AUDIT = "audit"  # read the audit log


_EVERYONE = {Right.OPEN, Right.SIGNED_IN, Right.SEE}
RIGHTS: dict[Role, frozenset[Right]] = {
    "admin": frozenset(Right),
    "office": frozenset({*_EVERYONE, Right.FILL, Right.SEE_ALL, Right.REVIEW, Right.EDIT}),
    "clerk": frozenset({*_EVERYONE, Right.FILL}),
    "leader": frozenset({*_EVERYONE, Right.SEE_ALL, Right.APPROVE}),
    "auditor": frozenset({*_EVERYONE, Right.SEE_ALL, Right.AUDIT}),
}


READING = frozenset({*_EVERYONE, Right.SEE_ALL})  # what is left over another organ's campaign


def may(person: Person | None, right: Right, unit: str | None = None) -> bool:
    """Tell whether somebody may do what needs a right, to a unit where the route names one."""
    if right is Right.OPEN:
        return True
    if person is None or right not in RIGHTS[person.role]:
        return False
    if person.only_reads and right not in READING:
        return False
    return unit is None or person.role != "clerk" or person.unit == unit
