"""Outlines of glyphs (字形轮廓) as Type 2 charstrings, and fonts of a few of them as CFF (Adobe TN 5176, 5177).

Every outline is brought to an em of 1000 units and stands where the line wants it: a character that takes a whole em
has exactly that, its glyph in the middle. So a text is shown as it is, character after character.
"""

import struct
from collections.abc import Mapping
from itertools import accumulate

EM = 1000
_MOVE, _LINES, _CURVES, _CURVES_LINE, _LINES_CURVE, _END = (
    b"\x15",
    b"\x05",
    b"\x08",
    b"\x18",
    b"\x19",
    b"\x0e",
)
_STACK = 48  # operands that an operator may take
_FLAT = 1.6  # a curve this little off its chord, in thousandths of the em, is drawn as a line: no printer shows less
_SHORT = 107
_MIDDLE = 1131


def _small(number: int) -> bytes:
    """Return an operand of a charstring."""
    if -_SHORT <= number <= _SHORT:
        return bytes((number + 139,))
    if _SHORT < number <= _MIDDLE:
        high, low = divmod(number - 108, 256)
        return bytes((high + 247, low))
    if -_MIDDLE <= number < -_SHORT:
        high, low = divmod(-number - 108, 256)
        return bytes((high + 251, low))
    return b"\x1c" + struct.pack(">h", number)


_SMALL = {number: _small(number) for number in range(-_MIDDLE, _MIDDLE + 1)}


def _number(number: int) -> bytes:
    return _SMALL.get(number) or _small(number)


class Outline:
    """Pen (描笔) that writes a charstring: told the curves of a glyph in units of its font, moved and scaled."""

    def __init__(self, scale: float, move: float) -> None:
        self._scale, self._move = scale, move
        self._at = (0, 0)
        self._unscaled = (0.0, 0.0)
        self._written: list[bytes] = []
        self._segments: list[tuple[int, ...]] = []

    def begin(self, width: int) -> None:
        """Begin a glyph of a width that is no whole em."""
        self._written.append(_number(width))

    def move_to(self, x: float, y: float) -> None:
        """Begin a contour."""
        self._flush()
        dx, dy = self._step(x, y)
        self._written.append(_number(dx) + _number(dy) + _MOVE)

    def line_to(self, x: float, y: float) -> None:
        """Draw a line; one of no length is left out."""
        step = self._step(x, y)
        if step != (0, 0):
            self._segments.append(step)

    def cubic_to(self, x1: float, y1: float, x2: float, y2: float, x: float, y: float) -> None:
        """Draw a curve of the third degree."""
        steps = (*self._step(x1, y1), *self._step(x2, y2), *self._step(x, y))
        if not _is_flat(steps):
            self._segments.append(steps)
        elif any(line := (steps[0] + steps[2] + steps[4], steps[1] + steps[3] + steps[5])):
            self._segments.append(line)

    def quadratic_to(self, x1: float, y1: float, x: float, y: float) -> None:
        """Draw a curve of the second degree, as a TrueType font has it."""
        at_x, at_y = self._unscaled
        self.cubic_to(
            at_x + (x1 - at_x) * 2 / 3,
            at_y + (y1 - at_y) * 2 / 3,
            x + (x1 - x) * 2 / 3,
            y + (y1 - y) * 2 / 3,
            x,
            y,
        )

    def end(self) -> bytes:
        """Return the charstring."""
        self._flush()
        return b"".join(self._written) + _END

    def _step(self, x: float, y: float) -> tuple[int, int]:
        self._unscaled = (x, y)
        to = (round(x * self._scale + self._move), round(y * self._scale))
        step = (to[0] - self._at[0], to[1] - self._at[1])
        self._at = to
        return step

    def _flush(self) -> None:
        """Write the segments of a contour, as many with one operator as it takes."""
        segments, start = self._segments, 0
        while start < len(segments):
            kind, taken, end = len(segments[start]), 0, start
            while end < len(segments) and len(segments[end]) == kind and taken + kind <= _STACK - 6:
                taken, end = taken + kind, end + 1
            operator = _LINES if kind == 2 else _CURVES
            if end < len(segments) and len(segments[end]) != kind:
                operator, end = (_LINES_CURVE if kind == 2 else _CURVES_LINE), end + 1
            self._written += [_number(number) for segment in segments[start:end] for number in segment]
            self._written.append(operator)
            start = end
        segments.clear()


def _is_flat(steps: tuple[int, ...]) -> bool:
    """Tell whether a curve is as good as a line: its control points lie along the chord, between its ends."""
    x1, y1, x2, y2 = steps[0], steps[1], steps[0] + steps[2], steps[1] + steps[3]
    x, y = x2 + steps[4], y2 + steps[5]
    long = (x * x + y * y) ** 0.5
    if not long:
        return max(abs(v) for v in steps) <= 1
    off = max(abs(x1 * y - y1 * x), abs(x2 * y - y2 * x)) / long
    along = (x1 * x + y1 * y, x2 * x + y2 * y)
    return off <= _FLAT and all(0 <= a <= long * long for a in along)


def write_cff(name: str, glyphs: Mapping[int, bytes]) -> bytes:
    """Return a CID-keyed font of charstrings by their codes, not 0; a glyph without a width takes a whole em."""
    codes = sorted(glyphs)
    strings = [_END, *(glyphs[code] for code in codes)]
    names, custom = _index([name.encode("ascii")]), _index([b"Adobe", b"Identity"])
    charset = struct.pack(f">B{len(codes)}H", 0, *codes)
    select = struct.pack(">BHHBH", 3, 1, 0, 0, len(strings))
    listed = _index(strings)
    private = _operand(EM) + b"\x14" + _operand(0) + b"\x15"
    head = 4 + len(names) + len(_index([bytes(_TOP_BYTES)])) + len(custom) + 2
    at_charset = head
    at_select = at_charset + len(charset)
    at_strings = at_select + len(select)
    at_private = at_strings + len(listed)
    at_fonts = at_private + len(private)
    fonts = _index([_operand(len(private)) + _operand(at_private) + b"\x12"])
    top = b"".join((
        _operand(391), _operand(392), _operand(0), b"\x0c\x1e",
        _operand(65536), b"\x0c\x22",
        _operand(at_charset), b"\x0f",
        _operand(at_select), b"\x0c\x25",
        _operand(at_strings), b"\x11",
        _operand(at_fonts), b"\x0c\x24",
    ))  # fmt: skip
    return b"".join(
        (
            b"\x01\x00\x04\x04",
            names,
            _index([top]),
            custom,
            b"\x00\x00",
            charset,
            select,
            listed,
            private,
            fonts,
        )
    )


_TOP_BYTES = 8 * 5 + 4 * 2 + 2  # eight operands; four operators of two bytes, two of one


def _operand(number: int) -> bytes:
    return b"\x1d" + struct.pack(">i", number)


def _index(items: list[bytes]) -> bytes:
    """Return an INDEX; its offsets take four bytes each."""
    offsets = struct.pack(f">{len(items) + 1}I", *accumulate(map(len, items), initial=1))
    return struct.pack(">HB", len(items), 4) + offsets + b"".join(items)
