"""Who may do what: every route, every role, the own unit and another; a route that is not listed here fails."""

import pytest
from fastapi.routing import APIRoute
from helpers.served import CODE, PASSWORD, STAFF, TODAY, made_office
from starlette.testclient import TestClient

from generator.service.app import create_app
from generator.service.worker import Jobs

EVERYONE = {"admin", "office", "leader", "auditor", "clerk", "nobody"}
STAFF_ROLES = EVERYONE - {"nobody"}
FILLS = {"admin", "office", "clerk"}
ALL_UNITS = {"admin", "office", "leader", "auditor"}
REVIEWS = {"admin", "office"}
MAY = {
    "GET /login": EVERYONE,
    "POST /login": EVERYONE,
    "POST /logout": STAFF_ROLES,
    "GET /invitation": EVERYONE,
    "POST /invitation": EVERYONE,
    "GET /": STAFF_ROLES,
    "GET /c/{campaign}": STAFF_ROLES,
    "POST /c/{campaign}/remind": REVIEWS,
    "GET /c/{campaign}/fill/{unit}/{form}/{period}": FILLS,
    "POST /c/{campaign}/fill/{unit}/{form}/{period}/look": FILLS,
    "POST /c/{campaign}/fill/{unit}/{form}/{period}/keep": FILLS,
    "POST /c/{campaign}/fill/{unit}/{form}/{period}/hand-in": FILLS,
    "POST /c/{campaign}/fill/{unit}/{form}/{period}/accept": REVIEWS,
    "POST /c/{campaign}/fill/{unit}/{form}/{period}/send-back": REVIEWS,
    "POST /c/{campaign}/fill/{unit}/{form}/{period}/correct": FILLS,
    "GET /c/{campaign}/workbook/{unit}/{period}.xlsx": STAFF_ROLES,
    "POST /c/{campaign}/upload": FILLS,
    "GET /c/{campaign}/totals": ALL_UNITS,
    "GET /c/{campaign}/totals/explain": ALL_UNITS,
    "POST /c/{campaign}/totals/approve": {"admin", "leader"},
    "POST /c/{campaign}/totals/hand-up": REVIEWS,
    "GET /c/{campaign}/hazards": STAFF_ROLES,
    "GET /c/{campaign}/hazards/rows": STAFF_ROLES,
    "GET /c/{campaign}/hazards/{hazard}": STAFF_ROLES,
    "POST /c/{campaign}/hazards/{hazard}": FILLS,
    "POST /c/{campaign}/hazards/{hazard}/upload": FILLS,
    "GET /c/{campaign}/hazards/{hazard}/photos.pdf": STAFF_ROLES,
    "GET /c/{campaign}/hazards/{hazard}/photos/{photo}.jpg": STAFF_ROLES,
    "POST /c/{campaign}/hazards/{hazard}/photos/{photo}": REVIEWS,
    "GET /c/{campaign}/sheets": REVIEWS,
    "POST /c/{campaign}/sheets": REVIEWS,
    "POST /c/{campaign}/sheets/urge": REVIEWS,
    "GET /c/{campaign}/sheets/jobs/{job}": REVIEWS,
    "GET /c/{campaign}/sheets/jobs/{job}/{name}": REVIEWS,
    "GET /c/{campaign}/sheets/{unit}/{form}/{period}.pdf": STAFF_ROLES,
    "GET /c/{campaign}/register": STAFF_ROLES,
    "GET /c/{campaign}/register/sheets/{key}": STAFF_ROLES,
    "POST /c/{campaign}/register/sheets/{key}": REVIEWS,
    "GET /c/{campaign}/register/sheets/{key}/{scan}.pdf": STAFF_ROLES,
    "GET /c/{campaign}/register/sheets/{key}/{scan}-{leaf}.jpg": STAFF_ROLES,
    "POST /c/{campaign}/register/upload": REVIEWS,
    "POST /c/{campaign}/register/{unit}/upload": FILLS,
    "GET /c/{campaign}/register/scans/{job}": FILLS,
    "GET /c/{campaign}/register/aside": REVIEWS,
    "GET /c/{campaign}/register/aside/{leaf}.jpg": REVIEWS,
    "POST /c/{campaign}/register/aside/{leaf}": REVIEWS,
    "GET /c/{campaign}/forms/draw": REVIEWS,
    "POST /c/{campaign}/forms/draw/upload": REVIEWS,
    "POST /c/{campaign}/forms/draw/look": REVIEWS,
    "POST /c/{campaign}/forms/draw/keep": REVIEWS,
    "GET /c/{campaign}/edit": REVIEWS,
    "POST /c/{campaign}/edit/publish": REVIEWS,
    "POST /c/{campaign}/edit/discard": REVIEWS,
    "POST /c/{campaign}/edit/restore/{number}": REVIEWS,
    "POST /c/{campaign}/edit/upload": REVIEWS,
    "GET /c/{campaign}/edit/campaign.zip": REVIEWS,
    "GET /c/{campaign}/edit/office.zip": REVIEWS,
    "GET /c/{campaign}/edit/{section}": REVIEWS,
    "POST /c/{campaign}/edit/{section}": REVIEWS,
    "GET /c/{campaign}/edit/{section}/live": REVIEWS,
    "GET /c/{campaign}/edit/{section}/live/{number}.png": REVIEWS,
    "GET /c/{campaign}/archive": {"admin"},
    "GET /c/{campaign}/archive/list": {"admin"},
    "POST /c/{campaign}/archive": {"admin"},
    "POST /c/{campaign}/archive/{job}/check": {"admin"},
    "GET /c/{campaign}/archive/{job}/package.zip": {"admin"},
    "GET /c/{campaign}/sheets/look": REVIEWS,
    "GET /c/{campaign}/sheets/{unit}/{form}/{period}/paper": STAFF_ROLES,
    "GET /campaigns": STAFF_ROLES,
    "GET /campaigns/new": {"admin"},
    "POST /campaigns/new": {"admin"},
    "GET /campaigns/{campaign}/copy": {"admin"},
    "POST /campaigns/{campaign}/copy": {"admin"},
    "POST /campaigns/import/upload": {"admin"},
    "GET /people": {"admin"},
    "POST /people": {"admin"},
    "POST /people/{login}/{act}": {"admin"},
    "POST /people-password": {"admin"},
    "POST /invitations": {"admin"},
    "POST /campaigns": {"admin"},
    "POST /organs": {"admin"},
    "POST /organs/name": {"admin"},
    "POST /organs/invitation": {"admin"},
    "POST /tokens": {"admin"},
    "POST /tokens/{number}": {"admin"},
    "GET /audit": {"admin", "auditor"},
    "GET /audit/verify": {"admin", "auditor"},
    "GET /api/v1/campaigns": STAFF_ROLES,
    "GET /api/v1/campaigns/{campaign}/forms/{form}": STAFF_ROLES,
    "GET /api/v1/campaigns/{campaign}/returns": STAFF_ROLES,
    "GET /api/v1/campaigns/{campaign}/returns/{unit}/{form}/{period}": FILLS,
    "PUT /api/v1/campaigns/{campaign}/returns/{unit}/{form}/{period}": FILLS,
    "GET /healthz": EVERYONE,
    "GET /metrics": EVERYONE,
}  # a clerk: of the own unit alone, where the route names one
FILLED_IN = {
    "campaign": CODE,
    "form": "dispatch-communities",
    "period": "2023-06",
    "hazard": "JGC-001",
    "job": "0",
    "name": "x.zip",
    "login": "nobody-of-that-name",
    "act": "disable",
    "number": "1",
    "key": "123456789012",
    "scan": "1",
    "leaf": "1",
    "photo": "1",
    "section": "units",
}
LOGINS = {role: login for login, _, role, _ in reversed(STAFF)}


