"""Places of everything on the pages of a table sheet (排位): each line of text and each rule, without any engine.

The same page as `templates/html` gives through WeasyPrint: what its style sheet says of a table sheet stands here as
arithmetic, and lines are broken by the same rules (`layout.breaks`). What this page cannot hold is told, never squeezed:
another path sets it then.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import accumulate, pairwise
from typing import Literal, NamedTuple, TypeAlias

from generator.layout import breaks, fit
from generator.layout import gbt9704 as gb
from generator.model.form import Line
from generator.model.seal import SealSpot
from generator.model.sheet import Cell, Grid, GridRow, Sheet, TableContent

Face: TypeAlias = Literal["text", "heading", "title", "number"]
Width: TypeAlias = Callable[[Face, str], float]  # of a character that is no full-width one, in ems

RULE_PT = 0.75
NUMBER_DASH_EM = 0.611  # ink of the dash of 宋体 below the top of its line; measured
NUMBER_BOX_MM = 40.0
ASCENT_EM = 0.88  # the baseline of an em, in every face (`chinese_lines.py`)
_SLACK_PT = 1e-3
_pt = gb.pt_from_mm
_LINE = _pt(gb.TYPE_AREA_HEIGHT_MM) / gb.LINES_PER_PAGE
_PAD_X, _PAD_Y = _pt(fit.CELL_PADDING_MM), _pt(fit.CELL_PADDING_Y_MM)


class Unplaced(Exception):
    """Raised for a sheet that is not placed here; the message is the reason, in Chinese."""


class Text(NamedTuple):
    """Line of text (一行字): where it begins and its baseline, in pt from the left and top of the sheet.

    `top` is where its line begins. `spacing` is room behind every character, `gap` between those that may be set apart,
    both in pt; `turned` text runs down the sheet. `filled` is a value in its cell.
    """

    face: Face
    size: float
    x: float
    top: float
    y: float
    text: str
    filled: bool = False
    spacing: float = 0.0
    gap: float = 0.0
    turned: bool = False


class Rule(NamedTuple):
    """Rule (框线): a filled box, in pt from the left and top of the sheet."""

    x: float
    y: float
    width: float
    height: float


class Box(NamedTuple):
    """Place (位置) of something on a page, in pt from the left and top of the sheet."""

    left: float
    top: float
    right: float
    bottom: float


@dataclass(slots=True)
class Page:
    """Page (页): what stands on it. `fixed` is what every sheet of the form has there, `texts` and `rules` its own."""

    fixed: "tuple[Fixed, ...]" = ()
    texts: list[Text] = field(default_factory=list)
    rules: list[Rule] = field(default_factory=list)
    pressed: dict[str, Box] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, eq=False)
class Fixed:
    """Fixed part (固定部分) of a page: the same object for every sheet that has it."""

    texts: tuple[Text, ...]
    rules: tuple[Rule, ...]


@dataclass(frozen=True, slots=True)
class _Area:
    """Type area (版心) of a page, in pt: its left and top edge, width and height."""

    x: float
    y: float
    width: float
    height: float

    @property
    def bottom(self) -> float:
        return self.y + self.height


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
    area: _Area


@dataclass(frozen=True, slots=True)
class _Placed:
    """Cell of a grid with its place, its right and lower rule included."""

    cell: Cell
    x: float
    y: float
    width: float
    height: float


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
        self._frames: dict[tuple[object, ...], tuple[object, list[_Frame]]] = {}
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
        lead = (line - size) / 2 + ASCENT_EM * size
        values = content.values
        for slot in frame.slots:
            text = values[slot.name]
            if not text:
                continue
            if "\n" not in text and (wide := sum([ems[c] for c in text]) * size) <= slot.width + _SLACK_PT:
                if line > slot.height + _SLACK_PT:
                    raise Unplaced(f"“{text[:12]}”比它的格高")
                x = slot.left + max(0.0, slot.width - wide) / 2 if slot.centred else slot.left
                y = slot.top + (slot.height - line) / 2
                page.texts.append(Text("text", size, x, y, y + lead, text, True))
            else:
                self._lines(page, "text", slot, text, (size, line))
        return page

    def _lines(self, page: Page, face: Face, slot: _Slot, text: str, sizes: tuple[float, float]) -> None:
        """Place a text of several lines in its cell."""
        size, line = sizes
        lines = list(_broken(text, self._ems(face), size, slot.width))
        if len(lines) * line > slot.height + _SLACK_PT:
            raise Unplaced(f"“{text[:12]}”比它的格高")
        y = slot.top + (slot.height - len(lines) * line) / 2
        lead = (line - size) / 2 + ASCENT_EM * size
        for part, wide in lines:
            x = slot.left + max(0.0, slot.width - wide) / 2 if slot.centred else slot.left
            if part:
                page.texts.append(Text(face, size, x, y, y + lead, part, bool(slot.name)))
            y += line

    def _frames_of(self, sheet: Sheet, content: TableContent) -> list[_Frame]:
        """Return the frames of a table, those placed before where everything in them is the same."""
        around = (
            content.attachment,
            content.title,
            content.notes,
            content.note_pt,
            len(content.above),
            len(content.below),
        )
        key = (id(content.grid), content.landscape, sheet.two_sided, around)
        known = self._frames.get(key)
        if known is None or known[0] is not content.grid:
            known = content.grid, list(self._new_frames(sheet, content))
            self._frames[key] = known
        return known[1]

    def _new_frames(self, sheet: Sheet, content: TableContent) -> Iterator[_Frame]:
        stretches = list(_stretches(content.grid.rows))
        for number, rows in enumerate(stretches, 1):
            page, area = Page(), _area(content.landscape, number, sheet.two_sided)
            top = area.y
            if number == 1:
                self._title(page, content, area)
                top += self._title_height(content) + len(content.above) * _LINE
            slots: list[_Slot] = []
            boxes: list[_SealBox] = []
            bottom = self._rows(page, content.grid, rows, (area, top), slots=slots, boxes=boxes)
            if number == len(stretches):
                bottom = self._notes(page, content, area, bottom)
                _hold(bottom + len(content.below) * _LINE, area)
            _hold(bottom, area)
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
        head = RULE_PT + sum(_pt(row.height_mm) for row in heads)
        first = self._title_height(content) + len(content.above) * _LINE + head
        stretches = list(_paged(rows[len(heads) :], gb.type_area_mm(content.landscape)[1], (first, head)))
        pages = []
        bottom, area = 0.0, _area(content.landscape, 1, sheet.two_sided)
        for number, listed in enumerate(stretches, 1):
            area = _area(content.landscape, number, sheet.two_sided)
            page = Page(fixed=(self._head(sheet, content, tuple(heads), number),))
            top = area.y
            if number == 1:
                top += self._title_height(content)
                self._outers(page, sheet, ("above", content.above), (area, top))
                top += len(content.above) * _LINE
            bottom = self._listed(page, content, listed, (area, top, head))
            pages.append(page)
        bottom = self._notes(pages[-1], content, area, bottom)
        _hold(bottom + len(content.below) * _LINE, area)
        self._outers(pages[-1], sheet, ("below", content.below), (area, bottom))
        return pages

    def _head(self, sheet: Sheet, content: TableContent, heads: tuple[GridRow, ...], number: int) -> Fixed:
        """Return the fixed part of a page of a ledger: on the first the title, on each the rows of heads."""
        grid, first = content.grid, number == 1
        title = (content.attachment, content.title, len(content.above)) if first else ()
        odd = number % 2 == 1
        key = (title, heads, grid.widths_mm, grid.size_pt, content.landscape, sheet.two_sided, odd)
        if key not in self._heads:
            page, area = Page(), _area(content.landscape, number, sheet.two_sided)
            top = area.y
            if first:
                self._title(page, content, area)
                top += self._title_height(content) + len(content.above) * _LINE
            cells = list(_cells(grid.widths_mm, heads, area.x + RULE_PT, top + RULE_PT))
            page.rules += _ruled(cells)
            for placed in cells:
                self._cell(page, grid, placed, [], [])
            self._heads[key] = Fixed(tuple(page.texts), tuple(page.rules))
        return self._heads[key]

    def _listed(
        self, page: Page, content: TableContent, rows: Sequence[GridRow], place: tuple[_Area, float, float]
    ) -> float:
        """Place listed rows below the head, and the left and upper rule of the table; return where they end."""
        area, top, head = place
        grid, values = content.grid, content.values
        sizes = grid.size_pt, grid.line_pt
        cells = list(_cells(grid.widths_mm, rows, area.x + RULE_PT, top + head))
        bottom = top + head + sum(_pt(row.height_mm) for row in rows)
        _hold(bottom, area)
        page.rules.append(Rule(area.x, top, RULE_PT, bottom - top))
        page.rules.append(Rule(area.x, top, area.width + RULE_PT, RULE_PT))
        page.rules += _ruled(cells)
        for placed in cells:
            cell = placed.cell
            text = values[cell.slot] if cell.slot else cell.text
            if text:
                self._lines(page, _face(cell), _slot(placed), text, sizes)
        return bottom

    # Parts of a page

    def _title_height(self, content: TableContent) -> float:
        return (2 * bool(content.attachment) + len(content.title)) * _LINE

    def _title(self, page: Page, content: TableContent, area: _Area) -> None:
        """Place the attachment's mark, left, and the lines of the title, centred (7.3.7)."""
        y = area.y
        if content.attachment:
            baseline = y + _lead(gb.TEXT_PT, _LINE)
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
            y += 2 * _LINE
        ems = self._ems("title")
        for line in content.title:
            wide = sum(ems[c] for c in line) * gb.TABLE_TITLE_PT
            if wide > area.width + _SLACK_PT:
                raise Unplaced("标题一行排不下")
            x = area.x + (area.width - wide) / 2
            page.texts.append(
                Text("title", gb.TABLE_TITLE_PT, x, y, y + _lead(gb.TABLE_TITLE_PT, _LINE), line)
            )
            y += _LINE

    def _outers(
        self, page: Page, sheet: Sheet, lines: tuple[str, tuple[Line, ...]], place: tuple[_Area, float]
    ) -> None:
        """Place the lines above or below a table."""
        (side, every), (area, top) = lines, place
        for index, line in enumerate(every):
            self._outer(page, line, (area, top + index * _LINE), _spot(sheet, f"seal-{side}-{index}"))

    def _outer(
        self, page: Page, line: Line, place: tuple[_Area, float], spot: SealSpot | None = None
    ) -> None:
        """Place a line above or below the table: its parts left, in the middle and right."""
        area, top = place
        ems, size = self._ems("text"), gb.TABLE_LINE_PT
        wides = {
            part: sum(ems[c] for c in getattr(line, part)) * size for part in ("left", "center", "right")
        }
        starts = _outer_starts(line, wides, area)
        baseline = top + _lead(size, _LINE)
        for part, x in starts.items():
            text = getattr(line, part)
            pressed = spot is not None and spot.part == part
            pieces = (spot.before, spot.pressed, spot.after) if spot and pressed else (text,)
            for index, piece in enumerate(pieces):
                wide = sum(ems[c] for c in piece) * size
                if piece:
                    page.texts.append(Text("text", size, x, top, baseline, piece))
                if spot and pressed and index == 1:
                    page.pressed[spot.key] = Box(x, top, x + wide, top + _LINE)
                x += wide

    def _rows(
        self,
        page: Page,
        grid: Grid,
        rows: Sequence[GridRow],
        place: tuple[_Area, float],
        *,
        slots: list[_Slot],
        boxes: list[_SealBox],
    ) -> float:
        """Place rows of a grid with their rules; return where they end."""
        area, top = place
        cells = list(_cells(grid.widths_mm, rows, area.x + RULE_PT, top + RULE_PT))
        bottom = top + RULE_PT + sum(_pt(row.height_mm) for row in rows)
        page.rules.append(Rule(area.x, top, RULE_PT, bottom - top))
        page.rules.append(Rule(area.x, top, area.width + RULE_PT, RULE_PT))
        page.rules += _ruled(cells)
        for placed in cells:
            self._cell(page, grid, placed, slots, boxes)
        return bottom

    def _cell(
        self, page: Page, grid: Grid, placed: _Placed, slots: list[_Slot], boxes: list[_SealBox]
    ) -> None:
        cell, slot = placed.cell, _slot(placed)
        if cell.lines:
            boxes.append(self._box(page, grid, placed))
        elif cell.slot:
            slots.append(slot)
        elif cell.text:
            self._lines(page, _face(cell), slot, cell.text, (grid.size_pt, grid.line_pt))

    def _box(self, page: Page, grid: Grid, placed: _Placed) -> _SealBox:
        """Place the lines of an opinion box at its lower edge."""
        size, line = grid.size_pt, grid.line_pt
        ems = self._ems("text")
        left, width = placed.x + _PAD_X, placed.width - 2 * _PAD_X - RULE_PT
        area = _Area(left, 0.0, width, 0.0)
        room = placed.height - RULE_PT - _PAD_Y - _pt(fit.BOX_PADDING_MM)
        lines = placed.cell.lines
        if len(lines) * line > room + _SLACK_PT:
            raise Unplaced("意见栏的字比它的格高")
        top = placed.y + _PAD_Y + room - len(lines) * line
        starts: dict[tuple[int, str], tuple[float, float]] = {}
        for number, each in enumerate(lines):
            wides = {p: sum(ems[c] for c in getattr(each, p)) * size for p in ("left", "center", "right")}
            for part, x in _outer_starts(each, wides, area, shared=False).items():
                text = getattr(each, part)
                starts[number, part] = x, top
                if text:
                    page.texts.append(Text("text", size, x, top, top + _lead(size, line), text))
            top += line
        box = Box(placed.x, placed.y, placed.x + placed.width, placed.y + placed.height)
        return _SealBox(placed.cell.seal, box, starts)

    def _notes(self, page: Page, content: TableContent, area: _Area, top: float) -> float:
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
                cut = breaks.first_line(note, ends, breaks.Measure(limit + _SLACK_PT, size))
                line, note = note[:cut].rstrip(" "), note[cut:]
                gaps = breaks.gaps(line) if note else 0
                gap = max(0.0, limit - ends[len(line) - 1]) / gaps if gaps else 0.0
                page.texts.append(
                    Text("text", size, area.x + indent, top, top + _lead(size, pitch), line, gap=gap)
                )
                top, indent = top + pitch, 0.0
        return top

    def _number(self, sheet: Sheet, number: int) -> Fixed:
        """Return the page number, on the outer side, its dash 7 mm below the type area (7.5)."""
        landscape = sheet.content.landscape
        key = (landscape, sheet.two_sided, number)
        if key not in self._numbers:
            area = _area(landscape, number, sheet.two_sided)
            text = f"— {number} —"
            wide = sum(self._ems("number")[c] for c in text) * gb.PAGE_NUMBER_PT
            placed = _turned_number if landscape else _upright_number
            x, y = placed(area, wide, number % 2 == 1)
            self._numbers[key] = Fixed(
                (Text("number", gb.PAGE_NUMBER_PT, x, y, y, text, turned=landscape),), ()
            )
        return self._numbers[key]


