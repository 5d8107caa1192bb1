"""Chinese lines in WeasyPrint: broken by the rules of Chinese, justified between characters, of constant pitch.

Written for version 70.0. WeasyPrint leaves breaking to Pango, which knows the rules for Chinese by halves, stretches
spaces only, and lets a glyph of a fallback font, or a run in another face, make its line taller and a character wider.
All of that would break the grid of 22 lines by 28 characters (5.2.3). The version is pinned in setup.cfg; a test
measures the page.

A line is broken on the widths of its characters: one em for each that is full-width, whatever its glyph says, and for
the others what Pango measures. The glyphs are put in their places when the line is drawn.
"""

import copy
from collections.abc import Iterator
from itertools import pairwise
from math import inf
from typing import Any, NamedTuple

from weasyprint.formatting_structure import boxes
from weasyprint.layout import inline, preferred
from weasyprint.pdf.stream import Stream
from weasyprint.text import line_break
from weasyprint.text.ffi import FROM_UNITS, TO_UNITS, ffi, pango, unicode_to_char_p

from generator.layout import breaks
from generator.layout.breaks import is_full_width, takes_no_room

_strut = line_break.strut
_split_text_box = inline.split_text_box
_show_text = Stream.show_text
_EM_ASCENT = 0.88
_SLACK_PX = 1e-4
_PER_MILLE = 1000
_PANGO_EM = 1e-4  # Pango rounds to less than that
_NARROW_EM = 0.15  # a glyph that lacks less than this of its em stays where it is
_WRAPPED = ("normal", "pre-wrap", "pre-line")
_COLLAPSED = ("normal", "nowrap", "pre-line")
_OPENING, _CLOSING = "（《〈〔［｛「『【〖“‘", "，。、；：？！）》〉〕］｝」』】〗”’"


def install() -> None:
    """Replace WeasyPrint's breaking of lines, its justification and its line pitch by those that Chinese text needs."""
    line_break.Layout.set_text = set_text
    line_break.Layout.gap_after = False
    for module in (line_break, inline, preferred):
        module.split_first_line = split_first_line
        module.can_break_text = can_break_text
    inline.justify_line = justify_line
    inline.split_text_box = split_text_box
    inline.strut = strut
    Stream.show_text = show_text


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
    return layout, len(first.encode()), resume, width, size, _EM_ASCENT * size


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
    size, spacing = style["font_size"], _letter_spacing(style)
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
        known[key] = _natural_widths(layout)
    return known[key]


def _natural_widths(layout: Any) -> list[float]:
    widths = [0.0] * len(layout.text)
    for cluster in _clusters(layout):
        widths[cluster.place] = _own_width(cluster, layout.style["font_size"])
    return widths


def _own_width(cluster: "_Cluster", size: float) -> float:
    """Return a cluster's width as its font has it, in whole thousandths of the em as a rule, without Pango's rounding."""
    em = cluster.natural * FROM_UNITS / size
    exact = round(em, 3)
    return float((exact if abs(em - exact) < _PANGO_EM else em) * size)


def _letter_spacing(style: Any) -> float:
    spacing = style["letter_spacing"]
    return 0.0 if spacing == "normal" else float(spacing)


# What is put between the characters of a line


def justify_line(_context: Any, line: Any, extra: float) -> None:
    """Share `extra` pixels out over a line, evenly between its characters, so that the last one ends at the edge."""
    leaves = list(_leaves(line))
    texts = [leaf for leaf in leaves if isinstance(leaf, boxes.TextBox) and leaf.text]
    after = {id(a) for a, b in pairwise(leaves) if _gap_between(a, b)}
    counts = {id(box): _gaps(box.text) + (id(box) in after) for box in texts}
    total = sum(counts.values())
    if not total:
        return
    beyond = _letter_spacing(texts[-1].style) if leaves[-1] is texts[-1] else 0.0
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
    return _is_gap(before.text[-1], after.text[0])


def _gaps(text: str) -> int:
    return sum(_is_gap(a, b) for a, b in pairwise(text))


def _is_gap(before: str, after: str) -> bool:
    """Tell whether room may be added between two characters: not in words and numbers, dashes and ellipses."""
    if takes_no_room(after) or (before == after and before in breaks.PAIRED):
        return False
    return is_full_width(before) or is_full_width(after) or before in " \xa0"


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


# Where the glyphs stand


def set_text(layout: Any, text: str, justify: bool = False) -> None:
    """Set the text of a line; when it is to be drawn (`justify`), put each glyph in its place."""
    layout.text = text.partition("\n")[0]
    pointer, _ = unicode_to_char_p(layout.text)
    pango.pango_layout_set_single_paragraph_mode(layout.layout, True)
    pango.pango_layout_set_text(layout.layout, pointer, -1)
    if "\t" in layout.text:
        layout.set_tabs()
    if justify:
        _place(layout)


