"""Leaf (页): one page of a file with its rules, tables and page number, and the lines of text that are left."""

import re
from collections.abc import Sequence
from functools import cached_property

from generator.dataclass import dataclass
from generator.layout import gbt9704 as gb
from generator.measure.box import Box
from generator.measure.page import Glyph, Page, TextLine
from generator.measure.rules import Rule, rules

NUMBER = re.compile(
    r"[-—–－―─‐‑−_一·•~～|｜]*第?(?:Page)?(\d{1,4})(?:页|/\d+|共\d+页)*[-—–－―─‐‑−_一·•~～|｜]*"
)
NUMBER_ZONE_MM = 50.0  # from the edge of the sheet: page numbers stand there
_TOUCH_MM = 0.4
_TABLE_SHARE = 0.25


@dataclass(frozen=True)
class Leaf:
    """Page `place` of a file, counted from 1; `number` is its place in its own document, which decides odd and even."""

    page: Page
    place: int
    number: int = 0
    two_sided: bool = True

    @cached_property
    def rules(self) -> tuple[Rule, ...]:
        """The straight rules drawn on it."""
        return rules(self.page)

    @cached_property
    def tables(self) -> tuple[Box, ...]:
        """The boxes of its tables."""
        return tuple(_tables(self.rules))

    @cached_property
    def is_table(self) -> bool:
        """Whether it is a table more than a page of text: turned, or a good part of it ruled."""
        ruled = sum(b.width * b.height for b in self.tables)
        area = gb.TYPE_AREA_WIDTH_MM * gb.TYPE_AREA_HEIGHT_MM
        return self.page.landscape or ruled > _TABLE_SHARE * area

    @cached_property
    def area(self) -> Box:
        """The type area that the standard gives it (5.2.1, 8)."""
        return self.page.type_area(self.number or self.place, self.two_sided)

    @cached_property
    def printed(self) -> tuple[Glyph, ...]:
        """The glyphs of its page number, none when it prints none."""
        return _upright_number(self) or (_turned_number(self) if self.page.landscape else ())

    @property
    def printed_number(self) -> int | None:
        """The page number that it prints."""
        found = NUMBER.fullmatch("".join(g.char for g in self.printed))
        return int(found[1]) if found else None

    @cached_property
    def lines(self) -> tuple[TextLine, ...]:
        """Its upright lines outside tables, without the page number, from top to bottom."""
        number = set(map(id, self.printed))
        kept = (
            TextLine(tuple(g for g in line.glyphs if id(g) not in number and not self._in_table(g)))
            for line in self.page.lines
        )
        return tuple(line for line in kept if line.glyphs)

    @property
    def blank(self) -> bool:
        """Whether nothing is printed on it, or only its number."""
        return not self.rules and len(self.page.glyphs) == len(self.printed)

    def _in_table(self, glyph: Glyph) -> bool:
        return any(box.holds(glyph.ink) for box in self.tables)


def _tables(found: Sequence[Rule]) -> list[Box]:
    """Return the boxes of rules that cross or touch, where at least two run upright."""
    groups: list[tuple[Box, int]] = []
    for rule in found:
        box, upright = rule.box, int(not rule.flat)
        apart = []
        for other, count in groups:
            if other.grown(_TOUCH_MM).meets(box):
                box = Box(
                    min(box.left, other.left),
                    min(box.top, other.top),
                    max(box.right, other.right),
                    max(box.bottom, other.bottom),
                )
                upright += count
            else:
                apart.append((other, count))
        groups = [*apart, (box, upright)]
    return [box for box, upright in groups if upright > 1]


def _upright_number(leaf: Leaf) -> tuple[Glyph, ...]:
    """Return the number in the last line of the page, if that holds nothing else."""
    outside = [g for g in leaf.page.glyphs if g.angle == 0 and not leaf._in_table(g)]
    if not outside:
        return ()
    lowest = max(g.baseline for g in outside)
    line = [g for g in outside if abs(g.baseline - lowest) < 1.0]
    text = "".join(g.char for g in sorted(line, key=lambda g: g.x))
    zone = leaf.page.height - NUMBER_ZONE_MM
    return tuple(sorted(line, key=lambda g: g.x)) if lowest > zone and NUMBER.fullmatch(text) else ()


def _turned_number(leaf: Leaf) -> tuple[Glyph, ...]:
    """Return the number of a landscape page that stands turned at its left or right edge (8)."""
    for side in (0.0, leaf.page.width):
        near = [
            g
            for g in leaf.page.glyphs
            if g.turned and abs(g.ink.center_x - side) < NUMBER_ZONE_MM and not leaf._in_table(g)
        ]
        down = bool(near) and near[0].angle == 90
        near.sort(key=lambda g: g.ink.top if down else -g.ink.bottom)
        if NUMBER.fullmatch("".join(g.char for g in near)):
            return tuple(near)
    return ()