class Ems(dict[str, float]):
    """Widths of the characters of a face, in ems; what is not known yet is asked of the fonts."""

    def __init__(self, ask: Callable[[str], float]) -> None:
        super().__init__()
        self._ask = ask

    def __missing__(self, char: str) -> float:
        if breaks.takes_no_room(char) or (char < " "):
            raise Unplaced("有叠加的符号或制表符")
        self[char] = width = 1.0 if breaks.is_full_width(char) else self._ask(char)
        return width


def _face(cell: Cell) -> Face:
    return "heading" if cell.role in ("head", "group") else "text"


def _slot(placed: _Placed) -> _Slot:
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


def _hold(bottom: float, area: _Area) -> None:
    if bottom > area.bottom + _SLACK_PT:
        raise Unplaced("一页排不下，要由排版引擎分页")


def _area(landscape: bool, number: int, two_sided: bool) -> _Area:
    """Return the type area of a page; the sheet of a landscape table is turned with its margins (8)."""
    width, height = gb.type_area_mm(landscape)
    even = two_sided and number % 2 == 0
    if landscape:
        x, y = gb.BOTTOM_MARGIN_MM, gb.OUTER_MARGIN_MM if even else gb.BINDING_MARGIN_MM
    else:
        x, y = gb.OUTER_MARGIN_MM if even else gb.BINDING_MARGIN_MM, gb.TOP_MARGIN_MM
    return _Area(_pt(x), _pt(y), _pt(width), _pt(height))


