"""Documents of random texts: paragraphs of every length, headings, digits, quotation marks; no clause fails."""

import random
from pathlib import Path

import pytest
from helpers.made import issued

from generator.measure.pdf import measure_pdf
from generator.model.document import Imprint
from generator.render.html import render_html
from generator.render.pdf import render_pdf

WORDS = (
    "各村、各有关部门要压实责任，逐条逐项排查“重大事故隐患”，建立台账（附件2），闭环销号；2023年6月30日前，"
    "坚决防范GB/T 9704—2012遏制各类生产安全事故发生——切实保障人民群众生命财产安全"
)
HEADINGS = {3: "一、总体要求", 4: "（一）", 5: "1."}


def paragraphs(chance: random.Random, count: int) -> str:
    """Paragraphs of 6 to 90 characters, every seventh of them a heading of each level."""
    found = []
    for number in range(count):
        start, length = chance.randrange(40), chance.randrange(6, 90)
        text = (WORDS * 2)[start : start + length].strip("，；、（）—”“")
        lead = HEADINGS.get(number % 7, "")
        found.append(lead if lead == HEADINGS[3] else f"{lead}{text}。")
    return "\n".join(found)


@pytest.mark.parametrize("seed", range(10))
def test_a_document_of_random_paragraphs_passes(seed: int, tmp_path: Path) -> None:
    chance = random.Random(seed)
    made = issued(
        text=paragraphs(chance, chance.randrange(1, 45)),
        sealing=chance.choice(("sealed", "unsealed")),
        imprint=chance.choice((None, Imprint(copy_to="县安委会办公室。"))),
        note=chance.choice(("", "此件公开发布")),
        two_sided=chance.choice((True, False)),
        format=chance.choice(("document", "letter", "minutes")),
    )
    path = tmp_path / "made.pdf"
    path.write_bytes(render_pdf(render_html(made)).content)

    assert [str(v) for v in measure_pdf(path) if v.outcome != "pass"] == []
