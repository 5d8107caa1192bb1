"""Places on the pages of a table whose rows are the same for every sheet (固定行的表): values go into its cells."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from generator.kept import Kept
from generator.layout import fit
from generator.model.sheet import Grid, GridRow, Sheet, TableContent
from generator.render.cell_texts import PAD_X, PAD_Y, CellTexts
from generator.render.grid_places import Placed, cells_of, frame_rules, ruled, stretches_of
from generator.render.outer_places import OuterPlaces, title_height
from generator.render.page_places import (
    LINE,
    RULE_PT,
    SLACK_PT,
    Area,
    Box,
    Ems,
    Fixed,
    Page,
    Text,
    Unplaced,
    area_of,
    hold,
    lead,
    outer_starts,
    pt,
)

_FRAMES_MOST = 64


class _SealBox(NamedTuple):
    """Box that takes a seal: its place, and where each part of its lines begins, by line and part."""

    key: str
    box: Box
    starts: dict[tuple[int, str], tuple[float, float]]


@dataclass(frozen=True, slots=True, eq=False)
class _Frame:
    """Page of a table whose rows are the same for every sheet: what is fixed, and where values go."""

    fixed: Fixed
    slots: tuple[Placed, ...]
    boxes: tuple[_SealBox, ...]
    bottom: float
    area: Area


class FormPlaces:
    """Places (排位) of the sheets of forms; what the sheets of a form have in common is placed once and kept."""

    def __init__(self, outer: OuterPlaces, texts: CellTexts, ems: Ems) -> None:
        self._outer, self._texts, self._ems = outer, texts, ems
        self._frames: Kept[list[_Frame]] = Kept(_FRAMES_MOST)

    def pages(self, sheet: Sheet, content: TableContent) -> list[Page]:
        """Return the pages of a sheet; raises Unplaced."""
        frames = self._frames_of(sheet, content)
        pages = [self._filled(frame, content) for frame in frames]
        last = frames[-1]
        self._outer.above(pages[0], sheet, content, frames[0].area)
        self._outer.below(pages[-1], sheet, content, (last.area, last.bottom))
        if sheet.seals.spots:
            self._press(pages, frames, sheet, content.grid)
        return pages

    def _filled(self, frame: _Frame, content: TableContent) -> Page:
        """Return a page with its values in their cells."""
        values = content.values
        written = ((placed, text) for placed in frame.slots if (text := values[placed.cell.slot]))
        return Page(fixed=(frame.fixed,), blocks=list(self._texts.blocks(written, content.grid)))

    def _frames_of(self, sheet: Sheet, content: TableContent) -> list[_Frame]:
        """Return the frames of a table, those placed before where everything in them is the same."""
        around = (content.attachment, content.title, content.notes, content.note_pt)
        lines = (len(content.above), len(content.below), content.landscape, sheet.two_sided)
        return self._frames.of(content.grid, (around, lines), lambda: list(self._new_frames(sheet, content)))

    def _new_frames(self, sheet: Sheet, content: TableContent) -> Iterator[_Frame]:
        stretches = list(stretches_of(content.grid.rows))
        for number, rows in enumerate(stretches, 1):
            page, area = Page(), area_of(content.landscape, number, sheet.two_sided)
            top = area.y
            if number == 1:
                self._outer.title(page, content, area)
                top += title_height(content) + len(content.above) * LINE
            slots, boxes = self._rows(page, content.grid, rows, (area, top))
            bottom = top + RULE_PT + sum(pt(row.height_mm) for row in rows)
            if number == len(stretches):
                bottom = self._outer.notes(page, content, area, bottom)
                hold(bottom + len(content.below) * LINE, area)
            hold(bottom, area)
            yield _Frame(page.as_fixed(), slots, boxes, bottom, area)

    def _rows(
        self, page: Page, grid: Grid, rows: Sequence[GridRow], place: tuple[Area, float]
    ) -> tuple[tuple[Placed, ...], tuple[_SealBox, ...]]:
        """Place rows with their rules and wording; return the cells of values and the boxes of seals."""
        area, top = place
        cells = list(cells_of(grid.widths_mm, rows, area.x + RULE_PT, top + RULE_PT))
        page.rules += frame_rules(area, top, RULE_PT + sum(pt(row.height_mm) for row in rows))
        page.rules += ruled(cells)
        boxes = tuple(self._box(page, grid, placed) for placed in cells if placed.cell.lines)
        others = [placed for placed in cells if not placed.cell.lines]
        worded = ((p, p.cell.text) for p in others if p.cell.text and not p.cell.slot)
        page.blocks += self._texts.blocks(worded, grid)
        return tuple(placed for placed in others if placed.cell.slot), boxes

    def _box(self, page: Page, grid: Grid, placed: Placed) -> _SealBox:
        """Place the lines of an opinion box at its lower edge."""
        size, line = _sizes(grid)
        ems, lines = self._ems, placed.cell.lines
        area = Area(placed.x + PAD_X, 0.0, placed.width - 2 * PAD_X - RULE_PT, 0.0)
        room = placed.height - RULE_PT - PAD_Y - pt(fit.BOX_PADDING_MM)
        if len(lines) * line > room + SLACK_PT:
            raise Unplaced("意见栏的字比它的格高")
        top = placed.y + PAD_Y + room - len(lines) * line
        starts: dict[tuple[int, str], tuple[float, float]] = {}
        for number, each in enumerate(lines):
            wides = {p: sum(ems[c] for c in getattr(each, p)) * size for p in ("left", "center", "right")}
            for part, x in outer_starts(each, wides, area, shared=False).items():
                text = getattr(each, part)
                starts[number, part] = x, top
                if text:
                    page.texts.append(Text("text", size, x, top, top + lead(size, line), text))
            top += line
        box = Box(placed.x, placed.y, placed.x + placed.width, placed.y + placed.height)
        return _SealBox(placed.cell.seal, box, starts)

    def _press(self, pages: list[Page], frames: list[_Frame], sheet: Sheet, grid: Grid) -> None:
        """Note where the words lie that the seals in boxes press, and the boxes themselves."""
        size, line = _sizes(grid)
        boxes = {
            box.key: (page, box) for page, frame in zip(pages, frames, strict=True) for box in frame.boxes
        }
        for spot in sheet.seals.spots:
            if spot.key in boxes:
                page, box = boxes[spot.key]
                x, top = box.starts[spot.line, spot.part]
                x += sum(self._ems[c] for c in spot.before) * size
                wide = sum(self._ems[c] for c in spot.pressed) * size
                page.pressed[spot.key] = Box(x, top, x + wide, top + line)
                page.pressed[spot.box] = box.box


def _sizes(grid: Grid) -> tuple[float, float]:
    return grid.size_pt, grid.line_pt
