"""Joined PDFs: equal objects once, pages, bookmarks and boxes as the parts have them."""

import hashlib
from io import BytesIO
from pathlib import Path

import pikepdf
import pytest
from pikepdf import Array, Dictionary, Name, Pdf
from press_samples import A4, A4_LANDSCAPE, merged_bytes, page_texts, pdf, python

from generator.press.bookmarks import Bookmarks
from generator.press.joining import Joiner
from generator.press.parts import PageBox, UnreadablePdf
from generator.press.pdf_writer import PdfWriter, text_string

FONT = bytes(range(256)) * 200  # a font file that several forms share; 51,200 bytes


def saved(made: Pdf) -> bytes:
    target = BytesIO()
    made.save(target, deterministic_id=True)
    return target.getvalue()


def sheet_with_font(text: str, font: bytes = FONT) -> bytes:
    """A page whose font is embedded as compiled forms have it."""
    with Pdf.open(BytesIO(pdf(text))) as made:
        file = made.make_stream(font)
        descriptor = made.make_indirect(
            Dictionary(Type=Name.FontDescriptor, FontName=Name.Song, FontFile3=file)
        )
        whole = made.make_indirect(Dictionary(Type=Name.Font, Subtype=Name.Type0, FontDescriptor=descriptor))
        made.pages[0].Resources = Dictionary(Font=Dictionary(F0=whole))
        return saved(made)


def fonts(content: bytes) -> set[tuple[int, int]]:
    with Pdf.open(BytesIO(content)) as opened:
        return {page.Resources.Font.F0.FontDescriptor.FontFile3.objgen for page in opened.pages}


def test_a_font_that_parts_share_stands_once() -> None:
    merged = merged_bytes([(str(n), sheet_with_font(str(n))) for n in range(50)], two_sided=False)

    assert len(fonts(merged)) == 1
    assert page_texts(merged) == [str(n) for n in range(50)]
    assert len(merged) < len(FONT) + 50 * 600  # not 50 × 51,200


def test_fonts_that_differ_stay_apart() -> None:
    parts = [("一", sheet_with_font("一")), ("二", sheet_with_font("二", FONT + b"x"))]

    assert len(fonts(merged_bytes(parts, two_sided=False))) == 2


def test_the_same_data_with_another_dictionary_is_another_stream() -> None:
    target = BytesIO()
    writer = PdfWriter(target)

    one, other, again = (writer.shared(head, b"data") for head in (b"<</A 1>>", b"<</A 2>>", b"<</A 1>>"))

    assert one == again != other


def test_objects_that_refer_to_each_other_are_copied_once() -> None:
    with Pdf.open(BytesIO(pdf("圈"))) as made:
        note = made.make_indirect(Dictionary(Type=Name.Annot, Subtype=Name.Text, Contents="(1 0 R)"))
        answer = made.make_indirect(Dictionary(Type=Name.Annot, Subtype=Name.Popup, Parent=note))
        note.Popup, note.P = answer, made.pages[0].obj
        made.pages[0].Annots = Array([note, answer])
        content = saved(made)

    with Pdf.open(BytesIO(merged_bytes([("一", pdf("前")), ("二", content)], two_sided=False))) as opened:
        page = opened.pages[1]
        first, second = page.Annots
        assert (first.Popup.objgen, second.Parent.objgen) == (second.objgen, first.objgen)
        assert first.P.objgen == page.obj.objgen
        assert str(first.Contents) == "(1 0 R)"  # a text that looks like a reference is none


def test_pages_keep_what_they_inherit() -> None:
    with Pdf.open(BytesIO(pdf("横"))) as made:
        made.Root.Pages.MediaBox = Array([0, 0, *A4_LANDSCAPE])
        made.Root.Pages.Rotate = 180
        del made.pages[0]["/MediaBox"]
        content = saved(made)

    with Pdf.open(BytesIO(merged_bytes([("一", content)], two_sided=False))) as opened:
        assert list(map(int, opened.pages[0].mediabox)) == [0, 0, *A4_LANDSCAPE]
        assert opened.pages[0].Rotate == 180


