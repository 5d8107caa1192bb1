"""Rare characters of real place and personal names: printed from whatever font has them, in their place, in every face."""

from itertools import pairwise
from pathlib import Path

import pytest
from helpers.sheets import sheets
from PIL import ImageStat

from generator.layout import gbt9704 as gb
from generator.measure.page import Glyph, Page, pages
from generator.render import glyphs
from generator.render.html import render_html
from generator.render.pdf import Printed, render_pdf

# Of the 通用规范汉字表 (GB 18030 implementation level 3), inside and outside the BMP, and of real village names.
RARE = (
    "㙟㘵䓖䣕㙍䶮㟃㛚㧑㭎㳇㵐㶲㸆㺄㻬㽏䁖䂮䃅䅟䌹䎃䏝䐃䓛䗖䜣䝙䢺䣘䥽䦃䲟䲠䲢䴓䴔䴙"
    "𠙶𬇙𬇹𬍛𬒔𬜬𨺓𧿹𬱖𫚖𡐓𠳐𡎚𣗋𣲗𣸣𤧛𥔲𥖨𦈡𦒍𨙸𨚕𨟠𩾃𪟝𪣻𪨰𫄧𫇭𫍯𫐄𫓧𫖮𫗧𫘝𫚭𫞩𫟦𫠊𫢸𫭟𫮃𫰛𫵷𫶇𫷷𫸩𬀩"
    "𬂩𬃊𬇕𬉼𬊈𬌗𬍡𬒈𬕂𬘓𬘡𬙂𬞟𬟁𬣙𬤇𬨂𬩽𬬩𬭁𬮱𬯀𬱟𬳵𬴂𬶋𬷕𬸘𬹼𬺈"
)
TITLE_PT = 22


def printed(body: str, tmp_path: Path, css: str = "") -> tuple[Page, Printed]:
    """The first page of some HTML on the page of the standard, and what the engine said."""
    style = f"@page {{ size: A4; margin: 37mm 26mm 35mm 28mm }} p {{ margin: 0; line-height: 29pt; font-size: 16pt }} {css}"
    made = render_pdf(f'<html lang="zh-CN"><style>{style}</style>{body}')
    path = tmp_path / f"{len(body)}.pdf"
    path.write_bytes(made.content)
    return pages(path)[0], made


@pytest.mark.parametrize("face", [gb.FACE_TITLE, gb.FACE_TEXT, gb.FACE_HEADING, gb.FACE_KAI, gb.FACE_NUMBER])
def test_every_rare_character_is_drawn_an_em_from_the_next_on_lines_of_one_pitch(
    face: str, tmp_path: Path
) -> None:
    assert glyphs.lacking(RARE, face) == ""

    page, made = printed(f"<p>{RARE}", tmp_path, f"p {{ font-family: '{face}'; text-align: left }}")

    assert made.problems == ()
    assert "".join(line.text for line in page.lines) == RARE
    em = gb.mm_from_pt(16)
    for line in page.lines:
        assert [b.x - a.x for a, b in pairwise(line.glyphs)] == pytest.approx(
            [em] * (len(line.glyphs) - 1), abs=0.03
        )
    for above, below in pairwise(page.lines):
        assert below.baseline - above.baseline == pytest.approx(gb.mm_from_pt(29), abs=0.02)


@pytest.mark.parametrize("code", ["problem-ledger", "dispatch-communities"])
def test_rare_characters_move_nothing_in_a_table(code: str, tmp_path: Path) -> None:
    html = render_html(next(s for s in sheets("jiangguanchi") if s.code == code and s.unit))
    rare = html.replace("隐患", "㙍𡐓").replace("排查", "𨺓䶮").replace("整改", "𬱖𫚖")
    files = tmp_path / "common.pdf", tmp_path / "rare.pdf"
    for file, text in zip(files, (html, rare), strict=True):
        file.write_bytes(render_pdf(text).content)

    common, changed = pages(files[0]), pages(files[1])

    assert sum(g.char == "𡐓" for page in changed for g in page.glyphs) >= 2
    assert [page.table for page in changed] == [page.table for page in common]
    places = [[(g.x, g.baseline) for page in found for g in page.glyphs] for found in (common, changed)]
    assert len(places[0]) == len(places[1])
    moved = [abs(a - b) for one, other in zip(*places, strict=True) for a, b in zip(one, other, strict=True)]
    assert max(moved) < 0.03


def _ink(page: Page, glyph: Glyph) -> float:
    """How much of a glyph's box is dark."""
    box = glyph.ink
    picture = page.image.crop(
        tuple(round(v * 10) for v in (box.left, box.top, box.right, box.bottom))
    ).convert("L")
    return 1 - ImageStat.Stat(picture).mean[0] / 255


def test_rare_character_in_a_title_is_as_bold_as_those_beside_it_and_thin_in_the_text(tmp_path: Path) -> None:
    """BabelStone Han has one weight; in the title it is thickened, and the text after it is not."""
    alone = next(c for c in "𨺓𬶟𬭤" if glyphs.family_of(c, gb.FACE_TITLE) in ("BabelStone Han", "HanaMinB"))
    body = f'<p class="t">{alone}</p><p class="x">{alone}</p><p class="x">莫</p>'
    css = f".t {{ font: {TITLE_PT}pt '{gb.FACE_TITLE}' }} .x {{ font: {TITLE_PT}pt '{gb.FACE_TEXT}' }}"

    page, _ = printed(body, tmp_path, css)
    plain, _ = printed('<p class="x">莫</p>', tmp_path, css)

    title, text, after = page.glyphs
    assert _ink(page, title) > 1.4 * _ink(page, text)
    assert _ink(page, after) == pytest.approx(_ink(plain, plain.glyphs[0]), rel=0.1)
