"""Rules (线) drawn on a page: thin straight strokes, thin rectangles, the sides of frames, whoever drew them.

A path may be stroked or filled, lie in a form of its own, be turned and be clipped: WeasyPrint fills a whole frame and
clips it to one side, Word fills a thin rectangle for each cell, LibreOffice strokes lines.
"""

import ctypes
import importlib
from collections.abc import Iterator, Sequence
from itertools import groupby, pairwise
from typing import Any, TypeAlias

from generator.dataclass import dataclass
from generator.measure.affine import Affine
from generator.measure.box import Box
from generator.measure.glyphs import Colour, is_red
from generator.measure.page import Page

raw: Any = importlib.import_module("pypdfium2.raw")

Point: TypeAlias = tuple[float, float]

THICKEST_MM = 2.0  # a drawn thing that is thicker is no rule
SHORTEST_MM = 3.0
JOIN_MM = 0.3  # pieces of one rule lie no further apart
_WHITE = 250
_DEPTH = 8


@dataclass(frozen=True, slots=True)
class Rule:
    """Straight rule: its place, how thick it is drawn, its colour."""

    box: Box
    thickness: float
    colour: Colour

    @property
    def flat(self) -> bool:
        """Whether it runs from left to right."""
        return self.box.width >= self.box.height

    @property
    def red(self) -> bool:
        """Whether it is printed in red."""
        return is_red(self.colour)


@dataclass(frozen=True, slots=True)
class _Path:
    """Drawn path in mm: its outlines, how it is painted, and what of it shows."""

    outlines: tuple[tuple[Point, ...], ...]
    filled: Colour | None
    stroked: Colour | None
    stroke_mm: float
    clip: Box


def rules(page: Page) -> tuple[Rule, ...]:
    """Return the rules of a page, pieces in one line joined, from top to bottom."""
    sheet = Box(0, 0, page.width, page.height)
    found = [rule for path in _paths(page.handle, page.place, sheet) for rule in _rules(path)]
    flat, upright = [r for r in found if r.flat], [r for r in found if not r.flat]
    joined = [*_joined(flat), *_joined(upright)]
    return tuple(sorted(joined, key=lambda r: (r.box.top, r.box.left)))


def _rules(path: _Path) -> Iterator[Rule]:
    """Yield the thin pieces of a path that show."""
    if path.filled and min(path.filled) < _WHITE:
        for box in _strips([_around(outline) for outline in path.outlines]):
            yield from _rule(box, path.clip, path.filled)
    if path.stroked and min(path.stroked) < _WHITE:
        for outline in path.outlines:
            for (x0, y0), (x1, y1) in pairwise(outline):
                if min(abs(x0 - x1), abs(y0 - y1)) < 0.05:
                    line = _around(((x0, y0), (x1, y1)))
                    yield from _rule(_thick(line, path.stroke_mm / 2), path.clip, path.stroked)


def _rule(box: Box, clip: Box, colour: Colour) -> Iterator[Rule]:
    """Yield what a clip leaves of a box, if it is long and thin."""
    left, top = max(box.left, clip.left), max(box.top, clip.top)
    right, bottom = min(box.right, clip.right), min(box.bottom, clip.bottom)
    long, thin = sorted((right - left, bottom - top), reverse=True)
    if thin >= 0 and thin <= THICKEST_MM and long >= SHORTEST_MM:
        yield Rule(Box(left, top, right, bottom), thin, colour)


def _thick(line: Box, by: float) -> Box:
    """Return a line with half of its stroke on both sides of it, none beyond its ends."""
    if line.width >= line.height:
        return Box(line.left, line.top - by, line.right, line.bottom + by)
    return Box(line.left - by, line.top, line.right + by, line.bottom)


def _strips(boxes: Sequence[Box]) -> Iterator[Box]:
    """Yield boxes; where one of two lies in the other, the four strips between them instead."""
    frame = len(boxes) == 2 and sorted(boxes, key=lambda b: b.width * b.height)
    if not frame or not frame[1].grown(0.01).holds(frame[0]):
        yield from boxes
        return
    inner, outer = frame
    yield Box(outer.left, outer.top, outer.right, inner.top)
    yield Box(outer.left, inner.bottom, outer.right, outer.bottom)
    yield Box(outer.left, outer.top, inner.left, outer.bottom)
    yield Box(inner.right, outer.top, outer.right, outer.bottom)


def _joined(pieces: Sequence[Rule]) -> Iterator[Rule]:
    """Yield rules whose pieces follow each other in one line as one."""

    def line(rule: Rule) -> tuple[float, float, Colour]:
        middle = rule.box.center_y if rule.flat else rule.box.center_x
        return round(middle, 1), round(rule.thickness, 2), rule.colour

    def start(rule: Rule) -> float:
        return rule.box.left if rule.flat else rule.box.top

    for _, same in groupby(sorted(pieces, key=lambda r: (*line(r), start(r))), key=line):
        open_rule: Rule | None = None
        for rule in same:
            if open_rule and start(rule) - _end(open_rule) <= JOIN_MM:
                open_rule = Rule(_both(open_rule.box, rule.box), open_rule.thickness, rule.colour)
            else:
                if open_rule:
                    yield open_rule
                open_rule = rule
        if open_rule:
            yield open_rule


