"""A campaign edited page by page: a draft that tells what is wrong where, put in force in the files it came from."""

import io
import shutil
import zipfile
from dataclasses import replace
from pathlib import Path

import pytest
import verbs_upward

from generator.database.changes import Changed
from generator.resources import starter_root
from generator.sources.campaign import load
from generator.sources.edited import sections_of
from generator.sources.editing import Row
from generator.sources.places import DRAFT
from generator.verbs import editing, editing_files, editing_page
from generator.verbs.editing_page import live, live_picture
from generator.verbs.office import convert_to
from generator.verbs.usage import UsageProblem

CAMPAIGNS = Path(__file__).parents[2] / "fixtures" / "campaigns"
FIXTURES = {path.name: path for path in CAMPAIGNS.iterdir() if path.is_dir() and path.name != "every_problem"}
FIXTURES["starter"] = starter_root()


@pytest.fixture
def town(tmp_path):
    """The example campaign, to be changed."""
    return Path(shutil.copytree(CAMPAIGNS / "jiangguanchi", tmp_path / "将官池"))


@pytest.fixture
def small(tmp_path):
    return Path(shutil.copytree(CAMPAIGNS / "small_valid", tmp_path / "柳林"))


def contents(folder):
    return {p.relative_to(folder).as_posix(): p.read_bytes() for p in folder.rglob("*") if p.is_file()}


def keep(source, code, who="甲", *, items=None, rows=None, texts=None):
    """Type into a section as it stands: items by key, what `rows` makes of the rows, paragraphs."""
    page = editing.open_section(source, code)
    typed = replace(
        page.shown,
        items={**page.shown.items, **(items or {})},
        rows=tuple(rows(list(page.shown.rows))) if rows else page.shown.rows,
        texts={**page.shown.texts, **(texts or {})},
    )
    return editing.keep_section(source, code, typed, page.seen, who)


def cell(number, **cells):
    """Return what changes cells of one row."""
    return lambda rows: [
        replace(row, cells={**row.cells, **cells}) if i == number else row for i, row in enumerate(rows)
    ]


def publish(source):
    return editing.publish(source, editing.pending(source).seen, "甲")


def wrong(page):
    return [(t.section, t.row, t.key) for t in page.told if t.severity == "error"]


@pytest.mark.parametrize("name", sorted(FIXTURES))
def test_an_edit_that_changes_nothing_leaves_every_file_as_it_is(name, tmp_path):
    source = Path(shutil.copytree(FIXTURES[name], tmp_path / name))
    before = contents(source)

    for section in sections_of(editing.look_at(source)[1].data):
        assert keep(source, section.code).is_draft is False, section.code

    assert contents(source) == before
    assert editing.pending(source).differences == ()


@pytest.mark.parametrize("name", sorted(FIXTURES))
def test_every_cell_of_every_page_comes_back_as_it_was_shown(name, tmp_path):
    source = Path(shutil.copytree(FIXTURES[name], tmp_path / name))
    for section in sections_of(editing.look_at(source)[1].data):
        page = editing.open_section(source, section.code)
        if section.is_form or section.code == "forms":  # rows of these hold more than their cells show
            continue
        rows = [Row(cells=row.cells) for row in page.shown.rows]
        keep(source, section.code, rows=lambda _, rows=rows: rows)

    after = editing.look_at(source)[1]
    assert editing.candidate(after).campaign == load(source).campaign


def test_a_draft_is_put_in_force_in_its_files_with_their_comments(small):
    keep(small, "notice", items={"notice.document_date": "2023年5月27日", "notice.note": "此件公开发布"})
    keep(small, "units", rows=lambda rows: [*rows, Row(cells={"name": "柳林镇桃源村", "kind": "社区（村）"})])
    before = (small / "campaign.yaml").read_text()
    assert load(small).campaign.notice.note == ""

    told = publish(small)

    after = (small / "campaign.yaml").read_text()
    assert after == before.replace("document_date: 2023-05-26", "document_date: 2023-05-27").replace(
        "  signature: [柳林镇安全生产委员会]", "  signature: [柳林镇安全生产委员会]\n  note: 此件公开发布"
    ).replace(
        "kind: department}\n\nnotice",
        "kind: department}\n  - {name: 柳林镇桃源村, kind: community}\n\nnotice",
    )
    assert [(d.section, d.where) for d in told] == [
        ("通知", "成文日期"),
        ("通知", "附注"),
        ("单位", "添一行"),
    ]
    assert not (small / DRAFT).exists()


