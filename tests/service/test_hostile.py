"""Hostile uploads and requests: refused with words that say what to do, written down, and nothing changed by them."""

import io
import json

import pytest
import sqlalchemy as sa
from docx import Document
from helpers.asking import Asker, signed_in
from helpers.hostile_files import FILES
from helpers.served import CODE
from openpyxl import load_workbook
from openpyxl.cell import Cell

from generator.database.engine import looking
from generator.database.tables import AUDIT, RETURNS
from generator.service.limits import Quota
from generator.service.refusals import Refusals
from generator.verbs.uploading import blank_workbook

FORM, MONTH = "dispatch-communities", "2023-07"
MINE = f"/c/{CODE}/fill/qiuhu/{FORM}/{MONTH}"
OTHERS = f"/c/{CODE}/fill/dongzhuang/{FORM}/{MONTH}"
API = f"/api/v1/campaigns/{CODE}/returns/qiuhu/{FORM}/{MONTH}"
UPLOAD = f"/c/{CODE}/upload"


@pytest.fixture(scope="module")
def people(served):
    return {login: signed_in(served, login) for login in ("guanli", "wenxiu", "qiuye", "shigan")}


@pytest.fixture(autouse=True)
def afresh(served):
    """Each test begins with nothing counted."""
    served.app.state.refusals, served.app.state.failures = Refusals(), Quota(60, 600)


def entries(served):
    with looking(served.office.engine) as connection:
        return list(connection.execute(sa.select(AUDIT).order_by(AUDIT.c.id)).mappings())


def returns(served):
    with looking(served.office.engine) as connection:
        return list(connection.execute(sa.select(RETURNS.c.id, RETURNS.c.version)))


def is_chinese(text):
    return any("\u4e00" <= char <= "\u9fff" for char in text)


def refused(served, send, *statuses):
    """Send what is refused; return what was told and the entry that stands in the log."""
    log, kept = entries(served), returns(served)
    answer = send()
    new = entries(served)[len(log) :]

    assert answer.status in statuses, (answer.status, answer.text[:300])
    assert is_chinese(answer.told), answer.text[:300]
    assert "Traceback" not in answer.text
    assert [e["act"] for e in new] == ["拒绝"], "each is written down once"
    assert is_chinese(new[0]["remark"])
    assert returns(served) == kept, "nothing is changed by it"
    return answer.told, new[0]


@pytest.fixture(scope="module")
def blanks(served, tmp_path_factory):
    """A workbook of ours and a Word file, as they should be."""
    place = tmp_path_factory.mktemp("word") / "表.docx"
    Document().save(str(place))
    return blank_workbook(served.office.store(CODE), "qiuhu", MONTH)[1], place.read_bytes()


@pytest.mark.parametrize("what", FILES)
def test_a_hostile_file_is_refused(served, people, blanks, what):
    name, made = FILES[what]

    said, entry = refused(served, lambda: people["qiuye"].upload(UPLOAD, name, made(*blanks)), 422)

    assert entry["who"] == "邱叶（qiuye）"
    assert (entry["campaign"], entry["subject"]) == (CODE, "POST /c/{campaign}/upload")
    assert "请" in said, "what is to be done is said"


def test_the_workbook_as_it_should_be_is_read(served, people, blanks):
    answer = people["qiuye"].upload(UPLOAD, "表.xlsx", filled_in(blanks[0]))

    assert answer.status == 200, answer.told
    assert "现在是填写中" in answer.text


def filled_in(book):
    """The unit's workbook with zeros, names and 否 in the cells of its first sheet."""
    found = load_workbook(io.BytesIO(book))
    sheet = found.worksheets[0]
    lists = {str(v.sqref) for v in sheet.data_validations.dataValidation if v.type == "list"}
    for row in sheet.iter_rows():
        for cell in row:
            is_blank = isinstance(cell, Cell) and cell.value is None and not cell.protection.locked
            if is_blank and "年" not in cell.number_format:
                text = "否" if cell.coordinate in lists else "邱叶"
                cell.value = text if cell.number_format == "@" else 0
    target = io.BytesIO()
    found.save(target)
    return target.getvalue()


