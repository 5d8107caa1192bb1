"""Seal guide and draft (用印示意、样稿): a sheet's PDF with its seals laid over it, and never a final paper."""

from collections.abc import Mapping
from io import BytesIO

from pikepdf import Name, ObjectStreamMode, Pdf

from generator.layout import gbt9704 as gb
from generator.layout.fit import break_lines
from generator.layout.seals import Slice
from generator.model.seal import Holder, SealPlace
from generator.press.stamping import Stamping
from generator.render.overlay import Mark, OverlayPage, Picture, slice_path

GUIDE_REMARK = "用印示意，不作正式文件"
DRAFT_REMARK = "样稿，不作正式文件"
WORDS_PT = 7.5
LINE_MM = WORDS_PT * 1.25 * gb.MM_PER_INCH / gb.PT_PER_INCH
WORDS_WIDTHS_MM = (30.0, 24.0)  # inside a circle: of one line, and of each of several
WORDS_UP_MM = 7.5  # from the middle of a circle up to the bottom of its words, above name or label
EDGE_WORDS_MM = 13.0  # middle of the words of a slice, from the outer edge
EDGE_WIDTH_MM = 22.0


def guide_pages(stamping: Stamping, pages: int) -> list[OverlayPage]:
    """Return what lies over each page of a guide: the outlines of the seals, whose they are, how many copies."""
    landscape = stamping.sheet.content.landscape
    copies = f"共{stamping.sheet.seals.copies}份"
    marks: list[list[Mark]] = [[] for _ in range(pages)]
    for place in stamping.places:
        marks[place.page - 1].append(_outline(place, copies))
    for straddle in stamping.straddles:
        for share in straddle.slices:
            marks[share.page - 1].append(_share(straddle.holder, share, copies, landscape))
    return [OverlayPage(remark=GUIDE_REMARK, marks=tuple(found)) for found in marks]


def draft_pages(stamping: Stamping, pages: int, pictures: Mapping[str, bytes]) -> list[OverlayPage]:
    """Return what lies over each page of a draft: the pictures of those seals that have one, each marked 样章."""
    found: list[list[Picture]] = [[] for _ in range(pages)]
    for place in stamping.places:
        if place.holder.name in pictures:
            picture = Picture(circle=place.circle, png=pictures[place.holder.name])
            found[place.page - 1].append(picture)
    return [OverlayPage(remark=DRAFT_REMARK, pictures=tuple(each)) for each in found]


def laid_over(content: bytes, overlay: bytes) -> bytes:
    """Return a PDF with the pages of another laid over its own; the same input gives the same bytes."""
    target = BytesIO()
    with Pdf.open(BytesIO(content)) as pdf, Pdf.open(BytesIO(overlay)) as upper:
        for number, (page, over) in enumerate(zip(pdf.pages, upper.pages, strict=True), 1):
            layer = Name(f"/Overlay{number}")  # pages may share their resources
            page.add_resource(pdf.copy_foreign(over.as_form_xobject()), Name.XObject, layer)
            page.contents_add(b"q", prepend=True)
            page.contents_add(b"Q q %s Do Q" % str(layer).encode())
        pdf.save(target, deterministic_id=True, object_stream_mode=ObjectStreamMode.generate)
    return target.getvalue()


def _outline(place: SealPlace, copies: str) -> Mark:
    circle = place.circle
    words = (*_lines(place.holder.name), copies)
    top = circle.y - WORDS_UP_MM - len(words) * LINE_MM
    return Mark(circle=circle, words=words, words_x_mm=circle.x, words_y_mm=top)


def _lines(name: str) -> list[str]:
    """Return the name in one line, or in several that are narrower, for the circle narrows towards its top."""
    one, several = (break_lines(name, width, WORDS_PT) for width in WORDS_WIDTHS_MM)
    return one if len(one) == 1 else several


def _share(holder: Holder, share: Slice, copies: str, landscape: bool) -> Mark:
    """Return the slice on one page with its words beside it: below it, above it where the sheet is turned."""
    words = _edge_words(holder.name, f"骑缝章 {share.number}/{share.total}", copies)
    visible = share.visible
    x = visible.center_x if landscape else gb.PAGE_WIDTH_MM - EDGE_WORDS_MM
    y = visible.top - (len(words) + 0.5) * LINE_MM if landscape else visible.bottom + 1.0
    return Mark(
        circle=share.circle,
        words=words,
        words_x_mm=x,
        words_y_mm=y,
        path=slice_path(share, landscape=landscape),
    )


def _edge_words(*texts: str) -> tuple[str, ...]:
    return tuple(line for text in texts for line in break_lines(text, EDGE_WIDTH_MM, WORDS_PT))
