"""One text on every surface: Word, HTML and PDF of a sheet say the same."""

from collections import Counter

import pytest
from helpers.page import Page, characters, pages
from helpers.rendering import Renderings
from helpers.sheets import every
from helpers.text import docx_text, html_text, squeezed

from generator.model.sheet import Sheet, TableContent


@pytest.mark.parametrize("sheet", every())
def test_word_and_html_hold_the_same_text_in_the_same_order(sheet: Sheet, renderings: Renderings) -> None:
    assert docx_text(renderings.docx(sheet)) == html_text(renderings.html(sheet))


@pytest.mark.parametrize("sheet", every())
def test_pdf_prints_the_characters_of_the_word_file(sheet: Sheet, renderings: Renderings) -> None:
    found = pages(renderings.pdf(sheet))
    repeated = Counter(_head(sheet)) if len(found) > 1 else Counter()
    expected = Counter(docx_text(renderings.docx(sheet)))
    for _ in found[1:]:
        expected += repeated

    printed: Counter[str] = Counter()
    for number, page in enumerate(found, 1):
        printed += _without_number(page, number)

    assert printed == expected


def _head(sheet: Sheet) -> str:
    """Text of the head rows, which every page repeats."""
    if not isinstance(sheet.content, TableContent):
        return ""
    return squeezed("".join(c.text for r in sheet.content.grid.rows if r.head for c in r.cells))


def _without_number(page: Page, number: int) -> Counter[str]:
    printed = Counter(characters(page))
    printed.subtract(f"—{number}—")
    assert min(printed.values()) >= 0, f"page {number} does not print its number"
    return +printed
