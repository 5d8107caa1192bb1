"""Rows without a code: the hazard that most of their cells say, nothing where nothing is like them."""

from generator.sources.intake.uncoded import Match, matched

MILL, SHOES = ("木器厂", "通道堵塞", "6月5日", "张三"), ("鞋厂", "电线裸露", "6月6日", "张三")


def test_rows_in_any_order_are_their_hazards():
    assert matched({0: SHOES, 1: MILL}, {"A": MILL, "B": SHOES}) == {0: Match("B"), 1: Match("A")}


def test_blank_cells_that_were_filled_in_do_not_count_against_a_hazard():
    row = ("木器厂", "通道堵塞", "6月5日", "张三")

    assert matched({0: row}, {"A": ("木器厂", "通道堵塞", "", "")}) == {0: Match("A")}


def test_a_row_of_which_less_than_half_is_known_is_none():
    assert matched({0: ("木器厂", "另一处", "6月9日", "李四")}, {"A": MILL}) == {}
    assert matched({0: ("木器厂", "通道堵塞", "6月9日", "李四")}, {"A": MILL}) == {0: Match("A")}


def test_a_new_row_of_the_same_enterprise_does_not_take_the_place_of_one_that_was_changed():
    changed, new = ("木器厂", "通道堵塞", "6月9日", "张三"), ("木器厂", "无灭火器", "6月9日", "张三")

    assert matched({0: new, 1: changed}, {"A": MILL}) == {1: Match("A")}


def test_equal_hazards_are_taken_in_their_order():
    assert matched({0: MILL, 1: MILL}, {"A": MILL, "B": MILL}) == {0: Match("A"), 1: Match("B")}


def test_of_hazards_that_a_row_is_equally_like_the_nearest_in_order_is_taken_and_the_others_are_named():
    first, last = ("木器厂", "甲处", "6月5日", "张三"), ("木器厂", "乙处", "6月5日", "张三")
    row = ("木器厂", "丙处", "6月5日", "张三")

    found = matched({0: SHOES, 1: SHOES, 2: row}, {"A": first, "S": SHOES, "B": last})

    assert found == {0: Match("S"), 2: Match("B", ("A",))}


def test_blank_rows_and_hazards_without_a_word_are_no_pair():
    assert matched({0: ("", "")}, {"A": ("木器厂", "")}) == {}
    assert matched({0: ("木器厂", "")}, {"A": ("", "")}) == {}
