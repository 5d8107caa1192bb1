"""Seals on the printed page, in millimetres: the room that is kept for them, and the outlines that a guide shows."""

import re
from dataclasses import replace
from datetime import date
from functools import cache
from itertools import combinations, pairwise

import pytest
from helpers.made import issued, long_ledger
from helpers.seals import Guide, guide_of, outlines, pages_of, stamped
from helpers.sheets import NAMES, sheet, sheets

from generator.layout import gbt9704 as gb
from generator.layout.seals import Rect, meet
from generator.measure.page import Glyph, Page
from generator.model.seal import Holder, SheetSeals
from generator.press.stamping import stamping_of
from generator.render.html import render_html
from generator.render.pdf import render_pdf

ORGAN = "柳林镇人民政府"
ORGANS = (
    "柳林镇人民政府",
    "柳林镇派出所",
    "柳林镇司法所",
    "柳林镇卫生院",
    "柳林镇林业站",
    "柳林镇水利站",
    "柳林镇供销社",
)
LONG_TEXT = "\n".join(["各单位要对照重大事故隐患判定标准，逐项排查，逐条登记，逐个销号，不留死角。"] * 12)
TOLERANCE_MM = 0.4


@cache
def one_organ() -> Guide:
    text = "各单位要认真抓好落实。"
    return guide_of(issued(signature=(ORGAN,), document_date=date(2023, 5, 26), text=text))


@cache
def record() -> Guide:
    return guide_of(sheet("jiangguanchi", "rectification-record", "qiuhu"))


def ink_of(page: Page, text: str) -> Rect:
    """The box round the characters of a piece of text that stands in one line."""
    line = page.line(text)
    start = line.text.index(text)
    return around(line.glyphs[start : start + len(text)])


def around(glyphs: tuple[Glyph, ...]) -> Rect:
    boxes = [g.ink for g in glyphs]
    return Rect(
        min(b.left for b in boxes),
        min(b.top for b in boxes),
        max(b.right for b in boxes),
        max(b.bottom for b in boxes),
    )


def within(page: Page, circle: Rect) -> str:
    """The characters whose ink a circle covers, wholly or partly, in the order of lines."""
    radius = circle.width / 2
    found = []
    for line in page.lines:
        for glyph in line.glyphs:
            x = min(max(circle.center_x, glyph.ink.left), glyph.ink.right)
            y = min(max(circle.center_y, glyph.ink.top), glyph.ink.bottom)
            if (x - circle.center_x) ** 2 + (y - circle.center_y) ** 2 < radius**2:
                found.append(glyph.char)
    return "".join(found)


# Signatures


def test_the_circle_of_a_guide_lies_over_name_and_date_both_a_little_below_its_middle():
    made = one_organ()
    (circle,) = made.circles[0]
    name, date = ink_of(made.final[0], ORGAN), ink_of(made.final[0], "2023年5月26日")

    assert circle.width == pytest.approx(42.0, abs=0.5)
    assert circle.center_x == pytest.approx(name.center_x, abs=TOLERANCE_MM)
    assert circle.center_x == pytest.approx(date.center_x, abs=2 * TOLERANCE_MM)  # digits bear less than 日
    middle = (name.center_y + date.center_y) / 2
    assert middle - circle.center_y == pytest.approx(gb.SEAL_RISE_MM, abs=TOLERANCE_MM)


def test_the_top_of_the_seal_lies_within_one_line_of_the_text():
    made = one_organ()
    (circle,) = made.circles[0]
    above = [line for line in made.final[0].lines if line.baseline < ink_of(made.final[0], ORGAN).top]

    text = around(above[-1].glyphs)
    assert 0 < circle.top - text.bottom < gb.LINE_PITCH_MM


@pytest.mark.parametrize("paragraphs", range(8, 15))
def test_wherever_the_text_ends_the_seal_is_below_its_last_line_on_the_same_page(paragraphs):
    text = "\n".join(
        ["各单位要对照重大事故隐患判定标准，逐项排查，逐条登记，逐个销号，不留死角。"] * paragraphs
    )
    content, stamping = stamped(issued(signature=(ORGAN,), text=text))
    (place,) = stamping.places
    lines = pages_of(content)[place.page - 1].lines

    above = [line for line in lines if line.baseline < place.circle.box.top]
    assert above, "a seal never stands on a page without text (7.3.5.1)"
    assert 0 < place.circle.box.top - around(above[-1].glyphs).bottom < gb.LINE_PITCH_MM


def test_nothing_but_name_and_date_lies_under_the_seal():
    made = one_organ()

    assert within(made.final[0], made.circles[0][0]) == f"{ORGAN}2023年5月26日"


