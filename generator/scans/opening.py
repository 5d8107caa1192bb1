"""Pictures (图片) of the pages in a file that came back: PDF, JPEG, PNG, TIFF; none takes more room than it may."""

import threading
from collections.abc import Iterator
from io import BytesIO
from typing import Any

import numpy as np
import pypdfium2 as pdfium
from numpy.typing import NDArray
from PIL import Image, ImageOps

from generator.layout import gbt9704 as gb
from generator.sources.pictures import strict

Picture = NDArray[np.uint8]  # rows, columns, blue green red
PAGES_MAX = 500  # of one file
PIXELS_MAX = 60_000_000  # of one page
SIDE_MIN = 300
DPI_USUAL, DPI_MIN, DPI_MAX = 200.0, 100.0, 300.0
PAGE_PT_MAX = 3000.0
FORMATS = ("JPEG", "PNG", "TIFF")
_PDFIUM = threading.Lock()  # the library is not made for several threads


class NotReadable(Exception):
    """Raised when a file cannot be read as pictures; the message is one Chinese line with what to do."""


def pictures(content: bytes) -> Iterator[Picture]:
    """Yield the picture of each page, upright as its file says; raises NotReadable, between pages too."""
    yield from _of_pdf(content) if content[:1024].lstrip().startswith(b"%PDF") else _of_image(content)


def _of_pdf(content: bytes) -> Iterator[Picture]:
    with _PDFIUM:
        pdf = _opened(content)
        count = len(pdf)
    try:
        if count > PAGES_MAX:
            raise NotReadable(f"有 {count} 页，一次最多 {PAGES_MAX} 页。请分成几个文件。")
        for number in range(count):
            with _PDFIUM:
                picture = _rendered(pdf, number)
            yield picture
    finally:
        with _PDFIUM:
            pdf.close()


def _opened(content: bytes) -> Any:
    try:
        return pdfium.PdfDocument(content)
    except pdfium.PdfiumError as error:
        raise NotReadable("PDF 打不开，可能损坏或加了密码。请重新扫描，或去掉密码再传。") from error


def _rendered(pdf: Any, number: int) -> Picture:
    """Return a page as a picture, as fine as the one that it holds."""
    try:
        page = pdf[number]
        width, height = page.get_size()
        if not 0 < min(width, height) <= max(width, height) <= PAGE_PT_MAX:
            raise NotReadable(
                f"第 {number + 1} 页的大小不对（{width:.0f}×{height:.0f} 磅）。请按 A4 重新扫描。"
            )
        bitmap = page.render(scale=_dpi(page) / gb.PT_PER_INCH, rev_byteorder=False, draw_annots=False)
        picture = np.ascontiguousarray(bitmap.to_numpy()[:, :, :3])
        page.close()
    except pdfium.PdfiumError as error:
        raise NotReadable(f"第 {number + 1} 页读不出。请重新扫描。") from error
    return picture


def _dpi(page: Any) -> float:
    """Return the resolution of the largest picture of a page."""
    found = [DPI_MIN]
    for held in page.get_objects(filter=[pdfium.raw.FPDF_PAGEOBJ_IMAGE], max_depth=3):
        left, bottom, right, top = held.get_bounds()
        pixels = max(held.get_px_size())
        if max(right - left, top - bottom) > max(page.get_size()) / 2:
            found.append(pixels * gb.PT_PER_INCH / max(right - left, top - bottom))
    return min(max(found), DPI_MAX) if len(found) > 1 else DPI_USUAL


def _of_image(content: bytes) -> Iterator[Picture]:
    try:
        with strict(), Image.open(BytesIO(content), formats=FORMATS) as image:
            frames = getattr(image, "n_frames", 1)
            if frames > PAGES_MAX:
                raise NotReadable(f"有 {frames} 页，一次最多 {PAGES_MAX} 页。请分成几个文件。")
            for number in range(frames):
                image.seek(number)
                yield _upright(image, number)
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as error:
        raise NotReadable("图片太大。请按 200—300 dpi 重新扫描。") from error
    except (OSError, SyntaxError, ValueError, EOFError) as error:
        raise NotReadable(
            "不是完好的 PDF、JPEG、PNG、TIFF。请重新扫描或拍照，另存为 PDF 或 JPEG。"
        ) from error


def _upright(image: Image.Image, number: int) -> Picture:
    width, height = image.size
    if width * height > PIXELS_MAX or min(width, height) < SIDE_MIN:
        raise NotReadable(
            f"第 {number + 1} 页是 {width}×{height} 像素，太大或太小。请按 200—300 dpi 重新扫描。"
        )
    turned = ImageOps.exif_transpose(image).convert("RGB")
    return np.ascontiguousarray(np.asarray(turned)[:, :, ::-1])
