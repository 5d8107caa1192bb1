"""Chinese lines in WeasyPrint: justified between characters, of constant pitch. Written for version 70.0.

WeasyPrint stretches spaces only and lets a glyph of a fallback font, or a run in another face, make its line
taller. Both would break the grid of 22 lines by 28 characters (5.2.3). The version is pinned in setup.cfg; a test
measures the page.
"""

import re
from typing import Any

from weasyprint.formatting_structure import boxes
from weasyprint.layout import inline
from weasyprint.text import line_break
from weasyprint.text.ffi import TO_UNITS, ffi, pango

_FULL_WIDTH = re.compile("[\u2e80-\u9fff\uf900-\ufaff\ufe30-\ufe4f\uff00-\uffef\U00020000-\U000323af“”‘’—…·]")
_set_text = line_break.Layout.set_text
_split_text_box = inline.split_text_box
_strut = line_break.strut
_EM_ASCENT = 0.88


def install() -> None:
    """Replace WeasyPrint's justification and line pitch by those that Chinese text needs."""
    line_break.Layout.set_text = set_text
    inline.justify_line = justify_line
    inline.count_expandable_spaces = places
    inline.split_text_box = split_text_box
    inline.strut = strut


def places(box: Any) -> int:
    """Return how many characters of a line can be followed by added space."""
    if isinstance(box, boxes.TextBox):
        text: str = box.text
        return text.count(" ") + text.count("\xa0") + len(_FULL_WIDTH.findall(text))
    if isinstance(box, boxes.LineBox | boxes.InlineBox):
        return sum(map(places, box.children))
    return 0


def justify_line(context: Any, line: Any, extra: float) -> None:
    """Share `extra` pixels out over the line's characters, none after the last."""
    count = places(line)
    if count > 1:
        inline.add_word_spacing(context, line, extra / (count - 1), 0)


def set_text(layout: Any, text: str, justify: bool = False) -> None:
    """Set a run's text; when it is justified, add letter spacing to its full-width characters."""
    _set_text(layout, text, justify)
    if not (justify and layout.justification_spacing):
        return
    spacing = layout.style["letter_spacing"]
    own = 0 if spacing == "normal" else spacing
    units = int((own + layout.justification_spacing) * TO_UNITS)
    attributes = pango.pango_layout_get_attributes(layout.layout)
    if attributes == ffi.NULL:
        attributes = ffi.gc(pango.pango_attr_list_new(), pango.pango_attr_list_unref)
    for start, end in _byte_runs(layout.text):
        attribute = pango.pango_attr_letter_spacing_new(units)
        attribute.start_index, attribute.end_index = start, end
        pango.pango_attr_list_change(attributes, attribute)
    pango.pango_layout_set_attributes(layout.layout, attributes)


def _byte_runs(text: str) -> list[tuple[int, int]]:
    """Return the runs of full-width characters as byte ranges of the UTF-8 text."""
    runs: list[tuple[int, int]] = []
    position = 0
    for char in text:
        end = position + len(char.encode())
        if _FULL_WIDTH.match(char):
            if runs and runs[-1][1] == position:
                runs[-1] = (runs[-1][0], end)
            else:
                runs.append((position, end))
        position = end
    return runs


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
