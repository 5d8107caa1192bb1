"""Typefaces of this machine for painting (印刷用字): which font prints a character, how wide it is, its outline.

The fonts are those that fontconfig names for the official faces, in its order (`glyphs.py`): the same that the full
path prints with.
"""

import re
from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import field
from functools import cached_property, lru_cache
from itertools import groupby, pairwise
from typing import Any, TypeVar

from generator.dataclass import dataclass
from generator.layout import gbt9704 as gb
from generator.layout.breaks import is_full_width
from generator.render.glyph_outlines import EM, Outline, is_blank
from generator.render.glyphs import Font, font_stack
from generator.render.kept_glyphs import glyphs_of
from generator.render.page_places import Ems, Face, Unplaced

_NARROW = 0.1  # a glyph that lacks less than this of its em stays where it is (`set_glyphs.py`)
_OPENING = frozenset("（《〈〔［｛「『【〖“‘")
_SPACES = frozenset(" \u00a0")
_CLOSING = frozenset("，。、；：？！）》〉〕］｝」』】〗”’")
_SHAPED = re.compile(  # Hebrew to Myanmar, Jamo, Khmer, Mongolian and their like
    "[\u0590-\u109f\u1100-\u11ff\u1780-\u18af\u1900-\u1cff\ua800-\uabff\ufb1d-\ufdff\ufe70-\ufefc"
    "\U00010800-\U00011fff\U0001e800-\U0001efff]"
)


V = TypeVar("V")


class Asked(dict[int, V]):
    """What a font says of its characters, by code point, asked of it once."""

    def __init__(self, ask: Callable[[int], V]) -> None:
        super().__init__()
        self._ask = ask

    def __missing__(self, point: int) -> V:
        self[point] = found = self._ask(point)
        return found


class FontFile:
    """Font file (字体文件): charstrings of its characters, and the widths of those that take no whole em, 0 for others."""

    def __init__(self, font: Font) -> None:
        self.name = font.postscript_name
        self.family = font.family
        self.glyphs = glyphs_of(font)
        self.outlines = Asked(self._outline)
        self.narrow = Asked(self._narrow)
        self._file = font
        self._functions: Any = None

    def has(self, char: str) -> bool:
        """Return whether the font has a glyph for a character."""
        known = self.glyphs.has.get(char)
        if known is None:
            known = self.glyphs.has[char] = self._file.has(char)
        return known

    def width(self, char: str) -> int:
        """Return the width of a character in thousandths of the em, as its font has it."""
        known = self.glyphs.widths.get(char)
        if known is None:
            glyph = self._font.get_nominal_glyph(ord(char))
            known = round(self._font.get_glyph_h_advance(glyph) * self._scale) if glyph else EM
            self.glyphs.widths[char] = known
        return known

    def _narrow(self, point: int) -> int:
        return 0 if is_full_width(chr(point)) else self.width(chr(point))

    def _outline(self, point: int) -> bytes:
        char = chr(point)
        known = self.glyphs.outlines.get(char)
        if known is None:
            known = self.glyphs.outlines[char] = self._drawn(char)
        return known

    @cached_property
    def _font(self) -> Any:
        """The font opened, for what is not known of it yet."""
        import uharfbuzz as hb

        return hb.Font(hb.Face(hb.Blob.from_file_path(self._file.path), self._file.index))

    @cached_property
    def _scale(self) -> float:
        return EM / float(self._font.face.upem)

    def _drawn(self, char: str) -> bytes:
        natural = self.width(char)
        full = is_full_width(char)
        pen = Outline(self._scale, _moved(char, EM - natural) if full else 0)
        if not full and natural != EM:
            pen.begin(natural)
        glyph = self._font.get_nominal_glyph(ord(char))
        if glyph:
            self._font.draw_glyph(glyph, self._pens(), pen)
        return pen.end()

    def _pens(self) -> Any:
        if self._functions is None:
            import uharfbuzz as hb

            functions = hb.DrawFuncs()
            functions.set_move_to_func(lambda x, y, pen: pen.move_to(x, y))
            functions.set_line_to_func(lambda x, y, pen: pen.line_to(x, y))
            functions.set_cubic_to_func(lambda a, b, c, d, x, y, pen: pen.cubic_to(a, b, c, d, x, y))
            functions.set_quadratic_to_func(lambda a, b, x, y, pen: pen.quadratic_to(a, b, x, y))
            functions.set_close_path_func(lambda pen: None)
            self._functions = functions
        return self._functions


