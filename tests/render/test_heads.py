"""Heads and ends in every format, measured in millimetres on the PDF and on LibreOffice's view of the Word file."""

from itertools import groupby, pairwise
from pathlib import Path

import pytest
from helpers.made import issued
from helpers.rendering import Renderings, office
from helpers.sheets import key, sheet
from openxml_audit import OpenXmlValidator  # type: ignore[import-untyped]

from generator.layout import gbt9704 as gb
from generator.measure.page import Box, Page, pages
from generator.measure.pdf import measure_pdf
from generator.model.document import Imprint
from generator.model.sheet import Sheet

CHAR, LINE = gb.CHAR_PITCH_MM, gb.LINE_PITCH_MM
OFFICE_MM = 1.0  # LibreOffice sets Chinese about 0.8 mm lower in its line than the PDF does
COPIES = "县安全生产委员会办公室，县应急管理局，县消防救援大队，县市场监督管理局。"
MANY = "、".join(f"镇直第{n}工作站所（中心）" for n in range(1, 20))
PEOPLE = "镇政府　林正、陶冶\n镇应急管理办公室　上官若水，镇党政办公室　莫长青，镇综合行政执法大队　李少侠，镇派出所　王五"
ORGANS = ("柳林镇安委会", "柳林镇党委", "柳林镇武装部")

MADE: dict[str, Sheet] = {
    "letter": issued(format="letter", copy_number="000012", secrecy="秘密★1年", urgency="特急"),
    "letter-copied": issued(format="letter", imprint=Imprint(copy_to=COPIES)),
    "order": issued(format="order", sealing="signature_stamp", stamp_title="镇长", signature=()),
    "minutes": issued(format="minutes", signature=(), present=PEOPLE, attending="河湾村　顾俊"),
    "moved": issued(addressees=MANY, imprint=Imprint(copy_to=COPIES)),
    "wrapped": issued(addressees=MANY[:80]),
    "joint": issued(joint_issuers=("柳林镇人民武装部", "柳林镇党委"), signature=ORGANS),
    "secret": issued(copy_number="000012", secrecy="秘密★1年", urgency="特急"),
    "stamped": issued(sealing="signature_stamp", stamp_title="镇长\n部长", signature=()),
    "lines": issued(issuer={"mark": ("中共柳林镇委员会", "柳林镇人民政府")}),
}
FULL = "全面排查整治重大事故隐患，压实责任，落到岗位，逐条逐项整改到位，不留死角、不走过场。"
IMPRINTS: dict[str, Sheet] = {
    f"{where}-{sides}": issued(imprint=Imprint(copy_to=COPIES), two_sided=sides == "two", **text)
    for sides in ("one", "two")
    for where, text in {
        "below": {},
        "apart": {"text": "\n".join([FULL] * (13 if sides == "one" else 14))},
    }.items()
}
PAIRS: dict[str, tuple[Sheet, Sheet]] = {
    name: (issued(**values), issued(**values, preprinted=True))
    for name, values in {
        "document": {"imprint": Imprint(copy_to=COPIES), "copy_number": "000001"},
        "upward": {"signatories": ("顾俊", "李少侠", "王五")},
        "joint": {"joint_issuers": ("柳林镇人民武装部",), "signature": ORGANS[:2]},
        "letter": {"format": "letter", "secrecy": "秘密★1年"},
        "order": {"format": "order"},
        "minutes": {"format": "minutes", "present": PEOPLE},
    }.items()
}
needs_office = pytest.mark.skipif(office() is None, reason="LibreOffice 没有安装：make test 会装上")
BOTH = [pytest.param("pdf"), pytest.param("office", marks=needs_office)]


