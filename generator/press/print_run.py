"""Print run (打印任务): which pages follow which, and the files that are written of them, page by page."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import field
from itertools import groupby
from operator import attrgetter
from typing import BinaryIO, Literal, TypeAlias

from generator.dataclass import dataclass
from generator.derive.print_key import PageCode, number_of
from generator.press.joining import Joiner, Marks
from generator.press.output import Label
from generator.press.parts import PageBox, Source, UnreadablePdf
from generator.press.spooling import PaperRun, paper_runs

By: TypeAlias = Literal["unit", "sheet"]
Separate: TypeAlias = Callable[[Sequence["Heap"]], bytes]  # a page for each
COVER = "分隔页"
HEAPS_AT_ONCE = 40  # whose separators are made in one go


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """Part (一张表) of a run: the pages of one sheet of one unit, wherever they lie.

    `pages` are those of `source` that belong to it: a file of its own, or a place in one that holds many.
    `copies` is how often it is printed; `copy` the number of the one that it is, where each holder has his own. `key`
    is its number where it is registered; `marked` has it at the foot of each page.
    """

    unit: str
    label: str
    sheet: str
    sheet_label: str
    title: str
    source: Source
    first: int = 0
    pages: int
    copies: int = 1
    copy: int = 0
    period: str = ""
    key: str = ""
    marked: bool = False


@dataclass(frozen=True, slots=True)
class Piece:
    """Piece (一份): one copy of a part, as it is put on the pile; `mark` tells the copies apart."""

    part: Part
    number: int

    @property
    def mark(self) -> str:
        """What is added to the bookmark of a copy."""
        return f"（第{self.number}份）" if self.part.copies > 1 else ""


@dataclass(frozen=True, slots=True)
class Heap:
    """Heap (一摞) of a run: the pieces that stay together, those of a unit or of a sheet."""

    label: str
    pieces: tuple[Piece, ...]

    @property
    def key(self) -> str:
        """The number of its separator, empty where its sheets are not registered."""
        keys = [piece.part.key for piece in self.pieces]
        return number_of(COVER, *keys) if all(keys) else ""

    def pages(self, two_sided: bool) -> int:
        """Return the pages of the heap, with the empty ones."""
        return sum(_padded(piece.part.pages, two_sided) for piece in self.pieces)


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """How a run is made (怎样印): see `gongwen print --help`. `split` is pages per file, 0 for one file."""

    by: By = "unit"
    collated: bool = False
    two_sided: bool = True
    separators: bool = False
    split: int = 0
    split_heaps: bool = False

    @property
    def front_pages(self) -> int:
        """Pages that a separator takes."""
        return _padded(1, self.two_sided) if self.separators else 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Span:
    """Span (页码对照的一行): the pages of a file, from 1, on which one unit's papers lie, the separator too."""

    file: int
    unit: str
    label: str
    first: int
    last: int


@dataclass(slots=True)
class Written:
    """What was written (成册): the pages of each file, the sizes of paper in it, and where each unit lies."""

    pages: list[int] = field(default_factory=list)
    papers: list[list[PaperRun]] = field(default_factory=list)
    spans: list[Span] = field(default_factory=list)


def heaps(parts: Iterable[Part], plan: Plan) -> Iterator[Heap]:
    """Yield the heaps in the order of the run; parts come in that of the campaign, unit by unit."""
    if plan.by == "sheet":
        every = list(parts)
        rank = {sheet: place for place, sheet in enumerate(dict.fromkeys(p.sheet for p in every))}
        parts = sorted(every, key=lambda part: rank[part.sheet])
    for _, group in groupby(parts, key=attrgetter(plan.by)):
        own = list(group)
        pieces = [Piece(part, number) for part in own for number in _numbers(part)]
        if plan.collated:
            pieces.sort(key=attrgetter("number"))
        yield Heap(own[0].label if plan.by == "unit" else own[0].sheet_label, tuple(pieces))


