"""Where the text of a paragraph of one line stands: from the left edge of the type area, in mm.

Characters are counted, not measured: a Chinese one is an em wide, a digit or letter half an em, as in the faces that
the standard names.
"""

from collections.abc import Iterator, Sequence

from generator.dataclass import dataclass
from generator.layout import gbt9704 as gb
from generator.layout.fit import char_width_em
from generator.measure.docx.values import Paragraph, Section, TabStop


@dataclass(frozen=True, slots=True)
class Piece:
    """Text between two tabs: where it begins and ends."""

    text: str
    start: float
    end: float


def pieces(paragraph: Paragraph, area_mm: float) -> tuple[Piece, ...]:
    """Return the pieces of text of a line, white space at their ends left out; none when it cannot be told.

    It cannot where the text takes more than a line, or where spaces stand at its end: office programs do not agree
    on how wide these are.
    """
    parts = list(_split(paragraph))
    if any("\n" in text for text, _ in parts):
        return ()
    if len(parts) > 1:
        return tuple(_tabbed(parts, paragraph)) if paragraph.align in ("left", "both") else ()
    text, widths = parts[0]
    start = _start(text, sum(widths), paragraph, area_mm)
    if start is None or start + sum(widths) > area_mm + gb.CHAR_PITCH_MM:
        return ()
    return tuple(_trimmed(text, widths, start))


def line_mm(paragraph: Paragraph, section: Section) -> float | None:
    """Return the height of a paragraph's lines; None where only the typeface's own height would tell it."""
    if paragraph.line_rule == "exact":
        return gb.mm_from_pt(paragraph.line)
    gridded = (
        paragraph.on_grid and section.grid in ("lines", "linesAndChars", "snapToChars") and section.grid_pt
    )
    if gridded and paragraph.size_pt * 1.3 <= section.grid_pt:
        multiple = paragraph.line if paragraph.line_rule == "auto" else 1.0
        height = section.grid_pt * multiple
        return gb.mm_from_pt(height if paragraph.line_rule == "auto" else max(height, paragraph.line))
    if paragraph.line_rule == "atLeast" and paragraph.line >= paragraph.size_pt * 1.5:
        return gb.mm_from_pt(paragraph.line)
    return None


def _split(paragraph: Paragraph) -> Iterator[tuple[str, list[float]]]:
    """Yield the text between tabs, with the width of each character."""
    text = ""
    widths: list[float] = []
    for run in paragraph.runs:
        for char in run.text:
            if char == "\t":
                yield text, widths
                text, widths = "", []
                continue
            text += char
            widths.append(gb.mm_from_pt(char_width_em(char) * run.size_pt + run.spacing_pt))
    yield text, widths


def _start(text: str, width: float, paragraph: Paragraph, area_mm: float) -> float | None:
    left, right = paragraph.left_mm + paragraph.first_mm, area_mm - paragraph.right_mm
    if paragraph.align in ("left", "both"):
        return left
    if text != text.rstrip():
        return None
    return {"center": (left + right - width) / 2, "right": right - width}.get(paragraph.align)


def _tabbed(parts: Sequence[tuple[str, list[float]]], paragraph: Paragraph) -> Iterator[Piece]:
    place = paragraph.left_mm + paragraph.first_mm
    hanging = (TabStop(mm=paragraph.left_mm, align="left"),) if paragraph.first_mm < 0 else ()
    stops = sorted((*paragraph.tabs, *hanging), key=lambda s: s.mm)
    for number, (text, widths) in enumerate(parts):
        if number:
            stop = next((s for s in stops if s.mm > place + 0.1), None)
            if stop is None:
                return
            place = stop.mm - {"right": 1.0, "center": 0.5}.get(stop.align, 0.0) * sum(widths)
        yield from _trimmed(text, widths, place)
        place += sum(widths)


def _trimmed(text: str, widths: list[float], start: float) -> Iterator[Piece]:
    first, last = len(text) - len(text.lstrip()), len(text.rstrip())
    if first < last:
        yield Piece(text.strip(), start + sum(widths[:first]), start + sum(widths[:last]))
