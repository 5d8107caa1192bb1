"""The stamp loop in the service: a job prints with marks, office and clerk send scans, a person confirms."""

import json
from contextlib import suppress
from io import BytesIO
from pathlib import Path

import cv2
import numpy as np
import pypdfium2 as pdfium
import pytest
from helpers.pictures import as_pdf
from helpers.served import CODE, PASSWORD, TODAY, made_office
from PIL import Image
from starlette.testclient import TestClient

from generator.derive.print_key import spaced
from generator.derive.register import register_of
from generator.service.app import create_app
from generator.service.worker import Jobs
from generator.sources.register import read_events
from generator.verbs import jobs, scan_jobs
from generator.verbs.auditing import acts
from generator.verbs.serving import Desk

AT = f"/c/{CODE}/register"
PDF = "application/pdf"


@pytest.fixture(scope="module")
def office(tmp_path_factory, office_url):
    found = made_office(tmp_path_factory.mktemp("office"), office_url)
    yield found
    found.close()


@pytest.fixture(scope="module")
def pages(office):
    """The pages of a print run that a job made, empty backs left out."""
    asked = jobs.Asked(
        period="2023-06", units=("qiuhu", "wangdian"), formats=("pdf",), marks=True, on="2023-06-30"
    )
    number = jobs.ask(office, CODE, asked, "闻秀")
    jobs.do(office, number)
    done = jobs.job(office, CODE, number)
    assert done.state == "done", done.said
    run = next(name for name in done.files if name.startswith("打印任务"))
    with pdfium.PdfDocument(jobs.fetched(office, CODE, number, run)) as pdf:
        shown = [page.render(scale=200 / 72).to_numpy()[:, :, :3].copy() for page in pdf]
    return [page for page in shown if page.min() < 100]


@pytest.fixture(scope="module")
def app(office):
    return create_app(office, Jobs(office.folder), lambda: TODAY)


def signed_in(app, login):
    client = TestClient(app, follow_redirects=False)
    client.post("/login", data={"login": login, "password": PASSWORD})
    page = client.get("/login").text
    client.headers["x-form-token"] = page.partition('name="form-token" content="')[2].partition('"')[0]
    return client


def sent_and_read(office, client, place, file):
    """Send a file, have the worker read it, return the page that tells what came of it."""
    name, content = file
    answer = client.post(f"{place}/upload", files=[("file", (name, content, PDF))])
    assert answer.status_code == 303, answer.text
    jobs.do(office, answer.headers["location"].rsplit("/", 1)[1])
    return client.get(answer.headers["location"]).text


def turned(page, degrees):
    rows, columns = page.shape[:2]
    matrix = cv2.getRotationMatrix2D((columns / 2, rows / 2), degrees, 1.0)
    return np.asarray(cv2.warpAffine(page, matrix, (columns, rows), borderValue=(220, 220, 220)))


def standing(office):
    store = office.store(CODE)
    store.load()
    return register_of(read_events(Path(store.folder))[0])


def key_of(office, unit, sheet):
    rows = standing(office).rows.values()
    return next(r.key for r in rows if (r.printed.unit, r.printed.sheet) == (unit, sheet))


def test_scans_come_in_and_the_register_shows_it(office, app, pages):
    assert [len(standing(office).rows), len(standing(office).covers)] == [8, 2]
    client = signed_in(app, "wenxiu")
    scan = as_pdf(turned(pages[4], 3), turned(pages[5], -2))

    answer = sent_and_read(office, client, AT, ("扫描.pdf", scan))

    assert "归位 1 张表" in answer, answer
    key = key_of(office, "qiuhu", "rectification-record")
    assert standing(office).rows[key].is_returned
    assert client.get(f"{AT}/sheets/{key}/1.pdf").content.startswith(b"%PDF")
    picture = client.get(f"{AT}/sheets/{key}/1-2.jpg")
    with Image.open(BytesIO(picture.content)) as image:
        assert image.size == (1654, 2339)
    assert "已回收" in client.get(AT).text
    assert not (Path(office.store(CODE).folder) / "scans").exists()  # pictures stay in the database


