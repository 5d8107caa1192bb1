"""Reading (认读): the characters of a PDF's page through PDFium, with place, size, face and colour."""

import ctypes
import importlib
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from generator.layout.fit import char_width_em
from generator.measure.affine import Affine
from generator.measure.glyphs import MM_PER_PT, Angle, Colour, Glyph, TextLine

raw: Any = importlib.import_module("pypdfium2.raw")

_FONT_NAME_BYTES = 200
_HIGH, _LOW = 0xD800, 0xDC00  # halves of a character beyond the first plane in UTF-16
_BOLD_WEIGHT = 600
_HIDDEN, _THICKENED = 3, 2  # text render modes of PDF
_ONE_LINE_MM = 0.25
_BACK: dict[Angle, Angle] = {0: 0, 90: 270, 180: 180, 270: 90}


def turn_of(page: Any, shown: Affine) -> Angle:
    """Return how far a page must be turned so that most of its characters stand upright."""
    angles = Counter(angle for _, _, angle, _ in _characters(page.get_textpage(), shown))
    if not angles:
        return 0
    most, count = angles.most_common(1)[0]
    return _BACK[most] if count > 2 * angles[0] else 0


def _characters(text: Any, place: Affine) -> Iterator[tuple[int, str, Angle, float]]:
    """Yield index, character, angle and size of every character that is not white space."""
    matrix = raw.FS_MATRIX()
    codes = [raw.FPDFText_GetUnicode(text.raw, i) for i in range(raw.FPDFText_CountChars(text.raw))]
    for index, code in enumerate(codes):
        char = _character(code, codes[index + 1] if index + 1 < len(codes) else 0)
        if char < "!" or char.isspace() or raw.FPDFText_IsGenerated(text.raw, index):
            continue
        raw.FPDFText_GetMatrix(text.raw, index, matrix)
        scale: float = (matrix.c**2 + matrix.d**2) ** 0.5
        size = raw.FPDFText_GetFontSize(text.raw, index) * scale
        yield index, char, place.angle(matrix.a, matrix.b), size


def _character(code: int, following: int) -> str:
    """Return the character of a UTF-16 unit: a pair gives one, at its first half, and nothing at its second."""
    if _HIGH <= code < _LOW:
        low = following - _LOW
        return chr(0x10000 + ((code - _HIGH) << 10) + low) if 0 <= low < 0x400 else "\ufffd"
    return "" if _LOW <= code < _LOW + 0x400 else chr(code)


def glyphs_of(page: Any, place: Affine) -> Iterator[Glyph]:
    text = page.get_textpage()
    before: Glyph | None = None
    for index, char, angle, size in _characters(text, place):
        glyph = _glyph(text, index, char, angle, size, place)
        if before and _same_place(before, glyph):
            glyph = replace(glyph, x=before.end, end=2 * before.end - before.x)
        yield glyph
        before = glyph


def _same_place(a: Glyph, b: Glyph) -> bool:
    """Whether two characters were drawn as one piece, as the two halves of —— are in some typefaces."""
    return a.char == b.char and a.angle == 0 and (a.x, a.baseline, a.size_pt) == (b.x, b.baseline, b.size_pt)


def _glyph(text: Any, index: int, char: str, angle: Angle, size: float, place: Affine) -> Glyph:
    x, y = ctypes.c_double(), ctypes.c_double()
    raw.FPDFText_GetCharOrigin(text.raw, index, x, y)
    start, baseline = place.point(x.value, y.value)
    wide = char_width_em(char) == 1
    font, weight = _font(text, index)
    mode = raw.FPDFTextObj_GetTextRenderMode(raw.FPDFText_GetTextObject(text.raw, index))
    return Glyph(
        char=char,
        x=start,
        end=start + size * MM_PER_PT if wide else place.box(text.get_charbox(index, loose=True)).right,
        baseline=baseline,
        size_pt=size,
        angle=angle,
        font=font,
        ink=place.box(text.get_charbox(index)),
        colour=_colour(text, index),
        bold=weight >= _BOLD_WEIGHT or "bold" in font.lower() or mode == _THICKENED,
        hidden=mode == _HIDDEN,
    )


def _font(text: Any, index: int) -> tuple[str, int]:
    name, flags = ctypes.create_string_buffer(_FONT_NAME_BYTES), ctypes.c_int()
    raw.FPDFText_GetFontInfo(text.raw, index, name, _FONT_NAME_BYTES, flags)
    found = name.value
    try:
        word = found.decode("utf-8")
    except UnicodeDecodeError:
        word = found.decode("gb18030", "replace")
    return word.rpartition("+")[2], raw.FPDFText_GetFontWeight(text.raw, index)


def _colour(text: Any, index: int) -> Colour:
    red, green, blue, alpha = (ctypes.c_uint() for _ in range(4))
    raw.FPDFText_GetFillColor(text.raw, index, red, green, blue, alpha)
    return red.value, green.value, blue.value


def lines_of(glyphs: list[Glyph]) -> Iterator[TextLine]:
    row: list[Glyph] = []
    for glyph in sorted(glyphs, key=lambda g: g.baseline):
        if row and glyph.baseline - row[0].baseline > _ONE_LINE_MM:
            yield TextLine(tuple(sorted(row, key=lambda g: g.x)))
            row = []
        row.append(glyph)
    if row:
        yield TextLine(tuple(sorted(row, key=lambda g: g.x)))
