"""Rows without a code (没有编号的行): which hazard each is, by what its cells say.

A printed ledger has no codes, and a clerk who copies rows leaves them out. A row is the hazard of which the most
printed cells still stand in it, at least half; of equals the nearest in the order of the sheet.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeAlias

Words: TypeAlias = tuple[str, ...]  # of a row's cells or of a hazard's, by the same columns, blank ones empty


@dataclass(frozen=True, slots=True)
class Match:
    """Hazard that a row is taken for, by its code; `like` are others that it could be as well."""

    code: str
    like: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, order=True)
class _Pair:
    """A row and a hazard that it may be; the likelier is the lesser."""

    unequal: tuple[int, int]  # equal cells, less is more: negative; then known cells that are other
    distance: int
    row: int
    code: str


def matched(rows: Mapping[int, Words], hazards: Mapping[str, Words]) -> dict[int, Match]:
    """Return what each row is, by its number; rows that are no hazard's are left out.

    >>> matched({0: ("木器厂", "堵塞", "已改"), 1: ("鞋厂", "", "")}, {"A": ("木器厂", "堵塞", "")})
    {0: Match(code='A', like=())}
    """
    found = _exact(rows, hazards)
    taken = {match.code for match in found.values()}
    rest = {code: words for code, words in hazards.items() if code not in taken}
    pairs = sorted(_pairs({row: words for row, words in rows.items() if row not in found}, rest))
    for pair in pairs:
        if pair.row not in found and pair.code not in taken:
            like = [p.code for p in pairs if (p.row, p.unequal) == (pair.row, pair.unequal)]
            found[pair.row] = Match(pair.code, tuple(c for c in like if c != pair.code and c not in taken))
            taken.add(pair.code)
    return found


def _exact(rows: Mapping[int, Words], hazards: Mapping[str, Words]) -> dict[int, Match]:
    """Return the rows in which nothing is other than known, equal ones in their order."""
    codes: dict[Words, list[str]] = {}
    for code, words in hazards.items():
        codes.setdefault(words, []).append(code)
    return {row: Match(codes[words].pop(0)) for row, words in rows.items() if codes.get(words)}


def _pairs(rows: Mapping[int, Words], hazards: Mapping[str, Words]) -> Iterator[_Pair]:
    for order, (code, known) in enumerate(hazards.items()):
        count = sum(map(bool, known))
        for row, words in rows.items():
            equal = _equal(words, known)
            if equal and equal * 2 >= count:
                yield _Pair((-equal, count - equal), abs(row - order), row, code)


def _equal(words: Sequence[str], known: Sequence[str]) -> int:
    return sum(bool(there) and there == here for here, there in zip(words, known, strict=True))
