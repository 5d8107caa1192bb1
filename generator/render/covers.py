"""HTML of covers and spine labels (封面、脊背): what is laid upon a volume, or cut out and pasted on it.

The engine writes from left to right alone; a title that runs down a spine is set word by word, one above the other.
"""

import hashlib
import re
from collections.abc import Iterator, Sequence

from generator.dataclass import dataclass
from generator.layout import gbt9704 as gb
from generator.model.filing import CoverPage, SpineLabel
from generator.model.sheet import Description
from generator.render.html import environment, faces_of
from generator.resources import template_root

TEMPLATES = ("base.html", "covers.html", "covers.css")
HEIGHT_MM = 277.0  # of a label: A4 less what a printer leaves white; a cover's own spine is 310 high
GAP_MM = 4.0
SHEET_MM = gb.PAGE_WIDTH_MM - 20.0
PART_MM = 21.0
TITLE_MM = HEIGHT_MM - 5 * PART_MM
TITLE_PT, VALUE_PT, LABEL_PT = 18.0, 14.0, 8.0
LEADING = 1.2
SIDE_MM = 1.0
TURNED = str.maketrans("（）", "︵︶")
_WORD = re.compile(r"[A-Za-z0-9.]+|.")


@dataclass(frozen=True, slots=True)
class Fitted:
    """A text and the size at which it has room."""

    text: str
    size_pt: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Spine:
    """Spine label ready to be set (脊背): what stands above and below its title, which runs down word by word."""

    width_mm: float
    above: tuple[tuple[Fitted, Fitted], ...]
    title: tuple[str, ...]
    title_pt: float
    below: tuple[tuple[Fitted, Fitted], ...]


def render_covers(covers: Sequence[CoverPage], description: Description, fangsong: str) -> str:
    """Return the HTML of covers, a page each."""
    return _render(description, fangsong, covers=covers, spines=())


def render_spines(labels: Sequence[SpineLabel], description: Description, fangsong: str) -> str:
    """Return the HTML of spine labels, as many on a page as it has room for."""
    return _render(
        description, fangsong, covers=(), spines=list(_sheets([_fitted(label) for label in labels]))
    )


def template_digest() -> str:
    """Return the digest of the templates of covers and labels."""
    folder = template_root() / "html"
    return hashlib.sha256(b"".join((folder / name).read_bytes() for name in TEMPLATES)).hexdigest()


def _render(description: Description, fangsong: str, **pages: object) -> str:
    sizes = {"height_mm": HEIGHT_MM, "gap_mm": GAP_MM, "part_mm": PART_MM, "title_mm": TITLE_MM}
    css = environment().get_template("covers.css").render(gb=gb, faces=faces_of(fangsong), **sizes)
    return environment().get_template("covers.html").render(description=description, css=css, **pages)


def _sheets(labels: Sequence[Spine]) -> Iterator[list[Spine]]:
    """Yield the labels that have room beside each other on one sheet."""
    sheet, used = list[Spine](), 0.0
    for label in labels:
        if sheet and used + label.width_mm > SHEET_MM:
            yield sheet
            sheet, used = [], 0.0
        sheet.append(label)
        used += label.width_mm + GAP_MM
    if sheet:
        yield sheet


def _fitted(label: SpineLabel) -> Spine:
    room_mm = label.width_mm - 2 * SIDE_MM
    parts = tuple(
        (_sized(name, room_mm, LABEL_PT), _sized(value, room_mm, VALUE_PT)) for name, value in label.parts
    )
    words = tuple(word.translate(TURNED) for word in _WORD.findall(label.title))
    down_pt = gb.pt_from_mm(TITLE_MM - 6) / (LEADING * max(1, len(words)))
    across_pt = min(_size_pt(word, room_mm, TITLE_PT) for word in words or [""])
    split = len(parts) - 2
    return Spine(
        width_mm=label.width_mm,
        above=parts[:split],
        title=words,
        title_pt=round(min(down_pt, across_pt, TITLE_PT), 2),
        below=parts[split:],
    )


def _sized(text: str, room_mm: float, most_pt: float) -> Fitted:
    return Fitted(text, _size_pt(text, room_mm, most_pt))


def _size_pt(text: str, room_mm: float, most_pt: float) -> float:
    """Return the largest size at which a text has room in one line; half-width characters take half an em."""
    ems = sum(0.55 if char.isascii() else 1.0 for char in text) or 1.0
    return round(min(most_pt, gb.pt_from_mm(room_mm) / ems), 2)
