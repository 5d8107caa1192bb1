"""Pages measured on the real PDF, in millimetres, against GB/T 9704-2012."""

import re
from collections import Counter
from collections.abc import Iterator
from itertools import pairwise

import pytest
from _pytest.mark import ParameterSet
from helpers.made import LEDGER_ROWS, long_ledger, notice_of
from helpers.numbered import with_number
from helpers.rendering import Renderings
from helpers.sheets import content_of, every, loaded, sheet, usable
from helpers.text import squeezed

from generator.layout import gbt9704 as gb
from generator.layout.fit import NO_LINE_END, NO_LINE_START, char_width_em
from generator.measure.page import Box, Page, TextLine, characters, pages
from generator.model.form import Line
from generator.model.sheet import Sheet, TableContent

CHAR, LINE = gb.CHAR_PITCH_MM, gb.LINE_PITCH_MM
RULE_MM = 0.3  # half of a table's rule may lie outside the type area, and antialiasing adds to it
DISPATCH = ("dispatch-communities", "dispatch-departments")


def _tables() -> list[ParameterSet]:
    return [p for p in every() if isinstance(content_of(p), TableContent)]


def _dispatch() -> list[ParameterSet]:
    return [p for p in every() if str(p.id).endswith(DISPATCH)]


@pytest.fixture(scope="module")
def document(renderings: Renderings) -> list[Page]:
    """A0 and A1: the notice without a number, the plan of fifteen pages, the roster."""
    return pages(renderings.pdf(sheet("jiangguanchi", "notice")))


@pytest.fixture(scope="module")
def numbered(renderings: Renderings) -> list[Page]:
    """A notice with number and signature, and its roster."""
    return pages(renderings.pdf(sheet("small_valid", "notice")))


# 版头


@pytest.mark.parametrize("name", ["jiangguanchi", "small_valid"])
def test_red_mark_begins_35_mm_below_the_type_area_and_stands_in_its_middle(
    name: str, renderings: Renderings
) -> None:
    page = pages(renderings.pdf(sheet(name, "notice")))[0]

    mark = page.ink(Box(0, 0, page.width, 105), red=True)

    assert mark
    assert mark.top == pytest.approx(gb.TOP_MARGIN_MM + gb.MARK_INK_TOP_MM, abs=0.5)
    assert mark.center_x == pytest.approx(gb.BINDING_MARGIN_MM + gb.TYPE_AREA_WIDTH_MM / 2, abs=0.5)


def test_header_rule_is_red_as_wide_as_the_type_area_and_4_mm_below_the_number(
    numbered: list[Page], document: list[Page]
) -> None:
    number = numbered[0].line("柳安委〔2023〕3号")
    below = max(g.ink.bottom for g in number.glyphs)

    for page in (numbered[0], document[0]):
        rule = page.ink(Box(0, 105, page.width, 130), red=True)
        assert rule
        assert rule.width == pytest.approx(gb.TYPE_AREA_WIDTH_MM, abs=0.3)
        assert rule.left == pytest.approx(gb.BINDING_MARGIN_MM, abs=0.2)
        assert rule.bottom - rule.top < 1
    rule = numbered[0].ink(Box(0, below + 1, 210, 130), red=True)
    assert rule
    assert rule.top - below == pytest.approx(gb.HEADER_RULE_GAP_MM, abs=0.5)


def test_number_stands_two_blank_lines_below_the_mark_in_the_middle(numbered: list[Page]) -> None:
    number = numbered[0].line("柳安委〔2023〕3号")
    mark = numbered[0].lines[0]
    mark_bottom = mark.baseline + (gb.MARK_LEADING / 2 - 0.38) * mark.glyphs[0].em_mm

    assert number.top - mark_bottom == pytest.approx(2 * LINE, abs=0.5)
    middle = (number.left + number.right) / 2
    assert middle == pytest.approx(gb.BINDING_MARGIN_MM + gb.TYPE_AREA_WIDTH_MM / 2, abs=0.5)


# 主体


def test_title_begins_two_blank_lines_below_the_rule(document: list[Page]) -> None:
    rule = document[0].ink(Box(0, 105, 210, 130), red=True)
    title = document[0].line("关于印发")

    assert rule
    assert title.size_pt == pytest.approx(gb.TITLE_PT, abs=0.1)
    assert title.top - rule.bottom == pytest.approx(2 * LINE, abs=0.3)


def test_titles_stand_in_the_middle(document: list[Page], numbered: list[Page]) -> None:
    titles = [
        line for p in (*document, *numbered) for line in p.lines if line.size_pt == pytest.approx(22, abs=0.1)
    ]

    assert len(titles) >= 7
    for line in titles:
        page = next(p for p in (*document, *numbered) if line in p.lines)
        area = page.type_area(_number(page))
        assert (line.left + line.right) / 2 == pytest.approx(area.center_x, abs=0.3), line.text