def test_what_a_person_confirms_counts_and_stands_in_the_log(office, app, pages):
    client = signed_in(app, "wenxiu")
    key = key_of(office, "qiuhu", "rectification-record")

    marked = client.post(
        f"{AT}/sheets/{key}", data={"step": "stamped", "on": "2023-07-03", "seal": ["县市区政府"]}
    )

    assert marked.status_code == 303
    assert "县市区政府" not in standing(office).rows[key].missing_seals
    assert client.post(f"{AT}/sheets/{key}", data={"step": "stamped", "on": "2023-07-03"}).status_code == 422
    assert client.post(f"{AT}/sheets/{key}", data={"step": "signed", "on": "2023-07-09"}).status_code == 422
    told = acts(office, words="登记")[0]
    assert (told["subject"], "县市区政府" in told["after"]) == ("register/2023-06.jsonl", True)


def test_a_clerk_sends_the_own_sheets_alone_and_sees_no_other(office, app, pages):
    client = signed_in(app, "qiuye")
    scan = as_pdf(pages[2], pages[7])  # the own list, and another village's table

    answer = sent_and_read(office, client, f"{AT}/qiuhu", ("照片.pdf", scan))

    assert "归位 1 张表，未识别 1 页" in answer
    assert "别的单位的表" in answer
    other = key_of(office, "wangdian", "dispatch-communities")
    assert not standing(office).rows[other].returns
    assert client.get(f"{AT}/sheets/{other}").status_code == 403
    assert client.get(f"{AT}/sheets/{other}/1.pdf").status_code == 403
    assert "王店村" not in client.get(AT).text
    assert client.post(f"{AT}/wangdian/upload", files=[("file", ("x.pdf", scan, PDF))]).status_code == 403


def test_the_office_puts_the_page_to_its_sheet(office, app, pages):
    client = signed_in(app, "wenxiu")
    [aside] = standing(office).unread
    other = key_of(office, "wangdian", "dispatch-communities")
    assert f"{other}-1" in client.get(f"{AT}/aside").text
    assert client.get(f"{AT}/aside/{aside}.jpg").headers["content-type"] == "image/jpeg"

    client.post(f"{AT}/aside/{aside}", data={"sheet": f"{other}-1"})

    assert standing(office).rows[other].is_returned
    assert not standing(office).unread


def test_pages_of_no_sheet_are_shown_some_at_a_time_and_put_to_a_printed_number(office, app, pages):
    client = signed_in(app, "wenxiu")
    events = [
        {
            "event": "unread",
            "key": f"{n:012x}",
            "on": "2023-07-03",
            "file": "scans/未识别/x.pdf",
            "source": f"第 {n} 幅",
        }
        for n in range(23)
    ]
    desk = Desk(office.store(CODE), "闻秀")
    desk.write("scans/未识别/x.pdf", as_pdf(pages[3]))
    desk.add_text("register/2023-06.jsonl", "".join(f"{json.dumps(e, ensure_ascii=False)}\n" for e in events))

    shown = [client.get(f"{AT}/aside?page={n}").text for n in (1, 3, 9)]
    assert [page.count('<form class="card aside"') for page in shown] == [10, 3, 3]
    assert all("共 23 页未识别" in page for page in shown)

    key = key_of(office, "wangdian", "hazard-checklist")
    asked = {"sheet": "", "key": spaced(key), "key_page": "1"}
    answer = client.post(f"{AT}/aside/{22:012x}?page=3", data=asked)
    assert (answer.status_code, answer.headers["location"]) == (303, f"{AT}/aside?page=3")
    assert standing(office).rows[key].returns[-1].source == "第 22 幅"
    wrong = client.post(f"{AT}/aside/{21:012x}", data={"sheet": "", "key": "0000 1111", "key_page": "1"})
    assert (wrong.status_code, "没有编号" in wrong.text) == (422, True)
    assert f"{21:012x}" in standing(office).unread
    for n in range(22):
        client.post(f"{AT}/aside/{n:012x}", data={"sheet": ""})
    assert not standing(office).unread


