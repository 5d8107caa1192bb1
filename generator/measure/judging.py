"""Judging (判定): how a clause writes down what it found."""

from typing import NamedTuple

from generator.measure.box import Box
from generator.measure.leaf import Leaf
from generator.measure.roles import Item
from generator.measure.verdict import Outcome, Verdict, length

PLACE_MM = 0.5  # how far a place may be off
LINE_MM = 1.2  # how far a line may be off its place: office programs set Chinese lower in its line


class Clause(NamedTuple):
    """Clause and the thing measured, always in the same words."""

    number: str
    what: str


def verdict(
    clause: Clause, outcome: Outcome, *, expected: str, found: str, leaf: Leaf | None = None, **place: object
) -> Verdict:
    """Return a verdict on a page, or on the whole file."""
    box, where, off = place.get("box"), place.get("where", ""), place.get("off_mm")
    assert box is None or isinstance(box, Box)
    assert off is None or isinstance(off, float)
    return Verdict(
        clause=clause.number,
        what=clause.what,
        expected=expected,
        found=found,
        outcome=outcome,
        page=leaf.place if leaf else 0,
        box=box,
        where=str(where),
        off_mm=off,
    )


def yes(
    clause: Clause, holds: bool, *, expected: str, found: str, leaf: Leaf | None = None, **place: object
) -> Verdict:
    """Return a verdict on something that is or is not so."""
    return verdict(clause, "pass" if holds else "fail", expected=expected, found=found, leaf=leaf, **place)


def measured(
    clause: Clause, found: float, expected: float, within: float, *, words: str = "", **place: object
) -> Verdict:
    """Return a verdict on a length in mm; `words` says from where it is measured."""
    leaf = place.pop("leaf", None)
    assert leaf is None or isinstance(leaf, Leaf)
    return verdict(
        clause,
        length(found, expected, within),
        expected=f"{words}{expected:.4g} 毫米",
        found=f"{found:.1f} 毫米" if within >= 0.3 else f"{found:.2f} 毫米",
        leaf=leaf,
        off_mm=found - expected,
        **place,
    )


def unknown(clause: Clause, why: str, *, expected: str, leaf: Leaf | None = None, **place: object) -> Verdict:
    """Return that a clause cannot be told, and why."""
    return verdict(clause, "unknown", expected=expected, found=why, leaf=leaf, **place)


def said(item: Item, count: int = 12) -> str:
    """Return the first words of a line, quoted, to say which one is meant."""
    text = item.text if len(item.text) <= count else item.text[:count] + "…"
    return f"“{text}”"
