"""Places of what stands around a table (表外): attachment mark, title, lines above and below, notes, page number."""

from collections.abc import Callable
from itertools import accumulate

from generator.layout import breaks
from generator.layout import gbt9704 as gb
from generator.model.form import Line
from generator.model.seal import SealSpot
from generator.model.sheet import Sheet, TableContent
from generator.render.page_places import (
    LINE,
    SLACK_PT,
    Area,
    Box,
    Ems,
    Face,
    Fixed,
    Page,
    Text,
    Unplaced,
    area_of,
    lead,
    outer_starts,
    turned_number,
    upright_number,
)


class OuterPlaces:
    """Places (排位) of what stands around the tables of a run; `ems` are the widths of characters by face."""

    def __init__(self, ems: Callable[[Face], Ems]) -> None:
        self._ems = ems
        self._numbers: dict[tuple[object, ...], Fixed] = {}

    def title(self, page: Page, content: TableContent, area: Area) -> None:
        """Place the attachment's mark, left, and the lines of the title, centred (7.3.7)."""
        y, size = area.y, gb.TEXT_PT
        if content.attachment:
            baseline = y + lead(size, LINE)
            mark = Text("heading", size, area.x, y, baseline, content.attachment, False, gb.LETTER_SPACING_PT)
            page.texts.append(mark)
            y += 2 * LINE
        size = gb.TABLE_TITLE_PT
        for line in content.title:
            wide = self._wide("title", line, size)
            if wide > area.width + SLACK_PT:
                raise Unplaced("标题一行排不下")
            x = area.x + (area.width - wide) / 2
            page.texts.append(Text("title", size, x, y, y + lead(size, LINE), line))
            y += LINE

    def above(self, page: Page, sheet: Sheet, content: TableContent, area: Area) -> None:
        """Place the lines above a table, below its title."""
        self._lines(page, sheet, ("above", content.above), (area, area.y + title_height(content)))

    def below(self, page: Page, sheet: Sheet, content: TableContent, place: tuple[Area, float]) -> None:
        """Place the lines below a table and its notes."""
        self._lines(page, sheet, ("below", content.below), place)

    def notes(self, page: Page, content: TableContent, area: Area, top: float) -> float:
        """Place the notes below the table, justified, two characters in; return where they end."""
        size, pitch = content.note_pt, content.note_line_pt
        ems = self._ems("text")
        for note in content.notes:
            if note != " ".join(note.split(" ")).strip(" ") or "  " in note or "\n" in note:
                raise Unplaced("注里的空格由排版引擎排")
            indent = gb.TEXT_INDENT_CHARS * size
            while note:
                limit = area.width - indent
                ends = [e * size for e in accumulate(ems[c] for c in note)]
                cut = breaks.first_line(note, ends, breaks.Measure(limit + SLACK_PT, size))
                line, note = note[:cut].rstrip(" "), note[cut:]
                gaps = breaks.gaps(line) if note else 0
                gap = max(0.0, limit - ends[len(line) - 1]) / gaps if gaps else 0.0
                baseline = top + lead(size, pitch)
                page.texts.append(Text("text", size, area.x + indent, top, baseline, line, gap=gap))
                top, indent = top + pitch, 0.0
        return top

    def number(self, sheet: Sheet, number: int) -> Fixed:
        """Return the page number, on the outer side, its dash 7 mm below the type area (7.5)."""
        landscape = sheet.content.landscape
        key = (landscape, sheet.two_sided, number)
        if key not in self._numbers:
            area = area_of(landscape, number, sheet.two_sided)
            text, size = f"— {number} —", gb.PAGE_NUMBER_PT
            placed = turned_number if landscape else upright_number
            x, y = placed(area, self._wide("number", text, size), number % 2 == 1)
            self._numbers[key] = Fixed((Text("number", size, x, y, y, text, turned=landscape),))
        return self._numbers[key]

    def _lines(
        self, page: Page, sheet: Sheet, lines: tuple[str, tuple[Line, ...]], place: tuple[Area, float]
    ) -> None:
        (side, every), (area, top) = lines, place
        for index, line in enumerate(every):
            self._line(page, line, (area, top + index * LINE), _spot(sheet, f"seal-{side}-{index}"))

    def _line(self, page: Page, line: Line, place: tuple[Area, float], spot: SealSpot | None) -> None:
        """Place a line above or below the table: its parts left, in the middle and right."""
        area, top = place
        size = gb.TABLE_LINE_PT
        wides = {part: self._wide("text", getattr(line, part), size) for part in ("left", "center", "right")}
        baseline = top + lead(size, LINE)
        for part, x in outer_starts(line, wides, area).items():
            text = getattr(line, part)
            pressed = spot is not None and spot.part == part
            pieces = (spot.before, spot.pressed, spot.after) if spot and pressed else (text,)
            for index, piece in enumerate(pieces):
                wide = self._wide("text", piece, size)
                if piece:
                    page.texts.append(Text("text", size, x, top, baseline, piece))
                if spot and pressed and index == 1:
                    page.pressed[spot.key] = Box(x, top, x + wide, top + LINE)
                x += wide

    def _wide(self, face: Face, text: str, size: float) -> float:
        return sum(map(self._ems(face).__getitem__, text)) * size


def title_height(content: TableContent) -> float:
    """Return the height of the attachment's mark and the title."""
    return (2 * bool(content.attachment) + len(content.title)) * LINE


def _spot(sheet: Sheet, key: str) -> SealSpot | None:
    return next((spot for spot in sheet.seals.spots if spot.key == key), None)
