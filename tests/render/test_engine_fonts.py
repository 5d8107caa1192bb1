"""The engine's documents share the fonts that it has found, one at a time, for so many documents."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from weasyprint.text import fonts

from generator.render import pdf

HTML = "<html lang='zh-CN'><body><p>重大事故隐患专项排查整治 %d</p></body></html>"


@pytest.fixture
def found(monkeypatch):
    """How often fonts are found, beginning with none."""
    found = []
    kind = fonts.FontConfiguration
    monkeypatch.setattr(fonts, "FontConfiguration", lambda: found.append(kind()) or found[-1])
    monkeypatch.setattr(pdf, "_FONTS", pdf._Fonts())
    return found


def test_documents_share_fonts_and_find_them_anew_after_so_many(found, monkeypatch):
    monkeypatch.setattr(pdf, "_DOCUMENTS_MAX", 3)
    for n in range(7):
        pdf.render_pdf(HTML % n)

    assert len(found) == 3


def test_documents_of_threads_are_as_those_set_alone(found):
    alone = [pdf.render_pdf(HTML % n).content for n in range(6)]

    with ThreadPoolExecutor(4) as pool:
        together = list(pool.map(lambda n: pdf.render_pdf(HTML % n).content, range(6)))

    assert together == alone
    assert len(found) == 1
