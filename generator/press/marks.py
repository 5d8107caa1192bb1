"""Marks (打印标识) at the foot of printed pages: a code that a scan is known by, the sheet's number beside it in digits.

They stand between the type area and the edge, in the middle, where no page number stands (GB/T 9704-2012, 7.5), and
are drawn as lines and squares, so that they need no font and print as sharp as the printer can.
"""

from collections.abc import Iterator

from generator.derive.print_key import PageCode, code_of, spaced
from generator.layout import gbt9704 as gb
from generator.layout.marks import CODE_MM, code_place
from generator.press.parts import PageBox
from generator.render.page_code import squares

DIGIT_MM, DIGIT_WIDTH_MM, DIGIT_STEP_MM = 2.0, 1.1, 1.7
STROKE_MM = 0.22
GAP_MM = 2.0  # between code and digits
LINE_MM = 3.4
# Strokes of each digit on a grid of 2 by 4, from its upper left.
STROKES = {
    "0": "00 20 24 04 00",
    "1": "01 10 14",
    "2": "00 20 22 02 04 24",
    "3": "00 20 24 04;02 22",
    "4": "00 02 22;20 24",
    "5": "20 00 02 22 24 04",
    "6": "20 00 04 24 22 02",
    "7": "00 20 14",
    "8": "00 20 24 04 00;02 22",
    "9": "22 02 00 20 24 04",
    "/": "20 04",
}


def mark_of(page: PageCode, box: PageBox) -> bytes:
    """Return the operators that draw a page's mark, in points of the page as it lies in the file."""
    width, height = _shown_mm(box)
    place = code_place(width, height)
    parts = [_turned(box), b"0 g 0 G", *_code(page, place.left, place.top)]
    left = place.right + GAP_MM
    top = place.top + (CODE_MM - LINE_MM - DIGIT_MM) / 2
    lines = (spaced(page.key), f"{page.page}/{page.pages}" if page.page else "")
    parts += [b"%.3f w 1 J 1 j" % STROKE_MM]
    for number, text in enumerate(lines):
        parts += _digits(text, left, top + number * LINE_MM)
    return b"/Artifact BMC q " + b"\n".join(parts) + b" Q EMC"


def _shown_mm(box: PageBox) -> tuple[float, float]:
    sides = (box.width, box.height) if box.turn % 180 == 0 else (box.height, box.width)
    width, height = (side * gb.MM_PER_INCH / gb.PT_PER_INCH for side in sides)
    return width, height


def _turned(box: PageBox) -> bytes:
    """Return what sets millimetres from the left and top of the page as it shows."""
    s = gb.PT_PER_INCH / gb.MM_PER_INCH
    w, h = box.width, box.height
    matrix = {
        0: (s, 0, 0, -s, 0, h),
        90: (0, s, s, 0, 0, 0),
        180: (-s, 0, 0, s, w, 0),
        270: (0, -s, -s, 0, w, h),
    }[box.turn]
    return b"%.6f %.6f %.6f %.6f %.4f %.4f cm" % matrix


def _code(page: PageCode, left: float, top: float) -> Iterator[bytes]:
    rows = squares(code_of(page))
    step = CODE_MM / len(rows)
    for y, row in enumerate(rows):
        x = 0
        while x < len(row):
            end = x
            while end < len(row) and row[end]:
                end += 1
            if end > x:
                yield b"%.3f %.3f %.3f %.3f re" % (left + x * step, top + y * step, (end - x) * step, step)
            x = end + 1
    yield b"f"


def _digits(text: str, left: float, top: float) -> Iterator[bytes]:
    for place, sign in enumerate(text):
        for stroke in STROKES.get(sign, "").split(";") if sign != " " else ():
            points = [(int(p[0]) / 2, int(p[1]) / 4) for p in stroke.split()]
            x = left + place * DIGIT_STEP_MM
            for i, (px, py) in enumerate(points):
                at = (x + px * DIGIT_WIDTH_MM, top + py * DIGIT_MM)
                yield b"%.3f %.3f %c" % (*at, b"l" if i else b"m")
            yield b"S"
