"""Papers that urge: what each says is drawn from the data, and every one measures right, in PDF and in Word."""

import re
import shutil
from datetime import date
from pathlib import Path

import pytest
from docx import Document
from helpers.sheets import CAMPAIGNS

from generator import verbs
from generator.compose.urging_letter import is_urged
from generator.derive.deadlines import Due, Occasion
from generator.measure.docx import measure_xml
from generator.model.campaign import Duty
from generator.model.hazard import Enterprise, Hazard
from generator.verbs.measuring import measure

DEMO = CAMPAIGNS / "jiangguanchi"
DAY = date(2023, 7, 12)


@pytest.fixture(scope="module")
def made(tmp_path_factory) -> Path:
    """The folder with all papers of a day but the reminders."""
    folder = tmp_path_factory.mktemp("papers")
    request = verbs.DueRequest(source=DEMO, on=DAY, target=folder, papers=("通报", "督办", "督促函"))
    result = verbs.due(request)
    assert [p.code for p in result.problems if p.severity == "error"] == []
    return folder


def words(folder: Path, pattern: str) -> str:
    """Everything that a Word file says, its tables too, without white space."""
    (file,) = folder.glob(pattern)
    document = Document(str(file))
    cells = [c.text for t in document.tables for row in t.rows for c in row.cells]
    return re.sub(r"\s", "", "".join([*(p.text for p in document.paragraphs), *cells]))


def test_the_circular_tells_returns_and_hazards_as_the_data_have_them(made):
    said = words(made, "通报/*.docx")

    assert "进展情况调度表（各社区）（2023年6月）：应报12份，按期报齐11份，未报1份（羊圈村）。" in said
    assert "专项行动开展情况（2023年6月）：应报22份，按期报齐19份，迟报1份（派出所迟4天）" in said
    assert (
        "累计排查发现隐患32条，其中重大事故隐患10条；已销号20条，销号率62.5%；尚未销号12条，其中挂牌督办5条。"
        in said
    )
    assert "永宁社区永宁社区地下停车场" in said
    assert "整改时限2023年6月29日，已超13天。" in said


def test_a_slip_goes_to_the_unit_of_each_hazard_that_is_overdue_or_listed(made):
    codes = {re.search(r"JGC-\d+", f.name)[0] for f in made.glob("督办/*.pdf")}
    overdue = {s.hazard.code for s in verbs.hazards(DEMO, DAY).standings if s.overdue or s.listed}

    assert codes == overdue
    assert len(codes) == 10
    said = words(made, "督办/王店村*JGC-009*.docx")
    assert "挂牌督办（镇安委办〔2023〕4号）；现状：已交办" in said
    assert "承办单位：将官池镇王店村" in said
    assert "整改时限已过13天" in words(made, "督办/永宁社区*JGC-031*.docx")


def test_a_letter_goes_to_a_unit_that_is_behind_again_and_again_and_tells_both(made):
    said = words(made, "督促函/王店村*.docx")

    assert "一、逾期没有报齐的材料1.重大事故隐患专项排查清单（2023年6月）" in said
    assert "二、超过时限没有整改完的隐患1.王店村客运停靠点" in said
    assert "已超12天" in said


def test_a_unit_with_one_paper_late_has_its_reminder_and_no_letter(tmp_path):
    town = shutil.copytree(DEMO, tmp_path / "town")
    verbs.receive(
        verbs.ReceiveRequest(
            source=town, duty="重大事故隐患专项排查清单", on=date(2023, 6, 30), period="2023-06"
        )
    )
    request = verbs.DueRequest(
        source=town, on=date(2023, 7, 2), target=tmp_path / "out", papers=("催报", "督促函")
    )
    files = verbs.due(request).files

    assert "督促函/党政办 工作督促函（2023年7月2日）.pdf" not in files
    assert "催报/党政办 催报通知单（2023年7月2日）.pdf" in files


@pytest.mark.parametrize(("day", "written_to"), [(9, False), (10, True)])
def test_a_letter_waits_until_a_hazard_is_ten_days_beyond_its_limit(day, written_to):
    hazard = Hazard(
        code="H-1",
        unit="qiuhu",
        enterprise=Enterprise(name="某厂"),
        name="堵塞",
        level="一般",
        content="某处",
        inspected_on=date(2023, 6, 1),
        due_on=date(2023, 7, 1),
    )

    assert is_urged([], [hazard], date(2023, 7, 1 + day)) is written_to


@pytest.mark.parametrize(("days", "written_to"), [((30,), False), ((30, 9), False), ((30, 10), True)])
def test_a_letter_waits_until_two_papers_are_ten_days_late(days, written_to):
    paper = Occasion(duty=Duty(name="月报"), unit="qiuhu", due_on=date(2023, 6, 1))
    late = [Due(occasion=paper, state="late", days=n) for n in days]

    assert is_urged(late, [], date(2023, 7, 12)) is written_to


def test_every_paper_measures_right(made):
    first = [next(iter(sorted(made.glob(f"{kind}/*.pdf")))) for kind in ("通报", "督办", "督促函")]
    for file in first:
        assert [str(v) for v in measure_xml(file.with_suffix(".docx")) if v.outcome == "fail"] == []
    assert [str(v) for one in measure(first) for v in one.verdicts if v.outcome == "fail"] == []


def test_without_anything_behind_there_is_no_paper(tmp_path):
    request = verbs.DueRequest(
        source=DEMO, on=date(2023, 5, 25), target=tmp_path / "out", papers=("催报", "通报", "督办", "督促函")
    )

    assert verbs.due(request).files == ()
