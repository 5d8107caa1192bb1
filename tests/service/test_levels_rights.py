"""Whose campaign it is: every route with a campaign in its path, every role of every level: own, above, below, others'."""

import pytest
from helpers.levels import FORM, MONTH, ON, PASSWORD, ROLES, county_office
from starlette.testclient import TestClient
from test_rights import FILLED_IN, MAY, routes_of, token_of

from generator.service.app import create_app
from generator.service.context import NO_CAMPAIGN
from generator.service.worker import Jobs

OF_CAMPAIGNS = [route for route in MAY if "{campaign}" in route]
READ = {  # what reads what leaders and auditors see alike: all that is left over a campaign below or above
    route for route in OF_CAMPAIGNS if route.startswith("GET ") and {"leader", "auditor"} <= MAY[route]
}
HERE = FILLED_IN | {"form": FORM, "period": MONTH}
VILLAGE = "甲镇0号村"


@pytest.fixture(scope="module")
def app(tmp_path_factory, office_url):
    office = county_office(tmp_path_factory.mktemp("office"), office_url)
    yield create_app(office, Jobs(office.folder), lambda: ON)
    office.close()


@pytest.fixture(scope="module")
def askers(app):
    found = {}
    for organ in ("county", "jia", "yi", "lin"):
        for role in ROLES:
            client = TestClient(app, follow_redirects=False, raise_server_exceptions=False)
            client.post("/login", data={"login": f"{organ}-{role}", "password": PASSWORD})
            assert client.cookies
            found[organ, role] = client
    return found


def asked(client, route, campaign, unit):
    """What came of a request: done (or refused for what it says), forbidden, or as if there were no such campaign."""
    method, _, path = route.partition(" ")
    place = path.format(**HERE | {"campaign": campaign, "unit": unit})
    answer = client.request(method, place, headers={"x-form-token": token_of(client)})
    assert answer.status_code not in (401, 500), (place, answer.text)
    if answer.status_code == 404 and NO_CAMPAIGN in answer.text:
        return "unknown"
    return "forbidden" if answer.status_code == 403 else "answered"


def test_the_routes_with_a_campaign_are_those_of_the_table(app):
    assert {r for r in routes_of(app) if "{campaign}" in r} == set(OF_CAMPAIGNS)


@pytest.mark.parametrize("route", OF_CAMPAIGNS)
def test_a_town_s_campaign_is_its_own_read_from_above_and_unknown_to_all_others(route, askers):
    for (organ, role), client in askers.items():
        allowed = role in MAY[route]
        if organ == "county" and role != "clerk":
            allowed = allowed and route in READ
        known = organ == "jia" or (organ == "county" and role != "clerk")
        wanted = "unknown" if not known else "answered" if allowed else "forbidden"
        assert asked(client, route, "jia", VILLAGE) == wanted, (organ, role)


@pytest.mark.parametrize("route", OF_CAMPAIGNS)
@pytest.mark.parametrize("unit", ["jia", "yi"])
def test_in_the_county_s_campaign_a_town_is_the_clerk_of_its_unit(route, unit, askers):
    for role in ROLES:
        own = "{unit}" not in route or unit == "jia"
        fills = role in ("admin", "office") or route in READ
        wanted = "answered" if "clerk" in MAY[route] and own and fills else "forbidden"
        assert asked(askers["jia", role], route, "county", unit) == (
            "unknown" if role == "clerk" else wanted
        ), role


@pytest.mark.parametrize("route", OF_CAMPAIGNS)
def test_what_is_another_s_is_as_if_there_were_none(route, askers):
    client = askers["yi", "admin"]
    assert asked(client, route, "jia", "x") == asked(client, route, "no-such-campaign", "x") == "unknown"


def test_each_level_lists_its_own_branch(askers):
    def listed(organ, role):
        return {c["code"] for c in askers[organ, role].get("/api/v1/campaigns").json()}

    assert listed("county", "office") == {"county", "jia", "yi"}
    assert listed("jia", "office") == listed("jia", "auditor") == {"jia", "county"}
    assert listed("jia", "clerk") == {"jia"}
    assert listed("county", "clerk") == {"county"}
    assert listed("lin", "admin") == {"lin"}
    page = askers["jia", "office"].get("/").text
    assert ("甲镇" in page, "乙镇" in page) == (True, False)


def test_in_the_county_s_campaign_a_town_sees_no_other_town(askers):
    for role in ("office", "leader"):
        client = askers["jia", role]
        page = client.get("/c/county").text
        assert ("甲镇" in page, "乙镇" in page) == (True, False)
        assert {r["unit"] for r in client.get("/api/v1/campaigns/county/returns").json()} == {"jia"}
    assert askers["jia", "office"].get(f"/c/county/fill/jia/{FORM}/{MONTH}").status_code == 200


def test_an_administrator_manages_the_people_of_his_branch_alone(askers):
    town, county = askers["jia", "admin"], askers["county", "admin"]
    page = town.get("/people").text
    assert ("jia-office" in page, "yi-office" in page, "county-office" in page) == (True, False, False)
    assert town.get("/people?organ=yi").status_code == town.get("/people?organ=main").status_code == 422
    assert "yi-office" in county.get("/people?organ=yi").text
    assert county.get("/people?organ=lin").status_code == 422

    def sent(client, place, **data):
        return client.post(place, data=data, headers={"x-form-token": token_of(client)}).status_code

    assert sent(town, "/people/yi-clerk/disable") == 422
    assert sent(town, "/people-password", login="yi-clerk", password="qi-ta-mi-ma-9") == 422
    assert sent(town, "/people?organ=yi", login="new", role="admin", password="qi-ta-mi-ma-9") == 422
    assert sent(town, "/organs/invitation?organ=main") == 422
    assert sent(county, "/people/yi-clerk/disable") == 303
    assert sent(county, "/people/yi-clerk/enable") == 303
    assert sent(county, "/organs/invitation?organ=yi") == 200


def test_a_token_of_a_unit_is_taken_back_by_its_own_branch_alone(askers, app):
    from generator.database.people import make_token, of_token, tokens

    engine = app.state.office.engine
    organ = next(o.id for o in app.state.office.organs() if o.code == "yi")
    token = make_token(engine, "程序", "乙镇0号村", "系统", organ)
    ((number, _, _),) = tokens(engine, [organ])
    for admin in (askers["jia", "admin"], askers["yi", "admin"]):
        person = of_token(engine, token)
        assert person.organ == organ
        admin.post(f"/tokens/{number}", headers={"x-form-token": token_of(admin)})
    assert of_token(engine, token) is None


def test_an_auditor_reads_what_was_done_in_his_branch(askers):
    town = askers["jia", "auditor"].get("/audit?words=搬进").text
    assert (">jia " in town, ">yi " in town, ">county " in town) == (True, False, False)
    above = askers["county", "auditor"].get("/audit?words=搬进").text
    assert (">jia " in above, ">yi " in above, ">lin " in above) == (True, True, False)
    signed_in = askers["jia", "auditor"].get("/audit?words=登录").text
    assert ("jia-office" in signed_in, "yi-office" in signed_in) == (True, False)