def test_what_is_wrong_is_kept_as_typed_and_told_at_its_place(town):
    page = keep(town, "notice", items={"notice.document_date": "2023-13-01", "notice.number": "第三号"})
    assert page.shown.items["notice.document_date"] == "2023-13-01"
    assert page.shown.items["notice.number"] == "第三号"
    assert sorted(wrong(page)) == [
        ("notice", None, "notice.document_date"),
        ("notice", None, "notice.number"),
    ]

    page = keep(town, "units", rows=cell(3, kind="不知道"))
    assert ("units", 3, "kind") in wrong(page)
    assert any("可用的有：社区（村）、部门、镇" in t.message for t in page.told)
    page = keep(town, "roster", rows=cell(5, name=""))
    assert ("roster", 5, "name") in wrong(page)
    page = keep(town, "form-dispatch-communities", rows=cell(2, name="self_found"))
    assert any(section == "form-dispatch-communities" for section, _, _ in wrong(page))
    assert load(town).campaign is not None
    with pytest.raises(UsageProblem, match="处要改"):
        publish(town)


def test_a_slip_in_a_text_is_told_at_its_paragraph(town):
    lines = editing.open_section(town, "plan").shown.texts["plan.text"]

    page = keep(
        town, "plan", texts={"plan.text": (*lines[:4], "各单位要在2023年2月30日前报送，,", *lines[4:])}
    )

    assert ("plan", 4) in {(t.section, t.row) for t in page.told}


def test_a_unit_that_is_renamed_keeps_its_returns(small):
    before = load(small).campaign
    assert {r.unit for r in before.returns} >= {"柳林镇河湾村"}

    keep(small, "units", rows=cell(0, name="柳林镇河湾社区"))
    assert editing.pending(small).consequences == ()
    publish(small)

    after = load(small).campaign
    assert after.units[0].name == "柳林镇河湾社区"
    assert after.units[0].code == "柳林镇河湾村"
    assert len(after.returns) == len(before.returns)


def test_a_unit_with_returns_is_not_removed(town):
    keep(town, "units", rows=lambda rows: [row for row in rows if row.cells["code"] != "qiuhu"])

    found = editing.pending(town)

    assert any(c.refuses and "秋湖村" in c.message and "止报月份" in c.message for c in found.consequences)
    assert not found.is_ready


def test_an_indicator_that_is_removed_says_which_returns_have_figures_in_it(town):
    keep(town, "form-dispatch-communities", rows=lambda rows: rows[1:])

    found = editing.pending(town)

    (first, *_) = found.consequences
    assert "企业自查发现的重大事故隐患" in first.message
    assert "14 份报表" in first.message


def test_an_indicator_is_added_to_a_form_of_the_catalogue_for_this_campaign(town):
    new = Row(cells={"label": "张贴海报", "kind": "整数", "unit": "张"})

    page = keep(
        town,
        "form-dispatch-departments",
        rows=lambda rows: [*rows, replace(new, cells={**new.cells, "group": rows[-1].cells["group"]})],
    )
    assert wrong(page) == []
    publish(town)

    field = load(town).forms["dispatch-departments"].fields[-1]
    assert (field.label, field.kind, field.unit, field.name) == ("张贴海报", "count", "张", "item_1")


def added(label):
    """Return what adds an indicator without a name to a form."""
    return lambda rows: [*rows, Row(cells={"label": label, "kind": "整数", "group": rows[-1].cells["group"]})]


def names(source, code="dispatch-departments"):
    return {field.label: field.name for field in load(source).forms[code].fields}


def report(source, **values):
    """Add figures to the return of a department."""
    place = source / "returns" / "2023-06" / "柳林镇应急管理办公室.yaml"
    place.write_text("".join([place.read_text(), *(f"  {k}: {v}\n" for k, v in values.items())]))


