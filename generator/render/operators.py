"""Operators (绘图指令) that draw what stands on a page: rules first, then texts (ISO 32000-1, 8.5, 9.4).

Characters are shown by their codes of UTF-16, two bytes each, in literal strings; streams are written as Latin-1.
"""

import re
import sys
from array import array
from collections.abc import Iterable, Sequence
from itertools import pairwise, zip_longest
from typing import NamedTuple

from generator.layout.breaks import is_gap
from generator.render.glyph_outlines import EM
from generator.render.page_places import Block, Fixed, Lines, Page, Rule, Text
from generator.render.pdf_objects import code_of
from generator.render.typefaces import FontFile, Typefaces

_LAST_BASIC = "\uffff"
_SPECIAL = re.compile(r"[\\()\r]")


class Inks:
    """Fonts (用字) of one stream or file: the code points used of each font file, and its name in the resources."""

    def __init__(self, prefix: str) -> None:
        self._prefix = prefix
        self._names: dict[FontFile, str] = {}
        self.used: dict[FontFile, set[int]] = {}

    def name(self, font: FontFile) -> str:
        """Return the name of a font, whose code points are noted in `used`."""
        name = self._names.get(font)
        if name is None:
            name = self._names[font] = f"{self._prefix}{len(self._names)}"
            self.used[font] = set()
        return name


class _Drawn(NamedTuple):
    """Lines of a cell as they are drawn from where the first of them begins; without a font, each for itself."""

    font: FontFile | None
    right: float
    down: float
    operators: str
    codes: "array[int]"


_EACH_FOR_ITSELF = _Drawn(None, 0.0, 0.0, "", array("H"))


class Drawing:
    """Drawing (绘制) of one stream for a page `height` pt high."""

    def __init__(self, faces: Typefaces, height: float, inks: Inks) -> None:
        self._faces, self._height, self._inks = faces, height, inks
        self._written: list[str] = []
        self._current: tuple[FontFile | None, float] = (None, 0.0)

    def add(self, parts: Sequence[Page | Fixed]) -> bytes:
        """Return the operators that draw parts of a page."""
        self._rules(rule for part in parts for rule in part.rules)
        self._written.append("BT\n")
        for part in parts:
            for text in part.texts:
                self._text(text)
            self._blocks(part.blocks)
        self._written.append("ET")
        return "".join(self._written).encode("latin-1")

    def _rules(self, rules: Iterable[Rule]) -> None:
        height = self._height
        boxes = [f"{r.x:.2f} {height - r.y - r.height:.2f} {r.width:.2f} {r.height:.2f} re\n" for r in rules]
        if boxes:
            self._written += boxes
            self._written.append("f\n")

    def _blocks(self, blocks: Iterable[Block]) -> None:
        written, height, used = self._written, self._height, self._inks.used
        for block in blocks:
            lines, x, y, _ = block
            drawn = lines.drawn
            if drawn is None:
                drawn = lines.drawn = self._drawn(lines)
            font, right, down, operators, codes = drawn
            if font is None:
                for text in block.texts():
                    self._text(text)
            else:
                if self._current != (font, lines.size):
                    self._select(font, lines.size)
                used[font].update(codes)
                written.append(f"1 0 0 1 {x + right:.2f} {height - y - down:.2f} Tm{operators}\n")

    def _drawn(self, lines: Lines) -> _Drawn:
        whole = "".join(lines.texts)
        written = whole.encode("utf-16-be")
        codes = _codes_in(written)
        typeface = self._faces.of(lines.face)
        if not whole or not typeface.is_plain(whole, codes):
            return _EACH_FOR_ITSELF
        shown = written.decode("latin-1")
        if len(lines.texts) == 1:
            return _Drawn(typeface.first, lines.starts[0], 0.0, f"({_escaped(shown)})Tj", codes)
        first, operators = _moved(lines, shown)
        return _Drawn(typeface.first, *first, operators, codes)

    def _select(self, font: FontFile, size: float) -> None:
        self._current = (font, size)
        self._written.append(f"/{self._inks.name(font)} {size:g} Tf\n")

    def _text(self, text: Text) -> None:
        typeface, words = self._faces.of(text.face), text.text
        codes = _codes_in(words.encode("utf-16-be"))
        if text.spacing or text.gap or text.turned or not typeface.is_plain(words, codes):
            self._written.append(self._pieces(text))
            self._current = (None, 0.0)
            return
        if self._current != (typeface.first, text.size):
            self._select(typeface.first, text.size)
        self._inks.used[typeface.first].update(codes)
        place = f"{text.x:.2f} {self._height - text.y:.2f}"
        self._written.append(f"1 0 0 1 {place} Tm{_literal(words)}Tj\n")

    def _pieces(self, text: Text) -> str:
        """Return the operators that draw a text of several fonts, with room within it, or turned."""
        turn = "0 -1 1 0" if text.turned else "1 0 0 1"
        drawn = [f"{turn} {text.x:.2f} {self._height - text.y:.2f} Tm"]
        if text.spacing:
            drawn.append(f" {text.spacing:g} Tc")
        runs = list(self._faces.of(text.face).runs(text.text))
        for (font, part), (_, after) in zip_longest(runs, runs[1:], fillvalue=(None, "")):
            assert font is not None
            drawn.append(f" /{self._inks.name(font)} {text.size:g} Tf")
            self._inks.used[font].update(map(ord, part))
            drawn.append(_shown(part, after[:1], text.gap * EM / text.size))
        drawn.append(" 0 Tc\n" if text.spacing else "\n")
        return "".join(drawn)


def _moved(lines: Lines, shown: str) -> tuple[tuple[float, float], str]:
    """Return where the first of several lines begins, and the operators that show them one after the other."""
    special = _SPECIAL.search(shown)
    operators: list[str] = []
    first = at = down = 0.0
    end, skipped = 0, 0.0
    for text, start in zip(lines.texts, lines.starts, strict=True):
        if text:
            begin, end = end, end + 2 * len(text)
            string = _escaped(shown[begin:end]) if special else shown[begin:end]
            if operators:
                operators.append(f" {start - at:.3f} {-down:.3f} Td({string})Tj")
            else:
                operators.append(f"({string})Tj")
                first, skipped = start, down
            at, down = start, 0.0
        down += lines.pitch
    return (first, skipped), "".join(operators)


def _codes_in(written: bytes) -> "array[int]":
    """Return the codes in a text of UTF-16, the high byte first."""
    codes = array("H", written)
    if sys.byteorder == "little":
        codes.byteswap()
    return codes


def _escaped(codes: str) -> str:
    """Return codes as they stand in a literal string (7.3.4.2)."""
    if not _SPECIAL.search(codes):
        return codes
    return codes.replace("\\", "\\\\").replace("(", "\\(").replace(")", "\\)").replace("\r", "\\r")


def _literal(text: str) -> str:
    return f"({_escaped(text.encode('utf-16-be').decode('latin-1'))})"


def _shown(text: str, after: str, gap: float) -> str:
    """Return the operator that shows a text, with room at its gaps, in thousandths of the em."""
    if max(text) > _LAST_BASIC:
        text = "".join(chr(code_of(ord(char))) for char in text)
    if not gap:
        return f"{_literal(text)}Tj"
    pieces, start = [], 0
    for place, (one, other) in enumerate(pairwise(text + after), 1):
        if is_gap(one, other):
            pieces.append(f"{_literal(text[start:place])}{-gap:.1f}")
            start = place
    pieces.append(_literal(text[start:]) if start < len(text) else "")
    return f"[{''.join(pieces)}]TJ"
