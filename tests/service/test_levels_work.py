"""Three levels in one service: villages report, towns approve and hand up, the county takes, sends back, looks below."""

import pytest
from helpers.levels import FORM, MONTH, ON, PASSWORD, added_up, county_office, figures
from starlette.testclient import TestClient
from test_rights import token_of

from generator.database.changes import Desk
from generator.service.app import create_app
from generator.service.worker import Jobs
from generator.verbs.filling import Which, last_kept

TOTALS = f"/totals?period={MONTH}"


@pytest.fixture(scope="module")
def office(tmp_path_factory, office_url):
    found = county_office(tmp_path_factory.mktemp("office"), office_url, towns=5, villages=80)
    yield found
    found.close()


@pytest.fixture(scope="module")
def sign_in(office):
    app = create_app(office, Jobs(office.folder), lambda: ON)
    clients = {}

    def client(login):
        if login not in clients:
            clients[login] = TestClient(app, follow_redirects=False)
            clients[login].post("/login", data={"login": login, "password": PASSWORD})
        return clients[login]

    return client


def post(client, place, **data):
    return client.post(place, data=data, headers={"x-form-token": token_of(client)})


def shown(client, campaign, name):
    """The figure as the page of totals shows it."""
    page = client.get(f"/c/{campaign}{TOTALS}").text
    return page.partition(f"name={name}")[2].partition(">")[2].partition("<")[0]


def kept(office, town="jia"):
    return last_kept(office.store("county"), Which(town, FORM, MONTH))


def correct_village(sign_in, office, town, number, checked):
    """A village's clerk corrects what was taken, and the town takes it."""
    unit = office.store(town).body().campaign.units[number].code
    store = office.store(town)
    which = Which(unit, FORM, MONTH)
    from generator.verbs import filling

    filling.correct(store, which, filling.Whose(who="村", seen=0, on=ON))
    opened = filling.open_form(store, which)
    typed = filling.Typed(values={**opened.typed.values, "checked": str(checked)})
    filling.hand_in(store, which, typed, filling.Whose(who="村", seen=opened.version, on=ON))


def test_three_levels_roll_up_are_corrected_and_sent_back(office, sign_in):
    clerk, leader, above = sign_in("jia-office"), sign_in("jia-leader"), sign_in("county-office")

    refused = post(clerk, "/c/jia/totals/hand-up", period=MONTH)
    assert (refused.status_code, "还没有审定" in refused.text) == (422, True)
    for town in ("jia", "yi", "bing", "ding", "wu"):
        assert post(sign_in(f"{town}-leader"), f"/c/{town}/totals/approve", period=MONTH).status_code == 303
        assert post(sign_in(f"{town}-office"), f"/c/{town}/totals/hand-up", period=MONTH).status_code == 303
    every = added_up(5, 80)
    assert shown(above, "county", "checked") == str(every["checked"])
    assert shown(above, "county", "penalties") == f"{every['penalties']['times']}次，125万元"
    one = kept(office)
    assert (one.state, one.changed_by, one.filled.made_from.counted) == ("submitted", "jia-office", 80)
    assert (one.filled.made_from.campaign, one.said) == ("jia", "汇总上报：jia，计入 80/80 份")

    # a village's correction: the county has not taken the month yet, and sends it back
    correct_village(sign_in, office, "jia", 1, figures(0, 1)["checked"] + 40)
    page = clerk.get(f"/c/jia{TOTALS}").text
    assert "上报 3160，现在 3200" in page
    assert (
        "甲镇上报后，下级的数又有变动：2.1 抽查检查的企业总数（家） 上报 3160，现在 3200"
        in above.get(f"/c/county{TOTALS}").text
    )
    assert post(leader, "/c/jia/totals/approve", period=MONTH).status_code == 422
    assert post(leader, "/c/jia/totals/approve", period=MONTH, said="1号村更正").status_code == 303
    early = post(clerk, "/c/jia/totals/hand-up", period=MONTH)
    assert (early.status_code, "请上级退回" in early.text) == (422, True)
    place = f"/c/county/fill/jia/{FORM}/{MONTH}"
    assert (
        post(above, f"{place}/send-back", version=kept(office).version, said="2.1 请核对").status_code == 303
    )
    assert "上级退回：2.1 请核对" in clerk.get(f"/c/jia{TOTALS}").text
    assert post(clerk, "/c/jia/totals/hand-up", period=MONTH).status_code == 303
    assert (kept(office).state, kept(office).filled.values["checked"]) == ("submitted", 3200)

    # taken; what changes after that goes up as a correction
    assert post(above, f"{place}/accept", version=kept(office).version).status_code == 303
    assert 'name="said"' not in clerk.get(f"/c/jia{TOTALS}").text
    correct_village(sign_in, office, "jia", 2, figures(0, 2)["checked"] + 1)
    assert post(leader, "/c/jia/totals/approve", period=MONTH, said="2号村更正").status_code == 303
    assert post(clerk, "/c/jia/totals/hand-up", period=MONTH).status_code == 303
    assert (kept(office).filled.correction, kept(office).filled.values["checked"]) == (1, 3201)
    assert shown(above, "county", "checked") == str(every["checked"] + 41)