@pytest.fixture(scope="module")
def app(tmp_path_factory, office_url):
    office = made_office(tmp_path_factory.mktemp("office"), office_url)
    yield create_app(office, Jobs(office.folder), lambda: TODAY)
    office.close()


@pytest.fixture(scope="module")
def askers(app):
    """A client for each role, signed in."""
    found = {}
    for role in sorted(EVERYONE):
        client = TestClient(app, follow_redirects=False, raise_server_exceptions=False)
        if role != "nobody":
            client.post("/login", data={"login": LOGINS[role], "password": PASSWORD})
            assert client.cookies, role
        found[role] = client
    return found


def routes_of(app):
    """Every method and path that the application answers, whatever a router is nested in."""
    for route in app.routes:
        if inner := getattr(route, "original_router", None):
            yield from routes_of(inner)
        elif isinstance(route, APIRoute):
            yield from (f"{method} {route.path}" for method in sorted(route.methods))


def test_every_route_is_listed(app):
    known = {"/static", "/openapi.json"}
    others = {getattr(r, "path", "") for r in app.routes if not isinstance(r, APIRoute)}

    assert set(MAY) == set(routes_of(app))
    assert {p for p in others if p} <= known


def token_of(client):
    page = client.get("/login").text
    return page.partition('name="form-token" content="')[2].partition('"')[0]


def asked(client, route, unit):
    method, _, path = route.partition(" ")
    place = path.format(unit=unit, **FILLED_IN)
    return client.request(method, place, headers={"x-form-token": token_of(client)})


@pytest.mark.parametrize("route", [r for r in MAY if r != "POST /logout"])
@pytest.mark.parametrize("unit", ["qiuhu", "wangdian"])
def test_a_role_may_do_what_the_table_says_and_nothing_else(route, unit, askers):
    for role, client in askers.items():
        mine = role != "clerk" or "{unit}" not in route or unit == "qiuhu"
        status = asked(client, route, unit).status_code
        if role in MAY[route] and mine:
            assert status not in (401, 403, 500), (role, unit, status)
        elif role == "nobody":
            assert status in (303, 401), (role, unit, status)
        else:
            assert status == 403, (role, unit, status)


@pytest.mark.parametrize("route", [r for r in MAY if not r.startswith("GET")])
def test_what_changes_something_is_refused_without_the_token_of_the_page(route, askers):
    method, _, path = route.partition(" ")
    answer = askers["admin"].request(method, path.format(unit="qiuhu", **FILLED_IN))

    assert (answer.status_code, "刷新" in answer.text) == (403, True)


def test_a_clerk_sees_no_other_unit_on_pages_of_all(askers):
    client = askers["clerk"]

    assert "王店村" not in client.get(f"/c/{CODE}").text
    rows = client.get(f"/c/{CODE}/hazards/rows").json()["data"]
    assert {r["unit"] for r in rows} == {"qiuhu"}
    assert {r["unit"] for r in client.get(f"/api/v1/campaigns/{CODE}/returns").json()} == {"qiuhu"}
    assert client.get(f"/c/{CODE}/hazards/JGC-009").status_code == 403
