"""Texts of cells (格内文字), broken into lines and set in the middle or at the left of their room.

An office writes the same words again and again: what became of a text is kept for the next cell of that width.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import accumulate

from generator.layout import breaks, fit
from generator.model.sheet import Cell, Grid
from generator.render.grid_places import Placed
from generator.render.page_places import RULE_PT, SLACK_PT, Block, Ems, Face, Lines, Unplaced, lead, pt

_ROOMS_MOST, _TEXTS_MOST = 64, 512  # kept, and in each of them
PAD_X, PAD_Y = pt(fit.CELL_PADDING_MM), pt(fit.CELL_PADDING_Y_MM)

WHOLE = re.compile(
    "([\u4e00-\u9fff，。、；：？！（）《》]+)"
)  # characters of a whole em, those that are most frequent


class CellTexts:
    """Texts of cells of a run: `ems` are the widths of characters by face."""

    def __init__(self, ems: Callable[[Face], Ems]) -> None:
        self._ems = ems
        self._rooms: dict[tuple[Face, float, float, float, bool], _Room] = {}

    def blocks(self, written: Iterable[tuple[Placed, str]], grid: Grid) -> Iterator[Block]:
        """Yield the texts in their cells of a grid, in the middle of their heights; raises Unplaced for one too high."""
        rooms: dict[tuple[str, str, float], _Room] = {}
        above, taken = PAD_Y + lead(grid.size_pt, grid.line_pt), 2 * PAD_Y + RULE_PT
        for (cell, x, y, width, height), text in written:
            key = (cell.role, cell.align, width)
            room = rooms.get(key)
            if room is None:
                room = rooms[key] = self._room(cell, grid, width - 2 * PAD_X - RULE_PT)
            lines = room.known.get(text) or room.set(text)
            spare = height - taken - lines.height
            if spare < -SLACK_PT:
                raise Unplaced(f"“{text[:12]}”比它的格高")
            yield Block(lines, x + PAD_X, y + above + spare / 2, bool(cell.slot))

    def _room(self, cell: Cell, grid: Grid, width: float) -> "_Room":
        """Return the room of a cell's texts, the same one for all of its width."""
        face: Face = "heading" if cell.role in ("head", "group") else "text"
        key = (face, grid.size_pt, grid.line_pt, width, cell.align == "center")
        room = self._rooms.get(key)
        if room is None:
            while len(self._rooms) >= _ROOMS_MOST:
                self._rooms.pop(next(iter(self._rooms)))
            room = self._rooms[key] = _Room(self._ems(face), *key)
        return room


class _Room:
    """Room (格宽) for texts: the inner width of a cell, with the type and the lines in it; those set lately are known."""

    def __init__(self, ems: Ems, face: Face, size: float, pitch: float, width: float, centred: bool) -> None:
        self.known: dict[str, Lines] = {}
        self._ems = ems
        self._face: Face = face
        self._size, self._pitch = size, pitch
        self._width = width if centred else 0.0
        self._measure = breaks.Measure((width + SLACK_PT) / size, 1.0)

    def set(self, text: str) -> Lines:
        """Return the lines of a text, and know them from now on."""
        if len(self.known) >= _TEXTS_MOST:
            self.known.clear()
        places = _places(text, self._ems) if "\n" not in text else ()
        if places and places[-1] <= self._measure.limit:
            spare = self._width - places[-1] * self._size
            start = spare / 2 if spare > 0.0 else 0.0
            lines = Lines(self._face, self._size, self._pitch, self._pitch, (text,), (start,))
        else:
            lines = self._broken(text)
        self.known[text] = lines
        return lines

    def _broken(self, text: str) -> Lines:
        size, width = self._size, self._width
        texts: list[str] = []
        starts: list[float] = []
        for part in text.split("\n"):
            places = _places(part, self._ems)
            for start, end in breaks.lines(part, places, self._measure):
                spare = width - (places[end] - places[start]) * size
                texts.append(part[start:end])
                starts.append(spare / 2 if spare > 0.0 else 0.0)
        height = len(texts) * self._pitch
        return Lines(self._face, size, self._pitch, height, tuple(texts), tuple(starts))


def _places(text: str, ems: Ems) -> Sequence[float]:
    """Return where the characters of a text begin and the last one ends, in ems; runs of a whole em are counted."""
    if WHOLE.fullmatch(text):
        return range(len(text) + 1)
    places = [0.0]
    for number, run in enumerate(WHOLE.split(text)):
        if number % 2:
            begin = places[-1]
            places += [begin + n for n in range(1, len(run) + 1)]
        elif run:
            places += accumulate(map(ems.__getitem__, run), initial=places.pop())
    return places
