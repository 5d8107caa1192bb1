"""Characters (字) and the fonts of this machine: which font prints a character of an official face, and which none has.

Fontconfig answers: the same order and the same character sets from which Pango picks a glyph. It is asked once per face.
"""

from bisect import bisect_right
from functools import lru_cache

from generator.dataclass import dataclass
from generator.render.fontconfig import ask

_ANSWER = "%{family[0]}\t%{file}\t%{index}\t%{postscriptname}\t%{embolden}\n"
_CHARSET = "%{charset}\n"


@dataclass(frozen=True, slots=True)
class Font:
    """Font (字体) of this machine: its family, and for which official face it is tried in which place.

    `path` and `index` say which font of which file it is; `emboldened` that it has no bold of its own where bold is asked.
    """

    family: str
    face: str
    place: int
    path: str = ""
    index: int = 0
    postscript_name: str = ""
    emboldened: bool = False

    def has(self, char: str) -> bool:
        """Return whether the font has a glyph for a character."""
        firsts, lasts = _ranges(self.face, self.place)
        place = bisect_right(firsts, ord(char)) - 1
        return place >= 0 and ord(char) <= lasts[place]


def lacking(text: str, face: str) -> str:
    """Return the characters of `text` that no font has when it prints in an official face, each once, in order.

    White space needs no glyph. Nothing is said, an empty text returned, where fontconfig cannot be asked.

    >>> lacking("莫\N{CJK UNIFIED IDEOGRAPH-21413}村", "仿宋_GB2312")
    ''
    """
    stack = font_stack(face)
    if not stack:
        return ""
    wanted = dict.fromkeys(c for c in text if not c.isspace())
    return "".join(c for c in wanted if not any(font.has(c) for font in stack))


def tried(face: str) -> tuple[str, ...]:
    """Return the families that are tried for a character of an official face, in their order, each once."""
    return tuple(dict.fromkeys(font.family for font in font_stack(face)))


def family_of(char: str, face: str) -> str:
    """Return the family that prints a character of an official face, empty where none does."""
    return next((font.family for font in font_stack(face) if font.has(char)), "")


@lru_cache
def font_stack(face: str) -> tuple[Font, ...]:
    """Return the fonts that are tried for a character of an official face, in their order.

    Empty where fontconfig cannot be asked.
    """
    answer = ask(face, _ANSWER, "--sort")
    return tuple(_font(line, face, place) for place, line in enumerate(answer.splitlines()))


def _font(line: str, face: str, place: int) -> Font:
    """Read what was asked of fontconfig."""
    family, path, index, name, embolden = line.split("\t")
    return Font(family, face, place, path, int(index or 0), name, embolden == "True")


@lru_cache
def _charsets(face: str) -> list[str]:
    return ask(face, _CHARSET, "--sort").splitlines()


@lru_cache(maxsize=256)
def _ranges(face: str, place: int) -> tuple[tuple[int, ...], tuple[int, ...]]:
    """Return the first and the last code points of the ranges of a font's characters, written as `20-7e a0 a4-a5`."""
    charsets = _charsets(face)
    ranges = [part.split("-") for part in charsets[place].split()] if place < len(charsets) else []
    return tuple(int(ends[0], 16) for ends in ranges), tuple(int(ends[-1], 16) for ends in ranges)
