"""A campaign copied to another year: what is moved, what stays behind, what is told; the copy passes the check."""

import shutil
from datetime import date
from io import BytesIO
from pathlib import Path

import pytest
from helpers.sheets import CAMPAIGNS
from PIL import Image

from generator import verbs
from generator.model.register import Event
from generator.problem import ProblemsFound, errors
from generator.sources.campaign import load
from generator.sources.register import read_events
from generator.verbs.photos import Photo, add_photos, photos_of, take_back
from generator.verbs.printed_sheets import write_events

DAY = date(2023, 6, 20)
TO_BE_FILLED_IN = {"DUE-005"}  # a deadline that falls on a day off in the new year: a date for the clerk


@pytest.mark.parametrize("name", ["jiangguanchi", "chengzhong", "xinyang", "xupu", "zhufoan", "small_valid"])
def test_a_copy_passes_the_check_but_for_dates_that_a_clerk_must_look_at(name: str, tmp_path: Path) -> None:
    copied = verbs.copy_campaign(CAMPAIGNS / name, tmp_path / "新", 2024)

    assert {p.code for p in copied.problems} <= TO_BE_FILLED_IN
    assert errors(copied.problems) == []


@pytest.fixture(scope="module")
def copied(tmp_path_factory):
    target = tmp_path_factory.mktemp("copy") / "2024"
    return target, verbs.copy_campaign(CAMPAIGNS / "jiangguanchi", target, 2024)


def test_dates_and_the_campaigns_year_are_moved_and_every_place_is_told(copied) -> None:
    target, told = copied
    before, after = load(CAMPAIGNS / "jiangguanchi").campaign, load(target).campaign

    assert after.name == before.name.replace("2023", "2024")
    assert after.starts_on == before.starts_on.replace(year=2024)
    assert [d.due_on for d in after.duties] == [
        d.due_on and d.due_on.replace(year=2024) for d in before.duties
    ]
    assert [d.cumulative_from.replace("2024", "2023") for d in after.duties] == [
        d.cumulative_from for d in before.duties
    ]
    name = next(p for p in told.changed if before.name in p.before or p.before.endswith("2023行动"))
    assert name.where.startswith("campaign.yaml:")


def test_units_forms_and_kinds_are_as_they_were_with_their_codes(copied) -> None:
    target, _ = copied
    before, after = load(CAMPAIGNS / "jiangguanchi"), load(target)

    assert after.campaign.units == before.campaign.units
    assert after.campaign.kinds == before.campaign.kinds
    assert set(after.forms) == set(before.forms)


def test_what_happened_is_left_behind(copied) -> None:
    target, told = copied
    after = load(target).campaign

    assert (after.hazards, after.returns, after.receipts, after.history, after.numbers) == (
        (),
        (),
        (),
        (),
        (),
    )
    assert not (target / "returns").exists()
    assert after.roll_ups[0].own == {}
    assert {p.before.partition("：")[0] for p in told.dropped} == {
        "报送数据",
        "汇总里自己填的数",
        "收件",
        "隐患",
    }


def test_a_number_of_somebody_else_stays_and_is_told(copied) -> None:
    target, told = copied
    text = (target / "text.yaml").read_text(encoding="utf-8")

    assert "财资〔2022〕136号" in text
    assert ["〔2022〕" in p.before for p in told.left] == [True]
    place = told.left[0].where
    line = text.splitlines()[int(place.split(":")[1]) - 1]
    assert line[int(place.split(":")[2]) - 1 :].startswith("2022〕136号")


def test_comments_stay_where_they_were(copied) -> None:
    target, _ = copied
    for name in ("campaign.yaml", "text.yaml"):
        before = (CAMPAIGNS / "jiangguanchi" / name).read_text(encoding="utf-8")
        after = (target / name).read_text(encoding="utf-8")
        assert {c for c in map(comment, before.splitlines()) if c} >= {
            c for c in map(comment, after.splitlines()) if c
        }
        assert after.count("#") >= before.count("#") - 3


def comment(line: str) -> str:
    return line.partition("# ")[2]


def test_own_titles_in_quotes_go_along_and_anothers_do_not(tmp_path: Path) -> None:
    told = verbs.copy_campaign(CAMPAIGNS / "chengzhong", tmp_path / "新", 2024)
    text = (tmp_path / "新" / "text.yaml").read_text(encoding="utf-8")

    assert "《城中区重大事故隐患专项排查整治2024行动进展情况调度表》" in text
    assert any("2023年行动工作方案" in p.before for p in told.left)


def test_open_hazards_are_carried_over_as_they_stand(tmp_path: Path) -> None:
    before = load(CAMPAIGNS / "jiangguanchi").campaign
    told = verbs.copy_campaign(CAMPAIGNS / "jiangguanchi", tmp_path / "新", 2024, open_hazards=True)
    after = load(tmp_path / "新")

    open_ones = {h.code for h in before.hazards if h.closed_on is None}
    assert open_ones
    assert {h.code for h in after.campaign.hazards} == open_ones
    assert told.carried == len(open_ones)
    assert errors(after.problems) == []
    assert "REF-025" not in {p.code for p in after.problems}


