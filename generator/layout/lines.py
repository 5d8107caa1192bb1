"""Lines of a document's text as the PDF sets them on the grid of 28 characters (5.2.3). Pure functions.

The widths of Latin letters are those of the face: half an em in the official 仿宋, each its own in FandolFang, which stands
for it. Digits are half an em in both.
"""

from collections.abc import Iterator, Mapping
from itertools import accumulate

from generator.layout import breaks
from generator.layout import gbt9704 as gb

HALF_EM: Mapping[str, float] = {}
_FANDOL_GROUPS = {
    0.278: "!',.:;[]|",
    0.283: "il",
    0.306: "f",
    0.311: "j",
    0.333: " -",
    0.35: "I",
    0.389: "()t",
    0.392: "r",
    0.394: "s",
    0.444: "ce",
    0.446: "z",
    0.472: "?",
    0.489: "a",
    0.508: "J",
    0.533: "kqvxy",
    0.556: "S",
    0.561: "bdhnpu",
    0.611: "Z^~",
    0.619: "L",
    0.647: "F",
    0.675: "EP",
    0.703: "B",
    0.722: "CT",
    0.728: "w",
    0.731: "R",
    0.739: "AHNUVXY",
    0.758: "D",
    0.767: "K",
    0.778: "+<=>@OQ_",
    0.781: "&",
    0.782: "G",
    0.833: "#%",
    0.839: "m",
    0.906: "M",
    1.017: "W",
}
FANDOL_EM: Mapping[str, float] = {c: em for em, group in _FANDOL_GROUPS.items() for c in group}


def text_lines(text: str, indent_chars: float = 0.0, chars: float = gb.CHARS_PER_LINE) -> int:
    """Return how many lines a paragraph takes, its first line indented by so many characters.

    Whether the official face prints it or its substitute: the number is that of the one that needs more.
    """
    return max(sum(1 for _ in set_lines(text, indent_chars, chars, latin)) for latin in (HALF_EM, FANDOL_EM))


def set_lines(text: str, indent_chars: float, chars: float, latin: Mapping[str, float]) -> Iterator[str]:
    """Yield the lines of a paragraph `chars` wide; `latin` are the widths in ems of letters that are not half as wide."""
    pitch = gb.pt_from_mm(gb.CHAR_PITCH_MM)
    room = (chars - indent_chars) * pitch
    while text:
        cut = breaks.first_line(text, _ends_pt(text, latin), breaks.Measure(room, gb.TEXT_PT))
        yield text[:cut]
        text, room = text[cut:], chars * pitch


def _ends_pt(text: str, latin: Mapping[str, float]) -> list[float]:
    """Return where the characters of a line end, of more than any line holds."""
    return list(accumulate(_width_pt(c, latin) for c in text[: 4 * gb.CHARS_PER_LINE]))


def _width_pt(char: str, latin: Mapping[str, float]) -> float:
    if breaks.takes_no_room(char):
        return 0.0
    em = 1.0 if breaks.is_full_width(char) else latin.get(char, 0.5)
    return em * gb.TEXT_PT + gb.LETTER_SPACING_PT