class _Cluster(NamedTuple):
    """Glyphs that belong together: which characters of the text they draw, and their own width in Pango's units."""

    place: int
    chars: str
    glyphs: list[Any]
    natural: int


def _clusters(layout: Any) -> Iterator[_Cluster]:
    """Yield the clusters of a line from left to right."""
    line, _ = layout.get_first_line()
    places = _byte_places(layout.text)
    run = line.runs
    while run != ffi.NULL:
        item, string = run.data.item, run.data.glyphs
        count = string.num_glyphs
        starts = [item.offset + string.log_clusters[i] for i in range(count)]
        firsts = [i for i in range(count) if i == 0 or starts[i] != starts[i - 1]]
        for first, end in pairwise([*firsts, count]):
            after = starts[end] if end < count else item.offset + item.length
            place = places[starts[first]]
            glyphs = [string.glyphs[i] for i in range(first, end)]
            natural = sum(glyph.geometry.width for glyph in glyphs)
            yield _Cluster(place, layout.text[place : places[after]], glyphs, natural)
        run = run.next


def _byte_places(text: str) -> dict[int, int]:
    """Return which character begins at each byte of the UTF-8 text, its end included."""
    places, position = {}, 0
    for place, char in enumerate(text):
        places[position] = place
        position += len(char.encode())
    return {**places, position: len(text)}


def _place(layout: Any) -> None:
    """Give each cluster its width: letter spacing and added room behind its characters, one em for a full-width one.

    The PDF has whole thousandths of the em only; what a glyph's advance loses by that, the next one makes good.
    """
    size, spacing = layout.style["font_size"], _letter_spacing(layout.style)
    wanted = drawn = 0.0
    for cluster in _clusters(layout):
        width = _cluster_width(cluster, size)
        _align(cluster, width)
        wanted += width + spacing * sum(not takes_no_room(c) for c in cluster.chars)
        wanted += layout.justification_spacing * _gaps_of(layout, cluster)
        drawn += _set_advance(cluster, wanted - drawn, size)


def _cluster_width(cluster: _Cluster, size: float) -> float:
    full = sum(map(is_full_width, cluster.chars))
    return full * size if full else _own_width(cluster, size)


def _gaps_of(layout: Any, cluster: _Cluster) -> int:
    """Return how many gaps lie within a cluster and behind it."""
    end = cluster.place + len(cluster.chars)
    if end < len(layout.text):
        return _gaps(layout.text[cluster.place : end + 1])
    return _gaps(cluster.chars) + bool(layout.gap_after)


def _align(cluster: _Cluster, width: float) -> None:
    """Put a glyph that is not as wide as its em in its middle, an opening mark on its right, a closing one on its left."""
    spare = width * TO_UNITS - cluster.natural
    if abs(spare) < _NARROW_EM * width * TO_UNITS or cluster.chars[0] in _CLOSING:
        return
    share = 1.0 if cluster.chars[0] in _OPENING else 0.5
    cluster.glyphs[0].geometry.x_offset += round(spare * share)


def _set_advance(cluster: _Cluster, width: float, size: float) -> float:
    """Set the advance of a cluster and return what becomes of it in the PDF, in pixels.

    WeasyPrint writes the difference to the glyph's own advance, its decimals cut off: half a thousandth more keeps the
    whole ones.
    """
    *others, last = cluster.glyphs
    before = sum(glyph.geometry.width for glyph in others) * FROM_UNITS
    own = round((cluster.natural * FROM_UNITS - before) * _PER_MILLE / size) + last.geometry.x_offset / size
    moved = round(own - (width - before) * _PER_MILLE / size)
    half = 0.5 if moved > 0 else -0.5 if moved < 0 else 0.0
    last.geometry.width = round((own - moved - half) * size / _PER_MILLE * TO_UNITS)
    return float(before + (own - moved) * size / _PER_MILLE)


def show_text(stream: Any, text: str) -> None:
    """Write glyphs and the room between them; empty strings are left out, for one of them makes PDFium, the reader in
    browsers, forget the room behind the last glyph.
    """
    _show_text(stream, text.replace("<>", " "))


# How high lines are


def strut(style: Any) -> tuple[float, float]:
    """Return line height and baseline: where a line height is set, every face stands in the middle of its em."""
    height, baseline = _strut(style)
    if style["line_height"] == "normal":
        return height, baseline
    size = style["font_size"]
    return height, (height - size) / 2 + _EM_ASCENT * size


def split_text_box(*args: Any, **kwargs: Any) -> Any:
    """Split a text box, its baseline taken from its style alone so that fallback glyphs keep the pitch."""
    box, skip, broken = _split_text_box(*args, **kwargs)
    if box is not None and box.style["line_height"] != "normal":
        _, box.baseline = strut(box.style)
    return box, skip, broken