def test_the_guide_says_whose_seal_it_is_and_how_many_copies_take_it():
    words = [line.text for line in one_organ().shown[0].lines]

    assert {"用印示意，不作正式文件", ORGAN, "共1份"} <= set(words)


@pytest.mark.parametrize("made", [one_organ, record], ids=["notice", "record"])
def test_the_guide_says_in_the_margin_of_every_page_that_it_is_no_final_paper(made):
    for number, page in enumerate(made().shown, 1):
        remark = ink_of(page, "用印示意，不作正式文件")
        assert remark.bottom < page.type_area(number).top


def test_a_seal_stands_on_the_page_of_its_signature_which_has_text():
    made = guide_of(issued(signature=(ORGAN,), text=LONG_TEXT))

    assert [len(page) for page in made.circles] == [0, 1]
    assert "逐条登记" in "".join(line.text for line in made.final[1].lines)
    assert ink_of(made.final[1], ORGAN).center_x == pytest.approx(
        made.circles[1][0].center_x, abs=TOLERANCE_MM
    )


@pytest.mark.parametrize("count", range(2, 8))
def test_each_organ_of_a_joint_document_has_a_seal_on_its_own_name_and_none_meet(count):
    made = guide_of(issued(signature=ORGANS[:count]))
    page = made.final[-1]
    circles = made.circles[-1]

    area = page.type_area(len(made.final))
    names = [ink_of(page, name) for name in ORGANS[:count]]
    over = [
        [c for c in circles if abs(c.center_x - n.center_x) < 0.5 and c.top < n.top < c.bottom] for n in names
    ]
    assert [len(found) for found in over] == [1] * count
    assert len(circles) == count
    assert not any(meet(a, b) for a, b in combinations((p.circle for p in made.stamping.places), 2))
    assert all(area.left <= c.left and c.right <= area.right for c in circles)
    assert len({round(c.center_y - n.center_y, 1) for (c,), n in zip(over, names, strict=True)}) == 1


# Boxes and lines


def test_under_the_seal_of_a_box_lie_its_label_and_the_date_and_nothing_else():
    made = record()

    assert len(made.circles[1]) == 4
    for circle in made.circles[1]:
        assert set(within(made.final[1], circle)) <= set("（盖章）年月日")
        assert "（盖章）" in within(made.final[1], circle)


def test_the_seal_of_a_box_lies_inside_its_rules():
    boxes = [spot.box for spot in record().sheet.seals.spots if spot.kind == "box"]

    for box, circle in zip(boxes, record().circles[1], strict=True):
        _, cell = record().places[box]
        assert cell.left < circle.left < circle.right < cell.right
        assert cell.top < circle.top < circle.bottom < cell.bottom
    assert record().stamping.problems == ()


def test_a_box_lower_than_a_seal_is_told_with_its_size():
    sealed = sheet("jiangguanchi", "rectification-record", "qiuhu")
    large = [replace(s, holder=replace(s.holder, mm=50.0)) for s in sealed.seals.spots]
    made = guide_of(replace(sealed, seals=replace(sealed.seals, spots=tuple(large))))

    assert [p.code for p in made.stamping.problems if p.code == "SEAL-001"] == ["SEAL-001"] * 4
    assert re.search(
        "“乡镇（街道）意见”的盖章格宽 128、高 45 毫米，放不下直径 50 毫米", made.stamping.problems[0].message
    )


def test_two_seals_that_meet_are_told():
    large = replace(one_organ().sheet.seals.spots[0], key="seal-other")
    organs = issued(signature=ORGANS[:2])
    wide = [replace(s, holder=replace(s.holder, mm=50.0)) for s in organs.seals.spots]
    made = guide_of(replace(organs, seals=replace(organs.seals, spots=(*wide, large))))

    assert [p.code for p in made.stamping.problems] == ["SEAL-002"]
    assert "“柳林镇人民政府”和“柳林镇派出所”的两枚印章相交" in made.stamping.problems[0].message


def test_a_units_seal_lies_over_the_units_name_above_a_turned_table_and_leaves_the_title_free():
    made = guide_of(sheet("jiangguanchi", "hazard-checklist", "qiuhu"))
    (circle,) = made.circles[0]
    page = made.final[0]
    name, title = ink_of(page, "秋湖村"), ink_of(page, "将官池镇重大事故隐患专项排查清单")

    assert holds_ink(circle, name)
    assert circle.center_y < name.center_y < circle.bottom
    assert set(within(page, circle)).isdisjoint("排查清单")
    assert circle.right < title.left + gb.SEAL_RISE_MM


