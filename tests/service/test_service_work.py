"""What the office does besides filling in: tokens for programs, papers that urge, the month at a glance."""

import re
import zipfile
from datetime import date
from urllib.parse import quote

import pytest
from helpers.asking import Asker, signed_in
from helpers.served import CODE, PASSWORD, TODAY

from generator.database import reminders
from generator.database.reminders import Reminder
from generator.model.people import Person
from generator.problem import Problem
from generator.verbs import auditing, build_jobs, filling, jobs
from generator.verbs.printing import PrintResult
from generator.verbs.staffing import add_person

RETURN = f"/api/v1/campaigns/{CODE}/returns/qiuhu/dispatch-communities/2023-07"


def test_a_token_reports_for_its_unit_until_it_is_taken_back(served):
    admin = signed_in(served, "guanli")
    page = admin.form("/tokens", {"name": "台账系统", "unit": "qiuhu"}).text
    token = re.search(r"gw_[\w-]+", page)[0]
    program = Asker(served, {"authorization": f"Bearer {token}"})

    assert program.json("PUT", RETURN, {"version": 0, "values": {"self_found": "3"}}).status == 200
    assert program.ask("GET", RETURN.replace("qiuhu", "wangdian")).status == 403
    assert token not in admin.ask("GET", "/people").text, "it is shown once"
    number = re.search(r'action="/tokens/(\d+)"', admin.ask("GET", "/people").text)[1]
    assert admin.form(f"/tokens/{number}", {}).status == 303
    assert program.ask("GET", RETURN).status == 401


def test_a_token_of_no_unit_is_not_given(served):
    answer = signed_in(served, "guanli").form("/tokens", {"name": "台账系统", "unit": "nowhere"})

    assert (answer.status, "哪个单位" in answer.text) == (422, True)


def test_papers_that_urge_are_made_of_who_is_late_today(served):
    office = signed_in(served, "wenxiu")
    assert office.form(f"/c/{CODE}/sheets/urge", {"paper": "催报"}).status == 303
    asked = jobs.jobs(served.office, CODE)[0]
    jobs.do(served.office, asked.id)
    done = jobs.jobs(served.office, CODE)[0]

    assert (done.state, done.first) == ("done", [jobs.PACKED])
    (title,) = [title for title in done.papers if "羊圈村" in title]
    assert set(done.papers[title]) == {"docx", "pdf"}
    place = f"/c/{CODE}/sheets/jobs/{done.id}/{quote(done.papers[title]['pdf'])}"
    heads = [office.ask("GET", place + how).heads["content-disposition"] for how in ("?shown=true", "")]
    assert [head.partition(";")[0] for head in heads] == ["inline", "attachment"]
    page = office.ask("GET", f"/c/{CODE}/sheets").text
    assert f'href="{place}?shown=true"' in page
    assert f"下载 {done.papers[title]['docx']}" in page
    with zipfile.ZipFile(jobs.fetched(served.office, CODE, done.id, jobs.PACKED)) as packed:
        names = packed.namelist()
    assert any(name.startswith("催报/") and "羊圈村" in name and name.endswith(".docx") for name in names)


def test_nothing_to_urge_is_said(served):
    asked = jobs.Asked(papers=("催报",), on="2023-05-26")
    number = jobs.ask(served.office, CODE, asked, "闻秀")
    jobs.do(served.office, number)

    assert jobs.job(served.office, CODE, number).said.startswith("没有要催的")
    assert not (served.office.folder / jobs.DOWNLOADS / number).exists()


def test_a_build_that_fails_leaves_no_files(served, monkeypatch):
    def fails(asked, *_):
        (asked.target / "秋湖村").mkdir(parents=True)
        raise OSError("磁盘满了")

    monkeypatch.setattr(build_jobs, "build", fails)
    number = jobs.ask(served.office, CODE, jobs.Asked(period="2023-06"), "闻秀")
    jobs.do(served.office, number)

    told = jobs.job(served.office, CODE, number)
    assert (told.state, told.said) == ("failed", "磁盘满了")
    assert not (served.office.folder / jobs.DOWNLOADS / number).exists()


def test_a_print_run_that_comes_to_nothing_is_told_and_the_print_files_stay(served, monkeypatch):
    fault = Problem(code="OUT-009", message="打印文件少了秋湖村的表。请再生成一次。")
    nothing = PrintResult(period="2023-06", files=(), pages=(), spans=(), commands=(), problems=(fault,))
    monkeypatch.setattr(build_jobs, "print_out", lambda _request: nothing)
    asked = jobs.Asked(period="2023-06", units=("qiuhu",), formats=("pdf",), marks=True, on="2023-06-30")
    number = jobs.ask(served.office, CODE, asked, "闻秀")
    jobs.do(served.office, number)

    told = jobs.job(served.office, CODE, number)
    assert "打印任务没有做成，没有登记，有错：错误 OUT-009 打印文件少了秋湖村的表" in told.said
    assert any(name.startswith("打印") for name in told.files)


def test_the_month_at_a_glance_counts_days_and_shows_the_hazards(served):
    page = signed_in(served, "shigan").ask("GET", f"/c/{CODE}?period=2023-07").text

    assert re.search(r"离期限</dt><dd>28 天", page)
    assert "各月发现和销号的隐患" in page
    assert "<svg" not in signed_in(served, "qiuye").ask("GET", f"/c/{CODE}?period=2023-07").text


