"""Glyphs of a line put in their places when WeasyPrint draws it: an em each, the room between them shared out.

Part of the adapter for Chinese lines (`chinese_lines.py`), written for WeasyPrint 70.0.
"""

from collections.abc import Iterator
from itertools import pairwise
from typing import Any, NamedTuple

from weasyprint.pdf.stream import Stream
from weasyprint.text import line_break
from weasyprint.text.ffi import FROM_UNITS, TO_UNITS, ffi, pango, unicode_to_char_p

from generator.layout import breaks
from generator.layout.breaks import is_full_width, takes_no_room

_show_text = Stream.show_text
_PER_MILLE = 1000
_PANGO_EM = 1e-4  # Pango rounds to less than that
_NARROW_EM = 0.1  # a glyph that lacks less than this of its em stays where it is
_OPENING, _CLOSING = "（《〈〔［｛「『【〖“‘", "，。、；：？！）》〉〕］｝」』】〗”’"


def install() -> None:
    """Replace how WeasyPrint sets a text in Pango, and how it writes the glyphs."""
    line_break.Layout.set_text = set_text
    line_break.Layout.gap_after = False
    Stream.show_text = show_text


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


def show_text(stream: Any, text: str) -> None:
    """Write glyphs and the room between them; empty strings are left out, for one of them makes PDFium, the reader in
    browsers, forget the room behind the last glyph.
    """
    _show_text(stream, text.replace("<>", " "))


def natural_widths(layout: Any) -> list[float]:
    """Return the widths of a text's characters, in pixels, as Pango sets them; those of a ligature at its first one."""
    widths = [0.0] * len(layout.text)
    for cluster in _clusters(layout):
        widths[cluster.place] = _own_width(cluster, layout.style["font_size"])
    return widths


def letter_spacing(style: Any) -> float:
    """Return the room behind each character, in pixels."""
    spacing = style["letter_spacing"]
    return 0.0 if spacing == "normal" else float(spacing)


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


def _own_width(cluster: _Cluster, size: float) -> float:
    """Return a cluster's width as its font has it, in whole thousandths of the em as a rule, without Pango's rounding."""
    em = cluster.natural * FROM_UNITS / size
    exact = round(em, 3)
    return float((exact if abs(em - exact) < _PANGO_EM else em) * size)


def _place(layout: Any) -> None:
    """Give each cluster its width: letter spacing and added room behind its characters, one em for a full-width one.

    The PDF has whole thousandths of the em only; what a glyph's advance loses by that, the next one makes good.
    """
    size, spacing = layout.style["font_size"], letter_spacing(layout.style)
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
        return breaks.gaps(layout.text[cluster.place : end + 1])
    return breaks.gaps(cluster.chars) + bool(layout.gap_after)


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
