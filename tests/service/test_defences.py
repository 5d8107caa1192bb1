"""Defences of the service: guessing, stolen cookies, what is typed shown as text and written as text, heads of answers."""

import io
import json
import re
import zipfile
from html import escape
from urllib.parse import quote, unquote

import pytest
import sqlalchemy as sa
from helpers.asking import Asker, signed_in
from helpers.served import CODE, PASSWORD

from generator.database.engine import changing, looking
from generator.database.people import FAILURES_MAX, make_token, revoke_token
from generator.database.tables import AUDIT, SESSIONS
from generator.service.limits import Quota
from generator.service.refusals import EACH_MAX, Refusals
from generator.verbs.auditing import verify
from generator.verbs.uploading import blank_workbook

FORM, MONTH = "dispatch-communities", "2023-07"
MINE = f"/c/{CODE}/fill/qiuhu/{FORM}/{MONTH}"
API = f"/api/v1/campaigns/{CODE}/returns/qiuhu/{FORM}/{MONTH}"


@pytest.fixture(autouse=True)
def afresh(served):
    """Each test begins with nothing counted."""
    served.app.state.refusals, served.app.state.failures = Refusals(), Quota(60, 600)


def acts(served, act):
    with looking(served.office.engine) as connection:
        return connection.execute(sa.select(AUDIT.c.remark, AUDIT.c.who).where(AUDIT.c.act == act)).all()


def test_a_login_waits_after_wrong_passwords_and_nobody_else(served):
    nobody = Asker(served)
    tries = [
        nobody.form("/login", {"login": "dongman", "password": f"wrong-{i}"}) for i in range(FAILURES_MAX)
    ]
    right = nobody.form("/login", {"login": "dongman", "password": PASSWORD})

    assert {t.told for t in tries} == {"登录名或密码不对。请核对后再试。"}
    assert (right.status, "停 15 分钟" in right.told) == (403, True)
    assert [r.remark for r in acts(served, "拒绝")][-1].startswith("密码错了太多次")
    assert signed_in(served, "qiuye")


def test_guessing_logins_and_codes_from_one_address_is_stopped(served):
    served.app.state.failures = Quota(3, 600)
    nobody = Asker(served)
    fields = {"login": "newcomer", "name": "新", "password": PASSWORD}
    codes = [nobody.form("/invitation", {"code": f"AAAA-AAAA-AAA{i}", **fields}) for i in range(2)]
    nobody.form("/login", {"login": "nobody", "password": "x"})
    again = nobody.form("/invitation", {"code": "AAAA-AAAA-AAAA", **fields})
    also = nobody.form("/login", {"login": "qiuye", "password": PASSWORD})

    assert [c.status for c in codes] == [422, 422]
    assert [(a.status, "过 10 分钟" in a.told) for a in (again, also)] == [(429, True)] * 2


def test_what_was_counted_is_forgotten_in_time():
    at = [0.0]
    quota = Quota(2, 60, lambda: at[0])

    assert [quota.count("a") for _ in range(3)] == [1, 2, 3]
    assert (quota.is_spent("a"), quota.is_spent("b")) == (True, False)
    at[0] = 60.0
    assert not quota.is_spent("a")


def test_a_flood_of_refusals_fills_no_log(served):
    clerk = signed_in(served, "qiuye")
    before = len(acts(served, "拒绝"))
    for _ in range(EACH_MAX + 5):
        assert clerk.json("POST", f"{MINE}/keep", "{").status == 422
    others = Asker(served).json("POST", f"{MINE}/keep", {})

    written = acts(served, "拒绝")[before:]
    assert len(written) == EACH_MAX + 1
    assert others.status == 401
    assert written[-1].remark.endswith("（此前另有 5 次没有逐条记）")
    assert written[-1].who == "未登录（127.0.0.1）"