def test_marks_are_drawn_around_all_that_a_page_shows() -> None:
    with Pdf.open(BytesIO(pdf("一"))) as made:
        page = made.pages[0].obj
        streams = [made.make_stream(text) for text in (b"% one", b"% two")]
        page.Contents = made.make_indirect(Array([streams[0], None, streams[1]]))
        content = saved(made)
    target = BytesIO()
    joiner = Joiner(target, two_sided=False)
    joiner.append(content, ("表",), marks=lambda place, box: b"% mark")
    joiner.finish()

    with Pdf.open(target) as opened:
        shown = [stream.read_bytes().strip() for stream in opened.pages[0].obj.Contents]
        assert opened.check_pdf_syntax() == []
    assert shown == [b"q", b"% one", b"% two", b"Q % mark"]


def test_some_pages_of_a_file_that_holds_many() -> None:
    target = BytesIO()
    joiner = Joiner(target, two_sided=False)
    joiner.append(pdf("a", "b", "c", "d"), ("表",), slice(1, 3))
    joiner.finish()

    assert page_texts(target.getvalue()) == ["b", "c"]


def test_boxes_are_told_as_runs_of_pages_alike() -> None:
    joiner = Joiner(BytesIO(), two_sided=True)
    joiner.append(pdf("a"), ("一",))
    joiner.start_sheet()
    joiner.append(pdf("b", "c", size=A4_LANDSCAPE), ("二",))

    upright, lying = PageBox(*A4, 0), PageBox(*A4_LANDSCAPE, 0)
    assert joiner.boxes == [(upright, 2), (lying, 2)]  # the empty page is as the one before it
    assert (upright.is_landscape, lying.is_landscape, PageBox(*A4, 90).is_landscape) == (False, True, True)


def test_a_thousand_pages_stand_in_a_tree_that_every_reader_walks() -> None:
    merged = merged_bytes([("表", pdf(*map(str, range(5000))))], two_sided=False)

    assert page_texts(merged) == list(map(str, range(5000)))
    with Pdf.open(BytesIO(merged)) as opened:
        assert opened.check_pdf_syntax() == []
        assert opened.Root.Pages.Count == 5000
        assert len(opened.Root.Pages.Kids) == 2  # 5,000 pages in 79 nodes of 64, these in two


def test_a_part_without_pages_is_refused() -> None:
    joiner = Joiner(BytesIO(), two_sided=False)
    with pytest.raises(UnreadablePdf):
        joiner.append(pdf("a"), ("一",), slice(5, 9))


def test_bookmarks_in_levels_with_titles_that_need_care() -> None:
    target = BytesIO()
    writer = PdfWriter(target)
    page = writer.reserve()
    pages = writer.reserve()
    writer.put(page, b"<</Type/Page/Parent %d 0 R/MediaBox[0 0 9 9]>>" % pages)
    writer.put(pages, b"<</Type/Pages/Count 1/Kids[%d 0 R]>>" % page)
    bookmarks = Bookmarks(writer)
    for titles in [("a (1)\\", "表"), ("a (1)\\", "表"), ("𠮷村",), ("a (1)\\", "表")]:
        bookmarks.add(titles, page)
    outlines, root = bookmarks.finish(), writer.reserve()
    writer.put(root, b"<</Type/Catalog/Pages %d 0 R/Outlines %d 0 R>>" % (pages, outlines))
    writer.finish(root)

    with Pdf.open(BytesIO(target.getvalue())) as opened, opened.open_outline() as tree:
        told = [(item.title, [child.title for child in item.children]) for item in tree.root]
    assert told == [("a (1)\\", ["表", "表"]), ("𠮷村", []), ("a (1)\\", ["表"])]


def test_text_strings() -> None:
    assert text_string("D:20230525") == b"(D:20230525)"
    assert text_string("(a)\\") == b"(\\(a\\)\\\\)"
    assert text_string("镇") == b"<feff9547>"


def test_memory_does_not_grow_with_the_parts(tmp_path: Path) -> None:
    """A font of 2 MB in each of 300 parts would be 600 MB; the whole process stays below 150."""
    path = tmp_path / "part.pdf"
    path.write_bytes(sheet_with_font("a", hashlib.shake_256(b"font").digest(2_000_000)))
    code = """
import sys
from pathlib import Path
from generator.press.printing import merge
with open(sys.argv[2], "wb") as target:
    merge(target, (((str(n),), Path(sys.argv[1])) for n in range(300)), False)
status = Path("/proc/self/status").read_text()
print(int(status.partition("VmHWM:")[2].split()[0]) // 1024)
"""
    out, _ = python(code, path, tmp_path / "whole.pdf").communicate(timeout=120)

    assert int(out) < 150
    with pikepdf.open(tmp_path / "whole.pdf") as whole:
        assert len(whole.pages) == 300