@pytest.mark.parametrize("at_once", [True, False])
def test_an_indicator_never_gets_the_name_of_one_that_was_removed(small, at_once):
    code = "form-dispatch-departments"
    keep(small, code, rows=added("排查数"))
    publish(small)
    report(small, item_1=7)

    keep(small, code, rows=lambda rows: added("罚款数")(rows[:-1]) if at_once else rows[:-1])
    (told, *_) = editing.pending(small).consequences
    assert "“排查数”已有 1 份报表填了数" in told.message
    publish(small)
    if not at_once:
        keep(small, code, rows=added("罚款数"))
        publish(small)

    assert "排查数" not in names(small)
    assert names(small)["罚款数"] == "item_2"


def test_an_indicator_of_another_form_gets_a_name_of_its_own(small):
    keep(small, "form-dispatch-departments", rows=added("排查数"))
    keep(small, "form-dispatch-communities", rows=added("罚款数"))
    publish(small)

    assert names(small)["排查数"] == "item_1"
    assert names(small, "dispatch-communities")["罚款数"] == "item_2", (
        "what goes by one name is rolled up as one"
    )


def test_a_name_reckoned_from_a_label_is_no_number(small):
    code = "form-dispatch-departments"
    keep(small, code, rows=added("排查数"))
    number = len(editing.open_section(small, code).shown.rows) - 1
    keep(small, code, rows=cell(number, name="item_123456"))
    keep(small, code, rows=added("罚款数"))
    publish(small)

    assert names(small)["罚款数"] == "item_1"


def test_rows_are_moved_and_the_roster_goes_by_its_order(town):
    first, second = editing.open_section(town, "roster").shown.rows[-2:]

    keep(town, "roster", rows=lambda rows: [*rows[:-2], rows[-1], rows[-2]])
    publish(town)

    members = load(town).campaign.work_group.roles[-1].members
    assert [m.name for m in members[-2:]] == [second.cells["name"], first.cells["name"]]


def test_somebody_who_saw_an_older_state_overwrites_nothing(town):
    seen = editing.open_section(town, "notice")
    keep(town, "notice", who="乙", items={"notice.note": "乙写的"})

    with pytest.raises(Changed) as told:
        editing.keep_section(
            town,
            "notice",
            replace(seen.shown, items={**seen.shown.items, "notice.note": "甲写的"}),
            seen.seen,
            "甲",
        )

    assert told.value.by == "乙"
    assert editing.open_section(town, "notice").shown.items["notice.note"] == "乙写的"


def test_two_edit_two_pages_at_once(town):
    first, second = editing.open_section(town, "notice"), editing.open_section(town, "basics")

    keep(town, "basics", items={"issuer.region": "将官池"})
    editing.keep_section(
        town,
        "notice",
        replace(first.shown, items={**first.shown.items, "notice.note": "附注"}),
        first.seen,
        "甲",
    )

    assert second.shown.items["issuer.region"] != "将官池"
    assert {d.where for d in editing.pending(town).differences} >= {"附注", "行政区域"}


def test_a_campaign_in_office_files_stays_in_office_files(tmp_path):
    convert_to(CAMPAIGNS / "small_valid", tmp_path / "办公", "office")
    source = tmp_path / "办公"
    names = set(contents(source))
    was = load(source).campaign

    keep(source, "notice", items={"notice.note": "此件公开发布"})
    keep(source, "duties", rows=cell(0, monthly_by="25"))
    publish(source)

    now = load(source)
    assert set(contents(source)) == names
    assert now.campaign == replace(
        was,
        notice=replace(was.notice, note="此件公开发布"),
        duties=(replace(was.duties[0], monthly_by=25), *was.duties[1:]),
    )


def test_windows_line_ends_stay(small):
    place = small / "campaign.yaml"
    place.write_bytes(place.read_bytes().replace(b"\n", b"\r\n"))

    keep(small, "basics", items={"issuer.region": "柳林"})
    publish(small)

    assert place.read_bytes().count(b"\n") == place.read_bytes().count(b"\r\n") > 50