def test_addressees_stand_flush_left_one_blank_line_below_the_title(document: list[Page]) -> None:
    lines = document[0].lines
    place = next(i for i, line in enumerate(lines) if line.text.startswith("各社区、相关所站"))

    assert lines[place].text.endswith("：")
    assert lines[place].left == pytest.approx(gb.BINDING_MARGIN_MM, abs=0.1)
    assert lines[place].top - lines[place - 1].top == pytest.approx(2 * LINE, abs=0.1)


def test_first_page_shows_text_and_the_date_stands_alone_below(document: list[Page]) -> None:
    text = characters(document[0])

    assert "经镇政府同意，现将" in text
    assert text.endswith("2023年5月25日—1—")


@pytest.mark.parametrize("name", ["jiangguanchi", "small_valid"])
def test_date_ends_four_characters_from_the_right(name: str, renderings: Renderings) -> None:
    found = pages(renderings.pdf(sheet(name, "notice")))
    number, _, date = next(_dated(found))

    inset = found[number - 1].type_area(number).right - date.right
    assert inset == pytest.approx(gb.SIGNATURE_INSET_CHARS * CHAR, abs=0.5)


def test_issuer_signature_is_centred_on_the_date_one_line_above(numbered: list[Page]) -> None:
    _, name, date = next(_dated(numbered))

    assert name.text == "柳林镇安全生产委员会"
    assert date.top - name.top == pytest.approx(LINE, abs=0.05)
    assert (name.left + name.right) / 2 == pytest.approx((date.left + date.right) / 2, abs=0.5)


def test_two_lines_are_kept_above_the_signature_for_the_seal(numbered: list[Page]) -> None:
    number, name, _ = next(_dated(numbered))
    lines = numbered[number - 1].lines
    text = lines[lines.index(name) - 1]

    assert name.top - text.top == pytest.approx(3 * LINE, abs=0.05)


def test_attachment_note_is_indented_and_turned_lines_align_under_the_name(document: list[Page]) -> None:
    number, page = next((n, p) for n, p in enumerate(document, 1) if "附件：1." in characters(p))
    area = page.type_area(number)
    place = next(i for i, line in enumerate(page.lines) if line.text.startswith("附件：1."))
    note = [line for line in page.lines[place:] if line.size_pt == pytest.approx(gb.TEXT_PT, abs=0.1)]

    assert note[0].left == pytest.approx(area.left + 2 * CHAR, abs=0.2)
    assert note[0].top - page.lines[place - 1].top == pytest.approx(2 * LINE, abs=0.05)
    names = [line.glyphs[line.text.index(".") + 1].x for line in note if "." in line.text]
    turned = [line.left for line in note if "." not in line.text]
    assert len(names) == 6
    assert len(turned) == 2
    assert names + turned == pytest.approx([names[0]] * 8, abs=0.3)
    assert not note[-1].text.endswith(("。", "；"))


def test_roster_aligns_names_and_titles_in_columns(document: list[Page]) -> None:
    group = usable(loaded("jiangguanchi")).work_group
    assert group
    members = [m for role in group.roles for m in role.members]
    roster = [line for p in document[-2:] for line in p.lines]
    offsets = {id(line): p.type_area(n).left for n, p in enumerate(document, 1) for line in p.lines}

    places = []
    for member in members:
        line = next(x for x in roster if member.name + member.title[:4] in x.text)
        start = line.text.index(member.name)
        name, title = line.glyphs[start], line.glyphs[start + len(member.name)]
        end_of_name = line.glyphs[start + len(member.name) - 1].end
        places.append((name.x - offsets[id(line)], title.x - offsets[id(line)], end_of_name - name.x))

    assert len(members) == 30
    assert [p[0] for p in places] == pytest.approx([places[0][0]] * 30, abs=0.3)
    assert [p[1] for p in places] == pytest.approx([places[0][1]] * 30, abs=0.3)
    two_or_three = [p[2] for p, m in zip(places, members, strict=True) if len(m.name) <= 3]
    assert two_or_three == pytest.approx([3 * CHAR] * len(two_or_three), abs=0.3)


# 版心、行与字


def test_text_stands_on_22_lines_a_page(document: list[Page]) -> None:
    first = gb.TOP_MARGIN_MM + LINE / 2 + 0.38 * gb.mm_from_pt(gb.TEXT_PT)
    used = set()
    for page in document[1:]:
        for line in _text_lines(page):
            row = (line.baseline - first) / LINE
            assert row == pytest.approx(round(row), abs=0.05 / LINE), line.text
            used.add(round(row))

    assert used == set(range(gb.LINES_PER_PAGE))


