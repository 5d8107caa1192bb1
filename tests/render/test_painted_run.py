"""Many painted sheets in one file: each as in a file of its own, what they share there once."""

from io import BytesIO

import pikepdf
import pypdfium2 as pdfium
import pytest
from helpers.sheets import sheet, sheets

from generator.model.sheet import Sheet, TableContent
from generator.render.page_places import Unplaced
from generator.render.painted_pdf import Painter
from generator.render.painted_run import PaintedRun

EVERY = [s for s in sheets("jiangguanchi") if isinstance(s.content, TableContent)]
DESCRIPTION = EVERY[0].description


def whole(every: list[Sheet], *, two_sided: bool = False) -> tuple[bytes, list[int], int]:
    parts: list[bytes] = []
    run = PaintedRun(Painter(every[0].fangsong), parts.append, two_sided=two_sided)
    starts = [run.add(one, f"{one.folder} {one.name}") for one in every]
    pages = run.finish(DESCRIPTION)
    return b"".join(parts), starts, pages


def looks(page: pdfium.PdfPage) -> bytes:
    return page.render(scale=1.5, grayscale=True).to_pil().convert("L").tobytes()


def test_each_page_is_that_of_a_file_of_its_own():
    content, starts, _ = whole(EVERY)
    run = pdfium.PdfDocument(content)
    painter = Painter(EVERY[0].fangsong)
    for one, start in zip(EVERY[::7], starts[::7], strict=True):
        own = pdfium.PdfDocument(painter.paint(one).content)
        for number in range(len(own)):
            assert looks(run[start - 1 + number]) == looks(own[number])


def test_a_file_of_all_sheets_is_sound_with_a_bookmark_for_each():
    content, starts, pages = whole(EVERY)

    with pikepdf.Pdf.open(BytesIO(content)) as file:
        assert file.check_pdf_syntax() == []
        assert len(file.pages) == pages
        with file.open_outline() as outline:
            titles = [item.title for item in outline.root]
            places = [file.pages.index(pikepdf.Page(item.destination[0])) + 1 for item in outline.root]
        assert titles == [f"{one.folder} {one.name}" for one in EVERY]
        assert places == starts


def test_every_sheet_begins_on_a_front_page_where_both_sides_are_printed():
    content, starts, pages = whole(EVERY[:9], two_sided=True)

    assert all(start % 2 == 1 for start in starts)
    assert pages == len(pdfium.PdfDocument(content)) > 9


def test_a_page_more_takes_little_room():
    table = sheet("jiangguanchi", "dispatch-communities", "wangdian")
    few, many = (len(whole([table] * count)[0]) for count in (100, 600))

    assert (many - few) / 500 < 3000


def test_the_same_sheets_give_the_same_bytes():
    assert whole(EVERY)[0] == whole(EVERY)[0]


def test_a_sheet_that_the_engine_must_set_leaves_the_file_as_it_was():
    notice = sheet("jiangguanchi", "notice")
    parts: list[bytes] = []
    run = PaintedRun(Painter(notice.fangsong), parts.append, two_sided=False)
    before = len(parts)
    with pytest.raises(Unplaced):
        run.add(notice, "通知")

    assert len(parts) == before
    run.add(EVERY[0], "表")
    assert run.finish(DESCRIPTION) == 1