def test_an_own_form_is_edited_in_its_file(tmp_path):
    source = Path(shutil.copytree(CAMPAIGNS / "forest_fire", tmp_path / "松岭"))
    place = next((source / "forms").iterdir())
    code = next(
        s.code for s in sections_of(editing.look_at(source)[1].data) if s.root[:1] == ("definitions",)
    )

    keep(source, code, items={"short_title": "新简称"})
    before = contents(source)
    publish(source)
    after = contents(source)

    assert [name for name in after if after[name] != before.get(name)] == [f"forms/{place.name}"]
    assert load(source).forms[code.removeprefix("form-")].short_title == "新简称"


def test_office_files_that_are_sent_are_compared_first(small, tmp_path):
    convert_to(CAMPAIGNS / "small_valid", tmp_path / "办公", "office")
    sent = [(name, (tmp_path / "办公" / name).read_bytes()) for name in ("活动.xlsx", "正文.docx")]

    assert editing_files.take_files(small, sent, "甲").taken
    assert [(d.section, d.where) for d in editing.pending(small).differences] == []

    office = tmp_path / "办公"
    keep(office, "units", rows=cell(0, short_name="湾"))
    publish(office)
    assert editing_files.take_files(
        small, [("活动 (1).xlsx", (office / "活动.xlsx").read_bytes())], "甲"
    ).taken
    assert [(d.where, d.before, d.after) for d in editing.pending(small).differences] == [
        ("“柳林镇河湾村” 简称", "河湾", "湾")
    ]
    assert load(small).campaign.units[0].short_name == "河湾"


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("照片.png", b"x", "不是能读的文件"),
        ("数据.zip", b"PK\x03\x04 no zip", "打不开"),
        ("活动.xlsx", b"x" * 20_000_001, "MB"),
    ],
)
def test_files_that_are_none_of_a_campaigns_are_refused(small, name, content, said):
    before = contents(small)

    with pytest.raises(UsageProblem, match=said):
        editing_files.take_files(small, [(name, content)], "甲")

    assert contents(small) == before


def packed(files):
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return target.getvalue()


def test_a_folder_that_is_packed_comes_in_without_what_was_reported(town):
    folder = {f"将官池/{name}": content for name, content in contents(town).items()}
    folder["将官池/campaign.yaml"] = folder["将官池/campaign.yaml"].replace(
        "region: 将官池镇".encode(), "region: 将官池".encode()
    )
    folder["../../evil.yaml"] = b"schema: 1\nname: evil\n"

    assert editing_files.take_files(town, [("行动.zip", packed(folder))], "甲").taken

    assert [(d.where, d.after) for d in editing.pending(town).differences] == [("行政区域", "将官池")]
    assert not list(town.parent.rglob("evil.yaml"))


def test_a_campaign_packed_with_its_superiors_workbook_comes_in_again(tmp_path):
    source = verbs_upward.town(tmp_path)
    folder = contents(source)
    (source / "reported").mkdir()
    folder["reported/2023-06.yaml"] = b"schema: 1\nperiod: 2023-06\ntotals: {}\n"

    for inside in ("", "将官池/"):
        sent = packed({inside + name: content for name, content in folder.items()})
        found = editing_files.take_files(source, [("行动.zip", sent)], "甲")

        assert found.taken, [str(p) for p in found.problems]
        assert editing.pending(source).differences == ()


@pytest.fixture
def office(small, tmp_path):
    """The small campaign as 活动.xlsx and 正文.docx, by their names."""
    convert_to(small, tmp_path / "办公", "office")
    return {name: content for name, content in contents(tmp_path / "办公").items() if "/" not in name}


def test_another_word_file_in_a_zip_is_not_the_text(small, office):
    office["说明.docx"] = (Path(small).parent / "办公" / "活动.xlsx").read_bytes()
    office["附/正文.docx"] = b"no text"

    assert editing_files.take_files(small, [("行动.zip", packed(office))], "甲").taken
    assert editing.pending(small).differences == ()


@pytest.mark.parametrize("name", ["正文 (1).docx", "正文(12).docx", "正文（2）.docx", "我写的通知.docx"])
def test_a_file_that_is_sent_alone_is_known_by_its_kind_or_number(name, small, office):
    assert editing_files.unpacked([(name, office["正文.docx"])]).files == {"正文.docx": office["正文.docx"]}


def test_a_plan_that_was_fetched_twice_is_the_plan():
    assert editing_files.unpacked([("方案 (2).docx", b"x")]).files == {"方案.docx": b"x"}


