"""Pages as pictures: of the page's own shape, what is printed on it in its place."""

import io
from pathlib import Path

import pypdfium2 as pdfium
import pytest
from helpers.sheets import CAMPAIGNS
from PIL import Image

from generator.batch.files import printed_of
from generator.compose.sheets import Order, unit_sheets
from generator.render.page_pictures import page_pictures
from generator.sources.campaign import load


@pytest.fixture(scope="module")
def content():
    loaded = load(Path(CAMPAIGNS) / "jiangguanchi")
    unit = next(u for u in loaded.campaign.units if u.code == "qiuhu")
    asked = Order(period="2023-06", sheets=frozenset({"problem-ledger"}))
    return printed_of(unit_sheets(loaded.campaign, loaded.forms, unit, asked).sheets[0]).content


def test_a_page_is_drawn_as_it_prints(content):
    (picture,), number = page_pictures(content, 1000, 3)
    drawn = Image.open(io.BytesIO(picture.png))
    again = pdfium.PdfDocument(content)[0].render(scale=1000 / 841.89).to_pil().convert("L")

    assert (number, drawn.size, picture.width, picture.height) == (1, (1000, 708), 1000, 708)
    assert again.size == drawn.size
    differing = [abs(a - b) for a, b in zip(drawn.convert("L").tobytes(), again.tobytes(), strict=True)]
    assert max(differing) < 40, "few colours, but of every point nearly its own"
    assert min(again.tobytes()) < 60, "it is not blank"


def test_no_more_pages_are_drawn_than_asked_for(content):
    both = pdfium.PdfDocument.new()
    for _ in range(2):
        both.import_pages(pdfium.PdfDocument(content))
    target = io.BytesIO()
    both.save(target)

    drawn, number = page_pictures(target.getvalue(), 200, 1)
    assert (len(drawn), number) == (1, 2)
