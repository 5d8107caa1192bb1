"""Typefaces (字体) by the names that a PDF gives them: which official face they are, or stand for."""

import re
from collections import Counter
from collections.abc import Sequence
from typing import Literal, TypeAlias

from generator.dataclass import dataclass
from generator.layout import gbt9704 as gb
from generator.layout.fit import char_width_em
from generator.measure.glyphs import Glyph
from generator.render.fonts import FACES

Standing: TypeAlias = Literal["official", "substitute", "other", "unknown"]

# What programs write into PDF files, as parts of names in small letters without spaces and hyphens.
OFFICIAL: dict[str, tuple[str, ...]] = {
    gb.FACE_TITLE: ("小标宋", "xiaobiaosong", "fzxbs"),
    gb.FACE_TEXT: ("仿宋", "fangsong", "fzfs"),
    gb.FACE_KAI: ("楷体", "kaiti", "fzkt", "楷_"),
    gb.FACE_HEADING: ("黑体", "simhei", "stheiti", "fzht"),
    gb.FACE_NUMBER: ("宋体", "simsun", "stsong", "fzss"),
}
SUBSTITUTES: dict[str, str] = {
    gb.FACE_TITLE: r"(notoserif|sourcehanserif)(cjk)?(sc|cn|jp|tc|kr|hk)?(bold|black|heavy)",
    gb.FACE_TEXT: r"fandolfang",
    gb.FACE_KAI: r"fandolkai",
    gb.FACE_HEADING: r"notosans(cjk|sc)|sourcehansans|fandolhei",
    gb.FACE_NUMBER: r"notoserif(cjk|sc)|sourcehanserif|fandolsong",
}
_REGION = re.compile("cjk(?:jp|kr|tc|hk)")  # one file, named after the first of its regions
_ANONYMOUS = re.compile(r"|(cidfont)?\+?[ft]\d+|t3.*|type3.*|font\d*|unnamed.*|nonetype.*|.*�.*")


@dataclass(frozen=True, slots=True)
class Printed:
    """The face that most of some glyphs have: its name, how it stands to the official one, and whether it is bold."""

    name: str
    standing: Standing
    bold: bool

    @property
    def line(self) -> str:
        """Name and standing in words."""
        words = {"official": "", "substitute": "（替代字体）", "other": "", "unknown": "，认不出是哪种字体"}
        return f"{self.name or '没有名称'}{words[self.standing]}"


def printed(glyphs: Sequence[Glyph], face: str) -> Printed | None:
    """Return in which face most of the Chinese characters of some glyphs stand, beside the one asked for."""
    chinese = [g for g in glyphs if g.char.isalnum() and char_width_em(g.char) == 1] or list(glyphs)
    if not chinese:
        return None
    name, _ = Counter(g.font for g in chinese).most_common(1)[0]
    bold = sum(g.bold for g in chinese if g.font == name) * 2 > len(chinese)
    return Printed(name, standing(name, face), bold)


def standing(font: str, face: str) -> Standing:
    """Return whether a font of that name is an official face, its substitute, another face, or cannot be told.

    >>> standing("FangSong_GB2312", gb.FACE_TEXT), standing("FandolKai", gb.FACE_TEXT), standing("F1", gb.FACE_TEXT)
    ('official', 'other', 'unknown')
    """
    name = _REGION.sub("cjksc", re.sub(r"[-\s,]", "", font.lower()))
    if _ANONYMOUS.fullmatch(name):
        return "unknown"
    if face == gb.FACE_NUMBER and any(
        word in name for word in OFFICIAL[gb.FACE_TITLE] + OFFICIAL[gb.FACE_TEXT]
    ):
        return "other"
    if any(word in name for word in OFFICIAL[face]):
        return "official"
    if re.match(SUBSTITUTES[face], name):
        return "substitute"
    return "other"


def official_word(face: str) -> str:
    """Return what an official face is called in the report."""
    return next(f.name for f in FACES if f.name == face)