LINE_SEALS = [
    (name, s) for name in NAMES for s in sheets(name) if any(p.kind == "line" for p in s.seals.spots)
]
A_FEW_OF_EACH = list({(name, s.code, s.unit[:1]): s for name, s in LINE_SEALS}.values())


@pytest.mark.parametrize("made", A_FEW_OF_EACH, ids=lambda s: f"{s.code} {s.unit}")
def test_a_seal_over_a_line_covers_the_name_whole_and_nothing_that_is_filled_in(made):
    printed = render_pdf(render_html(made))
    stamping = stamping_of(made, printed.pages, printed.places, printed.words)
    spots = [s for s in made.seals.spots if s.key in printed.places]

    for spot, place in zip(spots, stamping.places, strict=True):
        page, name = printed.places[spot.key]
        filled = [w.place for w in printed.words[page] if w.filled]
        assert spot.kind != "line" or holds_ink(place.circle.box, name) or name.width > 0.6 * place.holder.mm
        assert not any(covers(place.circle.box, words) for words in filled)


def holds_ink(circle: Rect, words: Rect) -> bool:
    """Whether a circle covers words whole."""
    far = max((x - circle.center_x) ** 2 for x in (words.left, words.right))
    return (
        far + max((y - circle.center_y) ** 2 for y in (words.top, words.bottom))
    ) ** 0.5 <= circle.width / 2 + 0.1


def covers(circle: Rect, words: Rect) -> bool:
    """Whether a circle covers any part of words."""
    x = min(max(circle.center_x, words.left), words.right)
    y = min(max(circle.center_y, words.top), words.bottom)
    return ((x - circle.center_x) ** 2 + (y - circle.center_y) ** 2) ** 0.5 < circle.width / 2 - 0.5


# Across the edges


@cache
def ledger() -> Guide:
    found = long_ledger()
    holder = Holder(name="柳林镇河湾村", kind="unit", mm=42.0)
    return guide_of(replace(found, two_sided=False, seals=SheetSeals(straddle=holder)))


def test_a_seal_across_the_edges_shows_an_equal_strip_at_the_outer_edge_of_each_leaf():
    made = ledger()
    leaves = len(made.final)
    strips = [min(page, key=lambda box: -box.bottom) for page in made.outlines]

    assert leaves >= 2
    for strip in strips:  # the sheet is turned: its outer edge is below
        assert strip.bottom == pytest.approx(made.final[0].height, abs=0.3)
        assert strip.height <= 42 / leaves + 0.6
        assert strip.center_x == pytest.approx(gb.PAGE_HEIGHT_MM / 2, abs=0.3)
    (straddle,) = made.stamping.straddles
    assert (straddle.first_page, straddle.last_page) == (1, leaves)


def test_each_leaf_says_which_share_of_whose_seal_it_shows():
    made = ledger()

    for number, page in enumerate(made.shown, 1):
        words = [line.text for line in page.lines]
        assert {"柳林镇河湾村", f"骑缝章{number}/{len(made.shown)}"} <= {w.replace(" ", "") for w in words}


def test_on_two_sides_only_the_fronts_are_pressed():
    made = guide_of(replace(ledger().sheet, two_sided=True))

    assert [bool(page) for page in made.outlines] == [n % 2 == 0 for n in range(len(made.final))]


# The final paper


@pytest.mark.parametrize("made", [one_organ, record, ledger], ids=["notice", "record", "ledger"])
def test_the_final_paper_has_no_outline_and_names_no_place(made):
    assert not any(page for page in outlines(made().content) if any(_round(box) for box in page))
    assert b"seal-" not in made().content


def _round(box: Rect) -> bool:
    return abs(box.width - box.height) < 0.1


def test_the_final_paper_is_the_same_to_the_byte_without_the_marks_for_seals():
    page = render_html(one_organ().sheet)
    bare, marks = re.subn(r' id="seal-[^"]*"', "", page)

    assert marks == 1
    assert render_pdf(bare).content == one_organ().content


def test_the_pages_of_a_guide_are_those_of_the_final_paper():
    shown, final = record().shown, record().final

    assert len(shown) == len(final)
    for over, page in zip(shown, final, strict=True):
        printed = [(g.char, round(g.x, 2), round(g.baseline, 2)) for g in page.glyphs]
        assert set(printed) <= {(g.char, round(g.x, 2), round(g.baseline, 2)) for g in over.glyphs}


def test_the_same_sheet_gives_the_same_guide():
    assert guide_of(one_organ().sheet).guide == one_organ().guide


def test_neighbouring_strips_follow_each_other_round_the_seal():
    shares = [s for straddle in ledger().stamping.straddles for s in straddle.slices]

    tops = [s.visible.top - s.circle.y for s in shares]
    assert all(b > a for a, b in pairwise(tops))