def test_a_full_page_of_text_has_22_lines(document: list[Page]) -> None:
    full = [len(_text_lines(page)) for page in document[2:15]]

    assert max(full) == gb.LINES_PER_PAGE
    assert min(full) >= gb.LINES_PER_PAGE - 1, "only a heading may leave the last line of a page empty"


def test_neighbouring_lines_are_one_pitch_apart_whatever_their_faces(document: list[Page]) -> None:
    faces = set()
    for page in document[2:15]:
        for above, below in pairwise(_text_lines(page)):
            assert below.baseline - above.baseline == pytest.approx(LINE, abs=0.05)
            faces |= {g.font for g in below.glyphs}

    assert len(faces) >= 3, "the plan sets 仿宋, 楷体 and 黑体"


def test_full_lines_end_at_the_edge_of_the_type_area(document: list[Page]) -> None:
    full = _full_lines(document)
    edges = {n: p.type_area(n).right for n, p in enumerate(document, 1)}

    assert len(full) > 200
    assert [(line.right, line.text) for n, line, _ in full if abs(line.right - edges[n]) > 0.3] == []
    assert any(any(c.isascii() and c.isdigit() for c in line.text) for _, line, _ in full)
    assert len({g.font for _, line, _ in full for g in line.glyphs}) >= 2


def test_full_lines_hold_28_characters_unless_a_mark_must_not_stand_at_an_edge(
    document: list[Page],
) -> None:
    plain = [x for x in _full_lines(document) if all(char_width_em(c) == 1 for c in x[1].text)]
    counts = []
    for number, line, following in plain:
        indent = round((line.left - document[number - 1].type_area(number).left) / CHAR)
        count = len(line.text) + indent
        counts.append(count)
        assert count <= gb.CHARS_PER_LINE
        if count < gb.CHARS_PER_LINE:
            moved, after = following.text[0], following.text[1]
            forbidden = moved in NO_LINE_END or after in NO_LINE_START or after in "“‘"
            assert forbidden, f"{line.text} / {following.text[:3]}"

    assert counts.count(gb.CHARS_PER_LINE) > 150


@pytest.mark.parametrize("made", every())
def test_nothing_but_the_page_number_leaves_the_type_area(made: Sheet, renderings: Renderings) -> None:
    for number, page in enumerate(pages(renderings.pdf(made)), 1):
        area = page.type_area(number, made.two_sided).grown(RULE_MM)
        assert [g for g in page.body if not area.holds(g.ink)] == []
        if isinstance(made.content, TableContent):
            assert area.holds(page.table), page.table


# 页码


@pytest.mark.parametrize("made", every())
def test_page_number_stands_7_mm_below_the_type_area_one_character_in(
    made: Sheet, renderings: Renderings
) -> None:
    for number, page in with_number(made, pages(renderings.pdf(made))):
        digits = page.number
        left = gb.OUTER_MARGIN_MM if made.two_sided and number % 2 == 0 else gb.BINDING_MARGIN_MM
        places = [page.upright(g.ink) for g in digits]
        inset = gb.mm_from_pt(gb.PAGE_NUMBER_PT)

        assert "".join(g.char for g in digits) == f"—{number}—"
        assert [g.size_pt for g in digits] == pytest.approx([gb.PAGE_NUMBER_PT] * len(digits), abs=0.05)
        assert all(g.turned == page.landscape for g in digits)
        dash = gb.TOP_MARGIN_MM + gb.TYPE_AREA_HEIGHT_MM + gb.PAGE_NUMBER_GAP_MM
        assert places[0].center_y == pytest.approx(dash, abs=0.3)
        if number % 2:
            edge = left + gb.TYPE_AREA_WIDTH_MM - inset  # of the dash's em, which its ink does not fill
            assert edge - 0.6 < places[-1].right < edge
        else:
            assert left + inset < places[0].left < left + inset + 0.6


# 表


@pytest.mark.parametrize("made", every())
def test_pages_are_turned_as_the_form_asks(made: Sheet, renderings: Renderings) -> None:
    sizes = {(round(p.width), round(p.height)) for p in pages(renderings.pdf(made))}

    assert sizes == {(297, 210) if made.content.landscape else (210, 297)}


