"""Filing (存档) of straightened pages: one small PDF for a sheet, a picture a page, in colour where it has any."""

from collections.abc import Sequence
from io import BytesIO

import cv2
from pikepdf import Array, Dictionary, Name, ObjectStreamMode, Page, Pdf, Stream

from generator.layout import gbt9704 as gb
from generator.scans.ink import has_colour, on_white
from generator.scans.opening import Picture
from generator.scans.straightening import DPI

QUALITIES = (60, 45, 32)
BYTES_WANTED = 220_000  # of a page; the coarsest quality is taken whatever comes of it


def picture_of(page: Picture) -> tuple[bytes, bool]:
    """Return a page as JPEG, its paper white, and whether it has colour."""
    page = on_white(page)
    coloured = has_colour(page)
    shown = page if coloured else cv2.cvtColor(page, cv2.COLOR_BGR2GRAY)
    content = b""
    for quality in QUALITIES:
        _, made = cv2.imencode(
            ".jpg", shown, [cv2.IMWRITE_JPEG_QUALITY, quality, cv2.IMWRITE_JPEG_OPTIMIZE, 1]
        )
        content = made.tobytes()
        if len(content) <= BYTES_WANTED:
            break
    return content, coloured


def filed(pages: Sequence[tuple[bytes, bool, int, int]]) -> bytes:
    """Return a PDF of pages, each a JPEG with whether it has colour, its width and height in pixels."""
    target = BytesIO()
    with Pdf.new() as pdf:
        for content, coloured, width, height in pages:
            pdf.pages.append(_page(pdf, content, coloured, (width, height)))
        pdf.save(target, deterministic_id=True, object_stream_mode=ObjectStreamMode.generate)
    return target.getvalue()


def page_picture(content: bytes, number: int) -> bytes | None:
    """Return the JPEG of a page, from 1, of a PDF that was filed here; None where there is none."""
    with Pdf.open(BytesIO(content)) as pdf:
        if not 1 <= number <= len(pdf.pages):
            return None
        picture = pdf.pages[number - 1].resources.get("/XObject", Dictionary()).get("/P")
        return picture.read_raw_bytes() if isinstance(picture, Stream) else None


def _page(pdf: Pdf, content: bytes, coloured: bool, size: tuple[int, int]) -> Page:
    width, height = (round(side * gb.PT_PER_INCH / DPI, 2) for side in size)
    picture = Stream(pdf, content)
    picture.stream_dict = Dictionary(
        Type=Name.XObject,
        Subtype=Name.Image,
        Width=size[0],
        Height=size[1],
        ColorSpace=Name.DeviceRGB if coloured else Name.DeviceGray,
        BitsPerComponent=8,
        Filter=Name.DCTDecode,
    )
    drawn = f"q {width} 0 0 {height} 0 0 cm /P Do Q".encode()
    return Page(
        Dictionary(
            Type=Name.Page,
            MediaBox=Array([0, 0, width, height]),
            Resources=Dictionary(XObject=Dictionary(P=pdf.make_indirect(picture))),
            Contents=pdf.make_stream(drawn),
        )
    )
