"""The editor in the browser: typed into, told at the place, shown as it prints, put in force; two people at once."""

import io
import re
import zipfile
from datetime import date

import pytest
from helpers.served import CODE, PASSWORD, made_office, serving
from playwright.sync_api import expect

from generator.verbs.auditing import acts, verify
from generator.verbs.editing import Desk, discard, open_section

EDIT = f"/c/{CODE}/edit"


@pytest.fixture(scope="module")
def served(tmp_path_factory, office_url):
    office = made_office(tmp_path_factory.mktemp("office"), office_url)
    with serving(office) as found:
        yield found
    office.close()


@pytest.fixture(autouse=True)
def no_draft(served):
    """Begin each test without what an earlier one left."""
    discard(Desk(served.office.store(CODE), "测试"), "测试")


@pytest.fixture
def opened(visit, served):
    """Opens a page of the editor as somebody."""

    def page_of(place, login="wenxiu"):
        page = visit(served.address)
        page.goto("/login")
        page.fill("[name=login]", login)
        page.fill("[name=password]", PASSWORD)
        page.click(".door button")
        page.wait_for_url(re.compile(r"/(c/.*)?$"))
        page.goto(f"{EDIT}{place}")
        return page

    return page_of


def campaign_of(served):
    return served.office.store(CODE).body().campaign


def kept(page):
    expect(page.locator("[data-kept]")).to_have_text("已存为草稿")


def cell(page, row, key):
    return page.locator(f'#grid .tabulator-row >> nth={row} >> css=[tabulator-field="{key}"]')


def typed(page, row, key, text):
    cell(page, row, key).click()
    page.keyboard.type(text)
    page.keyboard.press("Enter")


def pasted(page, text):
    page.evaluate(
        """text => { const data = new DataTransfer(); data.setData('text/plain', text);
        const said = {clipboardData: data, bubbles: true, cancelable: true};
        document.activeElement.dispatchEvent(new ClipboardEvent('paste', said)) }""",
        text,
    )


def in_force(page):
    page.goto(EDIT)
    page.once("dialog", lambda dialog: dialog.accept())
    page.get_by_role("button", name="生效").click()
    expect(page.locator("main")).to_contain_text("没有没生效的改动")


def test_a_text_is_edited_and_the_page_beside_it_changes(opened, served):
    page = opened("/notice")
    first = page.locator("[data-live] img >> nth=0")
    before = first.get_attribute("src")

    page.fill('[data-item="notice.title"]', "关于切实做好重大事故隐患排查的通知")
    kept(page)
    expect(page.locator("[data-live-name]")).to_contain_text("关于切实做好重大事故隐患排查的通知")
    expect(first).not_to_have_attribute("src", before)
    assert page.request.get(first.get_attribute("src")).headers["content-type"] == "image/png"
    assert "切实做好" not in campaign_of(served).notice.title

    in_force(page)
    assert campaign_of(served).notice.title == "关于切实做好重大事故隐患排查的通知"
    assert acts(served.office)[0]["act"] == "改活动"
    assert verify(served.office)[1] == []


def test_paragraphs_are_split_given_a_level_and_numbered(opened, served):
    page = opened("/plan")
    boxes = page.locator("[data-paragraphs] textarea")
    count = boxes.count()

    boxes.last.focus()
    page.keyboard.press("Control+End")
    page.keyboard.press("Enter")
    page.keyboard.type("others")
    page.keyboard.press("Control+Alt+1")
    expect(boxes).to_have_count(count + 1)
    assert re.fullmatch("[一二三四五六七八九十]+、others", boxes.last.input_value())
    kept(page)

    in_force(page)
    assert campaign_of(served).plan.text.rstrip().endswith("、others")


def test_units_are_pasted_from_excel(opened, served):
    page = opened("/units")
    count = len(campaign_of(served).units)

    cell(page, count, "name").click()
    pasted(page, "将官池镇新庄村\t新庄\t社区（村）\n将官池镇柳庄村\t柳庄\t社区（村）\n")
    kept(page)
    expect(cell(page, count + 1, "short_name")).to_have_text("柳庄")
    in_force(page)

    assert [u.label for u in campaign_of(served).units[count:]] == ["新庄村", "柳庄村"]


def test_cells_are_taken_back_and_cleared_by_keyboard(opened, served):
    page = opened("/hazards")
    before = cell(page, 0, "enterprise.name").inner_text()
    assert before

    typed(page, 0, "enterprise.name", "shop")
    kept(page)
    expect(cell(page, 0, "enterprise.name")).to_have_text("shop")
    page.keyboard.press("Control+z")
    expect(cell(page, 0, "enterprise.name")).to_have_text(before)
    cell(page, 1, "enterprise.principal").click()
    page.keyboard.press("Delete")
    expect(cell(page, 1, "enterprise.principal")).to_have_text("")
    kept(page)
    page.goto(EDIT)

    expect(page.locator(".changes tbody tr")).to_have_count(1)
    expect(page.locator(".changes")).to_contain_text("主要负责人")


