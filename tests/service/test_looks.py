"""Looks of the service: every page readable by all, by keyboard, on a small telephone and on paper, light to load."""

import re
from datetime import date
from io import BytesIO
from urllib.parse import urlsplit

import numpy as np
import pytest
from axe_playwright_python.sync_playwright import Axe
from helpers.served import CODE, made_office, serving, sign_in
from helpers.sheets import CAMPAIGNS
from PIL import Image
from playwright.sync_api import expect

from generator.database.carrying import carry_in
from generator.model.register import Event, PrintedSeal
from generator.scans.filing import filed, picture_of
from generator.sources.campaign import load
from generator.verbs.photos import Photo, add_photos
from generator.verbs.printed_sheets import write_events
from generator.verbs.serving import Desk

FORM = f"/c/{CODE}/fill/qiuhu/dispatch-communities"
PAGES = {
    "login": ("", "/login"),
    "invitation": ("", "/invitation"),
    "nothing": ("guanli", "/nowhere"),
    "campaigns": ("guanli", "/"),
    "overview": ("wenxiu", f"/c/{CODE}"),
    "overview of a clerk": ("qiuye", f"/c/{CODE}"),
    "form": ("qiuye", f"{FORM}/2023-07"),
    "form beside its paper": ("qiuye", f"{FORM}/2023-07"),
    "form handed in": ("wenxiu", f"{FORM}/2023-06"),
    "ledger": ("wenxiu", "/c/songling/fill/qingyang/fire-hazard-ledger/2024-02"),
    "totals": ("shigan", f"/c/{CODE}/totals"),
    "hazards": ("wenxiu", f"/c/{CODE}/hazards"),
    "hazard": ("wenxiu", f"/c/{CODE}/hazards/JGC-001"),
    "sheets": ("wenxiu", f"/c/{CODE}/sheets"),
    "register": ("wenxiu", f"/c/{CODE}/register"),
    "register of a clerk": ("qiuye", f"/c/{CODE}/register"),
    "sheet that came back": ("wenxiu", f"/c/{CODE}/register/sheets/747707099176"),
    "pages that no code told": ("wenxiu", f"/c/{CODE}/register/aside"),
    "archive": ("guanli", f"/c/{CODE}/archive"),
    "sheets beside their paper": ("wenxiu", f"/c/{CODE}/sheets"),
    "edits": ("wenxiu", f"/c/{CODE}/edit"),
    "edited text": ("wenxiu", f"/c/{CODE}/edit/plan"),
    "edited rows": ("wenxiu", f"/c/{CODE}/edit/units"),
    "edited form": ("wenxiu", f"/c/{CODE}/edit/form-dispatch-communities"),
    "campaigns to be managed": ("guanli", "/campaigns"),
    "new campaign": ("guanli", "/campaigns/new"),
    "copy of a campaign": ("guanli", f"/campaigns/{CODE}/copy"),
    "head to be drawn": ("wenxiu", f"/c/{CODE}/forms/draw"),
    "people": ("guanli", "/people"),
    "slips": ("guanli", "/people"),
    "audit": ("shishen", "/audit"),
    "audit verified": ("shishen", "/audit/verify"),
}
SCREENS = {"office": {"width": 1366, "height": 768}, "telephone": {"width": 390, "height": 844}}
RULES = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa"]}
FIRST_PAGE_MAX = 300_000  # bytes on the line


@pytest.fixture(scope="module")
def served(tmp_path_factory):
    office = made_office(tmp_path_factory.mktemp("office"))
    source = CAMPAIGNS / "forest_fire"
    carry_in(office.engine, "songling", source, load(source), "系统")
    came_back(Desk(office.store(CODE), "闻秀"))
    with serving(office) as found:
        yield found
    office.close()


def came_back(desk):
    """A record of two pages printed, one page of it back with one seal seen, a page that no code told, a photo."""
    page = np.full((2339, 1654, 3), 250, np.uint8)
    content = filed([(*picture_of(page), 1654, 2339)])
    seals = [
        PrintedSeal(name=n, page=2, x=159, y=y, mm=42) for n, y in (("乡镇（街道）", 93), ("县市区政府", 183))
    ]
    about = {"key": "747707099176", "on": date(2023, 6, 30), "period": "2023-06"}
    for name in ("scans/2023-06/a.pdf", "scans/未识别/b.pdf"):
        desk.write(name, content)
    write_events(
        desk,
        [
            Event(
                event="printed",
                title="附件6 重大事故隐患整改台账",
                unit="qiuhu",
                pages=2,
                seals=tuple(seals),
                **about,
            ),
            Event(
                event="returned", file="scans/2023-06/a.pdf", shown=(2,), seen={"乡镇（街道）": True}, **about
            ),
            Event(
                event="unread",
                key="b",
                on=date(2023, 7, 1),
                file="scans/未识别/b.pdf",
                source="扫描.pdf 第 3 页",
            ),
        ],
    )
    target = BytesIO()
    Image.new("RGB", (400, 300), "tan").save(target, "JPEG")
    photo = Photo(
        hazard="JGC-001", when="before", name="x.jpg", content=target.getvalue(), on=date(2023, 7, 1)
    )
    add_photos(desk, [photo])


@pytest.fixture(scope="module")
def sessions(served, chromium):
    """What the browser keeps of each person who signed in."""
    found = {"": None}
    for login in ("guanli", "wenxiu", "shigan", "shishen", "qiuye"):
        context = chromium.new_context(base_url=served.address)
        page = context.new_page()
        sign_in(page, login)
        found[login] = context.storage_state()
        context.close()
    return found


