"""Painted files are joined without qpdf to the same pages; whatever is not as it was painted is left to qpdf."""

import re
from io import BytesIO
from typing import Any

import pikepdf
import pypdfium2 as pdfium
import pytest
from helpers.sheets import sheets
from press_samples import pdf

from generator.model.sheet import TableContent
from generator.press import joining
from generator.press.joining import Joiner
from generator.press.output import Label
from generator.press.painted_parts import painted_part
from generator.press.pdf_parts import opened
from generator.render.painted_pdf import painter

TABLES = [s for s in sheets("jiangguanchi") if isinstance(s.content, TableContent)]
PAINTED = [painter(one.fangsong).paint(one).content for one in TABLES[:12]]


def joined(parts: list[bytes]) -> bytes:
    target = BytesIO()
    joiner = Joiner(target, two_sided=True)
    for part in parts:
        joiner.start_sheet()
        joiner.append(part, ("表",))
    joiner.finish()
    return target.getvalue()


def looks(content: bytes) -> list[bytes]:
    pages = pdfium.PdfDocument(content)
    return [page.render(scale=1, grayscale=True).to_pil().tobytes() for page in pages]


def test_painted_files_are_joined_to_the_pages_that_qpdf_joins_them_to(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    plain = joined(PAINTED)
    monkeypatch.setattr(joining, "painted_part", lambda content: None)
    by_qpdf = joined(PAINTED)

    assert looks(plain) == looks(by_qpdf)
    assert len(plain) <= len(by_qpdf) * 1.01
    with pikepdf.Pdf.open(BytesIO(plain)) as file:
        assert file.check_pdf_syntax() == []


def test_pages_sizes_and_objects_are_those_that_qpdf_finds() -> None:
    for content in PAINTED:
        part = painted_part(content)
        assert part is not None
        with opened(content) as other:
            assert part.pages == other.pages
            for key in part.pages:
                assert part.page(key, None)[0] == other.page(key, None)[0]


@pytest.mark.parametrize(
    "change",
    [
        lambda c: c + b"\n",
        lambda c: c[:-20],
        lambda c: c.replace(b"\nendobj\n", b"\nendobj \n", 1),
        lambda c: c.replace(b"/Length ", b"/Length 1", 1),
        lambda c: c.replace(b"/Type/Page/Parent", b"/Type/Page/Rotate 90/Parent", 1),
        lambda c: re.sub(rb"Kids\[(\d+) 0 R", rb"Kids[2 0 R", c, count=1),
        lambda c: re.sub(rb"startxref\n\d+", b"startxref\n999999999", c),
        lambda c: b"",
        lambda c: pdf("别的"),
    ],
)
def test_a_file_that_was_changed_is_left_to_qpdf(change: Any) -> None:
    assert painted_part(PAINTED[0]) is not None
    assert painted_part(change(PAINTED[0])) is None


def test_a_file_for_the_archive_is_always_opened_by_qpdf() -> None:
    joiner = Joiner(BytesIO(), two_sided=False, archive=Label(title="全部", author="镇"))

    with pytest.raises(joining.UnreadablePdf):
        joiner.append(PAINTED[0])