FILE_NAMES = [
    "../../etc/passwd.xlsx",
    "C:\\Windows\\evil.xlsx",
    "a" * 5000 + ".xlsx",
    "<img src=x onerror=alert(1)>.xlsx",
    "x\u202exslx.exe",
]


@pytest.mark.parametrize("name", FILE_NAMES)
def test_a_files_name_leads_nowhere_and_is_shown_as_text(served, people, name):
    before = sorted(p for p in served.office.folder.rglob("*") if "gongwen.db" not in p.name)

    answer = people["qiuye"].upload(UPLOAD, name, b"no workbook")

    assert answer.status in (400, 422)
    assert "<img src=x" not in answer.text
    assert "a" * 201 not in answer.text
    assert sorted(p for p in served.office.folder.rglob("*") if "gongwen.db" not in p.name) == before


CLERK = "qiuye"
VALUES = {"version": 0, "values": {"self_found": "3"}}
DEEP = '{"values":' * 5000 + "1" + "}" * 5000
REQUESTS = {
    # addresses
    "path that climbs": lambda a: a.ask("GET", "/static/../../../../etc/passwd"),
    "path that climbs, coded": lambda a: a.ask("GET", "/static/%2e%2e/%2e%2e/%2e%2e/etc/passwd"),
    "path that climbs, coded twice": lambda a: a.ask("GET", "/static/%252e%252e/etc/passwd"),
    "slash within a name": lambda a: a.ask("GET", f"/c/{CODE}/workbook/..%5c..%5cqiuhu/{MONTH}.xlsx"),
    "NUL in the path": lambda a: a.ask("GET", f"/c/{CODE}%00"),
    "NUL in the query": lambda a: a.ask("GET", f"/c/{CODE}?period=%00"),
    "line break in the path": lambda a: a.ask("GET", f"/c/{CODE}%0d%0aSet-Cookie:%20x=1"),
    "path without end": lambda a: a.ask("GET", "/c/" + "a" * 5000),
    "query without end": lambda a: a.ask("GET", "/audit?words=" + "a" * 9000),
    # bodies
    "body too large": lambda a: a.ask("POST", f"{MINE}/keep", b"x", content_length="4000001"),
    "length without end": lambda a: a.ask("POST", f"{MINE}/keep", b"x", content_length="9" * 15),
    "body in pieces": lambda a: a.ask(
        "POST", f"{MINE}/keep", b"1\r\nx\r\n0\r\n\r\n", transfer_encoding="chunked"
    ),
    "no JSON": lambda a: a.json("POST", f"{MINE}/keep", "{"),
    "JSON too deep": lambda a: a.json("POST", f"{MINE}/keep", DEEP),
    "JSON of another kind": lambda a: a.json("POST", f"{MINE}/keep", [1, 2, 3]),
    "values of another kind": lambda a: a.json(
        "POST", f"{MINE}/keep", {"values": {"self_found": {"$gt": 0}}}
    ),
    "lone surrogate": lambda a: a.json("POST", f"{MINE}/keep", '{"values": {"self_found": "\\ud800"}}'),
    "bytes that are no text": lambda a: a.json(
        "POST", f"{MINE}/keep", b'{"values": {"self_found": "\xff\xfe"}}'
    ),
    "too many values": lambda a: a.json(
        "POST", f"{MINE}/keep", {"values": {f"k{i}": "1" for i in range(501)}}
    ),
    "too many rows": lambda a: a.json("POST", f"{MINE}/keep", {"rows": [{"a": "1"}] * 2001}),
    "version that is none": lambda a: a.json("POST", f"{MINE}/keep", {"version": "1 or 1=1"}),
    "parts without a mark": lambda a: a.ask("POST", UPLOAD, b"x", content_type="multipart/form-data"),
    "upload without a file": lambda a: a.form(UPLOAD, {"file": "x"}),
    "NUL in a field": lambda a: a.form(
        f"/c/{CODE}/hazards/JGC-001", {"event": "progress", "on": "2023-07-01", "text": "a\0b"}
    ),
    # forged
    "no token of the page": lambda a: a.json("POST", f"{MINE}/keep", VALUES, x_form_token=None),
    "token made up": lambda a: a.json("POST", f"{MINE}/keep", VALUES, x_form_token="0" * 16 + "." + "0" * 64),
    "from another site": lambda a: a.json("POST", f"{MINE}/keep", VALUES, origin="https://evil.example"),
    "from a page of no site": lambda a: a.json("POST", f"{MINE}/keep", VALUES, origin="null"),
    "across sites": lambda a: a.json("POST", f"{MINE}/keep", VALUES, sec_fetch_site="cross-site"),
    "cookie made up": lambda a: a.json("POST", f"{MINE}/keep", VALUES, cookie="gongwen=" + "A" * 43),
    "cookie of bytes": lambda a: a.json("POST", f"{MINE}/keep", VALUES, cookie="gongwen=\xff\xfe; gongwen=a"),
    "token for programs made up": lambda a: a.ask("GET", API, authorization="Bearer gw_" + "A" * 43),
    "token of odd signs": lambda a: a.ask("GET", API, authorization="Bearer \xff' or 1=1 --"),
    # rights
    "unit of another clerk in the path": lambda a: a.json("POST", f"{OTHERS}/keep", VALUES),
    "unit of another clerk read": lambda a: a.ask("GET", OTHERS),
    "unit of another clerk by the interface": lambda a: a.json(
        "PUT", API.replace("qiuhu", "dongzhuang"), VALUES
    ),
    "taking one's own return": lambda a: a.form(f"{MINE}/accept", {"version": "1"}),
    "making oneself administrator": lambda a: a.form(
        "/people", {"login": "root2", "role": "admin", "password": "x" * 9}
    ),
    "hazard of another unit": lambda a: a.form(
        f"/c/{CODE}/hazards/JGC-009", {"event": "closed", "on": "2023-07-01"}
    ),
    # what is not there
    "method that is none": lambda a: a.ask("BREW", MINE),
    "unknown verb on a page": lambda a: a.ask("DELETE", "/people"),
    "unit like a query": lambda a: a.json(
        "POST", f"/c/{CODE}/fill/qiuhu'%20or%201=1/{FORM}/{MONTH}/keep", VALUES
    ),
    "form like a template": lambda a: a.json(
        "POST", f"/c/{CODE}/fill/qiuhu/%7B%7B7*7%7D%7D/{MONTH}/keep", VALUES
    ),
    "month that is none": lambda a: a.json("POST", f"/c/{CODE}/fill/qiuhu/{FORM}/2023-13/keep", VALUES),
    "campaign that is none": lambda a: a.json("POST", f"/c/nobody/fill/qiuhu/{FORM}/{MONTH}/keep", VALUES),
}


