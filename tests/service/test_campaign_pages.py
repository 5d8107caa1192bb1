"""Campaigns on the page: begun, copied to the next year, taken in from files; each one act in the log."""

import io
import zipfile

import pytest
import sqlalchemy as sa
from helpers import hostile_files, superior
from helpers.served import CODE, PASSWORD, TODAY, made_office
from helpers.sheets import CAMPAIGNS
from starlette.testclient import TestClient

from generator.database.tables import AUDIT
from generator.service.app import create_app
from generator.service.worker import Jobs
from generator.verbs import editing_page

NEW = {
    "name": "示例镇排查整治2024行动",
    "issuer": "示例镇安全生产委员会",
    "region": "示例镇",
    "starts_on": "2024-06-01",
    "ends_on": "2024-12-31",
    "code": "new-2024",
    "kinds": ["community", "department"],
    "units": "示例镇河湾村\r\n示例镇应急办\r\n",
    "forms": ["dispatch-communities"],
    "monthly_by": "25",
}


@pytest.fixture(scope="module")
def office(tmp_path_factory, office_url):
    found = made_office(tmp_path_factory.mktemp("office"), office_url)
    yield found
    found.close()


@pytest.fixture
def admin(office):
    client = TestClient(create_app(office, Jobs(office.folder), lambda: TODAY), follow_redirects=False)
    client.post("/login", data={"login": "guanli", "password": PASSWORD})
    page = client.get("/campaigns").text
    client.headers["x-form-token"] = page.partition('name="form-token" content="')[2].partition('"')[0]
    return client


def acts(office):
    with office.engine.connect() as connection:
        asked = sa.select(AUDIT.c.act, AUDIT.c.campaign).order_by(AUDIT.c.id.desc())
        return [tuple(row) for row in connection.execute(asked)]


def names(office):
    return dict(office.campaigns())


def test_a_campaign_is_begun_with_its_units_and_forms(admin, office):
    answer = admin.post("/campaigns/new", data=NEW)

    assert (answer.status_code, answer.headers["location"]) == (303, "/c/new-2024/edit")
    loaded = office.store("new-2024").load()
    assert [p.code for p in loaded.problems] == [
        "TXT-014"
    ]  # the form's own note says by the end of the month
    assert [u.label for u in loaded.campaign.units] == ["河湾村", "应急办"]
    assert loaded.campaign.duties[0].monthly_by == 25
    assert acts(office)[0] == ("新建行动", "new-2024")


def test_a_page_of_the_editor_that_is_drawn_reads_nothing_of_the_campaign(admin, monkeypatch):
    place = f"/c/{CODE}/edit/notice/live"
    told = admin.get(place).json()
    drawn = admin.get(f"{place}/1.png?row=0&v={told['digest']}").content

    monkeypatch.setattr(editing_page, "look_at", lambda _: pytest.fail("read again"))
    assert drawn.startswith(b"\x89PNG")
    assert admin.get(f"{place}/1.png?row=0&v={told['digest']}").content == drawn


def test_what_is_wrong_is_said_at_once_and_what_was_typed_stands_there_still(admin, office):
    answer = admin.post(
        "/campaigns/new", data=NEW | {"code": "wrong", "kinds": ["town", "county"], "units": "甲村"}
    )

    assert answer.status_code == 422
    assert "看不出是哪一类单位" in answer.text
    assert "甲村</textarea>" in answer.text
    assert "wrong" not in names(office)
    assert admin.post("/campaigns/new", data=NEW | {"code": CODE}).status_code == 422


def test_a_campaign_is_copied_to_the_next_year_without_what_was_reported(admin, office):
    answer = admin.post(f"/campaigns/{CODE}/copy", data={"year": "2024", "code": "jgc-2024"})

    assert answer.status_code == 200
    assert "2024行动" in names(office)["jgc-2024"]
    assert "没有改的，请核对" in answer.text
    before, after = office.store(CODE), office.store("jgc-2024")
    assert after.load().campaign.units == before.load().campaign.units
    assert (after.kept(), after.load().campaign.hazards) == ((), ())
    assert "2023行动" in before.load().campaign.name
    assert acts(office)[0] == ("复制行动", "jgc-2024")


def test_a_copy_takes_open_hazards_along_where_asked(admin, office):
    admin.post(f"/campaigns/{CODE}/copy", data={"year": "2025", "code": "jgc-2025", "open_hazards": "true"})
    assert office.store("jgc-2025").load().campaign.hazards


@pytest.mark.parametrize("data", [{"year": "2023", "code": "same"}, {"year": "2024", "code": CODE}])
def test_a_copy_to_the_same_year_or_a_taken_code_is_refused(data, admin, office):
    before = names(office)
    assert admin.post(f"/campaigns/{CODE}/copy", data=data).status_code == 422
    assert names(office) == before


def packed(folder):
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as archive:
        for place in sorted(folder.glob("*.yaml")):
            archive.write(place, place.name)
    return target.getvalue()


def test_a_packed_campaign_is_taken_in(admin, office):
    sent = {"file": ("行动.zip", packed(CAMPAIGNS / "small_valid"))}
    answer = admin.post("/campaigns/import/upload", files=sent, data={"code": "small"})

    assert (answer.status_code, answer.headers.get("location")) == (303, "/c/small")
    assert names(office)["small"].startswith("柳林镇")
    assert acts(office)[0] == ("导入行动", "small")


@pytest.mark.parametrize("inside", ["", "将官池/"])
def test_a_packed_campaign_brings_the_workbooks_of_superiors_that_it_names(inside, admin, office):
    named, other = "上级表/市调度表.xlsx", "收件/秋湖村.xlsx"
    upward = "schema: 1\nupward:\n  - name: 市调度表\n    file: 上级表/市调度表.xlsx\n"
    upward += "    column: 本月数\n    cells: {penalties.amount: 罚款金额}\n"
    files = {place.name: place.read_bytes() for place in (CAMPAIGNS / "jiangguanchi").glob("*.yaml")}
    files |= {"upward.yaml": upward.encode()}
    files |= dict.fromkeys((named, other), superior.workbook(superior.by_rows))
    sent = hostile_files.packed({inside + name: content for name, content in files.items()})
    code = f"upward-{len(inside)}"

    answer = admin.post("/campaigns/import/upload", files={"file": ("行动.zip", sent)}, data={"code": code})

    assert answer.status_code == 303, answer.text
    store = office.store(code)
    assert store.read(named).startswith(b"PK")
    assert store.read(other) is None


@pytest.mark.parametrize(
    "file",
    [
        ("行动.zip", b"PK\x03\x04"),
        ("行动.exe", b"MZ"),
        ("campaign.yaml", "schema: 1\nname: 只有名称\n".encode()),
        ("行动.zip", hostile_files.packed({"../../campaign.yaml": b"schema: 1"})),
    ],
    ids=["no zip", "program", "half a campaign", "a name that climbs"],
)
def test_files_that_are_no_campaign_are_refused_and_noted(file, admin, office):
    before = names(office)
    answer = admin.post("/campaigns/import/upload", files={"file": file}, data={"code": "bad"})

    assert answer.status_code == 422
    assert 'role="alert"' in answer.text
    assert names(office) == before
    assert acts(office)[0][0] == "拒绝"