@pytest.mark.parametrize("error", [OSError("磁盘满了"), ValueError("unforeseen")])
def test_scans_that_cannot_be_read_do_not_stay(office, app, monkeypatch, error):
    def fails(*_):
        raise error

    monkeypatch.setattr(scan_jobs, "scan", fails)
    client = signed_in(app, "wenxiu")
    place = client.post(f"{AT}/upload", files=[("file", ("扫描.pdf", b"%PDF-1.7", PDF))]).headers["location"]
    number = place.rsplit("/", 1)[1]
    sent = office.folder / jobs.DOWNLOADS / jobs.job(office, CODE, number, "scan").asked["sent"]
    assert sent.is_dir()

    with suppress(ValueError):
        jobs.do(office, number)

    told = jobs.job(office, CODE, number, "scan")
    assert (told.state, "。" in told.said or told.said == "磁盘满了") == ("failed", True)
    assert not sent.exists()
    assert told.said in client.get(place).text


@pytest.mark.parametrize("content", [b"text", b"%PDF-1.7\n", b"\xff\xd8\xff\xe0 cut"])
def test_what_is_no_scan_is_refused_with_an_entry(office, app, pages, content):
    client = signed_in(app, "wenxiu")
    answer = sent_and_read(office, client, AT, ("坏.pdf", content))

    assert "没有收" in answer
    told = acts(office, words="归位")[0]["after"]
    assert told["refused"][0].startswith("没有收")


def test_what_cannot_be_a_scan_is_refused_at_once_with_an_entry(office, app):
    client = signed_in(app, "wenxiu")

    answer = client.post(f"{AT}/upload", files=[("file", ("表.xlsx", b"PK", PDF))])

    assert (answer.status_code, "只收" in answer.json()["told"]) == (422, True)
    assert (acts(office)[0]["act"], "没有收：只收" in acts(office)[0]["remark"]) == ("拒绝", True)


def test_what_came_of_a_unit_s_scans_is_shown_to_it_alone(office, app, pages):
    scan = as_pdf(turned(pages[3], 1))
    client = signed_in(app, "wenxiu")
    place = client.post(f"{AT}/upload", files=[("file", ("扫描.pdf", scan, PDF))]).headers["location"]

    assert "排队" in client.get(place).text
    number = place.rsplit("/", 1)[1]
    assert client.get(f"/c/{CODE}/sheets/jobs/{number}").status_code == 422  # it generates nothing
    assert signed_in(app, "qiuye").get(place).status_code == 403
    jobs.do(office, number)


def test_a_line_of_the_register_has_nobody_read_the_campaign_again(office):
    store = office.store(CODE)
    body = store.body()

    Desk(store, "闻秀").add_text("register/2023-06.jsonl", "\n")
    Desk(store, "闻秀").write("scans/x.pdf", b"%PDF")

    assert store.body() is body
    assert (store.folder / "register" / "2023-06.jsonl").read_bytes().endswith(b"\n\n")
    assert store.read("scans/x.pdf") == b"%PDF"
    assert not (store.folder / "scans").exists()


def test_photos_of_a_hazard_are_sent_by_its_unit_alone(office, app):
    target = BytesIO()
    Image.new("RGB", (800, 600), "tan").save(target, "JPEG")
    file = [("file", ("现场.jpg", target.getvalue(), "image/jpeg"))]
    client = signed_in(app, "qiuye")

    sent = client.post(f"/c/{CODE}/hazards/JGC-004/upload", data={"when": "before"}, files=file)
    other = client.post(f"/c/{CODE}/hazards/JGC-009/upload", data={"when": "before"}, files=file)

    assert (sent.status_code, other.status_code) == (303, 403)
    shown = client.get(f"/c/{CODE}/hazards/JGC-004").text
    place = shown.partition(f'src="/c/{CODE}/hazards/JGC-004/photos/')[2].partition('"')[0]
    assert client.get(f"/c/{CODE}/hazards/JGC-004/photos/{place}").content.startswith(b"\xff\xd8")
    assert client.get(f"/c/{CODE}/hazards/JGC-004/photos.pdf").content.startswith(b"%PDF")