def test_signing_in_takes_no_session_that_was_given(served):
    fixed = "gongwen=" + "F" * 43
    nobody = Asker(served, {"cookie": fixed})
    answer = nobody.form("/login", {"login": "qiuye", "password": PASSWORD})
    cookie = answer.heads["set-cookie"]

    assert cookie.startswith("gongwen=")
    assert fixed not in cookie
    assert {"HttpOnly", "SameSite=lax"} <= {part.strip() for part in cookie.split(";")}
    assert nobody.ask("GET", MINE).status == 303, "the given one opens nothing"


def test_a_cookie_taken_before_signing_out_opens_nothing_after(served):
    clerk = signed_in(served, "qiuye")
    clerk.form("/logout", {})

    assert clerk.ask("GET", MINE).heads["location"].startswith("/login")
    assert clerk.json("POST", f"{MINE}/keep", {}).status == 401


def test_a_cookie_kept_beyond_its_time_opens_nothing(served):
    clerk = signed_in(served, "qiuye")
    before = clerk.ask("GET", MINE).status
    with changing(served.office.engine) as connection:
        connection.execute(sa.update(SESSIONS).values(expires_at="2023-07-01T00:00:00.000000Z"))

    assert (before, clerk.ask("GET", MINE).status) == (200, 303)
    assert clerk.json("POST", f"{MINE}/keep", {}).told.startswith("还没有登录")


def test_who_is_no_longer_signed_in_is_led_to_sign_in_and_back_to_where_he_was(served):
    nobody, where = Asker(served), f"/c/{CODE}?period=2023-06&x=%E8%A1%A8"
    led = nobody.ask("GET", where).heads["location"]
    heads = {"accept": "text/html", "referer": f"{served.address}{where}"}
    sent = nobody.form(f"{MINE}/accept", {"version": "1"}, **heads)
    elsewhere = [
        nobody.form(f"{MINE}/accept", {}, **heads | {"referer": referer})
        for referer in ("https://evil.example/x", "http://[", "")
    ]
    back = nobody.form(
        "/login", {"login": "qiuye", "password": PASSWORD, "to": unquote(led.partition("to=")[2])}
    )

    assert led == f"/login?to={quote(where)}"
    assert (sent.status, sent.told) == (401, "还没有登录，或登录过期了。请重新登录。")
    assert f'href="/login?to={quote(where)}"' in sent.text
    assert ['href="/login?to=/"' in answer.text for answer in elsewhere] == [True] * 3
    assert back.heads["location"] == where


@pytest.fixture
def database_fails(monkeypatch):
    """Nothing can be asked of the database from now on."""

    def fails(*_: object) -> None:
        raise sa.exc.OperationalError("SELECT", {}, Exception("no such server"))

    def begin():
        for place in ("context.signed_in", "context.Office.organ_of", "context.Office.campaigns"):
            monkeypatch.setattr(f"generator.service.{place}", fails)

    return begin


def test_when_the_database_fails_a_page_of_ours_says_so_in_chinese(served, database_fails):
    clerk = signed_in(served, "qiuye")
    database_fails()
    before = served.app.state.answered[500]
    page, program = clerk.ask("GET", MINE), clerk.json("POST", f"{MINE}/keep", {})
    too_large = clerk.ask("POST", "/login", b"", content_length="99999999", accept="text/html")

    for answer in (page, program, too_large):
        assert (answer.status, answer.told) == (500, "程序出错，没有做成。请告诉管理员，并说明刚才做的事。")
        assert answer.heads["x-frame-options"] == "SAMEORIGIN"
    assert served.app.state.answered[500] == before + 3


def test_health_is_told_to_who_is_signed_in_when_the_database_fails(served, database_fails):
    clerk = signed_in(served, "qiuye")
    database_fails()
    health, metrics = clerk.ask("GET", "/healthz"), clerk.ask("GET", "/metrics")

    assert (health.status, json.loads(health.text)["status"], metrics.status) == (503, "database", 200)


def test_a_page_token_of_one_session_is_none_of_another(served):
    one, other = signed_in(served, "qiuye"), signed_in(served, "qiuye")
    other.token = one.token

    assert other.json("POST", f"{MINE}/keep", {}).status == 403


