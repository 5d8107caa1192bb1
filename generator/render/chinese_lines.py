"""Chinese lines in WeasyPrint: broken by the rules of Chinese, justified between characters, of constant pitch.

Written for version 70.0. WeasyPrint leaves breaking to Pango, which knows the rules for Chinese by halves, stretches
spaces only, and lets a glyph of a fallback font, or a run in another face, make its line taller and a character wider.
All of that would break the grid of 22 lines by 28 characters (5.2.3). The version is pinned in setup.cfg; a test
measures the page.

A line is broken on the widths of its characters: one em for each that is full-width, whatever its glyph says, and for
the others what Pango measures. The glyphs are put in their places when the line is drawn (`set_glyphs.py`).
"""

import copy
from collections.abc import Iterator
from itertools import pairwise
from math import inf
from typing import Any

from weasyprint.formatting_structure import boxes
from weasyprint.layout import inline, preferred
from weasyprint.text import line_break

from generator.layout import breaks
from generator.layout import gbt9704 as gb
from generator.layout.breaks import gaps, is_full_width, is_gap, takes_no_room
from generator.render.set_glyphs import letter_spacing, natural_widths

_strut = line_break.strut
_split_text_box = inline.split_text_box
_SLACK_PX = 1e-4
_WRAPPED = ("normal", "pre-wrap", "pre-line")
_COLLAPSED = ("normal", "nowrap", "pre-line")


def install() -> None:
    """Replace WeasyPrint's breaking of lines, its justification and its line pitch by those that Chinese text needs."""
    for module in (line_break, inline, preferred):
        module.split_first_line = split_first_line
        module.can_break_text = can_break_text
    inline.justify_line = justify_line
    inline.split_text_box = split_text_box
    inline.strut = strut


# Where lines end


def split_first_line(
    text: str,
    style: Any,
    _context: Any,
    max_width: float | None,
    justification_spacing: float,
    is_line_start: bool = True,
    minimum: bool = False,
) -> tuple[Any, int, int | None, float, float, float]:
    """Set as much of a text on a line as has room.

    Returns the line's layout, its length in bytes, where the next line begins (None: nowhere), and in pixels its width,
    height and baseline. With `minimum` words are kept whole, to find the least width of a box.
    """
    paragraph, newline, _ = text.partition("\n")
    limit = max_width if max_width is not None and style["white_space"] in _WRAPPED else inf
    ends = _ends(paragraph, style, limit)
    measure = breaks.Measure(limit + _SLACK_PX, style["font_size"])
    if is_line_start and (not minimum or style["overflow_wrap"] == "anywhere"):
        cut = breaks.first_line(paragraph, ends, measure) if paragraph else 0
    else:
        cut = breaks.permitted_line(paragraph, ends, measure) or breaks.next_break(paragraph)
    first, resume = _cut(paragraph, cut, newline, style)
    layout = _undrawn(first, justification_spacing, max_width)
    width, size = _width(first, ends, style), style["font_size"]
    return layout, len(first.encode()), resume, width, size, gb.EM_ASCENT * size


def can_break_text(text: str, _lang: str | None) -> bool:
    """Tell whether a line may end anywhere within a text."""
    return any(breaks.may_end(text, place) for place in range(1, len(text or "")))


def _undrawn(text: str, justification_spacing: float, max_width: float | None) -> Any:
    """Return a line's layout as it is kept until it is drawn, when Pango is asked to set it."""
    layout = object.__new__(line_break.Layout)
    layout.text, layout.max_width = text, max_width
    layout.justification_spacing, layout.first_line_direction = justification_spacing, 0
    return layout


def _cut(paragraph: str, cut: int, newline: str, style: Any) -> tuple[str, int | None]:
    """Return the first line of a paragraph, and in bytes where the next one begins."""
    first = paragraph[:cut]
    length = len(first.encode())
    if cut == len(paragraph):
        return first, length + 1 if newline else None
    return first.rstrip(" ") if style["white_space"] in _COLLAPSED else first, length


def _width(first: str, ends: list[float], style: Any) -> float:
    """Return the width of a line; where no break was permitted it goes on beyond the ends that were needed."""
    if len(first) > len(ends):
        ends = _ends(first, style, inf)
    return ends[len(first) - 1] if first else 0.0


