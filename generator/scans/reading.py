"""Reading (识别) of the pages in a file that came back: which sheet each is of, what stands behind which separator."""

from collections.abc import Iterable, Iterator, Mapping, Sequence

from generator.dataclass import dataclass
from generator.derive.print_key import PageCode
from generator.scans.codes import Found, find_code
from generator.scans.ink import is_blank
from generator.scans.opening import Picture

Leaf = tuple[str, int]  # number of a sheet, page of it


@dataclass(frozen=True, slots=True, kw_only=True)
class Seen:
    """Page as it was seen (看到的一页): its place in the file, from 1, its code, or that it is empty."""

    number: int
    found: Found | None
    blank: bool = False

    @property
    def code(self) -> PageCode | None:
        """What its code says."""
        return self.found.page if self.found else None


@dataclass(frozen=True, slots=True, kw_only=True)
class Placed:
    """Page with the sheet it is of (归位的一页), None where none is known; `by_order` only by what lies around it.

    `likely` are the pages that it may be, where several may.
    """

    seen: Seen
    leaf: Leaf | None = None
    by_order: bool = False
    likely: tuple[Leaf, ...] = ()


def look(number: int, picture: Picture) -> Seen:
    """Return what is seen of a page."""
    found = find_code(picture)
    return Seen(number=number, found=found, blank=found is None and is_blank(picture))


def place(
    seen: Iterable[Seen], pages: Mapping[str, int], covers: Mapping[str, Sequence[str]]
) -> Iterator[Placed]:
    """Yield the pages of a file but separators and empty ones, each with its sheet.

    `pages` is how many each known sheet has, `covers` which sheets lie behind each separator. Pages without a code take
    those places behind their separator that are left between the pages around them, if they are as many.
    """
    heap: list[Seen] = []
    expected: list[Leaf] = []
    for one in seen:
        if one.code is not None and one.code.page == 0:
            yield from _placed(heap, expected)
            heap, expected = (
                [],
                [leaf for key in covers.get(one.code.key, ()) for leaf in _leaves(key, pages)],
            )
        elif not one.blank:
            heap.append(one)
    yield from _placed(heap, expected)


def _leaves(key: str, pages: Mapping[str, int]) -> list[Leaf]:
    return [(key, page) for page in range(1, pages.get(key, 0) + 1)]


def _placed(heap: Sequence[Seen], expected: Sequence[Leaf]) -> Iterator[Placed]:
    coded = {(one.code.key, one.code.page) for one in heap if one.code}
    open_ = [leaf for leaf in expected if leaf not in coded]
    at = 0  # of what is expected, behind the page before
    gap: list[Seen] = []
    for one in heap:
        if one.code is None:
            gap.append(one)
            continue
        leaf = (one.code.key, one.code.page)
        found = _index(expected, leaf, at)
        yield from _in_gap(gap, expected[at : found or at], open_)
        gap = []
        at = found + 1 if found is not None else at
        yield Placed(seen=one, leaf=leaf)
    yield from _in_gap(gap, expected[at:], open_)


def _index(expected: Sequence[Leaf], leaf: Leaf, start: int) -> int | None:
    return next((i for i in range(start, len(expected)) if expected[i] == leaf), None)


def _in_gap(gap: Sequence[Seen], between: Sequence[Leaf], open_: Sequence[Leaf]) -> Iterator[Placed]:
    """Yield pages without a code: in their places where as many are open there, else with those that are open."""
    left = [leaf for leaf in between if leaf in open_]
    if len(gap) == len(left):
        yield from (Placed(seen=s, leaf=leaf, by_order=True) for s, leaf in zip(gap, left, strict=True))
    else:
        yield from (Placed(seen=s, likely=tuple(left or open_)) for s in gap)
