"""Receive: an arrival is written once, read with the rest, and counts on its day."""

import shutil
from datetime import date

import pytest
from helpers.sheets import CAMPAIGNS

from generator import verbs
from generator.problem import ProblemsFound
from generator.sources.campaign import load
from generator.sources.lines import with_line

MONTHLY = "专项行动开展情况"
FILE = "receipts/2023-06.yaml"


@pytest.fixture
def town(tmp_path):
    """A copy of the fixture to change."""
    return shutil.copytree(CAMPAIGNS / "jiangguanchi", tmp_path / "town")


def asked(town, duty=MONTHLY, **more):
    values = {"period": "2023-06", "units": ("羊圈村", "秋湖村"), "on": date(2023, 6, 20), **more}
    return verbs.ReceiveRequest(source=town, duty=duty, **values)


def states(town, unit, duty, on):
    """How June's occasions of a duty stand for a unit."""
    dues = verbs.due(verbs.DueRequest(source=town, on=on)).dues
    of_june = [d for d in dues if d.occasion.period == "2023-06"]
    return [d.state for d in of_june if (d.occasion.unit, d.occasion.duty.name) == (unit, duty)]


def test_an_arrival_is_written_once_and_counts(town):
    first = verbs.receive(asked(town))
    text = (town / FILE).read_text(encoding="utf-8")
    again = verbs.receive(asked(town, on=date(2023, 6, 22)))

    assert (first.registered, first.known, first.file) == (("羊圈村",), ("秋湖村",), FILE)
    assert (again.registered, again.file) == ((), "")
    assert (town / FILE).read_text(encoding="utf-8") == text
    assert load(town).problems == ()
    assert states(town, "yangjuan", MONTHLY, date(2023, 6, 21)) == ["in_late"]


def test_lines_are_added_and_none_is_changed(town):
    verbs.receive(asked(town))
    before = (town / FILE).read_text(encoding="utf-8")
    verbs.receive(asked(town, units=("张堌堆村",)))

    after = (town / FILE).read_text(encoding="utf-8")
    assert after.startswith(before)
    assert after.count("\n") == before.count("\n") + 1


def test_the_sealed_original_is_registered_beside_the_file(town):
    duty = "进展情况调度表（各社区）"
    file = town / "campaign.yaml"
    text = file.read_text(encoding="utf-8")
    file.write_text(
        text.replace(
            "form: dispatch-communities\n    monthly_by",
            "form: dispatch-communities\n    sealed: true\n    monthly_by",
        ),
        encoding="utf-8",
    )
    at_the_end = date(2023, 6, 30)
    before = states(town, "qiuhu", duty, at_the_end)

    verbs.receive(asked(town, duty, units=("秋湖村",), on=at_the_end, sealed=True))

    assert (before, states(town, "qiuhu", duty, at_the_end)) == (["unsealed"], ["in"])


def test_without_units_it_came_from_all_that_the_duty_asks(town):
    result = verbs.receive(asked(town, units=()))

    assert (len(result.registered), len(result.known)) == (2, 20)  # 羊圈村 and 张堌堆村 were missing


def test_what_follows_a_hazard_names_the_hazard(town):
    request = asked(town, "重大事故隐患整改台账", units=(), period="", hazard="JGC-004")

    assert verbs.receive(request).registered == ("秋湖村",)


REFUSED = [
    ({"duty": "专项行动开展"}, "是不是“专项行动开展情况”"),
    ({"period": ""}, "请写 --period（所报月份）"),
    ({"duty": "企业摸底情况"}, "请删去 --period"),
    ({"period": "2024-06"}, "没有要报的单位"),
    ({"units": ("羊圈屯",)}, "没有“羊圈屯”这个单位"),
    ({"units": ("将官池镇",)}, "不要这些单位报：将官池镇"),
    ({"duty": "重大事故隐患整改台账", "period": "", "units": (), "hazard": "JGC-009"}, "没有销号日期"),
    (
        {"duty": "重大事故隐患整改台账", "period": "", "units": (), "hazard": "JGC-999"},
        "没有编号“JGC-999”的隐患",
    ),
]


@pytest.mark.parametrize(("changes", "words"), REFUSED)
def test_what_the_campaign_does_not_have_is_refused_and_nothing_written(changes, words, town):
    with pytest.raises(verbs.UsageProblem, match=words):
        verbs.receive(asked(town, **changes))

    assert not (town / "receipts").exists()


def test_a_campaign_in_one_file_is_told_where_to_write(tmp_path):
    file = tmp_path / "行动.yaml"
    file.write_text("schema: 1\n", encoding="utf-8")

    with pytest.raises(verbs.UsageProblem, match="写在它的 receipts 里"):
        verbs.receive(asked(file))


def test_a_file_of_receipts_holds_nothing_else(town):
    (town / "receipts").mkdir()
    (town / FILE).write_text("schema: 1\nreceipts: []\nname: 别的\n", encoding="utf-8")

    with pytest.raises(ProblemsFound) as found:
        verbs.receive(asked(town))

    assert [(p.code, p.where) for p in found.value.problems] == [("SRC-016", FILE)]


def test_a_wrong_line_is_found_in_its_file(town):
    (town / "receipts").mkdir()
    (town / FILE).write_text(
        with_line("", "receipts", "  - {duty: 月报, received_on: 2023-06-01}"), encoding="utf-8"
    )

    assert [(p.code, p.where) for p in load(town).problems] == [("DUE-002", f"{FILE}:4:12")]