@pytest.fixture
def with_photos(tmp_path):
    """The fixture with a printed sheet and photos of an open hazard, two of them, and of a closed one."""
    source = shutil.copytree(CAMPAIGNS / "jiangguanchi", tmp_path / "旧")
    hazards = load(source).campaign.hazards
    codes = [next(h.code for h in hazards if (h.closed_on is None) is is_open) for is_open in (True, False)]
    sent = [(codes[0], "red"), (codes[0], "green"), (codes[1], "blue")]
    for code, colour in sent:
        content = BytesIO()
        Image.new("RGB", (40, 30), colour).save(content, "JPEG")
        photo = Photo(hazard=code, when="before", name="1.jpg", content=content.getvalue(), on=DAY)
        add_photos(source, [photo])
    write_events(source, [Event(event="printed", key="1", on=DAY, sheet="notice", period="2023-06")])
    take_back(source, codes[0], photos_of(source, codes[0])[0].key, DAY)
    return source, codes


@pytest.mark.parametrize("open_hazards", [False, True])
def test_the_register_and_photos_stay_but_for_those_of_hazards_carried_over(
    with_photos, tmp_path, open_hazards
):
    source, (still_open, closed) = with_photos
    verbs.copy_campaign(source, tmp_path / "新", 2024, open_hazards=open_hazards)

    found = photos_of(tmp_path / "新", still_open)
    assert found == (photos_of(source, still_open) if open_hazards else [])
    assert photos_of(tmp_path / "新", closed) == []
    assert {e.event for e in read_events(tmp_path / "新")[0]} <= {"photo"}
    pictures = [f.relative_to(tmp_path / "新").as_posix() for f in (tmp_path / "新").rglob("*.jpg")]
    assert len(pictures) == len(found) == int(open_hazards)
    assert all((source / e.file).read_bytes() == (tmp_path / "新" / e.file).read_bytes() for e in found)


def test_a_leap_day_and_a_date_before_the_campaign(tmp_path: Path) -> None:
    source = tmp_path / "旧"
    source.mkdir()
    (source / "campaign.yaml").write_text(
        """\
schema: 1
name: 示例镇2024行动   # 名称
starts_on: 2024-02-29
ends_on: 2024-12-31
issuer: {name: 示例镇人民政府, region: 示例镇}
kinds: [{code: village, name: 村}]
units:
  - {name: 河湾村民委员会, short_name: 河湾, suffix: 村, kind: village, first_month: 2024-05}
  - {name: 东庄村民委员会, short_name: 东庄, suffix: 村, kind: village, last_month: 2024-06}
notice:
  title: 关于开展示例镇2024行动的通知
  addressees: 各村
  document_date: 2024-02-29
  text: |
    2024年1月5日全县会议作了部署。请于2024年6月底前完成，2023年的做法可以参考。
""",
        encoding="utf-8",
    )
    told = verbs.copy_campaign(source, tmp_path / "新", 2025)
    after = load(tmp_path / "新").campaign

    assert (after.starts_on.isoformat(), after.notice.document_date.isoformat()) == (
        "2025-02-28",
        "2025-02-28",
    )
    assert "2024年1月5日全县会议作了部署。请于2025年6月底前完成，2023年的做法" in after.notice.text
    assert len(told.left) == 2
    assert [(u.short_name, u.first_month) for u in after.units] == [("河湾", "")]
    assert "# 名称" in (tmp_path / "新" / "campaign.yaml").read_text(encoding="utf-8")


MERGED = """\
schema: 1
name: 示例镇2023行动
starts_on: 2023-05-01
ends_on: 2023-12-31
issuer: {name: 示例镇人民政府, region: 示例镇}
kinds: [{code: village, name: 村}]
units:
  - {name: 河湾村, kind: village, last_month: 2023-08}   # 并入东庄
  - {name: 东庄村, code: east, kind: village, parent: area}
  - {name: 南片, code: area, kind: village, parent: top, suffix: 片, last_month: 2023-09}
  - {name: 全片, code: top, kind: village, suffix: 片, last_month: 2023-09}
  - {name: 西沟村, code: west, kind: village, last_month: 2023-09}
  - {name: 北山村, code: north, kind: village, last_month: 2023-09}
  - {name: 柳树村, code: willow, kind: village}
pairing: {title: 检查分组, draw: {units: [east, west, willow], seed: 1}}
hazards:
  - code: YH-001
    unit: 河湾村
    enterprise: {name: 示例厂}
    name: 除尘管道没有接地
    level: 重大
    content: 除尘管道没有接地
    inspected_on: 2023-06-10
"""