def _lead(size: float, line: float) -> float:
    """Return where the baseline lies below the top of a line."""
    return (line - size) / 2 + ASCENT_EM * size


def _dash_pt() -> float:
    return NUMBER_DASH_EM * gb.PAGE_NUMBER_PT


def _upright_number(area: _Area, wide: float, odd: bool) -> tuple[float, float]:
    inset = gb.PAGE_NUMBER_PT
    x = area.x + area.width - inset - wide if odd else area.x + inset
    top = area.bottom + _pt(gb.PAGE_NUMBER_GAP_MM) - _dash_pt()
    return x, top + ASCENT_EM * gb.PAGE_NUMBER_PT


def _turned_number(area: _Area, wide: float, odd: bool) -> tuple[float, float]:
    left = _pt(gb.BOTTOM_MARGIN_MM - gb.PAGE_NUMBER_GAP_MM) + _dash_pt()
    inset = gb.PAGE_NUMBER_PT
    y = area.bottom - inset - wide if odd else area.y + inset
    return left - ASCENT_EM * gb.PAGE_NUMBER_PT, y


def _outer_starts(
    line: Line, wides: dict[str, float], area: _Area, *, shared: bool = True
) -> dict[str, float]:
    """Return where the parts of a line begin; three of them share it in thirds."""
    left, center, right = wides["left"], wides["center"], wides["right"]
    middle = area.x + (area.width - center) / 2
    if line.center and not (line.left or line.right):
        if center > area.width + _SLACK_PT:
            raise Unplaced("表外的一行排不下")
        return {"center": middle}
    if line.center and shared:
        if max(left, center, right) > area.width / 3 + _SLACK_PT:
            raise Unplaced("表外的一行排不下")
        return {"left": area.x, "center": middle, "right": area.x + area.width - right}
    if line.center:
        raise Unplaced("意见栏的一行有三部分")
    if left + right > area.width + _SLACK_PT or (shared and right > area.width / 2 + _SLACK_PT):
        raise Unplaced("表外的一行排不下")
    return {"left": area.x, "right": area.x + area.width - right}


