"""Characters of a title that come from a font of one weight, made as bold as those around them.

WeasyPrint 70.0 prints such a glyph as thin as its font draws it, though it was asked for in bold: a rare character
looks like a gap in the title. Its outline is stroked, as fontconfig would have it (FC_EMBOLDEN).
"""

from typing import Any

from weasyprint.pdf.stream import Stream

ONE_WEIGHT = frozenset(("BabelStone Han", "HanaMinA", "HanaMinB", "Noto Serif SC", "Noto Sans SC"))
STROKE_EM = 0.04  # half of it on either side of a stem; by eye, beside Noto Serif CJK SC Bold
_BOLD = 600
_FILL, _FILL_AND_STROKE = 0, 2
_set_font_size = Stream.set_font_size
_end_text = Stream.end_text


def install() -> None:
    """Replace what WeasyPrint writes where a run of text in one font begins, and where a text ends."""
    Stream.set_font_size = set_font_size
    Stream.end_text = end_text


def set_font_size(stream: Any, name: str, size: float) -> None:
    """Set the font of the glyphs that follow, and whether their outlines are stroked."""
    _set_font_size(stream, name, size)
    if _thin(stream, name):
        _stroke(stream, size)
    else:
        _stop(stream)


def end_text(stream: Any) -> None:
    """End a text, its strokes with it."""
    _stop(stream)
    _end_text(stream)


def _thin(stream: Any, name: str) -> bool:
    """Tell whether bold is asked of a font that has no bold."""
    fonts = (font for font in stream._fonts.values() if font.hash == name)
    return any(font.family in ONE_WEIGHT and font.weight >= _BOLD for font in fonts)


def _stroke(stream: Any, size: float) -> None:
    _, *channels = stream._current_color or (None, 0, 0, 0)
    stream.set_color_rgb(*channels, stroke=True)
    stream._current_color_stroke = None  # WeasyPrint sets the colour of its next line again
    stream.set_line_width(STROKE_EM * size)
    stream.set_text_rendering(_FILL_AND_STROKE)
    stream.stroked = True


def _stop(stream: Any) -> None:
    if getattr(stream, "stroked", False):
        stream.set_text_rendering(_FILL)
        stream.set_line_width(1)
        stream.stroked = False