@pytest.fixture(scope="module")
def office_pdfs(renderings: Renderings, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """What LibreOffice makes of every Word file here."""
    wanted = [*MADE.values(), *IMPRINTS.values(), *(s for pair in PAIRS.values() for s in pair)]
    return renderings.office_pdfs(wanted, tmp_path_factory.mktemp("heads"))


@pytest.fixture
def view(
    request: pytest.FixtureRequest, renderings: Renderings, office_pdfs: dict[str, Path]
) -> "View":  # the engine is the test's parameter
    return View(request.param, renderings, office_pdfs)


class View:
    """The pages of a sheet as one engine prints them, and how far it may be off."""

    def __init__(self, engine: str, renderings: Renderings, office_pdfs: dict[str, Path]) -> None:
        self._engine, self._renderings, self._office = engine, renderings, office_pdfs
        self.off = 0.5 if engine == "pdf" else OFFICE_MM

    def pages(self, made: Sheet) -> list[Page]:
        """The pages of a sheet."""
        return pages(self._renderings.pdf(made) if self._engine == "pdf" else self._office[key(made)])


def _bands(page: Page, region: Box) -> list[tuple[float, float]]:
    """Top and bottom of each band of red ink in a region."""
    rows = int(region.bottom * 10) - int(region.top * 10)
    inks = [region.top + i / 10 for i in range(rows)]
    red = [bool(page.ink(Box(region.left, y, region.right, y + 0.1), red=True)) for y in inks]
    found = [
        [y for _, y in group] for ink, group in groupby(zip(red, inks, strict=True), lambda p: p[0]) if ink
    ]
    return [(band[0], band[-1] + 0.1) for band in found]


# 信函格式 (10.1)


@pytest.mark.parametrize("view", BOTH, indirect=True)
def test_mark_of_a_letter_stands_30_mm_below_the_sheets_edge(view: View) -> None:
    page = view.pages(MADE["letter"])[0]
    mark = page.ink(Box(0, 0, 210, 46.5), red=True)

    assert mark
    assert mark.top == pytest.approx(30, abs=0.5)
    assert mark.center_x == pytest.approx(gb.PAGE_WIDTH_MM / 2, abs=0.5)


@pytest.mark.parametrize("view", BOTH, indirect=True)
def test_a_letter_has_two_double_rules_of_170_mm(view: View) -> None:
    page = view.pages(MADE["letter"])[0]
    mark = page.ink(Box(0, 0, 210, 46.5), red=True)
    first, last = page.ink(Box(0, 46.5, 210, 52), red=True), page.ink(Box(0, 260, 210, 297), red=True)

    assert mark
    assert first
    assert last
    assert first.top - mark.bottom == pytest.approx(4, abs=0.5)
    assert gb.PAGE_HEIGHT_MM - last.bottom == pytest.approx(20, abs=0.3)
    for rule in (first, last):
        assert (rule.left, rule.right) == pytest.approx((20, 190), abs=0.3)


@pytest.mark.parametrize("view", BOTH, indirect=True)
def test_the_first_rule_is_thick_above_thin_the_last_thin_above_thick(view: View) -> None:
    page = view.pages(MADE["letter"])[0]

    first, last = (_bands(page, Box(60, *edges)) for edges in ((46.5, 62, 52), (270, 62, 280)))

    assert len(first) == len(last) == 2
    heights = [bottom - top for top, bottom in (*first, *last)]
    assert heights[0] > 1.5 * heights[1]
    assert heights[3] > 1.5 * heights[2]


@pytest.mark.parametrize("view", BOTH, indirect=True)
def test_number_of_a_letter_stands_at_the_right_and_secrecy_at_the_left_below_the_rule(view: View) -> None:
    page = view.pages(MADE["letter"])[0]
    rule = page.ink(Box(0, 46.5, 210, 52), red=True)
    line = page.line("000012")

    assert rule
    number = line.place("柳安委")
    em_top = number.baseline - 0.88 * number.em_mm
    assert em_top - rule.bottom == pytest.approx(7 / 8 * gb.mm_from_pt(16), abs=view.off)
    assert line.text.endswith("柳安委〔2023〕3号")
    assert line.left == pytest.approx(gb.BINDING_MARGIN_MM, abs=0.2)
    assert line.right == pytest.approx(gb.BINDING_MARGIN_MM + gb.TYPE_AREA_WIDTH_MM, abs=0.4)
    below = [page.line(text) for text in ("秘密★1年", "特急")]
    assert [b.left for b in below] == pytest.approx([gb.BINDING_MARGIN_MM] * 2, abs=0.2)
    assert [b.top - line.top for b in below] == pytest.approx([LINE, 2 * LINE], abs=0.2)
    title = next(x for x in page.lines if x.size_pt == pytest.approx(gb.TITLE_PT, abs=0.1))
    assert title.top - below[1].top == pytest.approx(3 * LINE, abs=view.off)


@pytest.mark.parametrize("view", BOTH, indirect=True)
def test_first_page_of_a_letter_has_no_number_and_its_imprint_no_rules(view: View) -> None:
    first, *others = view.pages(MADE["letter-copied"])

    assert [g for g in first.glyphs if g.ink.top > 262] == []
    imprint = [line for page in (first, *others) for line in page.lines if line.text.startswith("抄送")]
    assert len(imprint) == 1
    page = next(p for p in (first, *others) if imprint[0] in p.lines)
    text = max(line.right for line in page.lines)
    drawn = page.ink(Box(0, imprint[0].top - 1, 210, 270))
    assert drawn
    assert drawn.right <= text + 0.5, "no rule is wider than the text"
    assert not any("印发" in line.text for line in page.lines)


# 命令、纪要 (10.2、10.3)


@pytest.mark.parametrize("view", BOTH, indirect=True)
@pytest.mark.parametrize(("name", "below"), [("order", 20), ("minutes", 35), ("joint", 35), ("lines", 35)])
def test_mark_begins_below_the_top_of_the_type_area(view: View, name: str, below: float) -> None:
    mark = view.pages(MADE[name])[0].ink(Box(0, 0, 210, 105), red=True)

    assert mark
    assert mark.top == pytest.approx(gb.TOP_MARGIN_MM + below, abs=0.5)


@pytest.mark.parametrize("view", BOTH, indirect=True)
def test_an_order_has_its_number_between_mark_and_text_two_lines_from_both(view: View) -> None:
    page = view.pages(MADE["order"])[0]
    number, text = page.line("第3号"), page.line("为及时掌握")
    mark = page.lines[0]
    mark_bottom = mark.baseline + (gb.MARK_LEADING / 2 - 0.38) * mark.glyphs[0].em_mm

    assert number.top - mark_bottom == pytest.approx(2 * LINE, abs=view.off)
    assert text.top - number.top == pytest.approx(3 * LINE, abs=0.2)
    middle = gb.BINDING_MARGIN_MM + gb.TYPE_AREA_WIDTH_MM / 2
    assert (number.left + number.right) / 2 == pytest.approx(middle, abs=0.5)
    red = page.ink(Box(0, number.top, 210, 297), red=True)
    assert red is None, "no rule below the number"


@pytest.mark.parametrize("view", BOTH, indirect=True)
def test_attendance_is_indented_and_turned_lines_align_after_the_colon(view: View) -> None:
    lines = [line for page in view.pages(MADE["minutes"]) for line in page.lines]
    start = next(i for i, line in enumerate(lines) if line.text.startswith("出席："))
    end = next(i for i, line in enumerate(lines) if line.text.startswith("列席："))
    attendance = [x for x in lines[start : end + 1] if not x.text.startswith("—")]

    labels = [attendance[0], attendance[-1]]
    assert [x.left for x in labels[:1]] == pytest.approx([gb.BINDING_MARGIN_MM + 2 * CHAR], abs=0.3)
    names = labels[0].glyphs[3].x
    assert names == pytest.approx(gb.BINDING_MARGIN_MM + 5 * CHAR, abs=0.3)
    same_page = [x for x in attendance[1:-1] if x.top > labels[0].top]
    assert len(same_page) >= 2
    assert [x.left for x in same_page] == pytest.approx([names] * len(same_page), abs=0.3)
    assert labels[0].glyphs[0].font != labels[0].glyphs[4].font, "the label is set in 黑体"


# 主送机关 (7.3.2)


@pytest.mark.parametrize("view", BOTH, indirect=True)
def test_addressees_that_had_no_room_stand_above_copy_to_in_the_imprint(view: View) -> None:
    found = view.pages(MADE["moved"])
    title = [x for x in found[0].lines if x.size_pt == pytest.approx(gb.TITLE_PT, abs=0.1)][-1]

    assert found[0].line("为及时掌握").top - title.top == pytest.approx(2 * LINE, abs=view.off)
    page = next(p for p in found if any("主送：" in x.text for x in p.lines))
    lines = [x for x in page.lines if x.size_pt == pytest.approx(gb.SIZE_4_PT, abs=0.1)]
    texts = [x.text for x in lines]
    assert texts[0].startswith("主送：镇直第1工作站所")
    copied = next(i for i, t in enumerate(texts) if t.startswith("抄送："))
    assert texts[copied - 1].endswith("。")
    rules = (
        page.table.left
    )  # LibreOffice does not mirror the margins of a section that begins on an even page
    assert [lines[0].left, lines[copied].left] == pytest.approx([rules + CHAR] * 2, abs=0.5)
    turned = rules + CHAR + 3 * gb.mm_from_pt(gb.SIZE_4_PT)
    assert [x.left for x in lines[1:copied]] == pytest.approx([turned] * (copied - 1), abs=0.5)


@pytest.mark.parametrize("view", BOTH, indirect=True)
def test_turned_lines_of_addressees_stand_flush_left(view: View) -> None:
    page = view.pages(MADE["wrapped"])[0]
    start = next(i for i, line in enumerate(page.lines) if line.text.startswith("镇直第1工作"))
    lines = page.lines[start : start + 3]

    assert lines[-1].text.endswith("：")
    assert [x.left for x in lines] == pytest.approx([gb.BINDING_MARGIN_MM] * 3, abs=0.2)


# 联合行文 (7.2.4、7.3.5.1)


@pytest.mark.parametrize("view", BOTH, indirect=True)
def test_the_word_beside_a_joint_mark_is_centred_on_the_organs(view: View) -> None:
    page = view.pages(MADE["joint"])[0]
    organs = page.ink(Box(28, 70, 140, 115), red=True)
    red = page.ink(Box(28, 70, 184, 115), red=True)
    assert organs
    assert red
    word = page.ink(Box(red.right - 2 * page.lines[0].glyphs[0].em_mm, 70, 184, 115), red=True)

    assert word
    assert word.center_y == pytest.approx(organs.center_y, abs=0.8)
    assert red.center_x == pytest.approx(gb.BINDING_MARGIN_MM + gb.TYPE_AREA_WIDTH_MM / 2, abs=1)


@pytest.mark.parametrize("view", BOTH, indirect=True)
def test_three_organs_sign_in_a_row_with_room_for_their_seals(view: View) -> None:
    page = next(p for p in view.pages(MADE["joint"]) if any(x.text == "2023年5月26日" for x in p.lines))
    row, date = page.line("柳林镇安委会"), page.line("2023年5月26日")
    places = [row.place(name) for name in ORGANS]
    starts = [p.x for p in places]
    widths = [len(name) * CHAR for name in ORGANS]
    middles = [x + w / 2 for x, w in zip(starts, widths, strict=True)]

    assert [b - a for a, b in pairwise(middles)] == pytest.approx([middles[1] - middles[0]] * 2, abs=0.5)
    assert middles[1] - middles[0] > gb.SEAL_MM
    assert (date.left + date.right) / 2 == pytest.approx(middles[-1], abs=0.5)
    assert date.top - row.top == pytest.approx(LINE, abs=0.2)


# 版头首行、签名章、版记、另附的附件 (7.2、7.3.5.3、7.4、7.3.7)


@pytest.mark.parametrize("view", BOTH, indirect=True)
def test_copy_number_secrecy_and_urgency_stand_flush_left_on_the_first_lines(view: View) -> None:
    page = view.pages(MADE["secret"])[0]
    lines = [page.line(text) for text in ("000012", "秘密★1年", "特急")]

    tops = [gb.TOP_MARGIN_MM + i * LINE for i in range(3)]
    assert [x.top for x in lines] == pytest.approx(tops, abs=view.off)
    assert [x.left for x in lines] == pytest.approx([gb.BINDING_MARGIN_MM] * 3, abs=0.3)
    mark = page.ink(Box(0, 0, 210, 105), red=True)
    assert mark
    assert mark.top == pytest.approx(gb.TOP_MARGIN_MM + gb.MARK_INK_TOP_MM, abs=0.5)


@pytest.mark.parametrize("view", BOTH, indirect=True)
def test_titles_of_those_who_stamp_stand_left_of_the_room_for_the_stamp(view: View) -> None:
    number, page = next((n, p) for n, p in enumerate(view.pages(MADE["stamped"]), 1) if "部长" in _texts(p))
    right = page.type_area(number).right
    first, second, date = (page.line(text) for text in ("镇长", "部长", "2023年5月26日"))

    titles = right - (gb.SIGNATURE_INSET_CHARS + gb.STAMP_CHARS + 2) * CHAR
    assert [first.right, second.right] == pytest.approx([titles] * 2, abs=0.5)
    assert right - date.right == pytest.approx(gb.SIGNATURE_INSET_CHARS * CHAR, abs=0.5)
    assert [second.top - first.top, date.top - second.top] == pytest.approx([2 * LINE] * 2, abs=0.2)


@pytest.mark.parametrize("name", IMPRINTS)
@pytest.mark.parametrize("view", BOTH, indirect=True)
def test_last_rule_of_the_imprint_lies_on_the_bottom_of_the_last_page(view: View, name: str) -> None:
    made = IMPRINTS[name]
    found = view.pages(made)
    area = found[-1].type_area(len(found), made.two_sided)

    assert "印发" in "".join(_texts(found[-1]))
    assert (len(found) > 2) == name.startswith("apart")
    box = found[-1].table
    assert box.bottom == pytest.approx(area.bottom, abs=view.off)
    assert (box.left, box.right) == pytest.approx((area.left, area.right), abs=0.5)
    assert not made.two_sided or len(found) % 2 == 0


def test_a_blank_page_before_the_imprint_and_the_imprints_page_have_no_number(renderings: Renderings) -> None:
    made = IMPRINTS["apart-two"]
    found = pages(renderings.pdf(made))
    longer = pages(renderings.pdf(issued(imprint=Imprint(copy_to=COPIES), text="\n".join([FULL] * 13))))

    assert [bool(p.number) for p in found] == [True, True, True, False]
    assert [bool(p.number) for p in longer] == [True, True, False, False]
    assert longer[2].glyphs == ()
    assert "抄送" in "".join(_texts(longer[3]))


def test_an_attachment_sent_apart_carries_the_document_number_on_line_1(renderings: Renderings) -> None:
    page = pages(renderings.pdf(sheet("small_valid", "dispatch-communities")))[0]

    assert page.lines[0].text == "柳安委〔2023〕3号附件2"
    assert page.lines[0].left == pytest.approx(gb.BINDING_MARGIN_MM, abs=0.1)
    assert page.lines[0].top == pytest.approx(gb.TOP_MARGIN_MM, abs=0.1)


def _texts(page: Page) -> list[str]:
    return [line.text for line in page.lines]


# 套打


@pytest.mark.parametrize("view", BOTH, indirect=True)
@pytest.mark.parametrize("name", PAIRS)
def test_preprinted_paper_gets_everything_but_the_red_in_its_place(view: View, name: str) -> None:
    ordinary, bare = (view.pages(made) for made in PAIRS[name])
    assert len(ordinary) == len(bare)
    assert ordinary[0].ink(red=True)

    for ours, theirs in zip(ordinary, bare, strict=True):
        assert theirs.ink(red=True) is None
        printed = [g for g in ours.glyphs if not _is_red(ours, g.ink)]
        places = [(g.char, g.x, g.baseline) for g in theirs.glyphs]
        assert [p[0] for p in places] == [g.char for g in printed]
        assert [p[1] for p in places] == pytest.approx([g.x for g in printed], abs=0.5)
        assert [p[2] for p in places] == pytest.approx([g.baseline for g in printed], abs=0.5)
        black, left = (p.ink(Box(0, 230, 210, 297)) for p in (ours, theirs))
        if black and left and name != "letter":
            assert left.bottom == pytest.approx(black.bottom, abs=0.5), "the imprint's rules are printed"


def _is_red(page: Page, ink: Box) -> bool:
    return page.ink(ink, red=True) is not None


# 完好


@pytest.mark.parametrize("name", [*MADE, *(f"pre-{name}" for name in PAIRS)])
def test_openxml_audit_finds_nothing_in_any_head(name: str, renderings: Renderings, tmp_path: Path) -> None:
    path = tmp_path / "sheet.docx"
    path.write_bytes(renderings.docx(MADE[name] if name in MADE else PAIRS[name.removeprefix("pre-")][1]))

    result = OpenXmlValidator(security_validation=True).validate(str(path))

    assert [str(e) for e in result.errors] == []


EVERY_HEAD = {
    **MADE,
    **IMPRINTS,
    **{
        f"{name}-{word}": made
        for name, pair in PAIRS.items()
        for word, made in zip(("red", "bare"), pair, strict=True)
    },
}


@pytest.mark.parametrize("name", EVERY_HEAD)
def test_the_instrument_finds_no_failed_clause_in_any_head(name: str, renderings: Renderings) -> None:
    found = measure_pdf(renderings.pdf(EVERY_HEAD[name]))

    assert [str(v) for v in found if v.outcome == "fail"] == []


@needs_office
@pytest.mark.parametrize("name", MADE)
def test_libreoffice_needs_as_many_pages(
    name: str, renderings: Renderings, office_pdfs: dict[str, Path]
) -> None:
    made = MADE[name]

    assert len(pages(office_pdfs[key(made)])) == len(pages(renderings.pdf(made)))