@pytest.mark.parametrize("made", _dispatch())
def test_dispatch_table_takes_one_page_its_notes_below_it(made: Sheet, renderings: Renderings) -> None:
    (page,) = pages(renderings.pdf(made))
    assert isinstance(made.content, TableContent)
    note = next(line for line in page.lines if line.text.startswith("注："))
    last = page.line(made.content.notes[-1][-6:])

    assert min(g.ink.top for g in note.glyphs) > page.table.bottom
    assert last.baseline >= note.baseline


@pytest.mark.parametrize("made", _tables())
def test_table_lies_between_the_lines_above_and_below_it(made: Sheet, renderings: Renderings) -> None:
    assert isinstance(made.content, TableContent)
    found = pages(renderings.pdf(made))
    title = found[0].line(squeezed(made.content.title[-1]))
    above = [found[0].line(_opening(line)).baseline for line in made.content.above if line != Line()]

    assert [title.baseline, *above] == sorted([title.baseline, *above])
    assert max([title.baseline, *above]) < found[0].table.top + 0.5
    for line in made.content.below:
        below = next(x for x in reversed(found[-1].lines) if _opening(line) in x.text)
        assert min(g.ink.top for g in below.glyphs) > found[-1].table.bottom


def _opening(line: Line) -> str:
    return squeezed(line.left or line.center or line.right)[:6]


def test_attachment_number_stands_on_line_1_and_the_title_on_line_3(document: list[Page]) -> None:
    page = document[-2]
    number, title = page.lines[0], page.lines[1]

    assert number.text == "附件1"
    assert number.left == pytest.approx(page.type_area(17).left, abs=0.1)
    assert number.top == pytest.approx(gb.TOP_MARGIN_MM, abs=0.1)
    assert title.top == pytest.approx(gb.TOP_MARGIN_MM + 2 * LINE, abs=0.1)


def test_ledger_repeats_its_head_and_never_cuts_a_row(renderings: Renderings) -> None:
    made = long_ledger()
    found = pages(renderings.pdf(made))
    assert isinstance(made.content, TableContent)
    head = "".join(squeezed(c.text) for r in made.content.grid.rows if r.head for c in r.cells)

    assert len(found) >= 3
    assert all(not Counter(head) - Counter(characters(page)) for page in found)
    for n in range(1, LEDGER_ROWS + 1):
        texts = [characters(page) for page in found]
        assert sum(f"始{n:02}" in t and f"终{n:02}" in t for t in texts) == 1, f"row {n}"
    for number, page in enumerate(found, 1):
        assert page.type_area(number).grown(RULE_MM).holds(page.table)


def test_rectification_record_keeps_each_opinion_box_on_one_page(renderings: Renderings) -> None:
    first, second = pages(renderings.pdf(sheet("small_valid", "rectification-record", "柳林镇河湾村")))

    assert "（盖章）" not in characters(first).replace("填报单位（盖章）", "")
    assert characters(second).count("（盖章）") == 4
    assert characters(second).count("主要负责人签字：") == 4


# 末页


@pytest.mark.parametrize("made", every())
def test_last_page_is_not_empty(made: Sheet, renderings: Renderings) -> None:
    last = pages(renderings.pdf(made))[-1]

    assert len(last.body) > 20


@pytest.mark.parametrize("lines", range(1, 12))
def test_date_never_stands_on_a_page_without_text(lines: int, renderings: Renderings) -> None:
    last = pages(renderings.pdf(notice_of(lines)))[-1]

    assert "2023年5月26日" in characters(last)
    assert "全面排查整治" in characters(last)


def _number(page: Page) -> int:
    return int("".join(g.char for g in page.number).strip("—"))


def _dated(found: list[Page]) -> Iterator[tuple[int, TextLine, TextLine]]:
    """The number of each page with a document date, the line above the date, and the date."""
    for number, page in enumerate(found, 1):
        for above, line in pairwise(page.lines):
            if re.fullmatch(r"\d{4}年\d{1,2}月\d{1,2}日", line.text):
                yield number, above, line


def _text_lines(page: Page) -> list[TextLine]:
    """The lines of text (三号), without titles and the page number."""
    return [line for line in page.lines if line.size_pt == pytest.approx(gb.TEXT_PT, abs=0.1)]


def _full_lines(document: list[Page]) -> list[tuple[int, TextLine, TextLine]]:
    """The plan's lines that text fills, each with its page's number and the line that follows it.

    A line is full when the following one begins flush left, as no paragraph does.
    """
    lines = [(n, line) for n, page in enumerate(document[1:15], 2) for line in _text_lines(page)]
    lefts = {n: page.type_area(n).left for n, page in enumerate(document, 1)}
    return [
        (number, line, following)
        for (number, line), (after, following) in pairwise(lines)
        if following.left == pytest.approx(lefts[after], abs=0.5)
    ]