def _stretches(rows: Sequence[GridRow]) -> Iterator[Sequence[GridRow]]:
    """Yield the rows page by page."""
    starts = [0, *(i for i, row in enumerate(rows) if row.new_page and i), len(rows)]
    for start, end in pairwise(starts):
        yield rows[start:end]


def _paged(
    rows: Sequence[GridRow], height_mm: float, taken: tuple[float, float]
) -> Iterator[Sequence[GridRow]]:
    """Yield the rows page by page, as many as have room where the table does not say; `taken` is the room above them."""
    room = _pt(height_mm)
    start, used = 0, taken[0]
    for index, row in enumerate(rows):
        height = _pt(row.height_mm)
        if index > start and (row.new_page or used + height > room + _SLACK_PT):
            yield rows[start:index]
            start, used = index, taken[1]
        used += height
    yield rows[start:]


def _cells(widths_mm: Sequence[float], rows: Sequence[GridRow], x: float, y: float) -> Iterator[_Placed]:
    """Yield the cells of rows with their places, those covered by a span from above left out."""
    lefts = [x, *(x + _pt(end) for end in accumulate(widths_mm))]
    heights = [_pt(row.height_mm) for row in rows]
    tops = [y, *(y + end for end in accumulate(heights))]
    covered = [0] * len(widths_mm)
    for index, row in enumerate(rows):
        column = 0
        for cell in row.cells:
            while covered[column] > index:
                column += 1
            end, last = column + cell.col_span, index + cell.row_span
            if last > len(rows):
                raise Unplaced("合并的格跨页")
            yield _Placed(
                cell, lefts[column], tops[index], lefts[end] - lefts[column], tops[last] - tops[index]
            )
            covered[column:end] = [last] * cell.col_span
            column = end


