"""One text on every surface: Word, HTML and PDF of a sheet say the same."""

from collections import Counter

import pytest
from helpers.numbered import with_number
from helpers.rendering import Renderings
from helpers.sheets import every
from helpers.text import docx_text, html_text, squeezed

from generator.measure.page import Page, characters, pages
from generator.model.sheet import Grid, Sheet, TableContent, inline_tables


@pytest.mark.parametrize("sheet", every())
def test_word_and_html_hold_the_same_text_in_the_same_order(sheet: Sheet, renderings: Renderings) -> None:
    assert docx_text(renderings.docx(sheet)) == html_text(renderings.html(sheet))


@pytest.mark.parametrize("sheet", every())
def test_pdf_prints_the_characters_of_the_word_file(sheet: Sheet, renderings: Renderings) -> None:
    found = pages(renderings.pdf(sheet))
    expected = Counter(docx_text(renderings.docx(sheet))) + _heads(sheet, len(found))

    printed: Counter[str] = Counter()
    counted = with_number(sheet, found)
    for number, page in counted:
        printed += _without_number(page, number)
    for page in found[len(counted) :]:
        printed += Counter(characters(page))

    assert printed == expected


def _heads(sheet: Sheet, pages_of_sheet: int) -> Counter[str]:
    """Characters of the head rows that later pages of a table repeat."""
    if isinstance(sheet.content, TableContent):
        return _times(sheet.content.grid, pages_of_sheet - 1)
    again = (_times(t.grid, sum(r.new_page for r in t.grid.rows)) for t in inline_tables(sheet.content))
    return sum(again, Counter())


def _times(grid: Grid, count: int) -> Counter[str]:
    text = squeezed("".join(c.text for r in grid.rows if r.head for c in r.cells))
    return Counter(text * count)


def _without_number(page: Page, number: int) -> Counter[str]:
    printed = Counter(characters(page))
    printed.subtract(f"—{number}—")
    assert min(printed.values()) >= 0, f"page {number} does not print its number"
    return +printed
