"""Cell text broken into lines, rows as high as their cells need."""

from itertools import pairwise

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from generator.layout import fit
from generator.layout.gbt9704 import mm_from_pt

SIZE = 12.0
EM = mm_from_pt(SIZE)
CHARS = "排查整治重大事故隐患，。、；：（）《》“”—…%％0123456789.-AbZ "
TEXTS = st.text(CHARS + "\n", max_size=80)
WIDTHS = st.floats(min_value=3, max_value=40)


def lines(text: str, ems: float) -> list[str]:
    """The text at 12 pt on lines of so many characters."""
    return fit.break_lines(text, ems * EM, SIZE)


# widths


@pytest.mark.parametrize(
    ("char", "ems"), [("镇", 1), ("，", 1), ("\u3000", 1), ("2", 0.5), ("A", 0.5), ("𡐓", 1)]
)
def test_chinese_characters_are_one_em_wide_and_latin_ones_half(char: str, ems: float) -> None:
    assert fit.char_width_em(char) == ems


def test_width_of_a_line_is_the_sum_of_its_characters() -> None:
    # 2 × 1 + 4 × 0.5 = 4 em of 12 pt = 48 pt = 16.93 mm
    assert fit.text_width_mm("行动2023", 12) == pytest.approx(16.93, abs=0.01)


def test_room_between_chinese_and_digits_counts_for_the_widest_line() -> None:
    # 共 2023 年: 1 + 2 + 1 em and two gaps of 0.2
    assert fit.widest_em("共2023年") == pytest.approx(4.4)
    assert fit.widest_em("（2023）") == pytest.approx(4.0)  # marks take no gap


# lines


@pytest.mark.parametrize(
    ("text", "ems", "expected"),
    [
        ("排查整治行动", 3, ["排查整", "治行动"]),
        ("排查整治", 4, ["排查整治"]),
        ("排查\n整治", 4, ["排查", "整治"]),
        ("", 4, [""]),
        ("排查整，治", 3, ["排查", "整，治"]),  # no mark begins a line
        ("排查（整治）", 3, ["排查", "（整", "治）"]),  # no opening mark ends one
        ("镇安委办〔2023〕10号", 5.2, ["镇安委办", "〔2023〕10", "号"]),
        ("共有15.5吨", 3.8, ["共有", "15.5吨"]),  # a number is not cut
        ("编号LL-001。", 4.2, ["编号", "LL-001。"]),  # nor a code
        ("见GB/T 9704-2012。", 8, ["见GB/T ", "9704-2012。"]),  # nor at its marks
        ("信箱a.b_c@x.cn", 6, ["信箱", "a.b_c@x.cn"]),
        ("甲{x}>乙", 2.5, ["甲", "{x}>", "乙"]),
        ("123456", 2, ["1234", "56"]),  # unless it is longer than the line
        ("整。。。治", 2, ["整。", "。。", "治"]),  # nor a mark when nothing but marks is left
    ],
)
def test_text_is_broken_at_permitted_places(text: str, ems: float, expected: list[str]) -> None:
    assert lines(text, ems) == expected


@pytest.mark.parametrize(
    ("text", "ems", "expected"),
    [
        ("尹春生、应有为", 7, "尹春生、应有为"),
        ("尹春生、应有为", 6, "尹春生、\n应有为"),  # names stay whole
        ("司马青、尹春生、石敢", 7.5, "司马青、\n尹春生、石敢"),
        ("2023年12月16日", 6, "2023年\n12月16日"),
        ("镇安委办〔2023〕10号", 7, "镇安委办\n〔2023〕10号"),
        ("0.2万元，其中0.1万元", 6.5, "0.2万元，\n其中0.1万元"),
        ("养老中心", 3, "养老\n中心"),  # no line of one character
        ("张堌堆颐养苑养老服务中心", 11, "张堌堆颐养苑\n养老服务中心"),
        ("0000000000000000", 3.5, "000000\n000000\n0000"),  # as LibreOffice sets digits
        ("坟地", 1.5, "坟\n地"),  # no narrower than a character
        ("资金（万元）", 4.5, "资金\n（万元）"),
        ("一号楼\n张堌堆养老中心", 6, "一号楼\n张堌堆养\n老中心"),  # breaks of its own stay
        ("", 4, ""),
        ("养老", 1, "养\n老"),
    ],
)
def test_short_text_on_several_lines_keeps_words_whole_or_lines_even(
    text: str, ems: float, expected: str
) -> None:
    assert fit.even_lines(text, ems * EM, SIZE) == expected


