"""Corrections (更正): of the versions of a unit's return the last one counts, the first one says when it came."""

from collections.abc import Iterable
from typing import TypeAlias

from generator.model.filled import Return

Key: TypeAlias = tuple[str, str, str]


def key_of(filled: Return) -> Key:
    """Return what a return is: form, unit and month, the same for all its versions."""
    return filled.form, filled.unit, filled.period


def in_force(returns: Iterable[Return]) -> tuple[Return, ...]:
    """Return the last version of each return, in the order in which the first ones stand."""
    found: dict[Key, Return] = {}
    for filled in returns:
        before = found.get(key_of(filled))
        if before is None or filled.correction > before.correction:
            found[key_of(filled)] = filled
    return tuple(found.values())


def versions_of(returns: Iterable[Return], key: Key) -> tuple[Return, ...]:
    """Return the versions of a return, the original first."""
    return tuple(sorted((r for r in returns if key_of(r) == key), key=lambda r: r.correction))