def test_the_county_follows_a_figure_down_to_the_village(sign_in):
    above = sign_in("county-leader")
    first = above.get(f"/c/county/totals/explain?period={MONTH}&form={FORM}&name=penalties").json()

    assert len(first["below"]) == 5
    assert first["below"][1]["line"].startswith("乙镇的数汇总自“乙镇")
    second = above.get(first["below"][1]["place"]).json()
    village = figures(1, 7)["penalties"]
    assert f"    7号村 {village['times']}次，{village['amount']}万元" in second["lines"]
    assert second["below"] == []
    assert above.get("/c/yi").status_code == 200
    assert sign_in("jia-office").get(first["below"][1]["place"]).status_code == 404


def test_a_town_that_names_another_s_unit_is_stopped(office, sign_in):
    desk = Desk(office.store("wu"), "戊镇")
    main = desk.folder / "campaign.yaml"
    office.store("wu").body()
    before = main.read_bytes()
    desk.write("campaign.yaml", before.replace(b"unit: wu\n", b"unit: yi\n"))
    try:
        page = sign_in("wu-office").get(f"/c/wu{TOTALS}").text
        assert "本机关在上级行动里是“戊镇”" in page
        answer = post(sign_in("wu-office"), "/c/wu/totals/hand-up", period=MONTH)
        assert (answer.status_code, "本机关在上级行动里是“戊镇”" in answer.text) == (422, True)
    finally:
        desk.write("campaign.yaml", before)


def test_a_town_that_names_the_county_s_campaign_as_one_below_it_sees_nothing_of_it(office, sign_in):
    desk = Desk(office.store("wu"), "戊镇")
    office.store("wu").body()
    before = (desk.folder / "campaign.yaml").read_bytes()
    forged = f"""
returns:
  - schema: 1
    form: {FORM}
    unit: 戊镇0号村
    period: 2023-07
    values: {{checked: 5}}
    made_from: {{campaign: NAME, digest: x}}
"""
    place = f"/c/wu/totals/explain?period=2023-07&form={FORM}&name=checked"
    try:
        for name in ("county", "../county", "yi", "wu"):
            desk.write("campaign.yaml", before + forged.replace("NAME", name).encode())
            told = sign_in("wu-office").get(place).json()
            assert any("0号村 5" in line for line in told["lines"]), told
            assert [b["line"] for b in told["below"] if "蔚水县" in b["line"] or "乙镇" in b["line"]] == []
            assert "乙镇" not in sign_in("wu-office").get("/c/wu/hazards").text
    finally:
        desk.write("campaign.yaml", before)