def volumes(run: Iterable[Heap], plan: Plan) -> Iterator[list[Heap]]:
    """Yield the heaps of each file: as many whole ones as go in; one that is too long is divided between sheets."""
    volume: list[Heap] = []
    filled = 0
    for heap in _divided(run, plan):
        pages = heap.pages(plan.two_sided) + plan.front_pages
        if volume and (plan.split_heaps or (plan.split and filled + pages > plan.split)):
            yield volume
            volume, filled = [], 0
        volume.append(heap)
        filled += pages
    if volume:
        yield volume


def write_volume(
    target: BinaryIO,
    volume: Sequence[Heap],
    plan: Plan,
    written: Written,
    *,
    separate: Separate | None = None,
    archive: Label | None = None,
) -> None:
    """Write one file of a run and note in `written` what lies where; raises UnreadablePdf with the piece's place in it."""
    file = _Volume(Joiner(target, two_sided=plan.two_sided, archive=archive), plan, len(written.pages))
    for start in range(0, len(volume), HEAPS_AT_ONCE):
        some = volume[start : start + HEAPS_AT_ONCE]
        fronts = separate(some) if separate else b""
        for place, heap in enumerate(some):
            file.add(heap, fronts, slice(place, place + 1))
    file.joiner.finish()
    written.pages.append(file.joiner.pages)
    written.papers.append(paper_runs(file.joiner.boxes))
    written.spans += file.spans


@dataclass(slots=True)
class _Volume:
    joiner: Joiner
    plan: Plan
    number: int
    pieces: int = 0
    spans: list[Span] = field(default_factory=list)

    def add(self, heap: Heap, fronts: bytes, own: slice) -> None:
        """Add a heap, behind its own of the separators."""
        self.joiner.start_sheet()
        first = self.joiner.pages + 1
        if fronts:
            self.joiner.append(fronts, (heap.label,), own, _cover_marks(heap))
        for piece in heap.pieces:
            self.joiner.start_sheet()
            self._add_piece(heap, piece, first)
            first = self.joiner.pages + 1

    def _add_piece(self, heap: Heap, piece: Piece, first: int) -> None:
        part = piece.part
        name = part.title if self.plan.by == "unit" else part.label
        place = slice(part.first, part.first + part.pages)
        try:
            self.joiner.append(part.source, (heap.label, name + piece.mark), place, _marks(part))
        except UnreadablePdf as error:
            raise UnreadablePdf(self.pieces) from error
        self.pieces += 1
        before = self.spans[-1] if self.spans else None
        if before and before.unit == part.unit:
            first = before.first
            self.spans.pop()
        self.spans.append(
            Span(file=self.number, unit=part.unit, label=part.label, first=first, last=self.joiner.pages)
        )


def _marks(part: Part) -> Marks | None:
    if not (part.key and part.marked):
        return None
    from generator.press.marks import mark_of

    def drawn(place: int, box: PageBox) -> bytes:
        return mark_of(
            PageCode(key=part.key, page=place + 1, pages=part.pages, landscape=box.is_landscape), box
        )

    return drawn


def _cover_marks(heap: Heap) -> Marks | None:
    if not (key := heap.key):
        return None
    from generator.press.marks import mark_of

    pages = sum(piece.part.pages for piece in heap.pieces)
    return lambda _, box: mark_of(PageCode(key=key, page=0, pages=pages), box)


def _numbers(part: Part) -> Sequence[int]:
    return [part.copy] if part.copy else range(1, part.copies + 1)


def _padded(pages: int, two_sided: bool) -> int:
    return pages + pages % 2 if two_sided else pages


def _divided(run: Iterable[Heap], plan: Plan) -> Iterator[Heap]:
    """Yield the heaps, those longer than a file in pieces that are not."""
    room = plan.split - plan.front_pages
    for heap in run:
        if not plan.split or heap.pages(plan.two_sided) <= room:
            yield heap
            continue
        some: list[Piece] = []
        for piece in heap.pieces:
            if some and Heap(heap.label, (*some, piece)).pages(plan.two_sided) > room:
                yield Heap(heap.label, tuple(some))
                some = []
            some.append(piece)
        yield Heap(heap.label, tuple(some))