@pytest.mark.parametrize(
    ("names", "said"),
    [
        (["活动.xlsx", "说明.docx"], "“说明.docx”看不出是哪一个.*改名为 正文.docx"),
        (["活动.xlsx", "活动 (1).xlsx"], "“活动.xlsx”和“活动 \\(1\\).xlsx”都当作 活动.xlsx 读"),
    ],
)
def test_of_several_files_each_must_be_known(names, said, small):
    before = contents(small)

    with pytest.raises(UsageProblem, match=said):
        editing_files.take_files(small, [(name, b"x") for name in names], "甲")

    assert contents(small) == before


def test_names_as_windows_packs_them_are_read():
    inside = zipfile.ZipInfo("方案.docx".encode("gbk").decode("cp437"))

    assert editing_files._name_in(inside) == "方案.docx"


@pytest.mark.parametrize(
    "files", [{f"{i}.yaml": b"schema: 1" for i in range(501)}, {"a.yaml": b"0" * 60_000_001}]
)
def test_a_zip_of_too_many_or_too_large_files_is_refused(small, files):
    with pytest.raises(UsageProblem, match="太多或太大"):
        editing_files.take_files(small, [("行动.zip", packed(files))], "甲")


def test_a_broken_file_is_told_and_changes_nothing(small):
    taken = editing_files.take_files(small, [("units.yaml", b"schema: 1\nunits: [")], "甲")

    assert not taken.taken
    assert [p.code for p in taken.problems] == ["SRC-004"]
    assert editing.pending(small).differences == ()


@pytest.mark.parametrize(
    "text",
    [
        "units: 5",
        "units: [5]",
        "notice: [1]",
        "work_group: {title: 甲, roles: 3}",
        "kinds: {a: 1}",
        "definitions: [{form: x, groups: 3}]",
    ],
)
def test_data_of_another_shape_are_told_and_the_pages_still_open(small, text):
    taken = editing_files.take_files(small, [("text.yaml", f"schema: 1\n{text}\n".encode())], "甲")

    assert not taken.taken
    assert [p for p in taken.problems if p.where.startswith("text.yaml") and p.severity == "error"]
    assert editing.pending(small).differences == ()


def test_a_form_of_ones_own_comes_in_as_a_file(small):
    form = (next((CAMPAIGNS / "forest_fire" / "forms").glob("*.yaml"))).read_bytes()

    assert editing_files.take_files(small, [("我的表.yaml", form)], "甲").taken
    assert [d.after for d in editing.pending(small).differences] == ["新的表"]


def test_the_live_page_shows_the_draft_and_the_last_good_state_when_it_is_wrong(small):
    first = live(small, "notice")
    keep(small, "notice", items={"notice.title": "柳林镇安全生产委员会关于另一件事的通知"})
    second = live(small, "notice", words="为及时掌握全镇重大事故隐患")
    keep(small, "notice", items={"notice.document_date": "某一天"})
    third = live(small, "notice")

    assert "另一件事" in second.name
    assert 1 < second.at < 2
    assert (third.name, third.is_old) == (first.name, True)
    assert live_picture(small, "notice", 0, 1).startswith(b"\x89PNG")
    with pytest.raises(UsageProblem):
        live_picture(small, "notice", 0, 99)


def test_a_picture_that_is_drawn_reads_nothing_of_the_campaign(small, town, monkeypatch):
    keep(small, "notice", items={"notice.title": "柳林镇安全生产委员会关于另一件事的通知"})
    first = live(small, "notice")
    drawn = live_picture(small, "notice", 0, 1)

    monkeypatch.setattr(editing_page, "candidate", lambda _: pytest.fail("checked again"))
    assert live(small, "notice") == first
    monkeypatch.setattr(editing_page, "look_at", lambda _: pytest.fail("read again"))
    assert live_picture(small, "notice", 0, 1, first.digest) == drawn
    with pytest.raises(UsageProblem, match="没有这一页"):
        live_picture(small, "notice", 0, 99, first.digest)
    with pytest.raises(pytest.fail.Exception, match="read again"):
        live_picture(town, "notice", 0, 1, first.digest)


