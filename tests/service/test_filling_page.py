"""The page of a return: taken or sent back as it was meant, its reason kept, nothing posted over another post."""

import pytest
from helpers.asking import signed_in
from helpers.served import CODE, PASSWORD, TODAY
from playwright.sync_api import expect

from generator.verbs import filling
from generator.verbs.filling import Which, Whose

FORM = "dispatch-communities"


@pytest.fixture
def which(served, request):
    """A return that is handed in, of a month of its own for each test."""
    found = Which("qiuhu", FORM, request.param)
    handed_in(served, found)
    return found


def handed_in(served, which):
    store = served.office.store(CODE)
    opened = filling.open_form(store, which)
    whose = Whose(who="邱叶（qiuye）", seen=opened.version, on=TODAY)
    assert filling.hand_in(store, which, filling.zeros(opened.form), whose).kept.state == "submitted"


def standing(served, which):
    return filling.open_form(served.office.store(CODE), which).kept


def place(which):
    return f"/c/{CODE}/fill/{which.unit}/{which.form}/{which.period}"


def sign_in(page, login, to):
    page.goto(f"/login?to={to}")
    page.fill("[name=login]", login)
    page.fill("[name=password]", PASSWORD)
    page.click(".door button")
    page.wait_for_url(lambda url: url.endswith(to))


@pytest.mark.parametrize("which", ["2023-07"], indirect=True)
def test_enter_after_the_reason_sends_the_return_back(served, visit, which):
    page = visit(served.address)
    sign_in(page, "wenxiu", place(which))
    page.fill("[name=said]", "第2项比台账多")
    page.press("[name=said]", "Enter")
    page.wait_for_selector("[data-standing].sent_back")

    kept = standing(served, which)
    assert (kept.state, kept.said) == ("sent_back", "第2项比台账多")


@pytest.mark.parametrize("which", ["2023-08"], indirect=True)
def test_a_return_is_not_sent_back_without_a_reason(served, which):
    fields = {"version": str(standing(served, which).version), "said": ""}
    answer = signed_in(served, "wenxiu").form(f"{place(which)}/send-back", fields, accept="text/html")

    assert (answer.status, answer.told) == (422, "退回要写明原因，单位照着改")
    assert standing(served, which).state == "submitted"


@pytest.mark.parametrize("which", ["2023-09"], indirect=True)
def test_why_a_return_was_sent_back_stands_on_its_page_until_it_is_handed_in_again(served, visit, which):
    whose = Whose(who="闻秀", seen=standing(served, which).version, on=TODAY, said="第2项比台账多")
    filling.send_back(served.office.store(CODE), which, whose)
    page = visit(served.address)
    sign_in(page, "qiuye", place(which))
    page.fill("[data-key=self_found]", "3")
    expect(page.locator("[data-kept]")).to_contain_text("已存")
    page.reload()

    assert page.locator("[data-standing]").inner_text() == "填写中"
    assert page.locator("[data-reason]").inner_text() == "退回原因：第2项比台账多"
    page.click("[data-act=hand-in]")
    page.wait_for_selector("[data-standing].submitted")
    expect(page.locator("[data-reason]")).to_be_hidden()
    page.reload()
    expect(page.locator("[data-reason]")).to_have_count(0)


@pytest.fixture
def answers(served, visit):
    """Opens a return not begun as its clerk; gives the page and the status of every answer to what it posts."""

    def opened(period):
        page, found = visit(served.address), []
        which = Which("qiuhu", FORM, period)
        sign_in(page, "qiuye", place(which))
        page.on("response", lambda r: found.append(r.status) if r.request.method == "POST" else None)
        return page, which, found

    return opened


def test_what_waits_for_an_answer_is_posted_one_after_another(served, answers):
    page, which, found = answers("2023-10")
    held = []
    page.route("**/keep", lambda route: held.append(route) if not held else route.continue_())
    page.click("[data-act=zeros]")
    page.locator("[data-key=media_column]").select_option("否")
    page.wait_for_timeout(1200)
    page.fill("[data-key=self_found]", "3")
    page.wait_for_timeout(1200)  # kept by itself, which waits
    page.click("[data-act=hand-in]")
    (first,) = held
    first.continue_()
    page.wait_for_selector("[data-standing].submitted")

    assert found == [200, 200, 200]
    assert standing(served, which).filled.values["self_found"] == 3


def lose_the_answer(page, step):
    """Let what is posted once be done, and its answer be lost."""

    def lost(route):
        route.fetch()
        route.abort()

    page.route(f"**/{step}", lost, times=1)


def test_a_clerk_whose_answer_was_lost_types_on_and_everything_is_kept(served, answers, visit):
    page, which, found = answers("2023-11")
    lose_the_answer(page, "keep")
    page.fill("[data-key=self_found]", "3")
    expect(page.locator("[data-kept]")).to_contain_text("连不上服务器")
    page.fill("[data-key=self_found]", "4")
    expect(page.locator("[data-kept]")).to_contain_text("已存")

    kept = standing(served, which)
    assert (kept.filled.values["self_found"], kept.version, found) == (4, 2, [200, 200])
    visit.complaints.clear()  # the browser tells of the answer that was lost


def test_a_clerk_whose_handing_in_was_not_answered_is_told_that_it_is_in(served, answers, visit):
    page, which, _ = answers("2023-12")
    page.click("[data-act=zeros]")
    page.locator("[data-key=media_column]").select_option("否")
    expect(page.locator("[data-kept]")).to_contain_text("已存")
    lose_the_answer(page, "hand-in")
    page.click("[data-act=hand-in]")
    expect(page.locator("[data-kept]")).to_contain_text("连不上服务器")
    page.wait_for_selector("[data-standing].submitted")

    assert page.locator("[data-kept]").inner_text() == "已经报出。"
    assert standing(served, which).version == 2
    visit.complaints.clear()
