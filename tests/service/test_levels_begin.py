"""A county lets a town in: its organ, its first administrator, its own campaign, and how the new pages look."""

import re

import pytest
from axe_playwright_python.sync_playwright import Axe
from helpers.levels import MONTH, ON, PASSWORD, county_office
from helpers.served import serving
from starlette.testclient import TestClient
from test_looks import RULES, SCREENS
from test_rights import token_of

from generator.service.app import create_app
from generator.service.worker import Jobs

LOOKED_AT = {
    "campaigns of a county": ("county-office", "/"),
    "hazards of a county": ("county-office", "/c/county/hazards"),
    "totals that go up": ("jia-office", f"/c/jia/totals?period={MONTH}"),
    "totals of a county": ("county-office", f"/c/county/totals?period={MONTH}"),
    "people of an organ below": ("county-admin", "/people?organ=jia"),
}


@pytest.fixture(scope="module")
def office(tmp_path_factory, office_url):
    found = county_office(tmp_path_factory.mktemp("office"), office_url, towns=2, villages=2)
    yield found
    found.close()


def post(client, place, **data):
    return client.post(place, data=data, headers={"x-form-token": token_of(client)})


def test_a_county_s_administrator_lets_a_village_s_town_begin(office):
    app = create_app(office, Jobs(office.folder), lambda: ON)
    town, new = TestClient(app, follow_redirects=False), TestClient(app, follow_redirects=False)
    town.post("/login", data={"login": "jia-admin", "password": PASSWORD})

    # a fourth level: a village of the town becomes an organ of its own
    assert "请选择它是哪个单位" in post(town, "/organs", code="cun", name="0号村委会", unit="yi").text
    slip = post(town, "/organs", code="cun", name="0号村委会", unit="甲镇0号村").text
    code = re.search(r'class="code">([A-Z0-9-]+)<', slip)[1]
    assert "0号村委会 管理员" in slip
    taken = post(town, "/organs", code="cun-2", name="又一个", unit="甲镇0号村")
    assert (taken.status_code, "已经是上级的单位" in taken.text) == (422, True)

    made = post(new, "/invitation", code=code, login="cun-guanli", name="石敢", password=PASSWORD)
    assert made.status_code == 303
    new.post("/login", data={"login": "cun-guanli", "password": PASSWORD})
    home = new.get("/").text
    assert "照“甲镇重大事故隐患专项排查整治2023行动”建本机关的行动" in home
    refused = post(new, "/campaigns", above="county", code="cun", names="一组")
    assert (refused.status_code, "没有这个上级行动" in refused.text) == (422, True)
    assert post(new, "/campaigns", above="jia", code="cun", names="东村\n西村、河湾社区").status_code == 303

    campaign = office.store("cun").load().campaign
    assert [u.label for u in campaign.units] == ["东村", "西村", "河湾社区"]
    assert (campaign.superior.campaign, campaign.superior.unit) == ("jia", "甲镇0号村")
    assert office.store("cun").load().problems == ()
    assert "照“" not in new.get("/").text
    assert new.get("/c/cun").status_code == 200
    assert new.get("/c/county").status_code == 404
    above = TestClient(app, follow_redirects=False)
    above.post("/login", data={"login": "county-leader", "password": PASSWORD})
    assert above.get("/c/cun/totals").status_code == 200


def test_what_a_town_does_in_the_county_s_campaign_stands_in_the_log_of_both(office):
    from generator.database.changes import Step, save
    from generator.database.organs import organs
    from generator.model.filled import Return
    from generator.verbs.auditing import acts

    filled = Return(
        schema=1, form="dispatch-communities", unit="jia", period="2023-07", values={"checked": 1}
    )
    save(office.engine, "county", filled, Step(to="draft", who="jia-office"), 0)
    numbers = {o.code: o.id for o in organs(office.engine)}

    for organ, sees in (("main", True), ("jia", True), ("yi", False), ("lin", False)):
        found = [a["who"] for a in acts(office, 0, "2023-07", numbers[organ])]
        assert (found == ["jia-office"]) is sees, organ


@pytest.mark.slow
@pytest.mark.parametrize("screen", SCREENS)
@pytest.mark.parametrize("name", LOOKED_AT)
def test_a_page_of_the_levels_can_be_read_by_everybody(office, visit, name, screen):
    login, place = LOOKED_AT[name]
    with serving(office) as served:
        page = visit(served.address, viewport=SCREENS[screen])
        page.goto("/login")
        page.fill("[name=login]", login)
        page.fill("[name=password]", PASSWORD)
        page.press("[name=password]", "Enter")
        page.wait_for_url(lambda url: not url.endswith("/login"))
        page.goto(place)
        page.wait_for_load_state("networkidle")

        found = Axe().run(page, options=RULES).response["violations"]
        assert [(v["id"], [n["html"][:200] for n in v["nodes"]]) for v in found] == []
        assert page.locator("h1").count() == 1
        beyond = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
        assert page.evaluate(beyond) <= 0
