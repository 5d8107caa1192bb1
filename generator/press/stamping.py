"""Stamping (用印): where the seals of a printed sheet stand, read from its pages, and whether each has its room."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import combinations

from generator.dataclass import dataclass
from generator.layout import gbt9704 as gb
from generator.layout.seals import (
    Circle,
    Rect,
    Words,
    beside_others,
    has_room,
    holds,
    in_box,
    meet,
    over_signature,
    over_words,
    straddles,
)
from generator.model.seal import Holder, SealPlace, SealSpot, StampRow, StraddlePlace
from generator.model.sheet import Sheet
from generator.problem import Problem


@dataclass(frozen=True, slots=True, kw_only=True)
class Stamping:
    """Seals of one sheet as printed (一份文件的用印), and what was found wrong with their places."""

    sheet: Sheet
    places: tuple[SealPlace, ...] = ()
    straddles: tuple[StraddlePlace, ...] = ()
    problems: tuple[Problem, ...] = ()

    @property
    def needed(self) -> bool:
        """Whether the sheet is sealed at all."""
        return bool(self.places or self.straddles)


def stamping_of(
    sheet: Sheet,
    pages: int,
    places: Mapping[str, tuple[int, Rect]],
    words: Mapping[int, Sequence[Words]],
) -> Stamping:
    """Return where the seals of a sheet stand.

    `places` are page and place of what each presses, by id, `words` all that is printed on those pages.
    """
    paper = _paper(sheet.content.landscape)
    spots = [spot for spot in sheet.seals.spots if spot.key in places]
    placed = [
        SealPlace(holder=s.holder, page=places[s.key][0], circle=_circle(s, places, words, paper))
        for s in spots
    ]
    return Stamping(
        sheet=sheet,
        places=tuple(placed),
        straddles=tuple(_straddles(sheet, pages)),
        problems=(*_small_boxes(spots, places), *_crowded(spots, placed, paper)),
    )


def _paper(landscape: bool) -> Rect:
    width, height = gb.PAGE_WIDTH_MM, gb.PAGE_HEIGHT_MM
    return Rect(0, 0, height, width) if landscape else Rect(0, 0, width, height)


def _circle(
    spot: SealSpot,
    places: Mapping[str, tuple[int, Rect]],
    words: Mapping[int, Sequence[Words]],
    paper: Rect,
) -> Circle:
    page, pressed = places[spot.key]
    mm = spot.holder.mm
    if spot.kind == "signature":
        return over_signature(pressed, mm)
    if spot.kind == "box" and spot.box in places:
        return in_box(pressed, places[spot.box][1], mm)
    if spot.kind == "line":
        return beside_others(pressed, mm, paper, [w for w in words[page] if w.place != pressed])
    return over_words(pressed, mm, paper)


def _straddles(sheet: Sheet, pages: int) -> Iterator[StraddlePlace]:
    holder = sheet.seals.straddle
    if holder is None:
        return
    landscape = sheet.content.landscape
    for one in straddles(pages, two_sided=sheet.two_sided, landscape=landscape, mm=holder.mm):
        yield StraddlePlace(
            holder=holder, first_page=one.first_page, last_page=one.last_page, slices=one.slices
        )


def _small_boxes(spots: Sequence[SealSpot], places: Mapping[str, tuple[int, Rect]]) -> Iterator[Problem]:
    for spot in spots:
        _, box = places.get(spot.box, (0, None))
        if box and not has_room(box, spot.holder.mm):
            message = (
                f"里“{spot.label}”的盖章格宽 {box.width:.0f}、高 {box.height:.0f} 毫米，"
                f"放不下直径 {spot.holder.mm:g} 毫米的印章。请加大这一项的 height_mm，或格的 share。"
            )
            yield Problem(code="SEAL-001", message=message, path=spot.path, severity="warning")


def _crowded(spots: Sequence[SealSpot], placed: Sequence[SealPlace], paper: Rect) -> Iterator[Problem]:
    """Yield the seals that run over the edge of the sheet, and pairs that meet (7.3.5.1)."""
    for spot, place in zip(spots, placed, strict=True):
        if not holds(paper, place.circle):
            message = f"第 {place.page} 页“{place.holder.name}”的印章伸出纸边。请改短名称，或挪动盖章的一行。"
            yield Problem(code="SEAL-002", message=message, path=spot.path, severity="warning")
    for (spot, one), (_, other) in combinations(zip(spots, placed, strict=True), 2):
        if one.page == other.page and meet(one.circle, other.circle):
            names = f"“{one.holder.name}”和“{other.holder.name}”"
            message = f"第 {one.page} 页{names}的两枚印章相交。请把盖章的两处分开些。"
            yield Problem(code="SEAL-002", message=message, path=spot.path, severity="warning")


def stamp_rows(stampings: Sequence[Stamping]) -> Iterator[StampRow]:
    """Yield the rows of the stamping list, sheet by sheet in the order of the pile, page by page."""
    for stamping in stampings:
        for place in sorted(stamping.places, key=lambda p: (p.page, p.circle.y, p.circle.x)):
            row = _row(stamping.sheet, place.holder, (place.page, place.page))
            yield replace(row, circle=place.circle)
        for one in stamping.straddles:
            yield _row(stamping.sheet, one.holder, (one.first_page, one.last_page))


def _row(sheet: Sheet, holder: Holder, pages: tuple[int, int]) -> StampRow:
    return StampRow(
        holder=holder,
        unit=sheet.folder,
        sheet=sheet.name,
        first_page=pages[0],
        last_page=pages[1],
        copies=sheet.seals.copies,
    )