def _end(rule: Rule) -> float:
    return rule.box.right if rule.flat else rule.box.bottom


def _both(a: Box, b: Box) -> Box:
    return Box(min(a.left, b.left), min(a.top, b.top), max(a.right, b.right), max(a.bottom, b.bottom))


def _around(points: Sequence[Point]) -> Box:
    across, down = [x for x, _ in points], [y for _, y in points]
    return Box(min(across), min(down), max(across), max(down))


def _paths(page: Any, place: Affine, sheet: Box) -> Iterator[_Path]:
    """Yield the paths of a page, those inside its forms too."""
    count = raw.FPDFPage_CountObjects(page.raw)
    yield from _paths_of([raw.FPDFPage_GetObject(page.raw, i) for i in range(count)], place, sheet, 0)


def _paths_of(objects: Sequence[Any], place: Affine, sheet: Box, depth: int) -> Iterator[_Path]:
    for item in objects:
        kind = raw.FPDFPageObj_GetType(item)
        if kind == raw.FPDF_PAGEOBJ_PATH:
            yield from _path(item, place, sheet)
        elif kind == raw.FPDF_PAGEOBJ_FORM and depth < _DEPTH:
            inner = [raw.FPDFFormObj_GetObject(item, i) for i in range(raw.FPDFFormObj_CountObjects(item))]
            yield from _paths_of(inner, place.after(_matrix(item)), sheet, depth + 1)


def _path(item: Any, place: Affine, sheet: Box) -> Iterator[_Path]:
    """Yield a path if it is painted; a clip is given in the coordinates of the page, the path in its own."""
    mode, stroke, width = ctypes.c_int(), ctypes.c_int(), ctypes.c_float()
    raw.FPDFPath_GetDrawMode(item, mode, stroke)
    raw.FPDFPageObj_GetStrokeWidth(item, width)
    own = place.after(_matrix(item))
    outlines = tuple(
        _outlines(raw.FPDFPath_CountSegments(item), lambda i: raw.FPDFPath_GetPathSegment(item, i), own)
    )
    if not outlines:
        return
    yield _Path(
        outlines,
        filled=_colour(item, raw.FPDFPageObj_GetFillColor) if mode.value else None,
        stroked=_colour(item, raw.FPDFPageObj_GetStrokeColor) if stroke.value else None,
        stroke_mm=width.value * own.scale,
        clip=_clip(item, place, sheet),
    )


def _clip(item: Any, place: Affine, sheet: Box) -> Box:
    """Return the box of what clips leave of the sheet."""
    clip = raw.FPDFPageObj_GetClipPath(item)
    box = sheet
    for path in range(max(0, raw.FPDFClipPath_CountPaths(clip)) if clip else 0):
        count = raw.FPDFClipPath_CountPathSegments(clip, path)
        points = [
            point
            for outline in _outlines(
                count, lambda i, p=path: raw.FPDFClipPath_GetPathSegment(clip, p, i), place
            )
            for point in outline
        ]
        if points:
            one = _around(points)
            box = Box(
                max(box.left, one.left),
                max(box.top, one.top),
                min(box.right, one.right),
                min(box.bottom, one.bottom),
            )
    return box


def _outlines(count: int, segment: Any, place: Affine) -> Iterator[tuple[Point, ...]]:
    """Yield the outlines of a path in mm, closed ones closed."""
    points: list[Point] = []
    x, y = ctypes.c_float(), ctypes.c_float()
    for index in range(count):
        one = segment(index)
        if raw.FPDFPathSegment_GetType(one) == raw.FPDF_SEGMENT_MOVETO and points:
            yield tuple(points)
            points = []
        raw.FPDFPathSegment_GetPoint(one, x, y)
        points.append(place.point(x.value, y.value))
        if raw.FPDFPathSegment_GetClose(one):
            points.append(points[0])
    if points:
        yield tuple(points)


def _matrix(item: Any) -> Affine:
    matrix = raw.FS_MATRIX()
    raw.FPDFPageObj_GetMatrix(item, matrix)
    return Affine(matrix.a, matrix.b, matrix.c, matrix.d, matrix.e, matrix.f)


def _colour(item: Any, read: Any) -> Colour | None:
    """Return a colour of an object, None when it is transparent."""
    red, green, blue, alpha = (ctypes.c_uint() for _ in range(4))
    if not read(item, red, green, blue, alpha) or not alpha.value:
        return None
    return red.value, green.value, blue.value
