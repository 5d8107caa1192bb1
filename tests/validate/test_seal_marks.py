"""Lines and boxes that bear the mark of a seal, and pictures of seals, checked against whose seals there are."""

from dataclasses import replace

import pytest
from helpers.sheets import loaded, usable

from generator.model.form import Box, Field, Line
from generator.validate.seals import check_marks, check_seals

FORM = loaded("small_valid").forms["rectification-record"]


def with_box(box: Box) -> list[str]:
    field = Field(name="opinion", label="镇政府意见", kind="seal_place", boxes=(box,))
    form = replace(FORM, above=(), groups=(replace(FORM.groups[0], fields=(field,)),))
    return [p.message for p in check_marks(form, ("definitions", 0))]


@pytest.mark.parametrize("mark", ["（盖章）", "（公章）", "（签章）"])
@pytest.mark.parametrize("where", ["above", "below"])
def test_a_line_that_bears_a_mark_must_say_whose_seal_it_takes(where, mark):
    line = Line(right=f"单位{mark}：")
    bare = replace(FORM, above=(), below=())

    (found,) = check_marks(replace(bare, **{where: (line,)}), ("definitions", 0))
    assert found.path == ("definitions", 0, where, 0)
    assert "没有写 seal_of" in found.message
    assert list(check_marks(replace(bare, **{where: (replace(line, seal_of="unit"),)}), ())) == []


def test_a_box_that_bears_a_mark_must_be_sealed():
    marked = Box(lines=(Line(right="（盖章）"),))

    assert with_box(marked) == [
        "“镇政府意见”的一格印着盖章，没有写 seal: true，用印示意和用印清单里不会有它。请补写。"
    ]
    assert with_box(replace(marked, seal=True)) == []
    assert with_box(Box(lines=(Line(left="签字："),))) == []


def test_pictures_may_be_of_organs_units_and_roles_and_of_nothing_else():
    found = loaded("small_valid")
    seals = dict.fromkeys(["柳林镇安全生产委员会", "柳林镇河湾村", "乡镇（街道）", "柳林镇人大"], "章.png")
    campaign = replace(usable(found), seals=seals)

    assert [(p.code, p.path) for p in check_seals(campaign, found.forms)] == [
        ("REF-024", ("seals", "柳林镇人大"))
    ]
