"""A month in the browser: set up, filled in by two clerks, sent back, taken, rolled up, generated, fetched."""

import io
import re
import zipfile

import pytest
from helpers.served import CODE, PASSWORD, made_office, serving
from playwright.sync_api import expect

from generator.database.people import people
from generator.model.people import Person
from generator.verbs.auditing import verify
from generator.verbs.staffing import add_person

MONTH, FORM = "2023-07", "dispatch-communities"
UNITS = {"qiuhu": "秋湖村", "dongzhuang": "董庄村"}


@pytest.fixture(scope="module")
def served(tmp_path_factory, office_url):
    office = made_office(tmp_path_factory.mktemp("office"), office_url, staff=False)
    add_person(office, Person(id=0, login="guanli", name="关立", role="admin"), PASSWORD, "命令行")
    with serving(office, worker=True) as found:
        yield found
    office.close()


def sign_in(page, login):
    page.goto("/login")
    page.fill("[name=login]", login)
    page.fill("[name=password]", PASSWORD)
    page.click(".door button")
    page.wait_for_url(re.compile(r"/c/"))


def invited(page, code, login, name):
    page.goto("/invitation")
    for field, text in {"code": code, "name": name, "login": login, "password": PASSWORD}.items():
        page.fill(f"[name={field}]", text)
    page.click(".door button")
    page.wait_for_url(re.compile("/login"))
    sign_in(page, login)


def box(page, key):
    return page.locator(f'[data-key="{key}"]')


def paste(page, key, text):
    """Paste cells as Excel puts them on the clipboard."""
    box(page, key).focus()
    page.evaluate(
        """text => { const data = new DataTransfer(); data.setData('text/plain', text);
        const said = {clipboardData: data, bubbles: true, cancelable: true};
        document.activeElement.dispatchEvent(new ClipboardEvent('paste', said)) }""",
        text,
    )


def kept(page):
    expect(page.locator("[data-kept]")).to_contain_text("已存")


def handed_in(page):
    page.click("[data-act=hand-in]")
    page.wait_for_selector("[data-standing].submitted")


@pytest.mark.slow
def test_a_month_of_the_town_in_the_browser(served, visit):
    admin = visit(served.address)
    sign_in(admin, "guanli")
    codes = set_up(admin)
    first, second = visit(served.address), visit(served.address)
    invited(first, codes["秋湖村"], "qiuye", "邱叶")
    invited(second, codes["董庄村"], "dongman", "董满")
    pastes_from_excel(first)
    mends_three_mistakes(second)
    office = visit(served.address)
    sign_in(office, "wenxiu")
    sent_back_and_mended(office, first)
    for unit in UNITS:
        office.goto(place(unit))
        office.click("text=收下")
        office.wait_for_selector("[data-standing].accepted")
    rolled_up(office)
    generated(office)

    assert verify(served.office)[1] == []
    assert [p.role for p in people(served.office.engine)] == ["admin", "office", "clerk", "clerk"]


def place(unit):
    return f"/c/{CODE}/fill/{unit}/{FORM}/{MONTH}"


def set_up(page):
    """The administrator adds the office's login and prints the slips."""
    page.goto("/people")
    form = page.locator("form[action='/people']")
    form.locator("[name=login]").fill("wenxiu")
    form.locator("[name=name]").fill("闻秀")
    form.locator("[name=role]").select_option("office")
    form.locator("[name=password]").fill(PASSWORD)
    form.locator("button").click()
    page.wait_for_selector("th:has-text('wenxiu')")
    with page.context.expect_page() as slips:
        page.click("text=生成邀请条")
    found = slips.value.locator(".slip").all()
    return {s.locator("strong").inner_text(): s.locator(".code").inner_text() for s in found}


def pastes_from_excel(page):
    page.goto(place("qiuhu"))
    numbers = (
        [3, 2, 1, 0, 1, 1] + [1] * 8 + [2, 4, 1, 0.5, 0, 0, 1, 1, 2, 1, 0, 1, 1, 1, 1, 1, 3, 2, 0.2, 0.1]
    )
    paste(page, "self_found", "\n".join(map(str, numbers)))
    box(page, "media_column").select_option("是")
    box(page, "technical_inspectors").fill("2")
    box(page, "assessments").fill("3")
    page.fill("[data-own=filled_by]", "邱叶")
    kept(page)
    assert box(page, "penalties.amount").input_value() == "0.5"
    page.reload()
    assert box(page, "self_found").input_value() == "3", "what was typed is kept before it is handed in"
    handed_in(page)
    assert box(page, "self_found").is_disabled()


def mends_three_mistakes(page):
    page.goto(place("dongzhuang"))
    page.click("[data-act=zeros]")
    for key, text in {"checked": "三家", "penalties.amount": "5元钱", "interviews": "-1"}.items():
        box(page, key).fill(text)
    box(page, "media_column").select_option("否")
    kept(page)
    page.click("[data-act=hand-in]")
    expect(page.locator("[data-kept]")).to_have_text("")  # it was answered: the errors stood there before
    expect(page.locator(".remarks .error")).to_have_count(3)
    assert page.locator("[data-standing]").inner_text() == "填写中", "with errors nothing is handed in"
    for key in ("checked", "penalties.amount", "interviews"):
        assert box(page, key).get_attribute("aria-invalid") == "true"
    page.reload()
    assert box(page, "checked").input_value() == "三家", "not even what cannot be read is lost"
    for key, text in {"checked": "3", "penalties.amount": "0", "interviews": "1"}.items():
        box(page, key).fill(text)
    kept(page)
    handed_in(page)


def sent_back_and_mended(office, clerk):
    office.goto(place("qiuhu"))
    office.fill("[name=said]", "第2项比台账多，请核对")
    office.click("text=退回")
    office.wait_for_selector("[data-standing].sent_back")
    clerk.reload()
    assert "第2项比台账多，请核对" in clerk.inner_text("main")
    box(clerk, "self_closed").fill("1")
    kept(clerk)
    handed_in(clerk)


def rolled_up(page):
    page.goto(f"/c/{CODE}/totals?period={MONTH}")
    row = page.locator("tr", has_text="企业自查发现的重大事故隐患（个）")
    assert row.locator("td.count").first.inner_text() == "3"
    row.locator("button").click()
    page.wait_for_selector("dialog[open]")
    assert "秋湖村 3" in page.inner_text("dialog pre")


def generated(page):
    page.goto(f"/c/{CODE}/sheets")
    page.select_option("[name=period]", MONTH)
    page.click("form.card button")
    page.wait_for_selector(".job .state.accepted", timeout=120_000)
    with page.expect_download() as fetched:
        page.click("text=全部文件.zip")
    with zipfile.ZipFile(io.BytesIO(fetched.value.path().read_bytes())) as packed:
        names = packed.namelist()
    assert sum(name.endswith(".docx") for name in names) > 50
    assert any("秋湖村" in name and name.endswith(".pdf") for name in names)