@pytest.mark.parametrize("what", REQUESTS)
def test_a_hostile_request_is_refused(served, people, what):
    _, entry = refused(served, lambda: REQUESTS[what](people[CLERK]), *range(400, 430))

    assert "evil" not in json.dumps(dict(entry), ensure_ascii=False), "what was sent is not written down"
    assert people[CLERK].ask("GET", MINE).status == 200, "everything goes on"


@pytest.mark.parametrize(
    "send",
    [
        lambda a: a.json("POST", f"{MINE}/keep", "{"),
        lambda a: a.json("PUT", API, b"\xff{"),
        lambda a: a.ask("POST", UPLOAD, b"x", content_type="multipart/form-data"),
    ],
    ids=["no JSON", "bytes that are no text", "parts without a mark"],
)
def test_what_cannot_be_read_tells_a_stranger_only_to_sign_in(served, people, send):
    said, _ = refused(served, lambda: send(Asker(served)), 401)

    assert "登录" in said


def test_what_cannot_be_read_tells_who_has_no_right_only_that(served, people):
    said, _ = refused(served, lambda: people["shigan"].json("POST", f"{MINE}/keep", "{"), 403)

    assert "权限" in said


def test_a_version_that_another_has_changed_is_told_and_kept_out(served, people):
    version = json.loads(people[CLERK].ask("GET", API).text)["version"]
    fields = {"values": {"self_found": "1"}, "version": version}
    first = people[CLERK].json("POST", f"{MINE}/keep", fields)
    kept = returns(served)

    again = people[CLERK].json("POST", f"{MINE}/keep", fields | {"values": {"self_found": "99"}})

    assert (first.status, again.status) == (200, 409)
    assert is_chinese(again.told)
    assert returns(served) == kept