def _ends(text: str, style: Any, limit: float) -> list[float]:
    """Return where each character ends, in pixels from the line's beginning, until one ends beyond `limit`."""
    size, spacing = style["font_size"], letter_spacing(style)
    ends: list[float] = []
    position = 0.0
    for run in _runs(text):
        widths = [size] if is_full_width(run[0]) else _measured(run, style)
        for char, width in zip(run, widths, strict=True):
            position += width + (0.0 if takes_no_room(char) else spacing)
            ends.append(position)
        if position > limit + _SLACK_PX:
            break
    return ends


def _runs(text: str) -> Iterator[str]:
    """Yield the full-width characters one by one, and the runs of others between them."""
    start = 0
    for place, char in enumerate(text):
        if is_full_width(char):
            if start < place:
                yield text[start:place]
            yield char
            start = place + 1
    if start < len(text):
        yield text[start:]


def _measured(run: str, style: Any) -> list[float]:
    """Return the widths of a run's characters, in pixels, as Pango sets them; those of a ligature at its first one."""
    known: dict[tuple[str, str], list[float]] = vars(style.font_config).setdefault("measured_runs", {})
    key = (run, line_break._font_style_cache_key(style, include_size=True))
    if key not in known:
        layout = line_break.Layout(style)
        layout.set_text(run)
        known[key] = natural_widths(layout)
    return known[key]


# What is put between the characters of a line


def justify_line(_context: Any, line: Any, extra: float) -> None:
    """Share `extra` pixels out over a line, evenly between its characters, so that the last one ends at the edge."""
    leaves = list(_leaves(line))
    texts = [leaf for leaf in leaves if isinstance(leaf, boxes.TextBox) and leaf.text]
    after = {id(a) for a, b in pairwise(leaves) if _gap_between(a, b)}
    counts = {id(box): gaps(box.text) + (id(box) in after) for box in texts}
    total = sum(counts.values())
    if not total:
        return
    beyond = letter_spacing(texts[-1].style) if leaves[-1] is texts[-1] else 0.0
    spacing = (extra + beyond) / total
    for box in texts:
        box.justification_spacing = spacing
        box.pango_layout = copy.copy(box.pango_layout)
        box.pango_layout.justification_spacing = spacing
        box.pango_layout.gap_after = id(box) in after
    _move(line, {key: count * spacing for key, count in counts.items()}, 0.0)


def _leaves(box: Any) -> Iterator[Any]:
    """Yield the boxes of a line that hold no other of its boxes, from left to right: texts and atoms."""
    for child in box.children:
        if isinstance(child, boxes.InlineBox):
            yield from _leaves(child)
        elif child.is_in_normal_flow():
            yield child


def _gap_between(before: Any, after: Any) -> bool:
    """Tell whether room is added between two boxes; none is beside a box of fixed width."""
    if not all(isinstance(box, boxes.TextBox) and box.text for box in (before, after)):
        return False
    return is_gap(before.text[-1], after.text[0])


def _move(box: Any, added: dict[int, float], advance: float) -> float:
    """Move boxes to the right by what is added before them, and widen them by what is added within."""
    if isinstance(box, boxes.LineBox | boxes.InlineBox):
        before = advance
        box.position_x += advance
        for child in box.children:
            if child.is_in_normal_flow():
                advance = _move(child, added, advance)
        box.width += advance - before
        return advance
    if isinstance(box, boxes.TextBox):
        box.position_x += advance
        box.width += added.get(id(box), 0.0)
        return advance + added.get(id(box), 0.0)
    box.translate(advance, 0)
    return advance


# How high lines are


def strut(style: Any) -> tuple[float, float]:
    """Return line height and baseline: where a line height is set, every face stands in the middle of its em."""
    height, baseline = _strut(style)
    if style["line_height"] == "normal":
        return height, baseline
    size = style["font_size"]
    return height, (height - size) / 2 + gb.EM_ASCENT * size


def split_text_box(*args: Any, **kwargs: Any) -> Any:
    """Split a text box, its baseline taken from its style alone so that fallback glyphs keep the pitch."""
    box, skip, broken = _split_text_box(*args, **kwargs)
    if box is not None and box.style["line_height"] != "normal":
        _, box.baseline = strut(box.style)
    return box, skip, broken