def shown(page, name):
    """Open a page as it is when somebody works with it."""
    page.goto(PAGES[name][1])
    page.wait_for_load_state("networkidle")
    if name == "hazards":
        page.wait_for_selector("text=共 32 条")
    if name == "totals":
        page.locator("[data-explain]").first.click()
        page.wait_for_selector("dialog[open]")
    if name == "ledger":
        page.click("[data-act=row]")
    if name.endswith("paper"):
        page.click("[data-paper-button]")
        page.wait_for_selector(".paper img")
    if name == "slips":
        with page.context.expect_page() as slips:
            page.click("text=生成邀请条")
        slips.value.wait_for_load_state()
        return slips.value
    return page


@pytest.mark.slow
@pytest.mark.parametrize("screen", SCREENS)
@pytest.mark.parametrize("name", PAGES)
def test_a_page_can_be_read_by_everybody(served, sessions, visit, name, screen):
    page = shown(
        visit(served.address, viewport=SCREENS[screen], storage_state=sessions[PAGES[name][0]]), name
    )
    if name == "nothing":
        visit.complaints.clear()  # the browser tells that there is no such page

    found = Axe().run(page, options=RULES).response["violations"]
    assert [(v["id"], [n["html"][:200] for n in v["nodes"]]) for v in found] == []
    assert page.title().endswith("公文工坊")
    assert page.locator("h1").count() == 1
    beyond = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
    assert page.evaluate(beyond) <= 0, "nothing but a wide table in its own box is scrolled sideways"


@pytest.mark.slow
def test_a_form_is_filled_in_and_handed_in_by_keyboard(served, sessions, visit):
    page = visit(served.address, storage_state=sessions["qiuye"])
    page.goto(f"{FORM}/2023-07")
    boxes = page.locator("[data-key]")
    order = boxes.evaluate_all("boxes => boxes.map((box) => box.dataset.key)")
    focused = "document.activeElement.dataset.key"
    boxes.first.focus()
    page.keyboard.press("Enter")
    assert page.evaluate(focused) == order[1]
    page.keyboard.press("Shift+Enter")
    assert page.evaluate(focused) == order[0]
    for key in order:
        assert page.evaluate(focused) == key
        if key == "media_column":
            page.keyboard.press("ArrowDown")  # 是
            page.keyboard.press("ArrowDown")  # 否
        else:
            page.keyboard.type("0")
        page.keyboard.press("Tab")
    page.keyboard.type("邱叶")
    for _ in range(60):  # back to the buttons above the table
        if page.evaluate("document.activeElement.dataset.act") == "hand-in":
            break
        page.keyboard.press("Shift+Tab")
    page.keyboard.press("Enter")

    page.wait_for_selector("[data-standing].submitted")


@pytest.mark.slow
def test_the_first_pages_are_light_and_all_from_here(served, visit):
    page = visit(served.address)
    sizes, hosts = [], set()

    def came(request):
        sizes.append(request.sizes()["responseBodySize"] + request.sizes()["responseHeadersSize"])
        hosts.add(urlsplit(request.url).netloc)

    page.on("requestfinished", came)
    page.goto("/login", wait_until="networkidle")
    first = sum(sizes)
    sign_in(page, "wenxiu")
    page.goto(f"/c/{CODE}/hazards", wait_until="networkidle")

    assert len(sizes) > 5
    assert 0 < first < FIRST_PAGE_MAX
    assert sum(sizes) < FIRST_PAGE_MAX, "with the overview and the ledger's grid"
    assert hosts == {urlsplit(served.address).netloc}


@pytest.mark.slow
def test_a_form_is_printed_without_what_is_for_the_screen(served, sessions, visit):
    page = visit(served.address, storage_state=sessions["wenxiu"])
    page.goto(f"{FORM}/2023-06")
    page.emulate_media(media="print")

    assert page.locator("table.sheet").is_visible()
    assert not page.locator(".top, .acts, .review").filter(visible=True).count()


@pytest.mark.slow
def test_the_page_as_it_prints_stands_beside_its_data_and_follows_them(served, sessions, visit):
    page = visit(served.address, storage_state=sessions["wenxiu"])
    page.goto(f"/c/{CODE}/fill/huxu/dispatch-communities/2023-07")
    page.fill("[data-own=said]", "电话报来")
    page.click("[data-paper-button]")
    picture = page.locator(".paper img")
    before = picture.get_attribute("src")
    page.fill("[data-key=self_found]", "37")
    expect(picture).not_to_have_attribute("src", before)

    form, paper = page.locator("#fill").bounding_box(), page.locator(".paper").bounding_box()
    assert form["x"] + form["width"] <= paper["x"], "side by side on a wide screen"
    page.set_viewport_size(SCREENS["telephone"])
    form, paper = page.locator("#fill").bounding_box(), page.locator(".paper").bounding_box()
    assert form["y"] + form["height"] <= paper["y"], "below on a telephone"
    page.reload()
    expect(page.locator(".paper img")).to_be_visible()
    page.click("[data-paper-button]")
    page.reload()
    expect(page.locator(".paper")).to_be_hidden()


@pytest.mark.slow
def test_the_paper_of_the_sheets_page_is_the_one_that_is_chosen(served, sessions, visit):
    page = visit(served.address, storage_state=sessions["wenxiu"])
    page.goto(f"/c/{CODE}/sheets")
    page.click("[data-paper-button]")
    link = page.locator(".paper a")
    expect(link).to_have_attribute("href", re.compile("/dispatch-communities/"))
    page.select_option("[name=sheet]", "problem-ledger")
    page.select_option("[name=unit]", "wangdian")
    expect(link).to_have_attribute("href", re.compile("/wangdian/problem-ledger/"))
    page.select_option("[name=sheet]", "dispatch-departments")
    expect(page.locator(".paper .told")).to_contain_text("没有这张表")
