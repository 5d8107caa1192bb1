"""Judging (判定): how a clause writes down what it found."""

import re
from typing import NamedTuple, TypedDict, Unpack

from generator.measure.box import Box
from generator.measure.leaf import Leaf
from generator.measure.roles import Item
from generator.measure.verdict import Outcome, Verdict, length

WELL_NUMBERED = "附件加阿拉伯数字，后面没有冒号"
PLACE_MM = 0.5  # how far a place may be off
LINE_MM = 1.2  # how far a line may be off its place: office programs set Chinese lower in its line
FINE_MM = 0.3  # lengths judged more closely are given with two decimals


class Clause(NamedTuple):
    """Clause and the thing measured, always in the same words."""

    number: str
    what: str


class Place(TypedDict, total=False):
    """Where a verdict lies: the page, the place on it, words for it, and how far a length is off."""

    leaf: Leaf | None
    box: Box | None
    where: str
    off_mm: float


def verdict(
    clause: Clause, outcome: Outcome, *, expected: str, found: str, **place: Unpack[Place]
) -> Verdict:
    """Return a verdict on a page, or on the whole file."""
    leaf = place.get("leaf")
    return Verdict(
        clause=clause.number,
        what=clause.what,
        expected=expected,
        found=found,
        outcome=outcome,
        page=leaf.place if leaf else 0,
        box=place.get("box"),
        where=place.get("where", ""),
        off_mm=place.get("off_mm"),
    )


def is_well_numbered(written: str) -> bool:
    """Tell whether an attachment is numbered as 7.3.7 has it; a single one bears no number.

    >>> is_well_numbered("附件1"), is_well_numbered("附件"), is_well_numbered("附件一："), is_well_numbered("附件1：")
    (True, True, False, False)
    """
    return re.fullmatch(r"附件\d*", written, re.ASCII) is not None


def yes(clause: Clause, holds: bool, *, expected: str, found: str, **place: Unpack[Place]) -> Verdict:
    """Return a verdict on something that is or is not so."""
    return verdict(clause, "pass" if holds else "fail", expected=expected, found=found, **place)


def measured(
    clause: Clause, found: float, expected: float, within: float, *, words: str = "", **place: Unpack[Place]
) -> Verdict:
    """Return a verdict on a length in mm; `words` says from where it is measured."""
    place["off_mm"] = found - expected
    return verdict(
        clause,
        length(found, expected, within),
        expected=f"{words}{expected:.4g} 毫米",
        found=f"{found:.1f} 毫米" if within >= FINE_MM else f"{found:.2f} 毫米",
        **place,
    )


def unknown(clause: Clause, why: str, *, expected: str, **place: Unpack[Place]) -> Verdict:
    """Return that a clause cannot be told, and why."""
    return verdict(clause, "unknown", expected=expected, found=why, **place)


def said(item: Item, count: int = 12) -> str:
    """Return the first words of a line, quoted, to say which one is meant."""
    text = item.text if len(item.text) <= count else item.text[:count] + "…"
    return f"“{text}”"