def test_units_that_ended_stay_where_something_names_them_and_are_told(tmp_path: Path) -> None:
    (tmp_path / "旧").mkdir()
    (tmp_path / "旧" / "campaign.yaml").write_text(MERGED, encoding="utf-8")
    assert errors(load(tmp_path / "旧").problems) == []
    told = verbs.copy_campaign(tmp_path / "旧", tmp_path / "新", 2024, open_hazards=True)

    assert errors(told.problems) == []
    months = {u.name: u.last_month for u in load(tmp_path / "新").campaign.units}
    assert months == {
        "河湾村": "2023-08",
        "东庄村": "",
        "南片": "2023-09",
        "全片": "2023-09",
        "西沟村": "2023-09",
        "柳树村": "",
    }
    assert [p.before.partition("。")[0] for p in told.left] == [
        "河湾村：已止报，先留着，还写着它的有：隐患 YH-001",
        "南片：已止报，先留着，还写着它的有：“东庄村”的上级单位",
        "全片：已止报，先留着，还写着它的有：“南片”的上级单位",
        "西沟村：已止报，先留着，还写着它的有：检查分组",
    ]
    assert told.left[0].where == "campaign.yaml:8:5"
    assert "已止报的单位：北山村" in [p.before for p in told.dropped]
    assert "# 并入东庄" in (tmp_path / "新" / "campaign.yaml").read_text(encoding="utf-8")


def test_a_unit_that_ended_is_left_out_where_only_a_hazard_left_behind_names_it(tmp_path: Path) -> None:
    (tmp_path / "旧").mkdir()
    (tmp_path / "旧" / "campaign.yaml").write_text(MERGED, encoding="utf-8")
    told = verbs.copy_campaign(tmp_path / "旧", tmp_path / "新", 2024)

    assert "河湾村" not in {u.name for u in load(tmp_path / "新").campaign.units}
    assert errors(told.problems) == []


def test_other_spellings_of_years_are_told_and_addresses_and_files_stay(tmp_path: Path) -> None:
    source = tmp_path / "旧"
    source.mkdir()
    (source / "campaign.yaml").write_text(
        """\
schema: 1
name: 示例镇2023行动
starts_on: 2023-05-01
ends_on: 2023-12-31
issuer: {name: 示例镇人民政府, region: 示例镇}
kinds: [{code: village, name: 村}]
units: [{name: 河湾村, kind: village}]
archive: {year: 2023, filed_on: 2024-01-08}
seals: {示例镇人民政府: 章2023.png}
notice:
  title: 关于开展示例镇2023行动的通知
  addressees: 各村
  document_date: 2023-05-01
  text: |
    二〇二三年全镇行动由镇政府组织，２０２３年底前完成。材料发到 aw2023@163.com，代号 D_2023。
""",
        encoding="utf-8",
    )
    picture = BytesIO()
    Image.new("RGBA", (40, 40), "red").save(picture, "PNG")
    (source / "章2023.png").write_bytes(picture.getvalue())
    told = verbs.copy_campaign(source, tmp_path / "新", 2024)
    after = load(tmp_path / "新").campaign

    assert errors(told.problems) == []
    assert (after.archive.year, after.archive.filed_on) == (2024, date(2025, 1, 8))
    assert ("2023", "2024") in [(p.before, p.after) for p in told.changed]
    assert after.seals == {"示例镇人民政府": "章2023.png"}
    assert after.notice.text.startswith("二〇二三年全镇行动由镇政府组织，２０２３年底前")
    assert "aw2023@163.com，代号 D_2023。" in after.notice.text
    years = ("章2023.png", "二〇二三年", "２０２３年", "aw2023@", "D_2023")
    assert [year in p.before for year, p in zip(years, told.left, strict=True)] == [True] * 5


def test_a_campaign_in_office_files_is_copied_as_office_files(tmp_path: Path) -> None:
    verbs.convert_to(CAMPAIGNS / "small_valid", tmp_path / "旧", "office")
    verbs.copy_campaign(tmp_path / "旧", tmp_path / "新", 2024)

    assert (tmp_path / "新" / "活动.xlsx").is_file()
    assert load(tmp_path / "新").campaign.name.endswith("2024行动")


def test_nothing_is_written_over_and_no_year_makes_no_sense(tmp_path: Path) -> None:
    (tmp_path / "有").mkdir()
    (tmp_path / "有" / "别的.txt").write_text("x", encoding="utf-8")
    with pytest.raises(ProblemsFound, match="BLD-004"):
        verbs.copy_campaign(CAMPAIGNS / "small_valid", tmp_path / "有", 2024)
    with pytest.raises(verbs.UsageProblem, match="2023 年"):
        verbs.copy_campaign(CAMPAIGNS / "small_valid", tmp_path / "新", 2023)
    assert not (tmp_path / "新").exists()