def _ruled(cells: Sequence[_Placed]) -> Iterator[Rule]:
    """Yield the right and lower rules of cells, those that continue each other as one."""
    lower: dict[float, list[tuple[float, float]]] = {}
    right: dict[float, list[tuple[float, float]]] = {}
    for c in cells:
        lower.setdefault(round(c.y + c.height - RULE_PT, 3), []).append((c.x, c.x + c.width))
        right.setdefault(round(c.x + c.width - RULE_PT, 3), []).append((c.y, c.y + c.height))
    for y, spans in lower.items():
        yield from (Rule(a, y, b - a, RULE_PT) for a, b in _joined(spans))
    for x, spans in right.items():
        yield from (Rule(x, a, RULE_PT, b - a) for a, b in _joined(spans))


def _joined(spans: list[tuple[float, float]]) -> Iterator[tuple[float, float]]:
    start, end = None, 0.0
    for a, b in sorted(spans):
        if start is not None and a <= end + _SLACK_PT:
            end = max(end, b)
            continue
        if start is not None:
            yield start, end
        start, end = a, b
    if start is not None:
        yield start, end


def _broken(text: str, ems: Ems, size: float, room: float) -> Iterator[tuple[str, float]]:
    """Yield the lines of a text in a cell with their widths."""
    for part in text.split("\n"):
        if not part:
            yield "", 0.0
        while part:
            ends = list(accumulate(ems[c] * size for c in part))
            cut = breaks.first_line(part, ends, breaks.Measure(room + _SLACK_PT, size))
            yield part[:cut], ends[cut - 1]
            part = part[cut:]
