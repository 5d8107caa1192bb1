"""Looks of the service: every page readable by all, by keyboard, on a small telephone and on paper, light to load."""

from urllib.parse import urlsplit

import pytest
from axe_playwright_python.sync_playwright import Axe
from helpers.served import CODE, PASSWORD, made_office, serving
from helpers.sheets import CAMPAIGNS

from generator.database.carrying import carry_in
from generator.sources.campaign import load

FORM = f"/c/{CODE}/fill/qiuhu/dispatch-communities"
PAGES = {
    "login": ("", "/login"),
    "invitation": ("", "/invitation"),
    "nothing": ("guanli", "/nowhere"),
    "campaigns": ("guanli", "/"),
    "overview": ("wenxiu", f"/c/{CODE}"),
    "overview of a clerk": ("qiuye", f"/c/{CODE}"),
    "form": ("qiuye", f"{FORM}/2023-07"),
    "form handed in": ("wenxiu", f"{FORM}/2023-06"),
    "ledger": ("wenxiu", "/c/songling/fill/qingyang/fire-hazard-ledger/2024-02"),
    "totals": ("shigan", f"/c/{CODE}/totals"),
    "hazards": ("wenxiu", f"/c/{CODE}/hazards"),
    "hazard": ("wenxiu", f"/c/{CODE}/hazards/JGC-001"),
    "sheets": ("wenxiu", f"/c/{CODE}/sheets"),
    "campaigns to be managed": ("guanli", "/campaigns"),
    "new campaign": ("guanli", "/campaigns/new"),
    "copy of a campaign": ("guanli", f"/campaigns/{CODE}/copy"),
    "head to be drawn": ("wenxiu", f"/c/{CODE}/forms/draw"),
    "edits": ("wenxiu", f"/c/{CODE}/edit"),
    "edited text": ("wenxiu", f"/c/{CODE}/edit/plan"),
    "edited rows": ("wenxiu", f"/c/{CODE}/edit/units"),
    "edited form": ("wenxiu", f"/c/{CODE}/edit/form-dispatch-communities"),
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
    with serving(office) as found:
        yield found
    office.close()


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


def sign_in(page, login):
    page.goto("/login")
    page.fill("[name=login]", login)
    page.fill("[name=password]", PASSWORD)
    page.press("[name=password]", "Enter")
    page.wait_for_url(lambda url: not url.endswith("/login"))


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
