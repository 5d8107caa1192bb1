"""Seals of sheets as printed: their places, and the outlines that a guide draws, read from its vector objects."""

import ctypes
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from io import BytesIO
from typing import Any

import pypdfium2 as pdfium
from pypdfium2 import raw

from generator.layout.seals import Rect
from generator.measure.page import MM_PER_PT, Page
from generator.model.sheet import Sheet
from generator.press.overlay import guide_pages, laid_over
from generator.press.stamping import Stamping, stamping_of
from generator.render.html import render_html
from generator.render.overlay import render_overlay
from generator.render.pdf import render_pdf

RED = (230, 0, 18)


@dataclass(frozen=True)
class Guide:
    """A sheet with its final PDF and its guide."""

    sheet: Sheet
    content: bytes
    guide: bytes
    stamping: Stamping
    places: Mapping[str, tuple[int, Rect]]

    @cached_property
    def final(self) -> list[Page]:
        """The pages of the final PDF."""
        return pages_of(self.content)

    @cached_property
    def shown(self) -> list[Page]:
        """The pages of the guide."""
        return pages_of(self.guide)

    @cached_property
    def outlines(self) -> list[list[Rect]]:
        """What the guide strokes in red on each page, but for the rules of the paper itself."""
        return [
            [box for box in over if box not in page]
            for over, page in zip(outlines(self.guide), outlines(self.content), strict=True)
        ]

    @cached_property
    def circles(self) -> list[list[Rect]]:
        """The outlines on each page that are as wide and as high as a seal."""
        return [[b for b in page if b.width > 30 and abs(b.width - b.height) < 0.1] for page in self.outlines]


def guide_of(sheet: Sheet) -> Guide:
    """Render a sheet and its guide."""
    printed = render_pdf(render_html(sheet))
    stamping = stamping_of(sheet, printed.pages, printed.places, printed.words)
    pages = guide_pages(stamping, printed.pages)
    over = render_pdf(render_overlay(pages, landscape=sheet.content.landscape, draft=False))
    guide = laid_over(printed.content, over.content)
    return Guide(sheet, printed.content, guide, stamping, printed.places)


def outlines(content: bytes) -> list[list[Rect]]:
    """The boxes round everything that is stroked in red on each page of a PDF, in mm, from the top."""
    return [list(_stroked_red(page)) for page in pdfium.PdfDocument(BytesIO(content))]


def stamped(sheet: Sheet) -> tuple[bytes, Stamping]:
    """The final PDF of a sheet, and where its seals stand."""
    printed = render_pdf(render_html(sheet))
    return printed.content, stamping_of(sheet, printed.pages, printed.places, printed.words)


def pages_of(content: bytes) -> list[Page]:
    """The pages of a PDF in memory, to be measured."""
    return [Page(page) for page in pdfium.PdfDocument(BytesIO(content))]


def _stroked_red(page: Any) -> Iterator[Rect]:
    height = page.get_height() * MM_PER_PT
    for found in page.get_objects([raw.FPDF_PAGEOBJ_PATH]):
        if _stroke(found) == RED:
            left, bottom, right, top = (v * MM_PER_PT for v in found.get_bounds())
            yield Rect(left, height - top, right, height - bottom)


def _stroke(found: Any) -> tuple[int, int, int] | None:
    """The colour in which a path is stroked, None when it is not."""
    mode, stroked = ctypes.c_int(), ctypes.c_int()
    raw.FPDFPath_GetDrawMode(found.raw, mode, stroked)
    red, green, blue, alpha = (ctypes.c_uint() for _ in range(4))
    raw.FPDFPageObj_GetStrokeColor(found.raw, red, green, blue, alpha)
    return (red.value, green.value, blue.value) if stroked.value else None
