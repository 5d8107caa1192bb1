"""Pages as pictures (页面图片): the first pages of a PDF as PNG, as they print."""

import importlib
import io
import threading
from typing import Any

from generator.dataclass import dataclass

pdfium: Any = importlib.import_module("pypdfium2")  # it has no complete types

COLOURS = 32
_TURN = threading.Lock()  # PDFium does one thing at a time


@dataclass(frozen=True, slots=True)
class Picture:
    """Picture of one page (一页的图片): PNG, so many pixels wide and high."""

    png: bytes
    width: int
    height: int


def page_pictures(content: bytes, width: int, most: int) -> tuple[list[Picture], int]:
    """Return the first pages of a PDF, so many pixels wide, and how many pages it has."""
    with _TURN, pdfium.PdfDocument(content) as document:
        number = len(document)
        drawn = [_drawn(document[i], width) for i in range(min(number, most))]
    return [_packed(image) for image in drawn], number


def _drawn(page: Any, width: int) -> Any:
    return page.render(scale=width / page.get_width()).to_pil().copy()


def _packed(image: Any) -> Picture:
    """Return a picture in few colours, which a page of black text and a red head is."""
    from PIL import Image

    target = io.BytesIO()
    few = image.quantize(COLOURS, method=Image.Quantize.FASTOCTREE, dither=Image.Dither.NONE)
    few.save(target, "PNG")
    return Picture(target.getvalue(), *image.size)
