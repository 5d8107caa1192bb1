"""Marks (打印标识): where the code of a printed page stands, below the type area and clear of the page number."""

from generator.layout.seals import Rect

CODE_MM = 12.0
EDGE_MM = 8.0  # from the code to the lower edge of the page: within what printers and scanners reach


def code_place(width_mm: float, height_mm: float) -> Rect:
    """Return where the code stands on a page of this size: at its foot, in the middle.

    >>> code_place(210, 297)
    Rect(left=99.0, top=277.0, right=111.0, bottom=289.0)
    """
    left, bottom = (width_mm - CODE_MM) / 2, height_mm - EDGE_MM
    return Rect(left, bottom - CODE_MM, left + CODE_MM, bottom)