def test_an_indicator_is_added_and_stands_in_the_table_beside(opened, served):
    page = opened("/form-dispatch-departments")
    before = page.locator("[data-live] img >> nth=0").get_attribute("src")
    count = len(served.office.store(CODE).body().forms["dispatch-departments"].fields)

    cell(page, count - 1, "label").click()
    page.click("[data-row-act=insert]")
    typed(page, count, "label", "posters")
    kept(page)
    expect(page.locator("[data-live] img >> nth=0")).not_to_have_attribute("src", before)
    in_force(page)

    assert "posters" in {
        f.label for f in served.office.store(CODE).body().forms["dispatch-departments"].fields
    }


def test_a_wrong_date_is_told_at_its_cell_and_units_go_on(opened, served):
    page = opened("/duties")
    typed(page, 0, "due_on", "2023-13-01")
    kept(page)

    expect(cell(page, 0, "due_on")).to_have_class(re.compile("has-error"))
    expect(page.locator(".remarks .error").first).to_contain_text("报送要求 第1行 截止日期")
    page.goto(EDIT)
    expect(page.get_by_role("button", name="生效")).to_be_disabled()
    expect(page.locator(".remarks")).to_contain_text("2023-13-01")
    assert campaign_of(served).duties[0].due_on == date(2023, 5, 31)


def test_two_editors_of_one_page_are_told(opened, served, visit):
    one, other = opened("/basics", "wenxiu"), opened("/basics", "guanli")

    one.fill('[data-item="issuer.region"]', "甲镇")
    kept(one)
    other.fill('[data-item="issuer.region"]', "乙镇")

    expect(other.locator("[data-kept]")).to_contain_text("闻秀（wenxiu）刚刚改过")
    assert other.input_value('[data-item="issuer.region"]') == "乙镇"
    one.reload()
    assert one.input_value('[data-item="issuer.region"]') == "甲镇"
    other.once("dialog", lambda dialog: dialog.accept())
    assert [said for said in visit.complaints if "409" in said]
    visit.complaints.clear()


def test_files_go_out_and_come_in_with_their_differences(opened, served):
    page = opened("")
    with page.expect_download() as fetched:
        page.click("text=活动.xlsx 和 正文.docx")
    with zipfile.ZipFile(fetched.value.path()) as office:
        names = office.namelist()
        content = fetched.value.path().read_bytes()
    assert {"活动.xlsx", "正文.docx"} <= set(names)

    page.set_input_files(
        "[name=file]", {"name": "活动.zip", "mimeType": "application/zip", "buffer": content}
    )
    page.click("text=读成草稿")
    expect(page.locator("h1")).to_have_text("改动和生效")

    answer = page.request.get(f"{EDIT}/campaign.zip")
    with zipfile.ZipFile(io.BytesIO(answer.body())) as data:
        assert "campaign.yaml" in data.namelist()
        assert data.read("campaign.yaml") == (served.office.store(CODE).folder / "campaign.yaml").read_bytes()


def test_an_earlier_state_comes_back_as_a_draft(opened, served):
    before = campaign_of(served).issuer.region
    page = opened("/basics")
    page.fill('[data-item="issuer.region"]', "另一个镇")
    kept(page)
    in_force(page)
    assert campaign_of(served).issuer.region == "另一个镇"

    page.once("dialog", lambda dialog: dialog.accept())
    page.locator("text=恢复到这次以前").first.click()
    expect(page.locator(".changes")).to_contain_text("另一个镇")
    in_force(page)

    assert campaign_of(served).issuer.region == before


def test_who_was_not_answered_types_on_and_everything_is_kept(opened, served, visit):
    page = opened("/hazards")
    count = len(campaign_of(served).hazards)

    def lost(route):
        route.fetch()
        route.abort()

    page.route(f"**{EDIT}/hazards", lost, times=1)
    typed(page, 0, "enterprise.name", "first")
    expect(page.locator("[data-kept]")).to_contain_text("连不上服务器")
    typed(page, 0, "enterprise.name", "second")
    kept(page)

    found = open_section(Desk(served.office.store(CODE), "测试"), "hazards").shown.rows
    assert (len(found), found[0].cells["enterprise.name"]) == (count, "second")
    visit.complaints.clear()  # the browser tells of the answer that was lost