def test_the_token_of_a_page_is_another_each_time(served):
    clerk = signed_in(served, "qiuye")
    tokens = {re.search('form-token" content="([^"]+)', clerk.ask("GET", MINE).text)[1] for _ in range(3)}

    assert len(tokens) == 3
    for token in tokens:
        clerk.token = token
        assert clerk.json("POST", f"{MINE}/look", {}).status == 200


def test_a_token_taken_back_reads_nothing(served):
    token = make_token(served.office.engine, "统计程序", "qiuhu", "系统")
    program = Asker(served, {"authorization": f"Bearer {token}"})
    reads = program.ask("GET", API).status
    revoke_token(served.office.engine, 1, "系统")

    assert (reads, program.ask("GET", API).status) == (200, 401)


@pytest.mark.parametrize(
    "to",
    [
        "https://evil.example",
        "//evil.example",
        "/\\evil.example",
        "\\\\evil.example",
        "javascript:alert(1)",
        "/\t/evil.example",
        "/x\r\nSet-Cookie: a=b",
        "http:evil.example",
        " //evil.example",
    ],
)
def test_signing_in_leads_to_no_other_place(served, to):
    answer = Asker(served).form("/login", {"login": "qiuye", "password": PASSWORD, "to": to})
    place = answer.heads["location"]

    assert answer.status == 303
    assert re.fullmatch(r"/(?![/\\])[^\s\\]*", place), place
    assert answer.heads["set-cookie"].startswith("gongwen=")


@pytest.mark.parametrize(
    "path", ["/login", "/", MINE, "/nowhere", "/static/gongwen.css", f"/c/{CODE}/hazards/rows", "/c/%00"]
)
def test_every_answer_has_the_heads_that_protect_it(served, path):
    heads = signed_in(served, "qiuye").ask("GET", path).heads

    assert "frame-ancestors 'self'" in heads["content-security-policy"]
    assert "script-src" not in heads["content-security-policy"], "as default-src: our own files alone"
    assert heads["x-frame-options"] == "SAMEORIGIN"
    assert heads["x-content-type-options"] == "nosniff"
    assert heads["referrer-policy"] == "same-origin"
    assert heads["cache-control"] == ("public, max-age=86400" if "static" in path else "no-store")


def test_a_refusal_for_its_size_has_them_too(served):
    answer = Asker(served).ask("POST", "/login", b"", content_length="99999999")

    assert (answer.status, answer.heads["x-frame-options"]) == (413, "SAMEORIGIN")


def test_a_host_made_up_is_not_where_pages_lead(served):
    answer = Asker(served).ask("GET", "/", host="evil.example")

    assert answer.heads["location"] == "/login?to=/"
    assert "evil" not in Asker(served).ask("GET", "/login", host="evil.example").text


EVIL = "<script>alert(1)</script>\"'><img src=x onerror=alert(1)>{{7*7}}${7*7}' or 1=1 --"
RAW = ("<script>alert", "<img src=x", "49' or", "$49")


@pytest.fixture(scope="module")
def hazard(served):
    """A hazard of which the office may write down how its rectification goes."""
    office = signed_in(served, "wenxiu")
    rows = json.loads(office.ask("GET", f"/c/{CODE}/hazards/rows").text)["data"]
    paths = (f"/c/{CODE}/hazards/{row['code']}" for row in rows)
    return next(path for path in paths if 'value="progress"' in office.ask("GET", path).text)


