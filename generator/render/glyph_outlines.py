"""Outlines of glyphs (字形轮廓) as Type 2 charstrings, and fonts of a few of them as CFF (Adobe TN 5176, 5177).

Every outline is brought to an em of 1000 units and stands where the line wants it: a character that takes a whole em
has exactly that, its glyph in the middle. So a text is shown as it is, character after character.
"""

import struct
from collections.abc import Mapping
from itertools import accumulate, pairwise

from generator.render.outline_segments import fewer

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
_LINE = 2  # operands
_BLANK = 4  # bytes at most: a width and the end; a contour takes more
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
        self._at = self._begun = (0, 0)
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
        self._begun = self._at
        self._written.append(_number(dx) + _number(dy) + _MOVE)

    def line_to(self, x: float, y: float) -> None:
        """Draw a line."""
        self._segments.append(self._step(x, y))

    def cubic_to(self, x1: float, y1: float, x2: float, y2: float, x: float, y: float) -> None:
        """Draw a curve of the third degree."""
        self._segments.append((*self._step(x1, y1), *self._step(x2, y2), *self._step(x, y)))

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
        """Write the segments of a contour, as many with one operator as it takes; the line that closes it is understood."""
        segments, start = fewer(self._segments), 0
        if segments and len(segments[-1]) == _LINE and self._at == self._begun:
            dx, dy = segments.pop()
            self._at = (self._at[0] - dx, self._at[1] - dy)
        while start < len(segments):
            kind, taken, end = len(segments[start]), 0, start
            while end < len(segments) and len(segments[end]) == kind and taken + kind <= _STACK - 6:
                taken, end = taken + kind, end + 1
            operator = _LINES if kind == _LINE else _CURVES
            if end < len(segments) and len(segments[end]) != kind:
                operator, end = (_LINES_CURVE if kind == _LINE else _CURVES_LINE), end + 1
            self._written += [_number(number) for segment in segments[start:end] for number in segment]
            self._written.append(operator)
            start = end
        self._segments.clear()


def is_blank(outline: bytes) -> bool:
    """Tell whether a charstring draws nothing."""
    return len(outline) <= _BLANK


def write_cff(name: str, glyphs: Mapping[int, bytes]) -> bytes:
    """Return a CID-keyed font of charstrings by their codes, ascending, not 0; a glyph without a width takes a whole em."""
    strings = [_END, *glyphs.values()]
    names, custom = _index([name.encode("ascii")]), _index([b"Adobe", b"Identity"])
    charset = struct.pack(f">B{len(glyphs)}H", 0, *glyphs)
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


def read_cff(font: bytes) -> dict[int, bytes]:
    """Return the charstrings of a font as `write_cff` writes it, by their codes; raises ValueError for another."""
    try:
        (name_end,) = struct.unpack_from(">I", font, 4 + 3 + 4)
        top = 4 + 3 + 8 + name_end - 1 + 3 + 8
        charset, strings = (
            struct.unpack_from(">i", font, top + place)[0] for place in (_AT_CHARSET, _AT_STRINGS)
        )
        (count,) = struct.unpack_from(">H", font, strings)
        codes = struct.unpack_from(f">{count - 1}H", font, charset + 1)
        offsets = struct.unpack_from(f">{count + 1}I", font, strings + 3)
    except struct.error as error:
        raise ValueError("not a font that was written here") from error
    first = strings + 3 + 4 * len(offsets) - 1
    glyphs = {
        code: font[first + start : first + end]
        for code, (start, end) in zip(codes, pairwise(offsets[1:]), strict=True)
    }
    if any(not outline.endswith(_END) for outline in glyphs.values()):
        raise ValueError("not a font that was written here")
    return glyphs


_AT_CHARSET, _AT_STRINGS = 15 + 2 + 5 + 2 + 1, 15 + 2 + 7 + 6 + 7 + 1  # of the operands in the top dictionary
_TOP_BYTES = 8 * 5 + 4 * 2 + 2  # eight operands; four operators of two bytes, two of one


def _operand(number: int) -> bytes:
    return b"\x1d" + struct.pack(">i", number)


def _index(items: list[bytes]) -> bytes:
    """Return an INDEX; its offsets take four bytes each."""
    offsets = struct.pack(f">{len(items) + 1}I", *accumulate(map(len, items), initial=1))
    return struct.pack(">HB", len(items), 4) + offsets + b"".join(items)