def test_the_list_of_seals_is_fetched_beside_the_print_files_and_stands_among_all(served):
    office = signed_in(served, "wenxiu")
    asked = {"period": "2023-06", "unit": "qiuhu", "format": "pdf", "stamping": "true"}
    assert office.form(f"/c/{CODE}/sheets", asked).status == 303
    number = jobs.jobs(served.office, CODE)[0].id
    jobs.do(served.office, number)
    done = jobs.job(served.office, CODE, number)

    assert (done.state, done.said.count("用印")) == ("done", 1), done.said
    lists = [name for name in done.first if "用印清单" in name]
    assert sorted(name.rpartition(".")[2] for name in lists) == ["docx", "pdf"]
    assert office.ask("GET", f"/c/{CODE}/sheets/jobs/{number}/{quote(lists[0])}").status == 200
    with zipfile.ZipFile(jobs.fetched(served.office, CODE, number, jobs.PACKED)) as packed:
        names = packed.namelist()
    assert {f"用印/{name}" for name in lists} <= set(names)
    assert any(name.startswith("用印/秋湖村/") and "用印示意" in name for name in names)
    assert not any("用印示意" in name for name in names if not name.startswith("用印/"))


def test_without_the_list_of_seals_nothing_of_them_is_made(served):
    asked = jobs.Asked(period="2023-06", units=("qiuhu",), formats=("pdf",))
    number = jobs.ask(served.office, CODE, asked, "闻秀")
    jobs.do(served.office, number)

    assert "用印" not in jobs.job(served.office, CODE, number).said


def entries(served, act):
    return [e for e in auditing.acts(served.office, words=act) if e["act"] == act]


def test_who_was_reminded_sees_it_until_all_is_in(served):
    office, clerk = signed_in(served, "wenxiu"), signed_in(served, "dongman")
    overview, form = f"/c/{CODE}", "dispatch-communities"
    asked = {"period": "2023-07", "unit": "dongzhuang", "said": "上级催了\n请今天报"}
    assert office.form(f"{overview}/remind", asked).status == 303
    assert office.form(f"{overview}/remind", asked).status == 303

    page = clerk.ask("GET", overview).text
    assert "2023年7月3日 闻秀（wenxiu） 提醒（第 2 次）" in page
    assert "上级催了 请今天报" in page
    assert f'href="{overview}/fill/dongzhuang/{form}/2023-07"' in page
    assert "提醒：" not in signed_in(served, "qiuye").ask("GET", overview).text, "others are not reminded"
    assert "2023年7月3日提醒" in office.ask("GET", f"{overview}?period=2023-07").text
    (entry, _) = entries(served, "提醒")
    told = [entry[name] for name in ("who", "campaign", "subject", "remark")]
    assert told == ["闻秀（wenxiu）", CODE, "dongzhuang 2023-07", "上级催了 请今天报"]

    store = served.office.store(CODE)
    which = filling.Which("dongzhuang", form, "2023-07")
    whose = filling.Whose(who="董满", seen=0, on=TODAY)
    done = filling.hand_in(store, which, filling.zeros(filling.open_form(store, which).form), whose)
    assert done.kept.state == "submitted", done.remarks
    assert "提醒（第" not in clerk.ask("GET", overview).text
    again = office.form(f"{overview}/remind", asked)
    assert (again.status, "都报了" in again.text) == (422, True)


def test_a_reminder_of_a_month_that_is_no_longer_the_campaigns_shuts_nobody_out(served):
    store = served.office.store(CODE)
    gone = Reminder(unit="qiuhu", period="2024-03", day="2024-04-01", who="闻秀（wenxiu）")
    reminders.remind(store.engine, CODE, [gone])
    answer = signed_in(served, "qiuye").ask("GET", f"/c/{CODE}")

    assert (answer.status, "2024年3月" in answer.text) == (200, False)


def test_all_that_have_not_reported_are_reminded_at_once(served):
    office = signed_in(served, "wenxiu")
    before = len(entries(served, "提醒"))
    missing = office.ask("GET", f"/c/{CODE}?period=2023-08").text
    number = int(re.search(r"没有报的 (\d+) 个单位", missing)[1])

    assert office.form(f"/c/{CODE}/remind", {"period": "2023-08"}).status == 303
    assert len(entries(served, "提醒")) - before == number > 10
    assert auditing.verify(served.office)[1] == []


def sheets_on(page):
    return re.findall(r'target="preview" href="(/c/[^"]+/sheets/[^"]+)"', page)


@pytest.fixture
def next_year(served):
    served.app.state.today = lambda: date(2024, 1, 8)
    yield
    served.app.state.today = lambda: TODAY


@pytest.mark.usefixtures("next_year")
def test_the_sheets_of_a_hazard_open_after_the_campaign_is_over_too(served):
    office = signed_in(served, "wenxiu")
    links = sheets_on(office.ask("GET", f"/c/{CODE}/hazards/JGC-001").text)

    assert links
    assert [office.ask("GET", link.replace("&amp;", "&")).status for link in links] == [200] * len(links)


def test_whom_a_hazard_is_assigned_to_has_no_links_to_sheets_of_its_unit(served):
    hazards = served.office.store(CODE).body().campaign.hazards
    one = next(h for h in hazards if h.department and h.department != h.unit)
    department = Person(id=0, login="keshi", name="柯实", role="clerk", unit=one.department)
    add_person(served.office, department, PASSWORD, "系统")
    page = signed_in(served, "keshi").ask("GET", f"/c/{CODE}/hazards/{one.code}")

    assert (page.status, sheets_on(page.text)) == (200, [])
    assert sheets_on(signed_in(served, "wenxiu").ask("GET", f"/c/{CODE}/hazards/{one.code}").text)
