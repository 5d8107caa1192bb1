"""A form drawn on the page: the head sent, the drawn sheet beside its columns, set right, kept and in use at once."""

import pytest
import sqlalchemy as sa
from axe_playwright_python.sync_playwright import Axe
from helpers.heads import LEDGER, RECORD, UNITS
from helpers.served import CODE, PASSWORD
from playwright.sync_api import expect

from generator.database.tables import AUDIT


@pytest.fixture
def signed_in(served, visit):
    def opened(login, **more):
        page = visit(served.address, **more)
        page.goto("/login")
        page.fill("[name=login]", login)
        page.fill("[name=password]", PASSWORD)
        page.get_by_role("button", name="登录").click()
        page.wait_for_url("**/c/*")
        return page

    return opened


def send_head(page, content, name="表头.xlsx"):
    page.goto(f"/c/{CODE}/forms/draw")
    page.locator("input[type=file]").set_input_files(
        {"name": name, "mimeType": "application/octet-stream", "buffer": content}
    )
    page.get_by_role("button", name="画", exact=True).click()


def test_a_head_is_drawn_set_right_and_kept(signed_in, served):
    page = signed_in("wenxiu")
    send_head(page, LEDGER)
    sheet = page.locator("[data-sheet]")
    expect(sheet).to_contain_text("联系电话")

    page.get_by_label("第2栏 名称").fill("企业（单位）名称")
    expect(sheet).to_contain_text("企业（单位）")
    page.get_by_label("代号").fill("qiye-taizhang")
    page.get_by_role("button", name="存进行动").click()
    page.wait_for_url(f"**/c/{CODE}")

    form = served.office.store(CODE).load().forms["qiye-taizhang"]
    assert [c.label for c in form.columns][:2] == ["序号", "企业（单位）名称"]
    assert form.columns[1].name == "enterprise"
    with served.office.engine.connect() as connection:
        last = connection.execute(sa.select(AUDIT).order_by(AUDIT.c.id.desc())).first()
    assert (last.act, last.subject) == ("写文件", "forms/qiye-taizhang.yaml")


def test_what_is_wrong_is_said_at_its_column_and_nothing_is_kept(signed_in, served):
    page = signed_in("guanli")
    send_head(page, UNITS)
    page.get_by_label("第1栏 类型").select_option("choice")

    expect(page.locator("[data-problems]")).to_contain_text("自查企业数")
    expect(page.get_by_role("button", name="存进行动")).to_be_disabled()


@pytest.mark.parametrize(
    "screen", [{"width": 1366, "height": 768}, {"width": 390, "height": 844}], ids=["office", "telephone"]
)
def test_the_drawn_page_can_be_read_by_everybody(signed_in, screen):
    page = signed_in("wenxiu", viewport=screen)
    send_head(page, RECORD)
    expect(page.locator("[data-sheet]")).to_contain_text("企业意见")

    rules = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa"]}
    found = Axe().run(page, options=rules).response["violations"]
    assert [(v["id"], [n["html"][:200] for n in v["nodes"]]) for v in found] == []
    beyond = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
    assert page.evaluate(beyond) <= 0


def test_a_file_that_is_no_head_is_refused_on_the_page(signed_in, served, visit):
    page = signed_in("wenxiu")
    page.goto(f"/c/{CODE}/forms/draw")
    sent = page.request.post(
        f"/c/{CODE}/forms/draw/upload",
        headers={"x-form-token": page.locator('meta[name="form-token"]').get_attribute("content")},
        multipart={"file": {"name": "a.xlsx", "mimeType": "application/octet-stream", "buffer": b"MZ"}},
    )
    assert sent.status == 422
    assert "XLS-001" in sent.text() or "没有读" in sent.text()