@given(TEXTS, WIDTHS)
def test_even_lines_lose_nothing_and_need_no_further_line(text: str, ems: float) -> None:
    even = fit.even_lines(text, ems * EM, SIZE)

    assert even.replace("\n", "") == text.replace("\n", "")
    assert fit.line_count(even, ems * EM, SIZE) <= fit.line_count(text, ems * EM, SIZE)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("编号LL-001", ["编号LL-", "001"]),
        ("见9704-2012、GB/T15499-1995", ["见9704-", "2012、GB/", "T15499-", "1995"]),
    ],
)
def test_libreoffice_ends_lines_after_a_hyphen_and_keeps_a_mark_before_letters(
    text: str, expected: list[str]
) -> None:
    assert fit.break_lines(text, 5 * EM, SIZE, office=True) == expected


def test_lines_are_counted_in_the_program_that_needs_most() -> None:
    ours, office = (
        "见9704-2012、GB/T15499-1995",
        "执行9704-2012、GB/T15499-1995，信箱a_b.c-01@hewan.example.cn",
    )

    for text, ems, expected in ((ours, 5.0, (5, 4)), (office, 7.83, (5, 6))):
        counts = tuple(len(fit.break_lines(text, ems * EM, SIZE, office=o)) for o in (False, True))
        assert counts == expected
        assert fit.line_count(text, ems * EM, SIZE) == max(expected)


@given(TEXTS, WIDTHS, st.booleans())
def test_no_character_is_lost_or_added(text: str, ems: float, office: bool) -> None:
    assert "".join(fit.break_lines(text, ems * EM, SIZE, office=office)) == text.replace("\n", "")


@given(TEXTS, WIDTHS, st.booleans())
def test_no_line_is_wider_than_its_cell(text: str, ems: float, office: bool) -> None:
    broken = fit.break_lines(text, ems * EM, SIZE, office=office)

    assert max(fit.widest_em(line.rstrip(" ")) for line in broken) <= ems + 1e-5


@given(st.text("排查整治隐患", min_size=2, max_size=12), st.text("，。、；：）》”", min_size=1, max_size=1))
def test_a_mark_takes_the_character_before_it_to_the_next_line(words: str, mark: str) -> None:
    assert lines(words + mark, len(words)) == [words[:-1], words[-1] + mark]


@given(
    st.lists(st.sampled_from(["隐患", "整改，", "（试行）", "2023", "15.5", "《方案》", "LL-001"])), WIDTHS
)
@example(["隐患", "2023", "整改，"], 4.0)
def test_words_shorter_than_the_line_keep_marks_and_numbers_whole(words: list[str], ems: float) -> None:
    text = "查".join(words)
    found = lines(text, ems + 5)  # the longest of them, LL-001, is 3 em wide

    for before, after in pairwise(found):
        assert after[0] not in fit.NO_LINE_START
        assert before[-1] not in fit.NO_LINE_END
        assert not (before[-1].isdigit() and after[0].isdigit())


def test_lines_end_before_and_after_quotation_marks_in_every_program() -> None:
    text = "责任倒查机制，“谁检查”谁负责"

    assert fit.breakings(text, 7 * EM, SIZE) == [["责任倒查机制，", "“谁检查”谁负", "责"]] * 3


@given(TEXTS, st.integers(4, 12))
def test_a_narrower_cell_never_needs_fewer_lines(text: str, chars: int) -> None:
    plain = "".join(c for c in text if not c.isascii() and c not in fit.NO_LINE_START | fit.NO_LINE_END)
    assert len(lines(plain, chars)) >= len(lines(plain, chars + 3))


# heights


@pytest.mark.parametrize(
    ("text", "count"),
    [("", 1), ("排查", 1), ("排查整治隐患", 2), ("一\n二\n三", 3), ("一\n\n二", 3)],
)
def test_cell_is_as_high_as_its_lines_padding_and_rule(text: str, count: int) -> None:
    # 12 pt × 1.2 = 14.4, rounded 14.5 pt = 5.115 mm a line; cell 4 em + 2 × 1 mm wide
    width = 4 * EM + 2 * fit.CELL_PADDING_MM

    assert fit.cell_height_mm(text, width, SIZE) == pytest.approx(count * 5.115 + 2 * 0.4 + 0.27, abs=0.01)


def test_smaller_type_needs_no_more_height() -> None:
    text = "隐患整改情况由各社区逐条核实，15日前报送。" * 3
    heights = [fit.cell_height_mm(text, 40, size) for size in fit.TABLE_SIZES_PT]

    assert heights == sorted(heights, reverse=True)