def test_a_page_that_was_told_earlier_is_shown_as_it_was(small):
    first = live(small, "notice")
    before = live_picture(small, "notice", 0, 1, first.digest)
    keep(small, "notice", items={"notice.title": "柳林镇安全生产委员会关于另一件事的通知"})

    assert live_picture(small, "notice", 0, 1, first.digest) == before
    assert live_picture(small, "notice", 0, 1, live(small, "notice").digest) != before
    assert live_picture(small, "notice", 0, 1, "of no print") != before


def test_what_was_changed_in_force_below_a_draft_is_told(small):
    keep(small, "duties", rows=cell(0, monthly_by="25"))
    place = small / "campaign.yaml"
    place.write_text(place.read_text().replace("cumulative_from: 2023-05}", "cumulative_from: 2023-06}", 1))

    found = editing.pending(small)

    assert any("报送要求" in c.message and "别处改过" in c.message for c in found.consequences)
    assert ("“进展情况调度表” 累计起始月", "2023-06", "2023-05") in {
        (d.where, d.before, d.after) for d in found.differences
    }


def test_discarding_brings_back_what_is_in_force(small):
    before = contents(small)
    keep(small, "notice", items={"notice.note": "附注"})

    editing.discard(small, "甲")

    assert contents(small) == before


def test_a_name_that_a_code_goes_by_no_more_is_no_difference_of_its_own(town):
    keep(town, "units", rows=lambda rows: [row for row in rows if row.cells["code"] != "qiuhu"])

    found = editing.pending(town)

    assert [(d.section, d.where, d.before) for d in found.differences] == [
        ("单位", "删一行", "将官池镇秋湖村")
    ]
    assert {t.where for t in found.told if not t.section} == {"收件"}


def told(source):
    return [(d.where, d.before, d.after) for d in editing.pending(source).differences]


@pytest.fixture
def villages(small):
    """A campaign with three villages more, none of which has reported: 东村, 西村, 南村."""
    new = [Row(cells={"name": name, "kind": "社区（村）"}) for name in ("东村", "西村", "南村")]
    keep(small, "units", rows=lambda rows: [*rows, *new])
    publish(small)
    return small


def test_what_changed_beside_a_row_that_went_is_told(villages):
    keep(villages, "units", rows=lambda rows: cell(2, name="西新村", short_name="西")([*rows[:2], *rows[3:]]))

    assert told(villages) == [
        ("“西村” 单位全称", "西村", "西新村"),
        ("“西村” 简称", "", "西"),
        ("“西村” 单位代号", "", "西村"),
        ("删一行", "东村", ""),
    ]


def test_what_changed_beside_a_row_that_came_is_told(villages):
    new = Row(cells={"name": "北村", "kind": "社区（村）"})
    keep(villages, "units", rows=lambda rows: [*rows[:3], new, *cell(0, short_name="西")(rows[3:])])

    assert told(villages) == [("添一行", "", "北村"), ("“西村” 简称", "", "西")]


def test_a_row_that_was_moved_and_changed_is_told_as_both(villages):
    keep(villages, "units", rows=lambda rows: cell(2, short_name="南")([*rows[:2], rows[4], *rows[2:4]]))

    assert told(villages) == [("“南村” 简称", "", "南"), ("次序", "", "有改动")]


def test_one_put_in_the_place_of_another_is_told_as_a_change_of_name(small):
    keep(small, "roster", rows=cell(3, name="王五"))

    assert told(small) == [("“成员” 姓名", "莫长青", "王五")]


def test_what_is_sent_again_because_it_was_not_answered_is_kept_once(town):
    page = editing.open_section(town, "duties")
    rows = (Row(cells={**page.shown.rows[0].cells, "name": "新的一项"}), *page.shown.rows)
    typed = replace(page.shown, rows=rows)
    first = editing.keep_section(town, "duties", typed, page.seen, "甲")

    assert editing.keep_section(town, "duties", typed, page.seen, "甲") == first
    for other, who in ((replace(page.shown, rows=rows[1:]), "甲"), (typed, "乙")):
        with pytest.raises(Changed):
            editing.keep_section(town, "duties", other, page.seen, who)
    keep(town, "duties", "乙", rows=lambda rows: rows[:-1])
    with pytest.raises(Changed):
        editing.keep_section(town, "duties", typed, page.seen, "甲")
