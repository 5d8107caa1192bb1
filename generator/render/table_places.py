"""Places of everything on the pages of a table sheet (排位): each line of text and each rule, without any engine.

The same page as `templates/html` gives through WeasyPrint: what its style sheet says of a table sheet stands here as
arithmetic, and lines are broken by the same rules (`layout.breaks`). What this page cannot hold is told, never squeezed:
another path sets it then.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import accumulate
from typing import NamedTuple

from generator.kept import Kept
from generator.layout import breaks, fit
from generator.layout import gbt9704 as gb
from generator.model.form import Line
from generator.model.seal import SealSpot
from generator.model.sheet import Cell, Grid, GridRow, Sheet, TableContent
from generator.render.page_places import (
    LINE,
    RULE_PT,
    SLACK_PT,
    Area,
    Box,
    Ems,
    Face,
    Fixed,
    Page,
    Placed,
    Rule,
    Text,
    Unplaced,
    area_of,
    broken,
    cells_of,
    hold,
    lead,
    outer_starts,
    paged,
    pt,
    ruled,
    stretches_of,
    turned_number,
    upright_number,
)

_PAD_X, _PAD_Y = pt(fit.CELL_PADDING_MM), pt(fit.CELL_PADDING_Y_MM)
_FRAMES_MOST = 64


class _Slot(NamedTuple):
    """Place of a value: its cell, in pt from the left and top of the sheet, rules and padding taken off."""

    name: str
    left: float
    top: float
    width: float
    height: float
    centred: bool


@dataclass(frozen=True, slots=True, eq=False)
class _Frame:
    """Page of a table whose rows are the same for every sheet: what is fixed, and where values go."""

    fixed: Fixed
    slots: tuple[_Slot, ...]
    boxes: "tuple[_SealBox, ...]"
    bottom: float
    area: Area


class _SealBox(NamedTuple):
    """Box that takes a seal: its place, and where each part of its lines begins, by line and part."""

    key: str
    box: Box
    starts: dict[tuple[int, str], tuple[float, float]]


class Places:
    """Places (排位) of the sheets of a run; what they have in common is placed once and kept.

    `ems` are the widths of characters by face, in ems: a mapping that answers for every character, or raises Unplaced.
    """

    def __init__(self, ems: "Callable[[Face], Ems]") -> None:
        self._ems = ems
        self._frames: Kept[list[_Frame]] = Kept(_FRAMES_MOST)
        self._heads: dict[tuple[object, ...], Fixed] = {}
        self._numbers: dict[tuple[object, ...], Fixed] = {}

    def pages(self, sheet: Sheet) -> list[Page]:
        """Return the pages of a table sheet; raises Unplaced when they are not placed here."""
        content = sheet.content
        if not isinstance(content, TableContent):
            raise Unplaced("正文由排版引擎排")
        pages = self._ledger(sheet, content) if _has_head(content.grid) else self._form(sheet, content)
        for number, page in enumerate(pages, 1):
            page.fixed = (*page.fixed, self._number(sheet, number))
        return pages

    # Tables whose rows are fixed

    def _form(self, sheet: Sheet, content: TableContent) -> list[Page]:
        frames = self._frames_of(sheet, content)
        pages = [self._filled(frame, content) for frame in frames]
        first = frames[0].area
        top = first.y + self._title_height(content)
        self._outers(pages[0], sheet, ("above", content.above), (first, top))
        self._outers(pages[-1], sheet, ("below", content.below), (frames[-1].area, frames[-1].bottom))
        if sheet.seals.spots:
            self._press(pages, frames, sheet)
        return pages

    def _filled(self, frame: _Frame, content: TableContent) -> Page:
        """Return a page with its values in their cells."""
        page = Page(fixed=(frame.fixed,))
        ems, size, line = self._ems("text"), content.grid.size_pt, content.grid.line_pt
        below = lead(size, line)
        values = content.values
        for slot in frame.slots:
            text = values[slot.name]
            if not text:
                continue
            if "\n" not in text and (wide := sum([ems[c] for c in text]) * size) <= slot.width + SLACK_PT:
                if line > slot.height + SLACK_PT:
                    raise Unplaced(f"“{text[:12]}”比它的格高")
                x = slot.left + max(0.0, slot.width - wide) / 2 if slot.centred else slot.left
                y = slot.top + (slot.height - line) / 2
                page.texts.append(Text("text", size, x, y, y + below, text, True))
            else:
                self._lines(page, "text", slot, text, (size, line))
        return page

    def _lines(self, page: Page, face: Face, slot: _Slot, text: str, sizes: tuple[float, float]) -> None:
        """Place a text of several lines in its cell."""
        size, line = sizes
        lines = list(broken(text, self._ems(face), size, slot.width))
        if len(lines) * line > slot.height + SLACK_PT:
            raise Unplaced(f"“{text[:12]}”比它的格高")
        y = slot.top + (slot.height - len(lines) * line) / 2
        below = lead(size, line)
        for part, wide in lines:
            x = slot.left + max(0.0, slot.width - wide) / 2 if slot.centred else slot.left
            if part:
                page.texts.append(Text(face, size, x, y, y + below, part, bool(slot.name)))
            y += line

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
                self._title(page, content, area)
                top += self._title_height(content) + len(content.above) * LINE
            slots: list[_Slot] = []
            boxes: list[_SealBox] = []
            bottom = self._rows(page, content.grid, rows, (area, top), slots=slots, boxes=boxes)
            if number == len(stretches):
                bottom = self._notes(page, content, area, bottom)
                hold(bottom + len(content.below) * LINE, area)
            hold(bottom, area)
            yield _Frame(
                Fixed(tuple(page.texts), tuple(page.rules)), tuple(slots), tuple(boxes), bottom, area
            )

    def _press(self, pages: list[Page], frames: list[_Frame], sheet: Sheet) -> None:
        """Note where the words lie that the seals in boxes press, and the boxes themselves."""
        assert isinstance(sheet.content, TableContent)
        size, line = sheet.content.grid.size_pt, sheet.content.grid.line_pt
        ems = self._ems("text")
        boxes = {
            box.key: (page, box) for page, frame in zip(pages, frames, strict=True) for box in frame.boxes
        }
        for spot in sheet.seals.spots:
            if spot.key in boxes:
                page, box = boxes[spot.key]
                x, top = box.starts[spot.line, spot.part]
                x += sum(ems[c] for c in spot.before) * size
                wide = sum(ems[c] for c in spot.pressed) * size
                page.pressed[spot.key] = Box(x, top, x + wide, top + line)
                page.pressed[spot.box] = box.box

    # Tables of listed rows

    def _ledger(self, sheet: Sheet, content: TableContent) -> list[Page]:
        """Return the pages of a ledger: its head on each, its rows as high as they are."""
        rows = content.grid.rows
        heads = [row for row in rows if row.head]
        head = RULE_PT + sum(pt(row.height_mm) for row in heads)
        first = self._title_height(content) + len(content.above) * LINE + head
        stretches = list(paged(rows[len(heads) :], gb.type_area_mm(content.landscape)[1], (first, head)))
        pages = []
        bottom, area = 0.0, area_of(content.landscape, 1, sheet.two_sided)
        for number, listed in enumerate(stretches, 1):
            area = area_of(content.landscape, number, sheet.two_sided)
            page = Page(fixed=(self._head(sheet, content, tuple(heads), number),))
            top = area.y
            if number == 1:
                top += self._title_height(content)
                self._outers(page, sheet, ("above", content.above), (area, top))
                top += len(content.above) * LINE
            bottom = self._listed(page, content, listed, (area, top, head))
            pages.append(page)
        bottom = self._notes(pages[-1], content, area, bottom)
        hold(bottom + len(content.below) * LINE, area)
        self._outers(pages[-1], sheet, ("below", content.below), (area, bottom))
        return pages

    def _head(self, sheet: Sheet, content: TableContent, heads: tuple[GridRow, ...], number: int) -> Fixed:
        """Return the fixed part of a page of a ledger: on the first the title, on each the rows of heads."""
        grid, first = content.grid, number == 1
        title = (content.attachment, content.title, len(content.above)) if first else ()
        odd = number % 2 == 1
        key = (title, heads, grid.widths_mm, grid.size_pt, content.landscape, sheet.two_sided, odd)
        if key not in self._heads:
            while len(self._heads) >= _FRAMES_MOST:
                self._heads.pop(next(iter(self._heads)))
            page, area = Page(), area_of(content.landscape, number, sheet.two_sided)
            top = area.y
            if first:
                self._title(page, content, area)
                top += self._title_height(content) + len(content.above) * LINE
            cells = list(cells_of(grid.widths_mm, heads, area.x + RULE_PT, top + RULE_PT))
            page.rules += ruled(cells)
            for placed in cells:
                self._cell(page, grid, placed, [], [])
            self._heads[key] = Fixed(tuple(page.texts), tuple(page.rules))
        return self._heads[key]

    def _listed(
        self, page: Page, content: TableContent, rows: Sequence[GridRow], place: tuple[Area, float, float]
    ) -> float:
        """Place listed rows below the head, and the left and upper rule of the table; return where they end."""
        area, top, head = place
        grid, values = content.grid, content.values
        sizes = grid.size_pt, grid.line_pt
        cells = list(cells_of(grid.widths_mm, rows, area.x + RULE_PT, top + head))
        bottom = top + head + sum(pt(row.height_mm) for row in rows)
        hold(bottom, area)
        page.rules.append(Rule(area.x, top, RULE_PT, bottom - top))
        page.rules.append(Rule(area.x, top, area.width + RULE_PT, RULE_PT))
        page.rules += ruled(cells)
        for placed in cells:
            cell = placed.cell
            text = values[cell.slot] if cell.slot else cell.text
            if text:
                self._lines(page, _face(cell), _slot(placed), text, sizes)
        return bottom

    # Parts of a page

    def _title_height(self, content: TableContent) -> float:
        return (2 * bool(content.attachment) + len(content.title)) * LINE

    def _title(self, page: Page, content: TableContent, area: Area) -> None:
        """Place the attachment's mark, left, and the lines of the title, centred (7.3.7)."""
        y = area.y
        if content.attachment:
            baseline = y + lead(gb.TEXT_PT, LINE)
            page.texts.append(
                Text(
                    "heading",
                    gb.TEXT_PT,
                    area.x,
                    y,
                    baseline,
                    content.attachment,
                    False,
                    gb.LETTER_SPACING_PT,
                )
            )
            y += 2 * LINE
        ems = self._ems("title")
        for line in content.title:
            wide = sum(ems[c] for c in line) * gb.TABLE_TITLE_PT
            if wide > area.width + SLACK_PT:
                raise Unplaced("标题一行排不下")
            x = area.x + (area.width - wide) / 2
            page.texts.append(Text("title", gb.TABLE_TITLE_PT, x, y, y + lead(gb.TABLE_TITLE_PT, LINE), line))
            y += LINE

    def _outers(
        self, page: Page, sheet: Sheet, lines: tuple[str, tuple[Line, ...]], place: tuple[Area, float]
    ) -> None:
        """Place the lines above or below a table."""
        (side, every), (area, top) = lines, place
        for index, line in enumerate(every):
            self._outer(page, line, (area, top + index * LINE), _spot(sheet, f"seal-{side}-{index}"))

    def _outer(self, page: Page, line: Line, place: tuple[Area, float], spot: SealSpot | None = None) -> None:
        """Place a line above or below the table: its parts left, in the middle and right."""
        area, top = place
        ems, size = self._ems("text"), gb.TABLE_LINE_PT
        wides = {
            part: sum(ems[c] for c in getattr(line, part)) * size for part in ("left", "center", "right")
        }
        starts = outer_starts(line, wides, area)
        baseline = top + lead(size, LINE)
        for part, x in starts.items():
            text = getattr(line, part)
            pressed = spot is not None and spot.part == part
            pieces = (spot.before, spot.pressed, spot.after) if spot and pressed else (text,)
            for index, piece in enumerate(pieces):
                wide = sum(ems[c] for c in piece) * size
                if piece:
                    page.texts.append(Text("text", size, x, top, baseline, piece))
                if spot and pressed and index == 1:
                    page.pressed[spot.key] = Box(x, top, x + wide, top + LINE)
                x += wide

    def _rows(
        self,
        page: Page,
        grid: Grid,
        rows: Sequence[GridRow],
        place: tuple[Area, float],
        *,
        slots: list[_Slot],
        boxes: list[_SealBox],
    ) -> float:
        """Place rows of a grid with their rules; return where they end."""
        area, top = place
        cells = list(cells_of(grid.widths_mm, rows, area.x + RULE_PT, top + RULE_PT))
        bottom = top + RULE_PT + sum(pt(row.height_mm) for row in rows)
        page.rules.append(Rule(area.x, top, RULE_PT, bottom - top))
        page.rules.append(Rule(area.x, top, area.width + RULE_PT, RULE_PT))
        page.rules += ruled(cells)
        for placed in cells:
            self._cell(page, grid, placed, slots, boxes)
        return bottom

    def _cell(
        self, page: Page, grid: Grid, placed: Placed, slots: list[_Slot], boxes: list[_SealBox]
    ) -> None:
        cell, slot = placed.cell, _slot(placed)
        if cell.lines:
            boxes.append(self._box(page, grid, placed))
        elif cell.slot:
            slots.append(slot)
        elif cell.text:
            self._lines(page, _face(cell), slot, cell.text, (grid.size_pt, grid.line_pt))

    def _box(self, page: Page, grid: Grid, placed: Placed) -> _SealBox:
        """Place the lines of an opinion box at its lower edge."""
        size, line = grid.size_pt, grid.line_pt
        ems = self._ems("text")
        left, width = placed.x + _PAD_X, placed.width - 2 * _PAD_X - RULE_PT
        area = Area(left, 0.0, width, 0.0)
        room = placed.height - RULE_PT - _PAD_Y - pt(fit.BOX_PADDING_MM)
        lines = placed.cell.lines
        if len(lines) * line > room + SLACK_PT:
            raise Unplaced("意见栏的字比它的格高")
        top = placed.y + _PAD_Y + room - len(lines) * line
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

    def _notes(self, page: Page, content: TableContent, area: Area, top: float) -> float:
        """Place the notes below the table, justified, two characters in; return where they end."""
        size, pitch = content.note_pt, content.note_line_pt
        ems = self._ems("text")
        for note in content.notes:
            if note != " ".join(note.split(" ")).strip(" ") or "  " in note or "\n" in note:
                raise Unplaced("注里的空格由排版引擎排")
            indent = 2 * size
            while note:
                limit = area.width - indent
                ends = [e * size for e in accumulate(ems[c] for c in note)]
                cut = breaks.first_line(note, ends, breaks.Measure(limit + SLACK_PT, size))
                line, note = note[:cut].rstrip(" "), note[cut:]
                gaps = breaks.gaps(line) if note else 0
                gap = max(0.0, limit - ends[len(line) - 1]) / gaps if gaps else 0.0
                page.texts.append(
                    Text("text", size, area.x + indent, top, top + lead(size, pitch), line, gap=gap)
                )
                top, indent = top + pitch, 0.0
        return top

    def _number(self, sheet: Sheet, number: int) -> Fixed:
        """Return the page number, on the outer side, its dash 7 mm below the type area (7.5)."""
        landscape = sheet.content.landscape
        key = (landscape, sheet.two_sided, number)
        if key not in self._numbers:
            area = area_of(landscape, number, sheet.two_sided)
            text = f"— {number} —"
            wide = sum(self._ems("number")[c] for c in text) * gb.PAGE_NUMBER_PT
            placed = turned_number if landscape else upright_number
            x, y = placed(area, wide, number % 2 == 1)
            self._numbers[key] = Fixed(
                (Text("number", gb.PAGE_NUMBER_PT, x, y, y, text, turned=landscape),), ()
            )
        return self._numbers[key]


def _face(cell: Cell) -> Face:
    return "heading" if cell.role in ("head", "group") else "text"


def _slot(placed: Placed) -> _Slot:
    """Return the room for the text of a cell."""
    return _Slot(
        placed.cell.slot,
        placed.x + _PAD_X,
        placed.y + _PAD_Y,
        placed.width - 2 * _PAD_X - RULE_PT,
        placed.height - 2 * _PAD_Y - RULE_PT,
        placed.cell.align == "center",
    )


def _has_head(grid: Grid) -> bool:
    return bool(grid.rows) and grid.rows[0].head


def _spot(sheet: Sheet, key: str) -> SealSpot | None:
    return next((spot for spot in sheet.seals.spots if spot.key == key), None)
