"""A form is sent once, however often its button is clicked before the answer comes."""

import time

from helpers.served import CODE, sign_in
from playwright.sync_api import expect

HAZARD = f"/c/{CODE}/hazards/JGC-009"


def slowly(route):
    """Let an answer come later than the second click."""
    if route.request.method == "POST":
        time.sleep(0.5)
    route.continue_()


def test_a_double_click_writes_one_step(served, visit):
    page, posted = visit(served.address), []
    sign_in(page, "wenxiu")
    page.goto(HAZARD)
    page.route("**/*", slowly)
    page.on("request", lambda asked: posted.append(asked.url) if asked.method == "POST" else None)
    form = page.locator("form.card")
    form.locator("[name=event]").select_option("progress")
    form.locator("[name=text]").fill("设备到货")
    form.locator("button").evaluate("button => { button.click(); setTimeout(() => button.click(), 100); }")
    expect(page.get_by_role("cell", name="设备到货")).to_have_count(1)

    assert posted == [f"{served.address}{HAZARD}"]
    expect(form.get_by_role("button", name="记下")).to_be_enabled()


def test_a_form_that_was_sent_can_be_sent_again_when_one_comes_back_to_it(served, visit):
    page = visit(served.address)
    sign_in(page, "wenxiu")
    page.goto(HAZARD)
    page.locator("form.card [name=event]").select_option("progress")
    page.locator("form.card [name=text]").fill("设备装好")
    page.locator("form.card button").click()
    expect(page.get_by_role("cell", name="设备装好")).to_have_count(1)
    page.go_back()

    expect(page.locator("form.card button")).to_be_enabled()
