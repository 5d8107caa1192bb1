"""Whose campaign it is: every route with a campaign in its path, every role of every level; towns see their branch alone."""

import pytest
import test_rights
from helpers.levels import FORM, MONTH, ON, PASSWORD, ROLES, county_office
from starlette.testclient import TestClient
from test_rights import MAY, routes_of, token_of

from generator.service.app import create_app
from generator.service.worker import Jobs

OF_CAMPAIGNS = [route for route in MAY if "{campaign}" in route]
ASKERS = {  # whose campaign `jia` is to people of each organ
    "jia": "own",
    "county": "subordinate",
    "yi": "unrelated",
    "lin": "unrelated",
}
READS = {  # what is left over a campaign below; everything else is refused there
    route for route in OF_CAMPAIGNS if route.startswith("GET ") and {"leader", "auditor"} <= MAY[route]
}
FILLED_IN = test_rights.FILLED_IN | {"form": FORM, "period": MONTH}
FILLED_IN.pop("campaign")


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
    method, _, path = route.partition(" ")
    place = path.format(campaign=campaign, unit=unit, **FILLED_IN)
    return client.request(method, place, headers={"x-form-token": token_of(client)}).status_code


def test_the_routes_with_a_campaign_are_those_of_the_table(app):
    assert {r for r in routes_of(app) if "{campaign}" in r} == set(OF_CAMPAIGNS)


@pytest.mark.parametrize("route", OF_CAMPAIGNS)
def test_a_town_s_campaign_is_its_own_read_from_above_and_unknown_to_all_others(route, askers):
    for (organ, role), client in askers.items():
        mine = role != "clerk" or "{unit}" not in route
        status = asked(client, route, "jia", "甲镇0号村")
        match ASKERS[organ]:
            case "own" if role == "clerk":
                assert (status == 403) == (role not in MAY[route]), (organ, role, status)
            case "own":
                assert (status in (403, 404)) <= (role not in MAY[route] or status == 404), (organ, role)
                assert status != 500
            case "subordinate" if role == "clerk":
                assert status == 404, (organ, role, status)
            case "subordinate":
                allowed = route in READS and role in MAY[route]
                assert (status == 403) != allowed, (organ, role, status)
                assert status not in (401, 404, 500), (organ, role, status)
            case _:
                assert (status, mine or True) == (404, True), (organ, role, status)


@pytest.mark.parametrize("route", OF_CAMPAIGNS)
@pytest.mark.parametrize("unit", ["jia", "yi"])
def test_in_the_county_s_campaign_a_town_is_the_clerk_of_its_unit(route, unit, askers):
    for role in ROLES:
        status = asked(askers["jia", role], route, "county", unit)
        other = "{unit}" in route and unit != "jia"
        if role == "clerk":
            assert status == 404, (role, status)
        elif role in ("admin", "office"):
            allowed = "clerk" in MAY[route] and not other
            assert (status == 403) != allowed, (role, status)
        else:
            allowed = route in READS and "clerk" in MAY[route] and not other
            assert (status == 403) != allowed, (role, status)
        assert status not in (401, 500), (role, status)


@pytest.mark.parametrize("route", OF_CAMPAIGNS)
def test_what_is_another_s_is_as_if_there_were_none(route, askers):
    client = askers["yi", "admin"]
    assert asked(client, route, "jia", "x") == asked(client, route, "no-such-campaign", "x") == 404


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