def test_line_height_is_a_whole_number_of_half_points() -> None:
    assert fit.line_height_mm(12.0) == pytest.approx(mm_from_pt(14.5))  # 12 × 1.2 = 14.4
    assert fit.line_height_mm(10.5) == pytest.approx(mm_from_pt(12.5))  # 10.5 × 1.2 = 12.6


# rows


def test_row_is_as_high_as_its_highest_cell_but_not_below_its_minimum() -> None:
    one, two = (fit.cell_height_mm("一\n" * n + "二", 50, SIZE) for n in (0, 1))
    cells = [fit.CellText("一\n二", 50, 0), fit.CellText("一", 50, 0), fit.CellText("一", 50, 1)]

    assert fit.row_heights_mm(cells, [0.0, 0.0], SIZE) == [two, one]
    assert fit.row_heights_mm(cells, [20.0, 7.5], SIZE) == [20.0, 7.5]


def test_a_group_label_higher_than_its_rows_stretches_the_last_of_them() -> None:
    # three rows of 8 mm beside a label of 6 lines: 6 × 5.115 + 1.07 = 31.76 mm; 31.76 - 24 = 7.76 mm more
    label = fit.CellText("\n".join("组织领导情况"), 50, 0, row_span=3)

    assert fit.row_heights_mm([label], [8.0, 8.0, 8.0], SIZE) == pytest.approx([8.0, 8.0, 15.76], abs=0.01)


def test_a_group_label_beside_high_rows_changes_nothing() -> None:
    label = fit.CellText("总体\n情况", 50, 0, row_span=3)

    assert fit.row_heights_mm([label], [8.0, 8.0, 8.0], SIZE) == [8.0, 8.0, 8.0]


def test_cells_of_one_row_count_before_merged_ones_whatever_their_order() -> None:
    merged = fit.CellText("组\n织\n领\n导", 12, 0, row_span=2)
    single = fit.CellText("安" * 30, 20, 1)

    heights = fit.row_heights_mm([merged, single], [8.0, 8.0], SIZE)

    assert heights == fit.row_heights_mm([single, merged], [8.0, 8.0], SIZE)
    assert heights == [8.0, fit.cell_height_mm(single.text, 20, SIZE)]


@st.composite
def spanned_cells(draw: st.DrawFn) -> fit.CellText:
    """A cell somewhere in five rows."""
    row = draw(st.integers(0, 4))
    span = draw(st.integers(1, 5 - row))
    return fit.CellText(draw(st.text("隐患\n", max_size=30)), draw(st.floats(10, 60)), row, span)


@given(st.lists(spanned_cells(), max_size=8), st.lists(st.floats(0, 30), min_size=5, max_size=5))
def test_rows_hold_every_cell_and_keep_their_minimum(cells: list[fit.CellText], minimum: list[float]) -> None:
    heights = fit.row_heights_mm(cells, minimum, SIZE)

    assert all(height >= least for height, least in zip(heights, minimum, strict=True))
    for cell in cells:
        room = sum(heights[cell.row : cell.row + cell.row_span])
        assert room >= fit.cell_height_mm(cell.text, cell.width_mm, SIZE) - 1e-6


# stretching


@pytest.mark.parametrize(
    ("heights", "room", "expected"),
    [
        ([10, 20], 45, [15, 30]),  # 45 / 30 = 1.5
        ([10, 20], 90, [16, 32]),  # 3 times, but the limit is 1.6
        ([10, 20], 30, [10, 20]),  # full
        ([10, 20], 25, [10, 20]),  # too full already: never squeezed
        ([], 25, []),
    ],
)
def test_spare_room_is_shared_out_up_to_the_limit(
    heights: list[float], room: float, expected: list[float]
) -> None:
    assert fit.stretch(heights, room, limit=1.6) == pytest.approx(expected)


@given(st.lists(st.floats(1, 60), min_size=1, max_size=30), st.floats(1, 225), st.floats(1, 3))
def test_rows_never_outgrow_room_or_limit(heights: list[float], room: float, limit: float) -> None:
    stretched = fit.stretch(heights, room, limit)

    assert sum(stretched) <= max(room, sum(heights)) + 1e-6
    assert all(h <= new <= h * limit + 1e-9 for h, new in zip(heights, stretched, strict=True))


def test_spaces_far_beyond_the_end_of_a_line_take_no_room() -> None:
    assert fit.break_lines("排查" + " " * 60 + "整治", 10.0, 12.0) == ["排查" + " " * 60, "整治"]
