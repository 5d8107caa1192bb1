"""Characters that no font of this machine has (缺字), found in the data before anything is printed."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any

from generator.dataclass import dataclass
from generator.layout import gbt9704 as gb
from generator.press.output import Format
from generator.problem import Path, Problem, Severity
from generator.sources.campaign import Loaded

TITLES = frozenset(("title", "mark"))
NAMED_FONTS_MAX = 4


@dataclass(frozen=True, slots=True, kw_only=True)
class _Lack:
    """A character that no font has, where it stands first, and how often in one scope."""

    char: str
    text: str
    path: Path
    count: int


def with_lacking_characters(loaded: Loaded, formats: Iterable[Format]) -> Loaded:
    """Return what was loaded with a problem for each character that no font has, at its place in the data.

    Where PDFs are wanted it is an error, of the unit alone in whose return it stands; for Word and HTML files, which
    other machines show with other fonts, it is a warning.
    """
    if not loaded.rare:
        return loaded
    from generator.render import glyphs

    lacking = set(glyphs.lacking(loaded.rare, gb.FACE_TEXT))
    if not lacking:
        return loaded
    severity: Severity = "error" if "pdf" in formats else "warning"
    found = _lacks(loaded.data, lacking)
    return loaded.with_later(replace(_problem(lack), severity=severity) for lack in found)


def _lacks(data: Mapping[str, Any], lacking: set[str]) -> list[_Lack]:
    """Return the characters that no font has, once for the campaign and once for each return."""
    from generator.sources.characters import texts

    found: dict[tuple[object, str], _Lack] = {}
    for path, text in texts(dict(data)):
        for char in sorted(lacking.intersection(text), key=text.index):
            scope = path[:2] if path[:1] == ("returns",) else ()
            known = found.get((scope, char))
            found[scope, char] = (
                replace(known, count=known.count + 1)
                if known
                else _Lack(char=char, text=text, path=path, count=1)
            )
    return list(found.values())


def _problem(lack: _Lack) -> Problem:
    from generator.render import glyphs
    from generator.validate.characters import code_point

    face = gb.FACE_TITLE if TITLES.intersection(lack.path) else gb.FACE_TEXT
    fonts = glyphs.tried(face)
    tried = "、".join(fonts[:NAMED_FONTS_MAX]) + (
        f" 等 {len(fonts)} 种" if len(fonts) > NAMED_FONTS_MAX else ""
    )
    others = f"，另有 {lack.count - 1} 处也有这个字" if lack.count > 1 else ""
    message = (
        f"{_around(lack)}里的“{lack.char}”（{code_point(lack.char)}）本机的字体里都没有，印出来是空框{others}。"
        f"按{face}找过 {tried}。请核对这个字，或安装收字更全的字体（见 gongwen doctor）。"
    )
    return Problem(code="FONT-001", message=message, path=lack.path)


def _around(lack: _Lack) -> str:
    """Return the character with a few others on both sides, in quotation marks."""
    place = lack.text.index(lack.char)
    line = lack.text[max(0, place - 6) : place + 7]
    return f"“{' '.join(line.split())}”"
