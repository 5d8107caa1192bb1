"""Rows without a code (没有编号的行): which hazard each is, by what its cells say.

A printed ledger has no codes, and a clerk who copies rows leaves them out. A row is the hazard of which the most
printed cells still stand in it, at least half; of equals the nearest in the order of the sheet.
"""

from collections import Counter
from collections.abc import Collection, Iterator, Mapping
from heapq import nsmallest
from typing import NamedTuple, TypeAlias

from generator.dataclass import dataclass

Words: TypeAlias = tuple[str, ...]  # of a row's cells or of a hazard's, by the same columns, blank ones empty

LIKELIEST = 8  # hazards that are looked at for one row


@dataclass(frozen=True, slots=True)
class Match:
    """Hazard that a row is taken for, by its code; `like` are others that it could be as well."""

    code: str
    like: tuple[str, ...] = ()


class _Pair(NamedTuple):
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
    left = {row: words for row, words in rows.items() if row not in found}
    pairs = sorted(_pairs(left, hazards, taken))
    alike: dict[tuple[int, tuple[int, int]], list[str]] = {}
    for pair in pairs:
        alike.setdefault((pair.row, pair.unequal), []).append(pair.code)
    for pair in pairs:
        if pair.row not in found and pair.code not in taken:
            taken.add(pair.code)
            like = [code for code in alike[pair.row, pair.unequal] if code not in taken]
            found[pair.row] = Match(pair.code, tuple(like))
    return found


def _exact(rows: Mapping[int, Words], hazards: Mapping[str, Words]) -> dict[int, Match]:
    """Return the rows in which nothing is other than known, equal ones in their order."""
    codes: dict[Words, list[str]] = {}
    for code, words in hazards.items():
        codes.setdefault(words, []).append(code)
    return {row: Match(codes[words].pop(0)) for row, words in rows.items() if codes.get(words)}


def _pairs(
    rows: Mapping[int, Words], hazards: Mapping[str, Words], taken: Collection[str]
) -> Iterator[_Pair]:
    """Yield each row with the likeliest hazards of those not taken, at least half of whose cells stand in it."""
    saying: dict[tuple[int, str], list[str]] = {}
    for code, words in hazards.items():
        for cell in enumerate(words) if code not in taken else ():
            saying.setdefault(cell, []).append(code)
    order = {code: place for place, code in enumerate(hazards)}
    count = {code: sum(map(bool, words)) for code, words in hazards.items()}
    for row, words in rows.items():
        written = (cell for cell in enumerate(words) if cell[1])
        equal = Counter(code for cell in written for code in saying.get(cell, ()))
        likely = (
            ((-n, count[c] - n), abs(row - order[c]), row, c) for c, n in equal.items() if n * 2 >= count[c]
        )
        yield from map(_Pair._make, nsmallest(LIKELIEST, likely))
