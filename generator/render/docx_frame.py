"""Frame of Word files (外框): all that sheets of one template, page and shape have in common, cut at its places.

A shape is which texts of a sheet there are, not what they say. A frame is plain data: it is made once by the full path
(`docx_compile`), kept on disk, and filled in here without any library for Word or XML.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final, Literal, TypeAlias

from generator.model.sheet import Sheet, TableContent
from generator.render.docx_package import Parts, package
from generator.render.docx_rows import grid_xml
from generator.render.docx_text import EMPTY_TEXT, TEXT, checked, escaped, pieces

PLAIN: Final = "plain"
TEXTUAL: Final = "text"
RUN: Final = "run"
HEIGHT: Final = "height"
GRID: Final = "grid"
PlaceKind: TypeAlias = Literal["plain", "text", "run", "height", "grid"]
LINES = 3  # name, number and title come before the lines
TITLE_CHARS_MAX = 255  # python-docx takes no longer title among the properties


@dataclass(frozen=True, slots=True)
class Place:
    """Place in a part (位置): wording and numbers of texts in turn, and what stands around them.

    "plain" is escaped; "text" is a w:t by docxtpl's rules, `around` its start tag and the run properties that the
    pieces after a tab repeat; "run" is a run by our own rules, `around` its start and its end; "height" is the height
    of a row, `around` the least it may be.
    """

    kind: PlaceKind
    wording: tuple[str | int, ...] = ()
    around: tuple[str, str] = ("", "")


@dataclass(frozen=True, slots=True)
class Part:
    """Part of the package that differs from sheet to sheet: what is fixed before each place and at the end."""

    name: str
    statics: tuple[bytes, ...]
    places: tuple[Place, ...] = ()


@dataclass(frozen=True, slots=True)
class Frame:
    """Frame (外框): the parts that never change, packed already, and those that do."""

    fixed: Parts
    changing: tuple[Part, ...]


def filled(frame: Frame, sheet: Sheet, texts: Sequence[str]) -> bytes:
    """Return the Word file of a sheet whose texts are those. Raises Unwritable for one that XML cannot hold."""
    return package(frame.fixed, [(part.name, _content(part, texts, sheet)) for part in frame.changing])


def texts_of(sheet: Sheet) -> list[str]:
    """Return what stands around the table of a sheet, in this order: name, number, title, lines, notes."""
    content = sheet.content
    if not isinstance(content, TableContent):
        return []
    texts = [sheet.name[:TITLE_CHARS_MAX], content.attachment, "\n".join(content.title)]
    for line in (*content.above, *content.below):
        texts += (line.left, line.center, line.right)
    return [*texts, *content.notes]


def _content(part: Part, texts: Sequence[str], sheet: Sheet) -> bytes:
    pieces: list[bytes] = []
    for static, place in zip(part.statics, part.places, strict=False):
        pieces.append(static)
        if place.kind == GRID:
            assert isinstance(sheet.content, TableContent)
            pieces.append(grid_xml(sheet.content.grid, sheet.content.values))
        else:
            pieces.append(_PUT[place.kind](place, texts).encode())
    return b"".join((*pieces, part.statics[-1]))


def _worded(place: Place, texts: Sequence[str]) -> str:
    """Return the wording of a place with its texts, escaped."""
    return "".join(w if isinstance(w, str) else escaped(checked(texts[w])) for w in place.wording)


def _text(place: Place, texts: Sequence[str]) -> str:
    """Return a w:t as docxtpl leaves it: a tab parts two runs, a line break parts two w:t."""
    text = _worded(place, texts)
    start, properties = place.around
    if "\t" not in text and "\n" not in text:
        return f"{start}{text}</w:t>" if text else f"{start[:-1]}/>"
    tab = f"</w:t></w:r><w:r>{properties}<w:tab/></w:r><w:r>{properties}{TEXT}"
    xml = f"{start}{text}</w:t>".replace("\t", tab).replace("\n", f"</w:t><w:br/>{TEXT}")
    return xml.replace(f"{start}</w:t>", f"{start[:-1]}/>").replace(f"{TEXT}</w:t>", EMPTY_TEXT)


def _run(place: Place, texts: Sequence[str]) -> str:
    text = _worded(place, texts)
    return f"{place.around[0]}{pieces(text)}{place.around[1]}" if text else ""


_PUT: dict[str, Callable[[Place, Sequence[str]], str]] = {PLAIN: _worded, TEXTUAL: _text, RUN: _run}
