"""A draft in the database: kept beside the files, in force by one transaction that names the state it was seen at."""

from dataclasses import replace
from pathlib import Path

import pytest
import sqlalchemy as sa
from office_samples import SMALL, WHO, draft, typed

from generator.database.audit import breaks
from generator.database.carrying import carry_out
from generator.database.changes import Changed, Desk, save, write_files
from generator.database.engine import looking
from generator.database.store import DatabaseStore
from generator.database.tables import AUDIT, CAMPAIGNS, FILES
from generator.sources.editing import Row
from generator.sources.places import DRAFT
from generator.verbs import editing
from generator.verbs.editing_versions import restore, versions


@pytest.fixture
def desk(small, tmp_path):
    return Desk(DatabaseStore(small, "small", tmp_path / "places"), WHO)


def note(desk, text, who=WHO):
    page = editing.open_section(desk, "notice")
    items = {**page.shown.items, "notice.note": text}
    return editing.keep_section(desk, "notice", replace(page.shown, items=items), page.seen, who)


def publish(desk):
    return editing.publish(desk, editing.pending(desk).seen, WHO)


def entries(engine):
    with looking(engine) as connection:
        assert list(breaks(connection)) == []
        return connection.execute(sa.select(AUDIT).order_by(AUDIT.c.id)).all()


def test_a_draft_changes_no_campaign_until_it_is_in_force(desk, small, tmp_path):
    before = desk.store.body()

    note(desk, "此件公开发布")
    assert desk.store.body() is before, "nothing is read again for a draft"
    publish(desk)

    assert desk.load().campaign.notice.note == "此件公开发布"
    assert entries(small)[-1].act == "改活动"
    assert entries(small)[-1].after["notice"]["note"] == "此件公开发布"
    assert carry_out(small, "small", tmp_path / "out") == len([p for p in SMALL.rglob("*") if p.is_file()])
    text = (SMALL / "campaign.yaml").read_text()
    assert (tmp_path / "out" / "campaign.yaml").read_text() == text.replace(
        "  signature: [柳林镇安全生产委员会]", "  signature: [柳林镇安全生产委员会]\n  note: 此件公开发布"
    )


def test_each_change_of_a_draft_stands_in_the_log(desk, small):
    note(desk, "一")
    note(desk, "二")
    editing.discard(desk, WHO)

    said = [(e.act, e.subject, e.before, e.after) for e in entries(small)[-3:]]
    assert said[0] == ("编辑", "通知", ["通知 附注："], ["通知 附注：一"])
    assert said[1] == ("编辑", "通知", ["通知 附注：一"], ["通知 附注：二"])
    assert said[2][0] == "放弃草稿"
    assert said[2][2]["notice"]["note"] == "二"


def test_what_was_changed_meanwhile_is_not_written_over(desk, small):
    seen = editing.look_at(desk)[0]
    note(desk, "乙写的", "乙")

    with pytest.raises(Changed):
        write_files(small, "small", {DRAFT: b"{}"}, seen, editing.Act(who=WHO, act="编辑"))

    assert editing.open_section(desk, "notice").shown.items["notice.note"] == "乙写的"


def test_a_picture_that_is_not_read_with_the_campaign_holds_up_no_draft(desk):
    desk.load()
    desk.write("photos/x.jpg", b"\xff\xd8")

    note(desk, "此件公开发布")
    publish(desk)

    assert desk.load().campaign.notice.note == "此件公开发布"


def test_a_draft_that_was_changed_since_it_was_looked_at_is_not_put_in_force(desk):
    note(desk, "看过的")
    seen = editing.pending(desk).seen
    note(desk, "没看过的", "乙")

    with pytest.raises(Changed):
        editing.publish(desk, seen, WHO)

    assert desk.load().campaign.notice.note == ""


def test_returns_that_come_meanwhile_hinder_nobody(desk, small):
    note(desk, "附注")
    seen = editing.pending(desk).seen

    save(small, "small", draft(unit="柳林镇河湾村", checked=1), typed(), 0)
    editing.publish(desk, seen, WHO)

    assert desk.load().campaign.notice.note == "附注"


def test_an_earlier_state_comes_back(desk):
    for text in ("一", "二", "三"):
        note(desk, text)
        publish(desk)
    third, second, first = versions(desk)
    assert third.number > second.number > first.number

    restore(desk, second.number, WHO)

    assert editing.open_section(desk, "notice").shown.items["notice.note"] == "一"
    publish(desk)
    assert desk.load().campaign.notice.note == "一"
    assert len(versions(desk)) == 4


def test_the_name_of_the_campaign_goes_with_it(desk, small):
    page = editing.open_section(desk, "basics")
    items = {**page.shown.items, "name": "柳林镇重大事故隐患专项排查整治2024行动"}
    editing.keep_section(desk, "basics", replace(page.shown, items=items), page.seen, WHO)
    publish(desk)

    with looking(small) as connection:
        assert connection.execute(sa.select(CAMPAIGNS.c.name)).scalar_one() == items["name"]


def test_a_draft_lies_beside_the_files_and_goes_with_it(desk, small):
    note(desk, "附注")
    assert (Path(desk.folder) / DRAFT).exists()
    editing.discard(desk, WHO)
    editing.look_at(desk)

    assert not (Path(desk.folder) / DRAFT).exists()
    with looking(small) as connection:
        asked = sa.select(FILES.c.content).where(FILES.c.name == DRAFT)
        assert connection.execute(asked).scalar_one() is None


def test_a_new_indicator_gets_no_name_that_a_draft_of_a_return_has_a_figure_for(desk, small):
    save(small, "small", draft(unit="柳林镇河湾村", item_3=1), typed(), 0)
    page = editing.open_section(desk, "form-dispatch-communities")
    rows = (*page.shown.rows, Row(cells={"label": "罚款数", "kind": "整数"}))

    page = editing.keep_section(
        desk, "form-dispatch-communities", replace(page.shown, rows=rows), page.seen, WHO
    )

    assert page.shown.rows[-1].cells["name"] == "item_4"


def test_a_change_beside_a_row_that_went_stands_in_the_log(desk, small):
    page = editing.open_section(desk, "roster")
    last = page.shown.rows[-1]
    changed = replace(last, cells={**last.cells, "title": "河湾村党总支书记"})

    rows = (*page.shown.rows[:-2], changed)
    editing.keep_section(desk, "roster", replace(page.shown, rows=rows), page.seen, WHO)

    assert entries(small)[-1].after == ["名单 “成员” 职务：河湾村党总支书记", "名单 删一行："]