def test_what_is_typed_is_shown_as_text_on_every_page(served, hazard):
    clerk, office, admin = (signed_in(served, login) for login in ("qiuye", "wenxiu", "guanli"))
    sent = {
        "version": 0,
        "values": {"self_found": EVIL},
        "filled_by": EVIL,
        "reviewed_by": EVIL,
        "said": EVIL,
    }
    kept = clerk.json("POST", f"{MINE}/keep", sent)
    admin.form("/people", {"login": "evil", "name": EVIL, "role": "auditor", "password": PASSWORD})
    step = office.form(hazard, {"event": "progress", "on": "2023-07-01", "text": EVIL})
    evil = signed_in(served, "evil")
    told = [
        Asker(served).form("/login", {"login": EVIL, "password": "x", "to": EVIL}),
        Asker(served).form("/invitation", {"code": EVIL, "login": EVIL, "name": EVIL, "password": "x"}),
        admin.form("/people", {"login": EVIL, "name": EVIL, "role": "office", "password": PASSWORD}),
        office.form(f"{MINE}/send-back", {"version": "1", "said": EVIL}, accept="text/html"),
        office.upload(f"/c/{CODE}/upload", "<script>alert(1)</script>.exe", b""),
    ]
    paths = [
        MINE,
        f"/c/{CODE}",
        f"/c/{CODE}?period=<script>alert(1)</script>",
        f"/c/{CODE}/hazards",
        "/login?to=" + "%3Cscript%3Ealert(1)",
    ]
    shown = [clerk.ask("GET", path) for path in paths]
    shown += [
        admin.ask("GET", path)
        for path in (
            hazard,
            "/people",
            "/audit",
            "/audit?words=%3Cscript%3Ealert(1)",
            f"/c/{CODE}/totals",
            f"/c/{CODE}/sheets",
        )
    ]
    shown.append(evil.ask("GET", "/audit"))

    assert (kept.status, step.status) == (200, 303)
    assert sum(escape(EVIL[:8]) in answer.text for answer in (*told, *shown)) >= 8, "it is shown"
    for answer in (*told, *shown):
        assert answer.status < 500
        assert not [raw for raw in RAW if raw in answer.text], answer.text[:200]


@pytest.mark.parametrize(
    "text", ["x\n- {hazard: JGC-009, event: closed}", "a'b\"c: {d} # e [f]", "&a *b !c |", "null"]
)
def test_what_looks_like_data_is_kept_as_the_text_it_is(served, hazard, text):
    office = signed_in(served, "wenxiu")
    office.form(hazard, {"event": "progress", "on": "2023-07-02", "text": text})
    loaded = served.office.store(CODE).load()

    assert loaded.campaign.history[-1].text == " ".join(text.split())
    assert [p for p in loaded.problems if p.severity == "error" and not p.unit] == []


@pytest.mark.parametrize("text", ["\x07", "\x1b[31m", "\ufffe", "\u202e", "\ue000"])
def test_what_could_not_be_read_again_is_not_written(served, hazard, text):
    office = signed_in(served, "wenxiu")
    answer = office.form(hazard, {"event": "progress", "on": "2023-07-02", "text": f"整改{text}一半"})

    assert (answer.status, "不能用的字符" in answer.told) == (422, True)
    assert office.ask("GET", hazard).status == 200, "one bad line would hold up the campaign for all"


def test_what_looks_like_a_formula_is_text_in_a_workbook_of_ours(served, hazard):
    formulas = [
        "=cmd|' /C calc'!A0",
        "+1+1",
        "-2+3",
        "@SUM(A1)",
        "\t=1+1",
        '=HYPERLINK("http://evil.example")',
    ]
    office = signed_in(served, "wenxiu")
    for text in formulas:
        step = {"event": "progress", "on": "2023-07-02", "text": text}
        assert office.form(hazard, step).status == 303
    book = blank_workbook(served.office.store(CODE), "qiuhu", MONTH)[1]

    with zipfile.ZipFile(io.BytesIO(book)) as archive:
        sheets = [archive.read(n).decode() for n in archive.namelist() if n.startswith("xl/worksheets/sheet")]
        assert not [n for n in archive.namelist() if "externalLink" in n]
    assert sheets
    assert not [s for s in sheets if "<f>" in s or "<f " in s or "hyperlink" in s]


def test_the_log_still_follows_after_all_of_it(served):
    number, breaks = verify(served.office)

    assert number > EACH_MAX
    assert breaks == []