def _moved(char: str, spare: int) -> int:
    """Return by how much a glyph that is not as wide as its em is moved to the right."""
    if abs(spare) < _NARROW * EM or char in _CLOSING:
        return 0
    return spare if char in _OPENING else round(spare / 2)


@lru_cache(maxsize=64)
def font_file(font: Font) -> FontFile:
    """Return a font, opened once."""
    return FontFile(font)


@dataclass(slots=True)
class Typeface:
    """Typeface (一种字体): the fonts that print an official face, in their order, and widths in ems."""

    stack: tuple[Font, ...]
    known: dict[str, FontFile] = field(default_factory=dict)
    plain: set[int] = field(default_factory=set)  # code points of the basic plane that the first font prints
    ems: Ems = field(init=False)
    first: FontFile = field(init=False)

    def __post_init__(self) -> None:
        if not self.stack:
            raise Unplaced("查不出本机的字体")
        self.first = font_file(self.stack[0])
        self.ems = Ems(lambda char: self.font_of(char).width(char) / EM)

    def font_of(self, char: str) -> FontFile:
        """Return the font that prints a character.

        Raises Unplaced when none has it, or only one that is too thin or has no outline of it, as fonts of pictures; and
        for a script whose letters change beside each other, or that runs from the right.
        """
        known = self.known.get(char)
        if known is None:
            if _SHAPED.match(char):
                raise Unplaced(f"“{char}”的文种由排版引擎排")
            font = next((f for f in self.stack if font_file(f).has(char)), None)
            if font is None:
                raise Unplaced(f"字库里没有“{char}”")
            if font.emboldened:
                raise Unplaced(f"“{char}”要由程序加粗")
            file = font_file(font)
            if not char.isspace() and is_blank(file.outlines[ord(char)]):
                raise Unplaced(f"字体里的“{char}”没有轮廓")
            known = self.known[char] = file
            if font is self.stack[0] and char <= "\uffff":
                self.plain.add(ord(char))
        return known

    def is_plain(self, text: str, codes: Collection[int]) -> bool:
        """Tell whether the first font prints a text, and its codes of UTF-16 are its characters, one for one."""
        if not self.plain.issuperset(codes):
            for char in text:
                self.font_of(char)
        return self.plain.issuperset(codes)

    def runs(self, text: str) -> Iterator[tuple[FontFile, str]]:
        """Yield the parts of a text that one font prints.

        The engine sets a space in the font of what stands before it, at the start in that of what comes after it; raises
        Unplaced where that is not the first font.
        """
        parts = [(font, "".join(chars)) for font, chars in groupby(text, self.font_of)]
        for (font, before), (other, after) in pairwise(parts):
            if (font is not self.first and after[0] in _SPACES) or (
                other is not self.first and _SPACES.issuperset(before)
            ):
                raise Unplaced("生僻字旁边的空格由排版引擎排")
        yield from parts


class Typefaces:
    """Typefaces (各种字体) of one run, by what they are for; `fangsong` is the official face of the text."""

    def __init__(self, fangsong: str = gb.FACE_TEXT) -> None:
        names: Mapping[Face, str] = {
            "text": fangsong,
            "heading": gb.FACE_HEADING,
            "title": gb.FACE_TITLE,
            "number": gb.FACE_NUMBER,
        }
        self._faces = {face: Typeface(font_stack(name)) for face, name in names.items()}

    def of(self, face: Face) -> Typeface:
        """Return the typeface for a purpose."""
        return self._faces[face]

    def ems(self, face: Face) -> Ems:
        """Return the widths of a face's characters."""
        return self._faces[face].ems
